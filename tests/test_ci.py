"""`.ci/go` on a machine whose registry lacks packages: a stand-in for Python writes down what it is asked and fails where told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = """#!/bin/sh
echo "$*" >>"{log}"
case "$*" in *install*{missing}*) echo "no matching distribution: {missing}"; exit 1 ;; esac
exit 0
"""


def gone(folder: Path, missing: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """`.ci/go test` where nothing that is asked with `missing` in it can be installed, and what Python was asked."""
    (folder / ".ci").mkdir(parents=True)
    (folder / ".venv/bin").mkdir(parents=True)
    for name in (".ci/go", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    log, python = folder / "asked", folder / ".venv/bin/python"
    python.write_text(PYTHON.format(log=log, missing=missing))
    python.chmod(0o755)
    done = subprocess.run(["sh", ".ci/go", "test", "-k", "x"], cwd=folder, capture_output=True, text=True)
    return done, log.read_text().splitlines()


@pytest.fixture(autouse=True)
def on_linux() -> None:
    if not Path("/proc").exists():
        pytest.skip("Linux only")


def test_tests_run_without_the_extra_spark_where_its_packages_cannot_be_had(tmp_path: Path) -> None:
    done, asked = gone(tmp_path / "one", "spark")
    assert done.returncode == 0, done.stderr
    assert "tests on Spark are skipped" in done.stderr
    assert asked[-1].startswith("-m pytest") and "-e .[export,test]" in asked[-2]


def test_where_nothing_can_be_had_it_stops_with_the_reason(tmp_path: Path) -> None:
    done, asked = gone(tmp_path / "one", "constraints")
    assert done.returncode == 1
    assert "no matching distribution: constraints" in done.stderr and not any("pytest" in line for line in asked)


def test_with_every_package_nothing_is_left_out(tmp_path: Path) -> None:
    done, asked = gone(tmp_path / "one", "no-such-package")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "-e .[export,spark,test]" in asked[-2] and asked[-1].startswith("-m pytest")
