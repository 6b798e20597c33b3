"""wenshu verify and wenshu eval verified, as a person at the terminal uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import AS_OF
from ui.cli import exits
from ui.cli.main import main


def test_an_answer_is_verified_asked_again_checked_and_taken_back(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> tuple[int, dict[str, object]]:
        code = main([*words, "--project", str(shop), "--json"])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    asking = ("--today", str(AS_OF))
    _, first = run("ask", "Revenue by region last month", *asking)
    code, done = run("verify", str(first["id"]), "--comment", "checked against the ledger")
    assert (code, done["status"]) == (exits.ANSWERED, "verified")
    _, again = run("ask", "Revenue by region in August 2026", *asking)
    assert again["planned"]["planner"] == "verified"  # type: ignore[index]
    assert run("eval", "verified") == (exits.ANSWERED, {**run("eval", "verified")[1], "drifted": []})
    assert run("verify", str(first["id"]), "--withdraw")[1]["status"] == "withdrawn"
    _, last = run("ask", "Revenue by region in August 2026", *asking)
    assert last["planned"]["planner"] == "offline"  # type: ignore[index]


def test_an_unknown_answer_cannot_be_verified(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "nothing", "--project", str(shop)]) == exits.DECLINED
    assert "nothing" in capsys.readouterr().err
