"""Reasons in the data, told before those of the business: an unfinished period, days without rows, members whose rows are missing.

General tests of the rows themselves: a metric with rows on practically all other days and none on some of these; a member of a dataset that
keeps a row a day for each (its day is part of its key), with rows on most days of a period and not on all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from assistant.causes.calendar_shift import days_of
from assistant.causes.inquiry import Inquiry
from assistant.causes.parts import Finding
from assistant.causes.sides import measure_of
from assistant.causes.subject import UNANSWERED, Subject
from assistant.compose import compose, data_days
from assistant.offline.reach import reaches
from assistant.plan import Why
from catalog.joins import paths
from catalog.lineage import coarsest_of
from catalog.metric import Aggregate, SemiAdditive
from catalog.parts import inputs_within
from catalog.period import Period
from catalog.query import Measure

MOST_DAYS = 400  # of both periods, that are looked at one by one
ALWAYS, LEAST_OTHERS = 0.995, 60  # of the other days, and how many these must be
MOSTLY = 0.75  # of the days of a period: a member with rows on fewer is not only missing some
MOST_NAMED = 5


def data_findings(inquiry: Inquiry, subject: Subject) -> Iterator[Finding]:
    """`partial_period`, `missing_days`, `missing_rows`."""
    why = subject.why
    if why.sides != "periods" or not why.before.periods or not why.after.periods:
        return
    before, after = effective(inquiry, why)
    if after.through is not None:
        last = after.effective_end - timedelta(days=1)
        yield Finding("partial_period", {"start": after.start, "through": last, "end": after.end - timedelta(days=1)})
    if coarsest_of(inquiry.project.catalog, subject.metric) != "day" or len(days_of(before)) + len(days_of(after)) > MOST_DAYS:
        return
    sides = {"before": days_of(before), "after": days_of(after)}
    yield from missing_days(inquiry, why, sides)
    yield from missing_rows(inquiry, why, sides)


def effective(inquiry: Inquiry, why: Why) -> tuple[Period, Period]:
    """Both periods as they are counted: marked where the data ends, the earlier one cut to the same elapsed days."""
    composed = compose(replace(why.after, comparison=None), inquiry.sight, inquiry.project)
    after = composed.query.periods[0] if composed.query else why.after.periods[0]
    before = why.before.periods[0]
    if after.through is not None:
        before = Period(
            before.start, max(before.start + timedelta(days=1), min(before.end, before.start + (after.effective_end - after.start)))
        )
    return before, after


def rows_by_day(inquiry: Inquiry, why: Why, measure: Measure, by: str) -> dict[Any, set[date]]:
    """The days on which each member has a value, in both periods."""
    found: dict[Any, set[date]] = {}
    for query in (why.before, why.after):
        _, rows, _ = inquiry.run(replace(query, measures=(measure,), grain="day", group_by=(by,), comparison=None))
        for row in rows:
            if row[-1] is not None and isinstance(row[0], date):
                found.setdefault(row[1], set()).add(row[0])
    return found


def missing_days(inquiry: Inquiry, why: Why, sides: Mapping[str, list[date]]) -> Iterator[Finding]:
    """Days of the two periods without any row, of what has rows on all other days."""
    asked = replace(why.after, grain="day", periods=(), comparison=None)
    known = data_days(asked, inquiry.project)
    try:
        _, rows, is_cut = inquiry.run(asked)
    except UNANSWERED:
        return
    present = {row[0] for row in rows if row[-1] is not None}
    within = {*sides["before"], *sides["after"]}
    others = [day for day in days_of(known) if day not in within] if known else []
    if is_cut or len(others) < LEAST_OTHERS or sum(day in present for day in others) < ALWAYS * len(others):
        return
    for side, days in sides.items():
        gone = [day for day in days if day not in present]
        if gone:
            yield Finding("missing_days", {"side": side, "days": len(gone), "first": gone[0], "last": gone[-1]})


def missing_rows(inquiry: Inquiry, why: Why, sides: Mapping[str, list[date]]) -> Iterator[Finding]:
    """Members with rows on most days of a side and none on some, of datasets that keep a row a day for each."""
    for metric, dimension in kept_daily(inquiry, measure_of(why).metric):
        if any(dimension == part.dimension for part in why.after.filters if hasattr(part, "dimension")):
            continue
        try:
            present = rows_by_day(inquiry, why, Measure(metric, filters=measure_of(why).filters), dimension)
        except UNANSWERED:
            continue
        known = set().union(*present.values()) if present else set()
        for side in ("after", "before"):
            expected = [day for day in sides[side] if day in known]
            gone = {member: [day for day in expected if day not in days] for member, days in present.items() if member is not None}
            faulty = {member: days for member, days in gone.items() if days and 1 - len(days) / len(expected) >= MOSTLY}
            if 0 < len(faulty) <= max(1, len(present) // 4):
                named = sorted(faulty.items(), key=lambda each: -len(each[1]))[:MOST_NAMED]
                members = tuple((member, len(days), days[0], days[-1]) for member, days in named)
                yield Finding("missing_rows", {"side": side, "metric": metric, "dimension": dimension, "members": members})


def kept_daily(inquiry: Inquiry, metric: str) -> Iterator[tuple[str, str]]:
    """Metrics (this one or inside it) over datasets whose key has the day in it, each with the finest dimension of the rest of that key."""
    catalog, sight = inquiry.project.catalog, inquiry.sight.catalog
    seen: set[tuple[str, str]] = set()
    for name in (metric, *inputs_within(catalog.metric(metric), catalog)):
        formula = catalog.metric(name).formula
        if name not in sight.metrics or not isinstance(formula, Aggregate | SemiAdditive):
            continue
        dataset = catalog.dataset(formula.dataset)
        if dataset.time not in dataset.primary_key or dataset.time_grain != "day":
            continue
        for column in dataset.primary_key:
            dimension = finest(inquiry, name, formula.dataset, column) if column != dataset.time else None
            if dimension is not None and (formula.dataset, dimension) not in seen:
                seen.add((formula.dataset, dimension))
                yield name, dimension


def finest(inquiry: Inquiry, metric: str, dataset: str, column: str) -> str | None:
    """The last level of a hierarchy, or else the first dimension, among those that this column of the dataset leads to."""
    catalog, sight = inquiry.project.catalog, inquiry.sight.catalog
    found = []
    for name, dimension in sight.dimensions.items():
        if dimension.via or dimension.type != "text" or not reaches(sight, metric, name):
            continue
        for path in paths(catalog, dataset, dimension.dataset):
            if [left for left, _ in path.steps[0].keys] == [column] if path.steps else dimension.expression == column:
                found.append(name)
    last = [level for each in sight.hierarchies for level in each.levels if level in found]
    return last[-1] if last else next(iter(found), None)
