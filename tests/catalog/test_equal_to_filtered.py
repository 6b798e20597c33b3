"""The proof of permissions: under a policy a query gives what it gives on a database that was filtered and masked for that person.

Random catalogs, rows, rules and queries. What the rules leave is worked out here over rows in lists, by the words of docs/access.md alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import pytest

from catalog.access import Access, Asker, Person, Role, check_query, policy_for, visible
from catalog.access.roles import Treatment
from catalog.catalog import Catalog
from catalog.compiler import compile_query, compile_rows
from catalog.errors import CatalogError
from catalog.exploration import explored
from catalog.metric_sql import expand_metric_sql, to_metric_sql
from catalog.query import MetricQuery, RowList
from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.policy import Column, Policy, Table
from sql_guard.serving import ServedTable
from tests.reference.compared import Case, cases
from tests.reference.worlds import DATABASE, NAMES

SAMPLE, ALL = 120, 5_600
Row = Mapping[str, Any]
Path = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # (next dataset, keys) a step


@dataclass(frozen=True)
class Rules:
    """What one made-up person may see: predicates by dataset, as text for the access file and as a function of a row; covered columns."""

    texts: Mapping[str, str]
    meant: Mapping[str, Callable[[Row], bool]]
    columns: Mapping[str, Treatment]
    attributes: tuple[tuple[str, tuple[Any, ...]], ...]
    denied: tuple[str, ...]

    def access(self) -> Access:
        role = Role("r", ("*",), self.denied, ("*",), (), tuple(self.texts.items()), tuple(self.columns.items()), ("detail_rows",))
        return Access({"r": role}, {"p": Person("p", "P", "D", ("r",), self.attributes)})


def rules(chance: Random, case: Case) -> Rules:
    """One or two narrowed datasets, up to three covered columns, sometimes a denied metric."""
    tables, texts, meant = case.tables, {}, {}
    names, one = tuple(chance.sample([name for name in NAMES if name], 7)), chance.randint(1, 5)
    near = reached(case) if chance.random() < 0.8 else sorted(tables.rows)
    for dataset in chance.sample(near, min(len(near), chance.choice([1, 1, 2]))):
        texts[dataset], meant[dataset] = chance.choice(list(predicates(dataset, tables.columns[dataset], names, one)))
    every = [f"{dataset}.{column}" for dataset, columns in tables.columns.items() for column in columns if not column.endswith("_id")]
    covered: dict[str, Treatment] = {
        name: chance.choice(["hide", "mask", "hash"]) for name in chance.sample(every, chance.choice([0, 1, 3]))
    }
    denied = (chance.choice(sorted(tables.catalog.metrics)),) if chance.random() < 0.2 else ()
    return Rules(texts, meant, covered, (("names", names), ("one", (one,))), denied)


def reached(case: Case) -> list[str]:
    """The datasets that all facts of the query look up, or that they are."""
    homes = case.datasets(case.query.measures)
    return [other for other in sorted(case.tables.rows) if all(other == home or ways(case.tables.catalog, home, other) for home in homes)]


def predicates(dataset: str, columns: Sequence[str], names: tuple[str, ...], one: int) -> Iterator[tuple[str, Callable[[Row], bool]]]:
    """A predicate keeps a row only if it is true; NULL is not."""
    for column in columns:
        if column.endswith(("_name", "status", "tag")):
            yield f"{column} IN {{names}}", lambda row, column=column: row[column] in names
            yield f"{column} IS NOT NULL", lambda row, column=column: row[column] is not None
        if column.endswith(("_id", "qty")):
            yield f"{column} <> {{one}}", lambda row, column=column: row[column] is not None and row[column] != one
            yield f"NOT ({column} = {{one}})", lambda row, column=column: row[column] is not None and row[column] != one
        if column.endswith(("_size", "amount")):
            yield (
                f"{column} > 5 OR {column} < 0",
                lambda row, column=column: row[column] is not None and (row[column] > 5 or row[column] < 0),
            )
        if column.endswith(("_open", "main")):
            yield column, lambda row, column=column: row[column] is True
    if one == 1:
        yield f"{columns[0]} IS NULL OR {columns[0]} IN {{nothing}}", lambda row: False  # the person has no such attribute


def steps(catalog: Catalog, dataset: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Where one row finds at most one other."""
    for join in catalog.joins:
        if join.left == dataset and join.cardinality in ("many_to_one", "one_to_one"):
            yield join.right, join.keys
        if join.right == dataset and join.cardinality in ("one_to_many", "one_to_one"):
            yield join.left, tuple((right, left) for left, right in join.keys)


def ways(catalog: Catalog, start: str, target: str) -> list[Path]:
    """The shortest look-up paths."""
    level: list[Path] = [()]
    for _ in range(len(catalog.datasets)):
        level = [
            (*path, step)
            for path in level
            for step in steps(catalog, path[-1][0] if path else start)
            if step[0] != start and step[0] not in [name for name, _ in path]
        ]
        if found := [path for path in level if path[-1][0] == target]:
            return found
    return []


def ways_to(case: Case, given: Rules) -> Iterator[str]:
    """The datasets that every row rule reaches: those with their own, and those that look all of them up."""
    for dataset in case.tables.rows:
        if dataset in given.meant or all(ways(case.tables.catalog, dataset, target) for target in given.meant):
            yield dataset


def left_over(case: Case, given: Rules) -> dict[str, list[Row]]:
    """The rows of every dataset that the person may see: by its own rule, else by every rule that it can look up."""
    catalog, rows = case.tables.catalog, case.tables.rows

    def passes(dataset: str, row: Row) -> bool:
        if dataset in given.meant:
            return given.meant[dataset](row)
        return all(leads(row, path, target) for target in given.meant for path in ways(catalog, dataset, target))

    def leads(row: Row, path: Path, target: str) -> bool:
        (other, keys), further = path[0], path[1:]
        found = [each for each in rows[other] if all(row[left] is not None and row[left] == each[right] for left, right in keys)]
        return any(leads(each, further, target) if further else given.meant[target](each) for each in found)

    return {dataset: [row for row in rows[dataset] if passes(dataset, row)] for dataset in rows}


def masked(value: Any, kind: str, treatment: str) -> Any:
    if treatment == "hide" or value is None:
        return None
    if treatment == "hash":
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, Decimal):  # as its column writes it: DECIMAL(10,2) has two places
            text = str(value.quantize(Decimal(1).scaleb(-int(kind.rstrip(")").rpartition(",")[2]))))
        return hashlib.sha256(text.encode()).hexdigest()
    if kind != "VARCHAR":
        return None
    return f"{value[:3]}****{value[-2:]}" if len(value) >= 8 else f"{value[:1]}**"


def filtered(case: Case, given: Rules) -> tuple[duckdb.DuckDBPyConnection, Policy]:
    """A database that holds only what the person may see, and a policy that allows all of it."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH ':memory:' AS {DATABASE}")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET threads = 1")
    tables = []
    for table in case.world.policy.tables:
        how = {column.name: given.columns.get(f"{table.name}.{column.name}", "show") for column in table.columns}
        kinds = {column.name: "VARCHAR" if how[column.name] == "hash" else column.type for column in table.columns}
        listed = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        connection.execute(f'CREATE TABLE {DATABASE}.main."{table.name}" ({listed})')
        for row in left_over(case, given)[table.name]:
            values = [
                row[column.name] if how[column.name] == "show" else masked(row[column.name], column.type, how[column.name])
                for column in table.columns
            ]
            connection.execute(f'INSERT INTO {DATABASE}.main."{table.name}" VALUES ({", ".join("?" * len(values))})', values)
        tables.append(Table("main", table.name, tuple(Column(name, kind) for name, kind in kinds.items())))
    return connection, Policy(tuple(tables), database=DATABASE)


def compiled(chance: Random, case: Case, seen: Catalog) -> str:
    """A metric query, the same as governed SQL, the rows of a dataset, or an exploration. Raises CatalogError where the person may not."""
    catalog = case.tables.catalog
    shape = chance.random()
    if shape > 0.85:
        return explored(exploration(chance, seen), seen, catalog).sql
    if shape < 0.15:
        dataset = chance.choice(sorted(seen.datasets))
        columns = tuple(column.name for column in seen.datasets[dataset].columns)
        listing = RowList(dataset, columns)
        check_query(listing, seen)
        return compile_rows(listing, catalog).sql
    check_query(case.query, seen)
    if shape < 0.5 and isinstance(case.query, MetricQuery):
        return expand_metric_sql(to_metric_sql(case.query), catalog, seen, lambda block: block).sql
    return compile_query(case.query, catalog).sql


def exploration(chance: Random, seen: Catalog) -> str:
    """Counts of a dataset's values, sometimes of the rows that find another's, and sometimes beside the whole."""
    columns = {name: [column.name for column in dataset.columns] for name, dataset in seen.datasets.items() if dataset.columns}
    dataset = chance.choice(sorted(columns))
    key, value = chance.choice(columns[dataset]), chance.choice(columns[dataset])
    joins = [join for join in seen.joins if dataset == join.left and join.right in columns]
    joined = ""
    if joins and chance.random() < 0.6:
        join = chance.choice(joins)
        joined = f" {chance.choice(['JOIN', 'LEFT JOIN'])} {join.right} b ON " + " AND ".join(
            f"a.{left} = b.{right}" for left, right in join.keys
        )
    rows = f"SELECT a.{key} AS k, count(*) AS n, count(DISTINCT a.{value}) AS v, max(a.{value}) AS m FROM {dataset} a{joined} GROUP BY 1"
    if chance.random() < 0.3:
        return f"WITH whole AS ({rows}) SELECT w.k, w.n, (SELECT count(*) FROM {dataset}) AS of FROM whole w WHERE w.v > 0"
    return rows


def outcome(case: Case, chance: Random) -> tuple[str, str]:
    """What became of a case, and how the two databases differ; '' if they do not."""
    given = rules(chance, case)
    access = given.access()
    asker: Asker = access.asker("p")
    seen = visible(case.tables.catalog, asker, access)
    try:
        sql = compiled(chance, case, seen)
    except CatalogError as error:
        return f"declined {error.code}", ""
    served = [ServedTable(table.schema, table.name, table.columns, 0) for table in case.world.policy.tables]
    try:
        text = guard(sql, policy_for(asker, case.tables.catalog, access, served, database=DATABASE)).text
    except Refused as error:  # details of a dataset that a row rule cannot reach
        excused = error.code == "unknown_column" and not set(ways_to(case, given)) >= set(case.tables.rows)
        return "refused", "" if excused else f"{case}\n{given}\nguard {error.code} {error.facts}\n{sql}"
    other, whole = filtered(case, given)
    with closing(other):
        mine, theirs = (run(*each) for each in ((case.world.connection, text), (other, guard(sql, whole).text)))
    return "answered" if mine else "answered with nothing", "" if alike(
        mine, theirs
    ) else f"{case}\n{given}\n{mine[:5]}\n{theirs[:5]}\n{text}"


def run(connection: duckdb.DuckDBPyConnection, text: str) -> list[tuple[Any, ...]]:
    return sorted(connection.execute(text).fetchall(), key=repr)


def alike(mine: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> bool:
    """Equal; doubles, whose sums depend on the order of rows, to nine digits."""

    def plain(cell: Any) -> Any:
        return float(f"{cell:.9g}") if isinstance(cell, float) else cell

    return sorted((tuple(map(plain, row)) for row in mine), key=repr) == sorted((tuple(map(plain, row)) for row in theirs), key=repr)


def proven(seed: int, count: int) -> Counter[str]:
    counted, faults = Counter[str](), []
    for number, case in enumerate(cases(seed, count)):
        what, fault = outcome(case, Random(seed * 100_003 + number))
        counted[what] += 1
        if fault:
            faults.append(fault)
    assert not faults, f"{len(faults)} of {count}:\n\n" + "\n\n".join(faults[:3])
    return counted


def test_a_sample_of_random_people_sees_what_a_filtered_database_holds(seed: int) -> None:
    counted = proven(seed * 1000 + 7, SAMPLE)
    assert counted["answered"] > SAMPLE // 10


@pytest.mark.prove
@pytest.mark.parametrize("part", range(4))
def test_thousands_of_random_people_see_what_filtered_databases_hold(part: int, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    counted = proven(seed * 1000 + 300 + part * 220, ALL // 4)
    with capsys.disabled():
        print(f"\npart {part}: {dict(counted)}")
    assert counted["answered"] > ALL // 40
