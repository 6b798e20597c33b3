"""Exploring: SQL over datasets for people who may, with their rows, columns and masks, marked as explored wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from assistant.answer import answer
from assistant.plan import Planned, SqlDraft
from assistant.plan_json import plan_as_json, plan_from_json
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.verified import NotVerifiable, verify
from tests.assistant.clinic import ACCESS, CATALOG, write_clinic
from ui.web.badge import badge

EXPLORERS = ACCESS.replace("    features: [detail_rows, audit]\n", "    features: [detail_rows, audit, explore]\n")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", EXPLORERS), env={}) as project:
        yield project


def explore(clinic: Project, text: str, user: str = "chief") -> Answer:
    return answer(Question(text), clinic, clinic.asker(user), planned=Planned(SqlDraft(text, explores=True), "person", "zh", written=text))


def counted(clinic: Project, text: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(clinic.file.source_path), read_only=True) as source:
        return source.execute(text).fetchall()


BY_WARD = "SELECT ward, count(*) AS n, median(fee) AS m FROM visits v JOIN sites s USING (site_id) {where} GROUP BY ward ORDER BY ward"


def test_a_figure_that_no_metric_has_is_what_sql_on_the_source_says(clinic: Project) -> None:
    assert list(explore(clinic, BY_WARD.format(where="")).rows) == counted(clinic, BY_WARD.format(where=""))


def test_a_narrowed_persons_exploration_counts_their_rows_only(clinic: Project) -> None:
    mine = explore(clinic, BY_WARD.format(where=""), "nurse")
    assert list(mine.rows) == counted(clinic, BY_WARD.format(where="WHERE region = '东区'"))
    assert explore(clinic, "SELECT count(*) FROM visits", "nurse").rows == tuple(
        counted(clinic, "SELECT count(*) FROM visits JOIN sites USING (site_id) WHERE region = '东区'")
    )


def test_it_is_marked_wherever_it_is_shown_and_nobody_vouches_for_it(clinic: Project) -> None:
    found = explore(clinic, "SELECT count(*) AS n FROM visits")
    assert found.tier == "unverified" and "探索" in str(badge(found)) and any("探索" in note for note in found.notes)
    with pytest.raises(NotVerifiable):
        verify(found, clinic, clinic.asker("chief"))
    assert found.planned is not None and plan_from_json(plan_as_json(found.planned.plan)) == found.planned.plan


@pytest.mark.parametrize(
    ("hidden", "nowhere"),
    [
        ("SELECT count(*) FROM wombatry", "SELECT count(*) FROM zebratry"),
        ("SELECT count(*) FROM main.wombatry", "SELECT count(*) FROM main.zebratry"),
        ("SELECT krypto_no FROM patients", "SELECT zebras_no FROM patients"),
        ("SELECT max(tier_code) FROM sites", "SELECT max(zebr_code) FROM sites"),
        ("SELECT count(*) FROM information_schema.tables", "SELECT count(*) FROM information_schema.zebras"),
    ],
)
def test_what_is_hidden_reads_like_what_is_not_there(clinic: Project, hidden: str, nowhere: str) -> None:
    first, second = explore(clinic, hidden, "nurse"), explore(clinic, nowhere, "nurse")
    assert first.trouble and second.trouble and first.status == second.status and not first.rows
    assert first.trouble.code == second.trouble.code
    assert not any(word in f"{first.trouble.facts.get('nearest')}{second.trouble.facts}" for word in ("wombatr", "krypto", "tier_code"))


@pytest.mark.parametrize(
    "text",
    [
        *("SELECT * FROM read_csv('/etc/passwd')", "FROM visits TABLESAMPLE 10%", "SELECT 1; SELECT 2", "DROP TABLE visits"),
        *("SELECT * FROM query_table('wombatry')", "INSERT INTO visits SELECT * FROM visits", "SELECT MEASURE(fees) FROM metrics"),
        *("WITH visits AS (SELECT * FROM wombatry) SELECT * FROM visits", "SELECT (SELECT max(weight) FROM wombatry) FROM sites"),
    ],
)
def test_nothing_but_visible_datasets_is_read(clinic: Project, text: str) -> None:
    found = explore(clinic, text, "nurse")
    assert found.status in ("declined", "refused") and not found.rows and not found.working.executed


def test_a_name_of_ones_own_may_hide_a_dataset(clinic: Project) -> None:
    assert explore(clinic, "WITH visits AS (SELECT 7 AS n) SELECT n FROM visits").rows == ((7,),)


def test_small_groups_are_not_explored(tmp_path_factory: pytest.TempPathFactory) -> None:
    guarded = CATALOG.replace("    time: day\n", "    time: day\n    privacy: {min_group: {entity: patient_id, size: 5}}\n")
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", catalog=guarded), env={}) as clinic:
        found = explore(clinic, "SELECT count(*) FROM visits")
        assert found.trouble and found.trouble.code == "small_groups_rows"
        assert explore(clinic, "SELECT count(*) FROM sites").rows == ((4,),)
