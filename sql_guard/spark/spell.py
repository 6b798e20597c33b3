"""Expressions: DuckDB's tree to Spark's, node by node. Each node has a writer or a template; a node without one is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sql_guard.spark.calls import spell_call
from sql_guard.spark.casts import spell_cast
from sql_guard.spark.kinds import DATED, NUMBERS, TEXTS, Kind, Spelled, merged, refusal
from sql_guard.spark.moves import interval_of, moved
from sql_guard.spark.order import enclosed, operand
from sql_guard.spark.scope import Scope
from sql_guard.spark.templates import ANY_QUOTIENT, NULL_QUOTIENT, QUOTIENT, TRUTHS, WHOLE, filled

if TYPE_CHECKING:
    from sqlglot import exp


def spell(node: exp.Expr, scope: Scope) -> Spelled:
    """One expression in Spark's spelling, with the kind of its values. Raises Refused for what has none."""
    writer = WRITERS.get(type(node).__name__)
    return spell_call(node, scope, spell) if writer is None else writer(node, scope)


def spell_literal(node: exp.Expr, scope: Scope) -> Spelled:
    text = node.this
    if node.args["is_string"]:
        return Spelled(node.copy(), "text")
    if "e" in text.casefold():
        return Spelled(filled(f"CAST('{float(text)!r}' AS DOUBLE)"), "double")
    if "." in text:
        return Spelled(node.copy(), "decimal")
    if int(text) >= 2**63:
        raise refusal("a whole number of more than 64 bits")
    return Spelled(node.copy(), "integer")


def spell_null(node: exp.Expr, scope: Scope) -> Spelled:
    return Spelled(node.copy(), "null")


def spell_boolean(node: exp.Expr, scope: Scope) -> Spelled:
    return Spelled(node.copy(), "boolean")


def spell_column(node: exp.Expr, scope: Scope) -> Spelled:
    return scope.column(node)  # type: ignore[arg-type]  # its writer is looked up by its class


def spell_paren(node: exp.Expr, scope: Scope) -> Spelled:
    inner = spell(node.this, scope)
    return Spelled(enclosed(inner.tree), inner.kind)


def spell_neg(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    inner = spell(node.this, scope)
    if inner.kind not in NUMBERS:
        raise refusal(f"- of {inner.kind}")
    return Spelled(exp.Neg(this=enclosed(inner.tree)), inner.kind)


def spell_not(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    return Spelled(exp.Not(this=enclosed(truth(node.this, scope))), "boolean")


def truth(node: exp.Expr, scope: Scope) -> exp.Expr:
    """A condition."""
    found = spell(node, scope)
    if found.kind not in TRUTHS:
        raise refusal(f"{found.kind} as a condition")
    return found.tree


def spell_connector(node: exp.Expr, scope: Scope) -> Spelled:
    """AND and OR, each operand in its place; long chains are walked, not nested."""
    sides = [truth(side, scope) for side in node.flatten()]
    name = type(node).__name__
    tree = sides[0]
    for side in sides[1:]:
        tree = type(node)(this=operand(name, tree, True), expression=operand(name, side, False))
    return Spelled(tree, "boolean")


def spell_comparison(node: exp.Expr, scope: Scope) -> Spelled:
    left, right = compared(spell(node.this, scope), spell(node.expression, scope))
    name = type(node).__name__
    if name in ("NullSafeEQ", "NullSafeNEQ"):
        text = "a_ <=> b_" if name == "NullSafeEQ" else "NOT (a_ <=> b_)"
        return Spelled(filled(text, left.tree, right.tree), "boolean")
    return Spelled(type(node)(this=operand(name, left.tree, True), expression=operand(name, right.tree, False)), "boolean")


def compared(left: Spelled, right: Spelled) -> tuple[Spelled, Spelled]:
    """Two sides of a comparison as one kind; a written text beside a time is that time, as DuckDB reads it."""
    if left.kind in DATED and right.kind == "text":
        return left, timed(right, left.kind)
    if right.kind in DATED and left.kind == "text":
        return timed(left, right.kind), right
    merged((left.kind, right.kind), "a comparison")
    return left, right


def timed(written: Spelled, kind: Kind) -> Spelled:
    if not written.tree.is_string:
        raise refusal("a comparison of a text with a time")
    return Spelled(filled(f"CAST(a_ AS {kind.upper()})", written.tree), kind)


def spell_is(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    if not isinstance(node.expression, exp.Null | exp.Boolean):
        raise refusal("IS")
    inner = spell(node.this, scope)
    return Spelled(exp.Is(this=enclosed(inner.tree), expression=node.expression.copy()), "boolean")


def spell_between(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    if node.args.get("symmetric"):
        raise refusal("BETWEEN SYMMETRIC")
    subject = spell(node.this, scope)
    _, low = compared(subject, spell(node.args["low"], scope))
    _, high = compared(subject, spell(node.args["high"], scope))
    return Spelled(exp.Between(this=enclosed(subject.tree), low=enclosed(low.tree), high=enclosed(high.tree)), "boolean")


def spell_in(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    query = node.args.get("query")
    if query is None:
        subject = spell(node.this, scope)
        values = [compared(subject, spell(value, scope))[1].tree for value in node.expressions]
        if not values:
            raise refusal("IN without values")
        return Spelled(exp.In(this=enclosed(subject.tree), expressions=values), "boolean")
    found, columns = scope.subquery(query.this if isinstance(query, exp.Subquery) else query, scope.inner())
    subjects = node.this.expressions if isinstance(node.this, exp.Tuple) else [node.this]
    spelled = [spell(each, scope) for each in subjects]
    if len(spelled) != len(columns):
        raise refusal("IN with another number of columns")
    for each, kind in zip(spelled, columns.values(), strict=True):
        merged((each.kind, kind), "IN")
    trees = [each.tree for each in spelled]
    left = enclosed(trees[0]) if len(trees) == 1 else exp.Tuple(expressions=trees)
    return Spelled(exp.In(this=left, query=exp.Subquery(this=found)), "boolean")


def spell_like(node: exp.Expr, scope: Scope) -> Spelled:
    """LIKE with a written pattern that has no backslash: Spark would read one as an escape."""
    subject, pattern = spell(node.this, scope), node.expression
    if subject.kind not in TEXTS or not pattern.is_string or "\\" in pattern.this:
        raise refusal("LIKE with a pattern that is not written out, or has a backslash")
    word = type(node).__name__.upper()
    return Spelled(filled(f"a_ {word} b_", subject.tree, pattern), "boolean")


def spell_arithmetic(node: exp.Expr, scope: Scope) -> Spelled:
    """+ - *: numbers, and moves in time."""
    name = type(node).__name__
    if (move := interval_of(node)) is not None:
        return moved(node, move, scope, spell)
    left, right = spell(node.this, scope), spell(node.expression, scope)
    if left.kind == "date" and name in ("Add", "Sub"):
        return days_apart(name, left, right)
    if left.kind not in NUMBERS or right.kind not in NUMBERS:
        raise refusal(f"{name.lower()} of {left.kind} and {right.kind}")
    tree = type(node)(this=operand(name, left.tree, True), expression=operand(name, right.tree, False))
    return Spelled(tree, merged((left.kind, right.kind), name))


def days_apart(name: str, left: Spelled, right: Spelled) -> Spelled:
    """A date and a number of days, or the days between two dates."""
    if right.kind in WHOLE:
        return Spelled(filled("DATE_ADD(a_, b_)" if name == "Add" else "DATE_SUB(a_, b_)", left.tree, right.tree), "date")
    if right.kind == "date" and name == "Sub":
        return Spelled(filled("CAST(DATEDIFF(a_, b_) AS BIGINT)", left.tree, right.tree), "integer")
    raise refusal(f"{name.lower()} of {left.kind} and {right.kind}")


def spell_division(node: exp.Expr, scope: Scope) -> Spelled:
    """Always a DOUBLE. A division by zero is infinite, as in DuckDB, unless NULLIF or a written number rules it out."""
    from sqlglot import exp

    divisor = node.expression.unnest()
    zero_apart = isinstance(divisor, exp.Nullif) and is_zero(divisor.expression)
    left, right = spell(node.this, scope), spell(divisor.this if zero_apart else divisor, scope)
    if left.kind not in NUMBERS or right.kind not in NUMBERS:
        raise refusal(f"division of {left.kind} by {right.kind}")
    certain = isinstance(divisor, exp.Literal) and not is_zero(divisor)
    text = NULL_QUOTIENT if zero_apart else QUOTIENT if certain else ANY_QUOTIENT
    return Spelled(filled(text, as_double(left.tree), as_double(right.tree)), "double")


def as_double(tree: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    already = isinstance(tree, exp.Cast) and tree.to.this == exp.DType.DOUBLE
    return tree if already else filled("CAST(a_ AS DOUBLE)", tree)


def is_zero(node: exp.Expr) -> bool:
    return node.is_number and float(node.this) == 0


def spell_remainder(node: exp.Expr, scope: Scope) -> Spelled:
    """% and // of whole numbers; zero raises on both engines."""
    name = type(node).__name__
    left, right = spell(node.this, scope), spell(node.expression, scope)
    if left.kind not in WHOLE or right.kind not in WHOLE:
        raise refusal(f"{'%' if name == 'Mod' else '//'} of {left.kind} and {right.kind}")
    return Spelled(filled("a_ % b_" if name == "Mod" else "a_ DIV b_", left.tree, right.tree), "integer")


def spell_case(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    subject = None if node.this is None else spell(node.this, scope)
    ifs, kinds = [], list[Kind]()
    for branch in node.args["ifs"]:
        condition = truth(branch.this, scope) if subject is None else compared(subject, spell(branch.this, scope))[1].tree
        value = spell(branch.args["true"], scope)
        ifs.append(exp.If(this=condition, true=value.tree))
        kinds.append(value.kind)
    default = None if node.args.get("default") is None else spell(node.args["default"], scope)
    kinds += [] if default is None else [default.kind]
    made = exp.Case(this=subject and subject.tree, ifs=ifs, default=default and default.tree)
    return Spelled(made, merged(kinds, "CASE"))


def spell_if(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    return spell_case(exp.Case(ifs=[exp.If(this=node.this, true=node.args["true"])], default=node.args.get("false")), scope)


def spell_subquery(node: exp.Expr, scope: Scope) -> Spelled:
    """A query as a value: one column."""
    from sqlglot import exp

    if {key for key, value in node.args.items() if value} - {"this"}:
        raise refusal("a query in brackets with more to it")
    found, columns = scope.subquery(node.this, scope.inner())
    if len(columns) != 1:
        raise refusal("a query of several columns as a value")
    return Spelled(exp.Subquery(this=found), next(iter(columns.values())))


def spell_exists(node: exp.Expr, scope: Scope) -> Spelled:
    from sqlglot import exp

    query = node.this.this if isinstance(node.this, exp.Subquery) else node.this
    found, _ = scope.subquery(query, scope.inner())
    return Spelled(exp.Exists(this=found), "boolean")


def spell_type(node: exp.Expr, scope: Scope) -> Spelled:
    return spell_cast(node, scope, spell)


WRITERS: Final[dict[str, Callable[[exp.Expr, Scope], Spelled]]] = {
    "Literal": spell_literal,
    "Null": spell_null,
    "Boolean": spell_boolean,
    "Column": spell_column,
    "Paren": spell_paren,
    "Neg": spell_neg,
    "Not": spell_not,
    **dict.fromkeys(("And", "Or"), spell_connector),
    **dict.fromkeys(("EQ", "NEQ", "GT", "GTE", "LT", "LTE", "NullSafeEQ", "NullSafeNEQ"), spell_comparison),
    "Is": spell_is,
    "Between": spell_between,
    "In": spell_in,
    **dict.fromkeys(("Like", "ILike"), spell_like),
    **dict.fromkeys(("Add", "Sub", "Mul", "DateAdd", "DateSub"), spell_arithmetic),
    "Div": spell_division,
    **dict.fromkeys(("Mod", "IntDiv"), spell_remainder),
    "Case": spell_case,
    "If": spell_if,
    "Subquery": spell_subquery,
    "Exists": spell_exists,
    **dict.fromkeys(("Cast", "TryCast"), spell_type),
}
