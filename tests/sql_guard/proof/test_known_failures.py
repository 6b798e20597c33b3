"""How other checkers of SQL are known to have failed, one test each: the hole is closed here, and what was benign about it still runs."""

from __future__ import annotations

import pytest

from tests.sql_guard.proof.judge import Judge


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def ends(judge: Judge, *written: str) -> list[str]:
    """The end of each statement: "equal" to the filtered database, or the code of its refusal. None may show a fault."""
    found = [judge.judge(each) for each in written]
    assert [each.faults for each in found] == [()] * len(written)
    return [each.code if each.what == "refused" else each.what for each in found]


def test_a_cte_named_like_a_table_does_not_take_its_rows_out_of_the_rules(judge: Judge) -> None:
    assert ends(
        judge,
        "WITH transfers AS (SELECT * FROM transfers) SELECT * FROM transfers",
        "SELECT (WITH clients AS (SELECT 1 AS x) SELECT x FROM clients), count(*) FROM clients",
        "WITH vault AS (SELECT * FROM vault) SELECT * FROM vault",
        "WITH x AS (SELECT * FROM y), y AS (SELECT 1) SELECT * FROM x",
    ) == ["equal", "equal", "unknown_table", "unknown_table"]


def test_each_branch_of_a_union_is_narrowed(judge: Judge) -> None:
    assert ends(
        judge,
        "SELECT account_id FROM accounts UNION ALL SELECT account_id FROM transfers UNION SELECT client_id FROM clients",
        "SELECT 1 WHERE false UNION ALL SELECT account_id FROM accounts",
        "SELECT name FROM clients UNION SELECT secret FROM vault",
    ) == ["equal", "equal", "unknown_table"]


def test_a_lateral_subquery_is_narrowed(judge: Judge) -> None:
    assert ends(
        judge,
        "SELECT * FROM branches b, LATERAL (SELECT count(*) AS n FROM clients c WHERE c.branch_id = b.branch_id) x",
        "SELECT * FROM branches b, LATERAL (SELECT secret FROM vault v WHERE v.id = b.branch_id) x",
    ) == ["equal", "unknown_table"]


def test_a_correlated_subquery_is_narrowed(judge: Judge) -> None:
    assert ends(
        judge,
        "SELECT name, (SELECT count(*) FROM accounts a WHERE a.client_id = c.client_id) FROM clients c",
        "SELECT name FROM clients c WHERE EXISTS (SELECT 1 FROM hr.pay p WHERE p.client_id = c.client_id)",
    ) == ["equal", "unknown_table"]


@pytest.mark.parametrize(
    "name", ['"transfers"', "TRANSFERS", '"Transfers"', "bank.main.transfers", 'BANK."MAIN".tRANSFERS', "main . transfers"]
)
def test_a_quoted_or_folded_name_is_narrowed(judge: Judge, name: str) -> None:
    assert ends(judge, f"SELECT * FROM {name}") == ["equal"]


@pytest.mark.parametrize("name", ["ｖault", "ＶＡＵＬＴ", "vаult", '"vault"', "VAULT", '"Vault"', "va\u200bult", "bank.vault"])
def test_no_spelling_reaches_a_hidden_table(judge: Judge, name: str) -> None:
    assert ends(judge, f"SELECT * FROM {name}")[0] in ("unknown_table", "odd_character")


def test_a_member_of_with_spelled_with_a_letter_that_only_python_folds_hides_no_table(judge: Judge) -> None:
    assert ends(judge, 'WITH "ban\u212a" AS (SELECT 1 AS x) SELECT * FROM bank') == ["unknown_table"]


def test_a_view_over_everything_is_no_way_around(judge: Judge) -> None:
    assert ends(judge, "SELECT count(*) FROM every_transfer", "FROM plan.every_client") == ["unknown_table", "unknown_table"]


def test_statistics_of_a_column_know_nothing_of_hidden_rows(judge: Judge) -> None:
    assert ends(judge, "SELECT stats(memo) FROM transfers", "SELECT approx_count_distinct(memo), min(memo), max(memo) FROM transfers") == [
        "unknown_function",
        "equal",
    ]


def test_a_whole_row_has_no_hidden_fields_and_masked_values(judge: Judge) -> None:
    assert ends(
        judge,
        "SELECT c, c::VARCHAR FROM clients c",
        "SELECT (c).email FROM clients c",
        "SELECT COLUMNS('em.*') FROM clients",
        "SELECT * EXCLUDE (name) FROM clients",
    ) == ["equal", "unknown_column", "unknown_function", "equal"]


def test_an_error_message_tells_nothing(judge: Judge) -> None:
    """Neither a hidden name by "did you mean" nor, by failing, that a hidden row exists; the name of a column shows no row rule."""
    assert ends(
        judge,
        "SELECT emai FROM clients",
        "SELECT * FROM vaults",
        "SELECT count(*) FROM transfers WHERE CAST(CASE WHEN memo LIKE 'CANARY%' THEN memo ELSE '1' END AS INTEGER) = 1",
        "SELECT q FROM (SELECT (SELECT count(*) FROM accounts)) AS q",
    ) == ["unknown_column", "unknown_table", "equal", "equal"]


def test_masks_come_before_conditions_groups_and_joins(judge: Judge) -> None:
    assert (
        ends(
            judge,
            "SELECT count(*) FROM clients WHERE phone = '13800007919'",
            "SELECT phone, count(*) FROM clients GROUP BY phone ORDER BY phone",
            "SELECT count(*) FROM clients a JOIN clients b USING (phone)",
            "SELECT count(DISTINCT phone), count(income) FROM clients HAVING max(income) IS NULL",
        )
        == ["equal"] * 4
    )
