"""Opens the project that a suite asks: a sample built at the suite's date in a state of its own, or any project folder as it stands."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from assistant.build import build
from assistant.project import SAMPLES, Project, embedder_of, now, open_project
from assistant.settings import read_settings
from assistant.warehouse import BuildStep
from catalog.files import load_catalog
from catalog.files.project_file import NAME, DemoSource, read_project
from evals.case import Suite

LINKED = (NAME, "access.yaml", "catalog")
Told = Callable[[BuildStep], None]


def quiet(step: BuildStep) -> None:
    """Tells nobody of a long step."""


def sample_project(name: str, as_of: date | None, home: Path, told: Told = quiet, env: Mapping[str, str] | None = None) -> Path:
    """A built copy of a sample project under `home`, shared by every process that uses it; rebuilt when anything it is made of changed."""
    folder = home / (f"{name}-{as_of}" if as_of else name)
    with alone(home / f"{folder.name}.lock"):
        folder.mkdir(parents=True, exist_ok=True)
        for item in LINKED:
            link(folder / item, SAMPLES / name / item)
        file = read_project(folder)
        catalog = load_catalog(file.catalog, cache=file.state / "cache", root=file.folder, calendar=file.calendar)
        build(file, catalog, embedder_of(read_settings(env or {})), now(), told, as_of)
    return folder


def link(place: Path, target: Path) -> None:
    """A symbolic link to the target; one that leads to another checkout's is replaced, a folder that stands there is kept."""
    if place.is_dir() and not place.is_symlink():
        return
    if place.is_symlink() and place.readlink() == target:
        return
    place.unlink(missing_ok=True)
    place.symlink_to(target)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Only one process at a time does this."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def opened(suite: Suite, home: Path, env: Mapping[str, str], told: Told = quiet) -> Iterator[Project]:
    """The suite's project with its engine warm. A sample lives under `home`, so that nobody's demo is disturbed; at the suite's date its
    clock stands still, whenever the suite is run."""
    sample = Path(suite.project).name == suite.project and (SAMPLES / suite.project / NAME).is_file()  # a path is somebody's own folder
    folder = sample_project(suite.project, suite.as_of, home, told, env) if sample else Path(suite.project)
    makes = not sample and not isinstance(read_project(folder).source, DemoSource)  # nobody's demo is moved on to another day
    with open_project(folder, today=suite.as_of, build=makes, told=told, env=env) as project:
        if suite.as_of is not None:
            noon = datetime.combine(suite.as_of, time(12)).astimezone()
            project.clock = lambda: noon
        project.engine.warm()
        yield project
