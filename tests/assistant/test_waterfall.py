"""The waterfall begins at the value before, goes through every part and ends at the value after, and each part's bar asks its own query."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from assistant.causes import Breakdown, Causes, Part
from assistant.chart.waterfall import ASK, COLOURS, waterfall
from assistant.plan import Why
from assistant.told_causes import Speaker
from catalog.label import Language
from catalog.query import Measure, MetricQuery
from tests.assistant.offline.sights import catalog

PLAIN = MetricQuery((Measure("gross_profit"),))


def drawn(before: float, after: float, *adds: float, language: Language = "zh") -> dict[str, Any]:
    parts = tuple(Part("region", f"<大区{place}>", "value", None, None, each, PLAIN) for place, each in enumerate(adds))
    found = Breakdown("region", "difference", after - before, parts)
    causes = Causes("gross_profit", before, after, after - before, breakdowns=(found,))
    told = Speaker(catalog("retail"), language, Why(PLAIN, PLAIN), causes).told()
    chart = waterfall(told.splits[0], told, causes, language)
    assert chart is not None
    return dict(chart)


def bars(chart: dict[str, Any]) -> list[dict[str, Any]]:
    return list(chart["data"]["values"])


@pytest.mark.parametrize(
    ("before", "after", "adds"),
    [
        (100.0, 130.0, (50.0, -20.0)),
        (-40.0, -90.0, (-60.0, 10.0)),
        (10.0, -10.0, (-20.0,)),
        (1e9, 1e9 + 5, (5.0,)),
        (0.0, 0.0, (3.0, -3.0)),
    ],
)
def test_each_bar_begins_where_the_one_before_ends(before: float, after: float, adds: tuple[float, ...]) -> None:
    first, *parts, last = bars(drawn(before, after, *adds))
    reached = first["end"]
    for part in parts:
        assert part["start"] == pytest.approx(reached)
        reached = part["end"]
    assert reached == pytest.approx(last["end"])


def test_everything_lies_inside_the_axis_with_room_for_labels() -> None:
    for chart in (drawn(100.0, 130.0, 50.0, -20.0), drawn(-40.0, -90.0, -60.0, 10.0), drawn(1e6, 1.001e6, 3e3, -2e3)):
        low, high = chart["layer"][0]["encoding"]["x"]["scale"]["domain"]
        ends = [bar[key] for bar in bars(chart) for key in ("start", "end")]
        assert low <= min(ends) and max(ends) < high


def test_parts_too_small_to_be_seen_cut_the_axis_and_it_says_so() -> None:
    chart = drawn(1e6, 1.001e6, 3e3, -2e3)
    assert bars(chart)[0]["start"] > 0 and "轴不从 0 开始" in chart["layer"][0]["encoding"]["x"]["title"]
    plain = drawn(100.0, 130.0, 50.0, -20.0)
    assert bars(plain)[0]["start"] == 0 and "不从 0" not in plain["layer"][0]["encoding"]["x"]["title"]


def test_up_and_down_have_colours_of_their_own_and_say_their_sign() -> None:
    parts = bars(drawn(100.0, 130.0, 50.0, -20.0, language="en"))[1:-1]
    assert [(part["kind"], part["label"][0]) for part in parts] == [("up", "+"), ("down", "-")]
    assert len(set(COLOURS.values())) == 3


def test_a_bar_carries_the_words_of_its_row_and_names_stay_text() -> None:
    part = bars(drawn(100.0, 130.0, 30.0))[1]
    assert part["name"] == "<大区0>" and part["ask"].startswith(ASK)
    assert "<大区0>" in unquote(part["ask"][len(ASK) :]) and "<" not in part["ask"]


def test_two_parts_of_one_name_are_two_bars() -> None:
    parts = tuple(Part("region", "华东", effect, 0.3, 0.4, 0.05, PLAIN) for effect in ("value", "value"))  # type: ignore[arg-type]
    causes = Causes("gross_profit", 0.0, 0.1, 0.1, breakdowns=(Breakdown("region", "difference", 0.1, parts),))
    told = Speaker(catalog("retail"), "zh", Why(PLAIN, PLAIN), causes).told()
    chart = waterfall(told.splits[0], told, causes, "zh")
    assert chart is not None and len({bar["name"] for bar in chart["data"]["values"]}) == len(chart["data"]["values"])
