"""What stands in FROM: permitted tables, WITH members, queries in brackets, lists of values, counted series; and how they are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import merged, refusal
from sql_guard.spark.scope import Columns, Relation, Scope, column_of, quoted
from sql_guard.spark.spell import spell, truth
from sql_guard.spark.templates import filled

if TYPE_CHECKING:
    from sqlglot import exp

SIDES: Final = frozenset({"", "LEFT", "RIGHT", "FULL"})
KINDS: Final = frozenset({"", "INNER", "OUTER", "CROSS"})


def read_relation(node: exp.Expr, scope: Scope) -> exp.Expr:
    """One relation; its names are in sight from here on."""
    from sqlglot import exp

    match node:
        case exp.Table() if isinstance(node.this, exp.GenerateSeries):
            return series(node, scope)
        case exp.Table() if isinstance(node.this, exp.Identifier):
            return table(node, scope)
        case exp.Subquery():
            refuse_more(node, {"this", "alias"})
            tree, columns = scope.subquery(node.this, scope.beside())
            return added(exp.Subquery(this=tree), node, columns, scope)
        case exp.Values():
            refuse_more(node, {"expressions", "alias"})
            return values(node, scope)
    raise refusal(f"{type(node).__name__.lower()} in FROM")


def refuse_more(node: exp.Expr, kept: set[str]) -> None:
    if extra := {key for key, value in node.args.items() if value} - kept:
        raise refusal(f"{type(node).__name__.lower()} in FROM with {min(extra)}")


def added(tree: exp.Expr, node: exp.Expr, columns: Columns, scope: Scope, name: str = "") -> exp.Expr:
    """Give the relation its alias, note it in the scope."""
    from sqlglot import exp

    alias = node.args.get("alias")
    called = node.alias or name or f"relation_{len(scope.relations) + 1}"
    renamed = [each.name for each in alias.columns] if alias is not None else []
    if renamed:
        columns = {**dict(zip(renamed, columns.values(), strict=False)), **dict(list(columns.items())[len(renamed) :])}
        if len(renamed) != len(columns):
            raise refusal("an alias for some of the columns")
    tree.set("alias", exp.TableAlias(this=quoted(called), columns=[quoted(each) for each in renamed] if renamed else None))
    scope.relations.append(Relation(called, columns))
    return tree


def table(node: exp.Table, scope: Scope) -> exp.Expr:
    """A WITH member by its plain name, or a permitted table, which the guard has named in full."""
    from sqlglot import exp

    refuse_more(node, {"this", "db", "catalog", "alias"})
    if not node.db:
        columns = scope.ctes.get(node.name.casefold())
        if columns is None:
            raise refusal(f"the relation {node.name}")
        return added(exp.Table(this=quoted(node.name)), node, dict(columns), scope, node.name)
    found = scope.tables.get((node.db.casefold(), node.name.casefold()))
    if found is None:
        raise refusal(f"the table {node.db}.{node.name}")
    prefix, view = scope.place.prefix, scope.place.views.get((node.db.casefold(), node.name.casefold()))
    if view is not None:
        named = exp.Table(this=quoted(view))
    else:
        named = exp.Table(this=quoted(node.name), db=quoted(node.db), catalog=quoted(prefix[0]) if prefix else None)
    return added(named, node, dict(found), scope, node.name)


def series(node: exp.Table, scope: Scope) -> exp.Expr:
    """Whole numbers that are counted, or days; both ends are written numbers, as the guard demands."""
    from sqlglot import exp

    made, step = node.this, node.this.args.get("step")
    start, end = spell(made.args["start"], scope), spell(made.args["end"], scope)
    if {start.kind, end.kind} != {"integer"} or step is not None:
        raise refusal("a series of anything but whole numbers by one")
    alias = node.args.get("alias")
    names = [each.name for each in alias.columns] if alias is not None else []
    column, called = names[0] if names else (node.alias or "range"), node.alias or "series"
    last = end.tree if made.args.get("is_end_exclusive") else filled("a_ + 1", end.tree)
    counted = filled("SELECT id AS id FROM RANGE(a_, b_)", start.tree, last)
    counted.expressions[0].set("alias", quoted(column))
    scope.relations.append(Relation(called, {column: "integer"}))
    return exp.Subquery(this=counted, alias=exp.TableAlias(this=quoted(called)))


def values(node: exp.Values, scope: Scope) -> exp.Expr:
    """A list of rows, every column named."""
    from sqlglot import exp

    rows = [[spell(cell, scope) for cell in row.expressions] for row in node.expressions]
    kinds = [merged((cell.kind for cell in column), "VALUES") for column in zip(*rows, strict=True)]
    names = [each.name for each in node.args["alias"].columns] if node.args.get("alias") else []
    if len(names) != len(kinds):
        raise refusal("VALUES without a name for every column")
    made = exp.Values(expressions=[exp.Tuple(expressions=[cell.tree for cell in row]) for row in rows])
    return added(made, node, dict(zip(names, kinds, strict=True)), scope)


def joined(node: exp.Join, scope: Scope) -> exp.Join:
    """A join by ON, USING or none."""
    from sqlglot import exp

    side, kind, using = (node.side or "").upper(), (node.kind or "").upper(), node.args.get("using")
    if node.args.get("method") or side not in SIDES or kind not in KINDS:
        raise refusal(f"a join of the kind {' '.join(filter(None, (node.args.get('method'), side, kind))).lower()}")
    relation = read_relation(node.this, scope)
    on = node.args.get("on")
    condition = same_names([each.name for each in using], side, scope) if using else None if on is None else truth(on, scope)
    if condition is None:
        if side:
            raise refusal("an outer join without a condition")
        return exp.Join(this=relation, kind="CROSS")
    return exp.Join(this=relation, side=side or None, on=condition)


def same_names(names: list[str], side: str, scope: Scope) -> exp.Expr:
    """USING as a condition; its columns are read from the left relation, which an outer join from the right would not allow."""
    from sqlglot import exp

    if side in ("RIGHT", "FULL"):
        raise refusal("USING in a right or full join")
    right = scope.relations[-1]
    pairs = []
    for name in names:
        left = next((each for each in scope.relations[:-1] if each.find(name) and name.casefold() not in each.joined), None)
        here, there = None if left is None else left.find(name), right.find(name)
        if left is None or here is None or there is None:
            raise refusal(f"USING {name}")
        pairs.append(exp.EQ(this=column_of(left.alias, here[0]), expression=column_of(right.alias, there[0])))
    scope.relations[-1] = Relation(right.alias, right.columns, frozenset(name.casefold() for name in names))
    tree: exp.Expr = pairs[0]
    for pair in pairs[1:]:
        tree = exp.And(this=tree, expression=pair)
    return tree
