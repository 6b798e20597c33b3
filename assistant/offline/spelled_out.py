"""退款的金额, 果园数量, 采收时所用的成本: a Chinese name with small words between its parts, where that places what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.coverage import Cover
from assistant.offline.names import named
from assistant.offline.readings import MetricName, Reading
from assistant.question import Sight
from catalog.metric import Aggregate

BETWEEN = re.compile(r"(?<=[一-鿿])(?:时|所|用|的|之)+(?=[一-鿿])")
COUNTED = re.compile(r"(?<=[一-鿿])的?(?:数量|个数|总数)")
NUMBERS = ("数量", "个数", "总数")
NEAR = 6  # characters between what is left over and the small words


def spelled_out(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """Readings of such names; each takes in something that nothing else reads."""
    for pattern, put in ((BETWEEN, ""), (COUNTED, "数")):
        for gap in pattern.finditer(text):
            if not any(start - NEAR <= gap.start() and gap.end() <= end + NEAR for start, end in cover.left_over):
                continue
            longer = len(gap[0]) - len(put)
            for match in sight.finder.names(text[: gap.start()] + put + text[gap.end() :]):
                if match.start < gap.start() < match.end and (not put or match.end == gap.start() + len(put)):
                    found = replace(match, end=match.end + longer)
                    if any(found.start < end and start < found.end for start, end in cover.left_over):
                        yield from named([found], sight.catalog)
    yield from number_again(text, cover, sight)


def number_again(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """各合作社的果园数，按数量降序: the one number that the question asks for."""
    asked = {name for token in cover.tokens if token.metric for name in token.metric.metrics}
    formulas = [sight.catalog.metrics[name].formula for name in asked if name in sight.catalog.metrics]
    if len(asked) != 1 or not all(isinstance(each, Aggregate) and each.function in ("count", "count_distinct") for each in formulas):
        return
    for start, end in cover.left_over:
        if text[start:end] in NUMBERS and text[:start].endswith(("按", "按照")):
            yield Reading(start, end, MetricName(tuple(asked)))
