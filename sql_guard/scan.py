"""What replaces a table in a query: a subquery with exactly the permitted columns, masked, of exactly the permitted rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sql_guard.engine import Change
from sql_guard.errors import Refused
from sql_guard.functions import ANONYMOUS, ENGINE_FUNCTIONS, TREE_FUNCTIONS, TREE_NODES
from sql_guard.memo import Memo
from sql_guard.policy import Among, Policy, Table
from sql_guard.settle import settle

if TYPE_CHECKING:
    from sqlglot import exp

PLAIN_NAME = re.compile(r"[^\W\d]\w*")
SCANS: Memo[tuple[str, str], Scan] = Memo(size=2048)


@dataclass(frozen=True)
class Scan:
    """One table's subquery (copy it before use), its text, and what it changes."""

    table: Table
    tree: exp.Query
    text: str
    changes: tuple[Change, ...]


def scan_for(table: Table, policy: Policy) -> Scan:
    """The scan of a permitted table; a table whose rules are broken is refused."""
    return SCANS.find((policy.scope, table.key), lambda: scan_of(table, policy))


def scan_of(table: Table, policy: Policy) -> Scan:
    from sqlglot import exp

    tree = exp.Select(
        expressions=[projection(table, column.name, column.mask) for column in table.columns],
        from_=exp.From(this=physical(table, policy)),
    )
    restrict(tree, table, table.rows, table.among, policy)
    try:
        final = settle(tree)
    except Refused as error:
        raise Refused("policy_broken", table=table.key) from error
    return Scan(table, final.tree, final.text, changes_of(table))


def physical(table: Table, policy: Policy) -> exp.Table:
    from sqlglot import exp

    return exp.Table(this=named(table.name), db=named(table.schema), catalog=named(policy.database))


def restrict(tree: exp.Select, table: Table, rows: str | None, among: tuple[Among, ...], policy: Policy) -> None:
    """Give a SELECT from `table` the WHERE that its row predicate and its inherited predicates make together."""
    from sqlglot import exp

    conditions = [] if rows is None else [policy_expression(table, rows)]
    conditions += [found_among(table, other, policy) for other in among]
    if conditions:
        tree.set("where", exp.Where(this=exp.and_(*conditions, copy=False)))


def found_among(table: Table, among: Among, policy: Policy) -> exp.Expr:
    """`key IN (SELECT key FROM other WHERE …)`: every column carries its table's name, so neither side captures the other's."""
    from sqlglot import exp

    other = policy.by_key.get(among.table.casefold())
    if other is None or not among.keys:
        raise Refused("policy_broken", table=table.key)
    inner = exp.Select(
        expressions=[policy_expression(other, quoted(key)) for _, key in among.keys],
        from_=exp.From(this=physical(other, policy)),
    )
    restrict(inner, other, among.rows, among.among, policy)
    own = [policy_expression(table, quoted(key)) for key, _ in among.keys]
    return exp.In(this=own[0] if len(own) == 1 else exp.Tuple(expressions=own), query=exp.Subquery(this=inner))


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def changes_of(table: Table) -> tuple[Change, ...]:
    where = ("table", table.key)
    return (
        Change("columns_projected", (where, ("columns", str(len(table.columns))))),
        *(Change("masked", (where, ("column", column.name))) for column in table.columns if column.mask is not None),
        *([Change("rows_filtered", (where,))] if table.rows is not None or table.among else []),
    )


def named(name: str) -> exp.Identifier:
    from sqlglot import exp

    return exp.Identifier(this=name, quoted=PLAIN_NAME.fullmatch(name) is None)


def projection(table: Table, name: str, mask: str | None) -> exp.Expr:
    from sqlglot import exp

    if mask is None:
        return exp.Column(this=named(name))
    return exp.Alias(this=policy_expression(table, mask), alias=named(name))


def policy_expression(table: Table, written: str) -> exp.Expr:
    """A mask or row predicate as a tree whose columns belong to the table itself, so that nothing outside can capture them."""
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    physical = {column.name.casefold() for column in (*table.columns, *table.hidden)}
    try:
        tree: exp.Expr = parse_one(written, dialect="duckdb")
    except SqlglotError as error:
        raise Refused("policy_broken", table=table.key) from error
    for node in list(tree.walk()):
        if not known(node) or isinstance(node, exp.Query):
            raise Refused("policy_broken", table=table.key)
        if isinstance(node, exp.Column):
            if node.name.casefold() not in physical or node.table.casefold() not in ("", table.name.casefold()) or node.db:
                raise Refused("policy_broken", table=table.key)
            node.set("table", named(table.name))
    return tree


def known(node: exp.Expr) -> bool:
    kind = type(node).__name__
    return kind in TREE_NODES or kind in TREE_FUNCTIONS or (kind in ANONYMOUS and node.name.lower() in ENGINE_FUNCTIONS)
