"""What stands on either side of each operation that governed SQL does between its blocks: which metric, of which members and days.

A side that cannot be followed back to one governed number fits no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sqlglot import exp, parse_one
from sqlglot.optimizer.scope import Scope, traverse_scope

from assistant.llm.known import Known
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.metric_sql.parse import is_block
from catalog.metric_sql.read import read_block
from catalog.query import MemberFilter, Plain, Rank

Window = Literal["", "above", "first", "rank", "other"]
Mark = tuple[str, ...]
WINDOWED: dict[str, Window] = {"Ahead": "above", "Leader": "first"}
OPERATIONS = (exp.Div, exp.Sub, exp.Add, exp.Mul)


@dataclass(frozen=True)
class Source:
    """One governed number: its metric, the members and days it is of, and the window through which it is seen."""

    metric: str
    members: frozenset[tuple[str, str]] = frozenset()
    days: frozenset[tuple[str, str]] = frozenset()
    window: Window = ""

    @property
    def marks(self) -> frozenset[Mark]:
        return frozenset([("metric", self.metric), *(("member", *part) for part in self.members), *(("days", *part) for part in self.days)])


@dataclass(frozen=True)
class Between:
    """An operation and the one number on each side; None where that is not one number."""

    name: str
    text: str
    left: Source | None
    right: Source | None


def operations_of(sql: str, catalog: Catalog) -> tuple[Between, ...]:
    """Every operation around the blocks, once."""
    found: dict[str, Between] = {}
    for scope in traverse_scope(parse_one(sql, dialect="duckdb")):
        if not isinstance(scope.expression, exp.Select) or is_block(scope.expression):
            continue
        for node in scope.find_all(*OPERATIONS):
            one, other = (only(sources(side, scope, catalog)) for side in (node.this, node.expression))
            found[node.sql()] = Between(type(node).__name__, node.sql(), one, other)
    return tuple(found.values())


def only(found: frozenset[Source]) -> Source | None:
    return next(iter(found)) if len(found) == 1 else None


def sources(node: exp.Expr, scope: Scope, catalog: Catalog) -> frozenset[Source]:
    """The numbers that an expression is made of; two where it is itself an operation."""
    match node:
        case exp.Column():
            return traced(node, scope, catalog)
        case exp.Window():
            return frozenset([windowed(node, scope, catalog)])
        case exp.Query():
            return frozenset([Source("?"), Source("??")])
    return frozenset().union(*(sources(part, scope, catalog) for part in node.iter_expressions()))


def traced(column: exp.Column, scope: Scope, catalog: Catalog) -> frozenset[Source]:
    """Where a column comes from: through subqueries and WITH, to a block."""
    wanted = [scope.sources[column.table]] if column.table in scope.sources else list(scope.sources.values())
    found: frozenset[Source] = frozenset()
    for source in wanted:
        if isinstance(source, Scope) and isinstance(source.expression, exp.Select):
            found |= shown_as(column, source, source.expression, catalog)
    if not found and not column.table:  # an alias of the same SELECT
        selects = scope.expression.selects if isinstance(scope.expression, exp.Select) else []
        own = [item for item in selects if isinstance(item, exp.Alias) and item.alias.lower() == column.name.lower()]
        return frozenset().union(*(sources(item.this, scope, catalog) for item in own))
    return found


def shown_as(column: exp.Column, source: Scope, select: exp.Select, catalog: Catalog) -> frozenset[Source]:
    if is_block(select):
        return frozenset(of_block(select, column.name, catalog))
    for item in select.selects:
        if item.alias_or_name.lower() == column.name.lower() and not isinstance(item, exp.Star):
            return sources(item.unalias(), source, catalog)
    stars = [item for item in select.selects if item.is_star]
    return traced(exp.column(column.name), source, catalog) if stars else frozenset()


def of_block(select: exp.Select, name: str, catalog: Catalog) -> Iterator[Source]:
    try:
        read = read_block(select, catalog)
    except CatalogError:
        return
    outputs = {alias.lower(): output for alias, output in dict(read.outputs).items()}
    query = read.query
    for measure in query.measures:
        if measure.name == outputs.get(name.lower()):
            parts = [part for part in (*query.filters, *query.only, *measure.filters) if isinstance(part, MemberFilter)]
            members = frozenset((part.dimension, str(value)) for part in parts for value in part.values)
            days = frozenset((str(period.start), str(period.end)) for period in query.periods)
            window: Window = "" if isinstance(measure.shown, Plain) else "rank" if measure.shown == Rank() else "other"
            yield Source(measure.metric, members, days, window)


def windowed(node: exp.Window, scope: Scope, catalog: Catalog) -> Source:
    """The number seen through a window: that of the row above or of the first row, or its rank, in falling order of itself."""
    order = node.args.get("order")
    keys = order.expressions if order else []
    number = only(sources(node.this if isinstance(node.this, exp.Lag | exp.FirstValue) else exp.Tuple(), scope, catalog))
    by = only(sources(keys[0].this, scope, catalog)) if len(keys) == 1 and keys[0].args.get("desc") else None
    if by is None or node.args.get("partition_by") or node.args.get("spec"):
        return Source("?", window="other")
    match node.this:
        case exp.Rank():
            return replace(by, window="rank")
        case exp.Lag() if number == by and node.this.args.get("offset") in (None, exp.Literal.number(1)):
            return replace(by, window="above")
        case exp.FirstValue() if number == by:
            return replace(by, window="first")
    return Source("?", window="other")


def does(name: str, operations: tuple[Between, ...], known: Known) -> bool:
    """Whether one of the operations is the one that the question names, between what it names before it and after it."""
    return any(fits(name, each, known) for each in operations)


def fits(name: str, each: Between, known: Known) -> bool:
    left, right = each.left, each.right
    if left is None or right is None:
        return False
    if name in WINDOWED:
        return each.name == "Sub" and right.window == "" and left == replace(right, window=WINDOWED[name])
    if name == "RankChange":
        return each.name == "Sub" and left == replace(right, days=left.days) and left.window == "rank" and is_before(left, right)
    return each.name == name and not left.window and not right.window and in_order(name, left, right, known)


def is_before(one: Source, other: Source) -> bool:
    """Whether one is of an earlier period than the other."""
    return len(one.days) == len(other.days) == 1 and min(one.days) < min(other.days)


def in_order(name: str, left: Source, right: Source, known: Known) -> bool:
    """Whether the sides differ in what the question names before and after the operation, and in nothing else: both are of some days or
    neither is, and of members of the same dimensions."""
    if kinds(left) != kinds(right):
        return False
    own, others = (places(one, known) for one in (left.marks - right.marks, right.marks - left.marks))
    if not own or not others or -1 in (*own, *others):
        return False
    return name in ("Add", "Mul") or max(own) < min(others)


def kinds(source: Source) -> frozenset[Mark]:
    """What a number is kept to, whatever the member or the days."""
    return frozenset(mark[:2] if mark[0] == "member" else mark[:1] for mark in source.marks)


def places(marks: Iterable[Mark], known: Known) -> list[int]:
    return [position(mark, known) for mark in marks]


def position(mark: Mark, known: Known) -> int:
    """Where the question first names a part; -1 where it does not."""
    for place, token in enumerate(known.tokens):
        match mark:
            case ("metric", name):
                is_named = known.named.get(place) == name or bool(token.qualifier and name in token.qualifier.metrics)
            case ("member", dimension, value):
                is_named = any((member.dimension, str(member.value)) == (dimension, value) for member in token.members)
            case (_, start, end):
                is_named = token.when is not None and (str(token.when.period.start), str(token.when.period.end)) == (start, end)
            case _:
                is_named = False
        if is_named:
            return token.start
    return -1
