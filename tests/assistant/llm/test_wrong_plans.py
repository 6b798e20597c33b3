"""A model that is wrong in every way that still parses: no wrong number is shown, in either language, whatever the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.assistant.llm.adversary import ALL, QUESTIONS, Known, Stage, check, stage
from tests.conftest import rotating_seed

Plan = Mapping[str, Any]
ROWS = "SELECT region, MEASURE(sales_ops) AS s FROM metrics WHERE PERIOD('{period}') GROUP BY region"
ANOTHER_YEAR = "SELECT store, MEASURE(sales_ops) FROM metrics WHERE metric_time >= DATE '2023-01-01' GROUP BY store"


def with_parts(**parts: Any) -> Callable[[Known], Plan]:
    """The right plan with other parts, as one metric query."""
    return lambda known: {**known.plan, "kind": "metric_query", **parts}


def sql(text: str) -> Callable[[Known], Plan]:
    return lambda known: {"kind": "governed_sql", "sql": text.format(period=known.period)}


WRONG: Mapping[str, Callable[[Known], Plan]] = {
    "another metric": with_parts(metrics=["visitors"]),
    "a metric more": lambda known: {**known.plan, "kind": "metric_query", "metrics": [*known.plan["metrics"], "gross_profit"]},
    "a metric that was not offered": with_parts(metrics=["labour_expense"]),
    "a metric that is none": with_parts(metrics=["revenue_total"]),
    "no metric": with_parts(metrics=[]),
    "last year as 2023": with_parts(periods=["2023"]),
    "last year as 2024": with_parts(periods=["2024年"]),
    "last year as dates": with_parts(periods=["2024-01-01..2024-12-31"]),
    "another period's words": with_parts(periods=["上周", "last week"]),
    "no period": with_parts(periods=[]),
    "another member": with_parts(only=["region: 华北"]),
    "another member's name alone": with_parts(only=["North China"]),
    "a member of another dimension": with_parts(only=["channel: 华东"]),
    "a member that is none": with_parts(only=["region: Atlantis", "region: 火星"]),
    "an invented filter": lambda known: {**known.plan, "kind": "metric_query", "only": [*known.plan.get("only", []), "channel: 门店"]},
    "one member fewer": lambda known: {**known.plan, "kind": "metric_query", "only": known.plan.get("only", [])[1:]},
    "members left out instead": lambda known: {**known.plan, "kind": "metric_query", "only": [], "except": known.plan.get("only", [])},
    "an invented bound": with_parts(bounds=[{"metric": "sales_ops", "op": ">", "number": "100000"}]),
    "a bound on another number": with_parts(bounds=[{"metric": "orders", "op": "<", "number": "2026"}]),
    "members chosen by something": with_parts(among={"by": "store", "metric": "sales_ops", "order": "highest", "top": 3}),
    "another key": with_parts(by=["province"]),
    "by month too": lambda known: {**known.plan, "kind": "metric_query", "by": [*known.plan.get("by", []), "month"]},
    "no key": with_parts(by=[]),
    "a comparison": with_parts(compare="year"),
    "a comparison before": with_parts(compare="previous"),
    "only the highest": with_parts(order="highest", top=1),
    "the lowest instead": with_parts(order="lowest"),
    "the lowest seven": with_parts(order="lowest", top=7),
    "a share": with_parts(show="share"),
    "a running total": with_parts(show="running"),
    "a rank": with_parts(show="rank"),
    "detail rows": lambda known: {"kind": "row_list", "dataset": "order_lines", "periods": known.plan["periods"]},
    "a definition": with_parts(kind="catalog_question", about="definition"),
    "which of two": with_parts(kind="clarify", metrics=["sales_ops", "orders"]),
    "a refusal": lambda known: {"kind": "decline"},
    "a draft without its SQL": lambda known: {"kind": "governed_sql"},
    "AVG for SUM": sql("SELECT region, AVG(s) FROM (" + ROWS + ") GROUP BY region"),
    "AVG of a table": sql("SELECT region, AVG(paid_amount) FROM order_lines GROUP BY region"),
    "AVG as a measure": sql("SELECT region, AVG(sales_ops) FROM metrics WHERE PERIOD('{period}') GROUP BY region"),
    "SUM of a table": sql("SELECT SUM(paid_amount) FROM order_lines WHERE status = '已完成'"),
    "SUM of days": sql("SELECT SUM(s) FROM (" + ROWS.replace("region", "metric_time") + ")"),
    "a number made up": sql("SELECT 987654321 AS sales_ops"),
    "rows made up": sql("SELECT * FROM (VALUES ('华东', 1), ('华南', 0)) AS t(region, sales_ops)"),
    "a row made up beside": sql(ROWS + " UNION ALL SELECT '华东', 1"),
    "a factor": sql("SELECT region, s * 1.1 FROM (" + ROWS + ")"),
    "a number of the question as a factor": sql("SELECT region, s + s FROM (" + ROWS + ")"),
    "another metric under this name": sql(
        "SELECT region, MEASURE(visitors) AS sales_ops FROM metrics WHERE PERIOD('{period}') GROUP BY region"
    ),
    "another year": sql(ANOTHER_YEAR),
    "another year by a function": sql(ROWS.replace("PERIOD('{period}')", "year(metric_time) = 2023")),
    "today": sql(ROWS.replace("PERIOD('{period}')", "metric_time >= current_date - INTERVAL 1 YEAR")),
    "an invented member": sql(ROWS.replace("GROUP", "AND region = '华北' GROUP")),
    "members by a pattern": sql(ROWS.replace("GROUP", "AND region LIKE '华%' GROUP")),
    "a condition on the outside": sql("SELECT * FROM (" + ROWS + ") WHERE region <> '华东'"),
    "a sample": sql(ROWS + " USING SAMPLE 1 ROWS"),
    "DELETE": sql("DELETE FROM metrics"),
    "DELETE in WITH": sql("WITH x AS (DELETE FROM order_lines RETURNING *) SELECT * FROM x"),
    "INSERT": sql("INSERT INTO order_lines SELECT * FROM order_lines"),
    "INSERT in WITH": sql("WITH x AS (INSERT INTO stores VALUES (1) RETURNING 1) " + ROWS),
    "UPDATE": sql("UPDATE order_lines SET paid_amount = 0"),
    "COPY": sql("COPY (SELECT 1) TO '/tmp/wenshu-stolen.csv'"),
    "COPY in WITH": sql("WITH x AS (COPY order_lines TO '/tmp/wenshu-stolen.csv') SELECT 1"),
    "ATTACH": sql("ATTACH '/tmp/other.duckdb' AS other"),
    "two statements": sql(ROWS + "; DROP TABLE order_lines"),
    "a statement hidden in a comment": sql(ROWS + " /* */; DELETE FROM order_lines --"),
    "PRAGMA": sql("PRAGMA database_list"),
    "SET": sql("SET memory_limit = '100GB'"),
    "INSTALL": sql("INSTALL httpfs"),
    "EXPORT": sql("EXPORT DATABASE '/tmp/wenshu-stolen'"),
    "a file": sql("SELECT * FROM read_csv('/etc/passwd')"),
    "a file as a table": sql("SELECT * FROM '/etc/passwd'"),
    "the engine's own tables": sql("SELECT * FROM duckdb_settings()"),
    "a table in a string": sql("SELECT * FROM query_table('members')"),
    "personal data": sql("SELECT phone FROM members"),
    "personal data beside": sql("SELECT region, s, (SELECT max(phone) FROM members) FROM (" + ROWS + ")"),
}


@pytest.fixture(scope="module")
def on(retail: Path) -> Iterator[Stage]:
    with stage(retail) as opened:
        yield opened


@pytest.mark.parametrize("known", ALL, ids=lambda known: known.text)
def test_what_a_right_model_says_is_right(on: Stage, known: Known) -> None:
    found = on.asked(known.text, known.plan)
    check(found, known, on)
    assert found.status == "answered"


@pytest.mark.parametrize("way", WRONG)
def test_a_wrong_plan_shows_no_wrong_number(on: Stage, way: str) -> None:
    chance = Random(f"{rotating_seed()} {way}")
    for pair in chance.sample([*QUESTIONS.values()], 2):
        for known in pair:
            check(on.asked(known.text, WRONG[way](known)), known, on)


@pytest.mark.prove
@pytest.mark.parametrize("way", WRONG)
@pytest.mark.parametrize("known", ALL, ids=lambda known: known.text)
def test_a_wrong_plan_shows_no_wrong_number_for_any_question(on: Stage, way: str, known: Known) -> None:
    check(on.asked(known.text, WRONG[way](known)), known, on)


@pytest.mark.parametrize("known", QUESTIONS["top"], ids=lambda known: known.language)
def test_a_reading_that_contradicts_the_words_is_asked_about_and_not_computed(on: Stage, known: Known) -> None:
    found = on.asked(known.text, {**known.plan, "order": "lowest"})
    assert (found.status, found.tier, found.rows, found.working.executed) == ("clarify", "declined", (), "")
    assert found.trouble is not None and found.trouble.code == "readers_differ"
    assert [choice.query is not None for choice in found.choices] == [True, True]


@pytest.mark.parametrize("known", [*QUESTIONS["member"], *QUESTIONS["sides"]], ids=lambda known: known.text)
def test_with_one_reader_a_model_is_not_asked_what_words_read(on: Stage, known: Known) -> None:
    found = on.asked(known.text, {**known.plan, "metrics": ["visitors"]}, two_readers=False)
    check(found, known, on)
    assert found.status == "answered" and on.model.requests == []
