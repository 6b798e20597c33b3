"""在各品牌的历年收入中，给出…: an opening that only says what the rest is about. What it names is no column; what narrows is refused."""

from __future__ import annotations

import re

from assistant.offline.parse import Parse, Stop
from assistant.offline.readings import Token
from assistant.plan import Decline
from catalog.metric import Aggregate, Formula

OPENING = re.compile(r"^\s*在[^，,。？?；;]*?(?:中|里|当中|里面|之中|种)\s*[，,]")
PLAIN = ("link", "show.order", "show.own", "filler", "cardinal")


def leave_universe(parse: Parse) -> None:
    """Takes the opening's words where the rest of the question names its own keys and metrics. Raises Stop where they would choose rows."""
    opening = OPENING.match(parse.text)
    if opening is None:
        return
    inside = [index for index, token in enumerate(parse.tokens) if token.end <= opening.end()]
    rest = [token for token in parse.tokens if token.start >= opening.end()]
    metrics = [name for token in rest if token.metric for name in token.metric.metrics]
    is_keyed = any(token.dimensions and not token.metric for token in rest)
    if not inside or not metrics or not is_keyed or any(not names_only(parse.tokens[index]) for index in inside):
        return
    narrowing = [parse.tokens[index].text for index in inside if not leaves_all(parse, index, inside[-1], metrics)]
    if narrowing:
        raise Stop(Decline("not_supported", (("words", parse.joined(narrowing)),)))
    parse.take(*inside)


def names_only(token: Token) -> bool:
    """A key, a metric or a link: no member, period, bound or rank."""
    if (token.members and not token.dimensions) or token.when or token.qualifier or token.definition_of:
        return False
    return bool(token.metric or token.dimensions or token.grain or token.grain_noun or token.has(*PLAIN))


def leaves_all(parse: Parse, index: int, last: int, asked: list[str]) -> bool:
    """Whether a metric there counts rows that the metrics asked for count too; a ranking (收入排名) has every member anyway."""
    token, catalog = parse.tokens[index], parse.sight.catalog
    if token.metric is None or token.dimensions:
        return True
    wanted = [catalog.metrics[name].formula for name in asked]
    is_ranking = any(parse.has(place, "show.order") for place in range(index + 1, last + 1))
    return all(is_alike(catalog.metrics[name].formula, other, is_ranking) for name in token.metric.metrics for other in wanted)


def is_alike(one: Formula, other: Formula, is_ranking: bool) -> bool:
    if not isinstance(one, Aggregate):
        return False
    if one.filter is None and is_ranking:
        return True
    return isinstance(other, Aggregate) and one.dataset == other.dataset and one.filter in (None, other.filter)
