"""Spark's Arrow batches as Rows like DuckDB's: each column is brought to the type that DuckDB's binder gave it, or the result fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from typing import Any, TypeVar

from sql_guard.engine import ResultColumn
from sql_guard.errors import EngineFailed, TookTooLong
from sql_guard.policy import Limits
from sql_guard.spark.kinds import kind_of

T = TypeVar("T")
Read = Callable[[Any], Any]


class Unfit(Exception):
    """A value that is not of its column's type."""


def collected(batches: Iterable[Any], columns: tuple[ResultColumn, ...], cap: int, limits: Limits) -> tuple[list[tuple[Any, ...]], bool]:
    """At most `cap` rows, and whether there were more. TookTooLong over the byte cap, EngineFailed for a value that does not fit."""
    readers = [reader_for(column.type) for column in columns]
    rows: list[tuple[Any, ...]] = []
    taken = 0
    for batch in batches:
        taken += batch.nbytes
        if taken > limits.bytes:
            raise TookTooLong("over_bytes", bytes=limits.bytes)
        if batch.num_columns != len(readers):
            raise EngineFailed("engine_differs", column="", type=str(batch.num_columns))
        rows.extend(zip(*read_columns(batch, columns, readers), strict=True))
        if len(rows) > cap:
            return rows[:cap], True
    return rows, False


def read_columns(batch: Any, columns: tuple[ResultColumn, ...], readers: list[Read]) -> Iterator[list[Any]]:
    for place, read in enumerate(readers):
        try:
            yield [None if value is None else read(value) for value in batch.column(place).to_pylist()]
        except Unfit:
            raise EngineFailed("engine_differs", column=columns[place].name, type=columns[place].type) from None


def reader_for(type_name: str) -> Read:
    """What makes a value one of this DuckDB type."""
    kind = kind_of(type_name)
    if kind == "decimal":
        return decimal_of(int(type_name.partition(",")[2].strip(" )") or 0))
    if type_name.upper() == "TIMESTAMP WITH TIME ZONE":
        return lambda value: moment(value).replace(tzinfo=UTC)
    return READERS.get(kind, unknown)


def decimal_of(scale: int) -> Read:
    """A Decimal with exactly this scale; one that would lose digits does not fit."""
    unit = Decimal(1).scaleb(-scale)

    def read(value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise Unfit
        with localcontext() as exact:
            exact.prec = 80
            made = Decimal(value).quantize(unit)
        if made != value:
            raise Unfit
        return made

    return read


def integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
        raise Unfit
    return int(value)


def double(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Unfit
    return float(value)


def text(value: Any) -> str:
    return checked(value, str)


def boolean(value: Any) -> bool:
    return checked(value, bool)


def day(value: Any) -> date:
    if isinstance(value, datetime):
        at = moment(value)
        if at != datetime(at.year, at.month, at.day):  # UTC, as DuckDB's own time stamps
            raise Unfit
        return at.date()
    return checked(value, date)


def moment(value: Any) -> datetime:
    """A time stamp without a zone, in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    found = checked(value, date)
    return datetime(found.year, found.month, found.day)  # UTC, as DuckDB's own time stamps


def checked(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise Unfit
    return value


def unknown(value: Any) -> Any:
    raise Unfit


READERS: dict[str, Read] = {
    "integer": integer,
    "double": double,
    "text": text,
    "boolean": boolean,
    "date": day,
    "timestamp": moment,
}
