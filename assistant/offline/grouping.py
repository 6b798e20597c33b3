"""What the rows are split by: 各大区, 按月, by store and month, which region; and what a bare dimension means by its place."""

from __future__ import annotations

from assistant.offline.listing import describes, is_listed, names_the_rows, of_one_thing
from assistant.offline.parse import Group, Parse
from assistant.offline.reach import nearest_to, reaches
from assistant.offline.readings import Token
from assistant.plan import Clarify
from catalog.metric import Grain
from catalog.query import MemberFilter

OPENERS = ("link.each", "link.which", "link.which_many", "link.which_count", "exist.any")
PASSED = ("link.of", "link.all")
JOINTS = ("link.and", "link.each")
SPREADS = ("link.split", "show.share", "show.order", "show.rank_of", "show.apart", "compare.versus", "show.order_down", "show.order_up")


def read_groups(parse: Parse) -> None:
    """The keys that a word marks: each, by, which, per, monthly."""
    for index, token in enumerate(parse.tokens):
        if index in parse.taken:
            continue
        if token.grain:
            parse.grains.append((token.grain, index, "each"))
            parse.take(index)
            start = parse.right(index, *JOINTS)
            if start > index + 1 and read_run(parse, start, "each"):
                parse.take(*range(index + 1, start))
        elif (
            token.text.lower() == "by"
            and parse.has(index, "link.each")
            and (doer := parse.at(index + 1))
            and doer.members
            and index + 1 in parse.taken
        ):
            parse.take(index)  # flights by United
        elif token.has("show.own"):
            read_own(parse, index)
        elif token.has("cardinal"):
            read_all_of(parse, index, token)
        elif token.has("show.inside") and (key := parse.free(index + 1)) is not None and key.dimensions and parse.language == "en":
            add_key(parse, index + 1, key, "each")
            parse.inside.append(parse.groups[-1].name)
            parse.take(index)
        elif token.has("link.each") and (step := several_units(parse, index)) is not None:
            parse.grains.append((step, index, "each"))
            parse.take(index)
        elif token.has(*OPENERS):
            start = past_members(parse, parse.right(index, *PASSED))
            mark = "which" if token.has("link.which", "link.which_many", "link.which_count", "exist.any") else "each"
            if read_run(parse, start, mark):
                parse.take(index)


def several_units(parse: Parse, index: int) -> Grain | None:
    """In each of the last eight weeks: the unit of the period that follows, where it is several of them."""
    token = parse.at(parse.right(index, "link.of", "filler"))
    step = token.when.step if token is not None and token.when is not None else None
    is_several = step is not None and step.count > 1 and parse.has(index + 1, "link.of", "filler")
    return step.grain if step is not None and is_several and not parse.grains else None


def past_members(parse: Parse, index: int) -> int:
    """Each Shanghai store: the place of the key after members that only narrow it."""
    place = index
    while place in parse.taken and (token := parse.at(place)) and token.members:
        place += 1
    return place if (key := parse.free(place)) is not None and key.dimensions else index


def read_own(parse: Parse, index: int) -> None:
    """所属大区, its region: the key within which a share counts."""
    key = parse.free(index + 1)
    if key is not None and key.dimensions:
        add_key(parse, index + 1, key, "each")
        parse.inside.append(parse.groups[-1].name)
        parse.take(index)
        if parse.has(index + 2, "show.inside"):
            parse.take(index + 2)


def read_all_of(parse: Parse, index: int, token: Token) -> None:
    """三个出发机场: as many as there are, so each of them."""
    word, key = token.word("cardinal"), parse.free(index + 1)
    if word is None or key is None or not key.dimensions or any(other.has("rank") for other in parse.tokens):
        return
    name = pick_dimension(parse, key)
    if len(list(parse.sight.finder.members.values(name))) == word.numbers[0].value:
        add_key(parse, index + 1, key, "each")
        parse.take(index)


def read_run(parse: Parse, start: int, mark: str) -> bool:
    """Keys joined by 'and' from `start` on; whether there was one."""
    found = False
    while (token := parse.free(start)) is not None and add_key(parse, start, token, mark):
        found = True
        joint = start + 1
        if not parse.has(joint, *JOINTS) or parse.has(joint, "link.of"):
            break
        start = parse.right(start, *JOINTS)
        following = parse.free(start)
        if following is None or not (following.dimensions or following.grain_noun or following.grain):
            break
        parse.take(joint)
    return found


def add_key(parse: Parse, index: int, token: Token, mark: str) -> bool:
    grain = token.grain or token.grain_noun
    if token.dimensions:
        parse.groups.append(Group(pick_dimension(parse, token), index, mark))
    elif grain:
        parse.grains.append((grain, index, mark))
    else:
        return False
    parse.take(index)
    return True


def pick_dimension(parse: Parse, token: Token) -> str:
    """The dimension a token means: the plain one that the metrics reach."""
    catalog = parse.sight.catalog
    usable = [name for name in token.dimensions if all(reaches(catalog, metric, name) for metric in parse.metrics.values())]
    usable = usable or said_short(parse, token) or list(token.dimensions)
    usable = [name for name in usable if not catalog.dimensions[name].via] or usable
    usable = nearest_to(catalog, parse.metrics.values(), of_one_thing(parse, usable))
    if not {catalog.dimensions[group.name].dataset for group in parse.groups} & {catalog.dimensions[name].dataset for name in usable}:
        usable += [name for name in of_metric_name(parse, token) if name not in usable]
    if len(usable) > 1:
        facts = (("word", token.text), ("dimensions", "|".join(usable)), ("at", f"{token.start}:{token.end}"))
        parse.ask(Clarify("ambiguous_dimension", facts))
    return usable[0]


def said_short(parse: Parse, token: Token) -> list[str]:
    """新增会员按渠道: where the dimension of that very name says nothing of the metrics, the only other one that ends with it."""
    if not parse.metrics or token.members:
        return []
    catalog, word = parse.sight.catalog, token.text.lower()
    found = [
        dimension.id
        for dimension in catalog.dimensions.values()
        if dimension.id not in token.dimensions
        and any(surface.lower().endswith(word if not word.isascii() else f" {word}") for surface in dimension.label.surfaces)
        and all(reaches(catalog, metric, dimension.id) for metric in parse.metrics.values())
    ]
    if len(found) == 1:
        parse.note("read_as", word=token.text, name=catalog.dimension(found[0]).label.in_language(parse.language))
    return found if len(found) == 1 else []


def of_metric_name(parse: Parse, token: Token) -> list[str]:
    """Campaign sales by channel: a campaign's channel may be meant too, where the metrics reach it."""
    catalog, word = parse.sight.catalog, token.text.lower()
    said = [parse.tokens[index].text.lower() for index in parse.metrics]
    firsts = {
        dimension.id: [surface.lower().removesuffix(word).strip() for surface in dimension.label.surfaces if surface.lower().endswith(word)]
        for dimension in catalog.dimensions.values()
    }
    return [
        name
        for name, found in firsts.items()
        if any(first and text.startswith(first) for first in found for text in said)
        and all(reaches(catalog, metric, name) for metric in parse.metrics.values())
    ]


def read_bare_dimensions(parse: Parse) -> None:
    """Dimensions without a mark: a split where the question orders, shares or compares; the noun of a filter; otherwise asked back."""
    spread = next(parse.places(*SPREADS), None)
    for index, token in enumerate(parse.tokens):
        if index not in parse.taken and token.grain_noun and not parse.grains and (parse.conditions or parse.rankings):
            parse.grains.append((token.grain_noun, index, "rank"))
            parse.take(index)
        if index in parse.taken or not token.dimensions:
            continue
        name = pick_dimension(parse, token)
        before = parse.left(index, "link.of")
        if counts_noun(parse, index) or name in parse.group_names or owns_each(parse, index, name) or names_the_rows(parse, index, name):
            parse.take(index)
        elif parse.has(before, "link.all", "link.mine"):
            parse.take(index, before)
        elif spread is not None or parse.conditions or parse.has(before, "link.split") or parse.rankings:
            parse.groups.append(Group(name, index, "bare"))
            parse.take(index)
        elif belongs_to_filter(parse, name) and parse.metrics:
            parse.take(index)
        elif parse.metrics and is_listed(parse, index):
            parse.groups.append(Group(name, index, "bare"))
            parse.take(index)
        elif not parse.metrics:
            if parse.carried is not None:
                parse.groups.append(Group(name, index, "bare"))
                parse.take(index)
        else:
            parse.take(index)
            parse.ask(Clarify("breakdown_or_total", (("word", token.text), ("dimension", name), ("at", f"{token.start}:{token.end}"))))
    for index in parse.places("link.split"):
        if parse.groups or parse.grains:
            parse.take(index)


def owns_each(parse: Parse, index: int, name: str) -> bool:
    """合作社各果园: what each of the finer things belongs to."""
    key = next((group.name for group in parse.groups if group.index == index + 2), None)
    return parse.has(index + 1, "link.each") and key is not None and describes(parse.sight.catalog, name, key)


def counts_noun(parse: Parse, index: int) -> bool:
    """多少件商品: the noun of a number that is asked."""
    before = parse.at(index - 1)
    return bool(before and before.metric and before.metric.is_weak and before.text.endswith(("件", "单", "个")))


def belongs_to_filter(parse: Parse, name: str) -> bool:
    """北京的门店: a member of the same dataset before the noun says which of them."""
    dimensions = parse.sight.catalog.dimensions
    return any(
        dimensions[part.dimension].dataset == dimensions[name].dataset and not (isinstance(part, MemberFilter) and part.negated)
        for part in parse.filters
    )
