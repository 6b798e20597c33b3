"""Whether a window over a metric of earlier days is the same as that metric's window on earlier days.

An island knows its window and its moves, not which comes first. Where the order matters, the query has no answer: the year to date of last
month's sales begins anew in January, last month's year to date is all of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalog.errors import Unanswerable
from catalog.metric import AllTime, Grain, Input, Offset, StartOf, ToDate, Trailing
from catalog.period import MONTHS


def check_order(entry: Input, window: Trailing | ToDate | AllTime | None, grain: Grain | None) -> None:
    """Refuses an input of earlier days in a window where the order matters; `grain` is that of the days whose windows are shown."""
    if window is None or entry.offset is None:
        return
    if isinstance(entry.offset, StartOf) or not in_any_order(window, entry.offset, grain):
        raise Unanswerable("cumulative_of_earlier", metric=entry.metric)


def check_moved(metric: str, window: Trailing | ToDate | AllTime | None, moves: Iterable[object], grain: Grain | None) -> None:
    """Refuses days that trail to the end of a bucket, moved by months: those to 30 September are not as many as those to 31 August."""
    by_months = any(isinstance(move, Offset) and move.grain not in ("day", "week") for move in moves)
    if isinstance(window, Trailing) and window.grain in ("day", "week") and by_months and grain not in ("day", None):
        raise Unanswerable("trailing_moved", metric=metric, grain=grain)


def in_any_order(window: Trailing | ToDate | AllTime, move: Offset, grain: Grain | None) -> bool:
    by_days = move.grain in ("day", "week")
    match window:
        case AllTime():
            return True
        case Trailing(_, unit):  # one day by months is looked up alone: seven days to 31 March are seven to 28 February
            return unit in ("day", "week") if by_days else grain not in ("day", None)
        case ToDate(unit):
            return keeps_edges(move, unit) and (by_days or grain != "day")


def keeps_edges(move: Offset, grain: Grain) -> bool:
    """Whether a bucket's first day, moved, is a bucket's first day."""
    if grain in MONTHS and move.grain in MONTHS:
        return move.count * MONTHS[move.grain] % MONTHS[grain] == 0
    return grain == "day" or (grain == "week" and (move.grain == "week" or (move.grain == "day" and move.count % 7 == 0)))
