"""Windows: a listed function or aggregate over listed frames; every order says where missing values stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import Spelled, merged, refusal
from sql_guard.spark.moves import Spell
from sql_guard.spark.scope import Scope
from sql_guard.spark.templates import AGGREGATES, WINDOWS, filled

if TYPE_CHECKING:
    from sqlglot import exp

EDGES: Final = frozenset({"UNBOUNDED", "CURRENT ROW"})
OFFSETS: Final = {"Lag": "LAG", "Lead": "LEAD"}
CHOSEN: Final = {"FirstValue": "FIRST_VALUE", "LastValue": "LAST_VALUE"}


def spell_window(node: exp.Expr, scope: Scope, spell: Spell, name_of: Callable[[exp.Expr], str]) -> Spelled:
    """A function OVER a partition, an order and a frame."""
    from sqlglot import exp

    if node.args.get("alias") or node.args.get("over") not in (None, "OVER"):
        raise refusal("a named window")
    function, order, spec = node.this, node.args.get("order"), node.args.get("spec")
    value = called(function, name_of(function), order is not None, scope, spell)
    made = exp.Window(
        this=value.tree,
        partition_by=[spell(each, scope).tree for each in node.args.get("partition_by") or ()],
        order=order and exp.Order(expressions=[ordered(each, spell(each.this, scope).tree) for each in order.expressions]),
        spec=spec and framed(spec, order is not None),
        over="OVER",
    )
    return Spelled(made, value.kind)


def called(function: exp.Expr, name: str, has_order: bool, scope: Scope, spell: Spell) -> Spelled:
    if name == "Filter":
        return called(condition_inside(function), type(function.this).__name__, has_order, scope, spell)
    if name in AGGREGATES and name != "Median":
        return spell(function, scope)
    if not has_order:
        raise refusal(f"{name.lower()} over a window without an order")
    if name in WINDOWS and not function.expressions:
        text, kind = WINDOWS[name]
        return Spelled(filled(text), kind)
    if name in CHOSEN:
        value = spell(function.this, scope)
        return Spelled(filled(f"{CHOSEN[name]}(a_)", value.tree), value.kind)
    if name in OFFSETS:
        return offset(function, OFFSETS[name], scope, spell)
    raise refusal(f"{name.lower()} over a window")


def condition_inside(node: exp.Expr) -> exp.Expr:
    """An aggregate over what passes a FILTER, which Spark does not take in a window: the rest becomes missing, and is not counted."""
    from sqlglot import exp

    function: exp.Expr = node.this.copy()
    if isinstance(function.this, exp.Distinct):
        raise refusal("FILTER on different values over a window")
    value = exp.Literal.number(1) if isinstance(function.this, exp.Star) else function.this
    function.set("this", exp.Case(ifs=[exp.If(this=node.expression.this.copy(), true=value)]))
    return function


def offset(function: exp.Expr, name: str, scope: Scope, spell: Spell) -> Spelled:
    """lag and lead by a written number of rows."""
    value, rows, default = spell(function.this, scope), function.args.get("offset"), function.args.get("default")
    if rows is not None and not rows.is_int:
        raise refusal(f"{name.lower()} by a number that is not written out")
    if default is None:
        return Spelled(filled(f"{name}(a_, {1 if rows is None else rows.this})", value.tree), value.kind)
    other = spell(default, scope)
    kind = merged((value.kind, other.kind), name.lower())
    return Spelled(filled(f"{name}(a_, {1 if rows is None else rows.this}, b_)", value.tree, other.tree), kind)


def ordered(node: exp.Expr, tree: exp.Expr) -> exp.Ordered:
    """One part of an order; DuckDB puts missing values last unless told otherwise."""
    from sqlglot import exp

    if node.args.get("with_fill"):
        raise refusal("WITH FILL")
    return exp.Ordered(this=tree, desc=bool(node.args.get("desc")), nulls_first=bool(node.args.get("nulls_first")))


def framed(spec: exp.Expr, has_order: bool) -> exp.Expr:
    """ROWS by counted rows, RANGE and ROWS between the ends and the current row."""
    kind, bounds = spec.args.get("kind"), (spec.args.get("start"), spec.args.get("end"))
    if kind not in ("ROWS", "RANGE") or spec.args.get("exclude") or not has_order:
        raise refusal("this kind of window frame")
    for bound in bounds:
        counted = kind == "ROWS" and getattr(bound, "is_int", False)
        if bound is not None and bound not in EDGES and not counted:
            raise refusal("this kind of window frame")
    return spec.copy()
