"""The step of an answer that finds why its number changed. Whatever goes wrong here, the number itself stays."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose import Composed
from assistant.named import named
from assistant.plan import Why
from assistant.record import Answer
from assistant.watch import Watch
from assistant.wording import say, say_error
from catalog.access import Asker
from catalog.errors import CatalogError
from catalog.query import MetricQuery
from sql_guard.errors import Cancelled, GuardError

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

logger = logging.getLogger("wenshu.answer")


def with_causes(found: Answer, composed: Composed, project: Project, sight: Sight, asker: Asker, watch: Watch) -> Answer:
    """The answer with the causes of its change, the sentence and the waterfall that tell them. Raises Cancelled only."""
    planned = found.planned
    if planned is None or planned.why is None or composed.query is None:
        return found
    why = settled(planned.why, composed.query, composed)
    found = replace(found, planned=replace(planned, why=why))
    try:
        return attributed(found, why, project, sight, asker, watch)
    except Cancelled:
        raise
    except (CatalogError, GuardError) as error:
        return replace(found, findings=(say_error(found.language, error, named(error.facts, sight.catalog)),))
    except Exception:  # a bug in what explains the number is no reason to take the number away
        log_id = uuid.uuid4().hex[:12]
        logger.exception("no causes, log id %s", log_id)
        return replace(found, findings=(say(found.language, "causes.failed", log_id=log_id),))


def settled(why: Why, query: MetricQuery, composed: Composed) -> Why:
    """The two sides over the days that were counted: what is unfinished is compared with the same elapsed days."""
    before = composed.compared if why.sides == "periods" and composed.compared else query.periods
    return replace(why, before=replace(why.before, periods=before), after=replace(why.after, periods=query.periods))


def attributed(found: Answer, why: Why, project: Project, sight: Sight, asker: Asker, watch: Watch) -> Answer:
    from assistant.causes import explain_change
    from assistant.chart.waterfall import waterfall
    from assistant.plays import plays
    from assistant.told_causes import told

    causes = explain_change(why, project, sight, asker, watch)
    found = replace(found, causes=causes)
    said = told(found, sight.catalog)
    if said is None:
        return found
    advised = plays(causes, sight.catalog.metric(causes.metric), found.language)
    whole = next((split for split in said.splits if split.found in causes.breakdowns), None)
    chart = waterfall(whole, said, causes, found.language) if whole else None
    return replace(found, headline=said.sentence, findings=(*said.findings, *advised), chart=chart or found.chart)


__all__ = ["settled", "with_causes"]
