"""Changes that have little to split: no base, no change, nothing at all, one member, ten thousand, losses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

import pytest

from assistant.causes import Causes, explain_change
from assistant.plan import Why
from assistant.project import Project, open_project
from assistant.watch import Watch
from catalog.period import Period
from catalog.query import Measure, MemberFilter, MetricQuery
from tests.assistant.causes.cubes import Row, write_cubes

MANY = 12_000  # members of a dimension, more than an answer may hold
BIG = 1_000_000.0


def row(cube: str, later: bool, ware: str, x: float | None, town: str = "t0") -> Row:
    return Row(cube, later, {"land": "l0", "town": town, "kind": None, "ware": ware}, {"x": x, "y": x, "z": x})


def rows() -> Iterator[Row]:
    for number in range(MANY):
        yield row("many", False, f"w{number}", 10.0)
        yield row("many", True, f"w{number}", BIG if number == 777 else 9.0)
    for later in (False, True):
        for ware, amount in (("a", 5.0), ("b", 7.0)):
            yield row("same", later, ware, amount)
            yield row("nothing", later, ware, None)
            yield row("nought", later, ware, amount if later else 0.0)
            yield row("losses", later, ware, -amount * (10 if later and ware == "b" else 1))
        yield row("one", later, "a", 9.0 if later else 5.0)
        yield row("turned", later, "a", 100.0 if later else -100.0)
        yield row("turned", later, "b", -100.0 if later else 100.0)
    yield row("new", True, "a", 5.0)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_cubes(tmp_path_factory.mktemp("hostile") / "cubes", [list(rows())]), env={}) as opened:
        yield opened


def explained(project: Project, cube: str, metric: str = "x") -> Causes:
    own = (MemberFilter("cube", (cube,)),)
    months = (Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1), date(2026, 3, 1)))
    before, after = (MetricQuery((Measure(metric),), filters=own, periods=(period,)) for period in months)
    asker = project.asker("boss")
    return explain_change(Why(before, after), project, project.sight(asker), asker, Watch())


def test_of_ten_thousand_members_the_one_that_matters_is_named_and_the_rest_adds_up(project: Project) -> None:
    found = explained(project, "many")
    first = next(each for each in found.breakdowns if each.by == "ware")
    assert (first.parts[0].member, first.parts[0].after, first.leading) == ("w777", BIG, 1)
    assert first.parts[-1].effect == "rest"
    assert math.fsum(part.adds for part in first.parts) == pytest.approx(BIG - 9 - MANY)
    assert len(first.parts) < 20


def test_no_change_names_nobody(project: Project) -> None:
    for metric in ("x", "rate", "gain", "margin"):
        found = explained(project, "same", metric)
        assert (found.change, [each.leading for each in found.breakdowns if each.leading]) == (0.0, [])


@pytest.mark.parametrize(("cube", "metric"), [("nothing", "x"), ("nothing", "gain"), ("new", "x"), ("nought", "rate"), ("turned", "rate")])
def test_a_side_without_a_value_has_no_change(project: Project, cube: str, metric: str) -> None:
    found = explained(project, cube, metric)
    assert (found.change, [each.code for each in found.findings], found.breakdowns) == (None, ["no_value"], ())


def test_a_base_of_nought_is_split_by_what_came(project: Project) -> None:
    found = explained(project, "nought")
    (ware,) = [each for each in found.breakdowns if each.by == "ware"]
    assert {part.member: part.adds for part in ware.parts} == {"a": 5.0, "b": 7.0}


def test_one_member_explains_nothing(project: Project) -> None:
    found = explained(project, "one")
    assert found.change == 4.0
    assert [each.code for each in found.findings if each.code == "cannot_be_split"] == ["cannot_be_split"]
    assert not [each for each in found.breakdowns if each.method == "difference"]


def test_a_loss_that_grows_is_named_after_who_made_it(project: Project) -> None:
    found = explained(project, "losses")
    assert (found.before, found.after) == (-12.0, -75.0)
    (ware,) = [each for each in found.breakdowns if each.by == "ware"]
    assert (ware.parts[0].member, ware.parts[0].adds, ware.leading) == ("b", -63.0, 1)


def test_members_that_change_places_add_up_to_nothing(project: Project) -> None:
    found = explained(project, "turned")
    assert (found.change, [each.leading for each in found.breakdowns if each.leading]) == (0.0, [])
