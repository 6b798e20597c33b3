"""Questions for the causes of a change: 为什么8月销售额下降了, 亏在哪, what drove margin vs last year, which stores dragged revenue down.

The words that ask and those that say what is taken for granted get their part here; the rest is read like any other question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.offline.attaining import OPERATORS, metric_against_target
from assistant.offline.calendar_parts import natural_step
from assistant.offline.comparing import CHANGES, DIFFERENCES, festival_before, simplest
from assistant.offline.losses import BY
from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import reaches
from assistant.offline.readings import Token
from assistant.offline.vocabulary import FoundWord
from assistant.plan import Decline, Why

ASKING = ("why.why", "why.down", "why.up", "why.where")
BESIDE = ("why.bad", "why.good", "why.so")  # have a meaning only where causes are asked for
DOWN = ("why.down", "why.bad", "compare.fall", "compare.fell", "compare.less")
UP = ("why.up", "why.good", "compare.growth", "compare.rose", "compare.more")
CAUSES = ("why.why",)
MOVED = (*CHANGES, *DIFFERENCES)


def words_that_count(words: Iterable[FoundWord]) -> list[FoundWord]:
    """The words of a question without those that say something of a change whose causes nobody asks for."""
    words = list(words)
    asks = any(found.word.name in ASKING for found in words)
    return [found for found in words if asks or found.word.name not in BESIDE]


def read_why(parse: Parse, before: Why | None) -> None:
    """Takes the words that ask for causes; what they are asked of is read by the passes that follow. `before` was asked just before."""
    places = [index for index in range(len(parse.tokens)) if index not in parse.taken and asks(parse, index)]
    if not places:
        if before is not None and goes_on(parse):
            parse.asks_why, parse.expects, parse.why_by = True, before.expects, before.by
        return
    parse.asks_why = True
    for index in places:
        parse.tokens[index] = parse.tokens[index].only(*parse.tokens[index].words)
        parse.take(index, *who_did_it(parse, index))
    parse.expects = expected(parse)
    for index, token in enumerate(parse.tokens):
        if token.has("loss"):
            parse.take(index, *(place for place in parse.places(*BY) if parse.right(place) in parse.metrics))
    read_target(parse)


def goes_on(parse: Parse) -> bool:
    """那华南呢 after a question for causes: the same of another member or time."""
    if parse.metrics or not any(token.has("follow.about") for token in parse.tokens):
        return False
    return all(token.members or token.when or token.has("follow.about", "link.of") for token in parse.tokens)


def asks(parse: Parse, index: int) -> bool:
    """Whether the word asks for causes here: 退款原因 is what refunds are split by, 亏在哪 asks, 门店在哪 does not."""
    token = parse.tokens[index]
    if token.has("why.where"):
        return any(other.has("loss", *MOVED, *BESIDE) for other in parse.tokens)
    if token.has("why.down", "why.up") and not token.metric and not token.members:
        return True
    if not token.has(*CAUSES) or token.metric or token.members:
        return False
    before = parse.at(parse.left(index, "link.of"))
    if before is not None and before.has(*MOVED, "loss", *BESIDE):
        return True
    if parse.has(index - 1, "link.each", "link.ranked_by"):
        return False
    return not any(reaches(parse.sight.catalog, metric, name) for metric in parse.metrics.values() for name in token.dimensions)


def who_did_it(parse: Parse, index: int) -> Iterator[int]:
    """什么 before 拉低了 and 导致: the cause itself."""
    for place in (index - 1, index + 1):
        after = parse.at(place + 1)
        if (
            parse.has(place, "link.which", "ask.meaning")
            and place not in parse.taken
            and (place > index or not (after and after.dimensions))
        ):
            yield place


def expected(parse: Parse) -> str:
    """What the question takes for granted: that money was lost, that it fell, that it rose; empty where it says nothing of it."""
    if any(token.has("loss") for token in parse.tokens):
        return "loss"
    fell, rose = (any(token.has(*names) for token in parse.tokens) for names in (DOWN, UP))
    return "" if fell == rose else "fall" if fell else "rise"


def read_target(parse: Parse) -> None:
    """为什么没完成目标: the two sides are the metric and its target."""
    for index in list(parse.places("target.rate", *(f"target.{code}" for code in OPERATORS))):
        metric = metric_against_target(parse, index)
        if metric is None:
            raise Stop(Decline("no_metric", (("words", parse.tokens[index].text),)))
        parse.take(index, *parse.places("target.noun"))
        parse.why_target = metric
        parse.expects = parse.expects or ("fall" if parse.has(index, "target.missed") else "")


def settle_why(parse: Parse) -> None:
    """The base where the question names none: the period before, of a holiday the same one of last year."""
    if not parse.asks_why:
        return
    parse.growth = False
    parse.take(*(index for index, token in enumerate(parse.tokens) if token.has(*MOVED, *BESIDE) and is_bare(token)))
    parse.take(*parse.places("compare.versus", "link.which", "ask.meaning"))
    if parse.why_target or parse.comparison is not None or len(parse.whens) != 1 or is_between_members(parse):
        return
    [when] = parse.whens
    if when.holiday is not None:
        parse.comparison = festival_before(when, 1)
    else:
        parse.comparison = simplest(when.step) if when.step.count else natural_step(when.period)


def is_bare(token: Token) -> bool:
    return not (token.metric or token.members or token.dimensions)


def is_between_members(parse: Parse) -> bool:
    return any(len(part.values) == 2 and not part.negated for part in parse.member_filters)
