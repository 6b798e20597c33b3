"""What an owner says to do about a change is shown word for word where its condition holds, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.causes import Breakdown, Causes, Part
from assistant.plays import plays
from assistant.project import open_project
from assistant.question import Question
from catalog.label import Label, Text
from catalog.metric import Aggregate, Metric, Play
from tests.conftest import AS_OF


def causes(change: float, *members: str, leading: int = 1) -> Causes:
    parts = tuple(Part("region", name, "value", 2.0, 1.0, change) for name in members)
    return Causes("profit", 2.0, 2.0 + change, change, breakdowns=(Breakdown("region", "difference", change, parts, leading=leading),))


def metric(*written: Play) -> Metric:
    return Metric("profit", Label("利润", "Profit"), Text(), Aggregate("sum", "amount", "orders"), "王倩", "销售", playbook=written)


SAID = Text("先看租金", "Look at the rent")


@pytest.mark.parametrize(
    ("play", "change", "is_shown"),
    [
        (Play(SAID, "fall"), -1.0, True),
        (Play(SAID, "fall"), 1.0, False),
        (Play(SAID, "rise"), 1.0, True),
        (Play(SAID, None, "region"), -1.0, True),
        (Play(SAID, None, "store"), -1.0, False),
        (Play(SAID, "fall", "region", "华东"), -1.0, True),
        (Play(SAID, "fall", "region", "华南"), -1.0, False),
        (Play(SAID, "rise", "region", "华东"), -1.0, False),
    ],
)
def test_a_play_is_shown_where_its_condition_holds(play: Play, change: float, is_shown: bool) -> None:
    found = plays(causes(change, "华东", "华南"), metric(play), "zh")
    assert found == (("指标负责人王倩的建议：先看租金",) if is_shown else ())


def test_members_that_are_not_named_as_causes_hold_no_condition() -> None:
    assert plays(causes(-1.0, "华东", leading=0), metric(Play(SAID, None, "region")), "en") == ()


def test_a_change_of_nothing_has_no_way() -> None:
    still = replace(causes(-1.0, "华东"), change=0.0)
    assert plays(still, metric(Play(SAID, "fall"), Play(SAID, "rise")), "zh") == ()


def test_the_owner_of_the_sample_profit_speaks_only_of_the_store_that_loses(retail: Path) -> None:
    with open_project(retail, today=AS_OF, build=False, env={}) as project:
        lost, earned = (
            answer(Question(text), project, project.asker("boss")) for text in ("上个月营业利润到底亏在哪", "华南上个月营业利润为什么变化")
        )
        assert [line for line in lost.findings if "指标负责人李明的建议" in line]
        assert not [line for line in earned.findings if "建议" in line]
