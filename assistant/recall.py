"""A kept answer as its asker may see it today. What was shown under wider rights is not shown again: only the question is left."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.benchmarks import scoped
from assistant.compose import compose
from assistant.describe import definition
from assistant.plan import CatalogQuestion, Choice, Clarify, Decline, Planned, SqlDraft
from assistant.record import Answer, Definition, Trouble
from assistant.wording import say
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.errors import CatalogError, Unknown
from catalog.query import MetricQuery, RowList
from sql_guard.errors import GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project

WITHHELD = "access_changed"
BARE = ("question_too_long", "failed", "cancelled")  # troubles that say nothing of the catalog
CELL = re.compile(r"(_(previous|count|weight|base|now|fill|days))*(_\d+)?$")  # what the compiler adds to a metric's name


def scope_of(project: Project, asker: Asker) -> str:
    """A digest of all that an asker may see and do: rows and columns, metrics, dimensions and features."""
    seen = project.sight(asker).catalog
    kinds = (sorted(seen.metrics), sorted(seen.dimensions), asker.features, sorted(project.benchmarks(asker)))
    names = "\n".join([project.policy(asker).scope, *("\n".join(["", *names]) for names in kinds)])
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def recalled(kept: Answer, project: Project, viewer: Asker) -> Answer:
    """The kept answer: whole for who may see what its asker might, without its notes where rights differ elsewhere, else withheld."""
    project = project.pinned()
    viewer = project.current(viewer)
    if kept.versions is not None and kept.versions.scope == scope_of(project, viewer):
        return kept
    if kept.planned is None and (kept.trouble is None or kept.trouble.code in BARE):
        return kept if kept.asker == viewer.id else withheld(kept, viewer)
    if kept.planned is not None and kept.working.executed and runs_alike(kept, kept.planned, project, viewer):
        return replace(kept, notes=(), planned=without_notes(kept.planned), definitions=told_again(kept, kept.planned, project, viewer))
    return withheld(kept, viewer)


def runs_alike(kept: Answer, planned: Planned, project: Project, viewer: Asker) -> bool:
    """Whether the viewer sees every name of the plan and of its SQL, and the guard would let the very same SQL run for them."""
    if isinstance(planned.plan, CatalogQuestion | Clarify | Decline) or planned.why is not None:
        return False  # causes were sought wherever their asker might look
    sight = project.sight(viewer)
    try:
        policy = scoped(compose(planned.plan, sight, project), sight, project).policy
        runs = guard(kept.working.compiled, policy).text == kept.working.executed
        return runs and not hidden_in(f"{kept.working.compiled} {kept.working.written}", sight.catalog, project.catalog)
    except (CatalogError, GuardError):
        return False


def may_name(plan: MetricQuery | RowList | SqlDraft | CatalogQuestion, project: Project, viewer: Asker) -> bool:
    """Whether the viewer may see every name in a plan, whatever else keeps it from being answered."""
    sight = project.sight(viewer)
    if isinstance(plan, CatalogQuestion):
        return all(name in sight.catalog.metrics or name in sight.catalog.dimensions for name in plan.names)
    try:
        compose(plan, sight, project)
    except Unknown:
        return False
    except CatalogError:
        return True
    return True


def hidden_in(text: str, seen: Catalog, whole: Catalog) -> bool:
    """Whether a text names a metric that its reader may not know, as SQL does: by its id, or by a column made of it."""
    words = set(re.findall(r"\w+", text))
    bare = {CELL.sub("", word) for word in words}
    return not (whole.metrics.keys() - seen.metrics.keys()).isdisjoint(words | bare)


def told_again(kept: Answer, planned: Planned, project: Project, viewer: Asker) -> tuple[Definition, ...]:
    """The definitions in the names that the viewer knows; one that has changed since is not told beside the old number."""
    seen = project.sight(viewer).catalog
    measures = planned.plan.measures if isinstance(planned.plan, MetricQuery) else ()
    day = planned.plan.as_of if isinstance(planned.plan, MetricQuery) else None
    names = dict.fromkeys(measure.metric for measure in measures)
    fresh = {name: definition(seen.metrics[name], seen, kept.language, day) for name in names if name in seen.metrics}
    return tuple(fresh[old.metric] for old in kept.definitions if old.metric in fresh and fresh[old.metric].version == old.version)


def without_notes(planned: Planned) -> Planned:
    """The plan without what was said of other definitions and names."""
    return replace(planned, notes=())


def withheld(kept: Answer, viewer: Asker) -> Answer:
    """The question alone, with the offer to ask it again; of another's question not even its words."""
    question = kept.question if kept.asker == viewer.id else ""
    return Answer(
        id=kept.id,
        question=question,
        language=kept.language,
        asker=kept.asker,
        asked_at=kept.asked_at,
        today=kept.today,
        status="declined",
        tier="declined",
        headline=say(kept.language, "decline.access_changed"),
        choices=(Choice(question, question),) if question else (),
        trouble=Trouble(WITHHELD),
        conversation=kept.conversation if question else "",
    )


def is_withheld(shown: Answer) -> bool:
    return shown.trouble is not None and shown.trouble.code == WITHHELD
