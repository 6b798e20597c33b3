"""Random cubes in one project, and what an attribution of them must be: plain Python over the rows, written apart from the engine.

A cube is all rows of one `cube`: two months, a hierarchy (land > town), two more dimensions, three amounts. Its twists are empty sides,
new, gone and missing members, losses, a base of nought and amounts that are missing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from random import Random

import duckdb

PROJECT = "name: {zh: 立方, en: Cubes}\nsource: {duckdb: cubes.duckdb}\ntoday: 2026-03-10\nexamples:\n  zh: [甲]\n  en: [x]\n"
CARD = "\n    owner: x\n    department: x\n    description: {zh: 数, en: number}"
FORMULAS = {
    "x": "{sum: x, dataset: cells}",
    "y": "{sum: y, dataset: cells}",
    "z": "{sum: z, dataset: cells}",
    "rate": "{ratio: [x, y]}",
    "gain": "{derived: x - y - z}",
    "product": "{derived: x * y / z}",
    "margin": "{ratio: [gain, x]}",
    "share": "{derived: a / (a + b) - 1, inputs: {a: x, b: z}}",
    "twice": "{derived: gain + 2 * rate}",
}
METRICS = "".join(
    f"\n  - id: {name}\n    name: {{zh: 指标{name}, en: The {name}}}{CARD}\n    formula: {text}" for name, text in FORMULAS.items()
)
CATALOG = f"""
datasets:
  - id: cells
    name: {{zh: 格, en: Cells}}
    table: cells
    primary_key: [cell]
    time: day
    columns: [cell, cube, day, land, town, kind, ware, x, y, z]
dimensions:
  - {{id: cube, name: {{zh: 立方, en: Cube}}, dataset: cells, searchable: false}}
  - {{id: land, name: {{zh: 国, en: Land}}, dataset: cells, searchable: false}}
  - {{id: town, name: {{zh: 镇, en: Town}}, dataset: cells, searchable: false}}
  - {{id: kind, name: {{zh: 类, en: Kind}}, dataset: cells, searchable: false}}
  - {{id: ware, name: {{zh: 货, en: Ware}}, dataset: cells, searchable: false}}
hierarchies:
  - {{id: places, name: {{zh: 地方, en: Places}}, levels: [land, town]}}
metrics:{METRICS}
"""
ACCESS = 'local: boss\nroles:\n  all: {metrics: ["*"], dimensions: ["*"]}\nusers:\n  boss: {name: x, department: x, roles: [all]}\n'
COLUMNS = "cell INTEGER, cube VARCHAR, day DATE, land VARCHAR, town VARCHAR, kind VARCHAR, ware VARCHAR, x DOUBLE, y DOUBLE, z DOUBLE"
DIMENSIONS = ("land", "town", "kind", "ware")


@dataclass(frozen=True)
class Row:
    """One cell; `later` for the second month."""

    cube: str
    later: bool
    members: dict[str, str | None]
    amounts: dict[str, float | None]


def made_cube(number: int, chance: Random) -> list[Row]:
    """The rows of one cube, with its own twists."""
    twist = chance.choice(["plain", "plain", "plain", "losses", "empty_before", "gone_and_new", "missing", "one_member", "nought", "same"])
    towns = {f"t{place}": f"l{place % 3}" for place in range(chance.randrange(2, 9))}
    rows = []
    for later in (False, True):
        for place in range(chance.randrange(3, 30)):
            town: str | None = chance.choice(list(towns))
            if twist == "one_member":
                town = "t0"
            if twist == "gone_and_new":
                town = chance.choice(list(towns)[1:] if later else list(towns)[:-1])
            kind = chance.choice(["k0", "k1", "k2", None])
            lowest = -50.0 if twist == "losses" else 0.5
            amounts: dict[str, float | None] = {name: round(chance.uniform(lowest, 100), chance.randrange(0, 4)) for name in "xyz"}
            if twist == "missing":
                amounts = {name: None if chance.random() < 0.3 else value for name, value in amounts.items()}
            if twist == "nought" and not later:
                amounts = dict.fromkeys("xyz", 0.0)
            if twist == "empty_before" and not later:
                continue
            members = {"land": towns[town], "town": town, "kind": kind, "ware": f"w{(place * 7 + chance.randrange(2)) % 5}"}
            rows.append(Row(str(number), later, members, amounts))
    return [Row(row.cube, later, row.members, row.amounts) for row in rows for later in (False, True)] if twist == "same" else rows


def write_cubes(folder: Path, cubes: Iterable[list[Row]]) -> Path:
    (folder / "catalog").mkdir(parents=True)
    for name, text in {"wenshu.yaml": PROJECT, "catalog/cubes.yaml": CATALOG, "access.yaml": ACCESS}.items():
        (folder / name).write_text(text, "utf-8")
    with (folder / "cells.csv").open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        for number, row in enumerate(row for cube in cubes for row in cube):
            day = f"2026-0{2 if row.later else 1}-15"
            write((number, row.cube, day, *(row.members[name] for name in DIMENSIONS), *row.amounts.values()))
    with duckdb.connect(str(folder / "cubes.duckdb")) as connection:
        connection.execute(f"CREATE TABLE cells ({COLUMNS})")
        connection.execute("COPY cells FROM ? (HEADER false, NULL '')", [str(folder / "cells.csv")])
    return folder


Amounts = dict[str, float | None]


def total(rows: Iterable[Row], later: bool) -> Amounts:
    """The sum of each amount, None where nothing is known."""
    found: Amounts = {"x": None, "y": None, "z": None}
    for row in rows:
        for name, value in row.amounts.items():
            if row.later is later and value is not None:
                found[name] = (found[name] or 0.0) + value
    return found


def known(compute: Callable[[Amounts], float]) -> Callable[[Amounts], float | None]:
    """The value, or None where an amount is missing or a divisor is nought."""

    def value(amounts: Amounts) -> float | None:
        try:
            return compute(amounts)
        except (TypeError, ZeroDivisionError):
            return None

    return value


VALUES: dict[str, Callable[[Amounts], float | None]] = {
    "x": known(lambda a: a["x"] + 0.0),  # type: ignore[operator]  # missing amounts are caught
    "y": known(lambda a: a["y"] + 0.0),  # type: ignore[operator]
    "z": known(lambda a: a["z"] + 0.0),  # type: ignore[operator]
    "rate": known(lambda a: a["x"] / a["y"]),  # type: ignore[operator]
    "gain": known(lambda a: a["x"] - a["y"] - a["z"]),  # type: ignore[operator]
    "product": known(lambda a: a["x"] * a["y"] / a["z"]),  # type: ignore[operator]
    "margin": known(lambda a: (a["x"] - a["y"] - a["z"]) / a["x"]),  # type: ignore[operator]
    "share": known(lambda a: a["x"] / (a["x"] + a["z"]) - 1),  # type: ignore[operator]
    "twice": known(lambda a: a["x"] - a["y"] - a["z"] + 2 * a["x"] / a["y"]),  # type: ignore[operator]
}
INPUTS = {"gain": "xyz", "product": "xyz"}  # over what a formula is averaged, where its inputs are the amounts themselves
TERMS: dict[str, tuple[Callable[[Amounts], float], Callable[[Amounts], float]]] = {
    "rate": (lambda a: a["x"] or 0.0, lambda a: a["y"] or 0.0),
    "margin": (lambda a: (a["x"] or 0.0) - (a["y"] or 0.0) - (a["z"] or 0.0), lambda a: a["x"] or 0.0),
    "share": (lambda a: a["x"] or 0.0, lambda a: (a["x"] or 0.0) + (a["z"] or 0.0)),
}


def members_of(rows: list[Row], dimension: str) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row.members[dimension], []).append(row)
    return found


def adds_of_sum(rows: list[Row], metric: str, dimension: str) -> dict[str | None, float]:
    """What each member adds to a sum: its later value less its earlier one."""
    sign = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1), "gain": (1, -1, -1)}[metric]

    def worth(amounts: Amounts) -> float:
        return sum(factor * (amounts[name] or 0.0) for factor, name in zip(sign, "xyz", strict=True))

    return {member: worth(total(own, True)) - worth(total(own, False)) for member, own in members_of(rows, dimension).items()}


def effects_of_ratio(rows: list[Row], metric: str, dimension: str) -> dict[str | None, tuple[float, float]]:
    """Mix and rate effect of each member, by Kitagawa's midpoints; with a rate on one side only, the mix is at that one."""
    over, under = TERMS[metric]
    all_under = {later: under(total(rows, later)) for later in (False, True)}
    whole = {later: over(total(rows, later)) / all_under[later] for later in (False, True)}
    middle = (whole[False] + whole[True]) / 2
    found = {}
    for member, own in members_of(rows, dimension).items():
        amounts = {later: total(own, later) for later in (False, True)}
        weight = {later: under(amounts[later]) / all_under[later] for later in (False, True)}
        part = {later: over(amounts[later]) / all_under[later] for later in (False, True)}
        adds = part[True] - part[False] - middle * (weight[True] - weight[False])
        rates = [over(amounts[later]) / under(amounts[later]) for later in (False, True) if under(amounts[later])]
        mix = (sum(rates) / len(rates) - middle) * (weight[True] - weight[False]) if rates else 0.0
        found[member] = (mix, adds - mix)
    return found


def averaged(rows: list[Row], metric: str) -> dict[str, float] | None:
    """What each amount adds on average over every order in which they could have changed; None where one way there has no value."""
    names, value = INPUTS[metric], VALUES[metric]
    before, after = total(rows, False), total(rows, True)
    found, orders = dict.fromkeys(names, 0.0), list(permutations(names))
    for order in orders:
        now = dict(before)
        for name in order:
            old = value(now)
            now[name] = after[name]
            new = value(now)
            if old is None or new is None:
                return None
            found[name] += (new - old) / len(orders)
    return found
