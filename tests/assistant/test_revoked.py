"""What is taken away in the access file is gone at the next question, in the same process and in another one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.recall import recalled, scope_of
from assistant.record import Answer
from assistant.record_json import from_json
from catalog.errors import Unknown
from sql_guard.errors import NotReady
from tests.assistant.clinic import ACCESS, write_clinic

WHOLE, BOUNDED = 'metrics: ["*"], clearance: restricted', 'metrics: ["*"], rows: {sites: "region = \'东区\'"}'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic"), env={}) as project:
        yield project


@pytest.fixture
def clinic(built: Project) -> Iterator[Project]:
    """The clinic, whose access file is afterwards as it was."""
    yield built
    built.file.access.write_text(ACCESS, "utf-8")


def change(clinic: Project, old: str, new: str) -> None:
    text = clinic.file.access.read_text("utf-8")
    assert old in text
    clinic.file.access.write_text(text.replace(old, new), "utf-8")


def kept(clinic: Project, text: str, user: str = "chief") -> Answer:
    found = answer(Question(text), clinic, clinic.asker(user))
    clinic.journal.keep(found)
    return found


def in_another_process(clinic: Project, *arguments: str) -> tuple[int, str]:
    program = "import sys; from ui.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, *arguments, "--project", str(clinic.file.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_narrowed_person_is_not_shown_the_old_answer_and_asks_under_the_new_rights(clinic: Project) -> None:
    asker = clinic.asker("chief")
    old = kept(clinic, "各院区的诊疗费")
    assert len(old.rows) == 4
    change(clinic, WHOLE, BOUNDED)
    shown = recalled(from_json(clinic.journal.find(old.id, "chief").body), clinic, asker)
    assert (shown.status, shown.rows, shown.working.executed) == ("declined", (), "")
    assert len(answer(Question("各院区的诊疗费"), clinic, asker).rows) == 3


def test_text_is_withheld_and_replay_runs_under_the_new_rights_in_a_second_process(clinic: Project) -> None:
    old = kept(clinic, "各院区的诊疗费")
    secret = kept(clinic, "鹦鹉毛利")
    change(clinic, WHOLE, BOUNDED)
    code, told = in_another_process(clinic, "replay", old.id, "--json", "--as", "chief")
    found = json.loads(told)
    assert (code, found["identical"], len(found["answer"]["rows"])) == (8, False, 3)
    assert "凤凰岛" not in told
    code, told = in_another_process(clinic, "replay", secret.id, "--json", "--as", "chief")
    found = json.loads(told)["answer"]
    assert (found["status"], found["rows"], found["metric_query"]) == ("declined", [], None)
    assert "zorblat" not in told
    assert in_another_process(clinic, "replay", old.id, "--as", "nurse")[1] == ""


def test_a_feature_that_is_taken_away_is_gone_at_the_next_question(clinic: Project) -> None:
    asker = clinic.asker("nurse")
    assert answer(Question("list the visits"), clinic, asker).status == "answered"
    change(clinic, "features: [detail_rows, audit]\n", "features: [audit]\n")
    assert answer(Question("list the visits"), clinic, asker).trouble.code == "rows_not_shown"  # type: ignore[union-attr]


def test_a_person_who_is_removed_is_unknown(clinic: Project) -> None:
    asker = clinic.asker("clerk")
    change(clinic, "  clerk: {name: 小文, department: 财务, roles: [clerk]}\n", "")
    assert answer(Question("诊疗费"), clinic, asker).trouble.code == "unknown_person"  # type: ignore[union-attr]
    with pytest.raises(Unknown):
        clinic.asker("clerk")


def test_while_the_file_has_a_fault_nothing_is_answered_and_afterwards_all_is_well(clinic: Project) -> None:
    asker = clinic.asker("clerk")
    change(clinic, "roles: [clerk]", "roles: [clark]")
    found = answer(Question("诊疗费"), clinic, asker)
    assert (found.status, found.trouble.code, found.rows) == ("failed", "access_unreadable", ())  # type: ignore[union-attr]
    assert "access.yaml:" in found.headline
    with pytest.raises(NotReady):
        clinic.asker("chief")
    change(clinic, "roles: [clark]", "roles: [clerk]")
    assert answer(Question("诊疗费"), clinic, asker).status == "answered"


def test_equal_people_share_a_scope_and_others_do_not(clinic: Project) -> None:
    nurse = clinic.asker("nurse")
    scope = scope_of(clinic, nurse)
    assert scope_of(clinic, replace(nurse, id="another", name="其他")) == scope
    narrowed = (replace(nurse, attributes=(("regions", ("西区",)),)), replace(nurse, features=("audit",)), clinic.asker("clerk"))
    assert len({scope, *(scope_of(clinic, each) for each in narrowed)}) == 4


def test_an_answer_that_was_troubled_under_wider_rights_is_withheld_too(clinic: Project) -> None:
    """Its error may name what is hidden now."""
    found = answer(Question("zorblat margn by wrd"), clinic, clinic.asker("chief"))
    change(clinic, WHOLE, BOUNDED)
    assert "zorblat" not in repr(recalled(found, clinic, clinic.asker("chief"))).replace(found.question, "")
