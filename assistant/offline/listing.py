"""Columns that a question lists: return the customer's name, city and orders; 公司及其总部地点. What is listed is never totalled away."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.parse import Parse
from assistant.offline.reach import counts_rows_of, reaches
from assistant.plan import Choice, Clarify
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.joins import paths
from catalog.query import MetricQuery

MARKS = ",，、;；"
INSIDE = ("link.of", "link.all", "filler")
EACH_OF = ("link.each", "link.which", "link.which_many", "link.which_count", "rank")


def read_names(parse: Parse) -> None:
    """'Country name', 公司的名称, 'the name of the customer': the name of what is a key is what the key shows."""
    for index in list(parse.places("attr.name")):
        owner = parse.at(parse.left(index, "link.of"))
        owned = parse.at(parse.right(index, "link.of"))
        of = parse.has(index + 1, "link.of")
        named = owner if owner is not None and owner.dimensions else owned if owned is not None and of else None
        if named is not None and named.dimensions:
            parse.take(index)
            parse.columns.update(group.name for group in parse.groups if group.name in named.dimensions)
        elif parse.groups and is_column(parse, index):
            parse.take(index)  # top 5 customers …; return their name and …


def is_column(parse: Parse, index: int) -> bool:
    """Whether the word stands in a list of what to show: after a mark or 'their', or before a mark."""
    token = parse.tokens[index]
    before = parse.text[: token.start].rstrip().lower()
    after = parse.text[token.end :].lstrip()[:1]
    return before.endswith((" their", " its", "return the", "show the", "和", "其", ",", " and", "，", "、")) or (
        bool(after) and after in MARKS
    )


def is_listed(parse: Parse, index: int) -> bool:
    """Whether a dimension is one of several columns: joined by a mark or 'and' to a metric or to another dimension."""
    if parse.has(index - 1, "link.of") and parse.tokens[index - 1].text.lower() not in ("的", "'s", "of"):
        return False  # each country, for customers who …
    if parse.language == "zh" and parse.has(parse.right(index, "link.of"), "attr.name"):
        return True  # 给出果园的名称合作社的名称以及产量
    return any(
        parse.at(place) is not None and is_shown(parse, place) and is_joined(parse, min(place, index), max(place, index))
        for place in (parse.left(index, "link.and", "attr.name", *INSIDE), parse.right(index, "link.and", "attr.name", *INSIDE))
    )


def is_shown(parse: Parse, place: int) -> bool:
    return place in parse.metrics or bool(parse.tokens[place].dimensions)


def is_joined(parse: Parse, first: int, last: int) -> bool:
    gap = parse.text[parse.tokens[first].end : parse.tokens[last].start]
    return any(mark in gap for mark in MARKS) or any(token.has("link.and") for token in parse.tokens[first + 1 : last])


def names_the_rows(parse: Parse, index: int, name: str) -> bool:
    """每个公司…品牌的注册资本: beside another key, a noun right before the metric that its own rows are added up to says whose it is."""
    head = parse.right(index, *INSIDE)
    if head not in parse.metrics or not parse.has(index + 1, "link.of", "filler") or parse.has(index - 1, *EACH_OF):
        return False
    others = [group for group in parse.groups if group.name != name]
    if any(not reaches(parse.sight.catalog, parse.metrics[head], group.name) for group in others):
        return False  # orchards of cooperatives with a budget above …: these are chosen by it
    return bool(others) and counts_rows_of(parse.sight.catalog, parse.metrics[head], name)


def of_one_thing(parse: Parse, names: list[str]) -> list[str]:
    """Of dimensions of one word those of a thing that the question already has: the first name of the salesperson it lists."""
    catalog = parse.sight.catalog
    things = {catalog.dimensions[group.name].dataset for group in parse.groups}
    things = things or {catalog.dimensions[part.dimension].dataset for part in parse.filters}
    return [name for name in names if catalog.dimensions[name].dataset in things] or names


def all_of_one_thing(parse: Parse, names: tuple[str, ...]) -> bool:
    """Whether keys are one thing and what is known of it (公司及其总部地点), so that each row is one of it."""
    catalog = parse.sight.catalog
    return any(all(describes(catalog, other, name) for other in names if other != name) for name in names)


def finer_or_not(parse: Parse, query: MetricQuery) -> Clarify | None:
    """每个公司、总部，以及各品牌的最大占比: of each company over its brands, or of each brand? Asked where the last 'each' is finer."""
    each = sorted((group for group in parse.groups if group.mark == "each" and group.index >= 0), key=lambda group: group.index)
    if len(each) < 2 or parse.right(each[-1].index, "link.of") not in parse.metrics or not is_joined(parse, each[0].index, each[-1].index):
        return None
    first, last, catalog = each[0], each[-1], parse.sight.catalog
    between = [token for token in parse.tokens[first.index + 1 : last.index] if token.dimensions]
    is_finer = describes(catalog, first.name, last.name) and catalog.dimensions[first.name].dataset != catalog.dimensions[last.name].dataset
    if not between or not is_finer or last.name not in query.group_by:
        return None
    coarse = tuple(name for name in query.group_by if name != last.name)
    choices = tuple(
        Choice(parse.joined(catalog.dimension(name).label.in_language(parse.language) for name in keys), "", replace(query, group_by=keys))
        for keys in (coarse, query.group_by)
    )
    return Clarify("breakdown_or_total", (("word", parse.tokens[last.index].text), ("dimension", last.name)), choices)


def describes(catalog: Catalog, attribute: str, thing: str) -> bool:
    """Whether the attribute stands in the thing's own table, or in one that it looks up."""
    target, start = catalog.dimensions[attribute], catalog.dimensions[thing].dataset
    try:
        return target.dataset == start or len(paths(catalog, start, target.dataset, target.via)) == 1
    except CatalogError:
        return False
