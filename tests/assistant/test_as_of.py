"""Questions by the definitions of another time: which one is used, what the answer says of it, and that it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.plan import CatalogQuestion, Decline
from assistant.project import Project, open_project
from assistant.question import Question, Turn
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from catalog.query import MetricQuery
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False) as opened:
        yield opened


def asked(project: Project, text: str, *turns: Turn) -> Answer:
    return answer(Question(text, turns=turns), project, project.access.asker("boss"))


def query_of(found: Answer) -> MetricQuery:
    assert found.planned is not None and isinstance(found.planned.plan, MetricQuery), (found.status, found.headline)
    return found.planned.plan


DAYS = [
    ("按去年的口径，上个月的退款率是多少", date(2025, 12, 31)),
    ("上个月的退款率，按去年的口径算", date(2025, 12, 31)),
    ("按照2025年的口径，上个月退款率", date(2025, 12, 31)),
    ("按2025年3月的口径计算上个月的退款率", date(2025, 3, 31)),
    ("用旧口径算上个月的退款率", date(2025, 12, 31)),
    ("上个月的退款率，用原来的口径", date(2025, 12, 31)),
    ("按今年的口径，上个月的退款率", AS_OF),
    ("What was the refund rate last month by last year's definition?", date(2025, 12, 31)),
    ("Refund rate last month using the definition as of March 2025", date(2025, 3, 31)),
    ("refund rate last month as defined in 2025", date(2025, 12, 31)),
    ("Refund rate last month using the old definition", date(2025, 12, 31)),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_the_words_ask_for_the_definitions_of_a_day(project: Project, text: str, day: date) -> None:
    query = query_of(asked(project, text))
    assert (query.as_of, [measure.metric for measure in query.measures], len(query.periods)) == (day, ["refund_rate"], 1)


def test_the_answer_shows_the_definition_that_was_used(project: Project) -> None:
    found = asked(project, "按去年的口径，上个月的退款率是多少")
    (used,) = found.definitions
    assert (used.version, used.until) == (2, date(2026, 1, 1))
    assert "GMV" in used.description and "GMV" in used.formula
    assert any("2025-12-31" in note and "2" in note for note in found.notes)
    assert "2026-01-01" in found.explanation.splitlines()[0]
    assert "definition_date = DATE '2025-12-31'" in found.working.governed or "CAST('2025-12-31' AS DATE)" in found.working.governed


def test_the_number_is_that_of_the_old_definition(project: Project) -> None:
    old, new = asked(project, "按去年的口径，上个月的退款率是多少"), asked(project, "上个月的退款率是多少")
    assert old.rows[0][0] < new.rows[0][0]
    assert new.definitions[0].version == 3 and new.definitions[0].until is None
    assert not any("2026-01-01" in note for note in new.notes)


def test_periods_before_a_change_say_that_todays_definition_is_used(project: Project) -> None:
    for text in ("2025年的退款率", "上个月退款率和去年同期相比"):
        assert any("2026-01-01" in note and "2025-12-31" in note for note in asked(project, text).notes), text


def test_a_definition_that_never_changed_is_said_to_be_the_same(project: Project) -> None:
    found = asked(project, "按去年的口径，上个月的订单数")
    assert query_of(found).as_of == date(2025, 12, 31)
    assert any("相同" in note for note in found.notes)
    plain = asked(project, "用旧口径算上个月的订单数")
    assert query_of(plain).as_of is None
    assert any("没有变过" in note for note in plain.notes)


def test_an_answer_is_kept_with_its_definition(project: Project) -> None:
    found = asked(project, "按去年的口径，上个月的退款率是多少")
    again = from_json(as_json(found))
    assert again.definitions == found.definitions
    assert again.planned is not None and found.planned is not None and again.planned.plan == found.planned.plan
    old = as_json(found)
    for item in old["definitions"]:
        del item["until"]  # as answers were kept before
    assert from_json(old).definitions[0].until is None


def test_a_day_to_come_and_two_days_are_declined(project: Project) -> None:
    for text, code in (
        ("按明年的口径，上个月的退款率", "definition_to_come"),
        ("按去年的口径和按2024年的口径，上个月的退款率", "several_definition_days"),
    ):
        planned = asked(project, text).planned
        assert planned is not None and isinstance(planned.plan, Decline), text
        assert planned.plan.code == code


@pytest.mark.parametrize(
    "text", ["退款率的口径是什么", "退款率的旧口径是什么", "退款率的口径变过吗", "What was the old definition of the refund rate?"]
)
def test_what_a_definition_is_and_was_is_told(project: Project, text: str) -> None:
    found = asked(project, text)
    assert found.planned is not None and isinstance(found.planned.plan, CatalogQuestion)
    assert "2026-01-01" in found.explanation and "GMV" in found.explanation


def test_the_question_goes_on_by_the_old_definition(project: Project) -> None:
    first = asked(project, "上个月的退款率是多少")
    assert first.planned is not None
    query = query_of(asked(project, "按去年的口径呢", Turn("上个月的退款率是多少", first.planned)))
    assert (query.as_of, query.periods) == (date(2025, 12, 31), query_of(first).periods)


def test_a_verified_question_reads_the_day_of_its_definitions_anew(project: Project) -> None:
    from assistant.offline.patterns import pattern_of
    from assistant.verified.verify import unplaced

    text = "按去年的口径，上个月的退款率是多少"
    pattern = pattern_of(text, project.sight(project.access.asker("boss")), project.offline)
    assert unplaced(pattern, query_of(asked(project, text))) == "slot_not_used"
