"""Typing errors and pinyin are understood, and marked; near misses are left alone."""

from __future__ import annotations

import pytest

from catalog.catalog import Catalog
from retrieval.matches import Finder
from retrieval.members import MemberIndex
from retrieval.slips import is_slip
from tests.retrieval.shop import CATALOG, VALUES, metric


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder.of(CATALOG, MemberIndex.build(CATALOG, VALUES))


def meant(finder: Finder, text: str) -> set[tuple[str, str, str]]:
    return {(str(match.value or match.id), match.reason, text[match.start : match.end]) for match in finder.fuzzy(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上个月的毛里率", ("gross_margin", "pinyin", "毛里率")),
        ("看 maolilv 吧", ("gross_margin", "pinyin", "maolilv")),
        ("mao li lü by store", ("gross_margin", "pinyin", "mao li lü")),
        ("xiaoshoue多少", ("销售额", "pinyin", "xiaoshoue")),
        ("客户zhuanhua率", ("conversion", "pinyin", "客户zhuanhua率")),
        ("huadong的单量", ("华东", "pinyin", "huadong")),
        ("库存转周天数", ("stock_days", "fuzzy", "库存转周天数")),
        ("上海中衫路店", ("上海中山路店", "pinyin", "上海中衫路店")),
        ("revnue by region", ("revenue", "fuzzy", "revnue")),
        ("gross margni by store", ("gross_margin", "fuzzy", "gross margni")),
        ("grossmargin by store", ("gross_margin", "fuzzy", "grossmargin")),
        ("conversoin rate", ("conversion", "fuzzy", "conversoin rate")),
        ("detla air lines", ("Delta Air Lines", "fuzzy", "detla air lines")),
        ("newyork", ("New York", "fuzzy", "newyork")),
    ],
)
def test_a_slip_is_understood_and_marked(finder: Finder, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in meant(finder, text)
    assert all(match.score < 0.95 for match in finder.fuzzy(text))


@pytest.mark.parametrize(
    "text",
    [
        "毛重",
        "华中",
        "长沙",
        "营收率",
        "客户满意率",
        "库存周转率",
        "非毛利",
        "大曲",
        "conversation rate",
        "reverse",
        "score",
        "martin",
        "older",
        "quality",
        "quantify",
        "Paros",
        "Boxer",
        "stories",
        "county",
    ],
)
def test_a_near_miss_is_left_alone(finder: Finder, text: str) -> None:
    assert not finder.fuzzy(text)


def test_words_that_sound_alike_and_differ_in_business_are_kept_apart() -> None:
    metrics = {"r": metric("r", "营收金额", "Revenue amount"), "f": metric("f", "首单占比", "First order share")}
    receivable = Finder.of(Catalog({}, (), {}, metrics))
    assert not receivable.fuzzy("应收金额")
    assert not receivable.fuzzy("收单占比")
    assert receivable.fuzzy("营收金鹅")


def test_only_what_is_not_covered_is_guessed(finder: Finder) -> None:
    assert not finder.fuzzy("毛利率和订单数")
    assert not finder.fuzzy("revnue", [(0, 6)])


def test_nothing_hidden_is_guessed(finder: Finder) -> None:
    limited = finder.restricted(CATALOG.restricted(["orders"], ["city"]), {"city": {"上海"}})
    assert not limited.fuzzy("maolilv huadong newyork revnue 上海中衫路店")


@pytest.mark.parametrize(
    "pair",
    [
        "county country",
        "contact contract",
        "shopping shipping",
        "expanse expense",
        "customer costumer",
        "conversation conversion",
        "employer employee",
        "quality quantity",
        "prize price",
        "date data",
        "score store",
        "profile profit",
        "older order",
        "online offline",
        "region religion",
        "member number",
        "payment pavement",
        "product produce",
        "active inactive",
        "transaction translation",
        "retail rental",
        "sales scales",
    ],
)
def test_two_real_words_are_no_slip_of_each_other(pair: str) -> None:
    one, other = pair.split()
    assert not is_slip(one, other)
    assert not is_slip(other, one)


def test_a_chinese_character_is_never_a_slip_for_a_latin_name() -> None:
    found = Finder.of(CATALOG, MemberIndex.build(CATALOG, {"store": ["Xi'an", "西安店"]}))
    assert found.fuzzy("代码缺陷数") == ()
    assert found.fuzzy("陷") == ()
