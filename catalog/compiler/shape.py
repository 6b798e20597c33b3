"""From keys and cells to the columns of the answer: values, comparisons, shares, running totals, ranks; then having, limit and order.

Shares, running totals and ranks see every row of the query's scope; having and limit cut afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.check import check_column, key_names
from catalog.compiler.columns import OutputColumn, Role
from catalog.compiler.formula import Cell, Value, additive, additive_over_time, adds_up_over_time, cells, evaluated
from catalog.compiler.headings import measure_label
from catalog.compiler.plan import Plan, overlapping_keys
from catalog.compiler.reader import filter_condition
from catalog.compiler.stage import Stack, Stage
from catalog.errors import Unanswerable
from catalog.label import Label
from catalog.metric import Format, Grain, Metric, Over
from catalog.query import PERIOD, TIME, Attainment, Having, Measure, Order, Plain, Rank, Running, Share

SHARE = Format("percent", 2)
RANK = Format("integer", 0)
COMPARED: dict[str, type[exp.Expr]] = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE, "=": exp.EQ, "!=": exp.NEQ}
MERGES: dict[str, type[exp.AggFunc]] = {"sum": exp.Sum, "min": exp.Min, "max": exp.Max}


@dataclass
class Shape:
    """The stage being shaped and the columns that the answer has so far."""

    plan: Plan
    stack: Stack
    stage: Stage
    columns: list[OutputColumn] = field(default_factory=list)
    values: dict[str, exp.Expr] = field(default_factory=dict)
    windowed: set[str] = field(default_factory=set)

    def add(self, column: OutputColumn, value: exp.Expr, windowed: bool = False) -> None:
        self.columns.append(column)
        self.values[column.name] = value
        if windowed:
            self.windowed.add(column.name)


def shaped(plan: Plan, stack: Stack, stage: Stage, with_order: bool) -> tuple[exp.Select, tuple[OutputColumn, ...]]:
    """The finished SELECT and what its columns mean."""
    if any(not isinstance(measure.shown, Plain) for measure in plan.query.measures) and stage.grouped:
        stage = stack.rest("cells", stage, [name for name in stage.columns if name not in stage.keys])
    shape = Shape(plan, stack, stage)
    for name in key_names(plan.query):
        shape.add(key_column(plan, name), stage.use(name))
    for measure in plan.query.measures:
        add_measure(shape, measure)
    stage.columns, stage.windowed = shape.values, shape.windowed
    check_names(plan, shape.columns)
    names = [column.name for column in shape.columns]
    stage = kept_by_having(plan, stack, stage, names)
    stage = kept_by_limit(plan, stack, stage, names)
    made = stage.select(names)
    if with_order:
        put_in_order(plan, made, names)
    return made, tuple(shape.columns)


def check_names(plan: Plan, columns: list[OutputColumn]) -> None:
    """Having and order may name output columns only, and no name stands for two of them."""
    names = [column.name for column in columns]
    keys = key_names(plan.query)
    for name in names:
        if names.count(name) > 1:
            raise Unanswerable("same_column_twice", name=name)
    for order in plan.query.order:
        check_column(order.column, names)
    for having in plan.query.having:
        check_column(having.column, [name for name in names if name not in keys])


def key_column(plan: Plan, name: str) -> OutputColumn:
    if name == PERIOD:
        return OutputColumn(PERIOD, "period", "text", Label(PERIOD, PERIOD))
    if name == TIME:
        return OutputColumn(TIME, "time", "date", Label(TIME, TIME))
    dimension = plan.catalog.dimension(name)
    return OutputColumn(name, "dimension", dimension.type, dimension.label, name)


def metric_column(metric: Metric, name: str, role: Role, shown: Format | None = None) -> OutputColumn:
    written = shown or metric.format
    return OutputColumn(name, role, "integer" if written.style == "integer" else "number", metric.label, metric.id, written)


def add_measure(shape: Shape, measure: Measure) -> None:
    metric, value = shape.plan.catalog.metric(measure.metric), shape.plan.values[measure.name, False]
    if measure.alias or measure.filters or isinstance(measure.shown, Over):
        metric = replace(metric, label=measure_label(shape.plan.catalog, metric, measure, shape.plan.query))
    match measure.shown:
        case Plain() | Over():
            shape.add(measure_column(metric, measure), evaluated(value, spelling(shape)))
            if shape.plan.query.comparison is not None:
                add_comparison(shape, metric, measure.name, value)
        case Attainment():
            shape.add(metric_column(metric, measure.name, "attainment", SHARE), evaluated(value, spelling(shape)))
        case Share(of):
            shape.add(metric_column(metric, measure.name, "share", SHARE), share(shape, metric, value, of), windowed=True)
        case Running(reset):
            shape.add(metric_column(metric, measure.name, "running"), running(shape, metric, value, reset), windowed=True)
        case Rank(ascending, of):
            order = tree.ordered(evaluated(value, spelling(shape)), not ascending)
            ranked = tree.window(exp.Rank(), partition(shape, of), [order])
            shape.add(metric_column(metric, measure.name, "rank", RANK), ranked, windowed=True)


def measure_column(metric: Metric, measure: Measure) -> OutputColumn:
    """A count of members is a number of them, whatever the metric's own unit is."""
    is_count = isinstance(measure.shown, Over) and measure.shown.take == "count"
    return metric_column(metric, measure.name, "measure", RANK if is_count else None)


def spelling(shape: Shape) -> Callable[[Cell], exp.Expr]:
    return lambda cell: shape.stage.use(cell.name)


def add_comparison(shape: Shape, metric: Metric, measure: str, value: Value) -> None:
    """previous; change = value - previous; change_pct = change / previous as a fraction, whatever the sign of previous."""
    comparison = shape.plan.query.comparison
    assert comparison is not None

    def now() -> exp.Expr:
        return grouped(evaluated(value, spelling(shape)))

    def before() -> exp.Expr:
        return grouped(evaluated(shape.plan.values[measure, True], spelling(shape)))

    for change in comparison.show:
        name = f"{measure}_{change}"
        match change:
            case "previous":
                shape.add(metric_column(metric, name, "previous"), evaluated(shape.plan.values[measure, True], spelling(shape)))
            case "change":
                shape.add(metric_column(metric, name, "change"), exp.Sub(this=now(), expression=before()))
            case "change_pct":
                changed = tree.divided(
                    exp.Sub(this=now(), expression=before()), evaluated(shape.plan.values[measure, True], spelling(shape))
                )
                shape.add(metric_column(metric, name, "change_pct", SHARE), changed)


def grouped(part: exp.Expr) -> exp.Expr:
    return exp.Paren(this=part) if isinstance(part, exp.Binary) else part


def partition(shape: Shape, of: Iterable[str]) -> list[exp.Expr]:
    """Groups within `of`; several periods are never mixed."""
    names = dict.fromkeys(([PERIOD] if PERIOD in shape.stage.keys else []) + list(of))
    return [shape.stage.use(name) for name in names]


def share(shape: Shape, metric: Metric, value: Value, of: tuple[str, ...]) -> exp.Expr:
    """The value over the same formula on the sums of the cells of its group."""
    each_time = shape.plan.query.grain is None or TIME in of
    if not (additive(value) if each_time else additive_over_time(value)):
        raise Unanswerable("share_not_additive", metric=metric.id)
    for name in overlapping_keys(shape.plan, value):
        if name not in of:
            raise Unanswerable("share_overlaps", metric=metric.id, dimension=name)
    total = evaluated(value, lambda cell: tree.window(exp.Sum(this=shape.stage.use(cell.name)), partition(shape, of)))
    return tree.divided(evaluated(value, spelling(shape)), total)


def running(shape: Shape, metric: Metric, value: Value, reset: Grain | None) -> exp.Expr:
    """The metric over all days from the start (or the reset) to each bucket: its formula on running sums of its cells."""
    for cell in cells(value):
        if not adds_up_over_time(cell):
            raise Unanswerable("running_not_additive", metric=metric.id)
    others = [name for name in shape.stage.keys if name != TIME]
    restart = [] if reset is None else [shape.plan.ruler.truncated(shape.stage.use(TIME), reset)]

    def so_far(cell: Cell) -> exp.Expr:
        merged = MERGES[cell.merge or "sum"](this=shape.stage.use(cell.name))
        order = [tree.ordered(shape.stage.use(TIME), descending=False)]
        spec = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
        return tree.window(merged, [shape.stage.use(name) for name in others] + [part.copy() for part in restart], order, spec)

    return evaluated(value, so_far)


def having_condition(stage: Stage, having: Having) -> exp.Expr:
    return COMPARED[having.operator](this=grouped(stage.use(having.column)), expression=tree.number(having.value))


def kept_by_having(plan: Plan, stack: Stack, stage: Stage, names: list[str]) -> Stage:
    query = plan.query
    if not query.having and not query.only:
        return stage
    if any(having.column in stage.windowed for having in query.having) or (stage.windowed and (query.only or not stage.grouped)):
        stage = stack.rest("shown", stage, names)
    conditions = [having_condition(stage, having) for having in query.having]
    conditions += [filter_condition(plan.catalog, part, stage.use(part.dimension)) for part in query.only]
    if stage.grouped:
        stage.having = conditions
    else:
        stage.where = [*stage.where, *conditions]
    return stage


def kept_by_limit(plan: Plan, stack: Stack, stage: Stage, names: list[str]) -> Stage:
    """The first rows in the query's order, ties with the last one kept."""
    limit = plan.query.limit
    if limit is None:
        return stage
    plan.notes["ties_kept"] = None
    order = asked_order(plan)
    if stage.windowed & {part.column for part in order}:
        stage = stack.rest("shown", stage, names)
    ranked = tree.window(
        exp.Rank(),
        [stage.use(name) for name in limit.per],
        [tree.ordered(stage.use(part.column), part.descending) for part in order],
    )
    stage.qualify = exp.LTE(this=ranked, expression=tree.number(limit.count))
    return stage


def asked_order(plan: Plan) -> tuple[Order, ...]:
    """The query's order; without one, time first, or the largest value of the first measure."""
    query = plan.query
    if query.order:
        return query.order
    return (Order(TIME, descending=False),) if query.grain else (Order(query.measures[0].name),)


def put_in_order(plan: Plan, made: exp.Select, names: list[str]) -> None:
    """A total order: the one asked for (a limit implies one), then the keys."""
    asked = asked_order(plan) if plan.query.limit is not None else plan.query.order
    named = {part.column for part in asked}
    keys = [Order(name, descending=False) for name in key_names(plan.query) if name not in named]
    if asked or keys:
        made.set("order", exp.Order(expressions=[tree.ordered(tree.column(part.column), part.descending) for part in (*asked, *keys)]))
