"""Minimum group size: what is counted over fewer entities than a dataset declares is shown to nobody, nor can it be told from the rest.

Small groups become one row without members, together with the smallest group that is large enough, so that the total less the rows
shown is never a small group. Where nothing large enough is left there is no row; a group is as absent as one that has no data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler import tree
from catalog.compiler.check import key_names
from catalog.compiler.part import MERGED_BY, Part
from catalog.compiler.plan import Island, Plan, unused
from catalog.compiler.stage import Stack, Stage
from catalog.dataset import MinGroup
from catalog.errors import Unanswerable
from catalog.lineage import datasets_of
from catalog.query import PERIOD, TIME, Rank, Running

NOTE, ONE_NOTE = "small_groups_joined", "small_group_hidden"
ADDED = ("sum", "count", "count_distinct", "average")  # of others one value is some one entity's
SMALL, SIZE, JOINED, PLACE, ANY = "is small", "entities", "is joined", "place by size", "any small"  # no column can be called so


@dataclass(frozen=True)
class Entities(Part):
    """How many entities a part of an island counts over, and how many it takes."""

    size: int = 0


def without_fills(catalog: Catalog) -> Catalog:
    """The catalog for compiling: no metric over small groups has a value where it has none, or a hidden group would read as that value."""
    found: Catalog | None = catalog.memo.get("without_fills")
    if found is None:
        found = catalog
        if any(dataset.privacy is not None for dataset in catalog.datasets.values()):
            found = replace(catalog, metrics={name: replace(each, fill_nulls_with=None) for name, each in catalog.metrics.items()})
        catalog.memo["without_fills"] = found
    return found


def protect(plan: Plan) -> None:
    """Counts the entities beside every part of the plan. Raises Unanswerable for what tells of one entity whatever the group's size."""
    for island in plan.islands.values():
        rules = rules_of(plan.catalog, island)
        if not rules:
            continue
        check_island(island)
        for part in dict.fromkeys(Part("count", filter=part.filter, members=part.members) for part in tuple(island.parts.values())):
            for rule in rules:
                counted = Entities("count_distinct", rule.entity, part.filter, part.members, size=rule.size)
                island.parts[unused(plan, "group_size")] = counted
        plan.notes[NOTE if key_names(plan.query) else ONE_NOTE] = None
    if sizes_of(plan) and any(isinstance(measure.shown, Running) for measure in plan.query.measures):
        raise Unanswerable("small_groups_running", metric=plan.query.measures[0].metric)


def rules_of(catalog: Catalog, island: Island) -> tuple[MinGroup, ...]:
    """What the datasets that an island reads declare."""
    scope = island.scope
    events = (scope.events.converted.dataset,) if scope.events else ()
    values = sorted(datasets_of(catalog, scope.values.metric)) if scope.values else ()
    names = (scope.dataset, *events, *values)
    found = (catalog.dataset(name).privacy for name in dict.fromkeys(names))
    return tuple(rule for rule in found if rule is not None)


def check_island(island: Island) -> None:
    scope = island.scope
    if scope.window is not None:
        raise Unanswerable("small_groups_window", metric=island.metric)
    if scope.events is not None or scope.values is not None or scope.take in ("min", "max"):
        raise Unanswerable("small_groups_kind", metric=island.metric)
    if any(part.function not in ADDED for part in island.parts.values()):
        raise Unanswerable("small_groups_function", metric=island.metric)


def sizes_of(plan: Plan) -> dict[str, int]:
    """The columns that hold numbers of entities, with the least number."""
    parts = (item for island in plan.islands.values() for item in island.parts.items())
    return {name: part.size for name, part in parts if isinstance(part, Entities)}


def large_enough(plan: Plan, stack: Stack, stage: Stage) -> Stage:
    """The rows of large enough groups, and one row of the others together; the stage itself where nothing is protected."""
    sizes = sizes_of(plan)
    if not sizes:
        return stage
    cells = [name for name in stage.columns if name not in sizes and name not in stage.keys]
    rows = stack.push("cells", stage.select(list(stage.columns)))
    sized = stack.push("sized", sized_rows(rows, stage.keys, cells, sizes))
    if not stage.keys:
        return blanked(sized, cells)
    times = tuple(key for key in stage.keys if key in (PERIOD, TIME))
    dimensions = tuple(key for key in stage.keys if key not in times)
    if dimensions:
        placed = stack.push("placed", placed_rows(sized, times, dimensions, cells))
        sized = stack.push("joined", joined_rows(plan, placed, times, dimensions, cells))
    if TIME not in times:
        return kept(plan, sized, stage.keys, cells)
    last = stack.push("placed", placed_rows(sized, tuple(key for key in times if key == PERIOD), stage.keys, cells, bool(dimensions)))
    return kept(plan, last, stage.keys, cells, by_time=True)


def sized_rows(rows: str, keys: Sequence[str], cells: Sequence[str], sizes: dict[str, int]) -> exp.Select:
    """The rows with the least number of entities of any part, and whether one is too small; a part without rows has none."""
    counts = {name: exp.Coalesce(this=tree.column(name, rows), expressions=[tree.number(0)]) for name in sizes}
    small = tree.either([exp.LT(this=count.copy(), expression=tree.number(sizes[name])) for name, count in counts.items()])
    first, *others = counts.values()
    least = exp.Least(this=first, expressions=others) if others else first
    assert small is not None
    columns = [tree.named(tree.column(name, rows), name) for name in (*keys, *cells)]
    return tree.select([*columns, tree.named(least, SIZE), tree.named(small, SMALL)], tree.relation(rows))


def blanked(rows: str, cells: Sequence[str]) -> Stage:
    """The one row of a query without keys; where it is too small it has no value, as if there were no data."""
    made = {name: exp.case().when(exp.Not(this=tree.column(SMALL, rows)), tree.column(name, rows)) for name in cells}
    return Stage(tree.relation(rows), columns=dict(made))


def placed_rows(rows: str, within: Sequence[str], keys: Sequence[str], cells: Sequence[str], joined: bool = False) -> exp.Select:
    """The rows with their place by size among the small and among the large ones, and whether any is small, each within the given keys."""
    around = [tree.column(key, rows) for key in within]
    order = [tree.ordered(tree.column(name, rows), False) for name in (SIZE, *keys)]
    place = tree.window(exp.RowNumber(), [*(each.copy() for each in around), tree.column(SMALL, rows)], order)
    count = exp.Sum(this=exp.case().when(tree.column(SMALL, rows), tree.number(1)).else_(tree.number(0)))
    some = exp.GT(this=tree.window(count, around), expression=tree.number(0))
    kept_columns = dict.fromkeys((*within, *keys, *cells, SIZE, SMALL, *([JOINED] if joined else [])))
    columns = [tree.named(tree.column(name, rows), name) for name in kept_columns]
    return tree.select([*columns, tree.named(place, PLACE), tree.named(some, ANY)], tree.relation(rows))


def joined_rows(plan: Plan, rows: str, times: Sequence[str], dimensions: Sequence[str], cells: Sequence[str]) -> exp.Select:
    """Small groups, the smallest large one, and the missing members with them, as one row without members in each bucket."""
    missing = tree.both([exp.Is(this=tree.column(name, rows), expression=exp.Null()) for name in dimensions])
    first = exp.EQ(this=tree.column(PLACE, rows), expression=tree.number(1))
    partner = exp.And(this=tree.column(ANY, rows), expression=exp.Paren(this=exp.Or(this=first, expression=missing)))
    gone = exp.Or(this=tree.column(SMALL, rows), expression=partner)
    keys = [tree.named(tree.column(name, rows), name) for name in times]
    apart = exp.Not(this=exp.Paren(this=gone.copy()))
    keys += [tree.named(exp.case().when(apart.copy(), tree.column(name, rows)), name) for name in dimensions]
    keys.append(tree.named(gone, JOINED))
    parts = {name: part for island in plan.islands.values() for name, part in island.parts.items()}
    merged = [tree.named(merge(parts[name], tree.column(name, rows), exp.Paren(this=gone.copy())), name) for name in cells]
    size = tree.named(exp.Max(this=tree.column(SIZE, rows)), SIZE)
    small = tree.named(exp.LogicalAnd(this=tree.column(SMALL, rows)), SMALL)
    return tree.select([*keys, *merged, size, small], tree.relation(rows), grouped=len(keys))


def merge(part: Part, cell: exp.Expr, gone: exp.Expr) -> exp.Expr:
    """The part of the joined row; what does not add up from parts is not known of it."""
    if part.function in MERGED_BY:
        return exp.Sum(this=cell)
    return exp.Max(this=exp.case().when(exp.Not(this=gone), cell))


def kept(plan: Plan, rows: str, keys: Sequence[str], cells: Sequence[str], by_time: bool = False) -> Stage:
    """What is left to show: no small row, nor the smallest other one where buckets of time are gone, nor a joined row in a ranking."""
    where: list[exp.Expr] = [exp.Not(this=tree.column(SMALL, rows))]
    if by_time:
        second = exp.GT(this=tree.column(PLACE, rows), expression=tree.number(1))
        where.append(exp.Paren(this=exp.Or(this=exp.Not(this=tree.column(ANY, rows)), expression=second)))
    ranked = plan.query.limit is not None or any(isinstance(measure.shown, Rank) for measure in plan.query.measures)
    if ranked and plan.query.group_by:
        where.append(exp.Not(this=tree.column(JOINED, rows)))
    columns: dict[str, exp.Expr] = {name: tree.column(name, rows) for name in (*keys, *cells)}
    return Stage(tree.relation(rows), [], where, columns, tuple(keys))
