"""The kinds of values that templates tell apart. A kind that is not known is refused wherever the spelling depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sql_guard.errors import Refused

if TYPE_CHECKING:
    from sqlglot import exp

Kind = Literal["integer", "decimal", "double", "text", "date", "timestamp", "boolean", "null", "other"]
NUMBERS: Final[frozenset[Kind]] = frozenset({"integer", "decimal", "double", "null"})
EXACT: Final[frozenset[Kind]] = frozenset({"integer", "decimal", "null"})
DATED: Final[frozenset[Kind]] = frozenset({"date", "timestamp"})
TIMES: Final[frozenset[Kind]] = DATED | {"null"}
TEXTS: Final[frozenset[Kind]] = frozenset({"text", "null"})
WIDTHS = ("TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "HUGEINT", "INT128")
OF_TYPE: Final[dict[str, Kind]] = {
    **dict.fromkeys((*WIDTHS, *(f"U{width}" for width in WIDTHS)), "integer"),
    "DECIMAL": "decimal",
    "DOUBLE": "double",
    "FLOAT": "double",
    "VARCHAR": "text",
    "TEXT": "text",
    "CHAR": "text",
    "STRING": "text",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "TIMESTAMPNTZ": "timestamp",
    "TIMESTAMPTZ": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    "NULL": "null",
}


@dataclass(frozen=True)
class Spelled:
    """An expression as Spark reads it, and the kind of its values."""

    tree: exp.Expr
    kind: Kind


def kind_of(type_name: str) -> Kind:
    """The kind of a DuckDB type name, such as DECIMAL(18,2)."""
    return OF_TYPE.get(type_name.partition("(")[0].strip().upper(), "other")


def merged(kinds: Iterable[Kind], construct: str) -> Kind:
    """The kind that values of these kinds have together; refused where the engines would convert differently."""
    found = {kind for kind in kinds if kind != "null"}
    if not found:
        return "null"
    if len(found) == 1:
        return found.pop()
    if found <= NUMBERS:
        return "double" if "double" in found else "decimal"
    if found <= TIMES:
        return "timestamp"
    raise refusal(f"{construct} of {' and '.join(sorted(found))}")


def refusal(construct: str) -> Refused:
    """The construct has no spelling on Spark that surely means the same."""
    return Refused("not_on_engine", engine="Spark", construct=construct)
