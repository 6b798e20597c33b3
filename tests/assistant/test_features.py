"""Every feature decides something: what a person with it may do, the same person without it may not. Those that decide nothing say so."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from assistant.answer import answer
from assistant.conclusions import NotConcluded, conclude
from assistant.desk.entrance import NotAllowed, admitted
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.rights import Rights
from assistant.taking import to_take
from assistant.verified import NotVerifiable, verify
from catalog.access import FEATURES, IDLE, Asker
from catalog.errors import Unanswerable
from catalog.query import Measure, MetricQuery, RowList
from tests.assistant.clinic import ACCESS, write_clinic
from tests.assistant.test_differencing import GUARDED

PERSON = "  doctor: {name: 医生, roles: [doctor]}\n"


def explores(clinic: Project, asker: Asker) -> bool:
    return (
        answer(Question("q"), clinic, asker, planned=Planned(SqlDraft("SELECT count(*) FROM sites", True), "person", "en")).status
        == "answered"
    )


def lists_rows(clinic: Project, asker: Asker) -> bool:
    return answer(Question("q"), clinic, asker, planned=Planned(RowList("sites"), "person", "en")).status == "answered"


def sees_small_groups(clinic: Project, asker: Asker) -> bool:
    """The three patients of one site."""
    plan = MetricQuery((Measure("visit_count"),), ("site",))
    return ("东海分院", 6) in answer(Question("q"), clinic, asker, planned=Planned(plan, "person", "en")).rows


def takes_away(clinic: Project, asker: Asker) -> bool:
    found = answer(Question("诊疗费"), clinic, asker)
    clinic.journal.keep(found)
    with suppress(Unanswerable):
        return to_take(found.id, clinic, asker).id == found.id
    return False


def vouches(clinic: Project, asker: Asker) -> bool:
    found = answer(Question("诊疗费"), clinic, asker)
    clinic.journal.keep(found)
    with suppress(NotVerifiable):
        verify(found, clinic, asker)
        return True
    return False


def concludes(clinic: Project, asker: Asker) -> bool:
    found = answer(Question("诊疗费"), clinic, asker)
    clinic.journal.keep(found)
    with suppress(NotConcluded):
        return conclude(found, clinic, asker, "more patients came").author == asker.id
    return False


def asks_as_others(clinic: Project, asker: Asker) -> bool:
    with suppress(NotAllowed):
        return admitted(clinic, asker, "ask_as") == asker
    return False


DECIDES: dict[str, Callable[[Project, Asker], bool]] = {
    "explore": explores,
    "detail_rows": lists_rows,
    "small_groups": sees_small_groups,
    "export": takes_away,
    "conclude": concludes,
    "verify": vouches,
    "audit": asks_as_others,
}


def test_every_feature_is_here_or_decides_nothing() -> None:
    assert {*DECIDES, *IDLE} == set(FEATURES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    opened = write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", catalog=GUARDED)

    def with_features(features: str) -> Project:
        role = f"  doctor: {{metrics: ['*'], features: [{features}]}}\n"
        text = ACCESS.replace("users:\n", f"{role}users:\n{PERSON}")
        (opened / "access.yaml").write_text(text, "utf-8")
        return open_project(opened, env={})

    return with_features


@pytest.mark.parametrize("feature", DECIDES)
def test_with_it_one_may_and_without_it_one_may_not(folder: Callable[[str], Project], feature: str) -> None:
    others = ", ".join(each for each in FEATURES if each != feature)
    with folder(", ".join(FEATURES)) as clinic:
        assert DECIDES[feature](clinic, clinic.asker("doctor"))
    with folder(others) as clinic:
        assert not DECIDES[feature](clinic, clinic.asker("doctor"))


def test_what_decides_nothing_says_so(folder: Callable[[str], Project]) -> None:
    with folder(", ".join(FEATURES)) as clinic:
        rights = Rights.of(clinic, clinic.asker("doctor"))
        told = {each.name: [reason.verdict for reason in each.reasons] for each in rights.features}
    assert [name for name, verdicts in told.items() if "decides_nothing" in verdicts] == list(IDLE)
