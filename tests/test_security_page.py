"""SECURITY.md keeps its word: every promise names tests that there are, and advisories were looked at for the versions that are pinned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


PROMISES = [each.replace("\n", " ") for each in section("What is promised").split("\n- ")[1:]]
LOOKED_AT = re.findall(r"^\| ([a-z0-9-]+) \| (\d[\w.]*) \|", section("Dependencies and their advisories"), re.M)
PINNED = dict(re.findall(r"^([A-Za-z0-9-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M))


@pytest.mark.parametrize("promise", PROMISES, ids=[promise[2:40] for promise in PROMISES])
def test_a_promise_names_tests_that_there_are(promise: str) -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", promise)
    assert named
    for name in named:
        assert "def test_" in (ROOT / name).read_text("utf-8") or name == "tests/recorder.py", name


def test_there_are_promises_limits_and_versions() -> None:
    assert len(PROMISES) >= 12 and len(LOOKED_AT) >= 15
    assert section("What is not promised").count("\n- ") >= 8
    assert re.search(r"Looked at on \d{4}-\d\d-\d\d", PAGE)


@pytest.mark.parametrize(("library", "version"), LOOKED_AT)
def test_advisories_were_looked_at_for_the_version_that_is_pinned(library: str, version: str) -> None:
    """A new version wants a new look, and a new date on the page."""
    assert PINNED[library] == version
