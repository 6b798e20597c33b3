"""The compiler's cases on Spark: their SQL reads as the golden files say, and gives DuckDB's rows on Sail.

After a change of the compiler or of Spark's spelling, write the golden files anew and read the difference:
GOLDEN=write python -m pytest -q tests/catalog/compiler/test_spark.py -k golden
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import pytest
import sqlglot

from catalog.catalog import Catalog
from sql_guard.guard import guard
from sql_guard.spark.render import Tables, render, tables_of
from tests.catalog import bank, world
from tests.catalog.compiler import test_conversions, test_editions, test_roles, test_workdays
from tests.catalog.compiler.by_hand import cases_of
from tests.catalog.compiler.test_answers import CASES, HERE, compiled
from tests.conftest import rotating_seed
from tests.spark_server import agree, sail
from tests.sql_guard.spark.shop import Shop, shapes, shop_on

GOLDEN = HERE / "golden" / "spark"
SAMPLE = 60
MARCH = {"start": "2025-03-01", "end": "2025-04-01"}


@dataclass(frozen=True)
class World:
    """A catalog, its data, and what is asked of it."""

    catalog: Callable[[], Catalog]
    data: Callable[[], duckdb.DuckDBPyConnection]
    cases: list[dict[str, Any]]


def asked(name: str, calendar: str | None = None, **query: Any) -> dict[str, Any]:
    return {"case": name, "calendar": calendar, "query": query}


def per_workday(name: str, **query: Any) -> dict[str, Any]:
    return asked(name, "china", measures=["sales_a_workday"], **query)


WORLDS = {
    "shop": World(cache(world.shop), world.database, CASES),
    "bank": World(cache(bank.bank), bank.database, cases_of("bridges.yaml") + cases_of("validity.yaml")),
    "funnel": World(cache(test_conversions.funnel), test_conversions.funnel_data, cases_of("conversions.yaml")),
    "company": World(
        cache(test_roles.company),
        test_roles.company_data,
        [asked(f"sold by {role}", measures=["sold"], group_by=[role]) for role in ("seller", "manager", "head")],
    ),
    "editions": World(
        lambda: test_editions.CATALOG,
        world.database,
        [asked(f"a definition of {day}", measures=["turned", "rate_of_rate"], as_of=day) for day in ("2023-01-01", "2024-06-01")],
    ),
    "workdays": World(
        lambda: test_workdays.SHOP,
        test_workdays.workdays,
        [
            per_workday("per workday", periods=[MARCH], comparison={"offset": {"month": 1}, "show": ["previous"]}),
            per_workday("per workday by month", grain="month"),
        ],
    ),
}
EVERY = [(name, case) for name, each in WORLDS.items() for case in each.cases]


def kinds(name: str, case: dict[str, Any]) -> set[str]:
    """What a case is about: its world, the kinds of its metrics, the parts of its query."""
    metrics = WORLDS[name].catalog().metrics
    measures = [each if isinstance(each, str) else each["metric"] for each in case["query"]["measures"]]
    formulas = {type(metrics[measure].formula).__name__ for measure in measures if measure in metrics}
    return {name, str(case.get("calendar")), str(case["query"].get("grain")), *formulas, *case["query"]}


def sample(seed: int) -> list[tuple[str, dict[str, Any]]]:
    """Cases by chance, and one of each kind at least."""
    chosen: list[tuple[str, dict[str, Any]]] = []
    seen: set[str] = set()
    for name, case in random.Random(seed).sample(EVERY, len(EVERY)):
        if len(chosen) < SAMPLE or kinds(name, case) - seen:
            chosen.append((name, case))
            seen |= kinds(name, case)
    return chosen


def name_of(value: Any) -> str:
    return str(value["case"] if isinstance(value, dict) else value)


@cache
def tables(name: str) -> Tables:
    return tables_of({table.key: {column.name: column.type for column in table.columns} for table in shapes(WORLDS[name].data())})


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    pytest.importorskip("pysail", reason="needs the [spark] extra")
    with sail() as port:
        yield port


@pytest.fixture(scope="module")
def loaded(server: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Shop]]:
    """Each world on both engines, once it is asked for."""
    made: dict[str, Shop] = {}

    def load(name: str) -> Shop:
        if name not in made:
            made[name] = shop_on(server, tmp_path_factory.mktemp(name), WORLDS[name].data())
        return made[name]

    yield load
    for each in made.values():
        each.spark.close()


@pytest.mark.parametrize(("name", "case"), EVERY, ids=name_of)
def test_the_spark_sql_is_the_golden_one(name: str, case: dict[str, Any]) -> None:
    sql = render(compiled(case, WORLDS[name].catalog()).sql, tables(name))
    written = sqlglot.parse_one(sql, dialect="spark").sql("spark", pretty=True) + "\n"
    path = GOLDEN / (re.sub(r"\W+", "_", case["case"]) + ".sql")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written


def check(name: str, case: dict[str, Any], both: Shop) -> None:
    sql = compiled(case, WORLDS[name].catalog()).sql
    rows = both.spark.run(guard(sql, both.policy), both.policy.limits)
    cursor = both.duckdb.execute(sql)
    assert [column.name for column in rows.columns] == [column[0] for column in cursor.description or ()]
    expected = cursor.fetchall()
    assert agree(rows.rows, expected), f"{rows.rows[:3]} instead of {expected[:3]}"


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.parametrize(("name", "case"), sample(rotating_seed()), ids=name_of)
def test_both_engines_give_the_same_rows(name: str, case: dict[str, Any], loaded: Callable[[str], Shop]) -> None:
    check(name, case, loaded(name))


@pytest.mark.prove
@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.parametrize(("name", "case"), EVERY, ids=name_of)
def test_both_engines_give_the_same_rows_in_every_case(name: str, case: dict[str, Any], loaded: Callable[[str], Shop]) -> None:
    check(name, case, loaded(name))
