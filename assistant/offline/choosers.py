"""经费超过100万的合作社的果园和产量: a bound on the figure of a coarser thing chooses its members, whatever the rows are split by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.offline.listing import describes
from assistant.offline.parse import Condition, Group, Parse
from assistant.offline.reach import reaches
from catalog.catalog import Catalog
from catalog.metric import Aggregate
from retrieval.text import stem

COUNTS = ("count", "count_distinct")
OWNING = ("其", "its", "their")
ENDINGS = ("表", "档案", "信息", "资料", "名单", "主数据")


@dataclass(frozen=True)
class Chooser:
    """The keys that the bounded metric can be split by, and the bound on it for each of their members."""

    keys: tuple[str, ...]
    condition: Condition


def take_choosers(parse: Parse) -> list[Chooser]:
    """Takes the bounds on metrics that some of the keys have and others do not out of the question's own."""
    found = []
    for condition in list(parse.conditions):
        metric = condition.metric
        places = [place for place, name in parse.metrics.items() if name == metric]
        if metric is None or condition.column or len(places) != 1 or any(part.metric == metric for part in parse.rankings):
            continue
        keys = tuple(name for name in parse.group_names if reaches(parse.sight.catalog, metric, name))
        if not keys or len(keys) == len(parse.group_names) or set(parse.metrics.values()) == {metric}:
            continue
        parse.conditions.remove(condition)
        del parse.metrics[places[0]]
        found.append(Chooser(keys, condition))
    if parse.rankings:
        leave_split(parse, {name for chooser in found for name in chooser.keys})
    return found


def leave_split(parse: Parse, chosen: set[str]) -> None:
    """预算超过100万的门店，销量最高的3个品类: of all those together. An orchard's cooperative splits nothing."""
    catalog, others = parse.sight.catalog, [name for name in parse.group_names if name not in chosen]
    ranked = {group.name for group in parse.groups if group.mark in ("rank", "which")}
    splitting = {name for name in chosen - ranked if not any(describes(catalog, name, other) for other in others)}
    parse.groups = [group for group in parse.groups if group.name not in splitting]


def name_each(parse: Parse) -> None:
    """种植面积不到50的合作社及其园主: a keeper stands for one orchard, so each orchard's area is bounded, and its name is shown."""
    catalog = parse.sight.catalog
    if parse.rankings or parse.grains or any(group.mark == "each" for group in parse.groups):
        return
    for condition in parse.conditions:
        formula = catalog.metrics[condition.metric].formula if condition.metric else None
        if not isinstance(formula, Aggregate) or formula.function in COUNTS or condition.column:
            continue
        thing = title_of(catalog, formula.dataset)
        listed = [name for name in parse.group_names if catalog.dimensions[name].dataset == formula.dataset]
        wider = [name for name in parse.group_names if name not in listed and thing and describes(catalog, name, thing)]
        if thing and thing not in listed and wider and any(stands_for(parse, name, thing) for name in listed):
            parse.groups.append(Group(thing, -1, "bare"))
            parse.note("each_by_itself", name=catalog.dimension(thing).label.in_language(parse.language))


def title_of(catalog: Catalog, dataset: str) -> str | None:
    """The dimension that is called what one row of the table is: 门店 of 门店档案, Customer of Customers."""
    nouns = {stem(surface.lower()) for surface in catalog.datasets[dataset].label.surfaces}
    nouns |= {noun.removesuffix(ending) for noun in nouns for ending in ENDINGS}
    found = [
        dimension.id
        for dimension in catalog.dimensions.values()
        if dimension.dataset == dataset and not dimension.via and {stem(surface.lower()) for surface in dimension.label.surfaces} & nouns
    ]
    return found[0] if len(found) == 1 else None


def stands_for(parse: Parse, name: str, thing: str) -> bool:
    """Whether it has nearly as many members as there are things (a keeper, an address), not few that many share (a kind)."""
    kept = parse.sight.finder.members
    return 2 * len(list(kept.values(name))) >= len(list(kept.values(thing))) > 0


def split_after_ranking(parse: Parse) -> bool:
    """销售额最高的3家门店及其品类: the stores are ranked, and what is theirs is shown for each; no store is ranked in one of its parts."""
    catalog = parse.sight.catalog
    ranked = [group for group in parse.groups if group.mark in ("rank", "which")]
    if not parse.rankings or len(ranked) != 1 or parse.grains:
        return False
    owned = [
        group
        for group in parse.groups
        if group.mark == "bare" and is_owned(parse, group) and not describes(catalog, group.name, ranked[0].name)
    ]
    last = max(part.index for part in parse.selections)
    if not owned or any(group.index < last for group in owned):
        return False
    parse.groups = [replace(group, mark="each") if group in owned else group for group in parse.groups]
    parse.columns.update(group.name for group in parse.groups)
    return True


def is_owned(parse: Parse, group: Group) -> bool:
    """Whether 其, its or their stands right before it."""
    before = parse.text[: parse.tokens[group.index].start].rstrip().lower() if group.index >= 0 else ""
    return before.endswith(OWNING) and (before.endswith("其") or before.split()[-1] in OWNING)
