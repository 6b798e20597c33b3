"""Every table named in a query is a permitted one, and is replaced by its scan: permitted columns, masked, of permitted rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sql_guard.draft import Draft, position_of
from sql_guard.engine import Change
from sql_guard.errors import Refused
from sql_guard.headings import name_subqueries
from sql_guard.nearest import nearest_name
from sql_guard.policy import Policy
from sql_guard.quoting import folded
from sql_guard.resolve import resolve
from sql_guard.scan import scan_for

if TYPE_CHECKING:
    from sqlglot import exp

KEPT: Final = frozenset({"this", "db", "catalog", "alias", "joins", "pivots", "laterals"})


def permitted_scans(draft: Draft, policy: Policy) -> Draft:
    """Replace each scan in place; the alias stays, so the rest of the query reads as it was written."""
    from sqlglot import exp

    used: dict[str, list[str]] = {}
    headings = name_subqueries(draft.tree)
    for table in list(draft.tree.find_all(exp.Table)):
        if not isinstance(table.this, exp.Identifier) or names_a_cte(table):
            continue
        found = resolve(parts_of(table), policy)
        if found is None:
            raise unknown_table(table, policy)
        if any(value for key, value in table.args.items() if key not in KEPT):
            raise Refused("not_allowed", construct="table modifier", **position_of(table))
        used.setdefault(found.key, []).append(".".join(parts_of(table)))
        table.replace(subquery_of(table, scan_for(found, policy).tree.copy()))
    unqualify(draft.tree, policy)
    changes = [change for key in used for change in changes_of(key, used[key], policy)]
    return replace(draft.changed(*changes), tables=tuple(used), headings=headings)


def parts_of(table: exp.Table) -> list[str]:
    return [part for part in (table.catalog, table.db, table.name) if part]


def changes_of(key: str, written: list[str], policy: Policy) -> tuple[Change, ...]:
    full = f"{policy.database}.{key}"
    qualified = () if all(name == full for name in written) else (Change("qualified", (("table", full),)),)
    return (*qualified, *scan_for(policy.by_key[key.casefold()], policy).changes)


def subquery_of(table: exp.Table, scan: exp.Query) -> exp.Subquery:
    from sqlglot import exp

    alias = table.args.get("alias") or exp.TableAlias()
    if not alias.this:
        alias.set("this", table.this.copy())
    kept = {key: value for key in ("joins", "pivots", "laterals") if (value := table.args.get(key))}
    return exp.Subquery(this=scan, alias=alias, **kept)


def names_a_cte(table: exp.Table) -> bool:
    """Whether a plain name is that of a WITH member in sight: an earlier one of the same list, or any of an outer query's."""
    if table.args.get("db"):
        return False
    name = folded(table.name)
    child: exp.Expr = table
    parent = table.parent
    while parent is not None:
        if any(folded(cte.alias) == name for cte in in_sight(parent, child)):
            return True
        child, parent = parent, parent.parent
    return False


def in_sight(parent: exp.Expr, child: exp.Expr) -> list[exp.Expr]:
    """The WITH members that a query offers to one of its children."""
    if type(parent).__name__ == "With":
        return parent.expressions[: child.index or 0]
    members = parent.args.get("with_")
    return [] if members is None or members is child else members.expressions


def unqualify(tree: exp.Expr, policy: Policy) -> None:
    """`schema.table.column` becomes `table.column`, for the scan that took the table's place has only the last name."""
    from sqlglot import exp

    for column in tree.find_all(exp.Column):
        if column.args.get("db") and resolve([part for part in (column.catalog, column.db, column.table) if part], policy):
            column.set("db", None)
            column.set("catalog", None)


def unknown_table(table: exp.Table, policy: Policy) -> Refused:
    """Hidden and missing tables read the same; only permitted names are ever suggested."""
    written = ".".join(parts_of(table))
    nearest = nearest_name(table.name, [permitted.name for permitted in policy.tables])
    return Refused("unknown_table", name=written, nearest=nearest, **position_of(table))
