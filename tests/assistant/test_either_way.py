"""A word with several definitions is asked about where they give different numbers, and answered where they give the same, saying so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.either_way import plain
from assistant.project import Project, open_project
from assistant.question import Question, Turn, settled
from assistant.record import Answer
from sql_guard.oracle import oracle
from tests.conftest import AS_OF

DAY = "o.order_date = DATE '2026-11-02' AND s.store_name = '上海南京路店'"


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def ask(project: Project, text: str, asker: str = "boss") -> Answer:
    return answer(Question(text), project, project.access.asker(asker))


def test_definitions_that_give_the_same_number_are_answered_with_both_named(project: Project) -> None:
    with oracle(project.file.source_path) as truth:
        paid, placed = (
            truth.rows(f"SELECT SUM({amount}) FROM order_lines o JOIN stores s USING (store_id) WHERE {DAY}{status}")
            for amount, status in (("o.paid_amount", " AND o.status = '已完成'"), ("o.list_amount - o.discount_amount", ""))
        )
    found = ask(project, "2026年11月2日上海南京路店交易额")
    assert paid == placed == list(found.rows)
    assert (found.status, found.tier, found.choices) == ("answered", "governed", ())
    assert [note for note in found.notes if "销售额（运营口径）" in note and "下单金额（GMV）" in note and "不等于口径相同" in note]
    assert found.planned is not None and settled((Turn(found.question, found.planned),)) == ()
    english = ask(project, "transaction value of 上海南京路店 on 2026-11-02")
    assert [note for note in english.notes if "does not make the definitions the same" in note]


def test_definitions_that_give_different_numbers_are_asked_about(project: Project) -> None:
    found = ask(project, "上个月交易额")
    assert (found.status, len(found.choices), found.rows) == ("clarify", 2, ())


def test_nought_of_one_thing_is_not_nought_of_another(project: Project) -> None:
    found = ask(project, "2026年11月2日上海南京路店退货")
    assert found.status == "clarify"
    assert {choice.label for choice in found.choices} == {"退款金额", "退款单数"}


def test_no_data_at_all_is_no_agreement(project: Project) -> None:
    assert ask(project, "2026年11月2日上海南京路店交易额", "manager_east").status == "answered"
    assert ask(project, "2026年11月2日成都交易额", "manager_east").status != "answered"


def test_numbers_are_compared_by_value() -> None:
    assert plain(Decimal("2.50")) == plain(2.5) == plain(2.5 + 1e-14)
    assert plain(2.5) != plain(2.5001)
    assert plain(True) is True
    assert plain(float("nan")) == "nan"
