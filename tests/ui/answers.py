"""Answers made by hand, for what the sample world does not say."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from assistant.chart import Picture, draw
from assistant.plan import Choice, Planned, Span
from assistant.project import Project
from assistant.recall import scope_of
from assistant.record import Answer, Dates, Definition, Versions, Working
from catalog.compiler import OutputColumn
from catalog.label import Label, Text
from catalog.metric import Format
from catalog.query import Measure, MetricQuery
from sql_guard.engine import Change

HOSTILE = (
    '<img src=https://example.com/x onerror="window.pwned=1"> ![x](https://example.com/y) <script>window.pwned=2</script> '
    "{{7*7}} ${7*7} '\"`"
)
DAY = date(2026, 11, 1)


def text_column(label: str, name: str = "store") -> OutputColumn:
    return OutputColumn(name, "dimension", "text", Label(label, label), name)


def number_column(label: str, name: str = "sales") -> OutputColumn:
    return OutputColumn(name, "measure", "number", Label(label, label), name, Format("currency", 2, Text("元", "CNY")))


def made_answer(**changes: Any) -> Answer:
    """An answered metric query with two rows."""
    query = MetricQuery((Measure("sales"),), group_by=("store",))
    usual: dict[str, Any] = {
        "id": uuid.uuid4().hex,
        "question": "各门店的销售额",
        "language": "zh",
        "asker": "boss",
        "asked_at": datetime(2026, 11, 18, 9, tzinfo=UTC),
        "today": date(2026, 11, 18),
        "status": "answered",
        "tier": "verified",
        "planned": Planned(query, "offline", "zh", (Span(0, 4, "各门店的", "dimension", "store"), Span(4, 7, "销售额", "metric", "sales"))),
        "working": Working("", "SELECT 1", "SELECT 1", (Change("qualified", (("table", "t"),)),), "SELECT 1 LIMIT 10001"),
        "columns": (text_column("门店"), number_column("销售额")),
        "rows": (("甲", Decimal("12.50")), (None, None)),
        "headline": "共 2 项",
        "definitions": (Definition("sales", "销售额", 2, "王倩", "销售", "实付金额合计", "SUM(paid)"),),
        "dates": (Dates(DAY, date(2026, 11, 17), unfinished=True),),
        "data_as_of": date(2026, 11, 17),
        "notes": ("说明",),
        "versions": Versions("c" * 32, "d" * 16, "s" * 32, "0.1.0"),
        "timings": {"plan": 0.001, "run": 0.02, "engine": 0.01, "total": 0.021},
    }
    return Answer(**{**usual, **changes})


def versions_for(project: Project, asker: str) -> Versions:
    """What an answer for this asker would depend on now."""
    return Versions("c" * 32, "d" * 16, scope_of(project, project.access.asker(asker)), "0.1.0")


def hostile_answer(project: Project, asker: str) -> str:
    """A journaled conversation in which everything that can be a value is hostile; its id."""
    talk = uuid.uuid4().hex
    columns = (text_column(HOSTILE), number_column(HOSTILE))
    rows = tuple((f"{HOSTILE}{number}", Decimal(number)) for number in range(1, 6))
    plain = made_answer(
        question=HOSTILE,
        asker=asker,
        columns=columns,
        rows=rows,
        chart=draw("bar", Picture(columns, rows), "zh", HOSTILE),
        headline=HOSTILE,
        explanation=f"{HOSTILE}\n{HOSTILE}",
        definitions=(Definition(HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
        working=Working(HOSTILE + " ", HOSTILE, HOSTILE, (Change("qualified", (("table", HOSTILE),)),), f"SELECT '{HOSTILE}'"),
        choices=(Choice(HOSTILE, HOSTILE),),
        conversation=talk,
        asked_at=datetime.now(UTC),
        versions=versions_for(project, asker),
    )
    project.journal.start(talk, asker, plain.asked_at)
    project.journal.keep(plain)
    return talk
