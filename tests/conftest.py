"""Shared by all tests: the small retail world, built once for all workers, and a rotating seed for samples of long proofs."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

AS_OF = date(2026, 11, 18)  # the day that counts as today in every test on the retail world
CHECKOUT = hashlib.sha256(str(Path(__file__).resolve().parents[1]).encode()).hexdigest()[:8]  # each checkout has worlds of its own
WORLDS = Path(os.environ.get("WENSHU_TEST_WORLDS", Path(tempfile.gettempdir()) / f"wenshu-tests-{os.getuid()}-{CHECKOUT}"))

SKIPPED = {
    "no Chromium": "BROWSER TESTS SKIPPED: no Chromium (apt-get install --no-install-recommends chromium fonts-wqy-microhei)",
    "needs the [spark] extra": "SPARK TESTS SKIPPED: no pysail (pip install -c constraints.txt -e '.[spark]')",
}


def pytest_report_header(config: pytest.Config) -> str:
    return f"rotating seed: {rotating_seed()} (set WENSHU_SEED to repeat)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line when browser tests could not run, and one for tests on Spark."""
    for reason, line in SKIPPED.items():
        skipped = [report for report in terminalreporter.stats.get("skipped", ()) if reason in str(report.longrepr)]
        if skipped:
            terminalreporter.write_line(f"{len(skipped)} {line}", red=True, bold=True)


def rotating_seed() -> int:
    """A new sample of long proofs each day, the same for everyone that day."""
    return int(os.environ.get("WENSHU_SEED", date.today().toordinal()))


@pytest.fixture(scope="session")
def seed() -> int:
    return rotating_seed()


@pytest.fixture(scope="session")
def retail() -> Path:
    """The retail project at AS_OF, with its full world."""
    return built("retail", AS_OF)


@pytest.fixture(scope="session")
def flights() -> Path:
    return built("flights", None)


def built(name: str, as_of: date | None) -> Path:
    """A sample project, shared by all test processes and with `wenshu eval` when it is given the same place."""
    from evals.projects import sample_project

    return sample_project(name, as_of, WORLDS, lambda step: print(step, file=sys.stderr))
