"""Answers, cases and runs as the tests of this folder need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from assistant.plan import CatalogQuestion, Planned
from assistant.record import Answer, Status, Working
from catalog.compiler import OutputColumn
from catalog.label import Label
from evals.baseline import compared
from evals.case import Case, Expected, Suite
from evals.run import Run
from evals.score import Outcome, Scored

COLUMNS = (
    OutputColumn("region", "dimension", "text", Label("大区", "Region")),
    OutputColumn("sales_ops", "measure", "number", Label("销售额", "Sales")),
)


def answered(status: Status = "answered", rows: Iterable[tuple[Any, ...]] = (), names: tuple[str, ...] | None = None) -> Answer:
    planned = None if names is None else Planned(CatalogQuestion("definition", names), "offline", "zh")
    return Answer(
        id="a1",
        question="?",
        language="zh",
        asker="boss",
        asked_at=datetime(2026, 11, 18, tzinfo=UTC),
        today=date(2026, 11, 18),
        status=status,
        tier="verified" if status == "answered" else "declined",
        planned=planned,
        working=Working(governed="SELECT MEASURE(sales_ops) FROM metrics"),
        columns=COLUMNS,
        rows=tuple(rows),
        headline="标题",
    )


def case(
    name: str = "c", expected: Expected = "answer", tags: tuple[str, ...] = (), names: tuple[str, ...] = (), language: Any = "zh"
) -> Case:
    return Case(f"{name}-{language}", "上个月的销售额", language, expected, ("SELECT 1",) if expected == "answer" else (), names, tags=tags)


def scored(name: str, outcome: Outcome, expected: Expected = "answer", tags: tuple[str, ...] = (), language: Any = "zh") -> Scored:
    return Scored(
        case(name, expected, tags, language=language), answered(), outcome, f"because {outcome} \x00<&>" if outcome != "right" else ""
    )


def run(items: Iterable[Scored], before: dict[str, Outcome] | None = None, name: str = "small") -> Run:
    found = tuple(items)
    return Run(Suite(name, "retail", None, tuple(item.case for item in found)), found, compared(found, before), 1.5)
