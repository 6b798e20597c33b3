"""The whole path of a question on one screen: plan -> compile -> guard -> run -> draw and explain = Answer. Read this first."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter

from assistant.attributing import with_causes
from assistant.benchmarks import scoped
from assistant.compose import compose
from assistant.conclusions import with_conclusions
from assistant.describe import Known, describe
from assistant.differencing import check_differences
from assistant.discoverable import told_of
from assistant.either_way import settled_by_rows
from assistant.heavy import agreed_to, estimated, may_be_told, offered
from assistant.named import named
from assistant.other_definitions import with_other_definitions
from assistant.piecing import check_pieces
from assistant.plan import AWAY, CatalogQuestion, Clarify, Decline, Planned
from assistant.project import Project
from assistant.question import Question, Sight, readable
from assistant.read import read
from assistant.recall import scope_of
from assistant.record import Answer, Status, Trouble, Versions, Working
from assistant.show import show
from assistant.watch import Step, Watch
from assistant.wording import say, say_error
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.errors import CatalogError, Unanswerable
from catalog.query import MetricQuery
from sql_guard.engine import SafeSql
from sql_guard.errors import Cancelled, EngineFailed, GuardError, NotReady, Refused, TookTooLong
from sql_guard.guard import guard

BY_KIND: Mapping[type[Exception], Status] = {
    Refused: "refused",
    TookTooLong: "timeout",
    Cancelled: "cancelled",
    EngineFailed: "failed",
    NotReady: "failed",
}
logger = logging.getLogger("wenshu.answer")
LONGEST = 1000  # characters of a question; nobody asks longer ones, and reading takes longer with each word


def answer(question: Question, project: Project, asker: Asker, watch: Watch | None = None, planned: Planned | None = None) -> Answer:
    """Answers a question for an asker; never raises for what a person can act on. A plan that is given is taken instead of being made.

    All of an answer is from one build: where that is gone before it was asked, the question begins anew on the build that came."""
    found = answer_on(question, project.pinned(), asker, watch, planned)
    gone = project.root is None and found.trouble is not None and found.trouble.code == "build_gone"
    return answer_on(question, project.pinned(), asker, watch, planned) if gone else found


def answer_on(question: Question, project: Project, asker: Asker, watch: Watch | None, planned: Planned | None) -> Answer:
    """The answer on one build of the data."""
    watch, timings = watch or Watch(), dict[str, float]()
    found = blank(question, project, asker)
    try:
        with timed("plan", timings, watch):
            asker = project.current(asker)
            sight = project.sight(asker)
            versions = Versions(project.catalog.fingerprint, project.manifest.version, scope_of(project, asker), project.product)
            found = replace(found, versions=versions)
            asked = replace(question, text=found.question)
            agreed = agreed_to(asked)
            planned = told_of(planned or agreed or read_by_all(asked, sight, project, watch), asked, sight, project)
            found = replace(found, planned=planned, language=planned.language, matches=sight.finder.names(found.question))
        match planned.plan:
            case Clarify() | Decline():
                return finished(unanswered(found, planned.plan), timings)
            case CatalogQuestion():
                return finished(told(found, planned.plan, project, asker), timings)
        with timed("compile", timings, watch):
            scope = scoped(compose(planned.plan, sight, project), sight, project)
            composed, policy = scope.composed, scope.policy
            found = replace(found, working=Working(planned.written, composed.governed, composed.sql))
        with timed("guard", timings, watch):
            if project.protects_groups:
                check_differences(composed.blocks, project, sight, policy, watch.cancel)
            safe = guard(composed.sql, policy)
            cost = estimated(safe, composed, project, policy, watch, asker.id)
            found = guarded(found, safe, cost if may_be_told(safe, policy) else None)
        if cost is not None and cost > project.file.sharing.heavy_rows and not (question.heavy or agreed):
            offer = offered(planned, cost, found.working.estimated_rows is not None, sight, project, watch)
            return finished(unanswered(replace(found, planned=replace(planned, plan=offer, held=composed.plan)), offer), timings)
        with timed("run", timings, watch):
            rows = project.engine.run(safe, policy.limits, watch.cancel, asker.id)
            timings["engine"] = rows.seconds
            found = replace(found, versions=replace(versions, data=rows.data_version))
        with timed("show", timings, watch):
            if project.protects_groups:
                check_pieces(composed, rows.rows, project, sight, policy, watch.cancel)
            found = with_other_definitions(show(found, composed, rows, project, sight), project, sight, asker, watch.cancel)
        if planned.why is not None:
            with timed("causes", timings, watch):
                found = with_causes(found, composed, project, sight, asker, watch)
        return finished(with_conclusions(found, project, asker), timings)
    except (CatalogError, GuardError) as error:
        is_asked = found.planned is not None and isinstance(found.planned.plan, MetricQuery)
        return finished(troubled(found, error, project.sight(asker).catalog if is_asked else None), timings)
    except Exception:  # a bug: logged whole under an id, told without its text, and the conversation goes on
        return finished(failed(found), timings)


def guarded(found: Answer, safe: SafeSql, rows: int | None) -> Answer:
    """With what the guard let through, and what it is thought to cost."""
    working = replace(found.working, changes=safe.changes, executed=safe.text, tables=safe.tables, estimated_rows=rows)
    return replace(found, working=working)


def failed(found: Answer) -> Answer:
    """The error that is being handled, logged."""
    log_id = uuid.uuid4().hex[:12]
    logger.exception("no answer, log id %s", log_id)
    headline = say(found.language, "trouble.failed", log_id=log_id)
    return replace(found, status="failed", trouble=Trouble("failed", {}, log_id), headline=headline)


def read_by_all(asked: Question, sight: Sight, project: Project, watch: Watch) -> Planned:
    """The plan that whoever reads the question makes of it, one reading of several that say the same settled."""
    if len(asked.text) > LONGEST:
        raise Unanswerable("question_too_long", most=LONGEST, length=len(asked.text))
    return settled_by_rows(read(asked, sight, project, watch), asked, sight, project, sight.asker, watch.cancel)


def blank(question: Question, project: Project, asker: Asker) -> Answer:
    """The answer before anything is known."""
    return Answer(
        id=uuid.uuid4().hex,
        question=readable(question.text),
        language=question.language or project.language,
        asker=asker.id,
        asked_at=project.now(),
        today=project.today(),
        status="answered",
        tier="declined",
        data_as_of=project.data_as_of,
        conversation=question.conversation,
        department=asker.department,
    )


@contextmanager
def timed(step: Step, timings: dict[str, float], watch: Watch) -> Iterator[None]:
    if watch.cancel.is_set():
        raise Cancelled("cancelled")
    watch.begins(step)
    started = perf_counter()
    try:
        yield
    finally:
        timings[step] = perf_counter() - started


def finished(found: Answer, timings: dict[str, float]) -> Answer:
    """With the time of each step; waiting for a model is told apart from reading."""
    usage = found.planned.usage if found.planned else None
    if usage and usage.seconds:
        timings |= {"model": usage.seconds, "plan": max(0.0, timings.get("plan", 0.0) - usage.seconds)}
    total = sum(seconds for step, seconds in timings.items() if step != "engine")
    return replace(found, timings={**timings, "total": total})


def unanswered(found: Answer, plan: Clarify | Decline) -> Answer:
    """A question back, or what is missing and the nearest questions."""
    facts, away = dict(plan.facts), [code for code, _ in found.planned.notes if code in AWAY] if found.planned else []
    found = replace(found, notes=tuple(say(found.language, f"note.{code}") for code in away))
    if isinstance(plan, Clarify):
        headline = say(found.language, f"clarify.{plan.code}", **facts)
        return replace(found, status="clarify", headline=headline, choices=plan.choices, trouble=Trouble(plan.code, facts))
    headline = say(found.language, f"decline.{plan.code}", **facts)
    return replace(found, status="declined", headline=headline, choices=plan.nearest, trouble=Trouble(plan.code, facts))


def told(found: Answer, plan: CatalogQuestion, project: Project, asker: Asker) -> Answer:
    """What the catalog says; no data is read but the names of members that the asker may see."""
    sight = project.sight(asker)
    members = [str(value) for value in sight.finder.members.values(plan.names[0])] if plan.about == "members" else []
    described = describe(plan, Known(sight.catalog, project.catalog, members, found.data_as_of, found.language))
    return replace(
        found,
        status="answered",
        tier="governed" if found.planned is not None and found.planned.planner == "llm" else "verified",
        headline=described.headline,
        explanation="\n".join(described.lines),
        columns=described.columns,
        rows=described.rows,
    )


def troubled(found: Answer, error: CatalogError | GuardError, catalog: Catalog | None = None) -> Answer:
    """An error that a person can act on, in words; with a catalog, in the names that a question's asker knows."""
    status = BY_KIND.get(type(error), "declined")
    headline = say_error(found.language, error, error.facts if catalog is None else named(error.facts, catalog))
    return replace(found, status=status, trouble=Trouble(error.code, error.facts), headline=headline)


__all__ = ["Step", "Watch", "answer"]
