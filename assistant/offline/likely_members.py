"""Members that an unread stretch may be a part or a slip of: 西湖路店 -> 杭州西湖路1店. Offered as questions, never taken for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.offline.coverage import Cover
from assistant.offline.definitions import put_in
from assistant.offline.readings import Token
from assistant.offline.templates import write
from assistant.plan import Choice
from assistant.question import Sight
from catalog.label import Language
from retrieval.grams import squeezed
from retrieval.matches import Match
from retrieval.text import CJK_CHARACTER

LIKE, CLOSE = 0.6, 0.15  # of 1: how like a stretch a name must be, and how much less than the likest one
SHORTEST, INSIDE = 2, 3  # characters of a stretch, and of a word inside it that the grammar reads
TRIED = 6  # members of which the question is read again


def likely_members(text: str, cover: Cover, sight: Sight, language: Language, reads: Callable[[str], bool]) -> Iterator[Choice]:
    """The question with a permitted member in the place of what nothing reads, the most alike first; only questions that are read."""
    for stretch, start, end in stretches_of(text, cover):
        found = [match for match in sight.finder.members.shortlist(stretch, count=TRIED) if is_meant(match, stretch, sight)]
        least = max((match.score for match in found), default=0.0) - CLOSE
        asked = [(match, put_in(text, start, end, match.surface)) for match in found if match.score >= max(LIKE, least)]
        yield from (Choice(label_of(match, sight, language), question) for match, question in asked if reads(question))


def is_meant(match: Match, stretch: str, sight: Sight) -> bool:
    """Not of a member whose whole name stands there: that was read, and the rest of the stretch was not."""
    return match.id in sight.catalog.dimensions and squeezed(match.surface) not in squeezed(stretch)


def label_of(match: Match, sight: Sight, language: Language) -> str:
    dimension = sight.catalog.dimension(match.id).label.in_language(language)
    return write(language, "member_label", dimension=dimension, word=match.surface)


def stretches_of(text: str, cover: Cover) -> Iterator[tuple[str, int, int]]:
    """What nothing reads, with the names, numbers and lone characters right beside it: a part of a name may be another name or a word."""
    beside = sorted([(token.start, token.end) for token in cover.tokens if may_belong(token)] + list(cover.left_over))
    found: dict[tuple[int, int], None] = {}
    for start, end in joined(text, cover):
        for left, right in reversed(beside):
            start = left if right <= start and touches(text, right, start) else start
        for left, right in beside:
            end = right if left >= end and touches(text, end, left) else end
        found[start, end] = None
    yield from ((text[start:end], start, end) for start, end in found if end - start >= SHORTEST)


def joined(text: str, cover: Cover) -> list[tuple[int, int]]:
    """What nothing reads, one stretch where a word of the grammar stands inside a name: 橙序|第1|服饰."""
    named = [token.start for token in cover.tokens if token.metric or token.when]
    found: list[tuple[int, int]] = []
    for start, end in sorted(cover.left_over):
        last = found[-1][1] if found else -INSIDE - 1
        is_one = start - last <= INSIDE and " " not in text[last:start] and not any(last <= first < start for first in named)
        found[-1:] = [(found[-1][0], end)] if is_one else [*found[-1:], (start, end)]
    return found


def may_belong(token: Token) -> bool:
    if token.metric or token.when or token.has("filler", "link"):
        return False
    is_lone = len(token.text) == 1 and CJK_CHARACTER.match(token.text) is not None
    return bool(token.members or token.dimensions or token.has("cardinal") or is_lone)


def touches(text: str, end: int, start: int) -> bool:
    """Whether nothing stands between, or a space between words that are not Chinese."""
    between = text[end:start]
    return not between or (between == " " and not CJK_CHARACTER.search(text[end - 1] + text[start : start + 1]))
