"""Questions for governed SQL alone: words decline them, what a good model writes is right, what a bad one writes is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from assistant.answer import answer
from assistant.plan import Decline, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.settings import Spending
from evals.case import SUITES, Case, read_suite
from evals.match import same
from sql_guard.oracle import Oracle, oracle
from tests.conftest import AS_OF, rotating_seed
from tests.fakes import scripted

CASES = read_suite(SUITES / "retail_sql.yaml").cases
SAMPLE = Random(rotating_seed()).sample(CASES, 12)


@cache
def drafts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "drafts.yaml").read_text("utf-8"))
    return found


def draft(case: Case) -> str:
    """The governed SQL of a case in the words of its question."""
    words = {name: pair[case.language == "en"] for name, pair in drafts()["words"].items()}
    return str(drafts()["drafts"][case.id.removesuffix("-zh").removesuffix("-en")]).format_map(words)


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(project: Project) -> Iterator[Oracle]:
    with oracle(project.file.source_path) as opened:
        yield opened


def said(project: Project, case: Case, sql: str) -> Answer:
    """The answer when a model says this, in first reply and repair."""
    with scripted({"kind": "governed_sql", "sql": sql}) as model:
        project.__dict__.pop("model", None)
        project.settings = replace(project.settings, model=model.endpoint(), spending=Spending(cache_days=0))
        return answer(Question(case.question), project, project.access.asker("boss"))


def test_there_are_thirty_of_each_language() -> None:
    assert [sum(case.language == language for case in CASES) for language in ("zh", "en")] == [30, 30]
    assert {case.id.removesuffix("-zh").removesuffix("-en") for case in CASES} == set(drafts()["drafts"])


def is_right(project: Project, known: Oracle, case: Case) -> None:
    offline = project.offline.plan(Question(case.question), project.sight(project.access.asker("boss")))
    assert isinstance(offline.plan, Decline), case.question
    found = said(project, case, draft(case))
    assert found.planned is not None and isinstance(found.planned.plan, SqlDraft), (case.question, found.headline)
    assert (found.status, found.tier, found.planned.caveats) == ("answered", "governed", ("model_only",))
    assert found.rows and same(found.rows, known.rows(case.sql[0])), case.question


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.id)
def test_what_a_good_model_writes_is_right(project: Project, known: Oracle, case: Case) -> None:
    is_right(project, known, case)


@pytest.mark.prove
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_a_good_model_writes_is_right_in_every_case(project: Project, known: Oracle, case: Case) -> None:
    is_right(project, known, case)


SPOILT = {
    "no days": lambda sql: re.sub(r" WHERE PERIOD\('[^']*'\)( AND)?", lambda found: " WHERE" if found[1] else "", sql),
    "days on one side only": lambda sql: re.sub(r" WHERE PERIOD\('[^']*'\)", "", sql, count=1),
    "sides swapped": lambda sql: swapped(sql),
    "another metric": lambda sql: re.sub(r"MEASURE\((\w+)", "MEASURE(gross_profit", sql, count=1),
    "another key": lambda sql: re.sub(r"\b(region|category|store|city|brand|channel|store_format)\b", "province", sql),
    "no filter": lambda sql: re.sub(r" FILTER \(WHERE [^)]*\)", "", sql, count=1),
    "one member twice": lambda sql: re.sub(r"(FILTER \(WHERE \w+ = )'[^']*'(.*?FILTER \(WHERE \w+ = )('[^']*')", r"\1\3\2\3", sql),
    "rising order": lambda sql: sql.replace(" DESC)", ")"),
    "the row below": lambda sql: sql.replace("lag(v)", "lead(v)"),
    "two rows above": lambda sql: sql.replace("lag(v)", "lag(v, 1 + 1)"),
    "the last row": lambda sql: sql.replace("first_value(", "last_value("),
    "the other way round": lambda sql: re.sub(r"((?:lag|first_value)\(v\) OVER \([^)]*\)) - v", r"v - \1", sql).replace(
        "p.r - n.r", "n.r - p.r"
    ),
    "rows lost in a join": lambda sql: sql.replace("FULL JOIN", "JOIN"),
    "missing members apart": lambda sql: re.sub(r"IS NOT DISTINCT FROM", "=", sql),
    "a constant": lambda sql: sql.replace(" - v AS gap", " - v + 1 AS gap").replace(" AS v FROM m", " + 1 AS v FROM m"),
    "divided twice": lambda sql: sql.replace("/ NULLIF(b, 0)", "/ NULLIF(b, 0) / NULLIF(b, 0)"),
    "an average": lambda sql: re.sub(r"MEASURE\((\w+)\)", r"AVG(\1)", sql, count=1),
    "within another key": lambda sql: sql.replace("OVER (ORDER BY", "OVER (PARTITION BY v ORDER BY"),
    "fewer rows": lambda sql: sql + " LIMIT 1",
    "a table": lambda sql: sql.replace("FROM metrics", "FROM order_lines", 1),
}


def swapped(sql: str) -> str:
    """With the two metrics, members or days in each other's place."""
    for pattern in (r"MEASURE\((\w+)\) AS", r"FILTER \(WHERE \w+ = '([^']*)'", r"PERIOD\('([^']*)'\)"):
        found = list(dict.fromkeys(re.findall(pattern, sql)))
        if len(found) == 2:
            return sql.replace(found[0], "\0").replace(found[1], found[0]).replace("\0", found[1])
    return sql


def spoilt(way: str) -> list[Case]:
    """The cases whose draft the way changes."""
    return [case for case in CASES if SPOILT[way](draft(case)) != draft(case)]


def is_not_shown(project: Project, known: Oracle, case: Case, way: str) -> None:
    sql = SPOILT[way](draft(case))
    found = said(project, case, sql)
    assert found.status != "answered" or same(found.rows, known.rows(case.sql[0])), (way, case.question, sql)


@pytest.mark.parametrize("way", SPOILT)
def test_what_a_bad_model_writes_is_not_shown(project: Project, known: Oracle, way: str) -> None:
    cases = spoilt(way)
    assert cases, f"{way} changes no draft"
    for case in Random(rotating_seed()).sample(cases, min(3, len(cases))):
        is_not_shown(project, known, case, way)


@pytest.mark.prove
@pytest.mark.parametrize(("way", "case"), [(way, case) for way in SPOILT for case in spoilt(way)])
def test_what_a_bad_model_writes_is_not_shown_in_any_case(project: Project, known: Oracle, case: Case, way: str) -> None:
    is_not_shown(project, known, case, way)
