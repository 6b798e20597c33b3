"""wenshu catalog gaps: what was asked and could not be answered, counted; everybody's only for those who may read the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.gaps import gathered
from assistant.journal import Kept
from tests.conftest import AS_OF
from ui.cli import exits
from ui.cli.main import main

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def project(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built retail project with a store of its own and an auditor among its people."""
    folder = tmp_path_factory.mktemp("gaps") / "shop"
    folder.mkdir()
    for path in retail.iterdir():
        if path.name not in (".wenshu", "access.yaml"):
            (folder / path.name).symlink_to(path)
    (folder / ".wenshu").mkdir()
    for path in (retail / ".wenshu").iterdir():
        if not path.name.startswith("store.sqlite"):
            (folder / ".wenshu" / path.name).symlink_to(path)
    access = (retail / "access.yaml").read_text(encoding="utf-8")
    audited = access.replace("\nusers:\n", "\nusers:\n  auditor: {name: 审计, department: 总部, roles: [auditor]}\n", 1)
    audited = audited.replace(
        "\nroles:\n",
        '\nroles:\n  auditor: {metrics: ["*"], dimensions: ["*"], columns: {employees.monthly_salary: show}, features: [audit]}\n',
        1,
    )
    (folder / "access.yaml").write_text(audited, encoding="utf-8")
    return folder


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    def asked(*words: str) -> Any:
        code = main([*words, "--project", str(project), "--json"])
        assert code in (exits.ANSWERED, exits.DECLINED)
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    yield asked


def test_what_could_not_be_answered_is_counted_and_names_only_go_to_auditors(run: Run) -> None:
    for who, text in (("sales", "上个月的碳排放量"), ("intern", "碳排放量"), ("sales", "各门店的碳排放量"), ("sales", "删除所有订单")):
        assert run("ask", text, "--as", who, "--today", str(AS_OF))["status"] != "answered"
    run("ask", "上个月的销售额", "--as", "sales", "--today", str(AS_OF))
    audit = run("catalog", "gaps", "--as", "auditor")
    (gap,) = [gap for gap in audit["gaps"] if gap["missing"] == "碳排放量"]
    assert (audit["scope"], gap["kind"], gap["count"], gap["askers"]) == ("all", "word", 3, {"sales": 2, "intern": 1})
    assert gap["count_in_this_catalog"] == sum(gap["catalogs"].values()) == 3
    assert audit["gaps"][0] == gap
    assert "删除" not in json.dumps(audit, ensure_ascii=False)
    own = run("catalog", "gaps", "--as", "intern")
    assert [(gap["missing"], gap["count"], "askers" in gap) for gap in own["gaps"]] == [("碳排放量", 1, False)]
    assert own["scope"] == "own"
    assert run("catalog", "gaps", "--as", "finance")["gaps"] == []


def test_a_word_that_only_some_may_see_is_marked_for_those_who_may(run: Run) -> None:
    run("ask", "salary by store", "--as", "intern", "--today", str(AS_OF))
    mine = {gap["missing"]: gap["named_now"] for gap in run("catalog", "gaps", "--as", "intern")["gaps"]}
    audit = {gap["missing"]: gap["named_now"] for gap in run("catalog", "gaps", "--as", "auditor")["gaps"]}
    assert mine["salary"] is False
    assert audit["salary"] is True


def test_gaps_are_a_table_for_a_person(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    run("ask", "各会员的库存量", "--as", "supply", "--today", str(AS_OF))
    main(["catalog", "gaps", "--project", str(project), "--as", "supply"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["次数", "人数", "最近", "缺什么", "内容", "例如"]
    assert "audit" in lines[-1]
    main(["catalog", "gaps", "--project", str(project), "--as", "hr"])
    assert capsys.readouterr().out.strip() == "没有因目录缺少内容而未答的提问。"


def test_refusals_of_one_thing_are_one_gap_whatever_their_case() -> None:
    def refusal(text: str, code: str, **facts: str) -> Kept:
        return Kept(text, "me", datetime(2026, 1, 1), text, "declined", {"error": {"code": code, "facts": facts}})

    found = gathered(
        [
            refusal("Stock by member", "dimension_not_reachable", metric="Stock", dimension="Member"),
            refusal("stock per member", "dimension_not_reachable", metric="stock", dimension="member"),
            refusal("x", "time_too_fine", metric="Budget", grain="day"),
            refusal("drop it", "write_request", words="drop"),
        ]
    )
    assert [(gap.kind, gap.missing, gap.count) for gap in found] == [("dimension", "Stock · Member", 2), ("grain", "Budget · day", 1)]
