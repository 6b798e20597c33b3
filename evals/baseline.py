"""What a suite's cases came to when it was last accepted, and what has become worse or better since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from evals.errors import BadSuite
from evals.score import Outcome, Scored

BASELINES = Path(__file__).parent / "baselines"
Outcomes = Mapping[str, Outcome]


@dataclass(frozen=True)
class Verdict:
    """Case ids by what became of them. `new_wrong`, `new_failed` and `lost` (was right, is declined or asked back) fail a run."""

    new_wrong: tuple[str, ...] = ()
    new_failed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    known: bool = False  # whether there was a baseline

    @property
    def passes(self) -> bool:
        return not (self.new_wrong or self.new_failed or self.lost)

    @property
    def worse(self) -> frozenset[str]:
        return frozenset((*self.new_wrong, *self.new_failed, *self.lost))


def compared(scored: Sequence[Scored], before: Outcomes | None) -> Verdict:
    """What changed against the baseline; without one every wrong or failed case is new, and corrections are presumed to hold."""
    presumed: dict[str, Outcome] = {item.case.id: item.case.presumed for item in scored if item.case.presumed is not None}
    known = {**presumed, **(before or {})}
    now = {item.case.id: item.outcome for item in scored}

    def changed(to: set[Outcome], since: set[Outcome | None]) -> tuple[str, ...]:
        return tuple(name for name, outcome in now.items() if outcome in to and known.get(name) in since)

    return Verdict(
        new_wrong=changed({"wrong"}, {None, "right", "declined", "clarified", "failed"}),
        new_failed=changed({"failed"}, {None, "right", "declined", "clarified", "wrong"}),
        lost=changed({"declined", "clarified"}, {"right"}),
        gained=changed({"right"}, {"declined", "clarified", "wrong", "failed"}),
        gone=tuple(name for name in known if name not in now),
        known=before is not None,
    )


def baseline_file(folder: Path, suite: str, planner: str) -> Path:
    """One file a suite; other planners than the offline one have a folder of their own."""
    return (folder if planner == "offline" else folder / planner) / f"{suite}.json"


def read_baseline(file: Path) -> Outcomes | None:
    """The outcomes by case id, or None when there is no file. Raises BadSuite for one that cannot be read."""
    if not file.is_file():
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["outcomes"]
        faults = [name for name, outcome in found.items() if outcome not in get_args(Outcome)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSuite("suite_unreadable", file=file, reason=repr(error)) from error
    if faults:
        raise BadSuite("suite_faulty", file=file, faults=faults)
    return {str(name): outcome for name, outcome in found.items()}


def write_baseline(file: Path, suite: str, scored: Sequence[Scored]) -> None:
    """Accepts these outcomes, one case a line so that a change is easy to review."""
    file.parent.mkdir(parents=True, exist_ok=True)
    body = {"suite": suite, "outcomes": {item.case.id: item.outcome for item in scored}}
    file.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
