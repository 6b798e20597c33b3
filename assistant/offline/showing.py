"""How measures are shown: share, running total, trend, rank; and the small words about the answer's form."""

from __future__ import annotations

from datetime import date

from assistant.offline.parse import Parse
from assistant.offline.reach import ends_with_last, is_average, is_level, only_names_rows
from catalog.metric import Grain
from catalog.period import Period

DAYS_BY_DAY, DAYS_BY_WEEK, DAYS_BY_MONTH, DAYS_BY_QUARTER = 62, 120, 1500, 4000
FOLLOWING = ("replace", "add", "about")


def read_averages(parse: Parse) -> None:
    """'Average' says nothing more of what is an average or a rate already, nor does 'per flight' of an average over flights."""
    for index in list(parse.places("show.average")):
        beside = [place for place in (parse.right(index, "link.of"), parse.left(index, "link.of")) if place in parse.metrics]
        meant = [parse.metrics[place] for place in beside] or list(parse.metrics.values())
        if meant and all(is_average(parse.sight.catalog, metric) for metric in meant):
            parse.take(index)
    for index in list(parse.places("link.each")):
        noun, head = index + 1, parse.left(index, "link.of")
        if noun in parse.metrics and head in parse.metrics and names_the_rows(parse, parse.metrics[noun], parse.metrics[head]):
            del parse.metrics[noun]
            parse.take(index)


def names_the_rows(parse: Parse, noun: str, head: str) -> bool:
    catalog = parse.sight.catalog
    return is_average(catalog, head) and only_names_rows(catalog, noun, head)


def read_shows(parse: Parse) -> None:
    for index in list(parse.places("show.inside")):
        before = parse.left(index, "link.of")
        parse.inside += [group.name for group in parse.groups if group.index == before]
        if parse.inside:
            parse.take(index)
    if parse.any("show.grand"):
        parse.shows |= {"share", "grand"}
        parse.take(*parse.places("show.grand"))
    if parse.metrics or parse.groups or parse.filters or parse.carried:
        parse.take(*flagged(parse, "share", "running", "trend", "rank_of"))
    for index in list(parse.places("show.running_of")):
        if index + 1 in parse.metrics:
            parse.take(index)  # running revenue, the running revenue total
            parse.shows.add("running")
    for index in list(parse.places("show.latest")):
        if parse.metrics and all(is_level(parse.sight.catalog, metric) for metric in parse.metrics.values()):
            parse.take(index)
            parse.shows.add("latest")
    for index in list(parse.places("show.period_end")):
        if parse.metrics and all(ends_with_last(parse.sight.catalog, metric) for metric in parse.metrics.values()):
            parse.take(index)
    for index in list(parse.places("chart")):
        word = parse.tokens[index].word("chart")
        parse.chart = word.code if word else None
        parse.take(index)
    for index in list(parse.places("follow")):
        if parse.has(index, "follow.same") and parse.carried is None:
            continue  # in the same month as they joined: nothing that a query can say
        if parse.has(index, "negate") and (index or parse.carried is None):
            continue  # airlines with no cancelled flights
        parse.follow |= {word.code for word in parse.tokens[index].words if word.role == "follow"}
        parse.take(index)
    parse.take(*(index for index in parse.places("link.total") if parse.has(index - 1, "condition") and index + 1 in parse.metrics))
    if parse.any("link.total"):
        parse.shows.add("total")
        parse.take(*parse.places("link.total"))
    for index in list(parse.places("only.only")):
        parse.follow.add("only")
        parse.take(index)


def flagged(parse: Parse, *codes: str) -> list[int]:
    found = []
    for code in codes:
        places = list(parse.places(f"show.{code}"))
        if places:
            parse.shows.add(code)
        found += places
    return found


def settle_shows(parse: Parse) -> None:
    """A trend or a running total runs over time: where no grain is named, one that suits the length."""
    if "running" in parse.shows and parse.grain is None and not parse.groups and parse.language == "zh" and "trend" not in parse.shows:
        parse.shows.discard("running")  # 今年累计销售额 is the total of the year so far
        return
    if parse.grain is None and parse.shows & {"trend", "running"}:
        parse.grains.append((grain_for(parse), -1, "trend"))


def grain_for(parse: Parse) -> Grain:
    """Days up to two months, weeks up to four, months up to four years, then quarters and years."""
    sight = parse.sight
    first: date = sight.first_day
    if parse.whens:
        period = Period(min(when.period.start for when in parse.whens), max(when.period.end for when in parse.whens))
    else:
        period = Period(first, max(sight.complete_before, sight.today))
    days = period.days
    if days <= DAYS_BY_DAY:
        return "day"
    if days <= DAYS_BY_WEEK:
        return "week"
    return "month" if days <= DAYS_BY_MONTH else "quarter" if days <= DAYS_BY_QUARTER else "year"
