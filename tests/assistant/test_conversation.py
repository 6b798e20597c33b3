"""A word with several meanings is asked about once, one question a turn; a chip answers it, and the choice holds for the conversation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.conversation import asked_after, asked_in
from assistant.journal import NotFound
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.settings import Spending
from tests.conftest import AS_OF
from tests.fakes import scripted


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def talk(project: Project, *texts: str, asker: str = "boss") -> list[Answer]:
    """The answers of one conversation; a number takes a choice of the answer before."""
    who, found = project.access.asker(asker), list[Answer]()
    for text in texts:
        question = asked_after(found[-1].id, text, project, who) if found else Question(text)
        found.append(answer(question, project, who))
        project.journal.keep(found[-1])
    return found


def metrics(found: Answer) -> list[str]:
    return [item.metric for item in found.definitions]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("上个月的客户转化率和利润", "今年的利润和客户转化率"),
        ("profit and customer conversion rate last month", "customer conversion rate and profit this year"),
    ],
)
def test_one_question_a_turn_each_answered_by_its_chip_and_remembered(project: Project, first: str, later: str) -> None:
    found = talk(project, first, "2", "2", later)
    assert [each.status for each in found] == ["clarify", "clarify", "answered", "answered"]
    assert [len({choice.label for choice in each.choices}) >= 2 for each in found] == [True, True, False, False]
    assert sorted(metrics(found[2])) == sorted(metrics(found[3]))
    assert {each.conversation for each in found[1:]} == {found[0].id}
    assert found[3].planned is not None and any(code == "settled_definition" for code, _ in found[3].planned.notes)


@pytest.mark.parametrize(("first", "later"), [("上个月的利润", "今年的利润"), ("profit last month", "profit this year")])
@pytest.mark.parametrize("way", ["number", "question", "label"])
def test_a_chip_may_be_taken_by_its_number_its_question_or_its_label(project: Project, first: str, later: str, way: str) -> None:
    asked = talk(project, first)[0]
    chip = asked.choices[1]
    said = {"number": "2", "question": chip.question, "label": chip.label}[way]
    who = project.access.asker("boss")
    taken = answer(asked_after(asked.id, said, project, who), project, who)
    project.journal.keep(taken)
    after = answer(asked_after(taken.id, later, project, who), project, who)
    assert (taken.status, after.status) == ("answered", "answered")
    assert metrics(taken) == metrics(after) == ["operating_profit"]


def test_a_choice_is_remembered_however_long_the_conversation_is(project: Project) -> None:
    between = [f"2026年{month}月的订单数" for month in range(1, 11)] * 2
    found = talk(project, "上个月的利润", "2", *between, "今年的利润")
    assert (found[-1].status, metrics(found[-1])) == ("answered", ["operating_profit"])


def test_a_choice_can_be_changed_and_another_conversation_has_its_own(project: Project) -> None:
    found = talk(project, "上个月的利润", "2", "上个月的毛利", "今年的利润")
    assert metrics(found[-1]) == ["gross_profit"]
    assert [each.status for each in talk(project, "今年的利润")] == ["clarify"]


def test_a_definition_that_is_gone_from_sight_is_not_remembered(project: Project) -> None:
    who = project.access.asker("boss")
    found = talk(project, "上个月的利润", "2")
    hidden = replace(asked_after(found[-1].id, "今年的利润", project, who), settled=(("利润", "no_such_metric"),))
    assert answer(hidden, project, who).status == "clarify"


def test_a_number_that_no_choice_has_is_only_text(project: Project) -> None:
    who, asked = project.access.asker("boss"), talk(project, "上个月的利润")[0]
    for text in ("0", "3", "9999", "-1", "二"):
        assert asked_after(asked.id, text, project, who).text == text


def test_nobody_goes_on_from_another_s_answer(project: Project) -> None:
    asked = talk(project, "上个月的利润")[0]
    other = project.access.asker("manager_east")
    for name in (asked.id, uuid.uuid4().hex):
        with pytest.raises(NotFound):
            asked_after(name, "2", project, other)
    talk(project, "上个月的利润", "2")
    with pytest.raises(NotFound):
        asked_in(talk(project, "上个月的利润", "2")[1].conversation, "今年的利润", project, other)


@pytest.mark.parametrize(("number", "tier"), [("1", "verified"), ("2", "governed")])
def test_a_model_s_reading_stays_a_model_s_when_it_is_chosen(project: Project, number: str, tier: str) -> None:
    lowest = {"kind": "metric_query", "metrics": ["sales_ops"], "by": ["store"], "periods": ["上个月"], "order": "lowest", "top": 5}
    before = project.settings
    with scripted(lowest) as model:
        project.__dict__.pop("model", None)
        project.settings = replace(before, model=model.endpoint(), spending=Spending(cache_days=0))
        found = talk(project, "上个月销售额前5的门店", number)
    project.settings = before
    project.__dict__.pop("model", None)
    assert [each.status for each in found] == ["clarify", "answered"]
    assert found[0].trouble is not None and found[0].trouble.code == "readers_differ"
    assert (found[1].tier, len(found[1].rows)) == (tier, 5)
