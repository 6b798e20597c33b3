"""Dimensions: what a metric can be grouped and filtered by, their members' other names, and drill hierarchies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from catalog.label import Label, Text

DimensionType = Literal["text", "number", "boolean", "date"]


@dataclass(frozen=True)
class Member:
    """A value of a dimension that has other names: '线上' is also 'online', '网上'."""

    value: str | int | bool
    label: Label


@dataclass(frozen=True)
class Dimension:
    """A column (or scalar SQL expression) of one dataset. Join roles on the way from a fact are named by `via`, outermost first."""

    id: str
    label: Label
    dataset: str
    expression: str
    type: DimensionType = "text"
    members: tuple[Member, ...] = ()
    via: tuple[str, ...] = ()
    description: Text = Text()
    department: str = ""
    unit: str = ""
    searchable: bool = True  # its members are indexed, so that a question may name them
    source: str = field(default="", compare=False)  # file:line


@dataclass(frozen=True)
class Hierarchy:
    """Drill levels from coarse to fine: 大区 > 省 > 市 > 门店."""

    id: str
    label: Label
    levels: tuple[str, ...]
