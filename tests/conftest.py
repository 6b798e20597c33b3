"""Shared by all tests: the small retail world, built once for all workers, and a rotating seed for samples of long proofs."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from tests import canaries, recorder

AS_OF = date(2026, 11, 18)  # the day that counts as today in every test on the retail world
CHECKOUT = hashlib.sha256(str(Path(__file__).resolve().parents[1]).encode()).hexdigest()[:8]  # each checkout has worlds of its own
WORLDS = Path(os.environ.get("WENSHU_TEST_WORLDS", Path(tempfile.gettempdir()) / f"wenshu-tests-{os.getuid()}-{CHECKOUT}"))

SKIPPED = {
    "no Chromium": "BROWSER TESTS SKIPPED: no Chromium (apt-get install --no-install-recommends chromium fonts-wqy-microhei)",
    "needs the [spark] extra": "SPARK TESTS SKIPPED: no pysail (pip install -c constraints.txt -e '.[spark]')",
}
recorder.install()
os.environ["XDG_STATE_HOME"] = str(WORLDS.with_name(f"{WORLDS.name}-state"))  # bugs that tests cause are nobody's own log


def pytest_report_header(config: pytest.Config) -> str:
    return f"rotating seed: {rotating_seed()} (set WENSHU_SEED to repeat)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test during which the recorder heard a canary fails, whatever else it found. Tests of commands for whoever manages access, who
    see what is hidden from others, are marked `manages_access`: there what is printed does not count."""
    report = yield
    if report.when == "teardown":
        for name, text in report.sections:
            if name.startswith("Captured std"):  # what no test has read; log records are heard as they are made
                recorder.RECORDER.hear(name, text)
        printed = ("stdout", "stderr", "Captured") if item.get_closest_marker("manages_access") else ()
        found = [leak for leak in recorder.RECORDER.end_of_test() if not (printed and leak.startswith(printed))]
        if found:
            report.outcome, report.longrepr = "failed", "\n".join(["canaries left the product:", *found[:20]])
    return report


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
    """A sample project with canaries planted, shared by all test processes and with `wenshu eval` when it is given the same place."""
    from assistant.build import make_world
    from assistant.project import SAMPLES
    from catalog.files.project_file import NAME, read_project
    from evals.projects import alone, link, sample_project

    folder = WORLDS / (f"{name}-{as_of}" if as_of else name)
    with alone(WORLDS / f"{folder.name}.lock"):
        folder.mkdir(parents=True, exist_ok=True)
        for item in (NAME, "access.yaml"):
            link(folder / item, SAMPLES / name / item)
        canaries.plant_catalog(folder, SAMPLES / name / "catalog")
        file = read_project(folder)
        make_world(file, as_of or date.today(), as_of is not None, lambda step: print(step, file=sys.stderr))
        canaries.plant_rows(file.source_path, canaries.RETAIL if name == "retail" else "")
    return sample_project(name, as_of, WORLDS, lambda step: print(step, file=sys.stderr))
