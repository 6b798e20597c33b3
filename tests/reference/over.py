"""What an aggregate over members means: the metric's value in the cell of each member that has rows there, and one number of those."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from catalog.metric import OverMembers
from tests.reference.cell import ALWAYS, Cell
from tests.reference.numbers import aggregate, continuous

if TYPE_CHECKING:
    from tests.reference.metrics import Metrics


def of_members(metrics: Metrics, formula: OverMembers, cell: Cell) -> Cell:
    """The cell without the rows of no member; of a row with partners beyond a bridge, those that stand in the groups too."""
    names = formula.over.of
    every = frozenset(
        member
        for leaf, _ in metrics.leaves(metrics.formula(formula.metric), ALWAYS)
        for _, _, members in metrics.passing(leaf, names, ())
        for member in members
        if None not in member
    )
    return replace(cell, conditions=(*cell.conditions, (names, every)))


def over_members(metrics: Metrics, formula: OverMembers, cell: Cell) -> Any:
    over, cell = formula.over, of_members(metrics, formula, cell)
    names = (*(name for name, _ in cell.members), *over.of)
    here = tuple(member for _, member in cell.members)
    found = {
        its[len(here) :]
        for leaf, inner in metrics.leaves(metrics.formula(formula.metric), cell)
        for _, day, members in metrics.passing(leaf, names, inner.conditions)
        if inner.holds(day)
        for its in members
        if its[: len(here)] == here and None not in its[len(here) :]
    }
    if not found and cell.keyed:
        return None  # such a group is not there
    strict = replace(metrics, zeros=False)  # a member with nothing counted has no value
    each = [replace(cell, members=(*cell.members, *zip(over.of, member, strict=True)), keyed=True) for member in sorted(found, key=repr)]
    values = [strict.value(formula.metric, one) for one in each]
    return continuous(values, over.fraction) if over.fraction is not None else aggregate(over.take, values)
