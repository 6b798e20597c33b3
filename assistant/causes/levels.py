"""A change along the levels of a hierarchy, all read by one query; the level told is the one whose members explain the finest one best.

If all stores of a region fall alike, the region is the cause, and not its largest store; if one store falls, it is the store. Measured as
the part of what the finest members add beyond their size that is left when each member named, and all others together, move as one: the
generalized ripple effect of Squeeze (Li et al., ISSRE 2019).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.causes.choice import PRICE
from assistant.causes.dimensions import Line
from assistant.causes.inquiry import Inquiry, Table
from assistant.causes.sides import Key, Pair, Values
from assistant.causes.slices import Slice, summed
from assistant.causes.subject import Split, Subject, slices_of, split, table_of

CLEARLY = 0.02  # of what is to be explained: what a coarser level has to leave less of than a finer one


def best_split(inquiry: Inquiry, subject: Subject, line: Line) -> Split | None:
    """The change by the level of the line that is to be told; None where no level can be had."""
    table = table_of(inquiry, subject, line)
    if table is None or (len(line) > 1 and (table.is_cut or table.is_joined)):
        return best_of_each(inquiry, subject, line)
    if len(line) == 1:
        return split(subject, line[0], table)
    levels = [split(subject, name, rolled_up(table, place)) for place, name in enumerate(line)]
    finest = finest_slices(subject, table)
    found = [(level, left(level, finest, place, subject.change)) for place, level in enumerate(levels) if level is not None]
    named = [each for each in found if each[0].breakdown.leading] or found
    least = min((rest for _, rest in named), default=0.0)
    finest_first = list(reversed(named))
    ranked = sorted(finest_first, key=lambda each: 0.0 if each[1] <= least + CLEARLY else each[1])
    return replace(ranked[0][0], others=tuple(level for level, _ in ranked[1:])) if ranked else None


def best_of_each(inquiry: Inquiry, subject: Subject, line: Line) -> Split | None:
    """Each level by a query of its own, where one query for all holds too many rows or too small groups: the one that says most."""
    found: list[Split] = []
    for name in line:
        table = table_of(inquiry, subject, (name,))
        level = split(subject, name, table) if table is not None else None
        if level is not None:
            found.append(level)
    return max(reversed(found), key=lambda level: level.chosen.score, default=None)


def rolled_up(table: Table, place: int) -> Table:
    """The table by one of its levels alone."""
    members: dict[Key, list[tuple[Pair, ...]]] = {}
    for key, pairs in table.values.items():
        members.setdefault((key[place],), []).append(pairs)
    values: Values = {key: tuple(summed(column) for column in zip(*rows, strict=True)) for key, rows in members.items()}
    return Table(values, table.is_cut, table.is_joined)


def finest_slices(subject: Subject, table: Table) -> list[Slice]:
    """What each combination of the levels adds; the member is the whole key."""
    found = slices_of(subject, Table({(key,): pairs for key, pairs in table.values.items()}))
    return found or []


def left(level: Split, finest: Sequence[Slice], place: int, change: float) -> float:
    """The part of what the finest members add beyond their size that is left when the named members and all others each move as one."""
    named: dict[Any, int] = {part.member: number for number, part in enumerate(level.chosen.leading)}
    groups: dict[int, list[Slice]] = {}
    for part in finest:
        groups.setdefault(named.get(part.member[place], -1), []).append(part)
    apart = math.fsum(apart_from(parts, math.fsum(part.adds for part in parts)) for parts in groups.values())
    whole = apart_from(finest, change)
    return (apart / whole if whole else 1.0) + PRICE * max(0, len(named) - 1)


def apart_from(parts: Sequence[Slice], adds: float) -> float:
    """How far the parts lie from adding in proportion to their size."""
    size = math.fsum(part.weight for part in parts)
    return math.fsum(abs(part.adds - (adds * part.weight / size if size else 0.0)) for part in parts)
