"""What a compiled query is: the tree, its text, and what each output column means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from catalog.dimension import DimensionType
from catalog.label import Label
from catalog.metric import Format
from catalog.period import Period

Role = Literal["period", "time", "dimension", "measure", "previous", "change", "change_pct", "share", "running", "rank", "attainment"]
ColumnType = DimensionType | Literal["integer"]


@dataclass(frozen=True)
class OutputColumn:
    """`of` is the metric or dimension that it shows (empty for time and period); `format` is None for keys."""

    name: str
    role: Role
    type: ColumnType
    label: Label
    of: str = ""
    format: Format | None = None


@dataclass(frozen=True)
class Compiled:
    """`metrics` and `datasets` are all that the SQL rests on, inputs of inputs included; `notes` are codes for the message files.

    `compared` are the days that the previous side of a comparison read.
    """

    tree: exp.Expr
    sql: str
    columns: tuple[OutputColumn, ...]
    datasets: tuple[str, ...]
    metrics: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    compared: tuple[Period, ...] = ()
