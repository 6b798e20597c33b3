"""Things and what is known of them, no figure asked: 土质为黄土的果园有哪些, list the stores of Shanghai. One row is one thing."""

from __future__ import annotations

import re

from assistant.offline.choosers import title_of
from assistant.offline.grouping import pick_dimension
from assistant.offline.listing import describes
from assistant.offline.parse import Parse
from assistant.offline.placing import SILENT
from assistant.plan import Clarify, Decline
from catalog.query import RowList

ZH, EN = "给出|列出|列举|找出|找到|查找|查询|显示|展示|哪些|哪几|哪个|哪家|是谁", "list|show|give|find|return|which|what|display|who"
ASKS = re.compile(rf"{ZH}|\b(?:{EN})\b", re.IGNORECASE)
SMALL = (*SILENT, "link", "ask.members", "exist.any", "attr", "rows.list", "show.own", "only")


def thing_list(parse: Parse) -> RowList | Clarify | Decline | None:
    """The rows of the one thing that a question lists, with the attributes that it names; None where it asks for anything else."""
    if asks_for_figures(parse) or not ASKS.search(parse.text):
        return None
    keys = [index for index, token in enumerate(parse.tokens) if token.dimensions and not token.metric and not is_kept(parse, index)]
    left = [token for index, token in enumerate(parse.tokens) if index not in parse.taken and index not in keys and not token.has(*SMALL)]
    if left or not keys or any(is_had(parse, index) for index in keys):
        return None
    names = tuple(dict.fromkeys(name for index in keys if (name := key_at(parse, index)) is not None))
    wanted = (*names, *(part.dimension for part in parse.filters))
    catalog = parse.sight.catalog
    things = [
        name
        for name in names
        if title_of(catalog, catalog.dimensions[name].dataset) == name and all(describes(catalog, other, name) for other in wanted)
    ]
    if len(things) != 1 or (len(names) == 1 and not parse.filters):
        return None
    if parse.pending is not None:
        return parse.pending
    if not parse.sight.may_list_rows:
        return Decline("rows_not_shown", (("words", catalog.dimension(things[0]).label.in_language(parse.language)),))
    return RowList(catalog.dimensions[things[0]].dataset, tuple(dict.fromkeys((*things, *names))), tuple(parse.filters))


def asks_for_figures(parse: Parse) -> bool:
    """Whether anything in it speaks of numbers, time or an earlier question."""
    numbers = parse.metrics or parse.conditions or parse.rankings or parse.grains or parse.shows or parse.growth
    return bool(numbers or parse.whens or parse.comparison or parse.carried or parse.order or parse.only)


def is_had(parse: Parse, index: int) -> bool:
    """有果园的合作社: a noun that only says what another has."""
    owner = parse.at(index + 2)
    is_owned = parse.has(index + 1, "link.of") and owner is not None and bool(owner.dimensions)
    return is_owned and parse.text[: parse.tokens[index].start].rstrip().endswith("有")


def is_kept(parse: Parse, index: int) -> bool:
    """Whether it is a member that a filter keeps."""
    return bool(parse.tokens[index].members) and index in parse.taken


def key_at(parse: Parse, index: int) -> str | None:
    """The dimension of a key's token; None for a noun that only says of what kind a member is."""
    grouped = next((group.name for group in parse.groups if group.index == index), None)
    if grouped is not None or index not in parse.taken:
        return grouped or pick_dimension(parse, parse.tokens[index])
    return None
