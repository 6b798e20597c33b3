"""Whether several metrics of a question are one list: 销售额和订单数, sales and orders. What only stands side by side is refused."""

from __future__ import annotations

from itertools import pairwise

from assistant.offline.nouns import drop_nouns
from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import only_names_rows
from assistant.offline.together import adds_metrics
from assistant.plan import Decline

MARKS = ",，;；、?？&+/和与及"


def refuse_unjoined(parse: Parse) -> None:
    """Two metrics with only 'of' between are not a list, and a sum of two is a number that nobody defined."""
    drop_owners(parse)
    drop_nouns(parse)
    for left, right in pairwise(sorted(parse.metrics)):
        between = parse.tokens[left + 1 : right]
        if between and all(token.has("link.of") and not (token.text.lower() == "with" and parse.rankings) for token in between):
            noun, head = (left, right) if between[0].text == "的" else (right, left)
            if only_names_rows(parse.sight.catalog, parse.metrics[noun], parse.metrics[head]):
                del parse.metrics[noun]
                continue
            raise Stop(Decline("unjoined_metrics", (("words", parse.joined(parse.tokens[place].text for place in (left, right))),)))
        is_chosen_by = bool(between) and bool(parse.selections or parse.order)
        if not is_chosen_by and not is_listed_with(parse, left, right):
            raise Stop(Decline("unjoined_metrics", (("words", parse.joined(parse.tokens[place].text for place in (left, right))),)))
    if adds_metrics(parse):
        raise Stop(Decline("sum_of_metrics"))


def drop_owners(parse: Parse) -> None:
    """By the channel of the order: whose channel it is, not one more number."""
    for place in sorted(parse.metrics)[1:]:
        key = parse.at(place - 2)
        owns = key is not None and bool(key.dimensions) and parse.tokens[place - 1].text.lower().split()[:1] == ["of"]
        if (
            owns
            and parse.metric(parse.metrics[place]).format.style == "integer"
            and not parse.tokens[place].text.lower().startswith("number")
        ):
            del parse.metrics[place]


def is_listed_with(parse: Parse, left: int, right: int) -> bool:
    """Whether two metrics are one list: joined by a word or a mark, or compared."""
    if parse.metrics[left] == parse.metrics[right]:
        return True
    gap = parse.text[parse.tokens[left].end : parse.tokens[right].start]
    if any(mark in gap for mark in MARKS) or (gap and not gap.strip() and not parse.tokens[left].text.isascii()):
        return True
    return any(
        token.has("link.and", "link.or", "compare.versus") or token.text.lower() == "with" for token in parse.tokens[left + 1 : right]
    )
