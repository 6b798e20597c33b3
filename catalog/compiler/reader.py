"""The rows that an island reads: its table, the joins that its fragments need, and the conditions that all of its rows meet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler import tree
from catalog.compiler.days import Days, Span, overlapping
from catalog.compiler.fragments import Fragment, dimension
from catalog.compiler.links import Link, left_join, note_paths
from catalog.dimension import Dimension
from catalog.errors import Unanswerable
from catalog.joins import Path
from catalog.metric import Grain
from catalog.query import PERIOD, TIME, Filter, MemberFilter, Value

COMPARISONS: dict[str, type[exp.Expr]] = {
    ">": exp.GT,
    ">=": exp.GTE,
    "<": exp.LT,
    "<=": exp.LTE,
    "=": exp.EQ,
    "!=": exp.NEQ,
}
MEMBERS = "members"  # the purpose of a bridge's table whose members are keys
CHOSEN = "chosen by alternatives"  # the same, but only for what alternatives ask of it
SPANS = "spans of periods"  # the alias of a list of overlapping periods; no dataset can be called so


@dataclass
class Reader:
    """Collects the joins that fragments need while conditions and columns are written.

    `shown_members` and `shown_choices` are the query's own filters beyond bridges: they choose which members are shown.
    """

    catalog: Catalog
    root: str
    used: dict[str, None]  # every dataset that the query rests on
    time: str | None = None  # the column that the rows are dated by
    paths: dict[str, Path] = field(default_factory=dict)
    extra: list[exp.Join] = field(default_factory=list)
    where: list[exp.Expr] = field(default_factory=list)
    links: dict[tuple[Path, Hashable], Link] = field(default_factory=dict)
    shown_members: dict[Path, list[Filter]] = field(default_factory=dict)
    shown_choices: dict[Path, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)

    def use(self, fragment: Fragment) -> exp.Expr:
        """The fragment's tree, its joins noted."""
        if fragment.bridge is not None:
            raise Unanswerable("value_over_bridge", expression=fragment.text, path=str(fragment.bridge))
        self.used[self.root] = None
        note_paths(self.paths, fragment.paths, self.used)
        return fragment.tree.copy()

    def dimension(self, name: str) -> exp.Expr:
        """A dimension as a key of the rows; beyond a bridge, a row is there once for each distinct member."""
        found = dimension(self.catalog, self.root, name)
        return self.use(found) if found.bridge is None else self.link(found.bridge, MEMBERS).member(name, found)

    def link(self, bridge: Path, what: Hashable) -> Link:
        """The derived table of a bridge for one purpose: its members, or the partners that fit some condition."""
        found = self.links.get((bridge, what))
        if found is None:
            note_paths(self.paths, [Path(bridge.root, bridge.steps[:-1])], self.used)
            count = sum(known.bridge.alias == bridge.alias for known in self.links.values())
            alias = f"{bridge.alias} {'members' if what == MEMBERS else 'kept'}{f' {count + 1}' if count else ''}"
            found = self.links[bridge, what] = Link(self.catalog, bridge, alias, self.used)
        return found

    def member_links(self) -> Iterator[tuple[Path, Link]]:
        """The bridges whose members are keys, or asked for by alternatives."""
        yield from ((bridge, link) for (bridge, what), link in self.links.items() if what in (MEMBERS, CHOSEN))

    @property
    def source(self) -> exp.Table:
        self.used[self.root] = None
        return tree.table(self.catalog.dataset(self.root), self.root)

    def joins(self) -> list[exp.Join]:
        """Left joins, nearest first, then bridges, then whatever else was joined."""
        from catalog.compiler.filters import show_members  # filters are written with a reader

        show_members(self)
        looked_up = [left_join(self.catalog, path, self.time) for path in sorted(self.paths.values(), key=lambda path: len(path.steps))]
        return [*looked_up, *(link.join() for link in self.links.values()), *self.extra]


def filter_condition(catalog: Catalog, part: Filter, subject: exp.Expr) -> exp.Expr:
    """A query's filter on a dimension's expression."""
    declared = catalog.dimension(part.dimension)
    if isinstance(part, MemberFilter):
        return member_condition(declared, part.values, part.negated, subject)
    if declared.type not in ("number", "date") or part.value is None:
        raise Unanswerable("not_comparable", dimension=part.dimension, type=declared.type, value=part.value)
    return COMPARISONS[part.operator](this=subject, expression=member_literal(declared, part.value))


def member_condition(declared: Dimension, values: Iterable[Value], negated: bool, subject: exp.Expr) -> exp.Expr:
    """subject IN values; None is the missing member; NOT IN keeps the missing member unless it is listed."""
    listed = tuple(values)
    literals = [member_literal(declared, value) for value in listed if value is not None]
    missing = None in listed
    null = exp.Is(this=subject, expression=exp.Null())
    if not literals:
        empty: exp.Expr = null if missing else exp.Boolean(this=False)
        return exp.Not(this=empty) if negated else empty
    if len(literals) == 1:
        chosen: exp.Expr = (exp.NEQ if negated else exp.EQ)(this=subject.copy(), expression=literals[0])
    else:
        chosen = exp.In(this=subject.copy(), expressions=literals)
        chosen = exp.Not(this=chosen) if negated else chosen
    return exp.Or(this=chosen, expression=null) if missing != negated else chosen


def member_literal(declared: Dimension, value: Value) -> exp.Expr:
    """A member as a literal of the dimension's type; raises Unanswerable for a value of another type."""
    try:
        match declared.type, value:
            case "text", _:
                return tree.text(str(value).lower() if isinstance(value, bool) else str(value))
            case "boolean", bool():
                return tree.literal(value)
            case "date", date():
                return tree.literal(value)
            case "date", str():
                return tree.literal(date.fromisoformat(value))
            case "number", (int() | float() | Decimal()) if not isinstance(value, bool):
                return tree.literal(value)
            case "number", str():
                return tree.literal(Decimal(value))
    except (ValueError, InvalidOperation):
        pass
    raise Unanswerable("wrong_value_type", dimension=declared.id, type=declared.type, value=value)


def inside(day: exp.Expr, span: Span) -> list[exp.Expr]:
    """The conditions that hold a day within a span."""
    starts = [] if span.start is None else [exp.GTE(this=day.copy(), expression=tree.literal(span.start))]
    ends = [] if span.end is None else [exp.LT(this=day.copy(), expression=tree.literal(span.end))]
    return [*starts, *ends]


def within_spans(day: exp.Expr, spans: tuple[Span, ...]) -> list[exp.Expr]:
    """The conditions that hold a day within any of the spans."""
    if len(spans) == 1:
        return inside(day, spans[0])
    found = tree.either(exp.Paren(this=both) for span in spans if (both := tree.both(inside(day, span))) is not None)
    return [] if found is None or any(span.start is None and span.end is None for span in spans) else [found]


def time_keys(reader: Reader, day: exp.Expr, days: Days, grain: Grain | None, wanted: tuple[str, ...]) -> Mapping[str, exp.Expr]:
    """The expressions of the time keys of a row, its span included; notes the conditions and joins that they need."""
    reader.where += within_spans(day, days.spans)
    keys: dict[str, exp.Expr] = {}
    if PERIOD in wanted:
        keys[PERIOD] = period_key(reader, day, days.spans)
    if TIME in wanted and grain is not None:
        keys[TIME] = days.bucket(day.copy(), grain)
    return keys


def period_key(reader: Reader, day: exp.Expr, spans: tuple[Span, ...]) -> exp.Expr:
    """Which of several periods a row belongs to; a row in two of them is read for both."""
    if not overlapping(spans):
        cases = [exp.If(this=tree.both(inside(day, span)), true=tree.text(span.label)) for span in spans[:-1]]
        return exp.Case(ifs=cases, default=tree.text(spans[-1].label))
    reader.extra.append(spans_join(day, spans))
    return tree.column(PERIOD, SPANS)


def spans_join(day: exp.Expr, spans: tuple[Span, ...]) -> exp.Join:
    rows = [
        exp.Tuple(expressions=[tree.text(span.label), tree.literal(span.start or date.min), tree.literal(span.end or date.max)])
        for span in spans
    ]
    columns = [tree.identifier(name) for name in (PERIOD, "starts", "ends")]
    listed = exp.Values(expressions=rows, alias=exp.TableAlias(this=tree.identifier(SPANS), columns=columns))
    starts = exp.GTE(this=day.copy(), expression=tree.column("starts", SPANS))
    ends = exp.LT(this=day.copy(), expression=tree.column("ends", SPANS))
    return tree.joined(listed, exp.And(this=starts, expression=ends))
