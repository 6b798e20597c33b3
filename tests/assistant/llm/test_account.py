"""Every word has its part and every part its word; what a model says of an unknown word counts only when the search says so too."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.llm.arithmetic import arithmetic_in, around
from tests.assistant.llm.asking import asked


def left(text: str, reply: dict[str, Any]) -> list[str]:
    """The words that stay without a part."""
    planned, _ = asked(text, reply)
    return [span.text for span in planned.reading if span.kind == "unplaced"]


def unnamed(text: str, reply: dict[str, Any]) -> bool:
    planned, _ = asked(text, reply)
    return "parts_not_named" in planned.caveats


def query(*metrics: str, **parts: Any) -> dict[str, Any]:
    return {"kind": "metric_query", "metrics": list(metrics), **parts}


LAST = {"periods": ["上个月"]}


@pytest.mark.parametrize(
    ("text", "reply", "words"),
    [
        ("上个月的销售额", query("sales_ops", **LAST), []),
        ("上个月的销售额", query("sales_ops"), ["上个月"]),
        ("上个月的销售额和毛利率", query("sales_ops", **LAST), ["毛利率"]),
        ("上个月财务口径的销售额", query("revenue_fin", **LAST), []),
        ("上个月除了电商平台的销售额", query("sales_ops", **LAST), ["除了", "电商平台"]),
        ("上个月除了电商平台的销售额", query("sales_ops", **LAST, only=["channel: 电商平台"]), ["除了"]),
        ("上个月除了电商平台的销售额", query("sales_ops", **LAST, **{"except": ["channel: 电商平台"]}), []),
        ("上个月销售额前5的门店", query("sales_ops", by=["store"], **LAST), ["前5的"]),
        ("上个月销售额前5的门店", query("sales_ops", by=["store"], **LAST, order="highest", top=5), []),
        ("上个月销售额同比", query("sales_ops", **LAST), ["同比"]),
        ("上个月销售额同比", query("sales_ops", **LAST, compare="previous"), ["同比"]),
        ("上个月销售额同比", query("sales_ops", **LAST, compare="year"), []),
        ("上个月各渠道销售额占比", query("sales_ops", by=["channel"], **LAST), ["占比"]),
        ("上个月各渠道销售额占比", query("sales_ops", by=["channel"], **LAST, show="share"), []),
        ("上个月销售额超过100万的门店", query("sales_ops", by=["store"], **LAST), ["超过100万"]),
    ],
)
def test_a_word_without_a_part_is_left(text: str, reply: dict[str, Any], words: list[str]) -> None:
    found = left(text, reply)
    assert len(found) == len(words)
    assert all(any(word.strip("的") in each or each in word for each in found) for word in words)


@pytest.mark.parametrize(
    ("text", "reply", "is_unnamed"),
    [
        ("上个月各大区的销售额", query("sales_ops", by=["region"], **LAST), False),
        ("上个月的销售额", query("sales_ops", by=["month"], **LAST), True),
        ("上个月每天的销售额", query("sales_ops", by=["day"], **LAST), False),
        ("上个月各大区的销售额", query("sales_ops", by=["region"], **LAST, order="highest", top=1), True),
        ("上个月各大区的销售额", query("sales_ops", by=["region"], **LAST, compare="year"), True),
        ("上个月各大区的销售额", query("sales_ops", by=["region"], **LAST, show="share"), True),
    ],
)
def test_a_part_without_a_word_is_noticed(text: str, reply: dict[str, Any], is_unnamed: bool) -> None:
    assert unnamed(text, reply) is is_unnamed


def reading(words: str, name: str) -> dict[str, Any]:
    return query(name, reads=[{"words": words, "id": name}], **LAST)


def test_an_unknown_word_needs_the_search_to_agree() -> None:
    text = "上个月的打折"
    assert left(text, reading("打折", "discount_amount")) == []
    assert left(text, reading("打折", "discount_rate")) == ["打折"]
    assert left("上个月的火星", reading("火星", "sales_ops")) == ["火星"]


def test_an_unknown_word_is_not_explained_by_a_metric_that_other_words_name() -> None:
    assert "雨" in left("上个月雨天的销售额", reading("雨", "sales_ops"))


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("销售额除以客流量", ["Div"]),
        ("销售额减去退款金额", ["Sub"]),
        ("sales minus refunds plus tax", ["Sub", "Add"]),
        ("total sales", []),
        ("上个月的销售额", []),
        ("surplus", []),
    ],
)
def test_words_for_arithmetic_are_found(text: str, operations: list[str]) -> None:
    assert [operation for _, _, operation in arithmetic_in(text)] == operations


def test_what_stands_around_the_blocks_is_seen() -> None:
    found = around("WITH t AS (SELECT MEASURE(sales) AS a, MEASURE(visitors) AS b FROM metrics) SELECT a / b - 2 FROM t ORDER BY 1 LIMIT 5")
    assert (found.numbers, found.is_ordered) == (frozenset({1.0, 2.0, 5.0}), True)
