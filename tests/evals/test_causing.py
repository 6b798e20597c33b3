"""What finding causes is measured with has a cause to find."""

from __future__ import annotations

from pathlib import Path

from assistant.project import open_project
from evals.bench.causing import explained, written


def test_the_store_that_sells_more_and_the_category_that_costs_more_are_found(tmp_path: Path) -> None:
    with open_project(written(tmp_path, 60_000), env={}) as project:
        paid, margin = explained(project, "paid"), explained(project, "margin")
    by = {each.by: each for each in margin.breakdowns}
    assert (by["category"].parts[0].member, by["category"].parts[0].effect, by["category"].leading) == ("c3", "rate", 1)
    assert [(each.by, each.parts[0].member) for each in paid.breakdowns if each.leading] == [("store", "s17")]
    assert 0 < paid.queries < 60 and 0 < margin.queries < 60
