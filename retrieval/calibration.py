"""How far a score is to be trusted: per embedder, because the scores of two models mean different things."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

WORDS_ONLY = "words"  # the fingerprint of searching without vectors
STEPS, RATE = 4000, 0.5


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weight`: of the lexical score beside the dense one. P(no such thing) is logistic in the best score: 0.5 at `middle`."""

    weight: float
    middle: float
    slope: float

    def no_match(self, best: float) -> float:
        """How likely the text means nothing in the catalog, 0..1."""
        return 1 / (1 + math.exp(max(-50.0, min(50.0, self.slope * (best - self.middle)))))


@cache
def bundled() -> dict[str, Calibration]:
    """The calibrations that come with the program, by fingerprint."""
    found = json.loads(Path(__file__).with_name("calibrations.json").read_text(encoding="utf-8"))
    return {fingerprint: Calibration(**values) for fingerprint, values in found.items()}


def calibration_of(fingerprint: str, folder: Path | None = None) -> Calibration | None:
    """The calibration beside the index, or the bundled one; None for a model that nobody has calibrated."""
    if folder is not None:
        path = folder / "calibration.json"
        kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if fingerprint in kept:
            return Calibration(**kept[fingerprint])
    return bundled().get(fingerprint)


def keep(fingerprint: str, calibration: Calibration, folder: Path) -> None:
    """Store a calibration beside the index."""
    path = folder / "calibration.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps({**kept, fingerprint: asdict(calibration)}, indent=1), encoding="utf-8")
    aside.replace(path)


def fitted(weight: float, answerable: Sequence[float], unanswerable: Sequence[float]) -> Calibration:
    """The logistic curve through the best scores of texts that mean something and of texts that do not, both sides weighing the same."""
    labelled = [(score, 0.0, 0.5 / len(answerable)) for score in answerable]
    labelled += [(score, 1.0, 0.5 / len(unanswerable)) for score in unanswerable]
    middle = (sum(answerable) / len(answerable) + sum(unanswerable) / len(unanswerable)) / 2
    slope = 10.0
    for _ in range(STEPS):
        wrong = [(Calibration(weight, middle, slope).no_match(score) - label, score, share) for score, label, share in labelled]
        slope += RATE * 40 * sum(share * error * (score - middle) for error, score, share in wrong)
        middle -= RATE * 0.02 * slope / 10 * sum(share * error for error, _, share in wrong)
    return Calibration(weight, round(middle, 4), round(slope, 2))
