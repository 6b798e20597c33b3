"""Moves in time: a date or timestamp and an interval, whole or counted, later or earlier; the end of a month stays the end of a month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import Spelled, refusal
from sql_guard.spark.scope import Scope
from sql_guard.spark.templates import WHOLE, filled

if TYPE_CHECKING:
    from sqlglot import exp

Spell = Callable[["exp.Expr", Scope], Spelled]
MONTHS: Final = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
DAYS: Final = {"DAY": 1, "WEEK": 7}
CLOCK: Final = frozenset({"HOUR", "MINUTE", "SECOND"})


@dataclass(frozen=True)
class Move:
    """`count` intervals of `size` units from `start`; `times` is an expression that multiplies them, or None for one."""

    start: exp.Expr
    size: int
    unit: str
    times: exp.Expr | None = None


def interval_of(node: exp.Expr) -> Move | None:
    """The move that a + or - is, if it is one."""
    name = type(node).__name__
    if name in ("DateAdd", "DateSub"):
        return part_of(node.this, node.expression)
    if name not in ("Add", "Sub"):
        return None
    right, left = node.expression.unnest(), node.this.unnest()
    if type(right).__name__ in ("Interval", "Mul"):
        return part_of(node.this, right)
    return part_of(node.expression, left) if name == "Add" and type(left).__name__ == "Interval" else None


def part_of(start: exp.Expr, interval: exp.Expr) -> Move | None:
    from sqlglot import exp

    interval = interval.unnest()
    if isinstance(interval, exp.Mul):
        sides = (interval.this.unnest(), interval.expression.unnest())
        for one, other in (sides, sides[::-1]):
            if isinstance(other, exp.Interval):
                size, unit = parts_of(other)
                return Move(start, size, unit, one)
        return None
    if not isinstance(interval, exp.Interval):
        return None
    size, unit = parts_of(interval)
    return Move(start, size, unit)


def parts_of(interval: exp.Interval) -> tuple[int, str]:
    from sqlglot import exp

    count, unit = interval.this, interval.args.get("unit")
    negative = isinstance(count, exp.Neg)
    written = count.this if negative else count
    if not isinstance(written, exp.Literal) or not isinstance(unit, exp.Var):
        raise refusal("an interval that is not a written number of one unit")
    try:
        return (-int(written.this) if negative else int(written.this)), unit.name.upper().removesuffix("S")
    except ValueError as error:
        raise refusal("an interval that is not a written number of one unit") from error


def moved(node: exp.Expr, move: Move, scope: Scope, spell: Spell) -> Spelled:
    """The moved time. DuckDB makes a timestamp of a moved date, which shows only where it becomes a text."""
    start = spell(move.start, scope)
    sign = -1 if type(node).__name__ in ("Sub", "DateSub") else 1
    if start.kind == "date" and move.unit not in CLOCK:
        return Spelled(filled("CAST(a_ AS TIMESTAMP)", moved_date(start, move, sign, scope, spell)), "timestamp")
    if start.kind not in ("date", "timestamp") or move.times is not None:
        raise refusal(f"an interval added to {start.kind}")
    return Spelled(filled(moved_clock(move, sign), start.tree), "timestamp")


def moved_clock(move: Move, sign: int) -> str:
    size, unit = move.size * sign, move.unit
    if unit in MONTHS:
        size, unit = size * MONTHS[unit], "MONTH"
    elif unit in DAYS:
        size, unit = size * DAYS[unit], "DAY"
    elif unit not in CLOCK:
        raise refusal(f"an interval in {unit.lower()}s")
    return f"CAST(a_ AS TIMESTAMP) {'-' if size < 0 else '+'} INTERVAL '{abs(size)}' {unit}"


def moved_date(start: Spelled, move: Move, sign: int, scope: Scope, spell: Spell) -> exp.Expr:
    """The date, still a date."""
    if move.unit in MONTHS:
        function, size = "ADD_MONTHS", move.size * MONTHS[move.unit] * sign
    elif move.unit in DAYS:
        function, size = "DATE_ADD", move.size * DAYS[move.unit] * sign
    else:
        raise refusal(f"an interval in {move.unit.lower()}s")
    if move.times is None:
        return filled(f"{function}(a_, {size})", start.tree)
    times = spell(move.times, scope)
    if times.kind not in WHOLE:
        raise refusal(f"an interval times {times.kind}")
    return filled(f"{function}(a_, CAST(b_ AS INT) * {size})", start.tree, times.tree)


def as_moved_date(tree: exp.Expr) -> exp.Expr | None:
    """The date under a moved date's CAST to TIMESTAMP, for whoever wants a date anyway."""
    from sqlglot import exp

    if isinstance(tree, exp.Cast) and tree.to.this == exp.DType.TIMESTAMP and is_move(tree.this):
        found: exp.Expr = tree.this
        return found
    return None


def is_move(tree: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(tree, exp.AddMonths | exp.DateAdd | exp.TsOrDsAdd)
