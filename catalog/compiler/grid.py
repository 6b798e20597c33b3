"""A metric that declares a fill has a value in every bucket: the time spine of its data, for each combination of members that occurs.

The spine runs from the first day of the data to the end of the period so far; to the last day of data where nobody says how far it is
complete. Buckets before the first day stay without a value, so that no first month is compared with an invented zero.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.bucket import Fill, Source
from catalog.compiler.days import days_of, label
from catalog.compiler.formula import Filled, Quotient
from catalog.compiler.plan import Plan, Scope
from catalog.compiler.reader import inside
from catalog.compiler.spine import BOUNDS, FIRST_DAY, LAST_DAY, all_of, counted, counted_in, is_open, shown_span
from catalog.compiler.stage import Stack
from catalog.metric import Grain
from catalog.period import Period
from catalog.query import PERIOD, TIME, Attainment

BUCKETS = "buckets"


class Grid:
    """The bounds of the data and the spine of a plan; each becomes a CTE when it is first asked for."""

    def __init__(self, plan: Plan, stack: Stack) -> None:
        self.plan, self.stack = plan, stack
        self.sources = sources_of(plan)
        self.bounds_name: str | None = None
        self.spine_name: str | None = None
        self.joined = False  # whether a column of the rows reads the bounds

    @property
    def bounds(self) -> exp.Table:
        """One row: the first and the last day of every source, the first and the last of all."""
        if self.bounds_name is None:
            self.bounds_name = self.stack.push(BOUNDS, bounds_row(self.plan, self.sources))
        return tree.aliased(self.bounds_name, BOUNDS)

    @property
    def spine(self) -> str:
        """The buckets of the query, in each of its periods."""
        if self.spine_name is None:
            names = [name for name in (PERIOD, TIME) if name == TIME or len(self.plan.query.periods) > 1]
            parts = [self.of_period(period) for period in self.plan.query.periods or (None,)]
            self.spine_name = self.stack.push("spine", all_of(parts, names))
        return self.spine_name

    def of_period(self, period: Period | None) -> exp.Select:
        grain = self.plan.query.grain
        assert grain is not None
        bucket = tree.column(TIME, BUCKETS)
        kept: list[exp.Expr] = []
        if period is None or is_open(period):
            listed = counted(self.stack, self.plan.ruler, grain, self.first_bucket(grain), self.bounds)
            kept += [] if period is None else inside(bucket, shown_span(period, grain, self.plan.ruler))
        else:
            listed = counted_in(self.stack, self.plan.ruler, grain, period, self.bounds, (FIRST_DAY, LAST_DAY))
            kept.append(exp.GT(this=self.plan.ruler.after(bucket.copy(), grain), expression=tree.column(FIRST_DAY, BUCKETS)))
            kept.append(exp.LT(this=tree.column(FIRST_DAY, BUCKETS), expression=tree.literal(period.effective_end)))  # of a bucket cut
            kept += [exp.Boolean(this=False)] if period.effective_end <= period.start else []
            if period.through is None:
                kept.append(exp.GTE(this=tree.column(LAST_DAY, BUCKETS), expression=tree.literal(period.start)))
        if period is None or period.through is None:
            kept.append(exp.LTE(this=bucket.copy(), expression=tree.column(LAST_DAY, BUCKETS)))
        columns = [tree.named(bucket.copy(), TIME)]
        if period is not None and len(self.plan.query.periods) > 1:
            columns.insert(0, tree.named(tree.text(label(period)), PERIOD))
        alias = exp.TableAlias(this=tree.identifier(BUCKETS))
        return tree.select(columns, exp.Subquery(this=listed, alias=alias), where=tree.both(kept))

    def first_bucket(self, grain: Grain) -> exp.Expr:
        """The first bucket; where days are counted and cut, the first day does."""
        first: exp.Expr = tree.column(FIRST_DAY, BOUNDS)
        if self.plan.ruler.interval(grain) is None:
            return first
        first = self.plan.ruler.truncated(first, grain)
        return exp.Subquery(this=tree.select([tree.named(first, "first_bucket")], self.bounds))

    def members(self, rows: str) -> exp.Select:
        """Every combination of members of `rows` in every bucket of the spine."""
        found = tree.select([tree.named(tree.column(name, rows), name) for name in self.plan.query.group_by], tree.relation(rows))
        found.set("distinct", exp.Distinct())
        members = exp.Subquery(this=found, alias=exp.TableAlias(this=tree.identifier("members")))
        times = [PERIOD, TIME] if len(self.plan.query.periods) > 1 else [TIME]
        columns = [tree.named(tree.column(name, self.spine), name) for name in times]
        columns += [tree.named(tree.column(name, "members"), name) for name in self.plan.query.group_by]
        return tree.select(columns, tree.relation(self.spine), [tree.joined(members, None, kind="CROSS")])

    def first_day(self, sources: Iterable[Source]) -> exp.Expr:
        self.joined = True
        return extreme(exp.Least, [tree.column(f"first_{self.sources.index(source) + 1}", BOUNDS) for source in sources])

    def last_day(self, sources: Iterable[Source]) -> exp.Expr:
        self.joined = True
        return extreme(exp.Greatest, [tree.column(f"last_{self.sources.index(source) + 1}", BOUNDS) for source in sources])

    def filled(self, fill: Fill, time: exp.Expr) -> exp.Expr:
        """The fill where the bucket, or the earlier one that is meant, has a day of the data's time."""
        grain = self.plan.query.grain
        assert grain is not None
        ruler = self.plan.ruler
        days = days_of(self.plan.query, Scope(*fill.sources[0], shifts=fill.shifts), ruler)
        at = ruler.looked_up(time.copy(), days.forward + days.backward)
        end = ruler.after(at, grain) if days.backward else ruler.first_mapped(ruler.after(time.copy(), grain), grain, days.forward)
        begun = exp.GT(this=end, expression=self.first_day(fill.sources))
        over = exp.LTE(this=at.copy(), expression=self.last_filled(fill))
        known = all(period.through is not None for period in self.plan.query.periods) and self.plan.query.periods
        covered = begun if known else exp.And(this=begun, expression=over)
        return exp.Case(ifs=[exp.If(this=covered, true=tree.number(fill.value))])

    def last_filled(self, fill: Fill) -> exp.Expr:
        """The last day of the data; that of the fill's own where it is dated by month and tells more."""
        lasting = lasting_sources(self.plan, self.sources)
        own = [f"last_{self.sources.index(source) + 1}" for source in fill.sources if source not in lasting]
        return extreme(exp.Greatest, [tree.column(name, BOUNDS) for name in (LAST_DAY, *own)])


def sources_of(plan: Plan) -> tuple[Source, ...]:
    """Where the days of data are read: what depends on buckets, and beside it the query's own datasets that are dated by day."""
    found = [source for fact in plan.of_buckets.values() for source in fact.sources]
    for scope in plan.islands:
        if scope.time is not None and not scope.shifts and plan.catalog.dataset(scope.dataset).time_grain == "day":
            found.append((scope.dataset, scope.time))
    return tuple(dict.fromkeys(found))


def fill_sources(plan: Plan) -> set[Source]:
    """The data with which the buckets begin that are added: that of the metrics shown, not of those inside them."""
    found: set[Source] = set()
    for measure in plan.query.measures:
        value = plan.values[measure.name, False]
        value = value.numerator if isinstance(measure.shown, Attainment) and isinstance(value, Quotient) else value
        declared = (
            plan.fills or plan.catalog.metric(measure.metric).fill_nulls_with is not None
        )  # a window over a filled metric declares nothing
        if declared and isinstance(value, Filled) and value.column is not None:
            found.update(plan.of_buckets[value.column.name].sources)
    return found


def lasting_sources(plan: Plan, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The data with which added buckets end: what is dated by day, and that of the metrics shown that are filled."""
    shown = fill_sources(plan)
    found = tuple(source for source in sources if source in shown or plan.catalog.dataset(source[0]).time_grain == "day")
    return found or sources


def bounds_row(plan: Plan, sources: tuple[Source, ...]) -> exp.Select:
    names = [f"days_{place}" for place, _ in enumerate(sources, 1)]
    read = [
        exp.Subquery(this=days_read(plan, source, place), alias=exp.TableAlias(this=tree.identifier(name)))
        for place, (source, name) in enumerate(zip(sources, names, strict=True), 1)
    ]
    needed = {source for fact in plan.of_buckets.values() for source in fact.sources}
    filled = fill_sources(plan) or needed
    places = [place for place, source in enumerate(sources, 1) if source in needed]
    known = [(f"{side}_{place}", f"days_{place}") for side in ("first", "last") for place in places]
    columns = [tree.named(tree.column(name, days), name) for name, days in known]
    begins = [tree.column(f"first_{place}", f"days_{place}") for place, source in enumerate(sources, 1) if source in filled]
    lasting = lasting_sources(plan, sources)
    ends = [tree.column(f"last_{place}", f"days_{place}") for place, source in enumerate(sources, 1) if source in lasting]
    columns.append(tree.named(extreme(exp.Least, begins), FIRST_DAY))
    columns.append(tree.named(extreme(exp.Greatest, ends), LAST_DAY))
    return tree.select(columns, read[0], [tree.joined(other, None, kind="CROSS") for other in read[1:]])


def days_read(plan: Plan, source: Source, place: int) -> exp.Select:
    """The first and the last day of a dataset, whatever members are asked for.

    No two are called the same: DuckDB 2.0 takes several columns of one name in GREATEST for one argument given twice.
    """
    dataset, time = source
    plan.datasets[dataset] = None
    day = tree.column(time, dataset)
    columns = [tree.named(tree.as_date(exp.Min(this=day)), f"first_{place}")]
    columns.append(tree.named(tree.as_date(exp.Max(this=day.copy())), f"last_{place}"))
    return tree.select(columns, tree.table(plan.catalog.dataset(dataset), dataset))


def extreme(kind: type[exp.Least] | type[exp.Greatest], days: list[exp.Column]) -> exp.Expr:
    return days[0] if len(days) == 1 else kind(this=days[0], expressions=days[1:], ignore_nulls=True)
