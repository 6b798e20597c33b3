"""Asks the engine on the way to a cause: every query is composed, checked, guarded and run as the asker's own, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.benchmarks import scoped
from assistant.causes.sides import Pair, Values, key_columns, two_values
from assistant.compose import Composed, compose
from assistant.differencing import check_differences
from assistant.plan import Why
from assistant.watch import Watch
from catalog.access import Asker
from catalog.query import Limit, Measure, MetricQuery, Order
from sql_guard.errors import Cancelled
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

SECONDS = 15.0  # after which no further drill is begun
FIRST = 500  # members a side that are asked for where a dimension has more than an answer may hold
JOINED = ("small_groups_joined", "small_group_hidden")


@dataclass(frozen=True)
class Table:
    """The values of a few measures by member, both sides. Where `is_cut`, further members are smaller than these in size on both sides.

    Where `is_joined`, groups too small to be shown are in the row without member, whole or on one side only.
    """

    values: Values
    is_cut: bool = False
    is_joined: bool = False


@dataclass
class Inquiry:
    """Who asks why, and how often the engine has been asked."""

    project: Project
    sight: Sight
    asker: Asker
    watch: Watch
    queries: int = 0
    ends: float = 0.0
    was_cut: bool = False  # something was left out, for there was no time
    histories: dict[MetricQuery, dict[date, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ends = monotonic() + SECONDS

    @property
    def is_late(self) -> bool:
        """Whether nothing further is to be begun; whoever is told so leaves something out."""
        self.was_cut = self.was_cut or monotonic() > self.ends
        return self.was_cut

    def run(self, query: MetricQuery) -> tuple[Composed, Sequence[Sequence[Any]], bool]:
        """The rows of a governed query, and whether there are more. Raises as an answer does."""
        if self.watch.cancel.is_set():
            raise Cancelled("cancelled")
        scope = scoped(compose(query, self.sight, self.project), self.sight, self.project)
        composed, policy = scope.composed, scope.policy
        if self.project.protects_groups:
            check_differences(composed.blocks, self.project, self.sight, policy, self.watch.cancel)
        rows = self.project.engine.run(guard(composed.sql, policy), policy.limits, self.watch.cancel, self.asker.id)
        self.queries += 1
        return composed, rows.rows, rows.truncated

    def table(self, why: Why, measures: tuple[Measure, ...], by: tuple[str, ...] = ()) -> Table:
        """Both sides of some measures by the members of dimensions. Raises as an answer does."""
        query = two_values(why, measures, by)
        composed, rows, is_cut = self.run(query)
        found = read_values(why, composed, rows, by)
        if is_cut:
            found = {}
            for column in (column.name for column in composed.columns if column and column.role in ("measure", "previous")):
                composed, rows, _ = self.run(replace(query, order=(Order(column),), limit=Limit(FIRST)))
                found |= read_values(why, composed, rows, by)
        return Table(found, is_cut, any(note in JOINED for note in composed.notes))

    def total(self, why: Why, measures: tuple[Measure, ...]) -> tuple[Pair, ...]:
        """Both sides of some measures without any split."""
        return total_of(self.table(why, measures), len(measures))


def total_of(table: Table, count: int) -> tuple[Pair, ...]:
    """The one row of a table without keys."""
    return next(iter(table.values.values()), (Pair(None, None),) * count)


def read_values(why: Why, composed: Composed, rows: Sequence[Sequence[Any]], by: tuple[str, ...]) -> Values:
    return key_columns(why, [column.name if column else "" for column in composed.columns], rows, by)
