"""What a planner may know for an asker: members of narrowed tables are looked up under their own policy, others not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import members_path
from assistant.project import Project, open_project
from sql_guard.errors import NotReady
from sql_guard.guard import guard
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def test_a_damaged_file_of_members_says_how_to_mend_it(project: Project, tmp_path: Path) -> None:
    damaged = replace(project.edition, file=replace(project.file, state=tmp_path))
    members_path(damaged.file, damaged.facts.members).write_bytes(b"no database at all" * 100)
    with pytest.raises(NotReady) as told:
        damaged.open_members()
    assert told.value.code == "members_unreadable"


def members(project: Project, user: str, dimension: str) -> set[str]:
    return set(map(str, project.sight(project.access.asker(user)).finder.members.values(dimension)))


def looked_up(project: Project, user: str, sql: str) -> set[str]:
    policy = project.policy(project.access.asker(user))
    return {str(row[0]) for row in project.engine.run(guard(sql, policy), policy.limits).rows}


def test_a_row_rule_narrows_the_members_that_can_be_named(project: Project) -> None:
    assert members(project, "manager_east", "region") == {"华东"}
    assert members(project, "manager_east", "store") == looked_up(project, "boss", "SELECT store_name FROM stores WHERE region = '华东'")
    assert members(project, "manager_shanghai", "store") == looked_up(project, "boss", "SELECT store_name FROM stores WHERE store_id = 101")


def test_members_of_tables_without_a_row_rule_are_all_there(project: Project) -> None:
    assert members(project, "manager_east", "category") == members(project, "boss", "category")
    assert len(members(project, "boss", "region")) == 6


def test_someone_without_row_rules_needs_no_look_up(retail: Path) -> None:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        opened.sight(opened.access.asker("boss"))
        assert opened.engine.idle == []
        assert opened.engine.starting == []


def test_a_dimension_that_is_hidden_has_no_members(project: Project) -> None:
    seen = project.sight(project.access.asker("intern"))
    assert "position" not in seen.catalog.dimensions
    assert list(seen.finder.members.values("position")) == []
