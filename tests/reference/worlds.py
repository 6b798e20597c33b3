"""Random catalogs with random data: stars and snowflakes, roles, managers, several facts, headers with lines, snapshots; nasty values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import duckdb

from catalog.catalog import Catalog
from catalog.dataset import Dataset, DatasetColumn, Join, Validity
from catalog.dimension import Dimension
from catalog.label import Label
from sql_guard.policy import Column, Policy, Table
from tests.reference.tables import Meaning, Row, Tables

NAMES = ["华东", "O'Neil", 'q"uote', "线上 店", "a;--b", "上海", "100%", "", "北京", "é", "NULL", "x"]
STATUS = ["done", "done", "done", "open", "取消", None]
DATABASE = "serving"


@dataclass
class Draft:
    """A catalog while it is being made."""

    chance: Random
    datasets: dict[str, Dataset] = field(default_factory=dict)
    types: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    meanings: dict[str, Meaning] = field(default_factory=dict)

    def add(
        self, name: str, types: dict[str, str], rows: list[Row], key: tuple[str, ...] = (), time: str | None = None, **more: Any
    ) -> None:
        columns = tuple(DatasetColumn(column) for column in types)
        self.datasets[name] = Dataset(name, Label(name, name), "main", name, columns, key, time, **more)
        self.types[name], self.rows[name] = types, rows

    def dimension(self, name: str, dataset: str, text: str, kind: Any, via: tuple[str, ...] = (), meaning: Meaning | None = None) -> None:
        self.dimensions[name] = Dimension(name, Label(name, name), dataset, text, kind, via=via)
        if meaning is not None:
            self.meanings[text] = meaning

    def key_into(self, dataset: str) -> int | None:
        """A key that finds a row, none, or one that finds nothing."""
        keys = [row[f"{dataset}_id"] for row in self.rows[dataset]]
        return self.chance.choice([None, 999, *keys * 3, *keys * 3])


@dataclass(frozen=True)
class World:
    tables: Tables
    connection: duckdb.DuckDBPyConnection
    policy: Policy
    facts: tuple[str, ...]


def world(chance: Random) -> World:
    """A random catalog without metrics, its rows in lists, and the same rows in DuckDB."""
    draft = Draft(chance)
    described = [described_by(draft, f"d{number}", number) for number in range(chance.randint(1, 4))]
    facts = [fact(draft, f"f{number}", described, number) for number in range(chance.randint(1, 3))]
    if chance.random() < 0.35:
        bridge(draft, described, facts)
    if chance.random() < 0.35:
        history(draft, [*described, *facts])
    catalog = Catalog(draft.datasets, tuple(draft.joins), draft.dimensions, {})
    tables = Tables(catalog, draft.rows, draft.meanings, columns={name: tuple(types) for name, types in draft.types.items()})
    return World(tables, loaded(draft), policy(draft), tuple(facts))


def described_by(draft: Draft, name: str, number: int) -> str:
    """A dataset of members, perhaps itself described by earlier ones (a snowflake), by a manager of its own, or by a note."""
    chance = draft.chance
    parents = [f"d{other}" for other in range(number) if chance.random() < 0.5]
    manager = chance.random() < 0.2
    types = {
        f"{name}_id": "INTEGER",
        f"{name}_name": "VARCHAR",
        f"{name}_size": "DECIMAL(8,2)",
        f"{name}_on": "DATE",
        f"{name}_open": "BOOLEAN",
    }
    types |= {f"{parent}_id": "INTEGER" for parent in parents}
    count = chance.choice([0, 1, 3, 5, 8])
    rows: list[Row] = []
    for at in range(count):
        row = {
            f"{name}_id": at + 1,
            f"{name}_name": chance.choice([None, *NAMES]),
            f"{name}_size": chance.choice([None, Decimal("0.00"), Decimal("10.50"), Decimal("-3.25"), Decimal("100.00")]),
            f"{name}_on": chance.choice([None, date(2024, 2, 29), date(2023, 12, 31), date(2025, 1, 1)]),
            f"{name}_open": chance.choice([True, False, None]),
        }
        row |= {f"{parent}_id": draft.key_into(parent) for parent in parents}
        if manager:
            row["boss_id"] = chance.choice([None, *range(1, count + 1)])
        rows.append(row)
    if manager:
        types["boss_id"] = "INTEGER"
        draft.joins.append(Join(name, name, (("boss_id", f"{name}_id"),), "many_to_one", f"{name}_boss"))
        draft.dimension(f"{name}_boss", name, f"{name}_name", "text", via=(f"{name}_boss",))
    draft.add(name, types, rows, (f"{name}_id",))
    draft.joins += [Join(name, parent, ((f"{parent}_id", f"{parent}_id"),), "many_to_one") for parent in parents]
    members_of(draft, name)
    if chance.random() < 0.3:
        note(draft, name)
    return name


def members_of(draft: Draft, name: str, via: tuple[str, ...] = (), suffix: str = "") -> None:
    draft.dimension(f"{name}_name{suffix}", name, f"{name}_name", "text", via)
    draft.dimension(f"{name}_size{suffix}", name, f"{name}_size", "number", via)
    draft.dimension(f"{name}_on{suffix}", name, f"{name}_on", "date", via)
    draft.dimension(f"{name}_open{suffix}", name, f"{name}_open", "boolean", via)
    text = f"COALESCE({name}_size, 0) > 5"
    draft.dimension(f"{name}_large{suffix}", name, text, "boolean", via, large(f"{name}_size"))


def large(column: str) -> Meaning:
    return lambda get: (get(column) or 0) > 5


def note(draft: Draft, name: str) -> None:
    """One row for some members, joined one to one."""
    rows: list[Row] = [
        {f"{name}_id": row[f"{name}_id"], f"{name}_note": draft.chance.choice(["n1", "n2", None])}
        for row in draft.rows[name]
        if draft.chance.random() < 0.7
    ]
    draft.add(f"{name}_notes", {f"{name}_id": "INTEGER", f"{name}_note": "VARCHAR"}, rows)
    draft.joins.append(Join(name, f"{name}_notes", ((f"{name}_id", f"{name}_id"),), "one_to_one"))
    draft.dimension(f"{name}_note", f"{name}_notes", f"{name}_note", "text")


def bridge(draft: Draft, described: list[str], facts: list[str]) -> None:
    """What belongs together: tags of a fact's rows or of members, by a many-to-many join; or members of one kind and another."""
    chance = draft.chance
    home = chance.choice([*described, *facts])
    with_others = [other for other in described if other != home and chance.random() < 0.6][:1]
    types = {f"{home}_id": "INTEGER", "tag": "VARCHAR", "main": "BOOLEAN"} | {f"{other}_id": "INTEGER" for other in with_others}
    rows: list[Row] = []
    for _ in range(chance.choice([0, 3, 8, 15])):
        row = {f"{home}_id": draft.key_into(home), "tag": chance.choice([None, *NAMES[:4]]), "main": chance.choice([True, False, None])}
        rows.append(row | {f"{other}_id": draft.key_into(other) for other in with_others})
    draft.add("belongs", types, rows, bridge=True)
    tied: Any = chance.choice(["many_to_one", "many_to_many"])
    draft.joins.append(Join("belongs", home, ((f"{home}_id", f"{home}_id"),), tied))
    draft.joins += [Join("belongs", other, ((f"{other}_id", f"{other}_id"),), "many_to_one") for other in with_others]
    draft.dimension("tag", "belongs", "tag", "text")
    draft.dimension("main", "belongs", "main", "boolean")


def history(draft: Draft, homes: list[str]) -> None:
    """What held from which day to which: a slowly-changing dimension, its rows of one key never overlapping."""
    chance, home = draft.chance, draft.chance.choice(homes)
    first = date(2023, 6, 1)
    rows: list[Row] = []
    for key in [row[f"{home}_id"] for row in draft.rows[home]]:
        starts = sorted({first + timedelta(days=chance.randint(0, 700)) for _ in range(chance.randint(0, 4))})
        for start, end in zip(starts, [*starts[1:], None], strict=False):
            early = start + timedelta(days=max(1, (end - start).days // 2)) if end and chance.random() < 0.3 else end
            row = {f"{home}_id": key, "rating": chance.choice(["A", "B", "C", None]), "held_from": start, "held_to": early}
            rows.append(row if chance.random() < 0.9 else row | {"held_from": None})
    types = {f"{home}_id": "INTEGER", "rating": "VARCHAR", "held_from": "DATE", "held_to": "DATE"}
    draft.add("ratings", types, rows, validity=Validity("held_from", "held_to"))
    draft.joins.append(Join(home, "ratings", ((f"{home}_id", f"{home}_id"),), "many_to_one"))
    draft.dimension("rating", "ratings", "rating", "text")


def fact(draft: Draft, name: str, described: list[str], number: int) -> str:
    """A fact by day or moment, with a second date, amounts of several types, keys to some members, perhaps a header's to its lines."""
    chance = draft.chance
    keys = [other for other in described if chance.random() < 0.6]
    roles = [other for other in keys if chance.random() < 0.15]
    header = "f0" if number and chance.random() < 0.5 and draft.rows["f0"] else None
    monthly = number == 2 and chance.random() < 0.4
    types = {f"{name}_id": "INTEGER", "happened": "TIMESTAMP" if chance.random() < 0.4 and not monthly else "DATE", "paid_on": "DATE"}
    types |= {"amount": "DECIMAL(12,2)", "cost": "DECIMAL(10,3)", "qty": "INTEGER", "weight": "DOUBLE", "status": "VARCHAR"}
    types |= {f"{other}_id": "INTEGER" for other in keys} | {f"other_{other}_id": "INTEGER" for other in roles}
    types |= {f"{header}_id": "INTEGER"} if header else {}
    days = some_days(chance, monthly)
    rows: list[Row] = []
    for at in range(chance.choice([0, 1, 4, 12, 25, 40])):
        day = chance.choice(days)
        row = {
            f"{name}_id": at + 1,
            "happened": datetime(day.year, day.month, day.day, chance.choice([0, 12, 23])) if types["happened"] == "TIMESTAMP" else day,
            "paid_on": chance.choice([None, day + timedelta(days=chance.randint(0, 40))]),
            "amount": chance.choice([None, Decimal(0), Decimal("10.00"), Decimal("10.00"), cents(chance, 2)]),
            "cost": chance.choice([None, Decimal("5.000"), cents(chance, 3)]),
            "qty": chance.choice([None, 0, 1, 2, 3, -1]),
            "weight": chance.choice([None, 0.0, 0.5, 1.5, 2.25]),
            "status": chance.choice(STATUS),
        }
        row |= {f"{other}_id": draft.key_into(other) for other in keys} | {f"other_{other}_id": draft.key_into(other) for other in roles}
        row |= {f"{header}_id": draft.key_into(header)} if header else {}
        rows.append(row)
    draft.add(name, types, rows, (f"{name}_id",), "happened", time_grain="month" if monthly else "day")
    for other in keys:
        role = f"{name}_{other}_a" if other in roles else None
        draft.joins.append(Join(name, other, ((f"{other}_id", f"{other}_id"),), "many_to_one", role))
        if other in roles:
            draft.joins.append(Join(name, other, ((f"other_{other}_id", f"{other}_id"),), "many_to_one", f"{name}_{other}_b"))
            for side in "ab":
                members_of(draft, other, (f"{name}_{other}_{side}",), f"_{name}_{side}")
    if header:
        draft.joins.append(Join(name, header, ((f"{header}_id", f"{header}_id"),), "many_to_one"))
    draft.dimension(f"{name}_status", name, "status", "text")
    draft.dimension(f"{name}_paid", name, "paid_on", "date")
    draft.dimension(f"{name}_big", name, "amount >= 10", "boolean", (), big)
    return name


def big(get: Callable[[str], Any]) -> bool | None:
    return None if get("amount") is None else get("amount") >= 10


def cents(chance: Random, places: int) -> Decimal:
    return Decimal(chance.randint(-(10**5), 10**6)).scaleb(-places)


def some_days(chance: Random, monthly: bool) -> list[date]:
    """Days around leap days, month ends and year ends, with gaps."""
    first = chance.choice([date(2023, 12, 28), date(2024, 2, 26), date(2024, 1, 1), date(2024, 11, 15)])
    days = [first + timedelta(days=chance.randint(0, chance.choice([10, 100, 500]))) for _ in range(chance.randint(1, 25))]
    days += chance.sample([date(2024, 2, 29), date(2024, 1, 31), date(2024, 3, 31), date(2023, 2, 28), date(2024, 12, 31)], 2)
    return [day.replace(day=1) for day in days] if monthly else days


def loaded(draft: Draft) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"ATTACH ':memory:' AS {DATABASE}")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET threads = 1")
    for name, types in draft.types.items():
        columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
        connection.execute(f'CREATE TABLE {DATABASE}.main."{name}" ({columns})')
        if draft.rows[name]:
            marks = "(" + ", ".join("?" for _ in types) + ")"
            values = [row[column] for row in draft.rows[name] for column in types]
            connection.execute(f'INSERT INTO {DATABASE}.main."{name}" VALUES {", ".join([marks] * len(draft.rows[name]))}', values)
    return connection


def policy(draft: Draft) -> Policy:
    tables = (Table("main", name, tuple(Column(column, kind) for column, kind in types.items())) for name, types in draft.types.items())
    return Policy(tuple(tables), database=DATABASE)
