"""Random metric queries over the random metrics of a world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from catalog.catalog import Catalog
from catalog.metric import Offset, StartOf
from catalog.parts import inputs_within, sides_of
from catalog.period import Period, start_of
from catalog.query import (
    TIME,
    AnyOf,
    Attainment,
    Comparison,
    Filter,
    Having,
    Limit,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    Plain,
    RangeFilter,
    Rank,
    Running,
    Share,
    Within,
)
from tests.reference.invented import GRAINS, Inventing

ABSENT = {"text": "absent", "number": 7, "boolean": True, "date": date(2020, 5, 5)}


@dataclass
class Asking(Inventing):
    """Makes metrics and queries of one world."""

    def filter(self, name: str) -> Filter:
        chance, kind = self.chance, self.catalog.dimensions[name].type
        known = [*self.members(name), ABSENT[kind]]
        if kind in ("number", "date") and chance.random() < 0.5:
            return RangeFilter(name, chance.choice([">", ">=", "<", "<=", "=", "!="]), chance.choice(known))
        values = chance.sample(known, min(len(known), chance.randint(1, 3)))
        values = [*dict.fromkeys(values), *([None] if chance.random() < 0.3 else [])]
        return MemberFilter(name, tuple(values), chance.random() < 0.35)

    def query(self) -> MetricQuery:
        """A random query whose days are moved by days or by months, not by both: their order would matter, and no document says which."""
        while True:
            found = self.any_query()
            inner = {metric for part in found.within for metric in self.moves(part.query)}
            if len(self.moves(found)) < 2 and len(inner) < 2:
                return found

    def moves(self, query: MetricQuery) -> set[str]:
        metrics = self.catalog.metrics
        every = {name for shown in shown_by(query, self.catalog) for name in (shown, *inputs_within(metrics[shown], self.catalog))}
        offsets = [side.offset for name in every for side in sides_of(metrics[name].formula)]
        offsets.append(query.comparison.to if query.comparison and isinstance(query.comparison.to, Offset) else None)
        starts = {"starts"} if any(isinstance(offset, StartOf) for offset in offsets) else set()
        return starts | {"days" if offset.grain in ("day", "week") else "months" for offset in offsets if isinstance(offset, Offset)}

    def any_query(self, depth: int = 1) -> MetricQuery:
        chance = self.chance
        names = tuple(chance.sample(list(self.catalog.metrics), chance.choice([1, 1, 1, 2, 3])))
        as_of = date(2024, 6, 1) if chance.random() < 0.15 else None
        possible = self.dimensions_of(names) if chance.random() < 0.97 else list(self.catalog.dimensions)
        group_by = tuple(chance.sample(possible, min(len(possible), chance.choice([0, 1, 1, 1, 2]))))
        grain = chance.choice([None, None, *GRAINS])
        periods = self.periods(grain)
        measures = tuple(self.measure(name, group_by, grain) for name in names)
        comparing = chance.random() < 0.3 and any(isinstance(measure.shown, Plain) for measure in measures)
        comparison = self.comparison(grain) if comparing else None
        filters = tuple(self.filter(chance.choice(possible)) for _ in range(chance.choice([0, 0, 1, 2]))) if possible else ()
        asked = MetricQuery(measures, group_by, grain, filters, periods=periods, comparison=comparison, as_of=as_of)
        if possible and chance.random() < 0.12:
            sides = tuple(tuple(self.filter(chance.choice(possible)) for _ in range(chance.randint(1, 2))) for _ in range(2))
            asked = replace(asked, any_of=(AnyOf(sides),))
        return self.finish(asked, possible, depth)

    def periods(self, grain: Any) -> tuple[Period, ...]:
        chance = self.chance
        if chance.random() < 0.3:
            return ()
        start = date(2023, 12, 1) + timedelta(days=chance.randint(0, 500))
        if chance.random() < 0.6:
            start = start_of(start, chance.choice(["month", "quarter", "year"]))
        end = start + timedelta(days=chance.choice([1, 7, 31, 91, 366]))
        if chance.random() < 0.6:
            end = start_of(end + timedelta(days=31), "month")
        through = chance.choice([None, None, start, start + timedelta(days=chance.randint(1, 40))])
        found = Period(start, end, through if through and through < end else None)
        if chance.random() < 0.08:
            return (found, Period(date(2024, 1, 1), date(2024, 7, 1)))
        return (found,)

    def measure(self, name: str, group_by: tuple[str, ...], grain: Any) -> Measure:
        chance = self.chance
        of = tuple(chance.sample(group_by, chance.randint(0, len(group_by))))
        of = (TIME, *of) if grain is not None and chance.random() < 0.4 else of
        running = Running(chance.choice([None, "year", "month", "quarter"]))
        target = self.catalog.metrics[name].target
        kinds: list[Any] = [Plain()] * 6 + [Attainment()] * (target is not None and set(group_by) <= set(self.dimensions_of((target,))))
        kinds += [Share(of), Rank(chance.random() < 0.5, of), running if grain else Share(of)]
        shown = chance.choice(kinds)
        possible = self.dimensions_of((name,))
        if possible and chance.random() < 0.12:
            return Measure(name, shown, (self.filter(chance.choice(possible)),), f"{name}_own")
        return Measure(name, shown)

    def comparison(self, grain: Any) -> Comparison:
        chance = self.chance
        show: Any = chance.choice([("previous",), ("previous", "change", "change_pct"), ("change_pct",)])
        other = Period(date(2024, 1, 1), date(2024, 3, 1))
        return Comparison(other if grain is None and chance.random() < 0.15 else self.offset(), show)

    def finish(self, query: MetricQuery, possible: list[str], depth: int) -> MetricQuery:
        """Conditions on columns, an order, a limit, members chosen by another query."""
        chance = self.chance
        columns = [measure.name for measure in query.measures]
        if query.comparison is not None:
            columns += [f"{m.name}_{show}" for m in query.measures if isinstance(m.shown, Plain) for show in query.comparison.show]
        keys = [*([TIME] if query.grain else []), *query.group_by]
        if chance.random() < 0.2:
            query = replace(query, having=(Having(chance.choice(columns), chance.choice([">", "<=", "!="]), chance.choice([0, 1, 10])),))
        if keys and chance.random() < 0.3:
            first = Order(chance.choice([*columns, *keys]), chance.random() < 0.5)
            rest = tuple(Order(key, False) for key in keys if key != first.column)
            query = replace(query, order=(first, *(rest if chance.random() < 0.5 else ())))
            if chance.random() < 0.6:
                query = replace(query, limit=Limit(chance.randint(1, 4), tuple(chance.sample(keys, 1)) if chance.random() < 0.3 else ()))
        if query.group_by and chance.random() < 0.1:
            kept = chance.choice(query.group_by)
            members = self.members(kept)
            only = MemberFilter(kept, (chance.choice([None, *members]),), chance.random() < 0.5)
            query = replace(query, only=(only,))
        if depth and possible and chance.random() < 0.12:
            query = self.within(query, possible)
        return query

    def within(self, query: MetricQuery, possible: list[str]) -> MetricQuery:
        """Members that a nested query of one metric returns."""
        name = self.chance.choice(possible)
        metrics = [metric for metric in self.catalog.metrics if name in self.dimensions_of((metric,))]
        if not metrics:
            return query
        metric = self.chance.choice(metrics)
        order, limit = ((Order(metric),), Limit(self.chance.randint(1, 3))) if self.chance.random() < 0.6 else ((), None)
        inner = MetricQuery((Measure(metric),), (name,), periods=self.periods(None)[:1], order=order, limit=limit, as_of=query.as_of)
        return replace(query, within=(Within((name,), inner),))


def shown_by(query: MetricQuery, catalog: Catalog) -> list[str]:
    """The metrics that a query shows, targets of attainments too."""
    targets = [catalog.metrics[measure.metric].target for measure in query.measures if isinstance(measure.shown, Attainment)]
    return [*(measure.metric for measure in query.measures), *(name for name in targets if name)]
