"""What `wenshu access explain` and `review` say is what the person's questions meet, with the rule and its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.review import review
from assistant.rights import Decision, Rights, RowScope
from catalog.errors import Unknown
from sql_guard.guard import guard
from tests.assistant.clinic import write_clinic
from ui.cli.access_review import as_csv, as_table, review_as_json


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic"), env={}) as project:
        yield project


def rights(clinic: Project, user: str) -> Rights:
    return Rights.of(clinic, clinic.asker(user))


def why(clinic: Project, user: str, name: str) -> list[tuple[str, str, str]]:
    first = rights(clinic, user).about(name)[0]
    assert isinstance(first, Decision)
    return [(reason.verdict, reason.rule, reason.where) for reason in first.reasons]


def test_every_decision_is_what_the_persons_sight_and_policy_say(clinic: Project) -> None:
    for user in clinic.access.people:
        found, asker = rights(clinic, user), clinic.asker(user)
        assert {each.name for each in found.metrics if each.allowed} == set(clinic.sight(asker).catalog.metrics)
        assert {each.name for each in found.dimensions if each.allowed} == set(clinic.sight(asker).catalog.dimensions)
        readable = {(table.name, column.name) for table in clinic.policy(asker).tables for column in table.columns}
        assert {tuple(each.name.split(".")) for each in found.columns if each.allowed and not each.name.startswith("calendar.")} == {
            each for each in readable if each[0] != "calendar"
        }


def test_a_decision_is_allowed_exactly_when_no_reason_is_against_it(clinic: Project) -> None:
    for user in clinic.access.people:
        found = rights(clinic, user)
        for each in (*found.metrics, *found.dimensions, *found.features, *found.columns):
            assert each.allowed == all(reason.allows for reason in each.reasons), each


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("fees", [("granted", "nurse.metrics.fees", "access.yaml:8"), ("rows_restricted", "nurse.rows.sites", "access.yaml:11")]),
        ("quillon_outlay", [("not_granted", "", ""), ("rows_restricted", "nurse.rows.sites", "access.yaml:11")]),
        (
            "zorblat_margin",
            [("above_clearance", "nurse.clearance", "access.yaml:7"), ("rows_restricted", "nurse.rows.sites", "access.yaml:11")],
        ),
        (
            "vexilo_tier",
            [
                ("granted", "nurse.dimensions.*", "access.yaml:7"),
                ("denied", "nurse.deny_dimensions.vexilo_*", "access.yaml:10"),
                ("rows_restricted", "nurse.rows.sites", "access.yaml:11"),
            ],
        ),
        ("patients.krypto_no", [("sensitive", "", "")]),
        ("visits.fee", [("shown", "", "")]),
        ("export", [("not_granted", "", "")]),
        ("audit", [("granted", "nurse.features.audit", "access.yaml:12")]),
    ],
)
def test_why_names_the_rule_and_its_line(clinic: Project, name: str, reasons: list[tuple[str, str, str]]) -> None:
    assert why(clinic, "nurse", name) == reasons


def test_rows_are_told_in_words_and_as_the_sql_that_every_query_carries(clinic: Project) -> None:
    [scope] = [each for each in rights(clinic, "nurse").about("visits") if isinstance(each, RowScope)]
    assert [(rule.dataset, rule.predicate, rule.paths) for rule in scope.rules if rule.paths] == [
        ("sites", "region IN ('东区')", ("visits.site_id = sites.site_id",))
    ]
    asker = clinic.asker("nurse")
    assert scope.sql in guard("SELECT count(*) FROM visits", clinic.policy(asker)).text
    assert clinic.engine.run(guard(scope.sql.replace("serving.main.", ""), clinic.policy(asker)), clinic.policy(asker).limits).rows


def test_a_person_without_the_attribute_is_told_which_one_is_lacking(clinic: Project) -> None:
    bare = Rights.of(clinic, replace(clinic.asker("nurse"), attributes=()))
    [rule] = [rule for rule in bare.scope("sites").rules if rule.dataset == "sites"]
    assert (rule.lacking, rule.predicate) == (("regions",), "FALSE")


def test_what_is_not_there_cannot_be_asked_about(clinic: Project) -> None:
    with pytest.raises(Unknown) as told:
        rights(clinic, "chief").about("feees")
    assert (told.value.code, told.value.facts["nearest"][0]) == ("unknown_right", "fees")  # type: ignore[index]


def test_the_review_finds_roles_of_nobody_idle_people_and_unused_grants(clinic: Project) -> None:
    asker = clinic.asker("nurse")
    clinic.journal.keep(answer(Question("各院区的诊疗费"), clinic, asker))
    found = review(clinic, 90)
    used = {entry.rights.asker.id: (entry.used.questions, list(entry.used.metrics)) for entry in found.entries}
    assert used == {"clerk": (0, []), "chief": (0, []), "nurse": (1, ["fees"])}
    idle = [dict(fault.facts)["user"] for fault in found.findings if fault.code == "person_asked_nothing"]
    assert idle == ["clerk", "chief"]
    told = [dict(fault.facts) for fault in found.findings]
    unused = {facts["role"]: facts["patterns"] for facts in told if "patterns" in facts}
    assert unused["chief"] == "*"
    assert unused["nurse"] == "surplus, outlay_rate, fees_of_regulars, visit_count, patients_seen"


def test_the_review_reads_the_same_as_table_csv_and_json(clinic: Project) -> None:
    found = review(clinic, 90)
    lines = list(csv.DictReader(io.StringIO(as_csv(found, "en").lstrip("\ufeff"))))
    metrics = {line["item"] for line in lines if line["user"] == "nurse" and line["kind"] == "metric"}
    told = {person["user"]: person for person in review_as_json(found, "zh")["people"]}
    assert metrics == {name for names in told["nurse"]["metrics"].values() for name in names}
    assert told["chief"]["metrics"]["restricted"] == ["zorblat_margin"]
    rows = {line["item"]: line["decision"] for line in lines if line["user"] == "nurse" and line["kind"] == "rows"}
    assert rows["visits"] == "sites: region IN ('东区')"
    for language, all_rows in (("zh", "全部"), ("en", "all")):
        table = as_table(found, language).splitlines()  # type: ignore[arg-type]
        assert all_rows in table[3] and "region IN ('东区')" in table[4]


def test_the_review_of_a_day_nobody_asked_on_has_no_use_in_it(clinic: Project, tmp_path: Path) -> None:
    later = replace(clinic)
    later.clock = lambda: clinic.clock().replace(year=clinic.clock().year + 1)
    later.journal = clinic.journal  # type: ignore[misc]
    assert {entry.used.questions for entry in review(later, 90).entries} == {0}
