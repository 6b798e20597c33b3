"""From a model's reply to a metric query. Names are looked up in what code found; dates, members and numbers are put in by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from assistant.llm.known import Known
from assistant.llm.reply import Among, Bound, Reply, Unusable
from assistant.llm.schema import GRAINS
from assistant.offline.calendar_parts import Clock
from assistant.offline.comparing import between, simplest
from assistant.offline.conditions import plain
from assistant.offline.numbers import Number
from assistant.offline.parse import Stop
from assistant.offline.period_words import When, period_named
from catalog.metric import Grain, Offset
from catalog.period import Period, add, marked
from catalog.query import (
    TIME,
    Comparison,
    Filter,
    Having,
    Limit,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    Rank,
    Running,
    Share,
    Value,
    Within,
)

Found = TypeVar("Found")
COUNTS = (1, 10)  # counts that need no number in the question: the best one, and the house's default for 'the top'


def metric_query(reply: Reply, known: Known) -> MetricQuery:
    """The query that a reply says. Raises Unusable with what the model should mend."""
    metrics = tuple(listed("metrics", name, known.metrics) for name in reply.metrics)
    if not metrics:
        raise Unusable("metrics: at least one is needed")
    grain, keys = keys_of("by", reply.by, known)
    filters = filters_of(reply, known)
    keys, only = spread(filters, keys, reply, known)
    filters = tuple(part for part in filters if part not in only)
    periods, comparison = times_of(reply, known, metrics, grain)
    query = MetricQuery(tuple(map(Measure, metrics)), keys, grain, filters, periods=periods, comparison=comparison, only=only)
    query = replace(shown(query, reply, known), having=tuple(having(bound, known) for bound in reply.bounds))
    query = ordered(query, reply, known)
    return among(query, reply.among, known) if reply.among else query


def listed(field: str, name: str, names: Iterable[str]) -> str:
    """The name, if it is one of those offered."""
    if name not in names:
        raise Unusable(f"{field}: {name[:60]!r} is not listed")
    return name


def put(field: str, words: str, found: Mapping[str, Found]) -> Found:
    """What the words stand for; a model may leave out what stands before the colon."""
    if words not in found:
        near = [label for label in found if label.partition(": ")[2] == words]
        if len(near) != 1:
            raise Unusable(f"{field}: {words[:60]!r} is not listed")
        words = near[0]
    return found[words]


def keys_of(field: str, names: Iterable[str], known: Known) -> tuple[Grain | None, tuple[str, ...]]:
    grains = [name for name in names if name in GRAINS]
    if len(grains) > 1:
        raise Unusable(f"{field}: only one of {', '.join(grains)}")
    keys = tuple(listed(field, name, known.dimensions) for name in names if name not in GRAINS)
    grain: Grain | None = grains[0] if grains else None  # type: ignore[assignment]  # one of GRAINS
    return grain, keys


def filters_of(reply: Reply, known: Known) -> tuple[Filter, ...]:
    found: dict[tuple[str, bool], dict[Value, None]] = {}
    for field, words, negated in [*(("only", each, False) for each in reply.only), *(("except", each, True) for each in reply.without)]:
        member = put(field, words, known.members)
        found.setdefault((member.dimension, negated), {})[member.value] = None
    return tuple(MemberFilter(dimension, tuple(values), negated) for (dimension, negated), values in found.items())


def spread(
    filters: tuple[Filter, ...], keys: tuple[str, ...], reply: Reply, known: Known
) -> tuple[tuple[str, ...], tuple[MemberFilter, ...]]:
    """The keys, and the members to show of all: several members side by side are a key, and so is the one whose share or rank is asked."""
    kept = [part for part in filters if isinstance(part, MemberFilter) and not part.negated]
    if reply.show in ("share", "rank") and len(kept) == 1 and keys in ((), (kept[0].dimension,)):
        return (kept[0].dimension,), (kept[0],)
    if keys or reply.show == "total" or known.has("link.total"):
        return keys, ()
    several = [part for part in kept if len(part.values) > 1]
    return ((several[0].dimension,) if len(several) == 1 else ()), ()


def times_of(reply: Reply, known: Known, metrics: tuple[str, ...], grain: Grain | None) -> tuple[tuple[Period, ...], Comparison | None]:
    """Periods and comparison, by the words chosen; the metrics' default period where there are none."""
    whens = [put("periods", words, known.periods) for words in reply.periods]
    compared = "periods" if reply.compare and len(whens) == 2 else reply.compare
    match compared:
        case None:
            comparison = None
        case "periods":
            whens, comparison = against(whens, known)
        case "previous":
            comparison = Comparison(previous(whens, grain))
        case unit:
            comparison = Comparison(Offset(1, unit))
    periods = tuple(dict.fromkeys(when.period for when in whens)) or default_periods(known, metrics)
    if comparison and not periods and grain is None:
        raise Unusable("compare: needs a period, or a grain in by")
    return periods, comparison


def against(whens: list[When], known: Known) -> tuple[list[When], Comparison]:
    """The later period against the earlier one; one alone is what the period after it is compared with."""
    if len(whens) == 1:
        whens = [*whens, following(whens[0], known)]
    if len(whens) != 2:
        raise Unusable("compare: 'periods' needs two periods")
    other, base = sorted(whens, key=lambda when: when.period.start)
    try:
        return [base], Comparison(between(base, other, known.sight.catalog.calendar))
    except Stop:
        raise Unusable("compare: the two periods differ in length") from None


def following(other: When, known: Known) -> When:
    start, end = (
        add(day, other.step.count, other.step.grain, known.sight.catalog.calendar) for day in (other.period.start, other.period.end)
    )
    if not start <= known.sight.today < end:
        raise Unusable("compare: 'periods' needs two periods")
    return When(other.start, other.start, marked(Period(start, end), known.sight.complete_before), other.step)


def previous(whens: list[When], grain: Grain | None) -> Offset:
    if grain:
        return Offset(1, grain)
    if not whens:
        raise Unusable("compare: needs a period")
    return simplest(whens[0].step)


def default_periods(known: Known, metrics: tuple[str, ...]) -> tuple[Period, ...]:
    sight = known.sight
    words = {sight.catalog.metric(name).default_period for name in metrics}
    word = words.pop() if len(words) == 1 else None
    when = period_named(word, Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar)) if word else None
    return (when.period,) if when else ()


def shown(query: MetricQuery, reply: Reply, known: Known) -> MetricQuery:
    names = [measure.metric for measure in query.measures]
    match reply.show:
        case "running":
            return replace(query, measures=tuple(Measure(name, Running()) for name in names))
        case "share":
            if len(query.group_by) > 1 or not (query.group_by or query.grain):
                raise Unusable("show: a share needs one dimension in by")
            of = (TIME,) if query.grain and query.group_by else ()
            return replace(query, measures=tuple(Measure(name, Share(of)) for name in names))
        case "rank":
            down = known.sight.catalog.metric(names[0]).up_is_good is False
            ranks = tuple(Measure(name, Rank(known.sight.catalog.metric(name).up_is_good is False)) for name in names)
            return replace(query, measures=(*query.measures, *ranks), order=(Order(names[0], not down),))
    return query


def having(bound: Bound, known: Known) -> Having:
    """A bound; a whole number is a percentage where the metric is one."""
    metric = listed("bounds", bound.metric, known.metrics)
    number = put("bounds", bound.number, known.numbers)
    value = number.value
    is_percent = known.sight.catalog.metric(metric).format.style == "percent" and bound.of != "change_pct"
    if is_percent and not number.is_percent and abs(value) > 1:
        value = value / 100
    return Having(metric if bound.of == "value" else f"{metric}_{bound.of}", bound.op, plain(value))


def ordered(query: MetricQuery, reply: Reply, known: Known) -> MetricQuery:
    if (reply.top is None and reply.order is None) or query.order:
        return query
    if not query.group_by and query.grain is None:
        raise Unusable("order: needs a dimension or a grain in by")
    order = (Order(query.measures[0].name, reply.order != "lowest"),)
    grain, keys = keys_of("per", reply.per, known)
    per = (*((TIME,) if grain else ()), *keys)
    limit = Limit(counted(reply.top, known), tuple(key for key in per if key in (TIME, *query.group_by))) if reply.top else None
    return replace(query, order=order, limit=limit)


def counted(top: int, known: Known) -> int:
    """A count that the question names, or one that needs no number."""
    if top not in COUNTS and all(number.value != top for number in counts_in(known)):
        raise Unusable(f"top: {top} is not in the question")
    return top


def counts_in(known: Known) -> list[Number]:
    return [*known.numbers.values(), *(number for token in known.tokens for word in token.words for number in word.numbers)]


def among(query: MetricQuery, part: Among, known: Known) -> MetricQuery:
    """Only the members that another metric chooses, within the same filters and periods."""
    name, metric = listed("among", part.by, known.dimensions), listed("among", part.metric, known.metrics)
    inner = MetricQuery((Measure(metric),), (name,), None, query.filters, periods=query.periods)
    if part.top:
        inner = replace(inner, order=(Order(metric, part.order != "lowest"),), limit=Limit(counted(part.top, known)))
    if part.op and part.number:
        inner = replace(inner, having=(having(Bound(metric=metric, op=part.op, number=part.number), known),))
    if inner.limit is None and not inner.having:
        raise Unusable("among: needs top, or op and number")
    if says_again(inner, query):
        return query
    keys = query.group_by or ((name,) if query.grain is None else ())
    return replace(query, group_by=keys, within=(Within((name,), inner),))


def says_again(inner: MetricQuery, query: MetricQuery) -> bool:
    """Whether the members that are chosen are those of the query's own bounds and rank."""
    same_rows = inner.group_by == query.group_by and query.grain is None and set(inner.measures) <= set(query.measures)
    return same_rows and set(inner.having) <= set(query.having) and inner.limit in (None, query.limit) and inner.order in ((), query.order)
