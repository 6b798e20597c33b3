"""One island as a stage: its keys and cells over its rows.

A condition that all parts share goes to WHERE; others stay at their aggregate. Where parts merge, rows are first aggregated by the
raw key of the one dimension table that the keys need (or by day), and joined or truncated afterwards: few rows then meet the join.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from catalog.calendar import Calendar
from catalog.compiler import tree
from catalog.compiler.check import key_names
from catalog.compiler.days import Days, days_of
from catalog.compiler.facts import last_day_of
from catalog.compiler.filters import Chosen, alternatives, chosen_condition, filter_conditions, metric_condition
from catalog.compiler.fragments import Fragment, conditions, dimension, scalar
from catalog.compiler.links import left_join, left_key
from catalog.compiler.members import member_conditions
from catalog.compiler.part import MERGED_BY, Part
from catalog.compiler.plan import Island, Plan
from catalog.compiler.reader import SPANS, Reader, time_keys
from catalog.compiler.stage import Stack, Stage
from catalog.errors import Unanswerable
from catalog.joins import Path
from catalog.metric import Grain, Offset, StartOf, ToDate, Trailing
from catalog.period import Period, nests, start_of
from catalog.query import PERIOD, Filter

DAY = "day"  # the column of a staged island that holds the row's day
SNAPSHOTS = "chosen days"  # the alias of a level's snapshot days; no dataset can be called so


@dataclass
class Task:
    """An island being written: the plan, its chosen members (`within` CTEs) and the CTEs so far."""

    plan: Plan
    island: Island
    stack: Stack
    chosen: tuple[Chosen, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return key_names(self.plan.query)

    @property
    def root(self) -> Path:
        return Path(self.island.scope.dataset)

    def reader(self) -> Reader:
        return Reader(self.plan.catalog, self.island.scope.dataset, self.plan.datasets, self.island.scope.time)

    def days(self) -> Days:
        check_time(self)
        return days_of(self.plan.query, self.island.scope, self.plan.ruler)

    def day(self) -> exp.Expr | None:
        scope = self.island.scope
        return None if scope.time is None else tree.column(scope.time, scope.dataset)


def island_stage(task: Task) -> Stage:
    """The island, grouped by the query's keys."""
    from catalog.compiler.conversion import conversion_stage
    from catalog.compiler.level import averaged_level  # the special kinds build on this module
    from catalog.compiler.over_members import over_members_stage
    from catalog.compiler.windows import windowed

    if task.island.scope.events is not None:
        return conversion_stage(task)
    if task.island.scope.values is not None:
        return over_members_stage(task)
    if task.island.scope.window is not None and task.plan.query.grain is not None:
        return windowed(task)
    if task.island.scope.take in ("average", "min", "max"):
        return averaged_level(task)
    first = None if task.island.scope.take else keyed_first(task)
    return plain(task) if first is None else merged(task, first)


def check_time(task: Task) -> None:
    """A dataset without days has no answer for days, and one by month none for a week."""
    query, scope, metric = task.plan.query, task.island.scope, task.island.metric
    if scope.time is None:
        if query.grain is not None or query.periods or scope.take or scope.window:
            raise Unanswerable("no_time", metric=metric, dataset=scope.dataset)
        return
    finest = task.plan.catalog.dataset(scope.dataset).time_grain
    if finest == "day":
        return
    if query.grain is not None and not nests(finest, query.grain, task.plan.catalog.calendar):
        raise Unanswerable("time_too_fine", metric=metric, grain=query.grain, finest=finest)
    for period in query.periods:
        if not begins(period, finest, task.plan.catalog.calendar):
            raise Unanswerable("period_too_fine", metric=metric, finest=finest, start=period.start, end=period.end)


def begins(period: Period, grain: Grain, calendar: Calendar) -> bool:
    """Whether the period is whole grains, or the last one is only unfinished."""
    ends_whole = period.end == date.max or start_of(period.end, grain, calendar) == period.end
    return ends_whole and start_of(period.start, grain, calendar) == period.start


def common_conditions(task: Task, reader: Reader, keys: Mapping[str, exp.Expr]) -> None:
    """The query's filters, its alternatives and chosen members, and the metric's own members; `keys` are the rows' time keys."""
    reader.where += filter_conditions(reader, task.plan.query.filters, of_query=True)
    reader.where += [alternatives(reader, choice, task.plan.query.group_by) for choice in task.plan.query.any_of]
    reader.where += [chosen_condition(reader, each) for each in task.chosen]
    if task.island.scope.conditions:
        reader.where += member_conditions(task.plan, task.island.scope, task.stack, reader, keys)


def part_conditions(task: Task, part: Part) -> dict[object, Fragment | Filter]:
    """A part's own conditions by what they say, so that equal ones are found."""
    found: dict[object, Fragment | Filter] = {}
    for fragment in conditions(task.plan.catalog, task.root, part.filter):
        found[fragment.text] = fragment
    for members in part.members:
        found[members] = members
    return found


def own_conditions(task: Task, reader: Reader) -> dict[str, exp.Expr | None]:
    """What each part has to test by itself; what all parts share becomes a condition of the rows."""
    by_part = {name: part_conditions(task, part) for name, part in task.island.parts.items()}
    if keeps_none(task):
        return {name: tree.both([metric_condition(reader, each) for each in own.values()]) for name, own in by_part.items()}
    first, *others = by_part.values()
    shared = [key for key in first if all(key in other for other in others)]
    reader.where += [metric_condition(reader, first[key]) for key in shared]
    rest = {name: [own[key] for key in own if key not in shared] for name, own in by_part.items()}
    if rest and all(rest.values()):
        sides = dict.fromkeys(tuple(own) for own in rest.values())
        anded = [tree.both([metric_condition(reader, condition) for condition in side]) for side in sides]
        any_of = tree.either(exp.Paren(this=side) if isinstance(side, exp.And) else side for side in anded if side is not None)
        reader.where += [any_of] if any_of is not None else []
    return {name: tree.both([metric_condition(reader, condition) for condition in own]) for name, own in rest.items()}


def keeps_none(task: Task) -> bool:
    """Whether a count is bounded so that none will do: members of whose rows no one counts have 0, and must not be left out.

    Not where a definition chooses members: there a count of nothing is missing, unless its metric says what it then is. Nor of a level,
    whose days without rows are no zeros."""
    if task.plan.lists or task.island.scope.take is not None:
        return False
    tests: dict[str, Callable[[float], bool]] = {
        "<": lambda value: value > 0,
        "<=": lambda value: value >= 0,
        "=": lambda value: value == 0,
        "!=": lambda value: value != 0,
        ">=": lambda value: value <= 0,
        ">": lambda value: value < 0,
    }
    counts = all(part.function in ("count", "count_distinct") for part in task.island.parts.values())
    return counts and any(
        tests[bound.operator](float(bound.value)) for bound in task.plan.query.having if bound.column == task.island.metric
    )


def aggregate(part: Part, argument: exp.Expr | None) -> exp.Expr:
    """The part's function; count without an expression counts rows."""
    match part.function:
        case "count":
            return exp.Count(this=exp.Star() if argument is None else argument, big_int=True)
        case "count_distinct":
            return exp.Count(this=exp.Distinct(expressions=[argument]), big_int=True)
        case "sum":
            return exp.Sum(this=argument)
        case "min":
            return exp.Min(this=argument)
        case "max":
            return exp.Max(this=argument)
        case "average":
            return exp.Avg(this=exp.cast(argument or exp.Null(), "DOUBLE"))
        case "median":
            return exp.Median(this=exp.cast(argument or exp.Null(), "DOUBLE"))  # of a DECIMAL it would drop half cents
        case "percentile":
            return exp.PercentileCont(this=exp.cast(argument or exp.Null(), "DOUBLE"), expression=tree.number(part.fraction or 0.0))


def filtered(aggregated: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    return aggregated if condition is None else exp.Filter(this=aggregated, expression=exp.Where(this=condition))


def cells(task: Task, reader: Reader) -> dict[str, exp.Expr]:
    """Every part as an aggregate over the reader's rows."""
    own = own_conditions(task, reader)
    found: dict[str, exp.Expr] = {}
    for name, part in task.island.parts.items():
        argument = None if part.expression is None else reader.use(scalar(task.plan.catalog, task.root, part.expression))
        found[name] = filtered(aggregate(part, argument), own[name])
    return found


def rows_with_keys(task: Task, reader: Reader) -> dict[str, exp.Expr]:
    """The time keys and the conditions of the island's rows."""
    days, day = task.days(), task.day()
    keys = {} if day is None else dict(time_keys(reader, day, days, task.plan.query.grain, task.keys))
    if day is not None and (start := starting(task, day)) is not None:
        reader.where.append(start)
    if days.window is not None and day is not None:
        reader.where.append(since_last_day(task, day, days.window))
    common_conditions(task, reader, keys)
    return keys


def starting(task: Task, day: exp.Expr) -> exp.Expr | None:
    """The rows of the first bucket of a grain, where nothing else is looked up."""
    grain, shifts = task.plan.query.grain, task.island.scope.shifts
    if grain is None or not shifts or not isinstance(shifts[-1], StartOf):
        return None
    ruler = task.plan.ruler
    first = ruler.truncated(ruler.truncated(day.copy(), shifts[-1].grain), grain)
    return exp.EQ(this=ruler.truncated(day.copy(), grain), expression=first)


def since_last_day(task: Task, day: exp.Expr, window: Trailing | ToDate) -> exp.Expr:
    """The window that ends with the dataset's last day, where no period says another end."""
    ruler, last = task.plan.ruler, exp.Subquery(this=last_of(task))
    if isinstance(window, Trailing):
        start = tree.as_date(ruler.earlier(tree.next_day(last), Offset(window.count, window.grain)))
    else:
        start = ruler.truncated(last, window.grain)
    return exp.GTE(this=day.copy(), expression=start)


def last_of(task: Task) -> exp.Select:
    """The last day of the dataset, or of all the facts that are accumulated together."""
    scope = task.island.scope
    assert scope.time is not None
    return last_day_of(task.plan.catalog, scope.facts or ((scope.dataset, scope.time),))


def plain(task: Task) -> Stage:
    """Rows, joins, conditions and aggregates in one SELECT."""
    reader = task.reader()
    keys = rows_with_keys(task, reader)
    if task.island.scope.take:
        snapshot_days(task, reader)
    keys |= {name: reader.dimension(name) for name in task.plan.query.group_by}
    columns = {name: keys[name] for name in task.keys} | cells(task, reader)
    return Stage(reader.source, reader.joins(), reader.where, columns, task.keys, grouped=True)


def snapshot_days(task: Task, reader: Reader) -> None:
    """Keeps the rows of the last (or first) day that the dataset, or each of its groups, has in each bucket, whatever is asked for."""
    days, day = task.days(), task.day()
    assert day is not None
    chooser = task.reader()
    keys = dict(time_keys(chooser, day.copy(), days, task.plan.query.grain, task.keys))
    own = {f"own_{place}": tree.column(name, task.island.scope.dataset) for place, name in enumerate(task.island.scope.per, 1)}
    chosen = (exp.Max if task.island.scope.take == "last" else exp.Min)(this=tree.as_date(day.copy()))
    projections = [*(tree.named(key, name) for name, key in (keys | own).items()), tree.named(chosen, DAY)]
    found = tree.select(projections, chooser.source, chooser.joins(), tree.both(chooser.where), grouped=len(keys) + len(own))
    on: list[exp.Expr] = [exp.EQ(this=tree.as_date(day.copy()), expression=tree.column(DAY, SNAPSHOTS))]
    if PERIOD in keys and reader.extra:
        on.append(exp.EQ(this=tree.column(PERIOD, SPANS), expression=tree.column(PERIOD, SNAPSHOTS)))
    on += [tree.same(column.copy(), tree.column(name, SNAPSHOTS)) for name, column in own.items()]
    alias = exp.TableAlias(this=tree.identifier(SNAPSHOTS))
    reader.extra.append(tree.joined(exp.Subquery(this=found, alias=alias), tree.both(on)))


@dataclass
class First:
    """The plan of aggregating before joining: the path of the one joined table, and whether days come first."""

    path: Path | None
    by_day: bool


def keyed_first(task: Task) -> First | None:
    """Whether aggregating by a raw key first pays: parts merge, and the keys need one small table and nothing else, or only time."""
    query, catalog = task.plan.query, task.plan.catalog
    if not all(part.merges for part in task.island.parts.values()) or len(query.periods) > 1:
        return None
    paths = {path for name in query.group_by for path in dimension(catalog, task.root.root, name).paths}
    firsts = {path.steps[0] for path in paths}
    if any(path.bridge or any(catalog.dataset(each.right).validity for each in path.steps) for path in paths):
        return None
    coarse_time = query.grain not in (None, "day")
    if not firsts:
        return First(None, by_day=True) if coarse_time and not query.group_by else None
    step = next(iter(firsts))
    large = catalog.dataset(step.right).time is not None  # a dated table (members, orders) is about as long as the facts
    if len(firsts) > 1 or large or others_joined(task):
        return None
    return First(Path(task.root.root, (step,)), by_day=False)


def others_joined(task: Task) -> bool:
    """Whether the rows themselves need a join: for a filter or inside an aggregate."""
    query, catalog, root = task.plan.query, task.plan.catalog, task.root
    names = [part.dimension for part in query.shared_filters] + [name for each in task.chosen for name in each.dimensions]
    names += [condition.dimension for condition in task.island.scope.conditions]
    for part in task.island.parts.values():
        names += [condition.dimension for condition in part.members]
        if part.expression is not None and scalar(catalog, root, part.expression).paths:
            return True
        if any(fragment.paths for fragment in conditions(catalog, root, part.filter)):
            return True
    return any(dimension(catalog, root.root, name).paths for name in names)


def merged(task: Task, first: First) -> Stage:
    """Aggregates by raw keys below, then joins or truncates and aggregates again."""
    reader, days, grain = task.reader(), task.days(), task.plan.query.grain
    keys = rows_with_keys(task, reader)
    return in_two_steps(task, first, reader, keys, lambda day: day if grain is None else days.bucket(day, grain))


def in_two_steps(task: Task, first: First, reader: Reader, keys: Mapping[str, exp.Expr], cut: Callable[[exp.Expr], exp.Expr]) -> Stage:
    """The reader's rows by their time keys and the query's groups; where days come first, the one time key is `cut` from them."""
    query = task.plan.query
    own = {name: reader.dimension(name) for name in query.group_by if not dimension(reader.catalog, reader.root, name).paths}
    times = {name: tree.as_date(day_of(task)) for name in keys} if first.by_day else keys
    raw = {} if first.path is None else raw_keys(first.path, reader)
    below_keys = {**times, **own, **{f"key_{name}": key for name, key in raw.items()}}
    below = Stage(reader.source, [], [], {**below_keys, **cells(task, reader)}, tuple(below_keys), grouped=True)
    below.joins, below.where = reader.joins(), reader.where
    name = task.stack.push("by_day" if first.by_day else "by_key", below.select(list(task.island.parts)))
    above_keys: dict[str, exp.Expr] = {key: tree.column(key, name) for key in (*keys, *own)}
    if first.by_day:
        above_keys |= {key: cut(tree.column(key, name)) for key in keys}
    return above(task, first, name, above_keys)


def raw_keys(path: Path, reader: Reader) -> dict[str, exp.Expr]:
    """The keys of the path's first step on the side of the rows."""
    step = path.steps[0]
    return {left: left_key(step, left, Path(reader.root), reader.time) for left, _ in step.keys}


def day_of(task: Task) -> exp.Expr:
    day = task.day()
    assert day is not None
    return day


def above(task: Task, first: First, name: str, known: Mapping[str, exp.Expr]) -> Stage:
    """The second aggregation, over the first one's rows; `known` are the keys that need no join."""
    reader = task.reader()
    times: dict[str, exp.Expr] = {key: value for key, value in known.items() if key not in task.plan.query.group_by}
    keys = times | {key: known[key] if key in known else reader.dimension(key) for key in task.plan.query.group_by}
    joins = [] if first.path is None else rejoined(reader, first.path, name)
    values = {cell: aggregate(Part(MERGED_BY[part.function]), tree.column(cell, name)) for cell, part in task.island.parts.items()}
    return Stage(tree.relation(name), joins, [], {**keys, **values}, tuple(keys), grouped=True)


def rejoined(reader: Reader, first: Path, name: str) -> list[exp.Join]:
    """The joins of the keys, the first of them from the aggregated rows."""
    step = first.steps[0]
    pairs = (exp.EQ(this=tree.column(f"key_{left}", name), expression=tree.column(right, first.alias)) for left, right in step.keys)
    start = tree.joined(tree.table(reader.catalog.dataset(step.right), first.alias), tree.both(pairs), side="LEFT")
    others = sorted((path for path in reader.paths.values() if len(path.steps) > 1), key=lambda path: len(path.steps))
    return [start, *(left_join(reader.catalog, path, None) for path in others)]
