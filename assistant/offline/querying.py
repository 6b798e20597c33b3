"""From the parts of a question to one canonical metric query."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.attaining import read_for, with_attainment
from assistant.offline.beside import set_beside_others
from assistant.offline.calendar_parts import Clock
from assistant.offline.choosers import Chooser, name_each, split_after_ranking, take_choosers
from assistant.offline.conditions import having
from assistant.offline.counting import counted_members_of
from assistant.offline.dated import all_or_each
from assistant.offline.joining import refuse_unjoined
from assistant.offline.listing import finer_or_not
from assistant.offline.over_members import over_members
from assistant.offline.parse import Group, Parse, Ranking, Stop
from assistant.offline.period_words import period_named
from assistant.offline.ratios import share_named
from assistant.offline.reach import days_of, dimensions_of, has_time, reaches
from assistant.offline.related import tell_namesakes_apart, with_those_left_out
from assistant.offline.to_date import to_date_or_each
from assistant.offline.together import asks_together
from assistant.plan import Choice, Clarify, Decline
from catalog.compiler.check import used_dimensions
from catalog.lineage import counted_datasets_of
from catalog.metric import Grain
from catalog.period import Period
from catalog.query import (
    TIME,
    Comparison,
    Having,
    Limit,
    Measure,
    MetricQuery,
    Order,
    Rank,
    Running,
    Share,
    Within,
)

DEFAULT_COUNT = 10


def metric_query(parse: Parse) -> MetricQuery | Clarify:
    """The query that the parts say. Raises Stop where they do not make one."""
    if not parse.metrics:
        raise Stop(Decline("no_metric"))
    if len({grain for grain, _, _ in parse.grains}) > 1:
        raise Stop(Decline("two_grains"))
    refuse_unjoined(parse)
    set_beside_others(parse)
    spread_members(parse)
    name_each(parse)
    tell_namesakes_apart(parse)
    choosers = take_choosers(parse)
    is_together = asks_together(parse)
    measured, qualifying = roles_of_metrics(parse)
    if (split_after_ranking(parse) or is_together) and not measured:
        measured = qualifying = tuple(dict.fromkeys(parse.metrics.values()))
    query = two_step(parse, measured, qualifying) if measured else one_step(parse, tuple(dict.fromkeys(parse.metrics.values())))
    query = with_those_left_out(parse, chosen_by(parse, query, choosers))
    query = counted_members_of(parse, query)
    check_reach(parse, query)
    return to_date_or_each(parse, query) or finer_or_not(parse, query) or all_or_each(parse, query) or over_members(parse, query)


def roles_of_metrics(parse: Parse) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Metrics asked for of members that other metrics choose, and those others; none of the first when it is all one step."""
    chosen_by = [part.metric for part in parse.selections if part.metric]
    qualifying = tuple(dict.fromkeys(chosen_by))
    if (ranked := ranked_elsewhere(parse)) is not None:
        return (ranked,), tuple(name for name in qualifying if name != ranked)
    places = [place for place, metric in parse.metrics.items() if metric not in qualifying]
    if parse.choosing:
        named = tuple(dict.fromkeys(parse.metrics.values()))
        return tuple(name for name in named if name not in qualifying) or named, qualifying or named
    if not qualifying or not places:
        return (), ()
    mentions = [metric for metric in parse.metrics.values() if metric in qualifying]
    is_also_asked = len(mentions) > len(set(mentions))
    last = max(place for place, metric in parse.metrics.items() if metric in qualifying)
    is_listed = all(place > last and joined_to_list(parse, place) for place in places)
    if is_also_asked or is_listed:
        return (), ()
    return tuple(dict.fromkeys(parse.metrics[place] for place in places)), qualifying


def ranked_elsewhere(parse: Parse) -> str | None:
    """The metric that ranks the members which a bound on facts of another table chose: a member without any of its facts has no rank."""
    ranked, bound = {part.metric for part in parse.rankings}, {part.metric for part in parse.conditions}
    if len(ranked) != 1 or not bound or None in ranked | bound or ranked & bound or set(parse.metrics.values()) != ranked | bound:
        return None
    if max(part.index for part in parse.conditions) > min(part.index for part in parse.rankings) or parse.growth or not parse.groups:
        return None
    catalog, metric = parse.sight.catalog, next(iter(ranked))
    assert metric is not None
    beside = {name for part in parse.conditions if part.metric for name in counted_datasets_of(catalog, part.metric)}
    return metric if not beside & set(counted_datasets_of(catalog, metric)) else None


def joined_to_list(parse: Parse, place: int) -> bool:
    """Whether a metric is one more in a list (… with orders, 及其订单数), not what is asked of the members chosen before."""
    before = place - 1
    while before > 0 and parse.has(before, "link.of", "link.total") and parse.tokens[before].text.lower() != "with":
        before -= 1
    token = parse.at(before)
    return token is not None and (token.has("link.and") or token.text.lower() == "with")


def one_step(parse: Parse, metrics: tuple[str, ...]) -> MetricQuery:
    """Everything in one query: bounds and rank on its own columns."""
    if parse.order_metric and parse.order_metric not in metrics:
        metrics = (*metrics, parse.order_metric)
    query = scope(parse, metrics, parse.group_names, parse.grain)
    query = replace(query, having=bounds(parse, metrics[0]))
    if parse.rankings and any(isinstance(measure.shown, Running) for measure in query.measures):  # what only grows is highest at its end
        raise Stop(Decline("not_supported", (("words", parse.tokens[parse.rankings[0].index].text),)))
    return ordered(parse, query, parse.groups)


def two_step(parse: Parse, measured: tuple[str, ...], qualifying: tuple[str, ...]) -> MetricQuery:
    """The members that the qualifying metrics choose, and of those the measured ones: 销售额前十的门店的毛利率."""
    if not parse.groups:
        raise Stop(Decline("rank_of_what" if parse.rankings else "bound_of_what"))
    last = max(part.index for part in parse.selections)
    chosen = [group for group in parse.groups if group.mark != "each" or group.index < last]
    outer = [group for group in parse.groups if group not in chosen]
    names = tuple(dict.fromkeys(group.name for group in chosen))
    if not chosen:
        chosen, names, outer = parse.groups, parse.group_names, []
    if parse.choosing:
        parse.whens = parse.choosing
    inner = replace(scope(parse, qualifying, names, None), having=bounds(parse, qualifying[0]))
    is_ranked_after = bool(parse.rankings) and parse.rankings[0].metric in set(measured) - {*qualifying}
    inner = inner if is_ranked_after else ordered(parse, inner, chosen)
    inner = replace(inner, comparison=scope(parse, qualifying, names, None).comparison if needs_change(parse) else None)
    if not any(has_time(parse.sight.catalog, name) for name in qualifying):
        inner = replace(inner, periods=())  # regions with ten stores: as many as there are, whenever the rest is about
    if parse.choosing:
        parse.whens = parse.asked
    outer_names = tuple(dict.fromkeys(group.name for group in outer))
    keys = (
        () if "total" in parse.shows else tuple(name for name in parse.group_names if name in outer_names or name in parse.columns) or names
    )
    query = scope(parse, measured, keys, parse.grain)
    query = replace(query, within=(Within(names, inner),), comparison=None if needs_change(parse) else query.comparison)
    if is_ranked_after:
        return ordered(parse, query, parse.groups)
    if parse.order:
        column = parse.order_metric if parse.order_metric in measured else measured[0]
        query = replace(query, order=(Order(column, parse.order == "down"),))
    return query


def chosen_by(parse: Parse, query: MetricQuery, choosers: list[Chooser]) -> MetricQuery:
    """The query of the members that each chooser leaves; where it ranks members first, they are ranked among those."""
    for chooser in choosers:
        metric = chooser.condition.metric or ""
        inner = replace(
            scope(parse, (metric,), chooser.keys, None), having=tuple(having(parse, chooser.condition, metric)), comparison=None
        )
        inner = inner if has_time(parse.sight.catalog, metric) else replace(inner, periods=())
        kept = Within(chooser.keys, inner)
        ranked = tuple(
            replace(part, query=replace(part.query, within=(*part.query.within, kept))) if part.query.limit else part
            for part in query.within
        )
        query = replace(query, within=(*ranked, kept))
    return query


def needs_change(parse: Parse) -> bool:
    return any(part.column for part in parse.selections)


def scope(parse: Parse, metrics: tuple[str, ...], keys: tuple[str, ...], grain: Grain | None) -> MetricQuery:
    """Measures by keys within the question's filters, periods and comparison."""
    periods = periods_of(parse, metrics)
    comparison = Comparison(parse.comparison) if parse.comparison is not None else None
    query = MetricQuery(
        tuple(Measure(metric) for metric in metrics),
        keys,
        grain,
        tuple(parse.filters),
        periods=periods,
        comparison=comparison,
        only=tuple(parse.only),
    )
    return with_shows(parse, query)


def periods_of(parse: Parse, metrics: tuple[str, ...]) -> tuple[Period, ...]:
    """The question's periods; the metrics' default one where it names none; otherwise all data, which is noted."""
    sight = parse.sight
    if parse.whens:
        periods = tuple(dict.fromkeys(when.period for when in parse.whens))
        known = [days for metric in metrics if (days := days_of(sight, metric))]
        first_day, complete_before = (
            (min(first for first, _ in known), max(before for _, before in known)) if known else (sight.first_day, sight.complete_before)
        )
        for period in periods:
            if period.start >= complete_before or period.end <= first_day:
                facts = {"start": period.start, "end": period.end, "first": first_day, "before": max(first_day, complete_before)}
                raise Stop(Decline("no_data_in_period", tuple((name, str(day)) for name, day in facts.items())))
        return periods
    words = {parse.metric(metric).default_period for metric in metrics}
    word = words.pop() if len(words) == 1 else None
    if word:
        when = period_named(word, Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar))
        if when is not None:
            parse.note("default_period", start=str(when.period.start), end=str(when.period.end))
            return (when.period,)
    parse.note("all_data", first=str(sight.first_day), before=str(sight.complete_before))
    return ()


def spread_members(parse: Parse) -> None:
    """Several members side by side are a key."""
    kept = [part for part in parse.member_filters if not part.negated]
    if parse.groups or not kept or "total" in parse.shows:
        return
    if len(several := [part for part in kept if len(part.values) > 1]) == 1:
        parse.groups.append(Group(several[0].dimension, -1, "bare"))


def with_shows(parse: Parse, query: MetricQuery) -> MetricQuery:
    metrics = [measure.metric for measure in query.measures]
    if "attainment" in parse.shows:
        return with_attainment(parse, query)
    if "running" in parse.shows and query.grain:
        return replace(query, measures=tuple(Measure(metric, Running()) for metric in metrics))
    if "rank_of" in parse.shows and query.group_by:
        ranked = tuple(Measure(metric, Rank(ascending=is_down_good(parse, metric))) for metric in metrics)
        return replace(query, measures=(*query.measures, *ranked), order=(Order(metrics[0], not is_down_good(parse, metrics[0])),))
    if "share" in parse.shows:
        return with_share(parse, query, metrics)
    return query


def is_down_good(parse: Parse, metric: str) -> bool:
    return parse.metric(metric).up_is_good is False


def with_share(parse: Parse, query: MetricQuery, metrics: list[str]) -> MetricQuery:
    """Of the grand total, or of each bucket's where there is a grain; with two dimensions it is asked of which total."""
    if not query.group_by and not query.grain:
        raise Stop(Decline("share_of_what"))
    inside = tuple(name for name in query.group_by if name in parse.inside)
    if len(query.group_by) > 1 and not inside and "grand" not in parse.shows:
        raise Stop(share_of_which(parse, query, metrics))
    of = (*((TIME,) if query.grain and query.group_by else ()), *inside)
    shares = tuple(Measure(metric, Share(of)) for metric in metrics)
    place = next((index for index, token in enumerate(parse.tokens) if token.has("show.share")), 0)
    is_one_more = parse.has(place - 1, "link.and") or bool(parse.only)
    shown = replace(query, measures=(*query.measures, *shares) if is_one_more else shares)
    if inside and len(metrics) == 1 and (named := share_named(parse.sight.catalog, metrics[0], query.group_by)) is not None:
        words = parse.metric(named).label.in_language(parse.language)
        computed = f"{parse.metric(metrics[0]).label.in_language(parse.language)} {parse.tokens[place].text}"
        as_named = replace(query, measures=(Measure(named),))
        raise Stop(Clarify("metric_or_each", (("word", words),), (Choice(words, words, as_named), Choice(computed, computed, shown))))
    return shown


def share_of_which(parse: Parse, query: MetricQuery, metrics: list[str]) -> Clarify:
    label = parse.sight.catalog.dimension(query.group_by[0]).label.in_language(parse.language)
    choices = []
    for of, name in (((), "grand_total"), ((query.group_by[0],), label)):
        measures = tuple(Measure(metric, Share((TIME, *of) if query.grain else of)) for metric in metrics)
        choices.append(Choice(name, "", replace(query, measures=measures)))
    return Clarify("share_of_which", (("dimension", label),), tuple(choices))


def bounds(parse: Parse, first: str) -> tuple[Having, ...]:
    if parse.conditions and not (parse.groups or parse.grains):
        raise Stop(Decline("bound_of_what"))
    return tuple(part for condition in parse.conditions for part in having(parse, condition, first))


def ordered(parse: Parse, query: MetricQuery, groups: list[Group]) -> MetricQuery:
    """Top and bottom n within the keys marked 'each', or just an order."""
    if parse.rankings:
        ranking = one_ranking(parse)
        if not query.group_by and not query.grain:
            raise Stop(Decline("rank_of_what"))
        metric = ranking.metric or query.measures[0].metric
        column = f"{metric}_{ranking.column}" if ranking.column else name_of(query, metric)
        count = ranking.count
        if count is None:
            count = DEFAULT_COUNT
            parse.note("default_count", count=str(count))
        return replace(query, order=(Order(column, is_descending(parse, ranking, metric)),), limit=Limit(count, per(parse, query, groups)))
    if parse.order and not (query.group_by or query.grain):
        raise Stop(Decline("rank_of_what"))
    if parse.order:
        column = parse.order_metric or query.measures[0].metric
        return replace(query, order=(Order(name_of(query, column), parse.order == "down"),))
    return query


def name_of(query: MetricQuery, metric: str) -> str:
    return next(measure.name for measure in query.measures if measure.metric == metric)


def one_ranking(parse: Parse) -> Ranking:
    """One rank in a question; 'best 5 … highest' are two words for one."""
    first = parse.rankings[0]
    if any(not is_same_way(parse, first, other) for other in parse.rankings[1:]):
        raise Stop(Decline("two_rankings"))
    counted = next((ranking for ranking in parse.rankings if ranking.count not in (None, 1)), first)
    metric = next((ranking.metric for ranking in parse.rankings if ranking.metric), None)
    return replace(counted, metric=metric, column=next((ranking.column for ranking in parse.rankings if ranking.column), ""))


def is_same_way(parse: Parse, one: Ranking, other: Ranking) -> bool:
    """卖得最好的前十个: 'best' of what is good when it is high says the same as 'top'."""
    metric = one.metric or other.metric
    if metric != (other.metric or one.metric):
        return False
    named = metric or next(iter(parse.metrics.values()), None)
    return one.way == other.way or (named is not None and is_descending(parse, one, named) == is_descending(parse, other, named))


def is_descending(parse: Parse, ranking: Ranking, metric: str) -> bool:
    if ranking.column and parse.falling:
        return ranking.way in ("low", "worst")
    good = parse.metric(metric).up_is_good
    match ranking.way:
        case "high":
            return True
        case "low":
            return False
        case "best" | "worst" if good is None:
            raise Stop(Decline("best_way", (("metric", parse.metric(metric).label.in_language(parse.language)),)))
        case "best":
            return bool(good)
        case _:
            return not good


def per(parse: Parse, query: MetricQuery, groups: list[Group]) -> tuple[str, ...]:
    """The keys within which the rank counts: those marked 'each' when another key is ranked."""
    ranked = {group.name for group in groups if group.mark != "each"}
    ranks_time = any(mark in ("which", "rank") for _, _, mark in parse.grains)
    each = tuple(name for name in query.group_by if name not in ranked)
    if ranks_time:
        return each
    time = (TIME,) if query.grain else ()
    if not ranked:
        return time if each else ()
    return (*time, *each)


def check_reach(parse: Parse, query: MetricQuery) -> None:
    """Every metric must reach every dimension; the nearest that it does reach are offered."""
    catalog = parse.sight.catalog
    queries = (query, *(part.query for part in query.within))
    for each in queries:
        names = used_dimensions(each)
        for measure in each.measures:
            if (each.periods or each.grain) and not has_time(catalog, measure.metric):
                raise Stop(Decline("no_time", (("metric", catalog.metric(measure.metric).label.in_language(parse.language)),)))
            for name in (*names, *(part.dimension for part in measure.filters)):
                if not all(reaches(catalog, metric, name) for metric in read_for(catalog, measure)):
                    others = ", ".join(
                        catalog.dimension(other).label.in_language(parse.language)
                        for other in dimensions_of(catalog, read_for(catalog, measure)[-1])
                    )
                    metric = catalog.metric(measure.metric).label.in_language(parse.language)
                    dimension = catalog.dimension(name).label.in_language(parse.language)
                    raise Stop(
                        Decline(
                            "dimension_not_reachable",
                            (("metric", metric), ("metric_id", measure.metric), ("dimension", dimension), ("possible", others)),
                        )
                    )
    if query.comparison is not None and not query.periods and query.grain is None:
        raise Stop(Clarify("comparison_needs_period"))
