"""wenshu audit and wenshu store as a person at the terminal uses them: what people did is in the log, and a backup comes back whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.store import open_store
from catalog.store.chain import Event, append
from tests.conftest import AS_OF
from tests.ui.command_line import Done, Run

KEY = "a-secret-that-is-long-enough-to-sign"
Wenshu = Callable[..., Done]


@pytest.fixture
def wenshu(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> Wenshu:
    monkeypatch.setenv("WENSHU_AUDIT_KEY", KEY)
    return lambda *words: run(*words, "--project", shop)


def told(wenshu: Wenshu, *words: object) -> list[dict[str, Any]]:
    done = wenshu("audit", "export", *words)
    assert done.code == 0, done.err
    return done.lines


def test_what_people_did_is_in_the_log_with_who_what_and_under_which_rights(wenshu: Wenshu, shop: Path) -> None:
    asked = wenshu("ask", "上个月各大区的销售额", "--json", "--today", AS_OF).json
    wenshu("ask", "上个月的碳排放量", "--as", "manager_east", "--today", AS_OF)
    wenshu("verify", asked["id"], "--comment", "对过总账")
    wenshu("replay", asked["id"], "--today", AS_OF)
    begun, first, declined, verified, replayed = told(wenshu)
    assert [begun["kind"], verified["kind"], replayed["kind"]] == ["begun", "verified", "replayed"]
    assert (first["asker"], first["subject"], first["facts"]["rows"]) == ("boss", asked["id"], len(asked["rows"]))
    assert first["facts"]["scope"] == asked["receipt"]["scope"] and "MEASURE" in first["facts"]["plan"]
    assert first["facts"]["tables"] and len(first["facts"]["sql"]) == 64
    assert (declined["asker"], declined["facts"]["status"], declined["facts"]["tables"]) == ("manager_east", "declined", [])
    assert (verified["facts"], replayed["subject"], replayed["facts"]["changed"]) == ({"comment": "对过总账"}, asked["id"], [])
    assert [each["kind"] for each in told(wenshu, "--user", "manager_east")] == ["answered"]


def test_reading_the_log_is_in_the_log(wenshu: Wenshu) -> None:
    assert [each["kind"] for each in told(wenshu)] == ["begun"]
    assert told(wenshu)[-1]["facts"] == {"format": "jsonl", "rows": 1}


def test_a_changed_answer_is_found_and_told_by_the_exit_code(wenshu: Wenshu, shop: Path) -> None:
    wenshu("ask", "上个月的销售额", "--today", AS_OF)
    assert wenshu("audit", "verify").code == 0
    with closing(sqlite3.connect(shop / ".wenshu" / "store.sqlite")) as store:
        store.execute("UPDATE answers SET body = replace(body, '销售额', '净利润')")
        store.commit()
    found = wenshu("audit", "verify", "--json")
    assert (found.code, found.json["status"], found.json["broken"]) == (8, "broken", [{"seq": 2, "code": "answer_changed"}])


def test_a_checkpoint_kept_elsewhere_is_checked(wenshu: Wenshu, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(wenshu("audit", "checkpoint").out, encoding="utf-8")
    assert wenshu("audit", "verify", "--checkpoints", kept, "--json").json["checkpoints"] == 2
    forged = json.loads(kept.read_text(encoding="utf-8")) | {"digest": "0" * 64}
    kept.write_text(json.dumps(forged), encoding="utf-8")
    assert wenshu("audit", "verify", "--checkpoints", kept).code == 8
    kept.write_text("not json", encoding="utf-8")
    assert "line 1" in wenshu("audit", "verify", "--checkpoints", kept).err


def test_without_a_key_nothing_is_signed(wenshu: Wenshu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENSHU_AUDIT_KEY")
    done = wenshu("audit", "checkpoint")
    assert done.code == 7 and "WENSHU_AUDIT_KEY" in done.err


def test_the_log_is_for_those_who_may_read_everybodys_journal(wenshu: Wenshu) -> None:
    done = wenshu("audit", "export", "--as", "manager_east")
    assert (done.code, done.out) == (4, "") and "audit" in done.err


def test_erasing_needs_to_know_how_long_answers_are_kept(wenshu: Wenshu) -> None:
    wenshu("ask", "上个月的销售额", "--today", AS_OF)
    assert wenshu("audit", "erase").code == 2
    assert "1 answers, 2 entries" in wenshu("audit", "erase", "--before", "2999-01-01").out
    assert wenshu("audit", "verify", "--json").json["erased"] == 2


def test_a_spreadsheet_of_the_log_runs_no_formula(wenshu: Wenshu, shop: Path, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{shop / '.wenshu' / 'store.sqlite'}").engine.begin() as connection:
        append(connection, Event("answered", "+1", datetime.now(UTC), "=A1", {"question": "=A1"}))
    wenshu("audit", "export", "--format", "csv", "--out", tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_text(encoding="utf-8")
    assert ",'+1,'=A1," in text
    assert wenshu("audit", "export", "--out", tmp_path / "log.csv").code == 1  # nothing is overwritten


def test_a_backup_comes_back_and_the_present_store_is_kept(wenshu: Wenshu, shop: Path, tmp_path: Path) -> None:
    first = wenshu("ask", "上个月的销售额", "--json", "--today", AS_OF).json
    assert wenshu("store", "backup", tmp_path / "copy.sqlite").code == 0
    later = wenshu("ask", "上个月的订单数", "--json", "--today", AS_OF).json
    assert wenshu("store", "restore", tmp_path / "copy.sqlite").code == 0
    assert wenshu("replay", first["id"], "--today", AS_OF).code == 0
    assert wenshu("replay", later["id"], "--today", AS_OF).code == 4
    assert wenshu("audit", "verify").code == 0
    [aside] = (shop / ".wenshu").glob("store-before-*.sqlite")
    assert wenshu("store", "restore", aside).code == 0
    assert wenshu("replay", later["id"], "--today", AS_OF).code == 0


def test_a_file_that_is_no_backup_changes_nothing(wenshu: Wenshu, tmp_path: Path) -> None:
    first = wenshu("ask", "上个月的销售额", "--json", "--today", AS_OF).json
    (tmp_path / "notes.txt").write_text("somebody's notes" * 100)
    assert wenshu("store", "restore", tmp_path / "notes.txt").code == 7
    assert wenshu("store", "restore", tmp_path / "nothing.sqlite").code == 7
    assert wenshu("store", "backup", tmp_path / "notes.txt").code == 2
    assert wenshu("replay", first["id"], "--today", AS_OF).code == 0


def test_an_attempt_as_somebody_unknown_is_in_the_log(wenshu: Wenshu) -> None:
    tried = (
        ("ask", "上个月的销售额"),
        ("sql", "SELECT 1"),
        ("guard", "SELECT 1"),
        ("catalog", "list"),
        ("catalog", "gaps"),
        ("audit", "verify"),
    )
    for words in (*tried, ("verify", "x"), ("replay", "x"), ("token", "list")):
        assert wenshu(*words, "--as", "mallory").code == 4, words
    entries = [json.loads(line) for line in wenshu("audit", "export").out.splitlines()]
    found = [each for each in entries if each["kind"] == "not_signed_in"]
    assert [each["asker"] for each in found] == ["mallory"] * 9
    assert found[0]["facts"] == {"address": "command line", "reason": "unknown"}
