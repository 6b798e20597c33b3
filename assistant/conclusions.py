"""What somebody concluded from an answer: kept with who is to act by when, and told again to whoever asks for the same metric in the same
scope and may see all that the answer was made of, with what has happened since."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from assistant import audit
from assistant.figures import write
from assistant.journal import NotFound
from assistant.recall import runs_alike, scope_of
from assistant.record import Answer
from assistant.record_json import from_json
from assistant.told_causes import period_words
from assistant.wording import say
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.query import Measure, MetricQuery
from catalog.query_json import to_dict
from catalog.store import Store
from catalog.store.chain import append
from catalog.store.tables import conclusions

if TYPE_CHECKING:
    from assistant.project import Project

logger = logging.getLogger("wenshu.answer")
LONGEST, LONGEST_NAME, TOLD = 1000, 100, 3


class NotConcluded(CatalogError):
    """Why there is no conclusion: may_not_conclude, concluded_on_nothing, conclusion_too_long, conclusion_is_empty, bad_due_date."""


@dataclass(frozen=True)
class Conclusion:
    """Who concluded what from an answer, and who is to act on it by when."""

    answer: str
    author: str
    made_at: datetime
    text: str
    owner: str
    due: date | None


@dataclass(frozen=True)
class Conclusions:
    """Reads and writes conclusions; a write returns only when it is on disk."""

    store: Store

    def add(self, found: Conclusion, about: str) -> None:
        row = {name: getattr(found, name) for name in ("answer", "author", "made_at", "text", "owner", "due")}
        due = found.due.isoformat() if found.due else None
        with self.store.engine.begin() as connection:
            connection.execute(insert(conclusions).values(**row, about=about))
            append(connection, audit.concluded(found.answer, found.author, found.made_at, found.text, found.owner, due))

    def about(self, key: str) -> Sequence[Conclusion]:
        """Those on one metric in one scope, newest first."""
        query = select(conclusions).where(conclusions.c.about == key).order_by(conclusions.c.id.desc()).limit(20)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Conclusion(row.answer, row.author, row.made_at, row.text, row.owner, row.due) for row in rows]


def conclude(answer: Answer, project: Project, asker: Asker, text: str, owner: str = "", due: date | None = None) -> Conclusion:
    """Attaches a conclusion to an answer, as `asker`; without an owner it is theirs. Raises NotConcluded."""
    text, owner = " ".join(text.split()), " ".join(owner.split()) or asker.name or asker.id
    if not project.current(asker).may("conclude"):
        raise NotConcluded("may_not_conclude")
    about = key_of(answer)
    if about is None:
        raise NotConcluded("concluded_on_nothing")
    if not text:
        raise NotConcluded("conclusion_is_empty")
    if len(text) > LONGEST or len(owner) > LONGEST_NAME:
        raise NotConcluded("conclusion_too_long", most=LONGEST if len(text) > LONGEST else LONGEST_NAME)
    found = Conclusion(answer.id, asker.id, project.now(), text, owner, due)
    Conclusions(project.journal.store).add(found, about)
    return found


def as_due(text: str) -> date | None:
    """The day that was typed, if one was. Raises NotConcluded."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise NotConcluded("bad_due_date", day=text.strip()[:40]) from None


def key_of(answer: Answer) -> str | None:
    """A digest of the metric and its scope, whatever the dates; None where the answer is not one number of one metric."""
    plan = answer.planned.plan if answer.planned else None
    if answer.status != "answered" or not isinstance(plan, MetricQuery) or place_of(answer) is None:
        return None
    scope = MetricQuery((Measure(plan.measures[0].metric, filters=plan.measures[0].filters),), filters=plan.filters, any_of=plan.any_of)
    body = to_dict(replace(scope, within=plan.within, as_of=plan.as_of))
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def place_of(answer: Answer) -> int | None:
    """Where the one number stands; None where there is not just one."""
    keys = any(column.role in ("dimension", "time", "period") for column in answer.columns)
    measures = [place for place, column in enumerate(answer.columns) if column.role == "measure"]
    return measures[0] if len(answer.rows) == 1 and len(measures) == 1 and not keys else None


def with_conclusions(found: Answer, project: Project, asker: Asker) -> Answer:
    """The answer with what was concluded from earlier ones on the same number, for who may see those."""
    key = key_of(found)
    if key is None:
        return found
    try:
        lines = [line for each in Conclusions(project.journal.store).about(key) if (line := told(each, found, project, asker))]
    except SQLAlchemyError:  # the store is away: the number needs none
        logger.exception("conclusions not read")
        return found
    return replace(found, findings=(*found.findings, *lines[:TOLD])) if lines else found


def told(conclusion: Conclusion, now: Answer, project: Project, asker: Asker) -> str | None:
    """A conclusion with what has happened since; None for who may not see what it was drawn from."""
    try:
        then = from_json(project.journal.find(conclusion.answer, None).body)
    except NotFound:
        return None
    if not may_see(then, project, asker) or names_hidden(
        f"{conclusion.text} {conclusion.owner}", project.sight(asker).catalog, project.catalog
    ):
        return None
    late = conclusion.due is not None and project.today() > conclusion.due
    facts = {
        "day": conclusion.made_at.date(),
        "author": conclusion.author,
        "text": conclusion.text,
        "owner": conclusion.owner,
        "due": conclusion.due,
        "late": say(now.language, "conclusion.late") if late else "",
    }
    sides = {"then": value_of(then, now), "now": value_of(now, now), "was": days_of(then, now, project), "is": days_of(now, now, project)}
    return say(now.language, "conclusion.told", **facts, **sides)


def may_see(then: Answer, project: Project, asker: Asker) -> bool:
    """Whether the reader sees all that the answer was made of: its very rows, and every name."""
    viewer = project.current(asker)
    if then.versions is not None and then.versions.scope == scope_of(project, viewer):
        return True
    plain = replace(then.planned, why=None) if then.planned else None
    return plain is not None and bool(then.working.executed) and runs_alike(then, plain, project, viewer)


def names_hidden(text: str, seen: Catalog, whole: Catalog) -> bool:
    """Whether the words name a metric or dimension that their reader may not know."""
    hidden = [whole.metrics[name].label for name in whole.metrics.keys() - seen.metrics.keys()]
    hidden += [whole.dimensions[name].label for name in whole.dimensions.keys() - seen.dimensions.keys()]
    labels = [*(each.label for each in seen.metrics.values()), *(each.label for each in seen.dimensions.values())]
    known = {surface.lower() for label in labels for surface in label.surfaces}
    lowered = text.lower()
    return any(surface.lower() in lowered for label in hidden for surface in label.surfaces if surface.lower() not in known)


def value_of(answer: Answer, reader: Answer) -> str:
    place = place_of(answer)
    value: Any = answer.rows[0][place] if place is not None else None
    column = reader.columns[place_of(reader) or 0]
    return write(Decimal(str(value)) if isinstance(value, float) else value, column, reader.language, short=True)


def days_of(answer: Answer, reader: Answer, project: Project) -> str:
    plan = answer.planned.plan if answer.planned else None
    periods = plan.periods if isinstance(plan, MetricQuery) else ()
    return period_words(periods[0], reader.language, project.catalog) if periods else ""


__all__ = ["Conclusion", "Conclusions", "NotConcluded", "as_due", "conclude", "with_conclusions"]
