"""Averages and medians of a metric's values by member or by calendar unit: 店均销售额, average monthly revenue, median orders per store.

A word of average beside a metric that is none is never dropped: either its members are named, or the question is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import days_of, is_average, nearest_to, reaches
from assistant.offline.templates import write
from assistant.plan import Choice, Clarify, Decline
from catalog.catalog import Catalog
from catalog.expression import columns_in
from catalog.metric import Aggregate, Derived, Grain, MembersTake, Over, PerDay, Restricted
from catalog.period import GRAINS, Period, start_of
from catalog.query import Measure, MetricQuery, Plain

TAKES: dict[str, MembersTake] = {"show.average": "average", "show.median": "median"}
OTHER_SHOWS = {"share", "running", "rank_of", "attainment"}
EACH = ("link.each", "link.of")
PERSONS = ("人", "人员", "员工", "客户", "顾客", "用户", "会员", "乘客", "旅客")


@dataclass(frozen=True)
class Of:
    """What the values are of: a dimension's members or a unit of the calendar, and the places of the words that say it."""

    dimension: str | None
    grain: Grain | None
    places: tuple[int, ...]


def read_over_members(parse: Parse) -> None:
    """Gives a word of average (median) the members or units that stand beside it."""
    for index in list(parse.places("over", *TAKES)):
        take: MembersTake = next((take for name, take in TAKES.items() if parse.has(index, name)), "average")
        found = next(of_word(parse, index) if parse.has(index, "over") else beside(parse, index, take), None)
        if found is None:
            continue
        over = Over(take, (found.dimension,) if found.dimension else (), found.grain)
        if parse.over not in (None, over):
            raise Stop(Decline("not_supported", (("words", parse.tokens[index].text),)))
        parse.over = over
        parse.over_word = parse.tokens[index].text
        parse.take(index, *found.places)


def of_word(parse: Parse, index: int) -> Iterator[Of]:
    """日均, 店均: the word says it all; 平均每个: the noun follows."""
    word = parse.tokens[index].word("over")
    assert word is not None
    if word.code in GRAINS:
        yield from (Of(None, grain, ()) for grain in GRAINS if grain == word.code)
    elif word.code == "each":
        yield from of_noun(parse, index + 1)
    else:
        names = [name for name in parse.sight.catalog.dimensions if is_called(parse, name, word.code) and is_reached(parse, name)]
        names = nearest_to(parse.sight.catalog, metrics_of(parse), names)
        yield from (Of(name, None, ()) for name in names if len(names) == 1)


def is_called(parse: Parse, name: str, ending: str) -> bool:
    dimension = parse.sight.catalog.dimensions[name]
    endings = PERSONS if ending == "人" else (ending,)
    return not dimension.via and any(surface.endswith(endings) for surface in dimension.label.surfaces)


def is_reached(parse: Parse, name: str) -> bool:
    metrics = metrics_of(parse)
    return bool(metrics) and all(reaches(parse.sight.catalog, metric, name) for metric in metrics)


def metrics_of(parse: Parse) -> tuple[str, ...]:
    """The question's metrics, or those that it goes on from."""
    carried = () if parse.carried is None else tuple(measure.metric for measure in parse.carried.measures)
    return tuple(parse.metrics.values()) or carried


def of_noun(parse: Parse, place: int) -> Iterator[Of]:
    """The dimension or unit that a noun names."""
    token = parse.free(place)
    if token is None or (token.metric and place in parse.metrics):
        return
    names = [name for name in token.dimensions if is_reached(parse, name)]
    names = nearest_to(parse.sight.catalog, metrics_of(parse), names)
    if len(names) == 1:
        yield Of(names[0], None, (place,))
    elif not token.dimensions and token.grain_noun:
        yield Of(None, token.grain_noun, (place,))


def beside(parse: Parse, index: int, take: MembersTake) -> Iterator[Of]:
    if take == "average" and parse.metrics and all(is_average(parse.sight.catalog, metric) for metric in parse.metrics.values()):
        return  # 'average' says nothing more of it
    yield from in_english(parse, index) if parse.language == "en" else in_chinese(parse, index)


def in_english(parse: Parse, index: int) -> Iterator[Of]:
    """Average monthly revenue, monthly average revenue; average revenue per store, revenue per store on average."""
    for place in (parse.right(index, "link.of"), index - 1):
        token = parse.free(place)
        if token is not None and token.grain and token.text.lower().endswith(("ly", "annual")):
            yield Of(None, token.grain, (place,))
    for place, token in enumerate(parse.tokens):
        if place in parse.taken:
            continue
        if token.text.lower() == "per":
            yield from (replace(found, places=(place, *found.places)) for found in of_noun(parse, place + 1))
        elif token.grain and token.text.lower().startswith("per "):
            yield Of(None, token.grain, (place,))


def in_chinese(parse: Parse, index: int) -> Iterator[Of]:
    """每家门店平均销售额, 门店平均销售额; 各门店销售额的中位数, 历年销售额的平均值."""
    is_before = parse.right(index, "link.of") in parse.metrics
    measured = parse.left(index, "link.of")
    if not is_before and measured not in parse.metrics:
        return
    place = index - 1 if is_before else parse.left(measured, "link.of")
    token, opener = parse.free(place), place - 1
    is_each = parse.has(opener, "link.each") and opener not in parse.taken
    is_one = is_before and is_each and parse.tokens[opener].text.startswith("每")
    if not is_one and not all(counts(parse.sight.catalog, metric) for metric in parse.metrics.values()):
        return  # 各来源签约金额的平均值 may be the average contract of each; a count has no other average
    if is_before and is_each and not is_one:
        return  # 各门店平均订单数: of what, in each store?
    if token is not None and token.grain and not is_before:
        yield Of(None, token.grain, (place,))
    for found in of_noun(parse, place):
        yield replace(found, places=(*found.places, opener)) if is_each else found


def counts(catalog: Catalog, metric: str) -> bool:
    formula = catalog.metrics[metric].formula
    return isinstance(formula, Aggregate) and formula.function in ("count", "count_distinct")


def over_members(parse: Parse, query: MetricQuery) -> MetricQuery | Clarify:
    """The query with its measures over members, and how many there are; asked back where a reading would give another number."""
    over = parse.over
    if over is None:
        return query
    if parse.shows & OTHER_SHOWS or query.within or any(not isinstance(each.shown, Plain) for each in query.measures):
        raise Stop(Decline("not_supported", (("words", parse.over_word),)))
    catalog, metrics = parse.sight.catalog, [measure.metric for measure in query.measures]
    if over.grain is not None and query.periods and all(within_one(parse, period, over.grain) for period in query.periods):
        raise Stop(Decline("not_supported", (("words", parse.over_word),)))  # the monthly average of a month
    note_cut_units(parse, query, over)
    shown = with_over(query, over)
    if over.take == "average" and any(is_average(catalog, metric) for metric in metrics):
        labels = (write(parse.language, "over_ratio"), write(parse.language, "over_values"))
        choices = (Choice(labels[0], "", query), Choice(labels[1], "", with_over(query, over, counted=False)))
        return Clarify("ratio_or_average", (("word", parse.over_word),), choices)
    if over.grain is not None and not over.of and all(adds_up(catalog, metric) for metric in metrics):
        labels = (write(parse.language, "over_with_rows"), write(parse.language, "over_every"))
        every = with_over(query, replace(over, fill=0))
        return Clarify("empty_units", (("word", parse.over_word),), (Choice(labels[0], "", shown), Choice(labels[1], "", every)))
    return shown


def within_one(parse: Parse, period: Period, grain: Grain) -> bool:
    calendar = parse.sight.catalog.calendar
    return start_of(period.start, grain, calendar) == start_of(period.end - timedelta(days=1), grain, calendar)


def carried_on(parse: Parse, query: MetricQuery, carried: MetricQuery) -> MetricQuery | Clarify:
    """A continued query: other metrics over the same members, or the same metrics over members named now."""
    shown = next((measure.shown for measure in carried.measures if isinstance(measure.shown, Over)), None)
    if parse.over is None and (shown is None or not parse.metrics):
        return query
    parse.over, parse.over_word = parse.over or shown, parse.over_word or parse.text
    metrics = dict.fromkeys(measure.metric for measure in query.measures)
    before = {measure.name: measure.metric for measure in query.measures}
    order = tuple(replace(part, column=column_of(part.column, before)) for part in query.order)
    return over_members(parse, replace(query, measures=tuple(map(Measure, metrics)), order=order))


def with_over(query: MetricQuery, over: Over, counted: bool = True) -> MetricQuery:
    """Every measure over the members; beside a number that is not compared, of how many it is. Orders and bounds keep their column."""
    measures = tuple(replace(measure, shown=over) for measure in query.measures)
    renamed = {before.name: after.name for before, after in zip(query.measures, measures, strict=True)}
    if counted and query.comparison is None:
        measures = (*measures, replace(query.measures[0], shown=replace(over, take="count", fraction=None)))
    return replace(
        query,
        measures=measures,
        order=tuple(replace(order, column=column_of(order.column, renamed)) for order in query.order),
        having=tuple(replace(having, column=column_of(having.column, renamed)) for having in query.having),
    )


def column_of(column: str, renamed: dict[str, str]) -> str:
    for before, after in renamed.items():
        if column == before or column in (f"{before}_previous", f"{before}_change", f"{before}_change_pct"):
            return after + column.removeprefix(before)
    return column


def adds_up(catalog: Catalog, metric: str) -> bool:
    """Whether a time without rows is worth nothing, rather than unknown: sums and counts, and what is added and subtracted of them."""
    found = catalog.metrics[metric]
    match found.formula:
        case _ if found.fill_nulls_with is not None:
            return False
        case Aggregate(function="sum" | "count" | "count_distinct"):
            return True
        case Restricted(inner) | PerDay(inner):
            return inner in catalog.metrics and adds_up(catalog, inner)
        case Derived(expression, inputs):
            is_linear = not set(expression) & set("*/%(") and len(columns_in(expression)) == len(inputs)
            return is_linear and all(each.metric in catalog.metrics and adds_up(catalog, each.metric) for each in inputs)
    return False


def note_cut_units(parse: Parse, query: MetricQuery, over: Over) -> None:
    """Says when the first or the last unit is only a part of one: it counts like the others."""
    if over.grain is None or over.grain == "day":
        return
    known = [days for measure in query.measures if (days := days_of(parse.sight, measure.metric)) is not None]
    known = known or [(parse.sight.first_day, parse.sight.complete_before)]
    first, before = max(first for first, _ in known), min(before for _, before in known)
    calendar = parse.sight.catalog.calendar
    for period in query.periods or (Period(first, before),):
        edges = (max(first, period.start), min(before, period.effective_end))
        if any(start_of(day, over.grain, calendar) != day for day in edges):
            parse.note("cut_units", first=str(edges[0]), before=str(edges[1]))
