"""What people ask and the catalog cannot answer, read from the journal: each gap with its counts, the most asked first.

Without the feature audit or verify one sees only what oneself has asked. What cannot be answered by design (other people's data, writing)
is no gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from assistant.desk.acts import acts_of_kind
from catalog.access import Asker
from catalog.catalog import Catalog

if TYPE_CHECKING:
    from assistant.journal import Kept
    from assistant.project import Project
    from retrieval.matches import Finder

GapKind = Literal["word", "metric", "dimension", "grain", "period", "question"]
NO_GAP = {
    *("write_request", "personal_data", "injection", "off_topic", "no_detail_rows", "question_too_long", "metric_not_permitted"),
    *("model_unavailable", "model_declined", "model_unclear"),
}
KINDS: Mapping[str, GapKind] = {
    "unknown_words": "word",
    "not_in_catalog": "word",
    "rows_of_what": "word",
    "no_metric": "metric",
    "unknown_metric": "metric",
    "ratio_undefined": "metric",
    "sum_of_metrics": "metric",
    "no_target": "metric",
    "count_of_members": "metric",
    "dimension_not_reachable": "dimension",
    "unreachable_dimension": "dimension",
    "disallowed_dimension": "dimension",
    "unknown_dimension": "dimension",
    "time_too_fine": "grain",
    "period_too_fine": "grain",
    "no_time": "period",
    "no_data_in_period": "period",
    "no_fiscal_year": "period",
    "no_fiscal_calendar": "period",
    "holidays_unknown": "period",
    "spring_festival_unknown": "period",
}
FACTS = ("metric", "over", "under", "dimension", "grain", "name", "words")  # what of a refusal says what is missing, in this order
BETWEEN_WORDS = re.compile("[、,，]")
EXAMPLES = 3
NEWEST = 20_000  # refusals that are read


@dataclass
class Gap:
    """One thing that is missing. `askers` holds who missed it how often, `catalogs` how often under which catalog's fingerprint.

    `named_now`: the viewer's catalog has a name for it by now, or had one all along that the askers may not see.
    """

    kind: GapKind
    code: str
    missing: str
    count: int = 0
    askers: dict[str, int] = field(default_factory=dict)
    catalogs: dict[str, int] = field(default_factory=dict)
    last: datetime | None = None
    examples: list[str] = field(default_factory=list)
    named_now: bool = False
    opened: list[str] = field(default_factory=list)  # what analysts noted who opened it at their desk

    def add(self, kept: Kept) -> None:
        """One more question, older than those before."""
        self.count += 1
        self.askers[kept.asker] = self.askers.get(kept.asker, 0) + 1
        version = (kept.body.get("receipt") or {}).get("catalog", "")
        self.catalogs[version] = self.catalogs.get(version, 0) + 1
        self.last = self.last or kept.asked_at
        if kept.question not in self.examples and len(self.examples) < EXAMPLES:
            self.examples.append(kept.question)


def gaps(project: Project, asker: Asker) -> list[Gap]:
    """The gaps that this asker may see: everybody's with the feature audit or verify, less what names something hidden from them; else
    their own."""
    own = None if sees_all(asker) else asker.id
    finder = project.sight(asker).finder
    found = gathered(project.journal.declined(own, NEWEST))
    if own is None:
        told, found = Told(project.finder, finder), with_opened(found, project)
        found = [told.of(gap) for gap in found if told.fits(gap.missing)]
    for gap in found:
        whole = (0, len(gap.missing))
        gap.named_now = gap.kind == "word" and any((match.start, match.end) == whole for match in finder.names(gap.missing))
    return found


def sees_all(asker: Asker) -> bool:
    """Whether somebody sees what everybody misses."""
    return asker.may("audit") or asker.may("verify")


def with_opened(found: list[Gap], project: Project) -> list[Gap]:
    """The gaps with those that analysts opened by hand, the most asked first."""
    gaps = {gap.missing.casefold(): gap for gap in found}
    for act in acts_of_kind(project, "gap"):
        kept = project.journal.find(act.answer, None)
        missing = act.facts["missing"] or kept.question
        gap = gaps.setdefault(missing.casefold(), Gap("word" if act.facts["missing"] else "question", "opened", missing))
        if gap.code == "opened" or kept.status != "declined":
            gap.add(kept)
        gap.opened.append(act.text)
    return sorted(gaps.values(), key=lambda gap: -gap.count)


@dataclass(frozen=True)
class Told:
    """What of others' words someone may be told: those in which the whole catalog's names are none but their own."""

    whole: Finder
    own: Finder

    def of(self, gap: Gap) -> Gap:
        """The gap without the questions and notes that name more."""
        return replace(gap, examples=list(filter(self.fits, gap.examples)), opened=list(filter(self.fits, gap.opened)))

    def fits(self, text: str) -> bool:
        known = {*self.own.catalog.metrics, *self.own.catalog.dimensions, *self.own.catalog.datasets}
        ids = {*self.whole.catalog.metrics, *self.whole.catalog.dimensions, *self.whole.catalog.datasets} - known
        if not ids.isdisjoint(re.findall(r"\w+", text)):
            return False
        own = {(match.kind, match.id, match.value) for match in self.own.names(text)}
        return all((match.kind, match.id, match.value) in own for match in self.whole.names(text))


def gathered(refused: Iterable[Kept]) -> list[Gap]:
    """The gaps of these refusals, newest first: the most asked first, of equally asked ones the latest."""
    found: dict[tuple[str, str, str], Gap] = {}
    for kept in refused:
        error = kept.body.get("error") or {}
        code = str(error.get("code", ""))
        if not code or code in NO_GAP:
            continue
        kind = KINDS.get(code, "question")
        for missing in dict.fromkeys(missing_in(kind, error.get("facts") or {}, kept)):
            gap = found.setdefault((kind, code if kind == "question" else "", missing.casefold()), Gap(kind, code, missing))
            gap.add(kept)
    return sorted(found.values(), key=lambda gap: -gap.count)


def missing_in(kind: GapKind, facts: Mapping[str, Any], kept: Kept) -> Iterator[str]:
    """Each word that was not placed by itself; else what the refusal's facts name."""
    if kind == "word" and facts.get("words"):
        yield from filter(None, map(str.strip, BETWEEN_WORDS.split(str(facts["words"]))))
        return
    named = [str(facts[name]) for name in FACTS if facts.get(name)]
    yield " · ".join(named) if named else kept.question


def under(gap: Gap, catalog: Catalog) -> int:
    """How often it was missed under this catalog's present version."""
    return gap.catalogs.get(catalog.fingerprint, 0)
