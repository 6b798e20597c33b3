"""The queue: what people asked, newest first, a page at a time. Words that tell its reader of something hidden from them are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import ColumnElement, Row, func, select, tuple_

from assistant.desk.entrance import NotAllowed, admitted
from assistant.desk.sharing import Viewer
from assistant.record import Status, Tier
from catalog.access import Access, Asker
from catalog.store.tables import answers, asked_metrics, queue

if TYPE_CHECKING:
    from assistant.project import Project

State = Literal["open", "verified", "corrected", "dismissed", "replied"]
STATES: tuple[State, ...] = get_args(State)
HANDLED: tuple[State, ...] = STATES[1:]
MOST = 200  # answers of a page


@dataclass(frozen=True)
class Wanted:
    """Which answers to list; an empty part asks for all. `feedback` may be good, none, bad (any complaint) or one complaint's reason.

    `since` and `until` are moments: asked at or after, and before.
    """

    states: tuple[State, ...] = ("open",)
    tiers: tuple[Tier, ...] = ()
    statuses: tuple[Status, ...] = ()
    feedback: str = ""
    departments: tuple[str, ...] = ()
    askers: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One answer of the queue. `question` is empty where its words are `withheld`; `metrics` are those that the reader may see."""

    id: str
    asked_at: datetime
    asker: str
    name: str
    department: str
    question: str
    status: Status
    tier: Tier
    metrics: tuple[str, ...]
    feedback: str
    state: State
    withheld: bool = False


@dataclass(frozen=True)
class Page:
    """Some answers, and where the next page begins (None: there is none)."""

    items: tuple[Item, ...]
    following: str | None


def page(project: Project, asker: Asker, wanted: Wanted | None = None, after: str | None = None, count: int = 50) -> Page:
    """A page of the queue; `after` is what the page before gave as `following`. Raises NotAllowed."""
    analyst = admitted(project, asker)
    query = select(queue, answers.c.question).join(answers, answers.c.id == queue.c.answer)
    query = query.where(*conditions(wanted or Wanted()), *beyond(after))
    count = max(1, min(count, MOST))
    with project.journal.store.engine.connect() as connection:
        rows = connection.execute(query.order_by(queue.c.asked_at.desc(), queue.c.answer.desc()).limit(count + 1)).all()
        shown = rows[:count]
        told = select(asked_metrics.c.answer, asked_metrics.c.metric).where(asked_metrics.c.answer.in_([row.answer for row in shown]))
        metrics: dict[str, list[str]] = {}
        for answer, metric in connection.execute(told.order_by(asked_metrics.c.metric)):
            metrics.setdefault(answer, []).append(metric)
    viewer = Viewer(project, analyst)
    items = tuple(item_of(row, metrics.get(row.answer, ()), viewer) for row in shown)
    return Page(items, f"{shown[-1].asked_at.isoformat()}~{shown[-1].answer}" if len(rows) > count else None)


def counts(project: Project, asker: Asker, wanted: Wanted | None = None) -> Mapping[State, int]:
    """How many answers there are of each state, whatever states are wanted. Raises NotAllowed."""
    admitted(project, asker)
    query = select(queue.c.state, func.count()).where(*conditions(wanted or Wanted(), states=False)).group_by(queue.c.state)
    with project.journal.store.engine.connect() as connection:
        found = {row[0]: row[1] for row in connection.execute(query)}
    return {state: found.get(state, 0) for state in STATES}


def departments(project: Project, asker: Asker) -> tuple[str, ...]:
    """The departments that have asked something. Raises NotAllowed."""
    admitted(project, asker)
    with project.journal.store.engine.connect() as connection:
        return tuple(
            connection.execute(select(queue.c.department).where(queue.c.department != "").distinct().order_by("department")).scalars()
        )


def conditions(wanted: Wanted, states: bool = True) -> Iterator[ColumnElement[bool]]:
    lists: tuple[tuple[ColumnElement[str], Sequence[str]], ...] = (
        (queue.c.state, wanted.states if states else ()),
        (queue.c.tier, wanted.tiers),
        (queue.c.status, wanted.statuses),
        (queue.c.department, wanted.departments),
        (queue.c.asker, wanted.askers),
    )
    yield from (column.in_(values) for column, values in lists if values)
    if wanted.feedback in ("none", "bad"):
        yield queue.c.feedback == "" if wanted.feedback == "none" else queue.c.feedback.not_in(("", "good"))
    elif wanted.feedback:
        yield queue.c.feedback == wanted.feedback
    if wanted.metrics:
        yield queue.c.answer.in_(select(asked_metrics.c.answer).where(asked_metrics.c.metric.in_(wanted.metrics)))
    if wanted.since is not None:
        yield queue.c.asked_at >= wanted.since
    if wanted.until is not None:
        yield queue.c.asked_at < wanted.until


def beyond(after: str | None) -> Iterator[ColumnElement[bool]]:
    """What comes after a page's last answer."""
    if not after:
        return
    at, _, answer = after.partition("~")
    try:
        yield tuple_(queue.c.asked_at, queue.c.answer) < tuple_(datetime.fromisoformat(at), answer)
    except ValueError as error:
        raise NotAllowed("unknown_page") from error


def item_of(row: Row[tuple[object, ...]], metrics: Sequence[str], viewer: Viewer) -> Item:
    seen = viewer.project.sight(viewer.asker).catalog.metrics
    withheld = row.asker != viewer.asker.id and not (set(metrics) <= seen.keys() and viewer.may_read(row.question))
    return Item(
        id=row.answer,
        asked_at=row.asked_at,
        asker=row.asker,
        name=name_of(row.asker, viewer.project.access),
        department=row.department,
        question="" if withheld else row.question,
        status=row.status,
        tier=row.tier,
        metrics=tuple(name for name in metrics if name in seen),
        feedback=row.feedback,
        state=row.state,
        withheld=withheld,
    )


def name_of(user: str, access: Access) -> str:
    """What the access file calls a person; their id where it does not name them."""
    person = access.people.get(user)
    return person.name if person and person.name else user
