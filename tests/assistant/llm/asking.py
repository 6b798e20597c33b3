"""Asks the language model's planner about the retail catalog, with a scripted model behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.agreement import agreed
from assistant.llm import LlmPlanner
from assistant.plan import Planned
from assistant.question import Question, Sight
from tests.assistant.offline.sights import PLANNER, sight
from tests.fakes import Body, Says, Script, ScriptedModel, scripted

SALES = "上个月各大区的销售额"
SALES_PLAN = {"kind": "metric_query", "metrics": ["sales_ops"], "by": ["region"], "periods": ["上个月"]}


def asked(text: str, *said: Says | str | Body | Script, seen: Sight | None = None, timeout: float = 20.0) -> tuple[Planned, ScriptedModel]:
    """What the model's planner makes of a question, and what the model was sent."""
    with scripted(*said) as model:
        planned = LlmPlanner(model.endpoint(timeout)).plan(Question(text), seen or sight())
    return planned, model


def read_by_two(text: str, *said: Says | str | Body | Script, seen: Sight | None = None) -> Planned:
    """What both readers come to."""
    seen = seen or sight()
    planned, _ = asked(text, *said, seen=seen)
    return agreed(PLANNER.plan(Question(text), seen), planned, seen)


def without(*metrics: str) -> Sight:
    """The sight of someone who may not see these metrics."""
    seen = sight()
    catalog = seen.catalog.restricted([name for name in seen.catalog.metrics if name not in metrics], seen.catalog.dimensions)
    return replace(seen, catalog=catalog, finder=seen.finder.restricted(catalog, dict.fromkeys(catalog.dimensions)))


def facts(planned: Planned) -> dict[str, Any]:
    return dict(getattr(planned.plan, "facts", ()))
