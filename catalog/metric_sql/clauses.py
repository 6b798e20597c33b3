"""GROUP BY, HAVING, ORDER BY, LIMIT and QUALIFY of a block."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlglot import exp

from catalog.catalog import Catalog, nearest
from catalog.errors import Unknown
from catalog.metric import Over
from catalog.metric_sql.block import Block, called, compared, grain_of_key, keyed, measured
from catalog.metric_sql.conditions import read_conditions
from catalog.metric_sql.filters import MIRRORED, OPERATORS, read_value
from catalog.metric_sql.measure import Changed, is_measure, unreadable
from catalog.metric_sql.names import by_name, column_name, dimension_name
from catalog.metric_sql.times import bare, sides
from catalog.query import PERIOD, TIME, Comparison, Having, Limit, MemberFilter, Order, Plain


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
        elif isinstance(part, exp.Column) and (shown := by_name(part, block.outputs)) in (*block.group_by, TIME, PERIOD, ""):
            ordered.append(str(shown))  # a constant groups nothing
        else:
            ordered.append(keyed(block, bare(part)))
    keys = [name for name in ordered if name in block.group_by]
    ungrouped = [name for name in block.group_by if name not in keys]
    if ungrouped or (block.grain is not None and TIME not in ordered):
        raise unreadable("not_grouped", block.node, names=tuple(ungrouped) or (TIME,))
    block.group_by[:] = list(dict.fromkeys(keys))


def column_of(block: Block, node: exp.Expr) -> str:
    """The query column that ORDER BY or HAVING names: an item's alias or number, a MEASURE call, a key."""
    node = bare(node)
    if is_measure(node):
        found = called(block, node)
        return compared(block, found) if isinstance(found, Changed) else measured(block, found)
    shown = None
    if isinstance(node, exp.Literal) and not node.is_string and 1 <= int(node.this) <= len(block.outputs):
        shown = list(block.outputs.values())[int(node.this) - 1]
    elif isinstance(node, exp.Column):
        shown = by_name(node, block.outputs)
    if shown == "":
        raise unreadable("constant_used", node)
    if shown is not None:
        return shown
    if isinstance(node, exp.Column) and (name := column_name(node, [*block.outputs.values(), *block.group_by])) in (
        *block.outputs.values(),
        *block.group_by,
    ):
        return name
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
        else:
            found += bounds_of(block, part)
    return tuple(found), tuple(only)


def bounds_of(block: Block, node: exp.Expr) -> Iterator[Having]:
    """A comparison of a measure with a number, either way round, or BETWEEN."""
    if isinstance(node, exp.Between):
        column = column_of(block, node.this)
        yield Having(column, ">=", bound(node, node.args["low"]))
        yield Having(column, "<=", bound(node, node.args["high"]))
        return
    if type(node) not in OPERATORS:
        raise unreadable("having", node)
    left, right, operator = bare(node.this), bare(node.expression), OPERATORS[type(node)]
    if left.find(exp.Column) is None:
        left, right, operator = right, left, MIRRORED[operator]
    yield Having(column_of(block, left), operator, bound(node, right))


def bound(place: exp.Expr, node: exp.Expr) -> int | float | Decimal:
    value = read_value(node) if isinstance(bare(node), exp.Literal | exp.Neg) else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise unreadable("having", place)
    return value


def is_about_keys(block: Block, node: exp.Expr) -> bool:
    """Whether a condition speaks of dimensions that the block is grouped by, and of nothing else."""
    columns = list(node.find_all(exp.Column))
    return bool(columns) and node.find(exp.Anonymous) is None and all(key_of(block, column) in block.group_by for column in columns)


def key_of(block: Block, column: exp.Column) -> str:
    return by_name(column, block.outputs) or dimension_name(column, block.catalog)


def members_only(node: exp.Expr, catalog: Catalog) -> list[MemberFilter]:
    found = read_conditions(node, catalog)
    if found.any_of or not all(isinstance(part, MemberFilter) for part in found.filters):
        raise unreadable("having", node)
    return [part for part in found.filters if isinstance(part, MemberFilter)]


def read_order(block: Block, node: exp.Expr) -> Order:
    if not isinstance(node, exp.Ordered) or node.args.get("nulls_first"):
        raise unreadable("order", node)
    return Order(column_of(block, node.this), bool(node.args.get("desc")))


def read_limit(block: Block, order: tuple[Order, ...]) -> tuple[Limit | None, tuple[Order, ...]]:
    """LIMIT n, or QUALIFY RANK() OVER (PARTITION BY … ORDER BY …) <= n; both keep ties. The rank's order is the query's own."""
    limit, qualify = block.node.args.get("limit"), block.node.args.get("qualify")
    if limit is not None and qualify is not None:
        raise unreadable("limit_twice", block.node)
    if limit is not None and limit.args.get("limit_options"):
        raise unreadable("limit", limit)
    if limit is not None:
        return Limit(read_count(limit.expression if isinstance(limit, exp.Limit) else limit.args.get("count"), limit)), order
    if qualify is None:
        return None, order
    condition = bare(qualify.this)
    window = bare(condition.this) if isinstance(condition, exp.LTE | exp.LT | exp.EQ) else None
    if not isinstance(window, exp.Window) or not isinstance(window.this, exp.Rank):
        raise unreadable("qualify", qualify)
    count = read_count(condition.expression, qualify) - (1 if isinstance(condition, exp.LT) else 0)
    if count < 1 or (isinstance(condition, exp.EQ) and count != 1):
        raise unreadable("qualify", qualify)
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
    """All changes of all measures that can be compared as the one comparison of a query."""
    if not block.changes:
        return None
    targets = {change.to for _, change in block.changes}
    plain = [measure.name for measure in block.measures if isinstance(measure.shown, Plain | Over)]
    shows = {name: tuple(change.change for base, change in block.changes if base == name) for name in plain}
    if len(targets) > 1 or len(set(shows.values())) > 1:
        raise unreadable("uneven_comparison", block.node, metrics=tuple(shows))
    return Comparison(targets.pop(), next(iter(shows.values())))
