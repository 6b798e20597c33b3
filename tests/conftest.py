"""Shared by all tests: the small retail world, built once for all workers, and a rotating seed for samples of long proofs."""

from __future__ import annotations

import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

AS_OF = date(2026, 11, 18)  # the day that counts as today in every test on the retail world
WORLDS = Path(os.environ.get("WENSHU_TEST_WORLDS", Path(tempfile.gettempdir()) / f"wenshu-tests-{os.getuid()}"))


def pytest_report_header(config: pytest.Config) -> str:
    return f"rotating seed: {rotating_seed()} (set WENSHU_SEED to repeat)"


def rotating_seed() -> int:
    """A new sample of long proofs each day, the same for everyone that day."""
    return int(os.environ.get("WENSHU_SEED", date.today().toordinal()))


@pytest.fixture(scope="session")
def seed() -> int:
    return rotating_seed()


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one test process at a time does this."""
    WORLDS.mkdir(parents=True, exist_ok=True)
    with (WORLDS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sample_project(name: str, as_of: date | None) -> Path:
    """A built copy of a sample project, shared by the test processes of one run of the suite; rebuilt when anything it is made of changed."""
    from catalog.files.project_file import read_project

    from assistant.build import build
    from assistant.project import SAMPLES, now
    from retrieval.embed import Bundled
    from catalog.files import load_catalog

    folder = WORLDS / name
    with alone(name):
        folder.mkdir(parents=True, exist_ok=True)
        for item in ("wenshu.yaml", "access.yaml", "catalog"):
            if not (folder / item).exists():
                (folder / item).symlink_to(SAMPLES / name / item)
        file = read_project(folder)
        catalog = load_catalog(file.catalog, root=file.folder)
        build(file, catalog, Bundled(), now(), lambda step: print(step, file=sys.stderr), as_of)
    return folder


@pytest.fixture(scope="session")
def retail() -> Path:
    """The retail project at AS_OF, with its full world."""
    return sample_project("retail", AS_OF)


@pytest.fixture(scope="session")
def flights() -> Path:
    return sample_project("flights", None)
