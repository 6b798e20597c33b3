"""Rows in lists, and how a row finds what describes it: the catalog's joins walked by nested loops. No SQL engine, none of our compiler."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from catalog.catalog import Catalog

Row = Mapping[str, Any]
Reader = Callable[[str], Any]
Meaning = Callable[[Reader], Any]  # what an SQL text says of a row: a function of the columns that it names


class Unsupported(Exception):
    """The catalog has no answer: the codes that may be given for it."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = codes


@dataclass
class Tables:
    """A catalog's rows by dataset, and the meaning of each SQL text that the catalog uses (a bare column's is itself)."""

    catalog: Catalog
    rows: Mapping[str, Sequence[Row]]
    meanings: Mapping[str, Meaning]
    found: dict[Any, Any] = field(default_factory=dict)

    def read(self, dataset: str, at: int, text: str) -> Any:
        """The value of an SQL text for one row of a dataset."""
        key = (dataset, at, text)
        if key not in self.found:
            meaning = self.meanings.get(text)
            self.found[key] = self.column(dataset, at, text) if meaning is None else meaning(lambda name: self.column(dataset, at, name))
        return self.found[key]

    def column(self, dataset: str, at: int, name: str) -> Any:
        """An own column, or `other.column` of the row that the shortest path finds."""
        other, _, column = name.strip('"').rpartition(".")
        if not other:
            return self.rows[dataset][at][column]
        place = self.walk(dataset, at, self.path(dataset, other, ()))
        return None if place is None else self.rows[other][place][column]

    def dimension(self, dataset: str, at: int, name: str) -> Any:
        """The member of a dimension that a row of `dataset` belongs to; None where the joins find nothing."""
        key = ("dimension", dataset, at, name)
        if key not in self.found:
            declared = self.catalog.dimensions[name]
            place = self.walk(dataset, at, self.path(dataset, declared.dataset, declared.via))
            self.found[key] = None if place is None else self.read(declared.dataset, place, declared.expression)
        return self.found[key]

    def walk(self, dataset: str, at: int, steps: Sequence[tuple[str, tuple[tuple[str, str], ...]]]) -> int | None:
        place = at
        for other, keys in steps:
            row = self.rows[dataset][place]
            wanted = [row[own] for own, _ in keys]
            matches = [
                number
                for number, candidate in enumerate(self.rows[other])
                if all(value is not None and candidate[theirs] == value for value, (_, theirs) in zip(wanted, keys, strict=True))
            ]
            if not matches:
                return None
            assert len(matches) == 1, f"{dataset} > {other} multiplies rows"
            dataset, place = other, matches[0]
        return place

    def path(self, root: str, target: str, via: tuple[str, ...]) -> Sequence[tuple[str, tuple[tuple[str, str], ...]]]:
        """The shortest way along joins that keep the number of rows, through the roles in order; several shortest ones are ambiguous."""
        key = ("path", root, target, via)
        if key not in self.found:
            self.found[key] = self.shortest(root, target, via)
        if isinstance(self.found[key], str):
            raise Unsupported(self.found[key])
        return self.found[key]  # type: ignore[no-any-return]

    def shortest(self, root: str, target: str, via: tuple[str, ...]) -> Any:
        ways: list[tuple[list[Any], list[str], list[str]]] = [([], [root], [])]  # steps, datasets seen, roles taken
        for _ in range(9):
            arrived = [steps for steps, seen, roles in ways if seen[-1] == target and in_order(via, roles)]
            if arrived:
                return arrived[0] if len(arrived) == 1 else "ambiguous_path"
            ways = [
                ([*steps, (other, keys)], [*seen, other], [*roles, *([role] if role else [])])
                for steps, seen, roles in ways
                for other, keys, role in self.steps(seen[-1])
                if other not in seen or (role in via and role not in roles)
            ]
        return "unreachable_dimension"

    def steps(self, dataset: str) -> list[tuple[str, tuple[tuple[str, str], ...], str | None]]:
        found = []
        for join in self.catalog.joins:
            if join.left == dataset and join.cardinality in ("many_to_one", "one_to_one"):
                found.append((join.right, join.keys, join.role))
            if join.right == dataset and join.cardinality in ("one_to_many", "one_to_one"):
                found.append((join.left, tuple((right, left) for left, right in join.keys), join.role))
        return found

    def day(self, dataset: str, at: int, time: str | None) -> date | None:
        """The day of a row by a time column, the dataset's own unless named."""
        column = time or self.catalog.datasets[dataset].time
        value = None if column is None else self.rows[dataset][at][column]
        return value.date() if isinstance(value, datetime) else value


def in_order(wanted: Sequence[str], roles: Sequence[str]) -> bool:
    left = iter(roles)
    return all(role in left for role in wanted)
