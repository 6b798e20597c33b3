"""The command line as a person uses it: exit codes, words in the terminal's language, JSON and files of questions."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.project import SAMPLES
from tests.conftest import AS_OF
from tests.ui.command_line import REGIONS, Run, unbuilt
from ui.cli import exits


def test_a_question_in_chinese_is_answered_in_chinese(ask: Run) -> None:
    done = ask(REGIONS)
    assert done.code == exits.ANSWERED
    assert done.out.startswith("[已认证] 2026-10-01 至 2026-10-31")
    assert "华东" in done.out
    assert "MEASURE(sales_ops)" in done.out
    assert done.err == ""


def test_a_question_in_english_is_answered_in_english(ask: Run) -> None:
    done = ask("Top", "5", "stores", "by", "revenue", "this", "quarter", "vs", "last", "quarter", language="zh")
    assert done.code == exits.ANSWERED
    assert done.out.startswith("[Verified] ")
    heads = [head.strip() for head in next(line for line in done.out.splitlines() if line.startswith("Store")).split("  ") if head.strip()]
    assert len(set(heads)) == len(heads) == 5


def test_an_answer_as_json_has_rows_sql_and_receipt(ask: Run) -> None:
    done = ask("--json", REGIONS)
    found = done.json
    assert done.code == exits.ANSWERED
    assert (found["status"], found["tier"], found["asker"], found["today"]) == ("answered", "verified", "boss", str(AS_OF))
    assert found["metric_query"]["group_by"] == ["region"]
    assert len(found["rows"]) == 7
    assert found["sql"].startswith(("SELECT", "WITH"))
    assert all(found["receipt"].values())
    assert found["timings"]["total"] > 0


def test_a_word_with_several_definitions_is_asked_about(ask: Run) -> None:
    done = ask("客户转化率")
    assert done.code == exits.CLARIFY
    assert done.out.startswith("[请选择] ")
    assert "  2. " in done.out
    assert len(ask("--json", "customer conversion rate").json["choices"]) >= 2


def test_what_no_metric_answers_is_declined_with_near_questions(ask: Run) -> None:
    done = ask("明天会下雨吗", language="zh")
    assert done.code == exits.DECLINED
    assert done.out.startswith("[拒答] ")
    assert "  1. " in done.out
    assert ask("--json", "will it rain tomorrow").json["status"] == "declined"


def test_no_question_is_wrong_usage(ask: Run) -> None:
    assert ask().code == exits.USAGE
    assert "wenshu ask" in ask("  ").err
    assert ask("--json").json["code"] == "nothing_asked"


def test_another_user_sees_their_own_rows(ask: Run) -> None:
    everyone, east = ask("--json", REGIONS).json, ask("--json", "--as", "manager_east", REGIONS).json
    assert [row[0] for row in east["rows"]] == ["华东"]
    assert east["rows"][0] in everyone["rows"]
    assert east["receipt"]["scope"] != everyone["receipt"]["scope"]


def test_an_unknown_user_is_told_so(ask: Run) -> None:
    done = ask("--as", "nobody", "销售额")
    assert done.code == exits.DECLINED
    assert "'nobody'" in done.err
    assert done.out == ""


def test_a_folder_that_is_no_project_is_told_so_in_the_terminals_language(run: Run, tmp_path: Path) -> None:
    for command in (("ask", "销售额"), ("build",), ("serve",), ("catalog", "list"), ("catalog", "check"), ("guard", "SELECT 1")):
        done = run(*command, "--project", tmp_path, language="zh")
        assert done.code == exits.USAGE, command
        assert done.err.startswith(f"{tmp_path} 里没有 wenshu.yaml")
    assert f"no wenshu.yaml in {tmp_path}" in run("ask", "--project", tmp_path, "sales").err


def test_a_project_that_was_never_built_says_what_to_run(run: Run, tmp_path: Path) -> None:
    done = run("ask", "--project", unbuilt(tmp_path), "销售额")
    assert done.code == exits.NOT_READY
    assert done.err.count("\n") == 1
    assert "wenshu build" in done.err


def test_a_faulty_catalog_is_told_with_file_and_line(run: Run, tmp_path: Path) -> None:
    for item in ("wenshu.yaml", "access.yaml"):
        (tmp_path / item).write_text((SAMPLES / "retail" / item).read_text("utf-8"), "utf-8")
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog/m.yaml").write_text("metrics:\n  - id: x\n    nmae: {zh: 甲, en: A}\n", "utf-8")
    done = run("catalog", "check", "--project", tmp_path)
    assert done.code == exits.FAILED
    assert "catalog/m.yaml:3" in done.err
    found = run("catalog", "check", "--project", tmp_path, "--json").json
    assert {fault["code"] for fault in found["faults"]} >= {"unknown_key", "missing_key"}


def test_a_file_of_questions_gives_an_object_a_line(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '\ufeff{"id": "a", "question": "上个月的销售额"}\r\n\r\norders yesterday\n{"id": 3, "question": "销售额\u2028", "as": "intern"}\n',
        "utf-8",
    )
    done = ask("--file", file)
    first, second, third = done.lines
    assert done.code == exits.ANSWERED
    assert first["id"] == "a"
    assert len(first["answer_id"]) == 32
    assert second["question"] == "orders yesterday"
    assert (third["id"], third["asker"]) == (3, "intern")


def test_a_line_that_cannot_be_asked_is_told_in_its_place(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    bad = [
        "{oops",
        '{"question": 5}',
        '{"id": 1, "question": "销售额", "as": "nobody"}',
        '{"question": "x", "as": ["a"]}',
        "[" * 9 + "{" * 9,
    ]
    file.write_text("\n".join([*bad[:4], "昨天的订单数"]), "utf-8")
    done = ask("--file", file)
    assert [found["status"] for found in done.lines] == ["failed", "failed", "declined", "failed", "answered"]
    assert [found.get("line") for found in done.lines] == [1, 2, 3, 4, None]
    assert done.lines[2]["code"] == "unknown_person"
    assert done.code == exits.FAILED


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_file_is_read_in_the_encodings_of_chinese_windows(encoding: str, ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "问题.txt"
    file.write_text("上个月的销售额\n", encoding)
    assert [found["status"] for found in ask("--file", file).lines] == ["answered"]


def test_a_file_that_is_no_text_or_not_there_is_told_so(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff\xff\xff\x00\x81")
    done = ask("--file", file)
    assert (done.code, done.err.count("\n")) == (exits.USAGE, 1)
    assert "picture.png" in done.err
    assert "No such file" in ask("--file", tmp_path / "none").err
    file.write_text("\n\n")
    assert ask("--file", file).code == exits.USAGE


def test_governed_sql_is_run_and_shown(ask: Run) -> None:
    month = "metric_time >= DATE '2026-10-01' AND metric_time < DATE '2026-11-01'"
    text = f"SELECT region, MEASURE(sales_ops) FROM metrics WHERE {month} GROUP BY region"
    found = ask("--json", text, command="sql").json
    asked = ask("--json", "上个月各大区的销售额").json
    assert (found["status"], found["tier"]) == ("answered", "governed")
    assert sorted(map(str, found["rows"])) == sorted(map(str, asked["rows"]))


def test_governed_sql_is_compiled_without_running(ask: Run) -> None:
    done = ask("--compile-only", "SELECT MEASURE(sales_ops) FROM metrics", command="sql")
    assert done.code == exits.ANSWERED
    assert "SUM(order_lines.paid_amount)" in done.out


def test_sql_over_tables_is_not_governed_sql(ask: Run) -> None:
    done = ask("SELECT SUM(paid_amount) FROM order_lines", command="sql")
    assert done.code == exits.DECLINED
    assert "FROM metrics" in done.out


def test_the_guard_says_what_it_changes(ask: Run) -> None:
    done = ask("SELECT store_name FROM stores", command="guard", language="zh")
    assert done.code == exits.ANSWERED
    assert done.out.startswith("-- ")
    assert "FROM serving.main.stores" in done.out
    found = ask("--json", "SELECT 1", command="guard").json
    assert (found["status"], found["sql"]) == ("allowed", "SELECT 1 LIMIT 10001")


def test_the_guard_refuses_with_the_reason(ask: Run) -> None:
    done = ask("DROP TABLE stores", command="guard")
    assert done.code == exits.REFUSED
    assert done.err.count("\n") == 1
    assert ask("--json", "SELECT * FROM read_csv('/etc/passwd')", command="guard").json["code"] == "unknown_function"


def test_the_guard_checks_a_file_of_statements(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "statements.jsonl"
    file.write_text('{"id": 1, "sql": "SELECT 1"}\n{"id": 2, "sql": "DELETE FROM stores"}\n', "utf-8")
    done = ask("--file", file, command="guard")
    assert [(found["id"], found["status"]) for found in done.lines] == [(1, "allowed"), (2, "refused")]
    assert done.code == exits.ANSWERED


def test_an_answer_replays_to_the_same_rows(ask: Run) -> None:
    found = ask("--json", REGIONS).json
    done = ask(found["id"], command="replay")
    assert done.code == exits.ANSWERED
    assert done.out.startswith("The result is identical.")
    again = ask("--json", found["id"], command="replay").json
    assert (again["identical"], again["changed"]) == (True, [])
    assert again["answer"]["rows"] == found["rows"]


def test_nobody_replays_the_answer_of_another(ask: Run) -> None:
    found = ask("--json", REGIONS).json
    done = ask("--as", "intern", found["id"], command="replay")
    assert done.code == exits.DECLINED
    assert done.err == ask("--as", "intern", "0" * 32, command="replay").err.replace("0" * 32, found["id"])


def test_the_catalog_lists_what_the_asker_sees(run: Run, retail: Path) -> None:
    whole, part = (run("catalog", "list", "--project", retail, "--as", user, "--json").json for user in ("boss", "intern"))
    assert {metric["id"] for metric in part["metrics"]} == {"sales_ops", "orders", "units_sold", "visitors"}
    assert len(whole["metrics"]) > 100
    assert "销售额（运营口径）" in run("catalog", "list", "--project", retail).out


def test_the_catalog_shows_a_definition_by_any_name(run: Run, retail: Path) -> None:
    for name in ("gross_margin", "毛利率", "Gross Margin"):
        done = run("catalog", "show", name, "--project", retail, language="zh")
        assert done.code == exits.ANSWERED
        assert done.out.startswith("毛利率：")
    both = run("catalog", "show", "销售额", "--project", retail, "--json").json
    assert {"sales_ops", "revenue_fin"} <= set(both["ids"])
    hidden = run("catalog", "show", "gross_margin", "--project", retail, "--as", "intern")
    assert hidden.code == exits.DECLINED
    assert "gross_margin" in hidden.err


@pytest.mark.manages_access
def test_a_sampled_check_of_the_catalog_says_what_it_read(run: Run, retail: Path) -> None:
    sampled = run("catalog", "check", "--sample", "5000", "--project", retail, "--json").json["sampled"]
    assert sampled
    assert all(0 < part["rows"] < part["of"] for part in sampled)
    assert "Sampled: of " in run("catalog", "check", "--sample", "5000", "--project", retail, language="en").out
    assert "sampled" not in run("catalog", "check", "--full", "--project", retail, "--json").json


@pytest.mark.manages_access
def test_the_catalog_is_checked_against_the_data(run: Run, retail: Path) -> None:
    done = run("catalog", "check", "--project", retail, language="zh")
    assert done.code == exits.ANSWERED
    assert "目录没有问题" in done.out


def test_the_schema_is_json(run: Run) -> None:
    assert run("catalog", "schema").json["title"] == "Wenshu catalog file"


def test_help_comes_in_the_terminals_language(run: Run) -> None:
    assert "用中文或英文问经营数据" in run("--help", language="zh").out
    assert "ask a question" in run("--help").out
    assert run("ask", "--help").code == 0
    assert run().code == exits.USAGE


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "--today", "yesterday", "x"),
        ("serve", "--port", "99999"),
        ("serve", "--port", "x"),
        ("nonsense",),
        ("catalog",),
        ("demo", "mars", "x"),
        ("replay",),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments)
    assert done.code == exits.USAGE
    assert "Traceback" not in done.err
    assert "fromisoformat" not in done.err


def test_the_chat_opens_on_this_machine_only(run: Run, retail: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.1", "example.com", "::"):
        done = run("serve", "--project", retail, "--host", host)
        assert done.code == exits.USAGE
        assert host in done.err


def test_a_port_that_is_taken_is_told_with_another(run: Run, retail: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--project", retail, "--port", port)
    assert (done.code, done.err) == (exits.USAGE, f"Port {port} is taken. Use another: wenshu serve --port {port + 1}\n")


def test_a_sample_is_copied_only_to_a_free_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for taken in (tmp_path, tmp_path / "file"):
        done = run("demo", "flights", taken)
        assert (done.code, done.err.count("\n")) == (exits.USAGE, 1)


def test_a_sample_is_copied_built_and_answers(run: Run, tmp_path: Path) -> None:
    done = run("demo", "flights", tmp_path / "nyc", "--json")
    assert done.code == exits.ANSWERED
    assert done.json["status"] == "built"
    assert f"wenshu serve --project {tmp_path / 'nyc'}" in done.err
    assert run("build", "--project", tmp_path / "nyc", "--json").json["status"] == "up_to_date"
    assert run("ask", "--project", tmp_path / "nyc", "How many flights were there last month?").code == exits.ANSWERED
