"""One block of governed SQL (SELECT … FROM metrics) as a metric query. What it cannot place, it refuses with the place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler.check import key_names
from catalog.metric_sql.block import Block, read_items
from catalog.metric_sql.clauses import read_comparison, read_group, read_having, read_limit, read_order
from catalog.metric_sql.conditions import read_conditions
from catalog.metric_sql.filters import known_dimension
from catalog.metric_sql.measure import unreadable
from catalog.metric_sql.parse import is_block, parsed
from catalog.metric_sql.times import bare, is_time, read_day, read_periods, sides
from catalog.metric_sql.write import DEFINITION_DATE
from catalog.query import AnyOf, Filter, MetricQuery, Within

CLAUSES = frozenset(
    {"expressions", "from_", "where", "group", "having", "qualify", "order", "limit", "distinct", "kind", "hint", "operation_modifiers"}
)


@dataclass(frozen=True)
class ReadBlock:
    """A block's query, and the columns it shows: (written name, column of the query), in the order written.

    `constants` stand among them: (place, written name, value).
    """

    query: MetricQuery
    outputs: tuple[tuple[str, str], ...]
    constants: tuple[tuple[int, str, exp.Expr], ...] = ()


def from_metric_sql(text: str, catalog: Catalog) -> MetricQuery:
    """The query that one block says; raises Unreadable or Unknown with the place and the nearest name."""
    node = parsed(text)
    if not isinstance(node, exp.Select) or not is_block(node):
        raise unreadable("not_one_block", node)
    found = read_block(node, catalog)
    if found.constants:
        raise unreadable("constant_in_query", found.constants[0][2])
    return found.query


def read_block(node: exp.Select, catalog: Catalog) -> ReadBlock:
    """A SELECT over `metrics` as a query, with the names under which it shows its columns."""
    block = Block(catalog, node)
    check_clauses(node)
    read_items(block)
    read_group(block)
    where = read_where(node, catalog)
    having, only = read_having(block)
    order = tuple(read_order(block, part) for part in (node.args["order"].expressions if node.args.get("order") else ()))
    limit, order = read_limit(block, order)
    if not block.measures:
        raise unreadable("no_measures", node)
    query = MetricQuery(
        measures=tuple(block.measures),
        group_by=tuple(block.group_by),
        grain=block.grain,
        filters=tuple(where.filters),
        having=having,
        within=tuple(where.within),
        periods=read_periods(where.time, catalog.calendar),
        comparison=read_comparison(block),
        order=order,
        limit=limit,
        only=only,
        any_of=tuple(where.any_of),
        as_of=where.as_of,
    )
    check_period_key(block, query)
    check_distinct(block, query)
    placed = list(enumerate(block.outputs.items()))
    constants = tuple((place, name, block.constants[name]) for place, (name, _) in placed if name in block.constants)
    return ReadBlock(query, tuple(pair for _, pair in placed if pair[0] not in block.constants), constants)


def check_clauses(node: exp.Select) -> None:
    """Only clauses that a block can say, and no column of a relation outside it."""
    if node.args.get("offset"):
        raise unreadable("offset", node.args["offset"])
    for name, value in node.args.items():
        if value and name not in CLAUSES:
            raise unreadable("unknown_clause", node, clause=name.rstrip("_"))
    table = node.args["from_"].this
    own = {table.name.lower(), table.alias.lower()}
    for column in own_columns(node):
        if column.table and column.table.lower() not in own:
            raise unreadable("outer_column", column)


def own_columns(node: exp.Select) -> Iterator[exp.Column]:
    """The columns that a block names itself, not the queries inside it."""
    for found in node.walk(prune=lambda each: each is not node and isinstance(each, exp.Query)):
        if isinstance(found, exp.Column):
            yield found


def check_period_key(block: Block, query: MetricQuery) -> None:
    """Several periods are several rows, and `period` says which is which."""
    if block.period_key and len(query.periods) < 2:
        raise unreadable("period_without_periods", block.node)
    if not block.period_key and len(query.periods) > 1:
        raise unreadable("periods_without_key", block.node.args["where"])


def check_distinct(block: Block, query: MetricQuery) -> None:
    """DISTINCT changes nothing where every key is shown; elsewhere it would merge rows that only look alike."""
    distinct = block.node.args.get("distinct")
    if distinct and (distinct.args.get("on") or not {*key_names(query)} <= {*block.outputs.values()}):
        raise unreadable("unknown_clause", block.node, clause="DISTINCT")


@dataclass
class Where:
    """What the conditions of a block say, by kind."""

    time: list[exp.Expr] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    any_of: list[AnyOf] = field(default_factory=list)
    within: list[Within] = field(default_factory=list)
    as_of: date | None = None


def read_where(node: exp.Select, catalog: Catalog) -> Where:
    where, found = node.args.get("where"), Where()
    for condition in flat(where.this) if where is not None else ():
        if is_time(condition):
            found.time.append(condition)
        elif (day := read_definition_date(condition, catalog)) is not None:
            if found.as_of is not None:
                raise unreadable("definition_date", condition)
            found.as_of = day
        elif (chosen := read_within(condition, catalog)) is not None:
            found.within.append(chosen)
        else:
            members = read_conditions(condition, catalog)
            found.filters += members.filters
            found.any_of += members.any_of
    return found


def read_definition_date(node: exp.Expr, catalog: Catalog) -> date | None:
    """definition_date = DATE '…': the day whose definitions are asked for."""
    names = {column.name.lower() for column in node.find_all(exp.Column)}
    if DEFINITION_DATE not in names or DEFINITION_DATE in catalog.dimensions or node.find(exp.Query):
        return None
    if not isinstance(node, exp.EQ) or not isinstance(node.this, exp.Column):
        raise unreadable("definition_date", node)
    return read_day(node.expression)


def flat(node: exp.Expr) -> list[exp.Expr]:
    """The conditions that all have to hold."""
    return [part for side in sides(node) for part in (flat(side) if isinstance(side, exp.And) else [side])]


def read_within(node: exp.Expr, catalog: Catalog) -> Within | None:
    """dim IN (SELECT dim FROM metrics …), or of a tuple of dimensions; NOT IN for all other members."""
    if isinstance(node, exp.Not) and (found := read_within(bare(node.this), catalog)) is not None:
        return replace(found, negated=not found.negated)
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
    read = read_block(inner, catalog)
    outputs = dict(read.outputs)
    if [outputs.get(item.alias_or_name) for item in shown.expressions] != list(names):
        raise unreadable("within_columns", node, names=names)
    return Within(names, read.query)


def unwrapped(node: exp.Select) -> exp.Expr:
    """The block inside SELECT columns FROM (block), where nothing else is said."""
    source = node.args["from_"].this if node.args.get("from_") else None
    said = [name for name, value in node.args.items() if value and name not in ("expressions", "from_")]
    if said or not isinstance(source, exp.Subquery) or not all(isinstance(item, exp.Column) for item in node.expressions):
        raise unreadable("within", node)
    inner = source.this
    assert isinstance(inner, exp.Expr)
    return inner
