"""The account of words: what must be refused, what found no place, and what may go without one."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.coverage import Cover
from assistant.offline.parse import Parse, Stop
from assistant.offline.period_fiscal import is_missing
from assistant.offline.readings import MetricName
from assistant.plan import Decline
from catalog.dimension import Dimension
from catalog.metric import Aggregate
from retrieval.text import CJK_CHARACTER

SILENT = (
    "filler",
    "chart_word",
    "link.of",
    "link.and",
    "link.which",
    "link.which_many",
    "link.all",
    "link.mine",
    "follow.about",
    "follow.add",
    "follow.replace",
    "follow.correct",
    "follow.other",
    "show.own",
    "ask.meaning",
    "rows.list",
)  # may stand without a part
COUNTS = {
    "zh": ("{name}数", "{name}数量", "{name}总数", "总{name}数"),
    "en": ("number of {name}s", "{name} count", "number of {name}", "total {name}s", "total {name}"),
}


def refused(parse: Parse, cover: Cover) -> Decline | None:
    """Requests that are none of the catalog's business, before anything else is read."""
    words = [
        (token, word) for token in cover.tokens for word in token.words if word.role == "refuse" and not token.metric and not token.members
    ]
    for code in ("injection", "write_request", "personal_data", "off_topic"):
        found = [token.text for token, word in words if word.code == code]
        if found:
            return Decline(code, (("words", joined(parse, found)),))
    return None


def unplaced_words(text: str, cover: Cover, parse: Parse) -> Decline:
    """Stretches that nothing reads; a question with nothing of the catalog in it is off topic."""
    for index, token in enumerate(parse.tokens):
        if token.metric:
            parse.metrics[index] = token.metric.metrics[0]
    if is_missing(text, parse.calendar):
        return Decline("no_fiscal_year")
    is_about = any(token.metric or token.members or token.dimensions for token in cover.tokens)
    words = joined(parse, [widened(text, start, end) for start, end in whole_words(text, cover)])
    return Decline("unknown_words" if is_about else "not_in_catalog", (("words", words),))


def whole_words(text: str, cover: Cover) -> list[tuple[int, int]]:
    """What is left over; 碳排放量 stays one word although 排 is a word of the grammar."""
    inside = {
        token.start
        for token in cover.tokens
        if len(token.text) == 1 and CJK_CHARACTER.match(token.text) and not token.has("filler", "link")
    }
    found: list[tuple[int, int]] = []
    for start, end in cover.left_over:
        joins = bool(found) and found[-1][1] == start - 1 and start - 1 in inside
        found[-1:] = [(found[-1][0], end)] if joins else [*found[-1:], (start, end)]
    return found


def widened(text: str, start: int, end: int) -> str:
    """The whole word that a leftover belongs to, for letters and digits."""
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum() and text[start].isascii():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum() and text[end - 1].isascii():
        end += 1
    return text[start:end]


def joined(parse: Parse, words: list[str]) -> str:
    return ("、" if parse.language == "zh" else ", ").join(dict.fromkeys(words))


def left_unplaced(parse: Parse) -> None:
    """A word of the grammar that found no part in the query is a reason to stop, not something to drop."""
    settle_small_words(parse)
    left = [
        token for index, token in enumerate(parse.tokens) if index not in parse.taken and (token.has("negate") or not token.has(*SILENT))
    ]
    if not left:
        return
    words = joined(parse, [token.text for token in left])
    if any(token.dimensions or token.members or token.qualifier for token in left) and not parse.metrics:
        raise Stop(Decline("no_metric", (("words", words),)))
    if any(token.has("exist.count") for token in left):
        raise Stop(Decline("count_of_members", (("words", words),)))
    raise Stop(Decline("not_supported", (("words", words),)))


def settle_small_words(parse: Parse) -> None:
    """Words that say again what another part says already."""
    for index in list(parse.places("exist.count")):
        beside = {after_members(parse, parse.right(index, "link.of", "link.total")), parse.left(index, "link.of")}
        if parse.metrics and parse.has(index + 1, "show.order", "show.order_down", "show.order_up"):  # 按数量降序
            parse.take(index, *((index - 1,) if parse.has(index - 1, "link.ranked_by") else ()))
        if beside & parse.metrics.keys() or repeats_count(parse, index):
            parse.take(index)
    if parse.groups or parse.grains or len(set(parse.metrics.values())) > 1 or len(parse.whens) > 1 or several_members(parse):
        parse.take(*parse.places("show.apart"))
    for index in list(parse.places("link.each")):
        before = parse.at(index - 1)
        if before and before.members and several_members(parse):
            parse.take(index)
    for index in list(parse.places("link.each")):
        after = parse.at(index + 1)
        is_amount = after is not None and (index + 1 in parse.metrics or after.has("show") or after.is_filler)
        if is_amount and (parse.groups or several_members(parse)):
            parse.take(index)  # 羽绒服和连衣裙各卖了多少件, 前三的品牌各占多少
    if parse.metrics and all(parse.metric(name).format.style == "currency" for name in parse.metrics.values()):
        parse.take(*parse.places("show.money"))
    if parse.conditions:
        parse.take(*parse.places("exist.any", "ask.members"))
    if parse.groups or parse.grains:
        parse.take(*parse.places("ask.members", "ask.dimensions"))
    if parse.groups:
        parse.take(*parse.places("link.which_count"))


def after_members(parse: Parse, index: int) -> int:
    """How many Berlin orders: the place of what is counted."""
    place = index
    while place in parse.taken and (token := parse.at(place)) and token.members and not token.metric:
        place += 1
    counted = parse.at(place)
    return index if counted is None or (counted.metric is not None and counted.metric.is_split) else place


def repeats_count(parse: Parse, index: int) -> bool:
    """'… Return the country and the count': the number that was asked for already."""
    formulas = [parse.metric(name).formula for name in parse.metrics.values()]
    counts = [each for each in formulas if isinstance(each, Aggregate) and each.function in ("count", "count_distinct")]
    return (
        len(counts) == 1
        and index == len(parse.tokens) - 1
        and parse.tokens[index].text.lower() == "count"
        and parse.has(index - 1, "link.and", "follow.about")
    )


def several_members(parse: Parse) -> bool:
    return any(len(part.values) > 1 for part in parse.member_filters)


def counted_members(parse: Parse) -> None:
    """有多少家门店, number of stores: the metric of that name, when nothing else is asked of the members."""
    asks_more = any(token.has("condition", "rank") or token.metric for token in parse.tokens)
    for index, token in enumerate(parse.tokens):
        is_number = token.has("exist.count") or token.text == "总数"
        if not is_number or (asks_more and not is_figure(parse, index)):
            continue
        for place in (parse.right(index, "link.of", "filler", "distinct"), parse.left(index, "link.of")):
            other = parse.at(place)
            metric = (
                next((found for name in other.dimensions if (found := count_metric(parse, parse.sight.catalog.dimension(name)))), None)
                if other
                else None
            )
            if other and metric:
                parse.tokens[place] = replace(other, options=(MetricName((metric,)),))
                parse.take(index)
                break


def is_figure(parse: Parse, index: int) -> bool:
    """'… the number of distinct clients and fees': one more figure beside others, in so many words."""
    said, after = parse.tokens[index].text.lower(), parse.at(index + 1)
    if any(token.has("condition") for token in parse.tokens) or after is None:
        return False
    return after.has("distinct") or (("number of" in said or "count of" in said) and not after.metric)


def count_metric(parse: Parse, dimension: Dimension) -> str | None:
    """The metric that counts a dimension's members, by its name."""
    for language, forms in COUNTS.items():
        for surface in (dimension.label.zh, dimension.label.en, *dimension.label.synonyms):
            if surface.isascii() != (language == "en"):
                continue
            for form in forms:
                text = form.format(name=surface)
                for match in parse.sight.finder.names(text):
                    if match.kind == "metric" and (match.start, match.end) == (0, len(text)):
                        return match.id
    return None
