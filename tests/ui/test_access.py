"""wenshu access on the retail sample: why a person sees what they see, in both languages, as text and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.conftest import AS_OF
from tests.ui.command_line import Run
from ui.cli import exits

pytestmark = pytest.mark.manages_access


def test_why_a_metric_is_hidden_names_rule_and_line(run: Run, retail: object) -> None:
    done = run("access", "explain", "supply", "average_salary", "--project", retail)
    assert done.code == exits.ANSWERED
    assert "May not: metric average_salary (internal)" in done.out
    assert "denied by everyone.deny_metrics.average_salary (access.yaml:7)" in done.out
    assert "不可以：指标 average_salary" in run("access", "explain", "supply", "average_salary", "--project", retail, language="zh").out


def test_a_persons_page_tells_metrics_rows_columns_and_features(run: Run, retail: object) -> None:
    told = run("access", "explain", "manager_shanghai", "--project", retail).out
    assert "Attributes: store_ids = 101" in told
    assert "  order_lines: those whose stores has store_id IN (101), by order_lines.store_id = stores.store_id" in told
    assert "  - export: no role grants it" in told
    assert "  - members.phone: sensitive, and no role shows it" in told


def test_as_json_every_decision_has_its_reasons(run: Run, retail: object) -> None:
    found = run("access", "explain", "intern", "sales_ops", "--json", "--project", retail).json
    assert found["decisions"][0]["allowed"] is True
    assert found["decisions"][0]["reasons"][0]["rule"] == "intern.metrics.sales_ops"
    assert found["rows"][0]["dataset"] == "order_lines"


def test_who_is_unknown_or_claims_nothing_is_told_so(run: Run, retail: object) -> None:
    for user in ("nobody", json.dumps({"email": "boss"}), "{not json"):
        done = run("access", "explain", user, "--project", retail)
        assert (done.code, done.out) == (exits.DECLINED, "")
        assert "There is no user" in done.err


def test_the_review_lists_everyone_and_what_wants_a_look(run: Run, retail: object) -> None:
    told = run("access", "review", "--project", retail, language="zh").out
    assert told.startswith("权限复核：10 个人，最近 90 天的使用情况")
    assert "stores: region IN ('华东')" in told
    assert run("access", "review", "--csv", "--project", retail).out.startswith(
        "\ufeffuser,name,department,roles,kind,item,marked,decision,rule,where"
    )
    assert len(run("access", "review", "--json", "--days", "7", "--project", retail).json["people"]) == 10


def test_the_review_tells_which_features_are_used_and_which_are_not(run: Run, shop: object) -> None:
    asked = run("ask", "上个月的销售额", "--project", shop, "--json", "--today", AS_OF).json
    run("verify", asked["id"], "--project", shop)
    run("export", asked["id"], "--project", shop)
    run("conclude", asked["id"], "a good month", "--project", shop)
    run("sql", "--explore", "SELECT count(*) FROM refunds", "--project", shop)
    run("audit", "export", "--project", shop)
    found = run("access", "review", "--json", "--project", shop).json
    people = {each["user"]: each for each in found["people"]}
    assert (
        sorted(people["boss"]["used_features"]) == ["audit", "conclude", "explore", "export", "verify"]
        and not people["analyst"]["used_features"]
    )
    unused = {each["where"]: each["message"] for each in found["findings"] if each["code"] == "features_unused"}
    assert not any("'owner'" in message for message in unused.values())
    assert any("explore, detail_rows, export, conclude, verify" in message and "'analyst'" in message for message in unused.values())
    told = run("access", "review", "--csv", "--project", shop).out.splitlines()
    assert [line.rsplit(",", 1)[1] != "" for line in told if line.startswith("boss,") and ",feature,verify," in line] == [True]


def test_a_feature_that_decides_nothing_is_told_as_such(run: Run, retail: object) -> None:
    assert "it decides nothing yet" in run("access", "explain", "boss", "approve", "--project", retail).out
