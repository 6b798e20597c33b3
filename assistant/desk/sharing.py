"""Whether an answer may be shown to somebody who did not ask it: only where their own rights cover all of it, names and rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.benchmarks import scoped
from assistant.compose import compose
from assistant.gaps import Told
from assistant.plan import CatalogQuestion, Clarify, Decline, Planned
from assistant.recall import hidden_in, is_withheld, recalled, told_again, without_notes
from assistant.record import Answer
from catalog.access import Asker
from catalog.errors import CatalogError
from sql_guard.engine import Change
from sql_guard.errors import GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads what others asked."""

    project: Project
    asker: Asker

    def may_read(self, text: str) -> bool:
        """Whether a text names nothing that is hidden from them."""
        return self.told.fits(text)

    @property
    def told(self) -> Told:
        return Told(self.project.finder, self.project.sight(self.asker).finder)

    def share(self, found: Answer) -> Answer | None:
        """The answer as they may see it, or None where it holds more than they may see."""
        if not is_withheld(shown := recalled(found, self.project, self.asker)):
            return shown
        if found.planned is None or isinstance(found.planned.plan, Clarify | Decline | CatalogQuestion):
            return self.share_words(found)
        if not self.may_read(found.question) or not self.covers(found, found.planned):
            return None
        definitions = told_again(found, found.planned, self.project, self.asker)
        return replace(found, notes=(), planned=without_notes(found.planned), definitions=definitions, matches=())

    def share_words(self, found: Answer) -> Answer | None:
        """An answer without a query: its words, where none of them says more than they may know."""
        if found.planned is not None and isinstance(found.planned.plan, CatalogQuestion):
            return None
        reading = found.planned.reading if found.planned else ()
        said = [found.question, found.headline, *(each.label for each in found.choices), *(each.question for each in found.choices)]
        if not all(map(self.may_read, [*said, *(span.meaning for span in reading)])):
            return None
        planned = without_notes(found.planned) if found.planned else None
        return replace(found, notes=(), planned=planned, matches=())

    def covers(self, found: Answer, planned: Planned) -> bool:
        """Whether what ran is no more than they may read: every name, every row, and every value no less covered than it was."""
        if isinstance(planned.plan, CatalogQuestion | Clarify | Decline) or not found.working.executed or planned.why is not None:
            return False  # causes were sought wherever their asker might look
        sight = self.project.sight(self.asker)
        try:
            scope = scoped(compose(planned.plan, sight, self.project), sight, self.project)
            if self.project.protects_groups and scope.composed.sql != found.working.compiled:
                return False  # small groups may have been shown to one and not the other
            changes = guard(found.working.compiled, scope.policy).changes
        except (CatalogError, GuardError):
            return False
        if any(change.code == "rows_filtered" for change in changes) or not covered(changes) <= covered(found.working.changes):
            return False
        return not hidden_in(f"{found.working.compiled} {found.working.written}", sight.catalog, self.project.catalog)


def covered(changes: tuple[Change, ...]) -> set[tuple[tuple[str, str], ...]]:
    """The columns that are masked."""
    return {change.facts for change in changes if change.code == "masked"}
