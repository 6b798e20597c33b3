"""The retail suites asked of a project whose `engine` is Spark Connect: each answer is the one that DuckDB gives, row by row."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from catalog.files import load_catalog
from catalog.files.project_file import read_project
from evals.case import SUITES, Case, read_suite
from evals.projects import LINKED, link
from evals.score import run_case
from sql_guard.oracle import oracle
from tests.conftest import AS_OF
from tests.spark_server import agree, load, sail, session_of

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]
RETAIL = [read_suite(path) for path in sorted(SUITES.glob("retail_*.yaml"))]
DATED = {suite.name: suite for suite in RETAIL if suite.as_of == AS_OF}
CASES = [(suite.name, case) for suite in DATED.values() for case in suite.cases]


@pytest.fixture(scope="module")
def plain(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as project:
        project.clock = at_noon
        yield project


def at_noon() -> datetime:
    return datetime.combine(AS_OF, time(12)).astimezone()


@pytest.fixture(scope="module")
def spark(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The retail sample with one line of its project file changed, over the same tables on Sail."""
    pytest.importorskip("pysail", reason="needs the [spark] extra")
    folder = tmp_path_factory.mktemp("retail-on-spark")
    for item in LINKED[1:]:
        link(folder / item, (retail / item).resolve())
    file = read_project(retail)
    catalog = load_catalog(file.catalog, root=file.folder)
    with sail() as port, duckdb.connect(str(file.source_path), read_only=True) as source:
        url = session_of(port)
        load(url, source, sorted({(each.schema, each.table) for each in catalog.datasets.values()}), folder / "parquet")
        declared = yaml.safe_load((retail / "wenshu.yaml").read_text("utf-8"))
        del declared["source"]
        (folder / "wenshu.yaml").write_text(yaml.safe_dump(declared | {"engine": url}, allow_unicode=True), "utf-8")
        with open_project(folder, today=AS_OF, env={}) as project:
            project.clock = at_noon
            yield project


def compared(source: Path, spark: Project, plain: Project, cases: list[tuple[str, Case]]) -> tuple[Counter[str], list[str]]:
    """How many cases came out how on Spark, and a line for each that came out otherwise than on DuckDB."""
    known: dict[str, Any] = {}
    counts, lines = Counter[str](), []
    with oracle(source) as written:
        for suite, case in cases:
            found, expected = (run_case(case, project, written, known) for project in (spark, plain))
            counts[found.outcome] += 1
            same = (found.outcome, found.answer.status, found.answer.headline) == (
                expected.outcome,
                expected.answer.status,
                expected.answer.headline,
            )
            if not same or not agree(found.answer.rows, expected.answer.rows):
                lines.append(f"{suite} {case.id}: {case.question} | {found.answer.trouble or found.answer.headline}")
    return counts, lines


def test_a_sample_of_the_suites_is_answered_alike(spark: Project, plain: Project, retail: Path, seed: int) -> None:
    cases = random.Random(seed).sample(CASES, min(40, len(CASES)))
    counts, lines = compared(read_project(retail).source_path, spark, plain, cases)
    assert counts["right"] > len(cases) / 2 and not lines, "\n".join(lines)


@pytest.mark.prove
def test_every_case_of_the_suites_is_answered_alike(spark: Project, plain: Project, retail: Path) -> None:
    counts, lines = compared(read_project(retail).source_path, spark, plain, CASES)
    print(len(CASES), counts)
    assert counts["right"] > 0.9 * len(CASES) and not lines, "\n".join(lines)


def test_the_days_of_the_calendar_are_a_view_of_the_session(spark: Project, plain: Project) -> None:
    question = Question("上个月周末的销售额")
    found, expected = (answer(question, project, project.access.asker(project.access.local)) for project in (spark, plain))
    assert found.rows and agree(found.rows, expected.rows)


def test_two_askers_see_their_own_rows(spark: Project, plain: Project) -> None:
    for name in sorted(spark.access.people)[:6]:
        question = Question("今年各大区的销售额")
        found, expected = (answer(question, project, project.access.asker(name)) for project in (spark, plain))
        assert (found.status, found.headline) == (expected.status, expected.headline)
        assert agree(found.rows, expected.rows)


def test_the_facts_of_the_data_are_those_of_the_copy(spark: Project, plain: Project) -> None:
    assert dict(spark.facts.first_day) == dict(plain.facts.first_day)
    assert dict(spark.facts.complete_before) == dict(plain.facts.complete_before)
    assert [(table.key, table.rows) for table in spark.manifest.tables] == [(table.key, table.rows) for table in plain.manifest.tables]
