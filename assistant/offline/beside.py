"""One member beside all: the share of East China, where a store ranks. The others are counted, and only its row is shown."""

from __future__ import annotations

from assistant.offline.parse import Group, Parse, Stop
from assistant.plan import Decline
from catalog.query import MemberFilter


def set_beside_others(parse: Parse) -> None:
    """Turns the filter on the member whose share or rank is asked into a key of which only its row is kept."""
    if not parse.shows & {"share", "rank_of"} or parse.rankings or parse.conditions:
        return
    part = part_asked(parse, [part for part in parse.member_filters if not part.negated])
    if part is None:
        return
    parse.filters.remove(part)
    parse.only.append(part)
    if part.dimension not in parse.group_names:
        parse.groups.append(Group(part.dimension, -1, "bare"))


def part_asked(parse: Parse, kept: list[MemberFilter]) -> MemberFilter | None:
    """The member that the share or rank is of; the others say within what. None when the rows are of something else."""
    if not kept:
        return None
    if parse.groups:
        return next((part for part in kept if part.dimension in parse.group_names), None)
    if parse.grains and "share" in parse.shows and len(kept) > 1:
        raise beside_what(parse, kept)
    if len(kept) == 1:
        return kept[0]
    scopes = [part for part in kept if part is not (asked := the_part(parse, kept))]
    if asked is None or len(scopes) != len(kept) - 1:
        raise beside_what(parse, kept)
    return asked


def the_part(parse: Parse, kept: list[MemberFilter]) -> MemberFilter | None:
    """Of two members the finer level, or the one on the part's side of the share word."""
    if len(kept) != 2:
        return None
    for hierarchy in parse.sight.catalog.hierarchies:
        levels = [hierarchy.levels.index(part.dimension) for part in kept if part.dimension in hierarchy.levels]
        if len(levels) == 2:
            return kept[levels.index(max(levels))]
    word = next((place for place, token in enumerate(parse.tokens) if token.has("show.share")), None)
    places = [place_of(parse, part) for part in kept]
    if word is None or None in places:
        return None
    before = [part for part, place in zip(kept, places, strict=True) if place is not None and place < word]
    if len(before) == 1:
        return before[0]  # 小程序占线上的比例, United's share of JFK flights
    metric = min((place for place in parse.metrics if place > word), default=None)
    if before or metric is None:
        return None
    after = [part for part, place in zip(kept, places, strict=True) if place is not None and place > metric]
    return after[0] if len(after) == 1 else None  # what share of JFK flights were with United


def place_of(parse: Parse, part: MemberFilter) -> int | None:
    named = [
        place
        for place, token in enumerate(parse.tokens)
        for member in token.members
        if member.dimension == part.dimension and member.value in part.values
    ]
    return named[0] if named else None


def beside_what(parse: Parse, kept: list[MemberFilter]) -> Stop:
    label = parse.sight.catalog.dimension(kept[-1].dimension).label.in_language(parse.language)
    code = "share" if "share" in parse.shows else "order"
    members = parse.joined(str(value) for part in kept for value in part.values)
    return Stop(Decline("one_beside_others", (("dimension", label), ("show", code), ("members", members))))
