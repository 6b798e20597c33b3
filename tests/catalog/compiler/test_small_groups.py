"""Figures over fewer people than a dataset declares: hand-counted groups on DuckDB, and what must not be told by any way of asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query, compile_rows
from catalog.errors import Unanswerable
from catalog.files import load_catalog
from catalog.metric import Offset, Over
from catalog.metric_sql import expand_metric_sql
from catalog.period import Period
from catalog.query import Comparison, Having, Limit, Measure, MemberFilter, MetricQuery, Order, Rank, RowList, Running, Share, Within

CATALOG = """
datasets:
  - id: visits
    name: {zh: 就诊, en: Visits}
    table: visits
    time: day
    privacy: {min_group: {entity: patient, size: 3}}
    columns: [day, site, ward, patient, fee]
  - id: beds
    name: {zh: 床位, en: Beds}
    table: beds
    columns: [site, beds]
dimensions:
  - {id: site, name: {zh: 院区, en: Site}, dataset: visits}
  - {id: ward, name: {zh: 科室, en: Ward}, dataset: visits}
  - {id: patient, name: {zh: 患者, en: Patient}, dataset: visits, expression: patient, type: number}
metrics:
"""
KINDS = {
    "fees": "{sum: fee, dataset: visits}",
    "visit_count": '{count: "*", dataset: visits}',
    "patients": "{count_distinct: patient, dataset: visits}",
    "average_fee": "{average: fee, dataset: visits}",
    "dear": "{sum: fee, dataset: visits, filter: fee >= 20}",
    "dear_part": "{ratio: [dear, fees]}",
    "highest": "{max: fee, dataset: visits}",
    "median": "{median: fee, dataset: visits}",
    "to_date": "{cumulative: fees, window: {to_date: year}}",
    "dearest_patient": "{over_members: fees, take: max, of: [patient]}",
    "regulars": '{restricted: fees, where: [{metric: visit_count, dimension: patient, operator: ">=", value: 2}]}',
}
# site A: patients 1-4, B: 5-7, C: 8 and 9, D: 10, without a site: 1-3; each pays ten times their number, 1 and 2 also in February at A
ROWS = """
INSERT INTO visits SELECT DATE '2026-01-05', CASE WHEN p <= 4 THEN 'A' WHEN p <= 7 THEN 'B' WHEN p <= 9 THEN 'C' ELSE 'D' END,
  CASE WHEN p % 2 = 0 THEN 'even' ELSE 'odd' END, p, 10 * p FROM range(1, 11) t(p);
INSERT INTO visits SELECT DATE '2026-01-06', NULL, 'odd', p, 10 * p FROM range(1, 4) t(p);
INSERT INTO visits SELECT DATE '2026-02-07', 'A', 'odd', p, 10 * p FROM range(1, 3) t(p);
"""
ALL = 550 + 60 + 30


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    lines = (
        f"  - {{id: {name}, name: {{zh: {name}, en: {name}}}, description: {{zh: x, en: x}}, owner: o, department: d, formula: {formula}}}"
        for name, formula in KINDS.items()
    )
    file = tmp_path_factory.mktemp("catalog") / "clinic.yaml"
    file.write_text(CATALOG + "\n".join(lines), "utf-8")
    return load_catalog([file])


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE visits (day DATE, site VARCHAR, ward VARCHAR, patient INTEGER, fee DECIMAL(10, 2))")
        connection.execute("CREATE TABLE beds (site VARCHAR, beds INTEGER)")
        connection.execute(ROWS)
        yield connection


@pytest.fixture
def rows(catalog: Catalog, data: duckdb.DuckDBPyConnection) -> Any:
    def run(query: MetricQuery) -> list[tuple[Any, ...]]:
        found = data.execute(compile_query(query, catalog).sql).fetchall()
        return [tuple(float(value) if isinstance(value, Decimal) else value for value in row) for row in found]

    return run


def fees(*group_by: str, **parts: Any) -> MetricQuery:
    return MetricQuery((Measure("fees"),), group_by, **parts)


JANUARY, YEAR = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 1, 1), date(2027, 1, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))


def only(site: str) -> tuple[MemberFilter, ...]:
    return (MemberFilter("site", (site,)),)


def test_small_groups_are_one_row_with_the_smallest_large_one_and_those_without_a_member(rows: Any) -> None:
    """C (170) and D (100) are too small; B (180) is the smallest of the rest; 60 has no site. A has 100 + 30."""
    assert rows(fees("site")) == [("A", 130), (None, 170 + 100 + 180 + 60)]


def test_what_is_shown_adds_up_to_the_whole(rows: Any) -> None:
    assert sum(value for _, value in rows(fees("site"))) == ALL == rows(fees())[0][0]


def test_where_all_groups_are_large_enough_nothing_changes(rows: Any) -> None:
    assert rows(fees("ward")) == [("even", 300), ("odd", 340)]


def test_a_figure_over_too_few_reads_as_one_over_nobody(rows: Any) -> None:
    for name in KINDS.keys() - {"highest", "median", "to_date", "dearest_patient"}:
        measure = MetricQuery((Measure(name),), filters=only("D"))
        nobody = MetricQuery((Measure(name),), filters=only("Z"))
        assert rows(measure) == rows(nobody) == [(None,)], name
        assert rows(replace(measure, group_by=("site",))) == rows(replace(nobody, group_by=("site",))) == [], name


def test_distinct_numbers_of_the_joined_row_are_not_known(rows: Any) -> None:
    assert rows(MetricQuery((Measure("patients"), Measure("average_fee")), ("site",))) == [("A", 4, 130 / 6), (None, None, 510 / 9)]


def test_every_part_has_to_be_large_enough_by_itself(rows: Any) -> None:
    """Dear visits (20 and more) of A are those of 2, 3 and 4, of B all three: equally few, so A joins the small; in February only 2's."""
    joined = (90 + 170 + 100 + 50) / (100 + 170 + 100 + 60)
    assert rows(MetricQuery((Measure("dear_part"),), ("site",), periods=(JANUARY,))) == [("B", 1.0), (None, joined)]
    assert rows(MetricQuery((Measure("dear_part"),), filters=only("A"), periods=(FEBRUARY,))) == [(None,)]
    own = Measure("fees", filters=(MemberFilter("patient", (1,)),), alias="mine")
    assert rows(MetricQuery((Measure("fees"), own))) == [(None, None)]


def test_shares_ranks_conditions_and_limits_see_only_what_is_left(rows: Any) -> None:
    assert rows(MetricQuery((Measure("fees", Share()),), ("site",))) == [("A", 130 / ALL), (None, 510 / ALL)]
    assert rows(MetricQuery((Measure("fees", Rank()),), ("site",))) == [("A", 1)]
    assert rows(fees("site", order=(Order("fees"),), limit=Limit(2))) == [("A", 130)]
    assert rows(fees("site", having=(Having("fees", "<", 175),))) == [("A", 130)]
    assert rows(fees("site", only=only("D"))) == []


def test_members_chosen_by_a_query_are_those_it_would_show(rows: Any) -> None:
    """The site with the lowest fees is D, which nobody may learn: A is the lowest that is shown."""
    lowest = fees("site", order=(Order("fees", descending=False),), limit=Limit(1))
    assert rows(fees("ward", within=(Within(("site",), lowest),), periods=(YEAR,))) == [(None, 130)]
    assert rows(fees(within=(Within(("site",), lowest),))) == [(130,)]
    of_d = fees("site", having=(Having("fees", "=", 100),))
    assert rows(MetricQuery((Measure("patients"),), within=(Within(("site",), of_d),))) == [(None,)]


def test_both_sides_of_a_comparison_have_to_be_large_enough(rows: Any) -> None:
    """February has two patients; compared with it, nothing is left of January either."""
    compared = fees(periods=(FEBRUARY,), comparison=Comparison(Offset(1, "month")))
    assert rows(compared) == [(None, None, None, None)]
    assert rows(replace(compared, group_by=("site",))) == []


def test_a_series_without_its_small_bucket_is_also_without_the_smallest_other_one(rows: Any) -> None:
    """February alone is too small; with January shown beside the whole year it could be worked out."""
    assert rows(fees(grain="month")) == []
    assert rows(fees(grain="month", periods=(JANUARY,))) == [(date(2026, 1, 1), 610)]
    by_day = rows(fees("site", grain="day", periods=(JANUARY,)))
    assert by_day == [(date(2026, 1, 5), "A", 100), (date(2026, 1, 5), None, 450), (date(2026, 1, 6), None, 60)]


def test_members_that_meet_a_condition_are_counted_like_any_others(rows: Any) -> None:
    """Patients 1, 2 and 3 came at least twice: 30 + 60 + 60 and so on at A and without a site."""
    assert rows(MetricQuery((Measure("regulars"),), periods=(YEAR,))) == [(2 * 60 + 30,)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (MetricQuery((Measure("highest"),), ("site",)), "small_groups_function"),
        (MetricQuery((Measure("median"),)), "small_groups_function"),
        (MetricQuery((Measure("to_date"),), grain="month"), "small_groups_window"),
        (MetricQuery((Measure("fees", Running()),), grain="month"), "small_groups_running"),
        (MetricQuery((Measure("dearest_patient"),)), "small_groups_kind"),
        (MetricQuery((Measure("fees", Over("max", ("patient",))),)), "small_groups_kind"),
    ],
)
def test_what_tells_of_one_person_is_refused(catalog: Catalog, query: MetricQuery, code: str) -> None:
    with pytest.raises(Unanswerable) as told:
        compile_query(query, catalog)
    assert told.value.code == code


def test_rows_are_not_listed(catalog: Catalog) -> None:
    with pytest.raises(Unanswerable) as told:
        compile_rows(RowList("visits"), catalog)
    assert told.value.code == "small_groups_rows"


def test_blocks_of_governed_sql_are_protected_too(catalog: Catalog, data: duckdb.DuckDBPyConnection) -> None:
    text = "WITH m AS (SELECT site, MEASURE(fees) AS f FROM metrics GROUP BY site) SELECT site, f FROM m WHERE f < 175 ORDER BY f"
    assert data.execute(expand_metric_sql(text, catalog).sql).fetchall() == [("A", Decimal("130.00"))]
    alone = "WITH d AS (SELECT MEASURE(fees) AS f FROM metrics WHERE site = 'D') SELECT f + 1 AS f FROM d"
    assert data.execute(expand_metric_sql(alone, catalog).sql).fetchall() == [(None,)]


def test_a_catalog_without_the_rule_compiles_to_the_same_sql_as_before(catalog: Catalog) -> None:
    open_one = replace(catalog, datasets={name: replace(each, privacy=None) for name, each in catalog.datasets.items()})
    assert "group_size" not in compile_query(fees("site"), open_one).sql
    assert compile_query(fees("site"), catalog).notes == ("small_groups_joined",)


def test_every_group_shown_of_many_random_tables_is_large_enough(catalog: Catalog, seed: int) -> None:
    """Against counting by hand, in Python: no group below the size is shown, and what is shown adds up, or is nothing."""
    import random

    chance = random.Random(seed)
    for _ in range(40):
        made = [(chance.choice("ABCDE"), chance.randrange(1, 9), chance.randrange(1, 100)) for _ in range(chance.randrange(0, 40))]
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE visits (day DATE, site VARCHAR, ward VARCHAR, patient INTEGER, fee INTEGER)")
            for site, patient, fee in made:
                connection.execute("INSERT INTO visits VALUES (DATE '2026-01-01', ?, 'w', ?, ?)", [site, patient, fee])
            shown = connection.execute(compile_query(fees("site"), catalog).sql).fetchall()
        people = {site: {patient for where, patient, _ in made if where == site} for site, _, _ in made}
        large = sorted((len(found), site) for site, found in people.items() if len(found) >= 3)
        small = [site for site, found in people.items() if len(found) < 3]
        alone = [site for _, site in (large[1:] if small else large)]
        assert {site for site, _ in shown if site is not None} == set(alone)
        rest = sum(fee for site, _, fee in made if site not in alone)
        assert [value for site, value in shown if site is None] == ([rest] if small and large else [])
