"""Questions that go on from the one before: 那华南呢, 换成按月, and last year?, top 3 only. What is carried is shown in the reading."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.conditions import having
from assistant.offline.definitions import qualifier_words
from assistant.offline.over_members import carried_on
from assistant.offline.parse import Parse, Stop
from assistant.offline.querying import DEFAULT_COUNT, check_reach, is_descending, name_of, one_ranking, periods_of, with_shows
from assistant.offline.those import of_those
from assistant.plan import Choice, Clarify, Decline, Span
from catalog.metric import Offset
from catalog.period import Period, add, marked
from catalog.query import Comparison, Filter, Limit, Measure, MemberFilter, MetricQuery, Order, Plain

CUES = {"replace", "add", "about", "only", "correct", "those"}


def continues(parse: Parse, carried: MetricQuery | None) -> bool:
    """Whether the question leans on the one before: it names no metric, or says so by a word."""
    if carried is None:
        return False
    is_whole = bool(parse.metrics and parse.whens and (parse.groups or parse.grains))
    orders_again = bool(parse.order and parse.order_metric) and not (parse.groups or parse.grains or parse.whens)
    return not parse.metrics or orders_again or (bool(parse.follow & CUES) and not is_whole)


def read_correction(parse: Parse, carried: MetricQuery) -> None:
    """不是财务口径, 是运营口径: the carried metric in its other definition."""
    chosen, excluded = qualifier_words(parse)
    if any(token.has("follow.other") for token in parse.tokens):
        read_other(parse, carried)
        return
    if not chosen and not excluded:
        return
    for measure in carried.measures:
        for term in parse.sight.catalog.terms:
            left = [name for name in term.metrics if name not in excluded and (name in chosen or not chosen)]
            if measure.metric in term.metrics and len(left) == 1:
                parse.corrected[measure.metric] = left[0]
                parse.note("settled", word=term.label.surfaces[0], metric=left[0])
    for index, token in enumerate(parse.tokens):
        if token.qualifier and parse.corrected:
            before = parse.left(index, "link.of")
            parse.take(index, *([before] if parse.has(before, "negate.open", "link.ranked_by") else []))


def read_other(parse: Parse, carried: MetricQuery) -> None:
    """换个口径: the one other definition of the carried metric, or the question which."""
    metric = carried.measures[0].metric
    name = parse.metric(metric).label
    terms = [
        term
        for term in parse.sight.catalog.terms
        if metric in term.metrics
        and ((term.label.zh and term.label.zh in name.zh) or (term.label.en and term.label.en.lower() in name.en.lower()))
    ]
    others = list(dict.fromkeys(other for term in terms for other in term.metrics if other != metric))
    if len(others) == 1:
        parse.corrected[metric] = others[0]
        return
    if not others:
        raise Stop(Decline("not_supported", (("words", parse.text),)))
    choices = []
    for other in others:
        parse.corrected = {metric: other}
        label = parse.metric(other).label.in_language(parse.language)
        choices.append(Choice(label, label, corrected(parse, carried)))
    raise Stop(Clarify("ambiguous_metric", (("word", name.in_language(parse.language)),), tuple(choices)))


def continued(parse: Parse, carried: MetricQuery) -> MetricQuery | Clarify:
    """The carried query with what the new words change."""
    if len({grain for grain, _, _ in parse.grains}) > 1:
        raise Stop(Decline("two_grains"))
    those = of_those(parse, carried) if "those" in parse.follow else None
    query = those or with_measures(parse, corrected(parse, carried))
    query = with_keys(parse, query)
    query = with_filters(parse, query)
    query = with_periods(parse, query)
    query = with_bounds(parse, with_one_member(parse, query))
    check_reach(parse, query)
    return carried_on(parse, query, carried)


def with_one_member(parse: Parse, query: MetricQuery) -> MetricQuery:
    """'And its share?' of one member: its row among all."""
    kept = [part for part in query.filters if isinstance(part, MemberFilter) and not part.negated]
    if not parse.shows & {"share", "rank_of"} or query.limit or query.having:
        return query
    part = kept[0] if len(kept) == 1 and not query.group_by else next((part for part in kept if part.dimension in query.group_by), None)
    if part is None:
        return query
    keys = tuple(dict.fromkeys((*query.group_by, part.dimension)))
    parse.only = [part]
    return replace(query, filters=tuple(old for old in query.filters if old != part), group_by=keys, only=(part,))


def corrected(parse: Parse, query: MetricQuery) -> MetricQuery:
    """The query with each corrected metric in the place of the other."""
    if not parse.corrected:
        return query
    measures = tuple(replace(measure, metric=parse.corrected.get(measure.metric, measure.metric)) for measure in query.measures)
    columns = {old.name: new.name for old, new in zip(query.measures, measures, strict=True)}
    order = tuple(replace(part, column=columns.get(part.column, part.column)) for part in query.order)
    bounds = tuple(replace(part, column=columns.get(part.column, part.column)) for part in query.having)
    kept = tuple(dict.fromkeys(measures))  # of two that stood side by side one is left
    return replace(query, measures=kept, order=order, having=bounds)


def with_measures(parse: Parse, query: MetricQuery) -> MetricQuery:
    named = tuple(Measure(metric) for metric in dict.fromkeys(parse.metrics.values()))
    if not named:
        return query
    if parse.order and parse.order_metric and not (parse.groups or parse.grains):
        return replace(query, measures=(*query.measures, *(measure for measure in named if measure not in query.measures)))
    if "add" in parse.follow and parse.follow.isdisjoint({"replace"}) and "再看" not in {token.text for token in parse.tokens}:
        named = (*query.measures, *(measure for measure in named if measure not in query.measures))
    kept = {measure.name for measure in named}
    order = tuple(part for part in query.order if part.column in kept)
    limit = query.limit
    if query.limit and not order:
        order = (Order(named[0].name, query.order[0].descending if query.order else True),)
    having_kept = tuple(part for part in query.having if part.column in kept)
    return replace(query, measures=named, order=order, limit=limit, having=having_kept)


def with_keys(parse: Parse, query: MetricQuery) -> MetricQuery:
    """New keys stand for the old ones of their kind; 'also by' adds them."""
    groups, grain = parse.group_names, parse.grain
    if not groups and grain is None:
        return query
    if "add" in parse.follow:
        names = tuple(dict.fromkeys((*query.group_by, *groups)))
        return unlimited(replace(query, group_by=names, grain=grain or query.grain))
    if groups and grain:
        return unlimited(replace(query, group_by=groups, grain=grain))
    if groups:
        return unlimited(replace(query, group_by=groups))
    is_swap = "replace" in parse.follow and query.grain is None
    return unlimited(replace(query, grain=grain, group_by=() if is_swap else query.group_by))


def unlimited(query: MetricQuery) -> MetricQuery:
    """Without a rank that counted other rows."""
    return replace(query, limit=None, order=())


def with_filters(parse: Parse, query: MetricQuery) -> MetricQuery:
    """A member stands for the carried ones of its dimension or hierarchy; others stay."""
    filters: list[Filter] = list(query.filters)
    for part in parse.filters:
        related = kin(parse, part.dimension)
        filters = [old for old in filters if old.dimension not in related]
        filters.append(part)
    query = replace(query, filters=tuple(filters))
    several = [part for part in parse.member_filters if len(part.values) > 1 and not part.negated]
    if several and not query.group_by and "total" not in parse.shows:
        query = replace(query, group_by=(several[0].dimension,))
    return query


def kin(parse: Parse, dimension: str) -> set[str]:
    """The dimension and the other levels of its hierarchies."""
    return {dimension} | {
        level for hierarchy in parse.sight.catalog.hierarchies if dimension in hierarchy.levels for level in hierarchy.levels
    }


def with_periods(parse: Parse, query: MetricQuery) -> MetricQuery:
    if "correct" in parse.follow and not parse.whens and isinstance(parse.comparison, Offset) and len(query.periods) == 1:
        return replace(query, periods=(moved_back(parse, query.periods[0], parse.comparison),))
    comparison = Comparison(parse.comparison) if parse.comparison is not None else query.comparison
    if not parse.whens:
        return replace(query, comparison=comparison)
    metrics = tuple(measure.metric for measure in query.measures)
    periods = periods_of(parse, metrics)
    shifted = same_part_of(parse, query, periods)
    if parse.comparison is None and isinstance(comparison and comparison.to, Period):
        comparison = None
    return replace(query, periods=shifted or periods, comparison=comparison)


def moved_back(parse: Parse, period: Period, by: Offset) -> Period:
    """No, I meant the month before: the period that lies so much earlier."""
    start, end = (add(day, -by.count, by.grain, parse.calendar) for day in (period.start, period.end))
    return marked(Period(start, end), parse.sight.complete_before)


def same_part_of(parse: Parse, query: MetricQuery, periods: tuple[Period, ...]) -> tuple[Period, ...] | None:
    """'And last year?' after a month asks for that month of last year."""
    if len(periods) != 1 or len(query.periods) != 1 or parse.whens[0].step != Offset(1, "year"):
        return None
    old, new = query.periods[0], periods[0]
    if old.days >= 360 or new.days < 360:
        return None
    years = old.start.year - new.start.year
    start, end = add(old.start, -years, "year"), add(old.effective_end if old.through else old.end, -years, "year")
    if not new.start <= start < end <= new.end:
        return None
    parse.note("same_part", start=str(start), end=str(end))
    return (marked(Period(start, end), parse.sight.complete_before),)


def with_bounds(parse: Parse, query: MetricQuery) -> MetricQuery:
    """New rank, order, bounds, shares."""
    first = query.measures[0].metric
    if parse.conditions:
        if not (query.group_by or query.grain):
            raise Stop(Decline("bound_of_what"))
        query = replace(query, having=tuple(part for condition in parse.conditions for part in having(parse, condition, first)))
    if parse.shows & {"share", "running", "rank_of"}:
        plain = tuple(measure for measure in query.measures if isinstance(measure.shown, Plain))
        query = with_shows(parse, replace(query, measures=plain or query.measures))
    if parse.rankings:
        if not (query.group_by or query.grain):
            raise Stop(Decline("rank_of_what"))
        ranking = one_ranking(parse)
        metric = ranking.metric or (
            query.order[0].column if query.order and query.order[0].column in {m.metric for m in query.measures} else first
        )
        column = f"{metric}_{ranking.column}" if ranking.column else name_of(query, metric)
        query = replace(query, order=(Order(column, is_descending(parse, ranking, metric)),), limit=Limit(ranking.count or DEFAULT_COUNT))
    elif parse.order:
        if not (query.group_by or query.grain):
            raise Stop(Decline("rank_of_what"))
        query = replace(query, order=(Order(parse.order_metric or query.measures[0].name, parse.order == "down"),), limit=query.limit)
    return query


def carried_spans(query: MetricQuery, carried: MetricQuery) -> tuple[Span, ...]:
    """What the new query has from the one before."""
    parts: list[str] = [measure.name for measure in query.measures if measure in carried.measures]
    parts += [name for name in query.group_by if name in carried.group_by]
    parts += [query.grain] if query.grain and query.grain == carried.grain else []
    parts += [
        f"{part.dimension}={'|'.join(map(str, part.values))}"
        for part in query.filters
        if part in carried.filters and isinstance(part, MemberFilter)
    ]
    parts += [f"{period.start}..{period.end}" for period in query.periods if period in carried.periods]
    return tuple(Span(0, 0, "", "carried", part) for part in parts)
