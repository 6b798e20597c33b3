"""Conversions: base events beside the converting events that belong to them, each to its entity's last base event at or before it.

What belongs to whom is settled over all base events, before periods and filters choose some of them: a group is what its filter gives.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.filters import metric_condition
from catalog.compiler.fragments import conditions, scalar
from catalog.compiler.island import Task, aggregate, filtered, own_conditions, rows_with_keys
from catalog.compiler.part import Part
from catalog.compiler.reader import Reader
from catalog.compiler.stage import Stage
from catalog.errors import Unanswerable
from catalog.joins import Path
from catalog.metric import Conversion, Event, Offset

ENTITY, NEXT, AT, VALUE = "entity of event", "next base event", "time of event", "value of event"  # no column can be called so


def conversion_stage(task: Task) -> Stage:
    """The converting events by the keys of their base events; keys with base events and no converting one have their own row."""
    events = task.island.scope.events
    assert events is not None
    check_times(task, events)
    reader = task.reader()
    keys = rows_with_keys(task, reader)
    keys |= {name: reader.dimension(name) for name in task.plan.query.group_by}
    own, later = own_conditions(task, reader), task.stack.push("converted", converting_events(task, events))
    values = {name: filtered(counted(part, later), own[name]) for name, part in task.island.parts.items()}
    joins, columns = reader.joins(), {**{name: keys[name] for name in task.keys}, **values}
    source = base_events(task, events, needed(reader.root, [*columns.values(), *reader.where, *joins]))
    joins.append(tree.joined(tree.relation(later), tree.both(belongs(task, events, later)), side="LEFT"))
    return Stage(source, joins, reader.where, columns, task.keys, grouped=True)


def check_times(task: Task, events: Conversion) -> None:
    """Both events need a time: before and after is all that a conversion is made of."""
    for event in (events.base, events.converted):
        if time_of(task, event) is None:
            raise Unanswerable("no_time", metric=task.island.metric, dataset=event.dataset)


def time_of(task: Task, event: Event) -> str | None:
    return event.time or task.plan.catalog.dataset(event.dataset).time


def counted(part: Part, later: str) -> exp.Expr:
    return aggregate(Part(part.function), tree.column(AT if part.function == "count" else VALUE, later))


def needed(root: str, trees: Iterable[exp.Expr]) -> tuple[str, ...]:
    """The columns of the base events' dataset that these read."""
    found = (column.name for each in trees for column in each.find_all(exp.Column) if column.table == root)
    return tuple(dict.fromkeys(found))


def belongs(task: Task, events: Conversion, later: str) -> list[exp.Expr]:
    """A converting event's base event: the same entity, at or before it, no other in between, and within the window."""
    root = events.base.dataset
    base, at = tree.column(time_of(task, events.base) or "", root), tree.column(AT, later)
    same = [exp.EQ(this=tree.column(name, root), expression=tree.column(name, later)) for name in (ENTITY, *constant_names(events))]
    before_next = exp.LT(this=at.copy(), expression=tree.column(NEXT, root))
    last = exp.Or(this=before_next, expression=exp.Is(this=tree.column(NEXT, root), expression=exp.Null()))
    found: list[exp.Expr] = [*same, exp.GTE(this=at.copy(), expression=base.copy()), last]
    if events.window is not None:
        end = task.plan.ruler.later(base, Offset(events.window.count, events.window.grain))
        found.append(exp.LT(this=at, expression=end))
    return found


def constant_names(events: Conversion) -> tuple[str, ...]:
    return tuple(f"constant {place + 1}" for place in range(len(events.constants)))


def base_events(task: Task, events: Conversion, columns: tuple[str, ...]) -> exp.Subquery:
    """The base events under their dataset's own name, each with the time of its entity's next one. Of two at one time the last counts,
    in the order of the primary key."""
    event, reader = events.base, event_reader(task, events.base)
    root, time = event.dataset, time_of(task, event) or ""
    identity = [value(reader, text) for text in (event.entity, *(pair[0] for pair in events.constants))]
    ties = task.plan.catalog.dataset(root).primary_key or columns  # without a key, at least the same rows give the same answer
    order = [tree.ordered(tree.column(name, root), descending=False) for name in dict.fromkeys((time, *ties))]
    following = tree.window(exp.Lead(this=tree.column(time, root)), [part.copy() for part in identity], order)
    shown = [tree.named(tree.column(name, root), name) for name in dict.fromkeys((*columns, time))]
    shown += [tree.named(part, name) for part, name in zip(identity, (ENTITY, *constant_names(events)), strict=True)]
    made = tree.select(
        [*shown, tree.named(following, NEXT)], reader.source, reader.joins(), tree.both(event_rows(task, events, event, reader))
    )
    return exp.Subquery(this=made, alias=exp.TableAlias(this=tree.identifier(root)))


def converting_events(task: Task, events: Conversion) -> exp.Select:
    event, reader = events.converted, event_reader(task, events.converted)
    identity = [value(reader, text) for text in (event.entity, *(pair[1] for pair in events.constants))]
    shown = [tree.named(part, name) for part, name in zip(identity, (ENTITY, *constant_names(events)), strict=True)]
    shown.append(tree.named(tree.column(time_of(task, event) or "", event.dataset), AT))
    if event.expression is not None:
        shown.append(tree.named(value(reader, event.expression), VALUE))
    return tree.select(shown, reader.source, reader.joins(), tree.both(event_rows(task, events, event, reader)))


def event_reader(task: Task, event: Event) -> Reader:
    """A reader whose filter's and expressions' joins are noted before its rows are written."""
    reader = Reader(task.plan.catalog, event.dataset, task.plan.datasets, time_of(task, event))
    reader.where = [metric_condition(reader, part) for part in conditions(task.plan.catalog, Path(event.dataset), event.filter)]
    return reader


def value(reader: Reader, text: str) -> exp.Expr:
    return reader.use(scalar(reader.catalog, Path(reader.root), text))


def event_rows(task: Task, events: Conversion, event: Event, reader: Reader) -> list[exp.Expr]:
    """An event's own filter, and the days beyond which nothing bears on the periods: none before, none after the window has closed."""
    spans, day = task.days().spans, tree.column(time_of(task, event) or "", event.dataset)
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    found = list(reader.where)
    if None not in starts:
        found.append(exp.GTE(this=day.copy(), expression=tree.literal(min(start for start in starts if start is not None))))
    if None not in ends and events.window is not None:
        last = tree.literal(max(end for end in ends if end is not None))
        found.append(exp.LT(this=day, expression=task.plan.ruler.later(last, Offset(events.window.count, events.window.grain))))
    return found
