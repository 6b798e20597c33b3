"""Values as a person reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.figures import write, write_date
from catalog.calendar import Calendar, FiscalWeeks
from catalog.compiler.columns import OutputColumn, Role
from catalog.label import Label, Language, Text
from catalog.metric import Format, Grain

YUAN = Format("currency", 2, Text("元", "CNY"))
ORDERS = Format("integer", 0, Text("单", "orders"))
RATE = Format("percent", 1)


def column(form: Format | None, role: Role = "measure") -> OutputColumn:
    return OutputColumn("x", role, "number", Label("数", "number"), format=form)


@pytest.mark.parametrize(
    ("value", "form", "language", "short", "written"),
    [
        (Decimal("1234567.5"), YUAN, "zh", True, "123.46万元"),
        (Decimal("1234567.5"), YUAN, "en", True, "CNY 1.23M"),
        (Decimal("1234567.5"), YUAN, "zh", False, "1,234,567.50 元"),
        (Decimal("-250000000"), YUAN, "zh", True, "-2.50亿元"),
        (9999, ORDERS, "zh", True, "9,999 单"),
        (1234, ORDERS, "en", True, "1.23K orders"),
        (0.12345, RATE, "en", False, "12.3%"),
        (Decimal("0.005"), RATE, "zh", False, "0.5%"),
        (2.5, Format("number", 2), "en", False, "2.5"),
        (0, YUAN, "en", False, "CNY 0.00"),
        (None, YUAN, "zh", False, "—"),
        (float("nan"), RATE, "zh", False, "—"),
        (True, None, "zh", False, "是"),
    ],
)
def test_a_number_is_written_in_its_format(value: object, form: Format, language: Language, short: bool, written: str) -> None:
    assert write(value, column(form), language, short=short) == written


def test_growth_is_a_percentage_whatever_the_metrics_unit_is() -> None:
    assert write(-0.25, column(YUAN, "change_pct"), "zh") == "-25.0%"


def test_the_difference_of_two_percentages_is_in_points() -> None:
    assert write(0.0107659, column(RATE, "change"), "zh") == "1.1 个百分点"
    assert write(-0.07, column(RATE, "change"), "en") == "-7.0 pp"
    assert write(0.03, column(RATE, "change_pct"), "en") == "3.0%"
    assert write(Decimal("-12345"), column(YUAN, "change"), "zh", short=True) == "-1.23万元"


def test_a_rank_is_a_whole_number_without_the_metrics_unit() -> None:
    assert write(3, column(YUAN, "rank"), "en") == "3"


@pytest.mark.parametrize(
    ("grain", "language", "written"),
    [
        ("month", "zh", "2026年10月"),
        ("month", "en", "Oct 2026"),
        ("quarter", "zh", "2026年第4季度"),
        ("quarter", "en", "2026 Q4"),
        ("year", "en", "2026"),
        ("week", "zh", "2026-10-05 ~ 10-11"),
        ("day", "en", "2026-10-05"),
    ],
)
def test_a_bucket_is_written_in_the_words_of_its_grain(grain: Grain, language: Language, written: str) -> None:
    assert write(date(2026, 10, 5), column(None, "time"), language, grain=grain) == written


@pytest.mark.parametrize(
    ("grain", "day", "zh", "en"),
    [
        ("half_year", date(2026, 7, 1), "2026年下半年", "2026 H2"),
        ("ten_day", date(2026, 2, 21), "2026年2月下旬", "Feb 21–28, 2026"),
        ("fiscal_year", date(2023, 1, 29), "2023财年", "FY2023"),
        ("fiscal_quarter", date(2023, 10, 29), "2023财年第4财季", "FY2023 Q4"),
        ("fiscal_month", date(2023, 12, 31), "2023财年第12财月", "FY2023 M12"),
    ],
)
def test_a_bucket_of_a_retailers_calendar(grain: Grain, day: date, zh: str, en: str) -> None:
    retail = Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"))
    assert (write_date(day, grain, "zh", retail), write_date(day, grain, "en", retail)) == (zh, en)
