"""Spark's spelling of functions and operators, one line each: what is called in DuckDB's tree, on which kinds, and what it gives.

A template is Spark SQL over the arguments a_, b_, c_ in their order. What is not listed here and not written in spell.py is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from sql_guard.spark.kinds import NUMBERS, TEXTS, TIMES, Kind, Spelled, merged, refusal

if TYPE_CHECKING:
    from sqlglot import exp

PLACES: Final = ("a_", "b_", "c_", "d_")
WHOLE: Final[frozenset[Kind]] = frozenset({"integer", "null"})
TRUTHS: Final[frozenset[Kind]] = frozenset({"boolean", "null"})
ANY: Final[frozenset[Kind]] = frozenset({"integer", "decimal", "double", "text", "date", "timestamp", "boolean", "null"})
# Of two DOUBLEs. DuckDB divides by zero to infinity and Spark raises; where a written number rules zero out, no case is needed.
# The second WHEN is what ELSE would be: with ELSE, Sail raises for a batch without rows, because nothing in it is other than zero.
QUOTIENT: Final = "a_ / b_"
NULL_QUOTIENT: Final = "CASE WHEN b_ = 0 THEN NULL WHEN b_ <> 0 THEN a_ / b_ END"
ANY_QUOTIENT: Final = "CASE WHEN b_ = 0 THEN a_ * CAST('Infinity' AS DOUBLE) WHEN b_ <> 0 THEN a_ / b_ END"
# A DOUBLE becomes a whole number as DuckDB does it: to the nearest, halves to the even one. Spark would cut.
NEAREST: Final = (
    "CASE WHEN a_ - FLOOR(a_) < 0.5 THEN FLOOR(a_) WHEN a_ - FLOOR(a_) > 0.5 THEN FLOOR(a_) + 1 "
    "WHEN FLOOR(a_) % 2 = 0 THEN FLOOR(a_) ELSE FLOOR(a_) + 1 END"
)


@dataclass(frozen=True)
class Template:
    """`keys` are the arguments of sqlglot's node, `takes` the kinds of each; `gives` names a kind, or 'same' for what goes in."""

    keys: tuple[str, ...]
    text: str
    takes: tuple[frozenset[Kind], ...]
    gives: Kind | Literal["same"]


def one(text: str, takes: frozenset[Kind], gives: Kind | Literal["same"]) -> Template:
    return Template(("this",), text, (takes,), gives)


def two(text: str, left: frozenset[Kind], right: frozenset[Kind], gives: Kind | Literal["same"]) -> Template:
    return Template(("this", "expression"), text, (left, right), gives)


def part(text: str) -> Template:
    return one(f"CAST({text} AS BIGINT)", TIMES, "integer")


PARTS: Final[dict[str, Template]] = {
    "year": part("YEAR(a_)"),
    "quarter": part("QUARTER(a_)"),
    "month": part("MONTH(a_)"),
    "week": part("WEEKOFYEAR(a_)"),
    "day": part("DAY(a_)"),
    "dow": part("DAYOFWEEK(a_) - 1"),
    "isodow": part("(DAYOFWEEK(a_) + 5) % 7 + 1"),
    "doy": part("DAYOFYEAR(a_)"),
    "hour": part("HOUR(a_)"),
    "minute": part("MINUTE(a_)"),
}
PART_NAMES: Final = {
    "Year": "year",
    "Quarter": "quarter",
    "Month": "month",
    "Week": "week",
    "WeekOfYear": "week",
    "Day": "day",
    "DayOfMonth": "day",
    "DayOfWeek": "dow",
    "DayOfWeekIso": "isodow",
    "DayOfYear": "doy",
    "Hour": "hour",
    "Minute": "minute",
    "dayofweek": "dow",
    "weekday": "dow",
    "weekofyear": "week",
    "dayofyear": "doy",
    "dayofmonth": "day",
}

SCALARS: Final[dict[str, Template]] = {
    "Abs": one("ABS(a_)", NUMBERS, "same"),
    "Sign": one("CAST(SIGN(a_) AS INT)", NUMBERS, "integer"),
    "Exp": one("EXP(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
    "Pow": two("POWER(CAST(a_ AS DOUBLE), CAST(b_ AS DOUBLE))", NUMBERS, NUMBERS, "double"),
    "Lower": one("LOWER(a_)", TEXTS, "text"),
    "Upper": one("UPPER(a_)", TEXTS, "text"),
    "Length": one("CAST(LENGTH(a_) AS BIGINT)", TEXTS, "integer"),
    "Contains": two("CONTAINS(a_, b_)", TEXTS, TEXTS, "boolean"),
    "StartsWith": two("STARTSWITH(a_, b_)", TEXTS, TEXTS, "boolean"),
    "EndsWith": two("ENDSWITH(a_, b_)", TEXTS, TEXTS, "boolean"),
    "prefix": two("STARTSWITH(a_, b_)", TEXTS, TEXTS, "boolean"),
    "suffix": two("ENDSWITH(a_, b_)", TEXTS, TEXTS, "boolean"),
    "SHA2": one("SHA2(a_, 256)", TEXTS, "text"),
    "MD5": one("MD5(a_)", TEXTS, "text"),
    "LastDay": one("LAST_DAY(a_)", TIMES, "date"),
    "Dayname": one("DATE_FORMAT(a_, 'EEEE')", TIMES, "text"),
    "Monthname": one("DATE_FORMAT(a_, 'MMMM')", TIMES, "text"),
    "Nullif": two("NULLIF(a_, b_)", ANY, ANY, "same"),
    "DPipe": two("a_ || b_", TEXTS, TEXTS, "text"),
}
AGGREGATES: Final[dict[str, Template]] = {
    "Sum": one("SUM(a_)", NUMBERS, "same"),
    "Avg": one("AVG(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
    "Min": one("MIN(a_)", ANY, "same"),
    "Max": one("MAX(a_)", ANY, "same"),
    "Count": one("COUNT(a_)", ANY, "integer"),
    "CountIf": one("COUNT_IF(a_)", TRUTHS, "integer"),
    "LogicalAnd": one("BOOL_AND(a_)", TRUTHS, "boolean"),
    "LogicalOr": one("BOOL_OR(a_)", TRUTHS, "boolean"),
    "Median": one("PERCENTILE(a_, 0.5)", frozenset({"double", "null"}), "double"),
    "StddevSamp": one("STDDEV_SAMP(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
    "Stddev": one("STDDEV_SAMP(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
    "StddevPop": one("STDDEV_POP(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
    "Variance": one("VAR_SAMP(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
    "VariancePop": one("VAR_POP(CAST(a_ AS DOUBLE))", NUMBERS, "double"),
}
WINDOWS: Final[dict[str, tuple[str, Kind]]] = {
    "RowNumber": ("ROW_NUMBER()", "integer"),
    "Rank": ("RANK()", "integer"),
    "DenseRank": ("DENSE_RANK()", "integer"),
    "PercentRank": ("PERCENT_RANK()", "double"),
    "CumeDist": ("CUME_DIST()", "double"),
}
FORMATS: Final = {"%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss"}


@lru_cache(maxsize=512)
def read_template(text: str) -> exp.Expr:
    from sqlglot import parse_one

    return parse_one(text, dialect="spark")


def filled(text: str, *arguments: exp.Expr) -> exp.Expr:
    """The template's tree with the arguments in their places, enclosed where they would otherwise read differently."""
    from sqlglot import exp

    from sql_guard.spark.order import enclosed

    tree = read_template(text).copy()
    given = dict(zip(PLACES, arguments, strict=False))
    for place in list(tree.find_all(exp.Column)):
        if not place.table and place.name in given:
            argument = given[place.name].copy()
            if place is tree:
                return argument
            inside_call = isinstance(place.parent, exp.Func) and not isinstance(place.parent, exp.Case | exp.Binary | exp.Connector)
            place.replace(argument if inside_call else enclosed(argument))
    return tree


def applied(template: Template, construct: str, arguments: list[Spelled]) -> Spelled:
    """The template on arguments of the kinds that it takes."""
    for argument, takes in zip(arguments, template.takes, strict=True):
        if argument.kind not in takes:
            raise refusal(f"{construct} of {argument.kind}")
    kind = arguments[0].kind if template.gives == "same" else template.gives
    if len(arguments) == 2 and template.takes[0] is ANY:
        merged((argument.kind for argument in arguments), construct)
    return Spelled(filled(template.text, *(argument.tree for argument in arguments)), kind)
