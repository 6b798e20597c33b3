"""Small groups in whole questions: both languages, governed SQL, detail rows, who may see them; and answers that differ by a few people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.answer import answer
from assistant.plan import Plan, Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.period import Period
from catalog.query import Measure, MemberFilter, MetricQuery, RangeFilter, RowList
from tests.assistant.clinic import ACCESS, CATALOG, write_clinic

GUARDED = CATALOG.replace("    time: day\n", "    time: day\n    privacy: {min_group: {entity: patient_id, size: 5}}\n")
PEOPLE = ACCESS.replace("users:\n", "  doctor: {metrics: ['*'], features: [small_groups, detail_rows]}\nusers:\n").replace(
    "  chief: {name", "  doctor: {name: 医生, roles: [doctor]}\n  chief: {name"
)
BOTH = sum(100 + p for p in range(1, 13)) * 2  # patients 1 to 12 at East Lake in both months


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", PEOPLE, GUARDED), env={}) as project:
        yield project


@pytest.fixture
def clinic(built: Project) -> Iterator[Project]:
    """The clinic in whose journal nothing has been asked yet."""
    from sqlalchemy import delete

    from catalog.store.tables import answers

    yield built
    with built.journal.store.engine.begin() as connection:
        for table in reversed(answers.metadata.sorted_tables):
            if table is answers or any(key.column.table is answers for key in table.foreign_keys):
                connection.execute(delete(table))


def ask(clinic: Project, asked: str | Plan, user: str = "chief") -> Answer:
    planned = None if isinstance(asked, str) else Planned(asked, "person", "en")
    found = answer(Question(asked if isinstance(asked, str) else "q"), clinic, clinic.asker(user), planned=planned)
    clinic.journal.keep(found)
    return found


def fees(*filters: MemberFilter | RangeFilter, **parts: object) -> MetricQuery:
    return MetricQuery((Measure("fees"),), filters=filters, **parts)  # type: ignore[arg-type]


def code(found: Answer) -> str:
    return found.trouble.code if found.trouble else found.status


@pytest.mark.parametrize("text", ["各院区的诊疗费", "fees by site"])
def test_small_sites_are_one_row_and_the_answer_says_so(clinic: Project, text: str) -> None:
    found = ask(clinic, text)
    assert {row[0]: row[1] for row in found.rows} == {"东湖分院": BOTH, "东山分院": 2748, None: 3122}
    assert "未知" not in found.headline and "Unknown" not in found.headline and "3,122" not in found.headline
    assert any(word in " ".join(found.notes) for word in ("人数太少", "too few people"))


@pytest.mark.parametrize(
    ("small", "none"), [("东海分院的诊疗费", "东海分院2025年的诊疗费"), ("fees of 东海分院", "fees of 东海分院 in 2025")]
)
def test_too_few_reads_like_no_data(clinic: Project, small: str, none: str) -> None:
    assert ask(clinic, small).rows == ((None,),)
    assert code(ask(clinic, none)) in ("answered", "no_data_in_period")


def test_whoever_may_see_small_groups_sees_them(clinic: Project) -> None:
    assert len(ask(clinic, "各院区的诊疗费", "doctor").rows) == 4
    assert len(ask(clinic, RowList("visits"), "doctor").rows) == 74
    assert code(ask(clinic, RowList("visits"))) == "small_groups_rows"


def test_governed_sql_sees_what_questions_see(clinic: Project) -> None:
    found = ask(clinic, SqlDraft("SELECT site, MEASURE(fees) AS f FROM metrics GROUP BY site ORDER BY f"))
    assert [row[0] for row in found.rows] == ["东湖分院", "东山分院", None]


EAST, ISLE = MemberFilter("site", ("东海分院",)), MemberFilter("site", ("凤凰岛分院",))
PAIRS: dict[str, tuple[Plan, Plan]] = {
    "all and all but one small site": (fees(), fees(MemberFilter("site", ("东海分院",), negated=True))),
    "three sites and two of them": (fees(MemberFilter("site", ("东海分院", "凤凰岛分院"))), fees(ISLE)),
    "all and all but two people": (fees(), fees(RangeFilter("site_no", "!=", 3))),
    "a month and a month less a day": (
        fees(periods=(Period(date(2026, 1, 1), date(2026, 2, 1)),)),
        fees(periods=(Period(date(2026, 1, 1), date(2026, 1, 28)),)),
    ),
    "by group": (
        MetricQuery((Measure("fees"),), ("ward",)),
        MetricQuery((Measure("fees"),), ("ward",), filters=(MemberFilter("site", ("东海分院",), negated=True),)),
    ),
    "inside a formula": (
        MetricQuery((Measure("surplus"),)),
        MetricQuery((Measure("surplus"),), filters=(MemberFilter("site", ("东海分院",), negated=True),)),
    ),
    "in governed SQL": (
        SqlDraft("SELECT MEASURE(fees) FROM metrics"),
        SqlDraft("SELECT MEASURE(fees) AS f FROM metrics WHERE site <> '东海分院'"),
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("pair", PAIRS)
def test_the_second_of_two_figures_that_differ_by_a_few_people_is_not_given(clinic: Project, pair: str, turned: bool) -> None:
    first, second = reversed(PAIRS[pair]) if turned else PAIRS[pair]
    assert ask(clinic, first).status == "answered"
    found = ask(clinic, second)
    assert (code(found), found.rows) == ("small_difference", ()), pair
    assert ask(clinic, first).status == "answered"
    assert ask(clinic, second, "doctor").status == "answered"


def test_what_differs_by_enough_people_is_given(clinic: Project) -> None:
    assert ask(clinic, fees()).status == "answered"
    for other in (fees(ISLE), fees(MemberFilter("site", ("东湖分院",), negated=True)), fees(MemberFilter("ward", ("内科",)))):
        assert ask(clinic, other).status == "answered"
    assert ask(clinic, fees(periods=(Period(date(2026, 1, 1), date(2026, 2, 1)),))).status == "answered"


def test_another_persons_questions_are_not_held_against_one(clinic: Project) -> None:
    assert ask(clinic, fees()).status == "answered"
    assert ask(clinic, fees(MemberFilter("site", ("东海分院",), negated=True)), "clerk").status == "answered"
