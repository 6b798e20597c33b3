"""Causes on the retail world, against SQL that a person wrote."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.causes import Breakdown, Causes, explain_change
from assistant.plan import Why
from assistant.project import Project, open_project
from assistant.watch import Watch
from catalog.period import Period
from catalog.query import Measure, MemberFilter, MetricQuery
from sql_guard.oracle import oracle
from tests.conftest import AS_OF

AUGUST, SEPTEMBER = Period(date(2026, 8, 1), date(2026, 9, 1)), Period(date(2026, 9, 1), date(2026, 10, 1))


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def why(metric: str, before: Period, after: Period, **members: str) -> Why:
    filters = tuple(MemberFilter(name, (member,)) for name, member in members.items())
    old, new = (MetricQuery((Measure(metric),), filters=filters, periods=(period,)) for period in (before, after))
    return Why(old, new)


def explained(project: Project, asked: Why, user: str = "boss") -> Causes:
    asker = project.asker(user)
    return explain_change(asked, project, project.sight(asker), asker, Watch())


def all_of(breakdowns: tuple[Breakdown, ...]) -> Iterator[Breakdown]:
    for each in breakdowns:
        yield each
        yield from all_of(each.below)


def test_a_closed_store_carries_the_fall_of_its_city(project: Project) -> None:
    found = explained(project, why("sales_ops", AUGUST, SEPTEMBER, city="上海"))
    with oracle(project.file.source_path) as truth:
        rows = truth.rows(
            "SELECT store_name, SUM(paid_amount) FILTER (month(order_date) = 8), SUM(paid_amount) FILTER (month(order_date) = 9)"
            " FROM order_lines JOIN stores USING (store_id) WHERE city = '上海' AND order_lines.status = '已完成'"
            " AND order_date BETWEEN '2026-08-01' AND '2026-09-30' GROUP BY 1"
        )
    first = found.breakdowns[0]
    assert (first.by, first.parts[0].member, first.leading) == ("store", "上海南京路店", 1)
    assert {(part.member, part.before, part.after) for part in first.parts} == {(name, float(old), float(new)) for name, old, new in rows}


def test_the_parts_of_every_breakdown_add_up_to_its_change(project: Project) -> None:
    for asked in (
        why("sales_ops", AUGUST, SEPTEMBER, city="上海"),
        why("front_margin", AUGUST, SEPTEMBER, region="华南"),
    ):
        found = explained(project, asked)
        assert found.breakdowns
        for each in all_of(found.breakdowns):
            assert math.fsum(part.adds for part in each.parts) == pytest.approx(each.change, abs=1e-9 * max(1.0, abs(found.after or 0.0)))


def test_the_query_of_a_part_gives_its_two_values(project: Project) -> None:
    from assistant.causes.inquiry import Inquiry

    found = explained(project, why("sales_ops", AUGUST, SEPTEMBER, city="上海"))
    part = found.breakdowns[0].parts[0]
    asker = project.asker("boss")
    assert part.query is not None
    _, rows, _ = Inquiry(project, project.sight(asker), asker, Watch()).run(part.query)
    assert tuple(map(float, rows[0])) == (part.after, part.before)
