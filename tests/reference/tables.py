"""Rows in lists, and how a row finds what describes it: the catalog's joins walked by nested loops. No SQL engine, none of our compiler."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
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


@dataclass(frozen=True)
class Step:
    """One join in one direction; it `fans` out where a row may find several."""

    other: str
    keys: tuple[tuple[str, str], ...]
    role: str | None = None
    fans: bool = False


Steps = tuple[Step, ...]
Partners = tuple[tuple[Steps, int | None], ...]  # a row of each bridge, by the way to it; None where nothing is found
ALONE: Partners = ()


@dataclass
class Tables:
    """A catalog's rows by dataset, and the meaning of each SQL text that the catalog uses (a bare column's is itself)."""

    catalog: Catalog
    rows: Mapping[str, Sequence[Row]]
    meanings: Mapping[str, Meaning]
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the datasets that an SQL text names
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    found: dict[Any, Any] = field(default_factory=dict)

    def read(self, dataset: str, at: int, text: str, time: str | None = None, partners: Partners = ALONE) -> Any:
        """The value of an SQL text for one row of a dataset."""
        key = (dataset, at, text, time, partners)
        if key not in self.found:
            self.found[key] = self.meant(text, lambda name: self.column(dataset, at, name, time, partners))
        return self.found[key]

    def meant(self, text: str, get: Reader) -> Any:
        meaning = self.meanings.get(text)
        return get(text) if meaning is None else meaning(get)

    def holds(self, dataset: str, at: int, text: str, time: str | None) -> bool:
        """Whether a row passes a filter: whether it has a partner that does, where the filter's column is beyond a bridge."""
        paths = [self.path(dataset, other, ()) for other in self.others.get(text, ())]
        return any(self.read(dataset, at, text, time, partners) is True for partners in self.together(dataset, at, paths, time))

    def column(self, dataset: str, at: int, name: str, time: str | None, partners: Partners) -> Any:
        """An own column, or `other.column` of the row that the shortest path finds."""
        other, _, column = name.strip('"').rpartition(".")
        if not other:
            return self.rows[dataset][at][column]
        place = self.end(dataset, at, self.path(dataset, other, ()), time, partners)
        return None if place is None else self.rows[other][place][column]

    def dimension(self, dataset: str, at: int, name: str, time: str | None, partners: Partners = ALONE) -> Any:
        """The member of a dimension that a row of `dataset` (with these partners) belongs to; None where the joins find nothing."""
        key = ("dimension", dataset, at, name, time, partners)
        if key not in self.found:
            declared = self.catalog.dimensions[name]
            place = self.end(dataset, at, self.path(dataset, declared.dataset, declared.via), time, partners)
            self.found[key] = None if place is None else self.read(declared.dataset, place, declared.expression)
        return self.found[key]

    def bridged(self, dataset: str, name: str) -> bool:
        """Whether a dimension is beyond a bridge."""
        declared = self.catalog.dimensions[name]
        try:
            return up_to_bridge(self.path(dataset, declared.dataset, declared.via)) is not None
        except Unsupported:
            return False

    def partners(self, dataset: str, at: int, names: Sequence[str], time: str | None) -> Sequence[Partners]:
        """Every way to choose one partner of a row beyond each bridge on the way to the dimensions; one way where there is no bridge."""
        key = ("partners", dataset, at, tuple(names), time)
        if key not in self.found:
            declared = [self.catalog.dimensions[name] for name in names]
            self.found[key] = self.together(dataset, at, [self.path(dataset, one.dataset, one.via) for one in declared], time)
        return self.found[key]  # type: ignore[no-any-return]

    def together(self, dataset: str, at: int, paths: Sequence[Steps], time: str | None) -> Sequence[Partners]:
        bridges = list(dict.fromkeys(found for path in paths if (found := up_to_bridge(path)) is not None))
        day = self.day(dataset, at, time)
        places = [self.walk(dataset, at, bridge, day) or [None] for bridge in bridges]
        return [tuple(zip(bridges, chosen, strict=True)) for chosen in product(*places)]

    def end(self, dataset: str, at: int, path: Steps, time: str | None, partners: Partners) -> int | None:
        """The row that a path finds, with the partner chosen where it goes through a bridge."""
        bridge, day = up_to_bridge(path), self.day(dataset, at, time)
        places: list[int | None] = [at]
        if bridge is not None:
            places = [place for its, place in partners if its == bridge]
            assert len(places) == 1, f"{dataset} > {path} has no partner chosen"
            dataset, path = bridge[-1].other, path[len(bridge) :]
        found = [] if places[0] is None else self.walk(dataset, places[0], path, day)
        return found[0] if found else None

    def walk(self, dataset: str, at: int, steps: Steps, day: date | None) -> list[int]:
        """The rows that a row finds step by step: one at most, unless a step fans out. Of a history the row that held on the day."""
        places = [at]
        for step in steps:
            history = self.catalog.datasets[step.other].validity
            places = [
                number
                for place in places
                for number, candidate in enumerate(self.rows[step.other])
                if all(same_key(self.rows[dataset][place][own], candidate[theirs]) for own, theirs in step.keys)
                and (history is None or held(candidate[history.start], candidate[history.end], day))
            ]
            assert len(places) < 2 or up_to_bridge(steps), f"{dataset} > {step} multiplies rows"
            dataset = step.other
        return list(dict.fromkeys(places))

    def path(self, root: str, target: str, via: tuple[str, ...]) -> Steps:
        """The shortest way along joins that keep the number of rows, through the roles in order, or through a bridge if there is no other.

        Several shortest ones are ambiguous.
        """
        key = ("path", root, target, via)
        if key not in self.found:
            found = self.shortest(root, target, via, False)
            self.found[key] = self.shortest(root, target, via, True) if found == "unreachable_dimension" else found
        if isinstance(self.found[key], str):
            raise Unsupported(self.found[key])
        return self.found[key]  # type: ignore[no-any-return]

    def shortest(self, root: str, target: str, via: tuple[str, ...], bridges: bool) -> Any:
        ways: list[tuple[Steps, list[str], list[str]]] = [((), [root], [])]  # steps, datasets seen, roles taken
        for _ in range(9):
            arrived = [steps for steps, seen, roles in ways if seen[-1] == target and in_order(via, roles)]
            if arrived:
                return arrived[0] if len(arrived) == 1 else "ambiguous_path"
            ways = [
                ((*steps, step), [*seen, step.other], [*roles, *([step.role] if step.role else [])])
                for steps, seen, roles in ways
                for step in self.steps(seen[-1])
                if (bridges or not step.fans) and (step.other not in seen or (step.role in via and step.role not in roles))
            ]
        return "unreachable_dimension"

    def steps(self, dataset: str) -> list[Step]:
        found = []
        for join in self.catalog.joins:
            turned = tuple((right, left) for left, right in join.keys)
            both = join.cardinality == "many_to_many"
            if join.left == dataset and join.cardinality in ("many_to_one", "one_to_one"):
                found.append(Step(join.right, join.keys, join.role))
            if join.right == dataset and join.cardinality in ("one_to_many", "one_to_one"):
                found.append(Step(join.left, turned, join.role))
            if join.left == dataset and (both or (join.cardinality == "one_to_many" and self.catalog.datasets[join.right].bridge)):
                found.append(Step(join.right, join.keys, join.role, True))
            if join.right == dataset and (both or (join.cardinality == "many_to_one" and self.catalog.datasets[join.left].bridge)):
                found.append(Step(join.left, turned, join.role, True))
        return found

    def day(self, dataset: str, at: int, time: str | None) -> date | None:
        """The day of a row by a time column, the dataset's own unless named."""
        column = time or self.catalog.datasets[dataset].time
        value = None if column is None else self.rows[dataset][at][column]
        return value.date() if isinstance(value, datetime) else value


def in_order(wanted: Sequence[str], roles: Sequence[str]) -> bool:
    left = iter(roles)
    return all(role in left for role in wanted)


def up_to_bridge(path: Steps) -> Steps | None:
    """The way into the first bridge of a path."""
    return next((path[: at + 1] for at, step in enumerate(path) if step.fans), None)


def same_key(own: Any, other: Any) -> bool:
    return own is not None and bool(own == other)


def held(start: date | None, end: date | None, day: date | None) -> bool:
    return day is not None and start is not None and start <= day and (end is None or day < end)
