"""Causes are the asker's own: their rows, their names, their small groups; for members, targets, and what has no number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from assistant.causes import Breakdown, Causes, explain_change
from assistant.causes.explain_change import causes_of
from assistant.causes.inquiry import Inquiry
from assistant.plan import Why
from assistant.project import Project, open_project
from assistant.watch import Watch
from catalog.errors import Unknown
from catalog.period import Period
from catalog.query import Measure, MemberFilter, MetricQuery
from sql_guard.errors import Cancelled
from sql_guard.oracle import oracle
from tests.assistant.clinic import write_clinic
from tests.assistant.test_differencing import GUARDED, PEOPLE
from tests.conftest import AS_OF

SEPTEMBER, OCTOBER = Period(date(2026, 9, 1), date(2026, 10, 1)), Period(date(2026, 10, 1), date(2026, 11, 1))
JANUARY, FEBRUARY = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1), date(2026, 3, 1))


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", PEOPLE, GUARDED), env={}) as opened:
        yield opened


def between(metric: str, before: Period, after: Period, **members: str) -> Why:
    filters = tuple(MemberFilter(name, (member,)) for name, member in members.items())
    one, other = (MetricQuery((Measure(metric),), filters=filters, periods=(period,)) for period in (before, after))
    return Why(one, other)


def explained(project: Project, why: Why, user: str = "boss", watch: Watch | None = None) -> Causes:
    asker = project.asker(user)
    return explain_change(why, project, project.sight(asker), asker, watch or Watch())


def all_of(breakdowns: tuple[Breakdown, ...]) -> Iterator[Breakdown]:
    for each in breakdowns:
        yield each
        yield from all_of(each.below)


def test_a_store_manager_sees_no_other_store(project: Project) -> None:
    found = explained(project, between("sales_ops", SEPTEMBER, OCTOBER), "manager_east")
    with oracle(project.file.source_path) as truth:
        others = [name for (name,) in truth.rows("SELECT store_name FROM stores WHERE region IS DISTINCT FROM '华东'")]
        ((paid,),) = truth.rows(
            "SELECT SUM(paid_amount) FROM order_lines JOIN stores USING (store_id) WHERE region = '华东' AND order_lines.status = '已完成'"
            " AND order_date BETWEEN '2026-10-01' AND '2026-10-31'"
        )
    assert found.after == pytest.approx(float(paid))
    assert not [name for name in others if name in repr(found)]


def test_a_hidden_metric_does_not_exist(project: Project) -> None:
    with pytest.raises(Unknown):
        explained(project, between("expenses", SEPTEMBER, OCTOBER), "intern")


def test_inputs_that_the_asker_may_not_name_are_not_named(clinic: Project) -> None:
    found = explained(clinic, between("surplus", JANUARY, FEBRUARY), "nurse")
    assert "quillon" not in repr(found)
    assert not [each for each in found.breakdowns if each.method == "shapley"]


def test_small_groups_are_in_the_rest_and_nobody_seems_gone_who_is_only_hidden(clinic: Project) -> None:
    early, late = Period(date(2026, 1, 1), date(2026, 1, 15)), Period(date(2026, 2, 1), date(2026, 2, 22))
    asked = [between(metric, early, late) for metric in ("fees", "outlay_rate", "visit_count")]
    found = [each for why in asked for each in all_of(explained(clinic, why, "chief").breakdowns) if each.by == "site"]
    assert found
    for each in found:
        named = [part for part in each.parts if part.effect not in ("rest", "input")]
        assert "东海分院" not in [part.member for part in named], each  # three patients
        assert not [part for part in named if part.before is None or part.after is None], each
        assert math.fsum(part.adds for part in each.parts) == pytest.approx(each.change, abs=1e-6)


def test_two_regions_are_compared_by_what_lies_below_them(project: Project) -> None:
    one, other = (
        MetricQuery((Measure("sales_ops"),), filters=(MemberFilter("region", (region,)),), periods=(OCTOBER,))
        for region in ("华南", "华东")
    )
    found = explained(project, Why(one, other, sides="members"))
    with oracle(project.file.source_path) as truth:
        rows = truth.rows(
            "SELECT category, SUM(paid_amount) FILTER (region = '华南'), SUM(paid_amount) FILTER (region = '华东') FROM order_lines"
            " JOIN stores USING (store_id) JOIN products USING (product_id) WHERE order_lines.status = '已完成'"
            " AND order_date BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY 1"
        )
    sums = {category: (float(old), float(new)) for category, old, new in rows}
    assert found.before == pytest.approx(sum(old for old, _ in sums.values()), rel=1e-3)  # without lines of unknown products
    for each in found.breakdowns:
        assert each.by not in ("region",)
        assert math.fsum(part.adds for part in each.parts) == pytest.approx(found.change)


def test_actual_and_target_differ_by_store(project: Project) -> None:
    one, other = (MetricQuery((Measure(metric),), periods=(OCTOBER,)) for metric in ("sales_budget", "sales_ops"))
    found = explained(project, Why(one, other, sides="target"))
    with oracle(project.file.source_path) as truth:
        ((budget,),) = truth.rows("SELECT SUM(revenue_budget) FROM budgets_monthly WHERE month = '2026-10-01'")
    assert found.before == pytest.approx(float(budget))
    assert found.breakdowns
    for each in found.breakdowns:
        assert math.fsum(part.adds for part in each.parts) == pytest.approx(found.change)


@pytest.mark.parametrize(
    ("metric", "reason"),
    [("median_line_amount", "percentile"), ("largest_line", "extreme"), ("average_line_amount", "average"), ("contract_conversion", "")],
)
def test_what_does_not_add_up_is_refused_with_the_reason(project: Project, metric: str, reason: str) -> None:
    found = explained(project, between(metric, SEPTEMBER, OCTOBER))
    reasons = [each.facts["reason"] for each in found.findings if each.code == "cannot_be_split"]
    assert reasons == ([reason] if reason else []), found.findings


def test_orders_are_split_by_store_and_not_by_product(project: Project) -> None:
    asked = between("orders", SEPTEMBER, OCTOBER)
    assert explained(project, Why(asked.before, asked.after, by=("store",))).breakdowns
    refused = explained(project, Why(asked.before, asked.after, by=("subcategory",)))
    assert [each.code for each in refused.findings if each.code == "cannot_be_split"]


def test_what_the_question_takes_for_granted_is_held_against_the_numbers(project: Project) -> None:
    asked = between("operating_profit", SEPTEMBER, OCTOBER)
    found = explained(project, Why(asked.before, asked.after, expects="loss"))
    assert found.findings[0].code == "positive"
    with oracle(project.file.source_path) as truth:
        rows = truth.rows(
            "SELECT region, SUM(earned) - SUM(spent) FROM (SELECT store_id, SUM(net_amount - cost_amount) AS earned, 0 AS spent"
            " FROM revenue_recognized WHERE recognized_date BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY 1 UNION ALL"
            " SELECT store_id, 0, SUM(amount) FROM store_expenses_monthly WHERE month = '2026-10-01' GROUP BY 1)"
            " JOIN stores USING (store_id) GROUP BY 1 HAVING SUM(earned) - SUM(spent) < 0"
        )
    (region,) = rows
    lost = next(each for each in found.losses if each.by == "region")
    assert [(part.member, part.after) for part in lost.parts[: lost.leading]] == [(region[0], pytest.approx(float(region[1])))]


def test_a_cancelled_question_stops_between_queries(project: Project) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        explained(project, between("sales_ops", SEPTEMBER, OCTOBER), watch=Watch(cancel=cancel))


def test_what_was_not_looked_at_for_want_of_time_is_said(project: Project) -> None:
    asker = project.asker("boss")
    inquiry = Inquiry(project, project.sight(asker), asker, Watch())
    inquiry.ends = 0.0
    found = causes_of(between("sales_ops", SEPTEMBER, OCTOBER), inquiry)
    assert [each.code for each in found.findings][-1] == "cut_short"
    assert found.change is not None
