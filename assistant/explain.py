"""What was found, in one sentence with the number, and how it was counted, line by line. Only values that are in the rows are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from assistant.figures import format_of, write, write_number, write_points
from assistant.record import Dates, Definition
from assistant.wording import say, spell
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn
from catalog.label import Language
from catalog.metric import Offset
from catalog.period import Period, add
from catalog.query import TIME, AnyOf, MemberFilter, MetricQuery

Row = Sequence[Any]


@dataclass(frozen=True)
class Found:
    """A result with what is needed to speak of it."""

    query: MetricQuery
    catalog: Catalog
    columns: Sequence[OutputColumn]
    rows: Sequence[Row]
    dates: Sequence[Dates]
    language: Language
    days: Period | None = None  # the days that there is data for
    nameless: str = ""  # what a row without a member is called, where small groups are joined in it

    def is_whole(self, bucket: date) -> bool:
        """Whether the bucket that starts on this day lies inside the days that were counted."""
        if self.query.grain is None:
            return True
        end = add(bucket, 1, self.query.grain, self.catalog.calendar)
        counted = [(period.start, period.effective_end) for period in self.query.periods]
        known = [(self.days.start, self.days.end)] if self.days and not counted else []
        return not (counted or known) or any(first <= bucket and end <= last for first, last in counted or known)

    @property
    def unfinished(self) -> list[date]:
        """The first days of the buckets that are only partly counted, in order."""
        time = self.places("time")
        return sorted({row[time[0]] for row in self.rows if row[time[0]] is not None and not self.is_whole(row[time[0]])} if time else ())

    def places(self, *roles: str) -> list[int]:
        return [place for place, column in enumerate(self.columns) if column.role in roles]

    @property
    def value(self) -> int | None:
        """The column that the sentence speaks of: what a ranking is by, else the first share, running total or measure."""
        spoken = self.places("share", "attainment", "running") or self.places("measure")
        ranked = {order.column for order in self.query.order[:1]} if self.query.limit else set()
        by = (*spoken, *self.places("change", "change_pct"))
        return next((place for place in by if self.columns[place].name in ranked), next(iter(spoken), None))

    def written(self, row: Row, place: int, *, short: bool = True) -> str:
        return write(row[place], self.columns[place], self.language, short=short, grain=self.query.grain, calendar=self.catalog.calendar)

    def named(self, row: Row) -> str:
        """The row's keys as a person names them."""
        unknown = self.nameless or say(self.language, "answer.unknown_member")
        keys = self.places("period", "dimension", "time")
        return "·".join(unknown if row[place] is None else self.written(row, place) for place in keys)


def headline(found: Found) -> str:
    """One sentence that holds the number, or says that there is none."""
    scope, place = scope_of(found), found.value
    if not found.rows or place is None:
        return say(found.language, "answer.no_rows" if not found.rows else "answer.rows_found", scope=scope, count=len(found.rows))
    metric = found.columns[place].label.in_language(found.language)
    known = [row for row in found.rows if row[place] is not None]
    if not known:
        return say(found.language, "answer.no_value", scope=scope, metric=metric)
    if not found.places("dimension", "period", "time"):
        return single(found, scope, metric, place)
    if len(found.rows) == 1:
        return say(
            found.language,
            "answer.listed_one",
            scope=scope,
            metric=metric,
            best=found.named(known[0]),
            value=found.written(known[0], place),
        )
    if found.places("time") and not found.places("dimension", "period"):
        return series(found, scope, metric, place, known)
    return listed(found, scope, metric, place, known)


def single(found: Found, scope: str, metric: str, place: int) -> str:
    row = found.rows[0]
    facts = {"scope": scope, "metric": metric, "value": found.written(row, place)}
    before = next(iter(found.places("previous")), None)
    if before is None or found.query.comparison is None:
        others = [other for other in found.places("measure", "share", "attainment", "running") if other != place]
        rest = "".join(
            say(found.language, "answer.joined")
            + say(
                found.language,
                "answer.value",
                scope="",
                metric=found.columns[other].label.in_language(found.language),
                value=found.written(row, other),
            )
            for other in others
        )
        return say(found.language, "answer.value", **facts) + rest
    if row[before] is None:
        return say(found.language, "answer.value", **facts) + say(found.language, "answer.joined") + say(found.language, "answer.no_base")
    return say(
        found.language,
        "answer.value_compared",
        **facts,
        previous=found.written(row, before),
        base=base_words(found),
        movement=movement(found, row, place, before),
    )


def movement(found: Found, row: Row, place: int, before: int) -> str:
    """Up or down by how much, from the two values of the row."""
    change = row[place] - row[before]
    if change == 0:
        return say(found.language, "answer.flat")
    way = "up" if change > 0 else "down"
    form = format_of(found.columns[place])
    if form.style == "percent":
        return say(found.language, f"answer.{way}_plain", change=write_points(abs(change), form, found.language))
    size = write_number(abs(change), form, found.language, short=True)
    if not row[before]:
        return say(found.language, f"answer.{way}_plain", change=size)
    percent = f"{abs(change / row[before]) * 100:.1f}%"
    return say(found.language, f"answer.{way}", change=size, percent=percent)


def base_words(found: Found) -> str:
    comparison = found.query.comparison
    if comparison is not None and isinstance(comparison.to, Offset) and comparison.to.count == 1:
        return say(found.language, f"base.{comparison.to.grain}")
    return say(found.language, "base.earlier")


def series(found: Found, scope: str, metric: str, place: int, known: Sequence[Row]) -> str:
    time = found.places("time")[0]
    ordered = sorted(known, key=lambda row: row[time])
    whole = [row for row in ordered if found.is_whole(row[time])] or ordered
    high, low, last = max(whole, key=lambda row: row[place]), min(whole, key=lambda row: row[place]), ordered[-1]
    part = "" if found.is_whole(last[time]) else say(found.language, "answer.part")
    return say(
        found.language,
        "answer.series",
        scope=scope,
        metric=metric,
        last=found.named(last) + part,
        value=found.written(last, place),
        best=found.named(high),
        high=found.written(high, place),
        worst=found.named(low),
        low=found.written(low, place),
    )


def listed(found: Found, scope: str, metric: str, place: int, known: Sequence[Row]) -> str:
    limit, order = found.query.limit, found.query.order
    if found.nameless:  # a row of many groups is no highest one
        known = [row for row in known if all(row[key] is not None for key in found.places("dimension"))] or known
    high, low = max(known, key=lambda row: row[place]), min(known, key=lambda row: row[place])
    facts = {"scope": scope, "metric": metric, "count": len(found.rows)}
    if limit is not None and not limit.per and order and order[0].column == found.columns[place].name:
        first, code = (high, "answer.listed_top") if order[0].descending else (low, "answer.listed_bottom")
        return say(found.language, code, **facts, best=found.named(first), value=found.written(first, place))
    if high[place] == low[place] and len(known) == len(found.rows):
        return say(found.language, "answer.listed_equal", **facts, value=found.written(high, place))
    return say(
        found.language,
        "answer.listed",
        **facts,
        best=found.named(high),
        value=found.written(high, place),
        worst=found.named(low),
        low=found.written(low, place),
    )


def scope_of(found: Found) -> str:
    """The dates and members that the number is about: '2026-10-01 至 2026-10-31，华东，'."""
    parts = [date_words(dates, found.language) for dates in found.dates]
    parts += [
        spell(tuple(item for item in values if item is not None), found.language)
        for values in (filter.values for filter in found.query.filters if isinstance(filter, MemberFilter) and not filter.negated)
    ]
    parts += [either_words(found, choice) for choice in found.query.any_of]
    return say(found.language, "answer.joined").join(parts) + say(found.language, "answer.scope_end") if parts else ""


def date_words(dates: Dates, language: Language) -> str:
    if dates.first == dates.last:
        return dates.first.isoformat()
    return say(language, "working.range", first=dates.first, last=dates.last)


def working_lines(found: Found, definitions: Sequence[Definition], compared: Sequence[Dates], known: Dates | None) -> list[str]:
    """How it was counted: definitions, dates, comparison, filters, grouping, limits."""
    language, query = found.language, found.query
    lines = [
        say(
            language,
            "working.definition",
            name=item.name,
            version=item.version,
            owner=item.owner,
            department=item.department,
            description=item.description,
            until=item.until,
        )
        for item in definitions
    ]
    if found.dates:
        lines.append(say(language, "working.dates", dates=[dated(item, language) for item in found.dates]))
    elif known is not None:
        lines.append(say(language, "working.all_dates", first=known.first, last=known.last))
    if compared:
        lines.append(say(language, "working.compared", dates=[date_words(item, language) for item in compared]))
    if query.filters:
        lines.append(say(language, "working.filters", filters=[filter_words(found, item) for item in query.filters]))
    if query.any_of:
        lines.append(say(language, "working.filters", filters=[either_words(found, choice) for choice in query.any_of]))
    lines += chosen_lines(found)
    if told := own_filters(found):
        lines.append(say(language, "working.filters", filters=told))
    keys = [*([say(language, f"grain.{query.grain}")] if query.grain else []), *(dimension_name(found, key) for key in query.group_by)]
    if keys:
        lines.append(say(language, "working.grouped", keys=keys))
    if query.having:
        lines.append(say(language, "working.having", conditions=[f"{item.column} {item.operator} {item.value}" for item in query.having]))
    if query.limit:
        per = [dimension_name(found, key) for key in query.limit.per]
        lines.append(say(language, "working.limit", count=query.limit.count) + (say(language, "working.per", keys=per) if per else ""))
    return lines


def chosen_lines(found: Found) -> list[str]:
    """Which members another query chooses, or leaves out, and by what: its figures, days, filters, bounds and rank."""
    lines = []
    for part in found.query.within:
        inner = replace(found, query=part.query, dates=(), columns=(), rows=())
        names = [found.catalog.metric(measure.metric).label.in_language(found.language) for measure in part.query.measures]
        days = [Dates(period.start, period.effective_end - timedelta(days=1)) for period in part.query.periods]
        told = [*names, *(date_words(item, found.language) for item in days), *(filter_words(inner, item) for item in part.query.filters)]
        told += [f"{item.column} {item.operator} {item.value}" for item in part.query.having]
        told += [say(found.language, "working.limit", count=part.query.limit.count)] if part.query.limit else []
        told += chosen_lines(inner)
        keys = [dimension_name(found, name) for name in part.dimensions]
        code = "working.not_within" if part.negated else "working.within"
        lines.append(say(found.language, code, dimension=keys, query=told))
    return lines


def either_words(found: Found, choice: AnyOf) -> str:
    """Alternatives as a person writes them: (A, B) or C."""
    sides = [[filter_words(found, item) for item in side] for side in choice.sides]
    joint = say(found.language, "answer.joined")
    texts = [side[0] if len(side) == 1 else f"({joint.join(side)})" for side in sides]
    return say(found.language, "working.or").join(texts)


def own_filters(found: Found) -> list[str]:
    """What each measure alone is held to."""
    told = []
    for measure in found.query.measures:
        name = found.catalog.metric(measure.metric).label.in_language(found.language) if measure.alias is None else measure.alias
        if measure.filters:
            filters = [filter_words(found, item) for item in measure.filters]
            told.append(say(found.language, "working.measure_of", name=name, filters=filters))
    return told


def dated(dates: Dates, language: Language) -> str:
    return date_words(dates, language) + (say(language, "working.unfinished", through=dates.last) if dates.unfinished else "")


def dimension_name(found: Found, name: str) -> str:
    if name == TIME:
        return say(found.language, f"grain.{found.query.grain}") if found.query.grain else say(found.language, "column.metric_time")
    return found.catalog.dimension(name).label.in_language(found.language)


def filter_words(found: Found, item: object) -> str:
    if isinstance(item, MemberFilter):
        unknown = say(found.language, "answer.unknown_member")
        values = tuple(unknown if value is None else value for value in item.values)
        code = "working.not_equal" if item.negated else "working.equal"
        return say(found.language, code, dimension=dimension_name(found, item.dimension), values=values)
    return f"{dimension_name(found, getattr(item, 'dimension', ''))} {getattr(item, 'operator', '')} {getattr(item, 'value', '')}"
