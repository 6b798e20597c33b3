"""Datasets (one governed table each) and the joins between them, with their declared cardinality."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from catalog.label import Label, Text
from catalog.metric import Grain, Offset

Cardinality = Literal["many_to_one", "one_to_one", "one_to_many", "many_to_many"]


@dataclass(frozen=True)
class DatasetColumn:
    """A governed physical column. `sensitive` columns reach nobody unless the access file says so.

    Times of a column with a `time_zone` are that zone's clock; they are served as the project's.
    """

    name: str
    label: Label | None = None
    sensitive: bool = False
    time_zone: str | None = None


@dataclass(frozen=True)
class Validity:
    """Columns that say from which day (included) to which day (excluded; NULL: still) a row holds: a slowly-changing dimension."""

    start: str
    end: str


@dataclass(frozen=True)
class MinGroup:
    """What is shown of a dataset's rows is counted over at least `size` of an entity: an expression that says whom a row is about."""

    entity: str
    size: int


@dataclass(frozen=True)
class Dataset:
    """One table at one grain. `time` is the column that metrics are dated by unless they name another; DATE or TIMESTAMP.

    `time_grain` is the finest grain of `time`: a fact by month (dated by its first day) has no answer for a week or for yesterday.
    Its newest grains are incomplete for as long as `complete_after` says: with Offset(2, 'day') rows may come two days late.
    Rows of a `bridge` say only what belongs together (order and tag): paths may go through it, and a row counts once for each member.
    Of a dataset with `validity` a fact finds the row that held on its day.
    """

    id: str
    label: Label
    schema: str
    table: str
    columns: tuple[DatasetColumn, ...]
    primary_key: tuple[str, ...] = ()
    time: str | None = None
    description: Text = Text()
    order_by: str | None = None  # the serving table is clustered by it
    time_grain: Grain = "day"
    bridge: bool = False
    validity: Validity | None = None
    complete_after: Offset | None = None
    privacy: MinGroup | None = None
    source: str = field(default="", compare=False)  # file:line


@dataclass(frozen=True)
class Join:
    """`left` JOIN `right` ON left.key = right.key for each pair of keys; always a left join, so that facts are never dropped.

    Two joins between the same datasets differ by `role` (order store, member home store). With `on_day` the left key is a
    time and the right one its day: a fact and the calendar.
    """

    left: str
    right: str
    keys: tuple[tuple[str, str], ...]
    cardinality: Cardinality
    role: str | None = None
    on_day: bool = False
    source: str = field(default="", compare=False)


def validity_columns(dataset: Dataset) -> tuple[str, ...]:
    """The columns that say when a row holds; none where the rows always do."""
    return () if dataset.validity is None else (dataset.validity.start, dataset.validity.end)
