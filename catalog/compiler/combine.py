"""Islands side by side: full joins on their keys, missing members matching missing members, no rows lost and none multiplied.

With a grain, the query's own days say which buckets there are: earlier days never add a time, only members within one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.bucket import Fill
from catalog.compiler.check import key_names
from catalog.compiler.day_count import day_count
from catalog.compiler.days import Days, days_of
from catalog.compiler.filters import Chosen
from catalog.compiler.grid import Grid
from catalog.compiler.island import Task, island_stage
from catalog.compiler.plan import Island, Plan
from catalog.compiler.small_groups import large_enough
from catalog.compiler.stage import Stack, Stage
from catalog.query import PERIOD, TIME


@dataclass(frozen=True)
class Side:
    """One island as a CTE; `key` spells its keys in the join."""

    name: str
    island: Island


def combined(plan: Plan, stack: Stack, chosen: tuple[Chosen, ...]) -> Stage:
    """All islands of the plan as one stage of keys and cells."""
    grid = Grid(plan, stack)
    stage = large_enough(plan, stack, islands_together(plan, stack, chosen, grid))
    if not plan.of_buckets:
        return stage
    rows = stack.push("cells", stage.select(list(stage.columns)))
    return with_buckets(plan, grid, rows, list(stage.columns))


def islands_together(plan: Plan, stack: Stack, chosen: tuple[Chosen, ...], grid: Grid) -> Stage:
    islands, spine = sorted(plan.islands.values(), key=plan.earlier), grid.spine if plan.dense else None
    if len(islands) == 1 and (spine is None or plan.query.group_by):
        return island_stage(Task(plan, islands[0], stack, chosen))
    sides = []
    for island in islands:
        stage = island_stage(Task(plan, island, stack, chosen))
        sides.append(Side(stack.push(side_name(plan, island), stage.select(list(island.parts))), island))
    return side_by_side(plan, stack, sides, spine)


def with_buckets(plan: Plan, grid: Grid, rows: str, columns: list[str]) -> Stage:
    """The rows with what is known of their buckets; with a fill and members, also the rows of every member's other buckets."""
    keys = key_names(plan.query)
    stage = Stage(tree.relation(rows), columns={name: tree.column(name, rows) for name in columns}, keys=keys)
    if plan.dense and plan.query.group_by:
        spelled: dict[str, list[exp.Expr]] = {key: [tree.column(key, rows)] for key in keys}
        source = exp.Subquery(this=grid.members(rows), alias=exp.TableAlias(this=tree.identifier("every")))
        stage.joins.append(full_join("every", source, spelled))
        stage.columns |= {key: coalesced(found) for key, found in spelled.items()}
    for name, fact in plan.of_buckets.items():
        found = grid.filled(fact, stage.use(TIME)) if isinstance(fact, Fill) else day_count(grid, stage, name, fact)
        stage.columns[name] = found
    if grid.joined:
        stage.joins.append(tree.joined(grid.bounds, None, kind="CROSS"))
    return stage


def side_name(plan: Plan, island: Island) -> str:
    return "earlier" if plan.earlier(island) else "now"


def side_by_side(plan: Plan, stack: Stack, sides: list[Side], spine: str | None = None) -> Stage:
    """The sides joined on their keys; where time is the only key, a spine leads."""
    keys, first = key_names(plan.query), sides[0].name if spine is None or plan.query.group_by else spine
    spelled: dict[str, list[exp.Expr]] = {key: [tree.column(key, first)] for key in keys}
    stage = Stage(tree.relation(first), keys=keys)
    times = times_of(plan, stack, sides, spine)
    for side in [side for side in sides if side.name != first]:
        stage.joins.append(join_of(plan, stack, side, spelled, times))
    stage.columns = {key: coalesced(found) for key, found in spelled.items()}
    for side in sides:
        stage.columns |= {name: tree.column(name, side.name) for name in side.island.parts}
    return stage


def coalesced(found: list[exp.Expr]) -> exp.Expr:
    copies = [part.copy() for part in found]
    return copies[0] if len(copies) == 1 else exp.Coalesce(this=copies[0], expressions=copies[1:])


def times_of(plan: Plan, stack: Stack, sides: list[Side], spine: str | None) -> str | None:
    """The buckets that the query's own days have, where earlier days have to be fitted to them."""
    if plan.query.grain is None or not any(plan.earlier(side.island) for side in sides):
        return None
    if not needs_times(plan):
        return sides[0].name
    made: exp.Select | exp.Union | None = None
    for name in (*([] if spine is None else [spine]), *(side.name for side in sides if not plan.earlier(side.island))):
        part = tree.select([tree.named(tree.column(key, name), key) for key in times_keys(plan)], tree.relation(name))
        made = part if made is None else exp.Union(this=made, expression=part, distinct=True)
    if isinstance(made, exp.Union):
        source = exp.Subquery(this=made, alias=exp.TableAlias(this=tree.identifier("buckets")))
        return stack.push("times", tree.select([tree.named(tree.column(key, "buckets"), key) for key in times_keys(plan)], source))
    assert made is not None
    made.set("distinct", exp.Distinct())
    return stack.push("times", made)


def times_keys(plan: Plan) -> tuple[str, ...]:
    """What says where earlier days may be: the bucket, in each of several periods by itself."""
    return tuple(key for key in key_names(plan.query) if key in (PERIOD, TIME))


def needs_times(plan: Plan) -> bool:
    """Members (or periods) may be in earlier days alone; with time as the only key there is nothing to keep."""
    return len(key_names(plan.query)) > 1


def join_of(plan: Plan, stack: Stack, side: Side, spelled: dict[str, list[exp.Expr]], times: str | None) -> exp.Join:
    """The join of one more side; notes how its keys are spelled."""
    if not spelled:
        return tree.joined(tree.relation(side.name), None, kind="CROSS")
    if not plan.earlier(side.island) or times is None:
        return full_join(side.name, tree.relation(side.name), spelled)
    days = days_of(plan.query, side.island.scope, plan.ruler)
    if not needs_times(plan):
        now = days.looked_up(coalesced(spelled[TIME]))
        return tree.joined(tree.relation(side.name), exp.EQ(this=now, expression=tree.column(TIME, side.name)), side="LEFT")
    fitted = fitted_to(times, side, days, tuple(spelled))
    return full_join(side.name, exp.Subquery(this=fitted, alias=exp.TableAlias(this=tree.identifier(side.name))), spelled)


def full_join(name: str, source: exp.Expr, spelled: dict[str, list[exp.Expr]]) -> exp.Join:
    on = tree.both([tree.same(coalesced(found), tree.column(key, name)) for key, found in spelled.items()])
    for key, found in spelled.items():
        found.append(tree.column(key, name))
    return tree.joined(source, on, side="FULL")


def fitted_to(times: str, side: Side, days: Days, keys: tuple[str, ...]) -> exp.Select:
    """An earlier side's rows under the buckets of the query's own days."""
    on: exp.Expr = exp.EQ(this=days.looked_up(tree.column(TIME, times)), expression=tree.column(TIME, side.name))
    if PERIOD in keys:
        on = exp.And(this=exp.EQ(this=tree.column(PERIOD, times), expression=tree.column(PERIOD, side.name)), expression=on)
    columns = [tree.named(tree.column(key, times if key == TIME else side.name), key) for key in keys]
    columns += [tree.named(tree.column(part, side.name), part) for part in side.island.parts]
    return tree.select(columns, tree.relation(times), [tree.joined(tree.relation(side.name), on)])
