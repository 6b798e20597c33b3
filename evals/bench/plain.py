"""SQLGlot in plain Python or compiled (sqlglotc, the extra `fast`). What is installed compiled cannot be switched off within a process, so
the plain build is measured in one of its own: `python -m evals.bench.plain` prints the medians of compiling, and with a project's folder
those of the guard, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
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


def measured_plain(project: Path | None = None) -> dict[str, float]:
    """The medians in milliseconds with plain SQLGlot, by what was measured: compiling, or the guard on a project."""
    command = [sys.executable, "-m", "evals.bench.plain", *([] if project is None else [str(project)])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    sys.meta_path.insert(0, SourceOnly())
    assert build() == "plain"
    print(json.dumps(compiling() if len(sys.argv) == 1 else guarding(Path(sys.argv[1]))))


def compiling() -> dict[str, float]:
    from evals.bench.compiling import again, fresh, median_of_all
    from evals.bench.nine import nine_catalog

    small = nine_catalog()
    return {"compile": median_of_all(fresh, small), "compile_again": median_of_all(again, small)}


def guarding(folder: Path) -> dict[str, float]:
    from assistant.project import open_project
    from evals.bench.guard import checking

    with open_project(folder, build=False) as project:
        return checking(project)


if __name__ == "__main__":
    main()
