"""Joins that keep the number of rows: look-ups, and a bridge as the distinct pairs of its keys and the members beyond it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler import tree
from catalog.compiler.fragments import Fragment
from catalog.errors import Unanswerable
from catalog.joins import Path, Step


def left_join(catalog: Catalog, path: Path, time: str | None) -> exp.Join:
    """The last step of a path as a left join, so that rows without a partner stay."""
    step, before = path.steps[-1], Path(path.root, path.steps[:-1])
    pairs = (exp.EQ(this=left_key(step, left, before, time), expression=tree.column(right, path.alias)) for left, right in step.keys)
    held = held_on_day(catalog, path, time)
    return tree.joined(tree.table(catalog.dataset(step.right), path.alias), tree.both((*pairs, *held)), side="LEFT")


def held_on_day(catalog: Catalog, path: Path, time: str | None) -> list[exp.Expr]:
    """Of a dataset with validity, the row that held on the day that the rows at the path's start are dated by."""
    validity = catalog.dataset(path.target).validity
    if validity is None:
        return []
    if time is None:
        raise Unanswerable("validity_needs_time", dataset=path.root, to=path.target)
    day, start, end = tree.column(time, path.root), tree.column(validity.start, path.alias), tree.column(validity.end, path.alias)
    ended = exp.LT(this=day.copy(), expression=end)
    open_end = exp.Or(this=ended, expression=exp.Is(this=end.copy(), expression=exp.Null()))
    return [exp.GTE(this=day, expression=start), open_end]


def left_key(step: Step, left: str, before: Path, time: str | None) -> exp.Expr:
    """A step's key on its left side: to the calendar, the day that the rows themselves are dated by."""
    if not step.on_day:
        return tree.column(left, before.alias)
    if time is None and not before.steps:
        raise Unanswerable("no_time", metric="", dataset=step.left)
    return tree.as_date(tree.column(left if before.steps else time or left, before.alias))


def note_paths(known: dict[str, Path], paths: Iterable[Path], used: dict[str, None]) -> None:
    """Notes the tables on the way; one alias stands for one path."""
    for path in paths:
        used[path.root] = None
        for prefix in path.prefixes:
            used[prefix.target] = None
            other = known.setdefault(prefix.alias, prefix)
            if other != prefix:
                raise Unanswerable("ambiguous_path", dataset=path.root, to=prefix.target, paths=(str(other), str(prefix)))


@dataclass
class Link:
    """A bridge as one derived table: its distinct keys, each with the `members` shown; `where` keeps some of its rows.

    `fits` are conditions by the column that says whether one of the rows meets them.
    """

    catalog: Catalog
    bridge: Path
    alias: str
    used: dict[str, None]
    members: dict[str, exp.Expr] = field(default_factory=dict)
    where: list[exp.Expr] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    fits: dict[str, exp.Expr] = field(default_factory=dict)

    def use(self, fragment: Fragment) -> exp.Expr:
        """A fragment beyond the bridge, for the inside of the table; its joins noted."""
        note_paths(self.paths, fragment.paths, self.used)
        return fragment.tree.copy()

    def member(self, name: str, fragment: Fragment) -> exp.Column:
        """A member as a column of the table."""
        if name not in self.members:
            self.members[name] = self.use(fragment)
        return tree.column(name, self.alias)

    def found(self, is_found: bool = True) -> exp.Expr:
        """Whether a row has a partner in the table."""
        missing = exp.Is(this=tree.column(key_name(0), self.alias), expression=exp.Null())
        return exp.Not(this=missing) if is_found else missing

    def fit(self, condition: exp.Expr) -> exp.Expr:
        """Whether a row has a partner, one that belongs to the member if there are members, that meets the condition."""
        name = next((known for known, other in self.fits.items() if other == condition), f"fits {len(self.fits) + 1}")
        self.fits[name] = condition
        return exp.EQ(this=tree.column(name, self.alias), expression=tree.number(1))

    def join(self) -> exp.Join:
        step, before = self.bridge.steps[-1], Path(self.bridge.root, self.bridge.steps[:-1])
        held_on_day(self.catalog, self.bridge, None)  # a bridge is read once for all days
        columns = [tree.named(tree.column(right, self.bridge.alias), key_name(place)) for place, (_, right) in enumerate(step.keys)]
        columns += [tree.named(member.copy(), name) for name, member in self.members.items()]
        beyond = sorted(
            (path for path in self.paths.values() if len(path.steps) > len(self.bridge.steps)), key=lambda path: len(path.steps)
        )
        source = tree.table(self.catalog.dataset(step.right), self.bridge.alias)
        joins = [left_join(self.catalog, path, None) for path in beyond]
        if self.fits:
            met = (exp.Max(this=exp.Case(ifs=[exp.If(this=condition.copy(), true=tree.number(1))])) for condition in self.fits.values())
            fits = [tree.named(each, name) for each, name in zip(met, self.fits, strict=True)]
            made = tree.select([*columns, *fits], source, joins, tree.both(self.where), grouped=len(columns))
        else:
            made = tree.select(columns, source, joins, tree.both(self.where))
            made.set("distinct", exp.Distinct())
        pairs = (
            exp.EQ(this=tree.column(left, before.alias), expression=tree.column(key_name(place), self.alias))
            for place, (left, _) in enumerate(step.keys)
        )
        derived = exp.Subquery(this=made, alias=exp.TableAlias(this=tree.identifier(self.alias)))
        return tree.joined(derived, tree.both(pairs), side="LEFT")


def key_name(place: int) -> str:
    """No dimension can be called so."""
    return f"key {place + 1}"
