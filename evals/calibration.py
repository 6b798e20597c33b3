"""How often each kind of reading is right, on questions held out by a digest of their ids, so that no figure judges what it tuned.

It only counts: no figure here, and no score anywhere, raises the tier of an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from evals.score import Outcome, Scored

if TYPE_CHECKING:
    from evals.run import Run

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
PARTS = 3  # of which one is held out
NEAR, NO_OTHER = 1.0, 10.0  # a reading more, and a character that nothing reads: see assistant/offline/coverage.py
DEFINITIONS = {
    "settled_definition": "conversation",
    "department_definition": "department",
    "default_definition": "default",
    "reaching_definition": "reach",
}
Counts = dict[str, int]


@dataclass(frozen=True)
class CalibrationRow:
    """The outcomes of all cases with one value of one feature; `right_answers` are those of `right` that have a number."""

    feature: str
    value: str
    held_out: Counts
    others: Counts


def is_held_out(case_id: str) -> bool:
    """Both languages of an entry are on the same side."""
    entry = case_id.rsplit("-", 1)[0]
    return int.from_bytes(hashlib.sha256(entry.encode()).digest()[:4]) % PARTS == 0


def calibration_of(runs: Sequence[Run]) -> list[CalibrationRow]:
    """One row each feature and value that occurs, in the order of the features, the commonest value first."""
    found: dict[tuple[str, str], CalibrationRow] = {}
    order: dict[str, int] = {}
    for item in (item for run in runs for item in run.scored):
        for feature, value in features(item):
            order.setdefault(feature, len(order))
            row = found.setdefault((feature, value), CalibrationRow(feature, value, empty(), empty()))
            counts = row.held_out if is_held_out(item.case.id) else row.others
            counts[item.outcome] += 1
            counts["right_answers"] += item.outcome == "right" and item.answer.status == "answered"
    return sorted(found.values(), key=lambda row: (order[row.feature], -sum(row.held_out[code] for code in OUTCOMES), row.value))


def empty() -> Counts:
    return dict.fromkeys((*OUTCOMES, "right_answers"), 0)


def features(item: Scored) -> Iterator[tuple[str, str]]:
    """What is known of how a question was read, without knowing whether the answer is right."""
    yield "tier", item.answer.tier
    yield "coverage", coverage(item)
    yield "margin", margin(item)
    yield "readers", readers(item)
    yield "definition", definition(item)
    yield "period", period(item)
    yield "turn", "follow_up" if item.case.turns else "first"


def coverage(item: Scored) -> str:
    planned = item.answer.planned
    if planned is None or not planned.reading:
        return "unread"
    if any(span.kind == "unplaced" for span in planned.reading):
        return "left_over"
    return "doubt" if "read_as" in planned.caveats else "complete"


def margin(item: Scored) -> str:
    if item.margin is None:
        return "unknown"
    return "near" if item.margin < NEAR else "apart" if item.margin < NO_OTHER else "only"


def readers(item: Scored) -> str:
    planned = item.answer.planned
    if planned is None or planned.usage is None:
        return "words"
    if item.answer.trouble is not None and item.answer.trouble.code == "readers_differ":
        return "differ"
    if "model_only" in planned.caveats:
        return "model"
    return {"same": "agree", "away": "away"}.get(planned.usage.second, "no_second")


def definition(item: Scored) -> str:
    if item.answer.status == "clarify":
        return "asked"
    noted = [DEFINITIONS[code] for code, _ in notes(item) if code in DEFINITIONS]
    return noted[0] if noted else "plain"


def period(item: Scored) -> str:
    codes = {code for code, _ in notes(item)}
    return "all_data" if "all_data" in codes else "usual" if "default_period" in codes else "named"


def notes(item: Scored) -> Sequence[tuple[str, object]]:
    return item.answer.planned.notes if item.answer.planned else ()
