"""Queries: SELECT with its clauses, WITH, joins, unions and lists of values. GROUP BY is spelled out, every column has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import Spelled, merged, refusal
from sql_guard.spark.qualify import chosen
from sql_guard.spark.scope import Columns, Place, Scope, column_of, quoted
from sql_guard.spark.sources import joined, read_relation
from sql_guard.spark.spell import spell, truth
from sql_guard.spark.templates import AGGREGATES
from sql_guard.spark.windows import ordered

if TYPE_CHECKING:
    from sqlglot import exp

CLAUSES: Final = frozenset(
    {"with_", "expressions", "distinct", "from_", "joins", "where", "group", "having", "qualify", "order", "limit", "offset"}
)
UNITED: Final = frozenset({"with_", "this", "expression", "distinct", "order", "limit", "offset"})


def spell_query(node: exp.Expr, scope: Scope) -> tuple[exp.Expr, Columns]:
    """A query and its columns. The scope is the query's own."""
    from sqlglot import exp

    members = spell_with(node, scope)
    match node:
        case exp.Select():
            tree, columns = spell_select(node, scope)
        case exp.SetOperation():
            tree, columns = spell_union(node, scope)
        case exp.Subquery() if not node.alias and not {key for key, value in node.args.items() if value} - {"this", "with_"}:
            tree, columns = spell_query(node.this, scope)
        case _:
            raise refusal(type(node).__name__.lower())
    if members is not None:
        if tree.args.get("with_"):
            raise refusal("WITH inside WITH")
        tree.set("with_", members)
    return tree, columns


def spell_with(node: exp.Expr, scope: Scope) -> exp.With | None:
    """The WITH members, each in sight of the later ones."""
    from sqlglot import exp

    given = node.args.get("with_")
    if given is None:
        return None
    made = []
    for cte in given.expressions:
        tree, columns = spell_query(cte.this, scope.beside())
        names = [each.name for each in cte.args["alias"].columns]
        if names:
            columns = dict(zip(names, columns.values(), strict=True))
        alias = exp.TableAlias(this=quoted(cte.alias), columns=[quoted(name) for name in names] if names else None)
        made.append(exp.CTE(this=tree, alias=alias))
        scope.ctes[cte.alias.casefold()] = columns
    return exp.With(expressions=made)


def spell_select(node: exp.Select, scope: Scope) -> tuple[exp.Expr, Columns]:
    from sqlglot import exp

    if extra := {key for key, value in node.args.items() if value} - CLAUSES:
        raise refusal(f"SELECT with {min(extra).rstrip('_')}")
    made = exp.Select(expressions=[])
    if (start := node.args.get("from_")) is not None:
        made.set("from_", exp.From(this=read_relation(start.this, scope)))
        made.set("joins", [joined(join, scope) for join in node.args.get("joins") or ()])
    projected = projections(node, scope)
    scope.aliases = {name.casefold(): value for name, value in reversed(projected)}
    made.set("expressions", [exp.Alias(this=value.tree, alias=quoted(name)) for name, value in projected])
    conditions(node, made, scope)
    if (distinct := node.args.get("distinct")) is not None:
        if distinct.args.get("on"):
            raise refusal("DISTINCT ON")
        made.set("distinct", exp.Distinct())
    columns = {name: value.kind for name, value in projected}
    if len(columns) != len(projected):
        raise refusal("two columns of one name")
    outer = chosen(made, node, projected, scope)
    bounded(node, outer)
    order(node, outer, projected, scope, outer is made)
    return outer, columns


def projections(node: exp.Select, scope: Scope) -> list[tuple[str, Spelled]]:
    """The output columns; a star is written out."""
    from sqlglot import exp

    found: list[tuple[str, Spelled]] = []
    for place, each in enumerate(node.expressions):
        if isinstance(each, exp.Star) or (isinstance(each, exp.Column) and isinstance(each.this, exp.Star)):
            found += starred(each, scope)
            continue
        value = spell(each.unalias(), scope)
        name = each.alias_or_name or f"column_{place + 1}"
        found.append((name, value))
        scope.aliases.setdefault(name.casefold(), value)
    return found


def starred(node: exp.Expr, scope: Scope) -> list[tuple[str, Spelled]]:
    from sqlglot import exp

    star = node.this if isinstance(node, exp.Column) else node
    if any(star.args.values()):
        raise refusal("* with EXCLUDE, REPLACE or RENAME")
    wanted = node.table.casefold() if isinstance(node, exp.Column) else ""
    chosen_relations = [relation for relation in scope.relations if wanted in ("", relation.alias.casefold())]
    return [
        (name, Spelled(column_of(relation.alias, name), kind))
        for relation in chosen_relations
        for name, kind in relation.columns.items()
        if wanted or name.casefold() not in relation.joined
    ]


def conditions(node: exp.Select, made: exp.Select, scope: Scope) -> None:
    """WHERE, GROUP BY and HAVING."""
    from sqlglot import exp

    if (where := node.args.get("where")) is not None:
        made.set("where", exp.Where(this=truth(where.this, scope)))
    if (group := node.args.get("group")) is not None:
        made.set("group", exp.Group(expressions=grouped(group, node, made, scope)))
    if (having := node.args.get("having")) is not None:
        made.set("having", exp.Having(this=truth(having.this, scope)))


def grouped(group: exp.Expr, node: exp.Select, made: exp.Select, scope: Scope) -> list[exp.Expr]:
    """What is grouped by, each spelled out: positions and ALL become the expressions that they stand for."""
    from sqlglot import exp

    if any(value for key, value in group.args.items() if key not in ("expressions", "all")):
        raise refusal("GROUP BY with ROLLUP, CUBE or SETS")
    if group.args.get("all"):
        return [each.this.copy() for each, was in zip(made.expressions, node.expressions, strict=True) if not aggregates(was)]
    found: list[exp.Expr] = []
    for each in group.expressions:
        if isinstance(each, exp.Literal) and each.is_int:
            found.append(made.expressions[int(each.this) - 1].this.copy())
        else:
            found.append(spell(each, scope).tree)
    return found


def aggregates(node: exp.Expr) -> bool:
    from sqlglot import exp

    if isinstance(node, exp.Star) or (isinstance(node, exp.Column) and isinstance(node.this, exp.Star)):
        raise refusal("GROUP BY ALL with *")
    return any(type(each).__name__ in {*AGGREGATES, "PercentileCont"} for each in node.walk())


def bounded(node: exp.Expr, made: exp.Expr) -> None:
    """LIMIT and OFFSET with written numbers."""
    for key in ("limit", "offset"):
        if (part := node.args.get(key)) is None:
            continue
        if type(part).__name__ == "Fetch" or part.expression is None or not part.expression.is_int:
            raise refusal(f"{key} that is not a plain number")
        made.set(key, type(part)(expression=part.expression.copy()))


def order(node: exp.Expr, made: exp.Expr, projected: list[tuple[str, Spelled]], scope: Scope, same_select: bool) -> None:
    """ORDER BY: output columns by their names, other expressions as they are where the rows are still at hand."""
    from sqlglot import exp

    given = node.args.get("order")
    if given is None:
        return
    names = {name.casefold(): name for name, _ in projected}
    found: list[exp.Expr] = []
    for part in given.expressions:
        value = part.this
        if isinstance(value, exp.Var) or (isinstance(value, exp.Column) and value.name.casefold() == "all" and not value.table):
            found += [ordered(part, exp.Column(this=quoted(name))) for name, _ in projected]
        elif isinstance(value, exp.Literal) and value.is_int:
            found.append(ordered(part, exp.Column(this=quoted(projected[int(value.this) - 1][0]))))
        elif isinstance(value, exp.Column) and not value.table and value.name.casefold() in names:
            found.append(ordered(part, exp.Column(this=quoted(names[value.name.casefold()]))))
        else:
            found.append(ordered(part, order_value(value, projected, scope, same_select, node)))
    made.set("order", exp.Order(expressions=found))


def order_value(value: exp.Expr, projected: list[tuple[str, Spelled]], scope: Scope, same_select: bool, node: exp.Expr) -> exp.Expr:
    """An expression to order by: the output column that it equals, or the expression itself in a plain SELECT."""
    from sqlglot import exp

    tree = spell(value, scope).tree
    for name, output in projected:
        if output.tree == tree:
            return exp.Column(this=quoted(name))
    if not same_select or node.args.get("distinct"):
        raise refusal("ORDER BY what is not a column of the result")
    return tree


def spell_union(node: exp.SetOperation, scope: Scope) -> tuple[exp.Expr, Columns]:
    """UNION, EXCEPT, INTERSECT by position; long chains are walked, not nested."""
    from sqlglot import exp

    chain: list[exp.SetOperation] = []
    first: exp.Expr = node
    while isinstance(first, exp.SetOperation) and (first is node or not first.args.get("with_")):
        if {key for key, value in first.args.items() if value} - (UNITED if first is node else {"this", "expression", "distinct"}):
            raise refusal("a union by name or with more to it")
        chain.append(first)
        first = first.this
    tree, columns = side(first, scope)
    for operation in reversed(chain):
        other, others = side(operation.expression, scope)
        if len(others) != len(columns):
            raise refusal("a union of different numbers of columns")
        kinds = [merged(pair, "a union") for pair in zip(columns.values(), others.values(), strict=True)]
        columns = dict(zip(columns, kinds, strict=True))
        tree = type(operation)(this=tree, expression=other, distinct=bool(operation.args.get("distinct")))
    made = [(name, Spelled(exp.Column(this=quoted(name)), kind)) for name, kind in columns.items()]
    bounded(node, tree)
    order(node, tree, made, Scope(scope.tables, scope.place, scope.subquery), same_select=False)
    return tree, columns


def side(node: exp.Expr, scope: Scope) -> tuple[exp.Expr, Columns]:
    """One side of a union; with an order or a limit of its own it stands in brackets."""
    from sqlglot import exp

    tree, columns = spell_query(node, scope.beside())
    keeps_own = any(tree.args.get(key) for key in ("order", "limit", "offset", "with_")) or isinstance(tree, exp.SetOperation)
    return (exp.Subquery(this=tree), columns) if keeps_own else (tree, columns)


def top(tables: dict[tuple[str, str], Columns], place: Place) -> Scope:
    """The scope of a whole query over these tables."""
    return Scope(tables, place, spell_query)
