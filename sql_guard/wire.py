"""What travels between the engine and its worker: length-prefixed JSON frames, results in columns with one codec each.

Nothing that arrives is executed: a worker that was taken over can send wrong values, but no code. Imports the standard library alone.
"""

from __future__ import annotations

import json
import struct
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

LENGTH = struct.Struct(">I")
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)

# A value of these types is its own JSON (nan and inf travel as NaN and Infinity, whole numbers at any length).
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")
PLAIN = frozenset((*WHOLE, "BOOLEAN", "FLOAT", "DOUBLE", "VARCHAR", "ENUM", "BIT", "JSON"))


def frame(message: Any) -> bytes:
    """One message, ready to send."""
    body = ENCODER.encode(message).encode()
    return LENGTH.pack(len(body)) + body


def parse(body: bytes | bytearray) -> Any:
    return json.loads(body)


def encode_blob(value: bytes) -> str:
    return b2a_base64(value, newline=False).decode()


def encode_interval(value: timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


def decode_interval(parts: Sequence[int]) -> timedelta:
    return timedelta(*parts)


# kind -> (Python type, value to JSON, JSON to value)
CODECS: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "decimal": (Decimal, str, Decimal),
    "date": (date, date.isoformat, date.fromisoformat),
    "timestamp": (datetime, datetime.isoformat, datetime.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "interval": (timedelta, encode_interval, decode_interval),
    "blob": (bytes, encode_blob, a2b_base64),
    "uuid": (UUID, str, UUID),
}
KIND_OF_TYPE = {codec[0]: kind for kind, codec in CODECS.items()}


def kind_of(type_name: str) -> str:
    """Which codec a column of this engine type takes: `plain`, a name of CODECS, or `tagged` for all that nests or is rare."""
    head = type_name.partition("(")[0].strip()
    if type_name.endswith("]"):
        return "tagged"
    if head in PLAIN:
        return "plain"
    if head == "DECIMAL":
        return "decimal"
    if head.startswith("TIMESTAMP"):
        return "timestamp"
    named = {"DATE": "date", "TIME": "time", "TIME WITH TIME ZONE": "time", "INTERVAL": "interval", "BLOB": "blob", "UUID": "uuid"}
    return named.get(head, "tagged")


def encode_column(kind: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
    """The kind that was used, and the column as JSON values. A value that its kind cannot carry sends the whole column as tagged."""
    column = list(values)
    if kind == "plain":
        return kind, column
    if kind in CODECS:
        python_type, encode, _ = CODECS[kind]
        if all(value is None or type(value) is python_type for value in column):
            return kind, [None if value is None else encode(value) for value in column]
    return "tagged", [tag(value) for value in column]


def decode_column(kind: str, values: list[Any]) -> list[Any]:
    if kind == "plain":
        return values
    if kind == "tagged":
        return [untag(value) for value in values]
    decode = CODECS[kind][2]
    return [None if value is None else decode(value) for value in values]


def tag(value: Any) -> Any:
    """Any value of the engine as JSON: scalars as they are, the rest as [kind, content]."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return ["list", [tag(item) for item in value]]
    if isinstance(value, dict):
        return ["map", [[tag(key), tag(item)] for key, item in value.items()]]
    kind = KIND_OF_TYPE[type(value)]
    return [kind, CODECS[kind][1](value)]


def untag(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, content = value
    if kind == "list":
        return [untag(item) for item in content]
    if kind == "map":
        return {hashable(untag(key)): untag(item) for key, item in content}
    return CODECS[kind][2](content)


def hashable(key: Any) -> Any:
    """A key of an engine MAP may be a list or a struct; Python wants it hashable."""
    return key if key.__hash__ else repr(key)
