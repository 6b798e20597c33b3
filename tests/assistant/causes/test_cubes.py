"""Random cubes against a reference in plain Python: every part, every sum, and whatever order the dimensions come in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from assistant.causes import Breakdown, Causes, explain_change, rounded
from assistant.plan import Why
from assistant.project import Project, open_project
from assistant.watch import Watch
from catalog.period import Period
from catalog.query import Measure, MemberFilter, MetricQuery
from tests.assistant.causes import cubes as made
from tests.assistant.causes.cubes import Row

JANUARY, FEBRUARY = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1), date(2026, 3, 1))
ALL = 1000


@pytest.fixture(scope="module")
def cubes(seed: int) -> list[list[Row]]:
    return [made.made_cube(number, Random(seed * 10_000 + number)) for number in range(ALL)]


@pytest.fixture(scope="module")
def project(cubes: list[list[Row]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(made.write_cubes(tmp_path_factory.mktemp("cubes") / "cubes", cubes), env={}) as opened:
        yield opened


def explained(project: Project, cube: int, metric: str, by: tuple[str, ...] = ()) -> Causes:
    own = (MemberFilter("cube", (str(cube),)),)
    before, after = (MetricQuery((Measure(metric),), filters=own, periods=(period,)) for period in (JANUARY, FEBRUARY))
    asker = project.asker("boss")
    return explain_change(Why(before, after, by=by), project, project.sight(asker), asker, Watch())


def close(one: float, other: float, size: float) -> bool:
    return abs(one - other) <= 1e-9 * max(size, 1e-6)


def check(project: Project, cube: int, rows: list[Row], metric: str) -> int:
    """Compares one cube's causes with the reference; how many breakdowns there were to compare."""
    found = explained(project, cube, metric)
    value = made.VALUES[metric]
    sides = value(made.total(rows, False)), value(made.total(rows, True))
    assert (found.before is None, found.after is None) == (sides[0] is None, sides[1] is None), (cube, metric)
    if found.change is None:
        assert not found.breakdowns
        return 0
    assert sides[0] is not None and sides[1] is not None
    assert close(found.change, sides[1] - sides[0], max(map(abs, sides)))  # type: ignore[arg-type]  # both known
    return sum(checked(each, rows, metric) for each in found.breakdowns)


def checked(each: Breakdown, rows: list[Row], metric: str) -> int:
    """One breakdown and those below it against the reference."""
    for name, member in each.within:
        rows = [row for row in rows if row.members[name] == member]
    metric = each.of or metric
    size = max([1.0, *(abs(value) for part in each.parts for value in (part.before, part.after, part.adds) if value is not None)])
    assert close(math.fsum(part.adds for part in each.parts), each.change, size), each
    assert sum(rounded(each, 1).adds) == rounded(each, 1).change
    if each.method == "difference":
        adds = made.adds_of_sum(rows, metric, each.by)
        named = {part.member: part.adds for part in each.parts if part.effect == "value"}
        assert all(close(value, adds[member], size) for member, value in named.items()), each
        assert set(named) <= set(adds)
    elif each.method == "mix_rate":
        effects = made.effects_of_ratio(rows, metric, each.by)
        for part in each.parts:
            if part.effect != "rest":
                assert close(
                    part.adds, effects[part.member][part.effect == "rate"], max(1.0, *(abs(v) for e in effects.values() for v in e))
                )
    elif metric in made.INPUTS:
        averages = made.averaged(rows, metric)
        assert averages is not None
        assert all(close(part.adds, averages[part.name], max(size, *map(abs, averages.values()))) for part in each.parts), each
    return 1 + sum(checked(inner, rows, metric) for inner in each.below)


def test_a_sample_of_cubes_is_split_as_by_hand(project: Project, cubes: list[list[Row]], seed: int) -> None:
    chance = Random(seed)
    metrics = chance.sample(list(made.VALUES), 5)
    compared = [check(project, cube, cubes[cube], metric) for metric in metrics for cube in chance.sample(range(ALL), 1)]
    assert sum(compared) > 1


@pytest.mark.prove
def test_every_cube_is_split_as_by_hand(project: Project, cubes: list[list[Row]]) -> None:
    metrics = list(made.VALUES)
    assert sum(check(project, cube, rows, metrics[cube % len(metrics)]) for cube, rows in enumerate(cubes)) > ALL


def test_the_order_of_dimensions_does_not_matter(project: Project, seed: int) -> None:
    chance = Random(seed + 1)
    for cube in chance.sample(range(ALL), 1):
        for metric in ("x", "rate"):
            one, other = (explained(project, cube, metric, by) for by in (made.DIMENSIONS, made.DIMENSIONS[::-1]))
            assert {text_of(each) for each in one.breakdowns} == {text_of(each) for each in other.breakdowns}


def text_of(breakdown: Breakdown) -> str:
    """A breakdown without the order of what is equally large."""
    return repr((breakdown.by, breakdown.leading, sorted(map(repr, (replace(part, query=None) for part in breakdown.parts)))))
