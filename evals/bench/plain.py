"""SQLGlot in plain Python or compiled (sqlglotc, the extra `fast`). What is installed compiled cannot be switched off within a process, so
the plain build is measured in one of its own: `python -m evals.bench.plain` prints the medians of compiling, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import Literal

Build = Literal["plain", "sqlglotc"]


class SourceOnly(MetaPathFinder):
    """Finds the modules of SQLGlot as Python files, never as compiled ones."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] != "sqlglot":
            return None
        for place in sys.path if path is None else path:
            spec = FileFinder(place, (SourceFileLoader, [".py"])).find_spec(name)
            if spec is not None and spec.loader is not None:
                return spec
        return None


def build() -> Build:
    """Which build this process runs."""
    from sqlglot import generator

    return "plain" if str(generator.__file__).endswith(".py") else "sqlglotc"


def measured_plain() -> dict[str, float]:
    """The medians in milliseconds with plain SQLGlot, by what was measured."""
    done = subprocess.run([sys.executable, "-m", "evals.bench.plain"], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    sys.meta_path.insert(0, SourceOnly())
    from evals.bench.compiling import again, fresh, median_of_all
    from evals.bench.nine import nine_catalog

    assert build() == "plain"
    small = nine_catalog()
    print(json.dumps({"compile": median_of_all(fresh, small), "compile_again": median_of_all(again, small)}))


if __name__ == "__main__":
    main()
