"""Whose conversation it is, asked on every call."""

from __future__ import annotations

import pytest

from assistant.journal import NotFound
from assistant.project import Project
from tests.ui.answers import made_answer
from ui.web.room import Room


def room(project: Project, asker: str) -> Room:
    return Room(project, project.access.asker(asker))


def asked(of: Room, text: str = "上个月销售额") -> str:
    talk = of.new_talk()
    asking = of.ask(talk, text, "zh")
    assert asking.done.wait(30)
    of.ended(talk, asking)
    return talk


def test_an_answer_is_in_its_conversation_when_it_is_done(project: Project) -> None:
    mine = room(project, "boss")
    talk = asked(mine)
    assert [answer.question for answer in mine.history(talk)] == ["上个月销售额"]
    assert mine.talks()[0].id == talk
    assert mine.running == {}


def test_another_asker_can_neither_read_nor_continue_nor_stop_nor_judge(project: Project) -> None:
    mine, theirs = room(project, "boss"), room(project, "sales")
    talk = asked(mine)
    answer = mine.history(talk)[0].id
    with pytest.raises(NotFound):
        theirs.history(talk)
    with pytest.raises(NotFound):
        theirs.ask(talk, "同比", "zh")
    with pytest.raises(NotFound):
        theirs.stop(talk)
    with pytest.raises(NotFound):
        theirs.judge(answer, "good")
    with pytest.raises(NotFound):
        theirs.answer(answer)
    assert talk not in [entry.id for entry in theirs.talks()]


def test_a_judgement_must_be_one_of_ours(project: Project) -> None:
    mine = room(project, "boss")
    answer = mine.history(asked(mine))[0]
    with pytest.raises(NotFound):
        mine.judge(answer.id, "<script>")
    mine.judge(answer.id, "good")
    assert mine.judged(answer.conversation) == {answer.id: "good"}


def test_a_conversation_goes_on_from_its_last_query(project: Project) -> None:
    mine = room(project, "boss")
    talk = asked(mine, "上个月各大区的销售额")
    asking = mine.ask(talk, "同比", "zh")
    assert asking.done.wait(30)
    assert asking.answer is not None
    assert asking.answer.status == "answered"
    assert {column.role for column in asking.answer.columns} >= {"dimension", "measure", "previous"}


def test_a_conversation_survives_a_metric_that_has_gone(project: Project) -> None:
    mine = room(project, "boss")
    talk = mine.new_talk()
    gone = made_answer(conversation=talk)
    project.journal.start(talk, "boss", gone.asked_at)
    project.journal.keep(gone)
    asking = mine.ask(talk, "上个月销售额", "zh")
    assert asking.done.wait(30)
    assert asking.answer is not None
    assert asking.answer.status == "answered"
