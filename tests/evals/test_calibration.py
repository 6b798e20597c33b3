"""Calibration counts outcomes by how a question was read, on entries that are held out whatever their language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.offline.coverage import best_cover, margin
from assistant.offline.readings import MetricName, Reading
from assistant.plan import Clarify, Planned, Span
from assistant.usage import Usage
from evals.calibration import OUTCOMES, calibration_of, features, is_held_out
from evals.case import SUITES, read_suite
from evals.report import calibrated, summary
from evals.score import Scored
from tests.evals.answers import run, scored

WORD = Span(0, 3, "上个月", "period")


def read(item: Scored, **changes: object) -> Scored:
    planned = Planned(Clarify("x"), "offline", "zh", (WORD,))
    return replace(item, answer=replace(item.answer, planned=replace(planned, **changes)))  # type: ignore[arg-type]


def test_about_a_third_of_the_suites_is_held_out_and_both_languages_together() -> None:
    cases = [case for path in sorted(SUITES.glob("*.yaml")) for case in read_suite(path).cases]
    sides = {case.id: is_held_out(case.id) for case in cases}
    assert 0.28 < sum(sides.values()) / len(sides) < 0.39
    assert all(sides.get(f"{name.removesuffix('-zh')}-en", side) is side for name, side in sides.items() if name.endswith("-zh"))


@pytest.mark.parametrize(
    ("item", "feature", "value"),
    [
        (read(scored("a", "right")), "coverage", "complete"),
        (read(scored("a", "right"), caveats=("read_as",)), "coverage", "doubt"),
        (read(scored("a", "declined"), reading=(Span(0, 1, "x", "unplaced"),)), "coverage", "left_over"),
        (read(scored("a", "right"), notes=(("department_definition", ()),)), "definition", "department"),
        (read(scored("a", "right"), notes=(("all_data", ()),)), "period", "all_data"),
        (read(scored("a", "right"), usage=Usage(model="m", second="same")), "readers", "agree"),
        (read(scored("a", "right"), usage=Usage(model="m")), "readers", "no_second"),
        (read(scored("a", "right"), usage=Usage(model="m", second="away")), "readers", "away"),
        (read(scored("a", "right"), usage=Usage(model="m"), caveats=("model_only",)), "readers", "model"),
        (replace(scored("a", "right"), margin=0.5), "margin", "near"),
        (replace(scored("a", "right"), margin=12.0), "margin", "only"),
    ],
)
def test_each_fact_of_a_reading_is_a_feature(item: Scored, feature: str, value: str) -> None:
    assert dict(features(item))[feature] == value


def test_every_case_is_counted_once_for_each_feature() -> None:
    items = [scored(f"case{number}", "wrong" if number % 7 == 0 else "right") for number in range(60)]
    rows = calibration_of([run(items)])
    tiers = [row for row in rows if row.feature == "tier"]
    assert sum(row.held_out[code] + row.others[code] for row in tiers for code in OUTCOMES) == 60
    held = [item for item in items if is_held_out(item.case.id)]
    assert sum(row.held_out["wrong"] for row in tiers) == sum(item.outcome == "wrong" for item in held)
    table = calibrated([run(items)], "en")
    assert table[1][:4] == ("tier: verified", str(len(held)), str(len(held) - tiers[0].held_out["wrong"]), str(tiers[0].held_out["wrong"]))
    assert "校准" in summary([run(items)], "zh", True)


def test_the_margin_is_the_price_of_the_next_reading() -> None:
    text = "ab"
    whole, parts = Reading(0, 2, MetricName(("m",))), [Reading(0, 1, MetricName(("n",))), Reading(1, 2, MetricName(("o",)))]
    assert best_cover(text, [whole, *parts]).tokens[0].text == "ab"
    assert margin(text, [whole, *parts]) == pytest.approx(0.95)
    assert margin(text, [whole]) > 10
