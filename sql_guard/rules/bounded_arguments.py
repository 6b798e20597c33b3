"""One call may not grow without bound: the engine cannot stop a single function, so its sizes are literal and small."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sql_guard.draft import Draft, position_of
from sql_guard.errors import Refused
from sql_guard.functions import PATTERN_FUNCTIONS
from sql_guard.policy import Policy

if TYPE_CHECKING:
    from sqlglot import exp

LONGEST_PAD: Final = 1_000
LONGEST_SERIES: Final = 15_000  # forty years of days
MOST_SERIES: Final = 4
WIDEST_FORMAT: Final = 99
WIDE: Final = re.compile(r"\d{3,}|\*|\{[^}]*\{")
SECONDS: Final = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 28 * 86_400,
    "quarter": 90 * 86_400,
    "year": 365 * 86_400,
}


def bounded_arguments(draft: Draft, policy: Policy) -> Draft:
    series = 0
    for node in draft.tree.walk():
        kind = type(node).__name__
        if check := CHECKS.get(kind):
            check(node)
        series += kind == "GenerateSeries"
        if series > MOST_SERIES:
            raise Refused("unbounded", function="generate_series", most=MOST_SERIES, **position_of(node))
    return draft


def check_pad(node: exp.Expr) -> None:
    if (length := whole_number(node.expression)) is None or length > LONGEST_PAD:
        raise Refused("unbounded", function="lpad", most=LONGEST_PAD, **position_of(node))


def check_pattern(node: exp.Expr) -> None:
    """A pattern made of data would carry the data out in the engine's error message."""
    pattern = node.args.get("expression")
    if pattern is None or not pattern.is_string:
        raise Refused("pattern_not_literal", **position_of(node))


def check_named(node: exp.Expr) -> None:
    if node.name.lower() in ("printf", "format"):
        check_format(node)
    if node.name.lower() in PATTERN_FUNCTIONS and (len(node.expressions) < 2 or not node.expressions[1].is_string):
        raise Refused("pattern_not_literal", **position_of(node))


def check_lambda(node: exp.Expr) -> None:
    """A function inside a function over lists multiplies their lengths, where nothing can stop it."""
    for inner in node.walk():
        if inner is not node and type(inner).__name__ in ("Lambda", "Comprehension", "GenerateSeries"):
            raise Refused("nested_lambda", **position_of(inner))


def check_series(node: exp.Expr) -> None:
    steps = steps_of(node)
    if steps is None or not 0 <= steps <= LONGEST_SERIES:
        raise Refused("unbounded", function="generate_series", most=LONGEST_SERIES, **position_of(node))


def steps_of(node: exp.Expr) -> float | None:
    """How many steps a series takes: numbers, or dates and a step of time. None when they are not literal."""
    start, end, step = node.args.get("start"), node.args.get("end"), node.args.get("step")
    if (first := whole_number(start)) is not None and (last := whole_number(end)) is not None:
        width = 1 if step is None else whole_number(step)
        return (last - first) / width if width else None
    first_day, last_day, seconds = moment(start), moment(end), seconds_of(step)
    if first_day is None or last_day is None or not seconds:
        return None
    return (last_day - first_day).total_seconds() / seconds


def whole_number(node: exp.Expr | None) -> int | None:
    from sqlglot import exp

    if isinstance(node, exp.Neg):
        under = whole_number(node.this)
        return None if under is None else -under
    return int(node.this) if isinstance(node, exp.Literal) and node.is_int else None


def moment(node: exp.Expr | None) -> datetime | None:
    """DATE '…', TIMESTAMP '…' or the CAST that says the same."""
    from sqlglot import exp

    if not isinstance(node, exp.Cast) or not isinstance(node.this, exp.Literal) or not node.this.is_string:
        return None
    if node.to.this not in (exp.DType.DATE, exp.DType.TIMESTAMP):
        return None
    try:
        return datetime.fromisoformat(node.this.this.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def seconds_of(node: exp.Expr | None) -> int | None:
    from sqlglot import exp

    if not isinstance(node, exp.Interval) or not isinstance(node.this, exp.Literal) or node.unit is None:
        return None
    seconds = SECONDS.get(node.unit.name.lower().rstrip("s"))
    try:
        return seconds and int(node.this.this) * seconds
    except ValueError:
        return None


def check_format(node: exp.Expr) -> None:
    """A width in a format is a size like any other: two digits, written out."""
    pattern = node.this if type(node).__name__ == "Format" else next(iter(node.expressions), None)
    if pattern is None or not pattern.is_string or WIDE.search(pattern.name):
        raise Refused("unbounded", function="format", most=WIDEST_FORMAT, **position_of(node))


CHECKS: Final[Mapping[str, Callable[[exp.Expr], None]]] = {
    "Pad": check_pad,
    "GenerateSeries": check_series,
    "Lambda": check_lambda,
    "Comprehension": check_lambda,
    "Anonymous": check_named,
    "Format": check_format,
    **dict.fromkeys(
        ("RegexpExtract", "RegexpExtractAll", "RegexpFullMatch", "RegexpLike", "RegexpReplace", "RegexpSplit", "SimilarTo"),
        check_pattern,
    ),
}
