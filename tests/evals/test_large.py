"""The made catalogs that planning is measured with: as large as asked, always the same, and read by the planner."""

from __future__ import annotations

from assistant.offline import OfflinePlanner
from assistant.question import Question
from catalog.query import MetricQuery
from evals.bench.large import large_catalog, large_members, large_sight, questions
from evals.bench.planning import of_size
from retrieval.members import MemberIndex


def test_a_made_catalog_has_as_many_names_as_asked_and_none_twice() -> None:
    catalog, members = large_catalog(10_000), large_members(20_000)
    labels = {surface for metric in catalog.metrics.values() for surface in metric.label.surfaces}
    assert len(catalog.metrics) == 10_000
    assert len(labels) == 30_000
    assert sum(map(len, members.values())) == 20_000
    assert all(len(set(values)) == len(values) for values in members.values())


def test_plainly_written_questions_of_both_languages_are_read(seed: int) -> None:
    catalog, members = large_catalog(200), large_members(500)
    sight = large_sight(catalog, MemberIndex.build(catalog, members))
    asked = questions(catalog, members, 40, seed)
    assert asked == questions(catalog, members, 40, seed)
    plans = [OfflinePlanner().plan(Question(text), sight).plan for text in asked.plain]
    assert sum(isinstance(plan, MetricQuery) for plan in plans) >= 36
    assert not [plan for text in asked.unknown if isinstance(plan := OfflinePlanner().plan(Question(text), sight).plan, MetricQuery)]


def test_planning_is_measured_by_kind_and_part() -> None:
    found = {(figure.code, figure.of.removeprefix("50 / 300").strip()): figure for figure in of_size(50, 300)}
    assert found["plan_read", ""].value == 1.0
    assert found["plan_offered", ""].value > 0.6  # the rest is asked back: several of these few members share the part
    assert {part.split()[0] for code, part in found if code == "plan_part"} >= {"names", "members", "fuzzy", "cover", "passes"}
    assert found["members_file", ""].value > 0.05  # megabytes
