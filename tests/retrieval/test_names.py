"""Names are found where they are written, however they are written."""

from __future__ import annotations

import pytest

from catalog.label import Label
from retrieval.matches import Finder, Match
from retrieval.members import MemberIndex
from retrieval.names import Vocabulary, label_names
from retrieval.stretches import lattice
from tests.retrieval.shop import CATALOG, VALUES


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder.of(CATALOG, MemberIndex.build(CATALOG, VALUES))


def found(finder: Finder, text: str) -> set[tuple[str, str, str]]:
    return {
        (match.kind, str(match.value if match.kind == "member" else match.id), text[match.start : match.end])
        for match in finder.names(text)
    }


def one(finder: Finder, text: str, identity: str) -> Match:
    (match,) = [match for match in finder.names(text) if match.id == identity]
    return match


def test_overlapping_names_are_all_found(finder: Finder) -> None:
    assert found(finder, "上个月各大区的毛利率") == {
        ("dimension", "region", "大区"),
        ("metric", "gross_margin", "毛利率"),
        ("metric", "gross_profit", "毛利"),
    }


@pytest.mark.parametrize(
    "text",
    ["销售额（运营口径）", "销售额运营口径", "运营口径的销售额", "运营口径销售额", "运营销售额", "销售额 (运营口径)", "销售额 运营口径"],
)
def test_a_name_in_brackets_is_found_in_other_orders(finder: Finder, text: str) -> None:
    match = one(finder, f"看{text}吧", "sales_ops")
    assert (match.start, match.end) == (1, 1 + len(text.rstrip(")）")))


def test_a_term_is_found_beside_the_metric_that_contains_it(finder: Finder) -> None:
    assert ("term", "销售额", "销售额") in found(finder, "运营口径的销售额")


@pytest.mark.parametrize("text", ["ＧＭＶ", "gmv", "Gmv", "gmv2025", "2025年q3GMV"])
def test_case_and_width_and_neighbouring_digits_do_not_hide_a_name(finder: Finder, text: str) -> None:
    assert one(finder, text, "sales_ops").surface == "GMV"


@pytest.mark.parametrize("text", ["7-day repurchase rates", "7 day repurchase rate", "7_day_repurchase_rate", "7 Day Repurchase Rate"])
def test_hyphen_underscore_space_and_plural_are_the_same_name(finder: Finder, text: str) -> None:
    assert one(finder, text, "repurchase_7d").end == len(text)


def test_a_hyphenated_word_may_be_written_as_one_or_two(finder: Finder) -> None:
    assert {one(finder, text, "repurchase_7d").surface for text in ("email reach", "e-mail reach", "e mail reach")} == {"e-mail reach"}


@pytest.mark.parametrize("text", ["reorders", "ordersheet", "17天复购率", "毛，利", "华。东", "上 海", "revenuelike"])
def test_a_part_of_another_word_is_not_a_name(finder: Finder, text: str) -> None:
    assert not {match.id for match in finder.names(text)} & {"orders", "repurchase_7d", "gross_profit", "region", "city", "revenue"}


def test_an_id_counts_only_as_it_is_written(finder: Finder) -> None:
    assert one(finder, "show gross_margin", "gross_margin").end == 17
    assert "product_category" in {match.id for match in finder.names("by product_category")}
    assert "product_category" not in {match.id for match in finder.names("by product category") if match.end - match.start > 8}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("east区的GMV", "华东"),
        ("ＥＡＳＴ China", "华东"),
        ("kohls sales", "Kohl's"),
        ("Kohl's revenue", "Kohl's"),
        ("h&m订单数", "H&M"),
        ("sao paulo", "São Paulo"),
        ("box", "Boxes"),
        ("womens shoes", "Women's shoes"),
        ("3c数码的单量", "3C数码"),
        ("delta air lines", "Delta Air Lines"),
    ],
)
def test_members_are_found_by_value_and_alias(finder: Finder, text: str, value: str) -> None:
    assert value in {match.value for match in finder.names(text)}


def test_a_member_of_two_dimensions_is_found_in_both(finder: Finder) -> None:
    assert {match.id for match in finder.names("长春的毛利") if match.kind == "member"} == {"city", "store"}


def test_a_code_that_is_also_a_word_needs_its_case(finder: Finder) -> None:
    assert not found(finder, "show us a number")
    assert found(finder, "US orders of grade A") == {
        ("member", "US", "US"),
        ("metric", "orders", "orders"),
        ("dimension", "grade", "grade"),
        ("member", "A", "A"),
    }


def test_a_lone_character_is_a_weak_match(finder: Finder) -> None:
    assert [match.score for match in finder.names("女") if match.value == "女"] == [0.6]


def test_numbers_and_flags_are_no_members_but_declared_names_of_flags_are(finder: Finder) -> None:
    assert not found(finder, "1 2 true")
    assert ("member", "False", "非会员") in found(finder, "非会员")


def test_reasons_say_how_it_was_written(finder: Finder) -> None:
    reasons = {text: one(finder, text, "orders").reason for text in ("订单数", "单量", "order")}
    assert reasons == {"订单数": "exact", "单量": "alias", "order": "stem"}


def test_positions_are_those_of_the_text_as_given(finder: Finder) -> None:
    text = "e\u0301\u200b 看\x00毛\ufeff利率"
    match = one(finder, text, "gross_margin")
    assert text[match.start : match.end] == "毛\ufeff利率"


def test_what_is_hidden_is_not_found(finder: Finder) -> None:
    seen = CATALOG.restricted(
        [name for name in CATALOG.metrics if not name.startswith("sales")], [name for name in CATALOG.dimensions if name != "grade"]
    )
    limited = finder.restricted(seen, {"city": {"上海"}, "region": None})
    assert found(limited, "销售额 GMV 等级 A 长春 上海 华东") == {("member", "上海", "上海"), ("member", "华东", "华东")}


def test_a_percent_sign_belongs_to_the_name() -> None:
    label = Label("销售占比", "Sales %", ())
    vocabulary = Vocabulary()
    for name in label_names("metric", "sales_share", label):
        vocabulary.add(name)
    for text, stretch in (("sales % by store", "sales %"), ("Sales％", "Sales％"), ("sales by store", None)):
        shown = [text[match.start : match.end] for match in vocabulary.found(text, lattice(text))]
        assert shown == ([stretch] if stretch else [])
