"""Which members the question keeps or leaves out: 华东和华南, 除了线上, not cancelled, 上海市."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import nearest_to, reaches
from assistant.offline.readings import MemberName, Token
from assistant.offline.vocabulary import vocabulary
from assistant.plan import Clarify, Decline
from assistant.question import Question
from catalog.query import MemberFilter, Value

MARKS = ("link.each", "link.which", "link.which_many", "link.which_count", "exist.count", "rank")
COMMAS = (",", ";", "，", "；")
JOINTS = ("link.and", "link.or", "compare.versus")


def read_members(parse: Parse) -> None:
    """Turns every member into a filter; a dimension that only names what kind of member it is belongs to it."""
    for index, token in enumerate(parse.tokens):
        if index in parse.taken or not token.members or not reads_as_member(parse, index, token):
            continue
        run = list(run_of_members(parse, index))
        shared = set.intersection(*({member.dimension for member in parse.tokens[place].members} for place in run))
        chosen = [choose(parse, place, shared) for place in run]
        add_filter(parse, run, chosen)
    refuse_scattered(parse)


def reads_as_member(parse: Parse, index: int, token: Token) -> bool:
    """A name that is also a metric or dimension is one of those unless its place says otherwise."""
    if token.metric:
        return False
    if not token.dimensions:
        return True
    named = {member.dimension for member in token.members}
    beside = {name for place in (index - 1, index + 1) if (other := parse.at(place)) for name in other.dimensions}
    if beside & named:
        return True
    before = parse.left(index, "link.of")
    return (
        parse.has(before, "negate.open", "only.only")
        or (parse.has(before, *JOINTS) and bool(getattr(parse.at(before - 1), "members", ())))
        or is_beside_fellow(parse, index, {member.dimension for member in token.members})
    )


def is_beside_fellow(parse: Parse, index: int, dimensions: set[str]) -> bool:
    """Weekday vs weekend, 平日和周末: a member of the same dimension that can be nothing else follows."""
    following = parse.right(index, *JOINTS)
    other = parse.at(following)
    if other is None or following == index + 1 or other.metric or other.dimensions:
        return False
    return bool(dimensions & {member.dimension for member in other.members})


def run_of_members(parse: Parse, index: int) -> Iterator[int]:
    """Members of one dimension beside each other, joined or not."""
    dimensions = {member.dimension for member in parse.tokens[index].members}
    yield index
    while True:
        following = parse.right(index, *JOINTS)
        token = parse.at(following)
        if token is None or following in parse.taken or not token.members or token.metric or direction_before(parse, token) == "to":
            return
        shared = dimensions & {member.dimension for member in token.members}
        if not shared:
            return
        dimensions, index = shared, following
        yield index


def choose(parse: Parse, index: int, shared: set[str]) -> MemberName:
    """The member a token means, of the dimensions that the members beside it share: of the one named beside it, or its only one."""
    token = parse.tokens[index]
    usable = pointed_at(parse, token, [member for member in token.members if member.dimension in shared])
    beside = {name for place in (index - 1, index + 1) if (other := parse.at(place)) for name in other.dimensions}
    narrowed = [member for member in usable if member.dimension in beside] or usable
    narrowed = one_place(parse, without_roles(parse, within_reach(parse, narrowed)))
    near = nearest_to(parse.sight.catalog, parse.metrics.values(), list(dict.fromkeys(member.dimension for member in narrowed)))
    narrowed = [member for member in narrowed if member.dimension in near]
    dimensions = {member.dimension for member in narrowed}
    if len(dimensions) > 1 and (settled := parse.settled.get(token.text)) in dimensions:
        parse.note("settled_definition", word=token.text, name=parse.sight.catalog.dimension(settled).label.in_language(parse.language))
        narrowed = [member for member in narrowed if member.dimension == settled]
    elif len(dimensions) > 1:
        facts = (("word", token.text), ("dimensions", "|".join(sorted(dimensions))), ("at", f"{token.start}:{token.end}"))
        parse.ask(Clarify("ambiguous_member", facts))
        return narrowed[0]
    values = {member.value for member in narrowed}
    if len(values) > 1:
        named = sorted(map(str, values))
        which = (("values", parse.joined(named)), ("members", "|".join(named)), ("at", f"{token.start}:{token.end}"))
        parse.ask(Clarify("ambiguous_value", (("word", token.text), *which)))
    return narrowed[0]


def remember_members(parse: Parse, question: Question) -> None:
    """Notes of which dimension a name is, where this question is the choice that was offered for it."""
    offered = question.turns[-1].planned.plan if question.turns else None
    if not isinstance(offered, Clarify) or offered.code != "ambiguous_member":
        return
    chosen = next((choice.label for choice in offered.choices if choice.question == question.text), "")
    labels = {part.dimension: parse.sight.catalog.dimension(part.dimension).label for part in parse.member_filters}
    said = {name: text for name, label in labels.items() for text in (label.en, label.zh) if text and text in chosen}
    if said:
        parse.note("settled_member", word=dict(offered.facts)["word"], dimension=max(said, key=lambda name: len(said[name])))


def pointed_at(parse: Parse, token: Token, members: list[MemberName]) -> list[MemberName]:
    """From JFK to LAX: those of the dimension that the word before points to; none that it points away from."""
    way = direction_before(parse, token)
    if way is None:
        return members
    found = [member for member in members if points(parse, member, way)]
    left = found or [member for member in members if not points(parse, member, "to" if way == "from" else "from")]
    if not left:
        raise Stop(Decline("not_supported", (("words", token.text),)))
    return left


def points(parse: Parse, member: MemberName, way: str) -> bool:
    """Whether the names of the member's dimension say this way: origin, destination."""
    surfaces = parse.sight.catalog.dimensions[member.dimension].label.surfaces
    return any(name in surface.lower() for surface in surfaces for name in vocabulary().directions[f"{way}_names"])


def direction_before(parse: Parse, token: Token) -> str | None:
    before = parse.text[: token.start].lower().rstrip()
    for way in ("from", "to"):
        for word in vocabulary().directions[way]:
            if before.endswith(word) and (not word.isascii() or before[: -len(word)][-1:] in (" ", "")):
                return way
    return None


def within_reach(parse: Parse, members: list[MemberName]) -> list[MemberName]:
    """Those that the question's metrics can be filtered by, if any can."""
    catalog = parse.sight.catalog
    return [member for member in members if all(reaches(catalog, metric, member.dimension) for metric in parse.metrics.values())] or members


def one_place(parse: Parse, members: list[MemberName]) -> list[MemberName]:
    """A city that is its own province is the same at both levels: the finer one is taken."""
    if len(members) < 2 or not all(str(member.value) in vocabulary().same_places for member in members):
        return members
    named = {member.dimension: member for member in members}
    for hierarchy in parse.sight.catalog.hierarchies:
        levels = [level for level in hierarchy.levels if level in named]
        if len(levels) == len(named):
            return [named[levels[-1]]]
    return members


def without_roles(parse: Parse, members: list[MemberName]) -> list[MemberName]:
    """Without dimensions in another role (a member's home city) where the plain one is there too."""
    catalog = parse.sight.catalog
    plain = [member for member in members if not catalog.dimensions[member.dimension].via]
    return plain or members


def add_filter(parse: Parse, run: list[int], chosen: list[MemberName]) -> None:
    dimension = chosen[0].dimension
    refuse_mixed(parse, run[-1], dimension)
    if any(member.dimension != dimension for member in chosen):
        raise Stop(Decline("mixed_members", (("words", "、".join(parse.tokens[place].text for place in run)),)))
    first, last = run[0], run[-1]
    inside = [place for place in range(first, last + 1) if place not in run]
    parse.take(*run, *inside)
    first, last = with_apposition(parse, first, last, dimension)
    negated = negation(parse, first, last, dimension)
    before = parse.left(first, "link.of")
    if parse.has(before, "only.only"):
        parse.take(before)
        parse.follow.add("only")
    values = tuple(dict.fromkeys(member.value for member in chosen))
    take_count(parse, last + 1, len(values), dimension)
    parse.filters.append(MemberFilter(dimension, values, negated))
    parse.filter_places.append(first)


def take_count(parse: Parse, index: int, count: int, dimension: str) -> None:
    """素禾和北岭这两个品牌: the number of members just named, and what they are."""
    token = parse.free(index)
    word = token.word("cardinal") if token else None
    if word is None or word.numbers[0].value != count:
        return
    parse.take(index)
    if (following := parse.free(index + 1)) is not None and dimension in following.dimensions:
        parse.take(index + 1)


def refuse_mixed(parse: Parse, last: int, dimension: str) -> None:
    """华东和线上: joined members of two dimensions may mean either or both, so neither is taken."""
    joint, other = parse.at(last + 1), parse.at(last + 2)
    if joint is None or other is None or not joint.has("link.and", "link.or") or joint.text in COMMAS or other.metric:
        return
    if other.members and all(member.dimension != dimension for member in other.members):
        raise Stop(Decline("mixed_members", (("words", parse.joined((parse.tokens[last].text, other.text))),)))


def with_apposition(parse: Parse, first: int, last: int, dimension: str) -> tuple[int, int]:
    """华东大区, 渠道小程序: the dimension's own name beside the member says nothing more."""
    after, before = parse.free(last + 1), parse.free(first - 1)
    if after and after.has("link.suffix") and after.start == parse.tokens[last].end:  # east区
        parse.take(last + 1)
        return first, last + 1
    if after and dimension in after.dimensions:
        parse.take(last + 1)
        last += 1
    elif before and dimension in before.dimensions and not parse.has(first - 2, *MARKS):
        parse.take(first - 1)
        first -= 1
    return first, last


def negation(parse: Parse, first: int, last: int, dimension: str) -> bool:
    """除了 … 以外, excluding …, 非…."""
    before, negated = parse.left(first, "link.of"), False
    if parse.has(before, "negate.open"):
        parse.take(before)
        negated = True
        named = parse.free(before - 1)
        if named is not None and dimension in named.dimensions and not parse.has(before - 2, *MARKS):
            parse.take(before - 1)  # 所在镇不在临江
    if parse.has(last + 1, "negate.close"):
        parse.take(last + 1)
        negated = True
        after = parse.right(last + 1, "link.of")
        if (token := parse.free(after)) is not None and dimension in token.dimensions:
            parse.take(after)
    return negated


def refuse_scattered(parse: Parse) -> None:
    """Two filters on one dimension in different places are one list, unless a metric stands between them: then each metric has its own."""
    merged: dict[tuple[str, bool], MemberFilter] = {}
    places: dict[tuple[str, bool], int] = {}
    for part, place in zip(parse.member_filters, parse.filter_places, strict=True):
        key = (part.dimension, part.negated)
        if key in merged:
            if any(token.metric for token in parse.tokens[places[key] : place]) and not parse_compares(parse):
                raise Stop(Decline("own_filters", (("dimension", part.dimension),)))
            if any(direction_before(parse, parse.tokens[at]) == "to" for at in (place, places[key])):
                raise Stop(Decline("mixed_members", (("words", parse.joined((parse.tokens[places[key]].text, parse.tokens[place].text))),)))
            values: tuple[Value, ...] = tuple(dict.fromkeys((*merged[key].values, *part.values)))
            merged[key] = replace(merged[key], values=values)
        else:
            merged[key], places[key] = part, place
    parse.filters = [part for part in merged.values() if not taken_back(parse, part, merged)]


def taken_back(parse: Parse, part: MemberFilter, merged: dict[tuple[str, bool], MemberFilter]) -> bool:
    """不是华东, 是华中: what the question before kept, and this one replaces."""
    carried = parse.carried.filters if parse.carried else ()
    kept = any(
        isinstance(old, MemberFilter) and not old.negated and old.dimension == part.dimension and old.values == part.values
        for old in carried
    )
    return part.negated and kept and (part.dimension, False) in merged


def parse_compares(parse: Parse) -> bool:
    return any(token.has("compare.versus", "compare.difference", "compare.more", "compare.less") for token in parse.tokens)
