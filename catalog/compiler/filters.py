"""Conditions of a query or a metric on the rows that a reader reads. Over a bridge a filter asks which rows have a partner that fits.

Filters beyond one bridge hold for one and the same partner; `not in` is the opposite of `in`: the rows without such a partner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.fragments import Fragment, dimension
from catalog.compiler.links import Link
from catalog.compiler.reader import CHOSEN, MEMBERS, Reader, filter_condition
from catalog.errors import Unanswerable
from catalog.joins import Path
from catalog.query import AnyOf, Filter, MemberFilter, RangeFilter

TELLS_MISSING = (exp.Is, exp.Coalesce, exp.Case, exp.If, exp.NullSafeEQ, exp.NullSafeNEQ)  # may be true of a row that is not there


def filter_conditions(reader: Reader, filters: Iterable[Filter], of_query: bool = False) -> list[exp.Expr]:
    """Filters that hold together. The query's own, over a bridge, also choose which of its members are shown."""
    found: list[exp.Expr] = []
    together: dict[Path, list[Filter]] = {}
    for part in filters:
        bridge = dimension(reader.catalog, reader.root, part.dimension).bridge
        if bridge is None:
            found.append(filter_condition(reader.catalog, part, reader.dimension(part.dimension)))
        elif excludes(part):
            found += without(reader, bridge, part)
        else:
            together.setdefault(bridge, []).append(part)
    for bridge, parts in together.items():
        found.append(having_one(reader, bridge, tuple(parts)))
        if of_query:
            reader.shown_members.setdefault(bridge, []).extend(parts)
    return found


def excludes(part: Filter) -> bool:
    return part.negated if isinstance(part, MemberFilter) else part.operator == "!="


def having_one(reader: Reader, bridge: Path, parts: tuple[Filter, ...]) -> exp.Expr:
    """The rows that have a partner for which all of the filters hold; those without any partner where the missing member is asked for."""
    kept = kept_link(reader, bridge, parts)
    if all(isinstance(part, MemberFilter) and None in part.values for part in parts):
        return exp.Or(this=kept.found(), expression=any_link(reader, bridge).found(False))
    return kept.found()


def without(reader: Reader, bridge: Path, part: Filter) -> list[exp.Expr]:
    """The rows that have no such partner. A number or date that is not this one has to be there."""
    if isinstance(part, MemberFilter):
        listed = replace(part, negated=False)
        missing = [any_link(reader, bridge).found()] if None in part.values else []
        return [kept_link(reader, bridge, (listed,)).found(False), *missing]
    known = MemberFilter(part.dimension, (None,), negated=True)
    return [
        kept_link(reader, bridge, (RangeFilter(part.dimension, "=", part.value),)).found(False),
        kept_link(reader, bridge, (known,)).found(),
    ]


def kept_link(reader: Reader, bridge: Path, parts: tuple[Filter, ...]) -> Link:
    """The keys of the bridge with a row for which all of the filters hold."""
    link = reader.link(bridge, parts)
    if not link.where:
        link.where = rows_beyond(reader, link, parts)
    return link


def any_link(reader: Reader, bridge: Path) -> Link:
    """All keys of the bridge."""
    return reader.link(bridge, ())


def rows_beyond(reader: Reader, link: Link, parts: Iterable[Filter]) -> list[exp.Expr]:
    catalog = reader.catalog
    return [filter_condition(catalog, part, link.use(dimension(catalog, reader.root, part.dimension))) for part in parts]


def metric_condition(reader: Reader, condition: Fragment | Filter) -> exp.Expr:
    """A condition of a metric's own: a part of its filter, or members that an input is held to."""
    if not isinstance(condition, Fragment):
        both = tree.both(filter_conditions(reader, [condition]))
        assert both is not None
        return both
    if condition.bridge is None:
        return reader.use(condition)
    link = reader.link(condition.bridge, condition.text)
    if not link.where:
        link.where = [link.use(condition)]
    if condition.tree.find(*TELLS_MISSING) is None:
        return link.found()
    missing = condition.tree.transform(lambda node: exp.Null() if isinstance(node, exp.Column) else node)
    alone = exp.And(this=any_link(reader, condition.bridge).found(False), expression=exp.Paren(this=missing))
    return exp.Paren(this=exp.Or(this=link.found(), expression=exp.Paren(this=alone)))


def alternatives(reader: Reader, choice: AnyOf, group_by: Iterable[str] = ()) -> exp.Expr:
    """At least one side of a choice: filters of a side by AND, sides by OR, in brackets of their own.

    What a side says of partners holds for the one that the query's filters choose, and for the member that the row is shown under.
    """
    shown = {dimension(reader.catalog, reader.root, name).bridge for name in group_by}
    sides = []
    for side in choice.sides:
        found: list[exp.Expr] = []
        together: dict[Path, list[Filter]] = {}
        for part in side:
            bridge = dimension(reader.catalog, reader.root, part.dimension).bridge
            if bridge is None or excludes(part):
                found += filter_conditions(reader, [part])
            else:
                together.setdefault(bridge, []).append(part)
        found += [fitting(reader, bridge, parts, MEMBERS if bridge in shown else CHOSEN) for bridge, parts in together.items()]
        anded = tree.both(found)
        sides.append(exp.Paren(this=anded) if isinstance(anded, exp.And) else anded or exp.Boolean(this=True))
    return exp.Paren(this=tree.either(sides))


def fitting(reader: Reader, bridge: Path, parts: list[Filter], purpose: str) -> exp.Expr:
    """Whether a partner meets all of the filters; where they ask for the missing member, a row without any partner does."""
    link = reader.link(bridge, purpose)
    met = tree.both(rows_beyond(reader, link, parts))
    assert met is not None
    fits = link.fit(met)
    if all(isinstance(part, MemberFilter) and None in part.values for part in parts):
        return exp.Paren(this=exp.Or(this=fits, expression=any_link(reader, bridge).found(False)))
    return fits


@dataclass(frozen=True)
class Chosen:
    """The CTE `name` of a query that chooses members of the dimensions; negated, all others."""

    name: str
    dimensions: tuple[str, ...]
    negated: bool = False


def chosen_condition(reader: Reader, part: Chosen) -> exp.Expr:
    """The rows whose members another query has chosen, or has not."""
    name, dimensions = part.name, part.dimensions
    bridges = {dimension(reader.catalog, reader.root, each).bridge for each in dimensions}
    if bridges == {None}:
        found = chosen(name, {each: reader.dimension(each) for each in dimensions})
        return exp.Not(this=found) if part.negated else found
    if part.negated:
        raise Unanswerable("not_chosen_beyond_bridge", dimensions=dimensions, dataset=reader.root)
    bridge = next(iter(bridges))
    if bridge is None or len(bridges) > 1:
        raise Unanswerable("within_mixes_bridge", dimensions=dimensions, dataset=reader.root)
    link = reader.link(bridge, name)
    fragments = {each: dimension(reader.catalog, reader.root, each) for each in dimensions}
    if not link.where:
        link.where = [chosen(name, {each: link.use(fragment) for each, fragment in fragments.items()})]
    reader.shown_choices.setdefault(bridge, []).append((name, dimensions))
    alone = exp.And(this=any_link(reader, bridge).found(False), expression=chosen(name, {each: exp.Null() for each in dimensions}))
    return exp.Or(this=link.found(), expression=exp.Paren(this=alone))


def chosen(name: str, subjects: dict[str, exp.Expr]) -> exp.Expr:
    """Whether the chosen members hold this one; missing matches missing."""
    pairs = (tree.same(tree.column(each, name), subject) for each, subject in subjects.items())
    found = exp.Select(expressions=[tree.number(1)], from_=exp.From(this=tree.relation(name)))
    found.set("where", exp.Where(this=tree.both(pairs)))
    return exp.Exists(this=found)


def show_members(reader: Reader) -> None:
    """Of the bridges whose members are keys or alternatives, only the members that the query's filters choose."""
    for bridge, link in reader.member_links():
        link.where = rows_beyond(reader, link, reader.shown_members.get(bridge, ()))
        for name, dimensions in reader.shown_choices.get(bridge, ()):
            fragments = {each: dimension(reader.catalog, reader.root, each) for each in dimensions}
            link.where.append(chosen(name, {each: link.use(fragment) for each, fragment in fragments.items()}))
