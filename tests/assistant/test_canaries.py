"""Questions that all but name what is hidden from everybody: the recorder fails the test in which any of it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.llm.known import known_of
from assistant.llm.prompt import prompt_for
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from catalog.access import visible
from catalog.query import RowList
from tests.canaries import NARROWED, ROW, WORD
from tests.conftest import AS_OF
from tests.recorder import RECORDER

NEARLY = WORD[:-1]
ASKED = (
    *(f"销售额{NEARLY}", f"{NEARLY} sales by region", f"大区持有人{NEARLY}", f"收入{NEARLY}", f"sales of {NEARLY} east", f"{NEARLY}的定义"),
    *(
        "有哪些指标",
        "what metrics are there",
        "what dimensions are there",
        "有哪些店长",
        "各店长的销售额",
        "保险柜",
        "sales vault",
        "列出会员明细",
    ),
    *(
        "销售额的血缘",
        "list the members with their phone",
        "phone of the members",
        f"华南{ROW[:-1]}的销售额",
        "who owns sales of the vault",
    ),
)
WRITTEN = (
    *(f"SELECT MEASURE({NEARLY}_sales) FROM metrics", f"SELECT {NEARLY}_holder, MEASURE(sales_ops) FROM metrics GROUP BY 1"),
    *(f"SELECT * FROM {NEARLY}_vault", "SELECT phone FROM members ORDER BY member_id LIMIT 1", "SELECT MEASURE(sales_op) FROM metrics"),
)


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.mark.parametrize("user", ["boss", "analyst", "finance", "manager_east", "manager_shanghai", "intern"])
def test_nobody_is_told_what_nobody_may_see(project: Project, user: str) -> None:
    asker = project.asker(user)
    for text in ASKED:
        assert answer(Question(text), project, asker).status in ("answered", "clarify", "declined")
        prompt = prompt_for(known_of(Question(text), project.sight(asker), project.offline))
        RECORDER.hear("prompt", repr(prompt.messages) + repr(prompt.schema), user)
    for plan in (*map(SqlDraft, WRITTEN), RowList(f"{NEARLY}_vault"), RowList("members"), RowList("stores")):
        answer(Question("q"), project, asker, planned=Planned(plan, "person", "zh"))


def test_the_canaries_are_there_and_everybody_is_kept_from_them(project: Project) -> None:
    assert {f"{WORD}_sales", f"{WORD}_held"} <= set(project.catalog.metrics) and f"{WORD}_holder" in project.catalog.dimensions
    for person in project.access.people:
        seen = visible(project.catalog, project.asker(person), project.access)
        assert WORD not in repr((list(seen.metrics), list(seen.dimensions), list(seen.datasets), seen.terms))
    assert {
        person for person in project.access.people if any(role.rows for role in project.access.roles_of(project.asker(person)))
    } == NARROWED
    assert WORD in repr(list(project.edition.members.values(f"{WORD}_holder")))
