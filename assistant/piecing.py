"""Sums pieced together: a figure is not given where it and one or two that its asker has would leave, added or taken off, too few people.

Each figure is a set of rows. Where all parts of these sets that have enough people cancel out, what is left over is told by the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.differencing import bare
from assistant.record_json import from_json
from catalog.catalog import Catalog
from catalog.compiler.days import label, shifted
from catalog.compiler.memberships import BITS, Counted, RowSet, can_tell, compile_memberships
from catalog.errors import Unanswerable
from catalog.metric import Aggregate, Derived
from catalog.parts import inputs_within
from catalog.period import Period, add
from catalog.query import PERIOD, TIME, Filter, Measure, MemberFilter, MetricQuery, Plain
from sql_guard.guard import guard

if TYPE_CHECKING:
    from threading import Event

    from assistant.compose import Composed
    from assistant.project import Project
    from assistant.question import Sight
    from catalog.compiler import OutputColumn
    from sql_guard.policy import Policy

SUMMED = ("sum", "count")
CELLS = 40  # rows of one answer that are looked at
SETS = 60  # figures of one metric that are looked at together
MOST_PARTS = 100_000  # of these figures' diagram
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Diagram:
    """The parts of a Venn diagram: those with enough people by their sets, the others with their people too."""

    large: tuple[int, ...]  # bit n: the part lies in set n
    small: tuple[tuple[int, frozenset[Any]], ...]
    size: int


def check_pieces(composed: Composed, rows: Rows, project: Project, sight: Sight, policy: Policy, cancel: Event | None) -> None:
    """Raises Unanswerable where a figure of the result tells, together with one or two earlier ones, of too few people."""
    query = bare(composed.query) if composed.query is not None else None
    if query is None or project.file.privacy.pieces < 3:
        return
    known = project.catalog_for(sight)
    for measure in query.measures:
        rules = tuple(counted(measure.metric, known))
        new = tuple(islice(told(query, measure, composed.columns, rows, known), CELLS)) if rules else ()
        old = tuple(each for each in earlier(measure.metric, project, sight, known) if each not in new) if new else ()
        for rule in rules if old else ():
            mine, others = (tuple(each for each in some if can_tell(rule, each, known)) for some in (new, old))
            sets = (*mine, *others)[:SETS]
            diagram = drawn(rule, sets, known, project, policy, cancel, sight.asker.id) if mine and others else Diagram((), (), rule.size)
            if diagram is None or is_told(diagram, len(mine), len(sets)):
                raise Unanswerable("small_difference", metric=measure.metric, size=rule.size)


def counted(metric: str, catalog: Catalog) -> Iterator[Counted]:
    """Whom the rows are about that a metric adds up; none where it is no sum, for then nothing can be pieced together of it."""
    names = (metric, *inputs_within(catalog.metric(metric), catalog))
    formulas = [catalog.metric(name).formula for name in names]
    if not all(isinstance(each, Derived) or (isinstance(each, Aggregate) and each.function in SUMMED) for each in formulas):
        return
    for each in formulas:
        if isinstance(each, Aggregate) and (rule := catalog.dataset(each.dataset).privacy) is not None:
            dataset = catalog.dataset(each.dataset)
            yield Counted(each.dataset, rule.entity, each.filter, each.time or dataset.time, rule.size)


def earlier(metric: str, project: Project, sight: Sight, catalog: Catalog) -> Iterator[RowSet]:
    """The figures of the metric in this person's newest answers, newest first."""
    limits = project.file.privacy
    since = project.now() - timedelta(days=limits.days)
    found: dict[RowSet, None] = {}
    for kept in project.journal.answered(sight.asker.id, since, limits.answers):
        answer = from_json(kept.body)
        plan = answer.planned.plan if answer.planned else None
        for measure in plan.measures if isinstance(plan, MetricQuery) else ():
            if measure.metric == metric and isinstance(plan, MetricQuery):
                found |= dict.fromkeys(islice(told(bare(plan), measure, answer.columns, answer.rows, catalog), CELLS))
    yield from found


def told(query: MetricQuery, measure: Measure, columns: Iterable[OutputColumn | None], rows: Rows, catalog: Catalog) -> Iterator[RowSet]:
    """The sets of rows whose sums a result tells: its total, each of its rows, and the same of what it is compared with."""
    if not isinstance(measure.shown, Plain) or query.within or query.as_of is not None:
        return
    whole = RowSet((*query.filters, *measure.filters), query.any_of, query.periods)
    names = [column.name if column is not None else "" for column in columns]
    cells = [whole] if not (query.having or query.limit or query.only) else []
    cells += [cell for row in rows[:CELLS] if (cell := cell_of(query, dict(zip(names, row, strict=True)), whole, catalog)) is not None]
    for cell in dict.fromkeys(cells):
        yield cell
        if query.comparison is not None and cell.periods:
            yield replace(cell, periods=tuple(shifted(each, query.comparison.to, catalog.calendar) for each in cell.periods))


def cell_of(query: MetricQuery, row: Mapping[str, Any], whole: RowSet, catalog: Catalog) -> RowSet | None:
    """The rows that one row of a result sums up; None where it does not tell which (others, put together without a name)."""
    if not (query.group_by or query.grain or PERIOD in row):
        return whole
    values = {name: row.get(name) for name in query.group_by}
    if not row.keys() >= set(query.group_by) or None in values.values():
        return None
    filters: list[Filter] = [MemberFilter(name, (value,)) for name, value in values.items()]
    periods = tuple(each for each in whole.periods if row.get(PERIOD) in (None, label(each)))
    if query.grain is not None:
        if not isinstance(start := row.get(TIME), date):
            return None
        bucket = Period(start, add(start, 1, query.grain, catalog.calendar))
        periods = tuple(cut(each, bucket) for each in periods if each.start < bucket.end and bucket.start < each.end) or (bucket,)
    return replace(whole, filters=(*whole.filters, *filters), periods=periods)


def cut(period: Period, bucket: Period) -> Period:
    return Period(max(period.start, bucket.start), min(period.end, bucket.end))


def drawn(
    rule: Counted, sets: Sequence[RowSet], known: Catalog, project: Project, policy: Policy, cancel: Event | None, who: str
) -> Diagram | None:
    """The diagram of the sets, of the asker's own rows; None where it has more parts than can be looked at."""
    wide = replace(policy, limits=replace(policy.limits, rows=MOST_PARTS))
    found = project.engine.run(guard(compile_memberships(rule, sets, known), wide), wide.limits, cancel, who)
    if found.truncated:
        return None
    large, small = dict[int, None](), dict[int, set[Any]]()
    for *marks, entities, entity in found.rows:
        part = sum(int(each) << (BITS * place) for place, each in enumerate(marks))
        if entities >= rule.size:
            large[part] = None
        else:
            small.setdefault(part, set()).add(entity)
    return Diagram(tuple(large), tuple((part, frozenset(people)) for part, people in small.items()), rule.size)


def is_told(diagram: Diagram, new: int, count: int) -> bool:
    """Whether adding and taking off one of the first `new` sets and one or two others leaves too few people, and anyone at all."""
    covers = [sum(1 << place for place, part in enumerate(diagram.large) if part >> each & 1) for each in range(count)]
    alike: dict[int, list[int]] = {}
    for each, cover in enumerate(covers):
        alike.setdefault(cover, []).append(each)
    return any(leaves_few(diagram, ((mine, 1), *others)) for mine in range(new) for others in cancelling(mine, covers, alike))


def cancelling(mine: int, covers: Sequence[int], alike: Mapping[int, Sequence[int]]) -> Iterator[tuple[tuple[int, int], ...]]:
    """The one or two sets, each added or taken off, that leave nothing of the parts with enough people."""
    own = covers[mine]
    yield from (((other, -1),) for other in alike[own] if other != mine)
    for other, cover in enumerate(covers):
        if other == mine:
            continue
        if cover & own == cover:
            yield from (((other, -1), (third, -1)) for third in alike.get(own ^ cover, ()) if third not in (mine, other))
        if cover & own == 0:
            yield from (((other, 1), (third, -1)) for third in alike.get(own | cover, ()) if third not in (mine, other))


def leaves_few(diagram: Diagram, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether fewer people than it takes, and more than none, are in what the pieces leave."""
    left = [people for part, people in diagram.small if sum(sign for each, sign in pieces if part >> each & 1)]
    return 0 < len(frozenset().union(*left)) < diagram.size
