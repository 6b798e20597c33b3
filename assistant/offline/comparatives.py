"""Which is higher: 哪家人效高, which of the stores has the lower rate, 谁的速度快. The first of those asked for."""

from __future__ import annotations

from assistant.offline.parse import Parse, Ranking

ASKED = ("link.which",)
WAYS = {"more": "high", "less": "low", "faster": "high", "slower": "low"}


def read_comparatives(parse: Parse) -> None:
    """Ranks by the metric right before (in English after) the word, where no period or member is what the others are compared with."""
    if not any(token.has(*ASKED) for token in parse.tokens) or parse.rankings or parse.conditions or parse.comparison is not None:
        return
    if any(token.has("rank", "compare.versus", "compare.yoy", "compare.pop", "condition") for token in parse.tokens):
        return
    if not parse.groups or sum(token.when is not None for token in parse.tokens) > 1 or len(set(parse.metrics.values())) != 1:
        return
    for index in list(parse.places("compare.more", "compare.less", "speed")):
        beside = parse.left(index, "link.of") if parse.language == "zh" else parse.right(index, "link.of")
        after = parse.at(index + 1)
        if beside not in parse.metrics or (after is not None and after.text == "的"):
            continue
        word = next(word for word in parse.tokens[index].words if word.role in ("compare", "speed"))
        parse.take(index)
        parse.rankings.append(Ranking(index, parse.metrics[beside], 1, WAYS[word.code]))
        return
