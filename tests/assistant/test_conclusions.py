"""Conclusions: told again with the same number and what happened since, to whoever may see what they were drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.conclusions import Conclusions, NotConcluded, as_due, conclude, key_of
from assistant.journal import Journal
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.store import open_store
from catalog.store.chain import check, entries
from tests.conftest import AS_OF

TEXT = "南京路店装修拖期，11 月 2 日复业后恢复"


@pytest.fixture
def project(retail: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        opened.journal = Journal(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))  # type: ignore[misc]
        yield opened


def asked(project: Project, text: str, asker: str = "boss") -> Answer:
    found = answer(Question(text), project, project.asker(asker))
    project.journal.keep(found)
    return found


def concluded(project: Project, text: str = "9月营业利润为什么下降", asker: str = "boss") -> Answer:
    found = asked(project, text, asker)
    conclude(found, project, project.asker(asker), TEXT, "王店长", date(2026, 12, 1))
    return found


def told(found: Answer) -> list[str]:
    return [line for line in found.findings if TEXT in line]


def test_a_conclusion_is_told_with_the_same_metric_and_scope_and_what_happened_since(project: Project) -> None:
    concluded(project)
    for text in ("上个月营业利润到底亏在哪", "10月营业利润是多少"):
        (line,) = told(asked(project, text))
        assert "负责人 王店长，2026-12-01 前" in line and "2026年9月" in line and "58.93万元" in line
        assert "2026年10月" in line and "161.08万元" in line


@pytest.mark.parametrize("text", ["10月毛利是多少", "10月华东营业利润是多少", "10月各门店营业利润", "how is operating profit defined"])
def test_another_metric_or_scope_does_not_tell_it(project: Project, text: str) -> None:
    concluded(project)
    assert told(asked(project, text)) == []


@pytest.mark.parametrize("asker", ["manager_shanghai", "manager_east", "sales", "intern"])
def test_who_may_not_see_its_scope_does_not_see_it(project: Project, asker: str) -> None:
    concluded(project)
    assert told(asked(project, "10月营业利润是多少", asker)) == []


def test_another_who_sees_the_same_rows_sees_it(project: Project) -> None:
    concluded(project)
    assert told(asked(project, "10月营业利润是多少", "finance"))


def test_a_day_gone_by_is_called_overdue(project: Project) -> None:
    found = asked(project, "9月营业利润是多少")
    conclude(found, project, project.asker("boss"), TEXT, due=date(2026, 11, 1))
    (line,) = told(asked(project, "10月营业利润是多少"))
    assert "2026-11-01 前，已过期" in line and "负责人 老板" in line


def test_it_needs_the_right_a_number_and_words(project: Project) -> None:
    number, table = asked(project, "9月营业利润是多少"), asked(project, "9月各门店营业利润")
    boss, supply = project.asker("boss"), project.asker("supply")
    for code, found, asker, text in (
        ("may_not_conclude", number, supply, TEXT),
        ("concluded_on_nothing", table, boss, TEXT),
        ("conclusion_is_empty", number, boss, "  \n "),
        ("conclusion_too_long", number, boss, "长" * 1001),
    ):
        with pytest.raises(NotConcluded) as refused:
            conclude(found, project, asker, text)
        assert refused.value.code == code
    with pytest.raises(NotConcluded):
        as_due("tomorrow")


def test_it_is_in_the_audit_log_and_goes_with_its_answer(project: Project) -> None:
    found = concluded(project)
    with project.journal.store.engine.connect() as connection:
        (event,) = [entry.event for entry in entries(connection) if entry.event.kind == "concluded"]
        assert check(connection).broken == ()
    assert event.subject == found.id and event.facts == {"text": TEXT, "owner": "王店长", "due": "2026-12-01"}
    key = key_of(found)
    assert key is not None and len(Conclusions(project.journal.store).about(key)) == 1


def test_the_dates_do_not_count_and_the_filters_do(project: Project) -> None:
    one, other = (key_of(asked(project, text)) for text in ("9月华东营业利润是多少", "今年华东营业利润为什么变化"))
    assert one == other != key_of(asked(project, "9月营业利润是多少"))
    assert key_of(replace(asked(project, "9月营业利润是多少"), status="failed")) is None
