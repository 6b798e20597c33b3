"""How far a score is to be trusted: per embedder, because the scores of two models mean different things."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

WORDS_ONLY = "words"  # the fingerprint of searching without vectors
STEPS = 12
HELD_BACK = 1e-4  # ridge on the slope


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weight`: of the lexical score beside the dense one. P(no such thing) is logistic in the best score: 0.5 at `middle`."""

    weight: float
    middle: float
    slope: float

    def no_match(self, best: float) -> float:
        """How likely the text means nothing in the catalog, 0..1."""
        return logistic(-self.slope * (best - self.middle))


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
    """The logistic curve through the best scores of texts that mean something and of texts that do not, both sides weighing the same.

    Newton's method on the intercept and the slope, the slope held back a little so that it stays finite when no score is on the wrong side.
    """
    sides = ((answerable, 0.0), (unanswerable, 1.0))
    labelled = [(score, label, 0.5 / len(scores)) for scores, label in sides for score in scores]
    centre = sum(share * score for score, _, share in labelled)
    height = slope = 0.0
    for _ in range(STEPS):
        odds = [(logistic(height + slope * (score - centre)), score - centre, label, share) for score, label, share in labelled]
        pull = sum(share * (label - odd) for odd, _, label, share in odds)
        turn = sum(share * (label - odd) * score for odd, score, label, share in odds) - HELD_BACK * slope
        flat = sum(share * odd * (1 - odd) for odd, _, _, share in odds)
        skew = sum(share * odd * (1 - odd) * score for odd, score, _, share in odds)
        steep = sum(share * odd * (1 - odd) * score * score for odd, score, _, share in odds) + HELD_BACK
        scale = flat * steep - skew * skew
        height += (steep * pull - skew * turn) / scale
        slope += (flat * turn - skew * pull) / scale
    return Calibration(weight, round(centre - height / slope, 4), round(-slope, 2))


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, value))))
