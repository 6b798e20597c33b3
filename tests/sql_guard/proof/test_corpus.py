"""The corpus: every statement of corpus/*.sql meets the end that its comment says, and what runs reads and shows only what it may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sql_guard.errors import Refused
from sql_guard.guard import checked, guard
from sql_guard.policy import Column, Policy, Table
from tests.sql_guard.proof.bank import HIDDEN, LIMITS, POLICY, TABLES
from tests.sql_guard.proof.judge import Judge, alike, run
from tests.sql_guard.proof.statements import CASES, FILES, Case, cases_of

ENDS = {"equal": {"runs", "own rows"}, "fails": {"fails"}, "by order": {"by order"}}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def wrong(judge: Judge, case: Case) -> str:
    """What is wrong with the end of a case; empty if nothing is."""
    found = judge.judge(case.sql)
    if found.faults:
        return f"{case.place} {case.tries}: {found.faults}"
    if found.what == "refused":
        name = found.facts.get("name") or found.facts.get("construct") or found.facts.get("kind") or found.facts.get("function") or ""
        ended = (case.what, case.code) == ("refused", found.code) and case.name in ("", str(name))
        return "" if ended else f"{case.place} {case.tries}: refused {found.code} {name} {found.facts}"
    if case.what not in ENDS.get(found.what, set()):
        return f"{case.place} {case.tries}: {found.what} {found.code}"
    if case.what == "own rows" and alike(run(judge.unguarded, case.sql, LIMITS.rows + 1), run(judge.filtered, case.sql, LIMITS.rows + 1)):
        return f"{case.place} {case.tries}: shows the same without the guard"
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_statement_of_the_corpus_meets_the_end_that_its_comment_says(judge: Judge, path: Path) -> None:
    found = [fault for case in cases_of(path) if (fault := wrong(judge, case))]
    assert found == [], "\n" + "\n".join(found)


def test_the_corpus_is_large_and_holds_both_kinds() -> None:
    assert len({case.sql for case in CASES}) == len(CASES) >= 600
    assert sum(case.what == "refused" for case in CASES) >= 300
    assert sum(case.what == "own rows" for case in CASES) >= 200


def test_the_second_text_of_a_query_shows_the_same_rows(judge: Judge) -> None:
    """The one in which every narrowed scan is closed, and which runs where the first failed."""
    found = [(case, guard(case.sql, POLICY)) for case in CASES if case.what == "own rows"]
    wrong = [
        case.place
        for case, safe in found
        if safe.apart and not alike(*(run(judge.full, text, LIMITS.rows + 1) for text in (safe.text, safe.apart)))
    ]
    assert wrong == []
    assert sum(bool(safe.apart) for _, safe in found) > 200


def test_a_text_that_runs_may_be_checked_again_and_shows_the_same_rows(judge: Judge) -> None:
    """By somebody from whom nothing is hidden: the scans are read as what they are, subqueries of the same tables."""
    everything = Policy(
        tuple(Table(each.schema, each.name, tuple(Column(c.name, c.type) for c in (*each.columns, *each.hidden))) for each in TABLES),
        LIMITS,
        POLICY.database,
    )
    wrong = []
    for case in CASES:
        if case.what in ("runs", "own rows"):
            text = guard(case.sql, POLICY).text
            once, twice = (run(judge.full, each, LIMITS.rows + 1) for each in (text, checked(text, everything).text))
            wrong += [] if alike(once, twice) else [case.place]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("SELECT * FROM bank.main.vault", "the plan scans bank.main.vault"),
        ("SELECT pin FROM (SELECT * FROM bank.main.accounts) AS accounts", "the plan reads ['pin'] of bank.main.accounts"),
        ("SELECT account_id FROM bank.main.accounts", "main.accounts stands in another form than its scan"),
        ("SELECT transfer_id FROM bank.every_transfer", "bank.every_transfer stands without its scan"),
        ("SELECT count(*) FROM transfers", "does not plan"),
        ("SELECT bank.main.secret_of(1)", "calls secret_of"),
        ("SELECT * FROM duckdb_tables()", "calls duckdb_tables"),
        ("WITH x AS (DELETE FROM bank.main.vault RETURNING id) SELECT * FROM x", "the plan writes: DELETE"),
    ],
)
def test_the_reader_of_plans_sees_what_lies_outside(judge: Judge, text: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in judge.reader.faults(text)), judge.reader.faults(text)


def test_a_hidden_name_reads_like_one_that_does_not_exist() -> None:
    """Each statement of the corpus that writes a hidden name ends as with a name that there is not: by code, kind and place."""
    found = [(case.place, end(case.sql), end(other)) for case in CASES if (other := without_hidden(case.sql)) != case.sql]
    assert len(found) > 100
    assert [(place, *ends) for place, *ends in found if ends[0] != ends[1]] == []


def end(sql: str) -> tuple[str, object]:
    """The nearest name is left out: it is a permitted one, and depends on how the written name is spelled."""
    try:
        checked(sql, POLICY)
    except Refused as refused:
        return refused.code, {fact: value for fact, value in refused.facts.items() if fact not in ("name", "nearest", "column")}
    return "runs", None


def without_hidden(sql: str) -> str:
    return re.sub(r"\w+", lambda word: f"{word[0][:-1]}嗯" if word[0].casefold() in HIDDEN else word[0], sql)
