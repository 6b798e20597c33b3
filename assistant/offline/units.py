"""Units beside a number: a bound in miles or minutes fits only what is measured in them."""

from __future__ import annotations

from assistant.offline.vocabulary import vocabulary
from catalog.metric import Metric


def unit_in(text: str) -> str | None:
    """The kind of unit that a bound is written in, the longest that ends it or stands after its number."""
    words = [(word, kind) for kind, same in vocabulary().same_units.items() for word in same]
    lowered = text.lower()
    found = [
        (word, kind) for word, kind in words if any(lowered.endswith(f"{gap}{word}") for gap in gaps(word)) or follows_number(lowered, word)
    ]
    return max(found, key=lambda pair: len(pair[0]))[1] if found else None


def gaps(word: str) -> tuple[str, ...]:
    return (" ",) if word.isascii() else ("",)


def follows_number(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before = text[:at].rstrip()
        if before and (before[-1].isdigit() or before[-1] in "百千万亿十一二两三四五六七八九"):
            return True
        at = text.find(word, at + 1)
    return False


def fits(metric: Metric, kind: str) -> bool:
    """Whether the metric is measured in units of this kind; minutes are not hours."""
    if kind == "money":
        return metric.format.style == "currency"
    if kind == "share":
        return metric.format.style == "percent"
    same = vocabulary().same_units[kind]
    return any(unit.lower() in same for unit in (metric.format.unit.zh, metric.format.unit.en))
