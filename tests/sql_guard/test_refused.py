"""What the guard refuses, and that its refusal tells nothing that the asker may not know."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from sql_guard.clone import clone_of
from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.policy import Column, Limits, Policy, Table
from sql_guard.reading import Reader
from sql_guard.rules.one_query import one_query
from sql_guard.rules.permitted_scans import permitted_scans
from tests.sql_guard.pairs import pairs
from tests.sql_guard.world import POLICY

HIDDEN = ("tokens", "hr", "pay", "rent", "area", "email", "token")


def refusal(sql: str, policy: Policy = POLICY) -> Refused:
    with pytest.raises(Refused) as caught:
        guard(sql, policy)
    return caught.value


def test_every_refused_statement_is_refused_for_its_reason() -> None:
    wrong = []
    for written, expected in pairs("refused.sql"):
        code, _, name = expected.partition(" ")
        found = refusal(written)
        facts = found.facts.get("name") or found.facts.get("construct") or found.facts.get("kind") or ""
        if (found.code, str(facts)) != (code, name):
            wrong.append((written, expected, str(found)))
    assert wrong == []


def test_a_refusal_names_nothing_hidden_that_was_not_written() -> None:
    for written, _ in pairs("refused.sql"):
        told = json.dumps(refusal(written).facts, ensure_ascii=False).casefold()
        words = set(re.findall(r"\w+", told))
        assert not {name for name in HIDDEN if name in words and name not in written.casefold()}, written


def test_words_of_the_engine_that_are_no_text_are_a_refusal_too() -> None:
    assert refusal("SELECT strftime(DATE '2024-03-01', '%\u00a0Y-%m') AS month").code == "does_not_fit"


def test_a_hidden_table_reads_as_one_that_does_not_exist() -> None:
    hidden, missing = refusal("SELECT * FROM tokens"), refusal("SELECT * FROM tokenz")
    assert {**hidden.facts, "name": ""} == {**missing.facts, "name": ""}
    assert hidden.code == missing.code == "unknown_table"


def test_a_hidden_column_reads_as_one_that_does_not_exist() -> None:
    hidden, missing = refusal("SELECT email FROM people"), refusal("SELECT emaix FROM people")
    assert (hidden.code, hidden.facts["nearest"]) == (missing.code, missing.facts["nearest"])


def test_an_unknown_name_comes_with_the_nearest_permitted_one() -> None:
    assert refusal("SELECT sum(amout) FROM orders").facts["nearest"] == "amount"
    assert refusal("SELECT * FROM order_s").facts["nearest"] == "orders"
    assert refusal("SELECT date_trunk('month', day) FROM orders").facts["nearest"] == "date_trunc"


def test_a_refusal_points_at_the_place() -> None:
    facts = refusal("SELECT *\nFROM shops\nJOIN tokens ON true").facts
    assert facts["line"] == 3


@pytest.mark.parametrize("bad", ["\x00", "\ufeff", "\u200b", "\u202e", "\x08", "，", "；"])
def test_a_character_that_cannot_be_seen_is_refused_outside_strings(bad: str) -> None:
    assert refusal(f"SELECT a{bad}b FROM shops").code in ("odd_character", "full_width")


def test_a_text_that_is_too_long_is_refused_before_it_is_read() -> None:
    policy = Policy(POLICY.tables, Limits(text=100))
    assert refusal("SELECT 1" + " " * 100, policy).code == "too_long"


@pytest.mark.parametrize(
    "deep",
    [
        "SELECT " + "(" * 3000 + "1" + ")" * 3000,
        "SELECT " + "NOT " * 5000 + "true",
        "SELECT " + "- " * 5000 + "1",
        "SELECT " + "1+" * 5000 + "1",
        "SELECT 1 " + "UNION ALL SELECT 1 " * 3000,
        "SELECT x" + "[1]" * 5000,
        "SELECT " + "CASE WHEN true THEN " * 2000 + "1" + " END" * 2000,
        "SELECT " + " OR ".join(["1=1"] * 3000),
        "SELECT x" + ".a" * 5000,
        "SELECT 1" + "::INT" * 5000,
        "SELECT " + "x -> " * 5000 + "1",
    ],
)
def test_what_is_nested_too_deeply_is_refused_and_nothing_breaks(deep: str) -> None:
    assert refusal(deep).code != "does_not_fit"


@pytest.mark.parametrize(
    "table",
    [
        Table("main", "t", (Column("a", "INTEGER"),), rows="missing = 1"),
        Table("main", "t", (Column("a", "INTEGER"),), rows="other.a = 1"),
        Table("main", "t", (Column("a", "INTEGER"),), rows="a IN (SELECT 1)"),
        Table("main", "t", (Column("a", "INTEGER"),), rows="a = ("),
        Table("main", "t", (Column("a", "INTEGER", mask="read_text('x')"),)),
        Table("main", "t", (Column("a", "INTEGER", mask="b"),)),
    ],
)
def test_a_table_whose_rules_cannot_be_applied_is_refused(table: Table) -> None:
    assert refusal("SELECT 1 FROM t", Policy((table,))).code == "policy_broken"


def test_a_lower_limit_of_cost_cannot_be_reached_around_by_aliases() -> None:
    chain = ", ".join(f"x{step} + x{step} AS x{step + 1}" for step in range(30))
    assert refusal(f"SELECT 1 AS x0, {chain}").code == "alias_chain"


@pytest.mark.parametrize(("member", "table"), [("to\u212aens", "tokens"), ("\u00c4mter", "\u00e4mter"), ("\u0130", "i\u0307")])
def test_a_member_is_in_sight_only_by_a_name_that_the_engine_folds_to_it(member: str, table: str) -> None:
    """Each reading alone would refuse it: the scan is missing, so neither may take a table for a member of WITH."""
    written = f'WITH "{member}" AS (SELECT 1 AS x) SELECT * FROM "{table}"'
    draft = one_query(written, POLICY)
    assert refused_by(lambda: permitted_scans(draft, POLICY)) == "unknown_table"
    parsed = clone_of(POLICY).read(written)[0]
    assert refused_by(lambda: Reader(POLICY).statement(parsed)) == "unknown_table"


def refused_by(read: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        read()
    return caught.value.code
