"""The hostile and benign statements of the shared corpus, when it lies beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sql_guard.corpus_adapter import CORPUS

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the guard corpus is not beside the checkout ({CORPUS})")
def test_no_attack_passes_and_no_benign_statement_is_refused_or_changed() -> None:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "sql_guard")])
    run = subprocess.run(
        [sys.executable, "run_corpus.py", "corpus_adapter:check"],
        cwd=CORPUS,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "reject ok" in run.stdout
    for bad in ("ATTACK PASSED", "FALSE REJECT", "DIFFERS FROM ORACLE"):
        assert bad not in run.stdout, run.stdout
