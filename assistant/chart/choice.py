"""The choice of a chart. RULES are read in order; the first that fits wins, and a result that none fits is a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from catalog.calendar import ISO, Calendar
from catalog.compiler import OutputColumn
from catalog.metric import Grain

Kind = Literal["number", "line", "area", "bar", "grouped", "stacked", "dual", "scatter", "facets", "table"]
KEYS = ("time", "period", "dimension")
VALUES = ("measure", "share", "attainment", "running")
BARS, SERIES, CELLS = 40, 8, 80  # the most bars, series and grouped bars that a person still reads
TOP = 20  # of more bars than that, so many are drawn and the chart says so
PANELS, PANEL_BARS = 12, 12  # the most small charts side by side, and bars in each


@dataclass(frozen=True)
class Picture:
    """A result with its columns sorted by what they do in a chart; numbers are positions in the rows."""

    columns: Sequence[OutputColumn]
    rows: Sequence[Sequence[Any]]
    grain: Grain | None = None
    calendar: Calendar = ISO
    adds_up: bool = True  # whether the values are parts of a whole: amounts and counts, no averages or rates

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

    @property
    def is_empty(self) -> bool:
        """Whether there is no value to draw."""
        return all(row[place] is None for row in self.rows for place in self.values)


def choose(picture: Picture, wish: str | None = None) -> Kind:
    """The chart for a result; `wish` is the asker's own choice and is kept when the data can be drawn that way."""
    able = kinds(picture)
    wished = WISHES.get(wish or "", wish)
    if wished == "bar" and "grouped" in able and "bar" not in able:
        return "grouped"
    return next((kind for kind in able if kind == wished), able[0])


def kinds(picture: Picture) -> tuple[Kind, ...]:
    """Every chart that the result can be drawn as, the best one first; the table is always one."""
    if not picture.rows or picture.is_empty:
        return ("table",)
    fitting: list[Kind] = [kind for kind, fits in RULES if fits(picture)]
    if "number" in fitting:
        return ("number", "table")
    possible = [kind for kind, fits in POSSIBLE if fits(picture)]
    return tuple(dict.fromkeys([*fitting, *possible, "table"]))


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
    """One key (or a time key with a single bucket) and one measure; of very many members the first or largest are drawn."""
    keys = key_places(picture)
    if len(keys) != 1 or len(picture.rows) < 2 or len(picture.values) != 1 or picture.previous is not None:
        return False
    return len(picture.rows) <= BARS or keys[0] != picture.time


def groups(picture: Picture) -> bool:
    """Two keys, or one key with several comparable measures or a comparison."""
    keys = key_places(picture)
    if len(keys) == 2 and len(picture.values) == 1:
        return picture.distinct(keys[1]) <= SERIES and 2 <= len(picture.rows) <= CELLS
    several = len(picture.values) + (picture.previous is not None)
    few = len(picture.rows) <= BARS or keys[:1] != [picture.time]
    return len(keys) == 1 and 2 <= several <= SERIES and picture.units == 1 and len(picture.rows) >= 2 and few


def key_places(picture: Picture) -> list[int]:
    time = picture.time
    return [*([time] if time is not None and (picture.distinct(time) > 1 or not picture.keys) else []), *picture.keys]


def negative(picture: Picture) -> bool:
    return any((row[place] or 0) < 0 for row in picture.rows for place in picture.values)


def many_series(picture: Picture) -> bool:
    """A small chart for each of many series over time, or for each member of a second key."""
    if len(picture.values) != 1 or len(picture.keys) not in (1, 2) or len(picture.rows) < 2:
        return False
    if picture.time is not None and picture.distinct(picture.time) > 1:
        return len(picture.keys) == 1
    keys = key_places(picture)
    return len(keys) == 2 and 2 <= picture.distinct(keys[0]) <= PANELS and 2 <= picture.distinct(keys[1]) <= PANEL_BARS


def many_units(picture: Picture) -> bool:
    """A small chart for each of several measures that have no unit in common."""
    keys = key_places(picture)
    few = len(keys) == 1 and 2 <= len(picture.values) <= SERIES and picture.units > 1
    return few and (keys[0] == picture.time or len(picture.rows) <= BARS) and len(picture.rows) >= 2


def series_over_time(picture: Picture) -> bool:
    """One line, whose area under it means something."""
    return over_time(picture) and not picture.keys and len(picture.values) == 1 and picture.previous is None and not negative(picture)


def parts(picture: Picture) -> bool:
    """Parts of a whole, in one bar or one a bucket."""
    if len(picture.values) != 1 or len(picture.keys) != 1 or picture.previous is not None or negative(picture):
        return False
    if not 2 <= picture.distinct(picture.keys[0]) <= SERIES or not any(row[picture.values[0]] for row in picture.rows):
        return False
    column = picture.columns[picture.values[0]]
    return column.role == "share" or (picture.adds_up and column.role == "measure" and picture.unit(picture.values[0])[0] != "percent")


def bars_over_time(picture: Picture) -> bool:
    return over_time(picture) and not picture.keys and len(picture.values) == 1 and picture.previous is None and len(picture.rows) <= BARS


RULES: tuple[tuple[Kind, Callable[[Picture], bool]], ...] = (
    ("number", single),
    ("stacked", parts_over_time),
    ("line", over_time),
    ("stacked", few_parts),
    ("dual", two_units),
    ("scatter", points),
    ("grouped", groups),
    ("bar", categories),
    ("facets", many_units),
    ("facets", many_series),
)
POSSIBLE: tuple[tuple[Kind, Callable[[Picture], bool]], ...] = (
    ("bar", bars_over_time),
    ("area", series_over_time),
    ("stacked", parts),
)
WISHES = {"column": "bar", "pie": "stacked", "donut": "stacked", "trend": "line"}
