"""Answers as markup: what a person sees of the record, and that nothing of it is taken for markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plan import CatalogQuestion, Choice, Planned
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn
from catalog.label import Label
from catalog.metric import Format
from tests.ui.answers import HOSTILE, made_answer, number_column, text_column
from ui.web.badge import told
from ui.web.card import Shown, body, foot, top
from ui.web.chart import page_chart
from ui.web.markup import Html, joined, tag
from ui.web.result import SHOWN, figures, is_figure, table
from ui.web.sql_text import sql_text

EMPTY = Catalog({}, (), {}, {})
NOTHING = Shown(EMPTY)


def words(markup: str) -> str:
    """The text of markup as a browser would show it."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def whole(answer: Answer, shown: Shown = NOTHING) -> str:
    return joined(top(answer, shown), body(answer), foot(answer, shown))


@given(st.text(max_size=80))
def test_text_is_never_markup(text: str) -> None:
    assert words(tag("p", text, title=text)) == text
    assert "<" not in tag("p", text)[3:-4]


def test_markup_stays_markup_inside_markup() -> None:
    assert tag("p", tag("b", "a & b"), " <c>") == "<p><b>a &amp; b</b> &lt;c&gt;</p>"
    assert isinstance(joined("a"), Html)


def test_attributes_are_quoted_or_left_out() -> None:
    assert tag("input", cls="x", data_ask='"', disabled=True, hidden=False, title=None) == '<input class="x" data-ask="&quot;" disabled>'


def test_numbers_stand_to_the_right_and_missing_members_read_as_unknown() -> None:
    found = table(made_answer())
    assert found is not None
    assert '<td class="number">12.50 元</td>' in found
    assert '<td class="missing">未知</td><td class="number">—</td>' in found


def test_a_long_table_shows_its_first_rows_and_counts_the_rest() -> None:
    found = table(made_answer(rows=tuple((f"店{number}", number) for number in range(SHOWN + 7))))
    assert found is not None
    assert found.count("<tr>") == SHOWN + 1
    assert "还有 7 行" in found


def test_one_row_without_keys_is_a_big_figure_with_its_comparison() -> None:
    form = Format("percent", 1)
    previous = replace(number_column("前"), role="previous")
    growth = OutputColumn("sales_change_pct", "change_pct", "number", Label("变", "change"), "sales", form)
    answer = made_answer(columns=(number_column("销售额"), previous, growth), rows=((Decimal(250000), Decimal(200000), 0.25),))
    assert is_figure(answer)
    assert words(figures(answer)) == "销售额25.00万元增加25.0%对比期 20.00万元"
    assert table(answer) is None


@pytest.mark.parametrize(
    ("changes", "kind", "word"),
    [
        ({}, "verified", "已认证"),
        ({"tier": "governed"}, "governed", "口径内"),
        ({"tier": "unverified"}, "unverified", "探索"),
        ({"status": "declined", "tier": "declined"}, "declined", "拒答"),
        ({"status": "clarify", "tier": "declined"}, "clarify", "反问"),
        ({"status": "cancelled", "tier": "declined"}, "stopped", "已停止"),
        ({"status": "refused", "tier": "declined"}, "refused", "被拦下"),
        ({"status": "timeout", "tier": "declined"}, "timeout", "超时"),
        ({"status": "failed", "tier": "declined", "language": "en"}, "failed", "Failed"),
    ],
)
def test_every_outcome_has_a_badge_with_a_reason(changes: dict[str, str], kind: str, word: str) -> None:
    found = told(made_answer(**changes))
    assert found[:2] == (kind, word)
    assert found[2]


def test_a_model_reading_is_named_as_the_caveat() -> None:
    answer = made_answer(tier="governed")
    assert answer.planned is not None
    assert "语言模型" in told(replace(answer, planned=replace(answer.planned, planner="llm")))[2]


def test_the_panel_holds_definition_stages_changes_and_receipt() -> None:
    found = words(body(made_answer()) or "")
    for part in ("口径与 SQL", "实付金额合计", "负责人：王倩", "v2", "治理 SQL", "编译后的 SQL", "补全了表的完整名字：t", "回答编号"):
        assert part in found


def test_the_question_is_shown_again_with_every_stretch_marked() -> None:
    found = top(made_answer(), NOTHING)
    assert '<mark class="span span-dimension" title="维度 · store">各门店的</mark>' in found
    assert '<mark class="span span-metric" title="指标 · sales">销售额</mark>' in found


def test_choices_and_follow_ups_ask_their_question() -> None:
    answer = made_answer(status="clarify", choices=(Choice("市场口径", "客户转化率（市场口径）"),))
    assert 'data-ask="客户转化率（市场口径）" title="客户转化率（市场口径）">市场口径</button>' in (body(answer) or "")
    assert "接着问" in foot(made_answer(), Shown(EMPTY, following=(Choice("同比", "同比"),)))


def test_only_who_may_export_gets_a_link() -> None:
    assert ".csv" not in foot(made_answer(), NOTHING)
    assert ".csv" in foot(made_answer(), Shown(EMPTY, may_export=True))


def test_an_answer_about_the_catalog_shows_its_lines_and_no_sql() -> None:
    planned = Planned(CatalogQuestion("definition", ("sales",)), "offline", "zh")
    found = whole(
        made_answer(planned=planned, explanation="公式：x\n归口：销售", columns=(), rows=(), definitions=(), working=from_nothing())
    )
    assert "公式：x" in words(found)
    assert "口径与 SQL" not in found


def from_nothing() -> object:
    from assistant.record import Working

    return Working()


def test_hostile_values_stay_text_in_every_part() -> None:
    answer = made_answer(question=HOSTILE, headline=HOSTILE, notes=(HOSTILE,), columns=(text_column(HOSTILE), number_column(HOSTILE)))
    found = whole(replace(answer, rows=((HOSTILE, 1),), choices=(Choice(HOSTILE, HOSTILE),)))
    assert "<img" not in found
    assert "<script" not in found
    assert words(found).count(HOSTILE) >= 5


def test_an_answer_comes_back_from_its_json_as_it_was_shown() -> None:
    answer = made_answer()
    again = from_json(as_json(answer))
    assert whole(again) == whole(answer)
    assert as_json(again) == as_json(answer)


@given(st.text(alphabet="SELECT FROM()'\"ab,WHERE\n", max_size=120))
def test_shown_sql_adds_nothing_but_white_space(sql: str) -> None:
    assert re.sub(r"\s", "", words(sql_text(sql))) == re.sub(r"\s", "", sql)


def test_shown_sql_breaks_at_clauses_and_not_in_functions_or_text() -> None:
    sql = "SELECT a, EXTRACT(YEAR FROM d) FROM (SELECT ' FROM x' AS a FROM t) AS s WHERE a = 1"
    assert words(sql_text(sql)) == ("SELECT a, EXTRACT(YEAR FROM d)\nFROM (\n  SELECT ' FROM x' AS a\n  FROM t\n) AS s\nWHERE a = 1")


def test_a_single_number_has_no_chart_and_other_charts_are_svg() -> None:
    assert page_chart(made_answer(chart={"mark": "text", "usermeta": {"kind": "number"}})) is None
    assert '"renderer": "svg"' in (page_chart(made_answer(chart={"mark": "bar", "usermeta": {"kind": "bar"}})) or "")
