"""The form of a metric query: what is not touched comes back as itself, and what is changed is what was chosen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.project import Project
from catalog.catalog import Catalog
from catalog.metric import Offset
from catalog.period import Period
from catalog.query import (
    AnyOf,
    Attainment,
    Comparison,
    Having,
    Limit,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    RangeFilter,
    Rank,
    Running,
    Share,
    Within,
)  # fmt: skip
from catalog.query_json import from_dict, to_dict
from tests.ui.answers import HOSTILE
from ui.web.desk.query_fields import query_of
from ui.web.desk.query_form import query_form

OCTOBER, YEAR = Period(date(2026, 10, 1), date(2026, 11, 1)), Period(date(2026, 1, 1), date(2027, 1, 1))
EAST = MemberFilter("region", ("华东", "华南"))
ONLINE = MemberFilter("channel", ("线上",))
TOP = MetricQuery((Measure("sales_ops"),), group_by=("store",), order=(Order("sales_ops"),), limit=Limit(10))
QUERIES = (
    MetricQuery((Measure("sales_ops"),)),
    MetricQuery((Measure("sales_ops"), Measure("gross_margin")), group_by=("region", "channel"), grain="month", periods=(OCTOBER, YEAR)),
    MetricQuery((Measure("sales_ops", Share()), Measure("sales_ops", Rank()), Measure("orders", Running())), group_by=("store",)),
    MetricQuery((Measure("sales_ops", Share(("region",)), (EAST,), "东南占比"), Measure("sales_ops", Attainment())), group_by=("region",)),
    MetricQuery((Measure("sales_ops"),), filters=(EAST, MemberFilter("channel", (None,)), MemberFilter("city", (None,), True))),
    MetricQuery((Measure("sales_ops"),), filters=(MemberFilter("city", ("上海", None)), MemberFilter("city", ("a;b", "未知", None), True))),
    MetricQuery((Measure("sales_ops"),), periods=(OCTOBER,), comparison=Comparison(Offset(1, "year"), ("change_pct",))),
    MetricQuery((Measure("sales_ops"),), periods=(OCTOBER,), comparison=Comparison(Offset(3, "month"))),
    MetricQuery((Measure("sales_ops"),), periods=(OCTOBER,), comparison=Comparison(YEAR)),
    MetricQuery((Measure("sales_ops"),), ("store",), having=(Having("sales_ops", ">", Decimal("0.5")), Having("sales_ops", "<=", 10**9))),
    MetricQuery((Measure("sales_ops"),), ("region", "store"), order=(Order("sales_ops", False),), limit=Limit(3, ("region",))),
    MetricQuery((Measure("gross_margin"),), within=(Within(("store",), TOP),), any_of=(AnyOf(((EAST,), (ONLINE,))),)),
    MetricQuery((Measure("sales_ops"),), only=(EAST,), as_of=date(2025, 12, 31), group_by=("region",)),
)  # fmt: skip


ONE = {"metric": ["sales_ops"], "shown": ["plain"], "was": [""]}


class Sent(HTMLParser):
    """What a browser would send of a form that nobody touched."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.select, self.chosen, self.text = "", "", ""
        self.feed(markup)

    def send(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "input" and (found.get("type") != "checkbox" or "checked" in found):
            self.send(found["name"], found["value"] or "")
        elif tag == "select":
            self.select, self.chosen = found["name"], ""
        elif tag == "option" and "selected" in found:
            self.chosen = found["value"] or ""
        elif tag == "textarea":
            self.text, self.select = "\n", found["name"]

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.send(self.select, self.text[1:].replace("\n", "\r\n"))
            self.text = ""
        elif tag == "select":
            self.send(self.select, self.chosen)


@pytest.fixture(scope="module")
def catalog(shop: Project) -> Catalog:
    return shop.sight(shop.access.asker("boss")).catalog


@pytest.mark.parametrize("query", QUERIES)
def test_a_form_that_nobody_touched_sends_the_same_query(query: MetricQuery, catalog: Catalog) -> None:
    sent = Sent(query_form(to_dict(query), catalog, "zh")).fields
    assert from_dict(query_of(sent, catalog)) == query


def test_every_list_has_only_what_its_reader_may_see(shop: Project) -> None:
    seen = shop.sight(shop.access.asker("analyst")).catalog
    markup = query_form({}, seen, "zh")
    assert "average_salary" not in markup and 'value="sales_ops"' in markup


def test_what_is_chosen_is_what_is_asked(catalog: Catalog) -> None:
    sent = Sent(query_form(to_dict(MetricQuery((Measure("sales_ops"),), periods=(OCTOBER,))), catalog, "zh")).fields
    sent["metric"] = ["revenue_fin", ""]
    sent["group_by"], sent["grain"] = ["region", ""], ["week"]
    sent |= {"filter": ["store", "gross"], "test": ["not_in", "in"], "members": ["一店\r\n二店\r\n", ""]}
    sent |= {"from": ["2026-09-01"], "to": [""], "comparison": ["year:1"], "limit": ["5"], "order": ["revenue_fin"], "way": ["up"]}
    found = query_of({**sent, "filter": ["store", ""]}, catalog)
    assert from_dict(found) == MetricQuery(
        (Measure("revenue_fin"),), ("region",), "week", (MemberFilter("store", ("一店", "二店"), True),),
        periods=(Period(date(2026, 9, 1), date(2026, 9, 2)),), comparison=Comparison(Offset(1, "year")),
        order=(Order("revenue_fin", False),), limit=Limit(5),
    )  # fmt: skip


def test_another_metric_in_the_place_of_one_does_not_inherit_its_filters(catalog: Catalog) -> None:
    before = to_dict(MetricQuery((Measure("sales_ops", filters=(EAST,), alias="东南"),)))
    sent = Sent(query_form(before, catalog, "zh")).fields
    sent["metric"][0] = "orders"
    assert query_of(sent, catalog)["measures"] == ["orders"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "missing"),
        ({**ONE, "from": ["2026-10-09"], "to": ["2026-10-01"]}, "ends_before_it_starts"),
        ({**ONE, "from": ["x"], "to": ["y"]}, "not_a_date"),
        ({**ONE, "limit": ["-3"]}, "not_a_count"),
        ({**ONE, "was": ["[1]"], "filter": ["region"], "test": ["in"], "members": [" \n "]}, "missing"),
        ({**ONE, "was": ["{"], "having": ["a"], "having_test": [">"], "having_value": ["NaN"]}, "number"),
        ({**ONE, "grain": ["hour"]}, "not_one_of"),
        ({**ONE, "comparison": ["moon:x"]}, "unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(fields: dict[str, list[str]], code: str, catalog: Catalog) -> None:
    from catalog.errors import Unreadable

    with pytest.raises(Unreadable) as told:
        from_dict(query_of(fields, catalog))
    assert code in str(told.value.facts["problem"]) and told.value.facts["path"]


def test_hostile_values_in_a_query_are_only_text(catalog: Catalog) -> None:
    query = MetricQuery(
        (Measure(HOSTILE, alias=HOSTILE),), filters=(MemberFilter(HOSTILE, (HOSTILE,)), RangeFilter("region", ">", HOSTILE))
    )
    markup = query_form(to_dict(query), catalog, "en")
    assert "<img" not in markup and "<script" not in markup
    assert from_dict(query_of(Sent(markup).fields, catalog)) == query
