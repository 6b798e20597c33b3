"""A metric query as governed SQL text that reads back as the same query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.check import key_names
from catalog.metric import Offset, Operator, Over
from catalog.metric_sql.over import over_options
from catalog.period import Period
from catalog.query import (
    TIME,
    AnyOf,
    Attainment,
    Filter,
    Having,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    Plain,
    Rank,
    Running,
    Share,
    Value,
    Within,
)

RELATION = "metrics"
DEFINITION_DATE = "definition_date"  # WHERE definition_date = DATE '…': metrics as they were defined on that day
COMPARED: dict[Operator, type[exp.Expr]] = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE, "=": exp.EQ, "!=": exp.NEQ}


def to_metric_sql(query: MetricQuery, pretty: bool = False) -> str:
    """The text; `pretty` breaks it into lines."""
    return block(query).sql("duckdb", pretty=pretty)


def block(query: MetricQuery) -> exp.Select:
    keys = key_names(query)
    projections = [key_projection(query, name) for name in keys]
    projections += [tree.named(call, name) for name, call in measure_calls(query)]
    made = tree.select(projections, exp.Table(this=exp.Identifier(this=RELATION, quoted=False)), where=tree.both(conditions(query)))
    if keys:
        made.set("group", exp.Group(expressions=[key(query, name) for name in keys]))
    kept = [*(having(query, part) for part in query.having), *(filter_condition(part) for part in query.only)]
    if kept:
        made.set("having", exp.Having(this=tree.both(kept)))
    put_limit(query, made)
    if query.order:
        made.set("order", exp.Order(expressions=[ordered(part) for part in query.order]))
    return made


def ordered(order: Order) -> exp.Ordered:
    return tree.ordered(tree.column(order.column), order.descending)


def put_limit(query: MetricQuery, made: exp.Select) -> None:
    limit = query.limit
    if limit is None:
        return
    if not limit.per:
        made.set("limit", exp.Limit(expression=tree.number(limit.count)))
        return
    ranked = tree.window(exp.Rank(), [tree.column(name) for name in limit.per], [ordered(part) for part in query.order])
    made.set("qualify", exp.Qualify(this=exp.LTE(this=ranked, expression=tree.number(limit.count))))


def key(query: MetricQuery, name: str) -> exp.Expr:
    if name == TIME and query.grain is not None:
        return exp.TimestampTrunc(this=tree.column(TIME), unit=exp.Var(this=query.grain.upper()))
    return tree.column(name)


def key_projection(query: MetricQuery, name: str) -> exp.Expr:
    return tree.named(key(query, name), name) if name == TIME else tree.column(name)


def measure_calls(query: MetricQuery) -> Iterator[tuple[str, exp.Expr]]:
    """Every measure column's name and its MEASURE call, comparisons after their measure."""
    for measure in query.measures:
        yield measure.name, over_own_members(measure, measure_call(measure))
        if isinstance(measure.shown, Plain | Over) and query.comparison is not None:
            for change in query.comparison.show:
                over = over_options(measure.shown) if isinstance(measure.shown, Over) else ()
                earlier = call(measure.metric, change, compared_with(query.comparison.to), *over)
                yield f"{measure.name}_{change}", over_own_members(measure, earlier)


def over_own_members(measure: Measure, made: exp.Expr) -> exp.Expr:
    """The call with the measure's own filters: FILTER (WHERE …)."""
    kept = tree.both(filter_condition(part) for part in measure.filters)
    return made if kept is None else exp.Filter(this=made, expression=exp.Where(this=kept))


def call(metric: str, *options: str) -> exp.Expr:
    return exp.Anonymous(this="MEASURE", expressions=[tree.column(metric), *(tree.text(option) for option in options)])


def measure_call(measure: Measure) -> exp.Expr:
    match measure.shown:
        case Plain():
            return call(measure.metric)
        case Share(of):
            return call(measure.metric, "share", *of)
        case Running(reset):
            return call(measure.metric, "running", *([] if reset is None else [reset]))
        case Rank(ascending, of):
            return call(measure.metric, "rank ascending" if ascending else "rank", *of)
        case Attainment():
            return call(measure.metric, "attainment")
        case Over():
            return call(measure.metric, *over_options(measure.shown))


def compared_with(to: Offset | Period) -> str:
    """'1 year', or a period's first and last day; an unfinished one says before which day it is complete."""
    if isinstance(to, Offset):
        return f"{to.count} {to.grain}"
    days = f"{to.start.isoformat()}/{(to.end - timedelta(days=1)).isoformat()}"
    return days if to.through is None else f"{days} complete before {to.through.isoformat()}"


def having(query: MetricQuery, part: Having) -> exp.Expr:
    calls, others = dict(measure_calls(query)), [each for name, each in measure_calls(query) if name != part.column]
    column = calls.get(part.column)
    if column is None or column in others or any(measure.alias for measure in query.measures):  # only its name tells it from another
        column = tree.column(part.column)
    return COMPARED[part.operator](this=column, expression=literal(part.value))


def conditions(query: MetricQuery) -> Iterator[exp.Expr]:
    if query.as_of is not None:
        yield exp.EQ(this=tree.column(DEFINITION_DATE), expression=day(query.as_of))
    ranges = [days for period in query.periods if (days := tree.both(period_conditions(period))) is not None]
    if len(ranges) == 1:
        yield ranges[0]
    elif ranges:
        yield exp.Paren(this=tree.either(exp.Paren(this=each) for each in ranges))
    for part in query.filters:
        yield filter_condition(part)
    for choice in query.any_of:
        yield alternatives(choice)
    for chosen in query.within:
        yield within_condition(chosen)


def day(value: date) -> exp.Expr:
    return exp.Var(this=f"DATE '{value.isoformat()}'")


def period_conditions(period: Period) -> Iterator[exp.Expr]:
    """An open side is not written, unless both are open."""
    if period.start != date.min or (period.end == date.max and period.through is None):
        yield exp.GTE(this=tree.column(TIME), expression=day(period.start))
    if period.end != date.max:
        yield exp.LT(this=tree.column(TIME), expression=day(period.end))
    if period.through is not None:
        yield exp.LT(this=tree.column(TIME), expression=exp.Anonymous(this="COMPLETE_BEFORE", expressions=[day(period.through)]))


def literal(value: Value) -> exp.Expr:
    """A literal that reads back as the same type: 1 whole, 1.5 exact, 1.5e0 floating."""
    if isinstance(value, float):
        text = repr(abs(value))
        made = exp.Literal(this=text if "e" in text else f"{text}e0", is_string=False)
        return exp.Neg(this=made) if value < 0 else made
    if isinstance(value, date):
        return day(value)
    return tree.literal(value) if not isinstance(value, Decimal) else decimal(value)


def decimal(value: Decimal) -> exp.Expr:
    text = format(abs(value), "f")
    made = exp.Literal(this=text if "." in text else f"{text}.0", is_string=False)
    return exp.Neg(this=made) if value < 0 else made


def filter_condition(part: Filter) -> exp.Expr:
    """As SQL means it: NOT IN drops the missing member, unless OR … IS NULL keeps it."""
    column = tree.column(part.dimension)
    if not isinstance(part, MemberFilter):
        return COMPARED[part.operator](this=column, expression=literal(part.value))
    values = [literal(value) for value in part.values if value is not None]
    null: exp.Expr = exp.Is(this=column.copy(), expression=exp.Null())
    if not values:
        return exp.Not(this=null) if part.negated else null
    listed: exp.Expr = exp.In(this=column, expressions=values)
    if part.negated:
        listed = exp.Not(this=listed)
    return exp.Paren(this=exp.Or(this=listed, expression=null)) if (None in part.values) != part.negated else listed


def alternatives(choice: AnyOf) -> exp.Expr:
    """Each side in brackets, the whole in brackets: so it reads back as sides, not as a list of members."""
    sides = (tree.both(filter_condition(part) for part in side) for side in choice.sides)
    return exp.Paren(this=tree.either(exp.Paren(this=side) for side in sides))


def within_condition(part: Within) -> exp.Expr:
    names = [tree.column(name) for name in part.dimensions]
    subject: exp.Expr = names[0] if len(names) == 1 else exp.Tuple(expressions=names)
    inner = exp.Subquery(this=block(part.query))
    chosen = tree.select([tree.column(name) for name in part.dimensions], inner)
    found = exp.In(this=subject, query=exp.Subquery(this=chosen))
    return exp.Not(this=found) if part.negated else found
