"""The same questions are read the same way in every process, whatever the order of hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 60


def readings(hashes: int, seed: int, count: int) -> list[str]:
    env = {**os.environ, "PYTHONHASHSEED": str(hashes), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.evals.read_all", str(seed), str(count)]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_two_processes_read_a_sample_of_the_suites_the_same_way(seed: int) -> None:
    first = readings(1, seed, SAMPLE)
    assert len(first) == SAMPLE
    assert first == readings(2, seed, SAMPLE)


@pytest.mark.prove
def test_five_processes_read_all_suites_the_same_way() -> None:
    first = readings(0, 0, 0)
    assert len(first) > 900
    assert all(readings(hashes, 0, 0) == first for hashes in range(1, 5))
