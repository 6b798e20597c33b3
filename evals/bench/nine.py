"""The nine benchmark queries and three of rarer kinds: what is asked, and what a person wrote for it (nine.sql: plain and fastest)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from catalog.catalog import Catalog
from catalog.files.load import load_catalog
from catalog.metric import Offset
from catalog.period import Period
from catalog.query import Comparison, Limit, Measure, MemberFilter, MetricQuery, Order, Running

HERE = Path(__file__).parent
OPENING = re.compile(r"^-- (\w+): (naive|tuned)$", re.MULTILINE)
THIS_YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), date(2026, 11, 18))


@dataclass(frozen=True)
class Written:
    """SQL that a person wrote: the plain way, and the fastest known."""

    naive: str
    tuned: str


def measures(*names: str) -> tuple[Measure, ...]:
    return tuple(Measure(name) for name in names)


QUERIES: Mapping[str, MetricQuery] = {
    "sum": MetricQuery(measures("sales"), periods=(THIS_YEAR,)),
    "ratio_by_region": MetricQuery(measures("discount_rate"), group_by=("region",)),
    "two_filters": MetricQuery(measures("sales"), filters=(MemberFilter("region", ("华东",)), MemberFilter("category", ("服饰",)))),
    "two_metrics_by_month_and_region": MetricQuery(measures("sales", "units"), group_by=("region",), grain="month"),
    "top_ten": MetricQuery(measures("sales"), group_by=("product",), periods=(THIS_YEAR,), order=(Order("sales"),), limit=Limit(10)),
    "year_over_year_by_month": MetricQuery(
        measures("sales"), grain="month", periods=(THIS_YEAR,), comparison=Comparison(Offset(1, "year"))
    ),
    "running_total": MetricQuery((Measure("sales", Running()),), grain="month"),
    "profit_and_margin": MetricQuery(measures("profit", "margin"), group_by=("category",)),
    "two_facts_by_segment": MetricQuery(measures("sales", "refunded_amount"), group_by=("format",)),
    "level_by_month": MetricQuery(measures("stock"), group_by=("stock_category",), grain="month"),
    "year_to_date_by_month": MetricQuery(measures("sales_ytd"), grain="month"),
    "weighted_average": MetricQuery(measures("average_line"), group_by=("category",)),
}


@cache
def nine_catalog() -> Catalog:
    return load_catalog([HERE / "nine.yaml"])


def written_by_hand() -> dict[str, Written]:
    """The SQL of nine.sql by the query's name."""
    _, *pieces = OPENING.split((HERE / "nine.sql").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    for name, way, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        found.setdefault(name, {})[way] = text.strip().removesuffix(";")
    return {name: Written(**ways) for name, ways in found.items()}
