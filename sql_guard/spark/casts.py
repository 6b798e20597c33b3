"""CAST, where the engines differ: a fraction becomes a whole number by rounding, half to even from DOUBLE and half up from DECIMAL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import Kind, Spelled, kind_of, refusal
from sql_guard.spark.moves import Spell, as_moved_date
from sql_guard.spark.scope import Scope
from sql_guard.spark.templates import NEAREST, filled

if TYPE_CHECKING:
    from sqlglot import exp

TYPES: Final = {  # DuckDB's type to Spark's; unsigned types take the next wider signed one
    **dict.fromkeys(("TINYINT",), "TINYINT"),
    **dict.fromkeys(("SMALLINT", "UTINYINT"), "SMALLINT"),
    **dict.fromkeys(("INT", "INTEGER", "USMALLINT"), "INT"),
    **dict.fromkeys(("BIGINT", "UINT", "UINTEGER"), "BIGINT"),
    **dict.fromkeys(("INT128", "HUGEINT", "UBIGINT"), "DECIMAL(38, 0)"),
    "DOUBLE": "DOUBLE",
    "FLOAT": "FLOAT",
    **dict.fromkeys(("TEXT", "VARCHAR", "CHAR"), "STRING"),
    "BOOLEAN": "BOOLEAN",
    "DATE": "DATE",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMPNTZ", "TIMESTAMPTZ"), "TIMESTAMP"),
}
PLAIN: Final[frozenset[tuple[Kind, Kind]]] = frozenset(
    {
        *((kind, kind) for kind in ("integer", "decimal", "double", "text", "boolean", "date", "timestamp")),
        *(("null", kind) for kind in ("integer", "decimal", "double", "text", "boolean", "date", "timestamp")),
        *(("integer", kind) for kind in ("decimal", "double", "text", "boolean")),
        *(("decimal", kind) for kind in ("double", "text")),
        *(("boolean", kind) for kind in ("integer", "text")),
        *(("text", kind) for kind in ("double", "date", "timestamp", "decimal")),
        ("date", "timestamp"),
        ("date", "text"),
        ("timestamp", "date"),
    }
)


def spell_cast(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """CAST and TRY_CAST between kinds that the engines convert alike, and the two roundings."""
    value, target = spell(node.this, scope), type_of(node.args["to"])
    goal = kind_of(target)
    word = "TRY_CAST" if type(node).__name__ == "TryCast" else "CAST"
    if goal == "date" and (date := as_moved_date(value.tree)) is not None:
        return Spelled(date, "date")
    if value.kind == "decimal" and goal == "integer":
        return Spelled(filled(f"{word}(ROUND(a_) AS {target})", value.tree), goal)
    if value.kind == "double" and goal == "integer":
        return Spelled(filled(f"{word}({NEAREST} AS {target})", value.tree), goal)
    if value.kind == "double" and goal == "decimal":
        return Spelled(filled(f"{word}({to_scale(target)} AS {target})", value.tree), goal)
    if (value.kind, goal) not in PLAIN or (word == "TRY_CAST" and value.kind == "text" and goal == "decimal"):
        raise refusal(f"{word} of {value.kind} as {goal}")
    return Spelled(filled(f"{word}(a_ AS {target})", value.tree), goal)


def to_scale(target: str) -> str:
    """A DOUBLE rounded half up to a DECIMAL's scale, as DuckDB does before it converts."""
    factor = f"1{'0' * int(target.partition(',')[2].strip(' )') or 0)}"
    return f"ROUND(a_ * CAST({factor} AS DOUBLE)) / CAST({factor} AS DOUBLE)"


def type_of(node: exp.Expr) -> str:
    """The Spark type of a DuckDB type."""
    name = getattr(node.this, "name", str(node.this))
    sizes = [each.this.this for each in node.expressions]
    if name == "DECIMAL":
        precision, scale = (*sizes, "0")[:2] if sizes else ("18", "3")
        return f"DECIMAL({precision}, {scale})"
    if name not in TYPES or (sizes and TYPES[name] != "STRING"):
        raise refusal(f"the type {name.lower()}")
    return TYPES[name]
