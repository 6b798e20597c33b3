"""Questions about weekdays, working days, holidays and the days of a time zone, in both languages, against values counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.project import Project, day_in, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.warehouse import warehouse_of
from catalog.checks import check_data
from tests.assistant.calendar_shop import write_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_shop(tmp_path_factory.mktemp("calendar") / "shop"), env={}) as project:
        yield project


def ask(shop: Project, text: str, asker: str = "ann") -> Answer:
    return answer(Question(text), shop, shop.access.asker(asker))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("周末销售额", 250),  # Saturdays 14 and 21 February and 7 March
        ("sales on weekends", 250),
        ("工作日的销售额", 115),  # Saturday 14 February is worked, Monday the 16th is a holiday
        ("sales on working days", 115),
        ("2月工作日的销售额", 110),
        ("节假日销售额", 1200),
        ("sales on public holidays", 1200),
        ("周一的发货额", 45),  # of the metric's own time: Monday 9 March
        ("Shipped value on Sundays", 10),  # an instant at 16:00 UTC is Sunday in Shanghai
    ],
)
def test_days_of_a_kind_are_counted(shop: Project, text: str, value: int) -> None:
    assert ask(shop, text).rows == ((Decimal(value),),)


def test_by_day_of_week_each_metric_is_counted_by_its_own_time(shop: Project) -> None:
    assert dict(ask(shop, "按星期几看销售额").rows) == {"周一": 1005, "周五": 100, "周六": 250}
    assert dict(ask(shop, "shipped value by day of week").rows) == {"周一": 45, "周二": 1200, "周六": 100, "周日": 10}


def test_a_time_in_utc_is_counted_on_the_day_that_it_is_in_the_projects_zone(shop: Project) -> None:
    assert ask(shop, "2026年2月13日的销售额").rows == ((Decimal(100),),)
    assert ask(shop, "2026年2月14日的销售额").rows == ((Decimal(10),),)


def test_the_days_obey_the_access_rules(shop: Project) -> None:
    found = ask(shop, "周末销售额", "bob")
    assert found.status != "answered" and "日期类型" not in found.headline
    assert ask(shop, "各门店销售额", "bob").status == "answered"


def test_a_year_without_a_published_calendar_has_no_working_days(shop: Project) -> None:
    from catalog.calendar_dataset import known_days

    known = known_days(("workday",), (), shop.catalog)
    assert known is not None and known.start == date(2004, 1, 1) and known.end >= date(2027, 1, 1)
    assert known_days(("weekday", "store"), ("sales",), shop.catalog) is None
    assert known_days((), ("office_day_takings",), shop.catalog) == known_days((), ("office_day_part",), shop.catalog) == known


def test_a_definition_may_say_which_days_it_is_about(shop: Project) -> None:
    assert ask(shop, "上班日入账").rows == ((Decimal(115),),)  # 100 on Friday, 10 on the Saturday that is worked, 5 on Monday
    assert dict(ask(shop, "Office-day takings by store").rows) == {"A": Decimal(115)}
    assert ask(shop, "上班日占入账").rows == ((115 / 1355,),)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-03-08T15:59:00", "Asia/Shanghai", date(2026, 3, 8)),
        ("2026-03-08T16:00:00", "Asia/Shanghai", date(2026, 3, 9)),
        ("2026-03-08T04:59:00", "America/New_York", date(2026, 3, 7)),  # 23:59 in winter time
        ("2026-03-09T03:59:00", "America/New_York", date(2026, 3, 8)),  # 23:59 in summer time, which began that morning
        ("2026-03-09T04:00:00", "America/New_York", date(2026, 3, 9)),
    ],
)
def test_today_is_the_day_in_the_projects_zone(moment: str, zone: str, day: date) -> None:
    assert day_in(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone) == day


def test_rows_that_come_late_leave_the_newest_days_unfinished(tmp_path: Path) -> None:
    folder = write_shop(tmp_path / "late")
    file = folder / "catalog/shop.yaml"
    file.write_text(file.read_text("utf-8").replace("time: paid_at\n", "time: paid_at\n    complete_after: {day: 3}\n", 1), "utf-8")
    with open_project(folder, env={}) as late:
        assert late.complete_before == {"orders": date(2026, 3, 7)}  # the newest order is of 9 March
        found = ask(late, "2026年3月销售额环比")
        assert [(dates.first, dates.last, dates.unfinished) for dates in found.dates] == [(date(2026, 3, 1), date(2026, 3, 6), True)]
        assert found.status == "answered" and "2026-02-06" in found.explanation  # February's same six days, not all of it


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("FY2026的销售额", 1355),  # from 1 February 2026
        ("上财月销售额", 1310),  # 1 to 28 February: the weeks of the fiscal February
        ("sales last fiscal month", 1310),
        ("本财年累计销售额", 1355),
        ("上周的销售额", 40),  # Sunday 1 to Saturday 7 March
        ("sales last week", 40),
        ("2026年2月下旬的销售额", 200),
    ],
)
def test_periods_of_the_shops_calendar(shop: Project, text: str, value: int) -> None:
    assert ask(shop, text).rows == ((Decimal(value),),)


def test_a_comparison_aligned_with_the_festival_says_so(shop: Project) -> None:
    found = ask(shop, "2026年2月销售额春节对齐同比")
    assert found.rows[0][0] == 1310
    assert any("2025-01-13" in note and "春节" in note for note in found.notes)


def test_an_average_per_day_is_not_divided_by_days_that_were_not_asked_for(shop: Project) -> None:
    (value,) = ask(shop, "2026年2月15日到2月24日的日均销售额").rows[0]
    assert value == pytest.approx(1200 / 10)
    found = ask(shop, "周末的日均销售额")
    assert (found.status, found.trouble and found.trouble.code) == ("declined", "per_day_of_some_days")


def test_the_calendar_is_no_fault_of_the_catalog(shop: Project) -> None:
    with warehouse_of(shop.file, shop.catalog).checks(shop.manifest) as checks:
        assert check_data(shop.catalog, checks) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("按周看销售额", {date(2026, 2, 8): 110, date(2026, 2, 15): 1200, date(2026, 3, 1): 40, date(2026, 3, 8): 5}),  # weeks from Sunday
        ("按财月看销售额", {date(2026, 2, 1): 1310, date(2026, 3, 1): 45}),
        ("sales by fiscal quarter", {date(2026, 2, 1): 1355}),
        ("按旬看销售额", {date(2026, 2, 11): 1110, date(2026, 2, 21): 200, date(2026, 3, 1): 45}),
        ("sales by half year", {date(2026, 1, 1): 1355}),
    ],
)
def test_buckets_of_the_shops_calendar(shop: Project, text: str, values: dict[date, int]) -> None:
    assert dict(ask(shop, text).rows) == values


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2月下旬的销售额", ("2026-02-21", "2026-02-28")),
        ("2月13日的销售额", ("2026-02-13",)),
        ("sales in the first half of February", ("2026-02-01", "2026-02-15")),
        ("2月和3月的销售额", ("2026-02-01", "2026-02-28", "2026-03-01")),
    ],
)
def test_the_days_that_the_words_were_resolved_to_stand_in_the_answer(shop: Project, text: str, days: tuple[str, ...]) -> None:
    found = ask(shop, text)
    assert found.status == "answered"
    told = f"{found.headline} {found.explanation}"
    assert all(day in told for day in days), told
