"""Values kept by content: a file's name is a digest of what it was made from and of this package's own code, so nothing stale is ever read.

The cache lies in the project's state folder. It is read by an unpickler that knows only the catalog's own frozen classes.
"""

from __future__ import annotations

import gc
import hashlib
import pickle  # read below by an unpickler with an allow-list
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

Kept = TypeVar("Kept")
MODULES = frozenset(
    """
    catalog.access.roles catalog.calendar catalog.catalog catalog.dataset catalog.dimension catalog.files.project_file
    catalog.files.sharing catalog.files.web catalog.label catalog.metric sql_guard.policy
    """.split()  # noqa: SIM905  # a list of names
)
NEWEST = 8  # values of one kind that stay: projects that share a state folder, and an edit taken back
OTHERS = {("pathlib", "PosixPath"), ("pathlib._local", "PosixPath"), ("datetime", "date")}


class Reader(pickle.Unpickler):
    """Builds the catalog's classes and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module in MODULES or (module, name) in OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or module not in MODULES):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def kept(folder: Path, key: str, kind: type[Kept]) -> Kept | None:
    """The value kept under the key, or None. A damaged or foreign file counts as none."""
    try:
        with (folder / name_of(key, kind)).open("rb") as file, no_collection():
            found = Reader(file).load()
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ValueError, IndexError, KeyError, TypeError, ImportError):
        return None
    return found if isinstance(found, kind) else None


@contextmanager
def no_collection() -> Iterator[None]:
    """Many new objects and no garbage: collecting meanwhile takes a third of the time and finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def keep(folder: Path, key: str, value: object) -> None:
    """Keep a value; a folder that cannot be written keeps nothing. The newest few of a kind stay: users of one folder don't take turns."""
    name = name_of(key, type(value))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            pickle.dump(value, file, protocol=5)
        Path(file.name).replace(folder / name)
        forget_old(folder, type(value))
    except OSError:
        return


def forget_old(folder: Path, kind: type) -> None:
    """Remove all but the newest few values of a kind. A file that another process removed meanwhile is the oldest."""

    def age(file: Path) -> float:
        try:
            return file.stat().st_mtime
        except OSError:
            return 0.0

    for old in sorted(folder.glob(f"{kind.__name__.lower()}-*.kept"), key=age)[:-NEWEST]:
        old.unlink(missing_ok=True)


def name_of(key: str, kind: type) -> str:
    return f"{kind.__name__.lower()}-{key}-{code_digest()}.kept"


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of the source of everything that is kept or makes it, so that a new release reads the files anew."""
    found = hashlib.sha256()
    package = Path(__file__).parent.parent
    limits = package.parent / "sql_guard" / "policy.py"  # a project file holds its Limits
    for path in sorted([*package.glob("*.py"), *package.glob("access/*.py"), *package.glob("files/**/*.py"), limits]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
