"""The choice of a chart. RULES are read in order; the first that fits wins, and a result that none fits is a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from catalog.calendar import ISO, Calendar
from catalog.compiler import OutputColumn
from catalog.metric import Grain

Kind = Literal["number", "line", "area", "bar", "grouped", "stacked", "dual", "scatter", "table"]
KEYS = ("time", "period", "dimension")
VALUES = ("measure", "share", "attainment", "running")
BARS, SERIES, CELLS = 40, 8, 80  # the most bars, series and grouped bars that a person still reads


@dataclass(frozen=True)
class Picture:
    """A result with its columns sorted by what they do in a chart; numbers are positions in the rows."""

    columns: Sequence[OutputColumn]
    rows: Sequence[Sequence[Any]]
    grain: Grain | None = None
    calendar: Calendar = ISO

    def places(self, *roles: str) -> list[int]:
        return [place for place, column in enumerate(self.columns) if column.role in roles]

    @property
    def time(self) -> int | None:
        return next(iter(self.places("time")), None)

    @property
    def keys(self) -> list[int]:
        """Dimensions and periods, without the time key."""
        return self.places("dimension", "period")

    @property
    def values(self) -> list[int]:
        """The measures to draw: shares instead of the values they come from, else values; nothing that is not a number."""
        shares = self.places("share")
        return [place for place in (shares or self.places("measure", "attainment", "running")) if self.is_number(place)]

    @property
    def previous(self) -> int | None:
        return next(iter(self.places("previous")), None)

    def is_number(self, place: int) -> bool:
        return all(isinstance(row[place], (int, float, Decimal, type(None))) and not isinstance(row[place], bool) for row in self.rows)

    def distinct(self, place: int) -> int:
        return len({row[place] for row in self.rows})

    def unit(self, place: int) -> tuple[str, str]:
        """What makes two measures comparable on one axis."""
        column = self.columns[place]
        if column.role in ("share", "attainment"):
            return ("percent", "")
        form = column.format
        return (form.style if form.style in ("percent", "currency") else "number", form.unit.en) if form else ("number", "")

    @property
    def units(self) -> int:
        return len({self.unit(place) for place in self.values})


def choose(picture: Picture, wish: str | None = None) -> Kind:
    """The chart for a result; `wish` is the asker's own choice and is kept when the data can be drawn that way."""
    if wish == "table":
        return "table"
    fitting = [kind for kind, fits in RULES if fits(picture)]
    if wish is not None:
        wished = WISHES.get(wish, wish)
        able = next((kind for kind in ("grouped", "bar") if wished == "bar" and kind in fitting), None)
        if able or wished in fitting:
            return able or wished  # type: ignore[return-value]  # a member of RULES
        if wished in POSSIBLE and POSSIBLE[wished](picture):
            return wished  # type: ignore[return-value]  # a key of POSSIBLE
    return fitting[0] if fitting else "table"


def single(picture: Picture) -> bool:
    return len(picture.rows) == 1 and bool(picture.values) and picture.rows[0][picture.values[0]] is not None


def over_time(picture: Picture) -> bool:
    """A line: two or more buckets, few series, one unit."""
    time = picture.time
    if time is None or picture.distinct(time) < 2 or not picture.values:
        return False
    if picture.keys:
        return len(picture.keys) == 1 and picture.distinct(picture.keys[0]) <= SERIES and len(picture.values) == 1
    return len(picture.values) <= SERIES and picture.units == 1


def parts_over_time(picture: Picture) -> bool:
    """Shares by time: one stacked bar a bucket."""
    return over_time(picture) and len(picture.keys) == 1 and picture.columns[picture.values[0]].role == "share" and not negative(picture)


def two_units(picture: Picture) -> bool:
    """Two measures of different units over one short axis: bars and a line, an axis each."""
    axes = [*([] if picture.time is None else [picture.time]), *picture.keys]
    return len(picture.values) == 2 and picture.units == 2 and len(axes) == 1 and 2 <= len(picture.rows) <= SERIES * 3


def points(picture: Picture) -> bool:
    return picture.time is None and len(picture.keys) == 1 and len(picture.values) == 2 and len(picture.rows) > SERIES


def few_parts(picture: Picture) -> bool:
    """Shares of one total, few enough for one stacked bar."""
    return (
        picture.time is None
        and len(picture.keys) == 1
        and 2 <= len(picture.rows) <= SERIES
        and len(picture.values) == 1
        and picture.columns[picture.values[0]].role == "share"
        and not negative(picture)
    )


def categories(picture: Picture) -> bool:
    """One key (or a time key with a single bucket) and one measure."""
    keys = key_places(picture)
    return len(keys) == 1 and 2 <= len(picture.rows) <= BARS and len(picture.values) == 1


def groups(picture: Picture) -> bool:
    """Two keys, or one key with several comparable measures or a comparison."""
    keys = key_places(picture)
    if len(keys) == 2 and len(picture.values) == 1:
        return picture.distinct(keys[1]) <= SERIES and 2 <= len(picture.rows) <= CELLS
    several = len(picture.values) + (picture.previous is not None)
    return len(keys) == 1 and 2 <= several <= SERIES and picture.units == 1 and 2 <= len(picture.rows) <= BARS


def key_places(picture: Picture) -> list[int]:
    time = picture.time
    return [*([time] if time is not None and (picture.distinct(time) > 1 or not picture.keys) else []), *picture.keys]


def negative(picture: Picture) -> bool:
    return any((row[place] or 0) < 0 for row in picture.rows for place in picture.values)


RULES: tuple[tuple[Kind, Callable[[Picture], bool]], ...] = (
    ("number", single),
    ("stacked", parts_over_time),
    ("line", over_time),
    ("stacked", few_parts),
    ("dual", two_units),
    ("scatter", points),
    ("grouped", groups),
    ("bar", categories),
)
WISHES = {"column": "bar", "pie": "stacked", "donut": "stacked", "trend": "line"}
POSSIBLE: dict[str, Callable[[Picture], bool]] = {
    "bar": lambda picture: bool(key_places(picture)) and bool(picture.values) and len(picture.rows) <= BARS,
    "line": lambda picture: picture.time is not None and bool(picture.values) and len(picture.keys) <= 1,
    "area": lambda picture: picture.time is not None and bool(picture.values) and len(picture.keys) <= 1,
    "stacked": lambda picture: len(picture.values) == 1 and len(picture.keys) == 1 and not negative(picture),
}
