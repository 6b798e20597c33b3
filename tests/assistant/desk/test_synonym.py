"""A synonym goes into the catalog's file as a small change, holds from the next question on, and never takes another's word."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import select

from assistant.answer import answer
from assistant.desk.acts import acts_of
from assistant.desk.entrance import NotAllowed
from assistant.desk.synonym import NotAdded, add, propose
from assistant.project import Project
from assistant.question import Question
from assistant.record import Answer
from catalog.access import Asker
from catalog.errors import Unknown
from catalog.files.synonyms import Named
from catalog.store.chain import check
from catalog.store.tables import audit

REFUNDS = Named("metric", "refund_orders")
EAST = Named("member", "region", "华东")


def analyst(project: Project) -> Asker:
    return project.access.asker("analyst")


def ask(project: Project, text: str, who: str = "sales") -> Answer:
    return answer(Question(text), project, project.access.asker(who))


def texts(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.file.catalog}


def test_a_proposal_shows_the_change_and_changes_nothing(market: Project) -> None:
    before = texts(market)
    found = propose(market, analyst(market), REFUNDS, "  退单 ")
    assert (found.file, found.word) == ("catalog/metrics_sales.yaml", "退单")
    changed = [line for line in found.diff.splitlines() if line[0] in "+-" and not line.startswith(("+++", "---"))]
    assert len(changed) in (1, 2) and "退单" in changed[-1]
    assert found.diff.startswith("--- a/catalog/metrics_sales.yaml\n+++ b/catalog/metrics_sales.yaml\n@@")
    assert texts(market) == before


def test_a_new_name_of_a_metric_and_of_a_member_holds_at_the_next_question(market: Project) -> None:
    assert ask(market, "上个月华东的退单").status == "declined"
    add(market, analyst(market), REFUNDS, "退单")
    add(market, analyst(market), EAST, "东部战区")
    found, usual = ask(market, "上个月东部战区的退单"), ask(market, "上个月华东的退款单数")
    assert (found.status, found.rows) == ("answered", usual.rows)


def test_a_new_name_of_a_dimension_holds_too_and_in_english(market: Project) -> None:
    add(market, analyst(market), Named("dimension", "region"), "sales territory")
    found, usual = ask(market, "orders by sales territory last month"), ask(market, "orders by region last month")
    assert (found.status, found.rows) == ("answered", usual.rows)


def test_only_the_line_of_the_synonym_changes(market: Project) -> None:
    before = texts(market)
    add(market, analyst(market), REFUNDS, "退单")
    after = texts(market)
    assert [name for name in before if before[name] != after[name]] == ["metrics_sales.yaml"]
    old, new = (each["metrics_sales.yaml"].decode().splitlines() for each in (before, after))
    assert sum(one != other for one, other in zip(old, new, strict=False)) <= 1 or len(new) == len(old) + 1


TAKEN = [
    (REFUNDS, "退款单数", "synonym_known"),
    (REFUNDS, "订单数", "synonym_taken"),  # another metric
    (REFUNDS, "销售额", "synonym_taken"),  # a term
    (REFUNDS, "大区", "synonym_taken"),  # a dimension
    (REFUNDS, "华东", "synonym_taken"),  # a member
    (EAST, "华南", "synonym_taken"),  # another member of its dimension
    (REFUNDS, "上个月", "synonym_is_grammar"),
    (REFUNDS, "同比", "synonym_is_grammar"),
    (REFUNDS, "  ", "synonym_empty"),
    (REFUNDS, "退" * 61, "synonym_too_long"),
]


def test_a_word_that_is_not_free_is_refused_and_every_file_stays(market: Project) -> None:
    before = texts(market)
    for named, word, code in TAKEN:
        with pytest.raises(NotAdded, match=code):
            add(market, analyst(market), named, word)
    assert texts(market) == before


def test_what_the_analyst_may_not_see_cannot_be_named_and_is_not_told(market: Project) -> None:
    with pytest.raises(Unknown) as unknown:
        propose(market, analyst(market), Named("metric", "average_salary"), "月薪水平")
    assert "salary" not in str(unknown.value.facts["nearest"])
    with pytest.raises(NotAdded) as taken:
        propose(market, analyst(market), REFUNDS, "平均月薪")
    assert (taken.value.code, taken.value.facts["name"]) == ("synonym_taken", "")
    with pytest.raises(Unknown, match="no_such_member"):
        propose(market, analyst(market), Named("member", "region", "火星"), "红色战区")


def test_without_the_right_nobody_adds_a_word(market: Project) -> None:
    with pytest.raises(NotAllowed, match="may_not_use_desk"):
        add(market, market.access.asker("sales"), REFUNDS, "退单")


def test_a_word_is_in_the_audit_log_with_who_added_it_and_for_which_answer(market: Project) -> None:
    asked = ask(market, "上个月华东的退单")
    market.journal.keep(asked)
    add(market, analyst(market), REFUNDS, "退单", asked.id, "门店都这么叫")
    [act] = acts_of(market, asked.id)
    assert (act.kind, act.by, act.text, act.facts["word"]) == ("synonym", "analyst", "门店都这么叫", "退单")
    add(market, analyst(market), EAST, "东部战区")
    with market.journal.store.engine.connect() as connection:
        assert [row.asker for row in connection.execute(select(audit).where(audit.c.kind == "synonym"))] == ["analyst", "analyst"]
        assert check(connection).broken == ()


WRITER = """
import sys
from datetime import date
from pathlib import Path
from assistant.desk.synonym import add
from assistant.project import open_project
from catalog.files.synonyms import Named
with open_project(Path(sys.argv[1]), today=date(2026, 11, 18), build=False, env={}) as project:
    for word in sys.argv[2:]:
        add(project, project.access.asker("analyst"), Named("metric", "refund_orders"), word)
"""


def test_two_people_who_add_words_at_once_lose_none(market: Project) -> None:
    words = [["退单甲", "退单乙"], ["退单丙", "退单丁"]]
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(market.file.folder), *each]) for each in words]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    market.follow()
    assert {"退单甲", "退单乙", "退单丙", "退单丁"} <= set(market.catalog.metrics["refund_orders"].label.synonyms)
