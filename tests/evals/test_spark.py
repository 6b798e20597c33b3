"""The retail suites asked of a project whose `engine` is Spark Connect: each answer is right by the suite's SQL on DuckDB, or refused."""

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
SAIL_FAILS = ("a-having-two-",)  # it gives SUM of a DECIMAL beside COUNT(DISTINCT …) another type, and then cannot compare it
CASES = [
    (suite.name, case)
    for suite in DATED.values()
    for case in suite.cases
    if case.expected == "answer" and not case.id.startswith(SAIL_FAILS)
]


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
            noon = datetime.combine(AS_OF, time(12)).astimezone()
            project.clock = lambda: noon
            yield project


def judged(project: Project, retail: Path, cases: list[tuple[str, Case]]) -> tuple[Counter[str], list[str]]:
    """How many cases came out how, and a line for each that is neither right nor refused by the engine."""
    known: dict[str, Any] = {}
    counts, lines = Counter[str](), []
    with oracle(read_project(retail).source_path) as expected:
        for suite, case in cases:
            scored = run_case(case, project, expected, known)
            refused = scored.answer.trouble is not None and scored.answer.trouble.code == "not_on_engine"
            outcome = "refused" if refused else scored.outcome
            counts[outcome] += 1
            if outcome != "right":
                lines.append(f"{outcome} {suite} {case.id}: {case.question} | {scored.why} {scored.answer.trouble}")
    return counts, lines


def test_a_sample_of_the_suites_is_answered_alike(spark: Project, retail: Path, seed: int) -> None:
    cases = random.Random(seed).sample(CASES, min(25, len(CASES)))
    counts, lines = judged(spark, retail, cases)
    assert counts["right"] > len(cases) / 2 and not counts.keys() - {"right", "declined", "clarified"}, "\n".join(lines)


@pytest.mark.prove
def test_every_case_of_the_suites_is_answered_alike(spark: Project, retail: Path) -> None:
    counts, lines = judged(spark, retail, CASES)
    print(len(CASES), counts)
    assert counts["right"] > 0.9 * len(CASES) and not counts.keys() - {"right", "declined", "clarified"}, "\n".join(lines)


def test_what_sail_cannot_run_fails_without_a_number(spark: Project) -> None:
    found = answer(Question("上个月销售额大于40万而且订单数少于400的门店"), spark, spark.access.asker(spark.access.local))
    assert found.status == "answered" or (found.trouble is not None and found.trouble.code == "engine_error" and not found.rows)


def test_the_days_of_the_calendar_are_a_view_of_the_session(spark: Project, retail: Path) -> None:
    question = Question("上个月周末的销售额")
    found = answer(question, spark, spark.access.asker(spark.access.local))
    with open_project(retail, today=AS_OF, build=False, env={}) as plain:
        expected = answer(question, plain, plain.access.asker(plain.access.local))
    assert found.rows and agree(found.rows, expected.rows)


def test_two_askers_see_their_own_rows(spark: Project, retail: Path) -> None:
    with open_project(retail, today=AS_OF, build=False, env={}) as plain:
        for name in sorted(spark.access.people)[:6]:
            asker = spark.access.asker(name)
            question = Question("今年各大区的销售额")
            found, expected = answer(question, spark, asker), answer(question, plain, asker)
            assert (found.status, found.headline.count("\n")) == (expected.status, expected.headline.count("\n"))
            assert agree(found.rows, expected.rows)


def test_the_facts_of_the_data_are_those_of_the_copy(spark: Project, retail: Path) -> None:
    with open_project(retail, today=AS_OF, build=False, env={}) as plain:
        assert dict(spark.facts.first_day) == dict(plain.facts.first_day)
        assert dict(spark.facts.complete_before) == dict(plain.facts.complete_before)
        assert [(table.key, table.rows) for table in spark.manifest.tables] == [(table.key, table.rows) for table in plain.manifest.tables]
