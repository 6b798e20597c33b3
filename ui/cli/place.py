"""The project folder that a command means."""

from __future__ import annotations

from pathlib import Path

from assistant.project import default_folder
from catalog.files.project_file import NAME, ProjectFile, read_project
from ui.cli.errors import NoProject


def project_folder(named: Path | None) -> Path:
    """The named folder, or the usual one. Raises NoProject when the named one is no project."""
    folder = named or default_folder()
    if not (folder / NAME).is_file():
        raise NoProject("cli.no_project", folder=folder.absolute())
    return folder


def project_file(named: Path | None) -> ProjectFile:
    return read_project(project_folder(named))
