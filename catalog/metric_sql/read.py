"""One block of governed SQL (SELECT … FROM metrics) as a metric query. What it cannot place, it refuses with the place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from catalog.catalog import Catalog, nearest
from catalog.errors import Unknown, Unreadable
from catalog.metric import Grain
from catalog.metric_sql.filters import OPERATORS, known_dimension, read_filters, read_value
from catalog.metric_sql.measure import GRAINS, Changed, is_measure, read_measure, unreadable
from catalog.metric_sql.times import bare, is_time, read_periods, sides
from catalog.metric_sql.write import RELATION
from catalog.query import (
    PERIOD,
    TIME,
    Comparison,
    Filter,
    Having,
    Limit,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    Plain,
    Within,
)

CLAUSES = frozenset(
    {"expressions", "from_", "where", "group", "having", "qualify", "order", "limit", "kind", "hint", "operation_modifiers"}
)


@dataclass
class Block:
    """What a block has said so far. `outputs` are the written names of its items and the query columns that they are."""

    catalog: Catalog
    node: exp.Select
    outputs: dict[str, str] = field(default_factory=dict)
    group_by: list[str] = field(default_factory=list)
    grain: Grain | None = None
    period_key: bool = False
    measures: list[Measure] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)


@dataclass(frozen=True)
class ReadBlock:
    """A block's query, and the columns it shows: (written name, column of the query), in the order written."""

    query: MetricQuery
    outputs: tuple[tuple[str, str], ...]


def from_metric_sql(text: str, catalog: Catalog) -> MetricQuery:
    """The query that one block says; raises Unreadable or Unknown with the place and the nearest name."""
    node = parsed(text)
    if not isinstance(node, exp.Select) or not is_block(node):
        raise unreadable("not_one_block", node)
    return read_block(node, catalog).query


def parsed(text: str) -> exp.Expr:
    try:
        return parse_one(text.strip().rstrip(";"), dialect="duckdb")
    except RecursionError as error:
        raise Unreadable("too_deep") from error
    except SqlglotError as error:
        found = getattr(error, "errors", None) or [{}]
        raise Unreadable("not_sql", line=found[0].get("line"), column=found[0].get("col"), text=text[:200]) from error


def is_block(node: exp.Expr) -> bool:
    """Whether a SELECT reads the relation `metrics` and nothing else."""
    source = node.args.get("from_")
    table = source.this if source is not None else None
    return isinstance(node, exp.Select) and is_metrics(table)


def is_metrics(table: object) -> bool:
    return isinstance(table, exp.Table) and table.name.lower() == RELATION and not table.db and isinstance(table.this, exp.Identifier)


def read_block(node: exp.Select, catalog: Catalog) -> ReadBlock:
    """A SELECT over `metrics` as a query, with the names under which it shows its columns."""
    block = Block(catalog, node)
    for name, value in node.args.items():
        if value and name not in CLAUSES:
            raise unreadable("unknown_clause", node, clause=name.rstrip("_"))
    for item in node.expressions:
        read_item(block, item)
    read_group(block)
    time: list[exp.Expr] = []
    members: list[Filter] = []
    within: list[Within] = []
    for condition in conditions_of(node):
        if is_time(condition):
            time.append(condition)
        elif (chosen := read_within(condition, catalog)) is not None:
            within.append(chosen)
        else:
            members += read_filters(condition, catalog)
    having, only = read_having(block)
    order = tuple(read_order(block, part) for part in (node.args["order"].expressions if node.args.get("order") else ()))
    limit, order = read_limit(block, order)
    if not block.measures:
        raise unreadable("no_measures", node)
    query = MetricQuery(
        tuple(block.measures),
        tuple(block.group_by),
        block.grain,
        tuple(members),
        having,
        tuple(within),
        read_periods(time),
        read_comparison(block),
        order,
        limit,
        only,
    )
    if block.period_key and len(query.periods) < 2:
        raise unreadable("period_without_periods", node)
    return ReadBlock(query, tuple(block.outputs.items()))


def conditions_of(node: exp.Select) -> list[exp.Expr]:
    where = node.args.get("where")
    return [] if where is None else flat(where.this)


def flat(node: exp.Expr) -> list[exp.Expr]:
    """The conditions that all have to hold."""
    return [part for side in sides(node) for part in (flat(side) if isinstance(side, exp.And) else [side])]


def read_item(block: Block, item: exp.Expr) -> None:
    """One projection: a measure, a dimension, time by grain, or the period."""
    value = bare(item.this) if isinstance(item, exp.Alias) else item
    column = measured(block, value) if is_measure(value) else keyed(block, value)
    name = item.alias or column
    if name in block.outputs:
        raise unreadable("same_column_twice", item, name=name)
    block.outputs[name] = column


def measured(block: Block, node: exp.Expr) -> str:
    """Notes a MEASURE call and returns the name of its column."""
    found = read_measure(node, block.catalog)
    if isinstance(found, Changed):
        if found not in block.changes:
            block.changes.append(found)
        if Measure(found.metric) not in block.measures:
            block.measures.append(Measure(found.metric))
    elif found not in block.measures:
        block.measures.append(found)
    return found.name


def keyed(block: Block, node: exp.Expr) -> str:
    grain = grain_of_key(block, node)
    if grain is not None:
        if block.grain not in (None, grain):
            raise unreadable("several_grains", node)
        block.grain = grain
        return TIME
    if isinstance(node, exp.Column) and node.name == PERIOD and PERIOD not in block.catalog.dimensions:
        block.period_key = True
        return PERIOD
    if not isinstance(node, exp.Column):
        raise unreadable("select_item", node)
    name = known_dimension(node, block.catalog)
    if name not in block.group_by:
        block.group_by.append(name)
    return name


def grain_of_key(block: Block, node: exp.Expr) -> Grain | None:
    """metric_time is a day; DATE_TRUNC('month', metric_time) a month; a cast to DATE changes nothing."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if isinstance(node, exp.Column) and node.name == TIME:
        return "day"
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc) and isinstance(node.this, exp.Expr):
        inner = bare(node.this)
        grain = str(node.args["unit"].name).lower()
        if isinstance(inner, exp.Column) and inner.name == TIME:
            if grain not in GRAINS:
                raise unreadable("unknown_grain", node, nearest=GRAINS)
            return grain
    return None


def read_group(block: Block) -> None:
    """GROUP BY may repeat the keys by name, number, alias or ALL, and add keys that are not shown; it sets their order."""
    group = block.node.args.get("group")
    if group is None or group.args.get("all"):
        return
    if any(group.args.get(name) for name in ("cube", "rollup", "grouping_sets", "totals")):
        raise unreadable("unknown_clause", group, clause="group")
    columns, ordered = list(block.outputs.values()), []
    for part in group.expressions:
        if isinstance(part, exp.Literal) and not part.is_string:
            position = int(part.this)
            if not 1 <= position <= len(columns):
                raise unreadable("group_position", part)
            ordered.append(columns[position - 1])
        elif isinstance(part, exp.Column) and part.name in block.outputs:
            ordered.append(block.outputs[part.name])
        else:
            ordered.append(keyed(block, bare(part)))
    keys = [name for name in ordered if name in block.group_by]
    ungrouped = [name for name in block.group_by if name not in keys]
    if ungrouped or (block.grain is not None and TIME not in ordered):
        raise unreadable("not_grouped", block.node, names=tuple(ungrouped) or (TIME,))
    block.group_by[:] = list(dict.fromkeys(keys))


def read_within(node: exp.Expr, catalog: Catalog) -> Within | None:
    """dim IN (SELECT dim FROM metrics …), or of a tuple of dimensions."""
    if not isinstance(node, exp.In) or not isinstance(node.args.get("query"), exp.Expr):
        return None
    subject = bare(node.this)
    names = tuple(known_dimension(part, catalog) for part in (subject.expressions if isinstance(subject, exp.Tuple) else [subject]))
    inner = bare(node.args["query"])
    while isinstance(inner, exp.Subquery):
        inner = inner.this
    shown = inner
    if isinstance(inner, exp.Select) and not is_block(inner):
        inner = unwrapped(inner)
    if not isinstance(inner, exp.Select) or not is_block(inner):
        raise unreadable("within", node)
    found = read_block(inner, catalog)
    outputs = dict(found.outputs)
    if [outputs.get(item.alias_or_name) for item in shown.expressions] != list(names):
        raise unreadable("within_columns", node, names=names)
    return Within(names, found.query)


def unwrapped(node: exp.Select) -> exp.Expr:
    """The block inside SELECT columns FROM (block), where nothing else is said."""
    source = node.args["from_"].this if node.args.get("from_") else None
    said = [name for name, value in node.args.items() if value and name not in ("expressions", "from_")]
    if said or not isinstance(source, exp.Subquery) or not all(isinstance(item, exp.Column) for item in node.expressions):
        raise unreadable("within", node)
    inner = source.this
    assert isinstance(inner, exp.Expr)
    return inner


def column_of(block: Block, node: exp.Expr) -> str:
    """The query column that ORDER BY or HAVING names: an item's alias or number, a MEASURE call, a key."""
    node = bare(node)
    if is_measure(node):
        return measured(block, node)
    if isinstance(node, exp.Literal) and not node.is_string and 1 <= int(node.this) <= len(block.outputs):
        return list(block.outputs.values())[int(node.this) - 1]
    if isinstance(node, exp.Column) and node.name in block.outputs:
        return block.outputs[node.name]
    if isinstance(node, exp.Column) and node.name in {*block.outputs.values(), *block.group_by, PERIOD}:
        return node.name
    if grain_of_key(block, node) is not None and block.grain is not None:
        return TIME
    if isinstance(node, exp.Column):
        known = list(block.outputs)
        raise Unknown("unknown_column", name=node.name, nearest=nearest(node.name, known) or tuple(known))
    raise unreadable("not_a_column", node)


def read_having(block: Block) -> tuple[tuple[Having, ...], tuple[MemberFilter, ...]]:
    """Conditions on measures, and on keys: these keep rows of the answer after shares and ranks have seen all."""
    clause = block.node.args.get("having")
    found: list[Having] = []
    only: list[MemberFilter] = []
    for part in sides(clause.this) if clause is not None else ():
        if is_about_keys(block, part):
            only += members_only(part, block.catalog)
            continue
        value = read_value(part.expression) if type(part) in OPERATORS else None
        if value is None or isinstance(value, bool) or not hasattr(value, "real"):
            raise unreadable("having", part)
        found.append(Having(column_of(block, part.this), OPERATORS[type(part)], value))  # type: ignore[arg-type]  # numbers have .real
    return tuple(found), tuple(only)


def is_about_keys(block: Block, node: exp.Expr) -> bool:
    columns = [column for column in node.find_all(exp.Column) if not is_measure(column.parent or column)]
    return bool(columns) and not node.find(exp.Anonymous) and all(column.name in block.group_by for column in columns)


def members_only(node: exp.Expr, catalog: Catalog) -> list[MemberFilter]:
    found = read_filters(node, catalog)
    if not all(isinstance(part, MemberFilter) for part in found):
        raise unreadable("having", node)
    return [part for part in found if isinstance(part, MemberFilter)]


def read_order(block: Block, node: exp.Expr) -> Order:
    if not isinstance(node, exp.Ordered):
        raise unreadable("order", node)
    return Order(column_of(block, node.this), bool(node.args.get("desc")))


def read_limit(block: Block, order: tuple[Order, ...]) -> tuple[Limit | None, tuple[Order, ...]]:
    """LIMIT n, or QUALIFY RANK() OVER (PARTITION BY … ORDER BY …) <= n; both keep ties. The rank's order is the query's own."""
    limit, qualify = block.node.args.get("limit"), block.node.args.get("qualify")
    if limit is not None and qualify is not None:
        raise unreadable("limit_twice", block.node)
    if limit is not None:
        return Limit(read_count(limit.expression if isinstance(limit, exp.Limit) else limit.args.get("count"), limit)), order
    if qualify is None:
        return None, order
    condition = bare(qualify.this)
    window = bare(condition.this) if isinstance(condition, exp.LTE | exp.LT) else None
    if not isinstance(window, exp.Window) or not isinstance(window.this, exp.Rank):
        raise unreadable("qualify", qualify)
    count = read_count(condition.expression, qualify) - (1 if isinstance(condition, exp.LT) else 0)
    per = tuple(column_of(block, part) for part in window.args.get("partition_by") or ())
    ranked = window.args.get("order")
    inside = tuple(read_order(block, part) for part in ranked.expressions) if ranked is not None else ()
    if inside and order[: len(inside)] != inside:
        if order:
            raise unreadable("qualify_order", qualify)
        order = inside
    return Limit(count, per), order


def read_count(node: exp.Expr | None, place: exp.Expr) -> int:
    if isinstance(node, exp.Literal) and not node.is_string and str(node.this).isdecimal() and int(node.this) > 0:
        return int(node.this)
    raise unreadable("limit", place)


def read_comparison(block: Block) -> Comparison | None:
    """All changes of all measures as the one comparison of a query."""
    if not block.changes:
        return None
    targets = {change.to for change in block.changes}
    shows = {metric: tuple(change.change for change in block.changes if change.metric == metric) for metric in plain_metrics(block)}
    if len(targets) > 1 or len(set(shows.values())) > 1:
        raise unreadable("uneven_comparison", block.node, metrics=tuple(shows))
    return Comparison(targets.pop(), next(iter(shows.values())))


def plain_metrics(block: Block) -> list[str]:
    return [measure.metric for measure in block.measures if measure.shown == Plain()]
