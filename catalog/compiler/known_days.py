"""The days that a query can be about: its periods, what they are compared with, and what windows reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from catalog.compiler.ruler import MOST_DAYS
from catalog.metric import Offset, Trailing
from catalog.period import Period
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from catalog.compiler.plan import Scope


def known_days(query: MetricQuery, scopes: Iterable[Scope]) -> tuple[date, date] | None:
    """The days that the periods, what they are compared with and their windows can reach; None for periods without both ends."""
    if not query.periods or any(period.start == date.min or period.end == date.max for period in query.periods):
        return None
    reach = MOST_DAYS[query.grain or "day"]
    for scope in scopes:
        steps = [(shift.count, shift.grain) for shift in scope.shifts if isinstance(shift, Offset)]
        steps += [(scope.window.count, scope.window.grain)] if isinstance(scope.window, Trailing) else []
        other = [period.start for period in (*query.periods, *(shift for shift in scope.shifts if isinstance(shift, Period)))]
        days = sum(abs(count) * MOST_DAYS[grain] for count, grain in steps) + (max(other) - min(other)).days
        reach = max(reach, days + MOST_DAYS[query.grain or "day"])
    first, last = min(period.start for period in query.periods), max(period.end for period in query.periods)
    return date.fromordinal(max(1, first.toordinal() - reach)), date.fromordinal(min(date.max.toordinal(), last.toordinal() + reach))
