"""The project folder that a command means, and the person as whom it runs."""

from __future__ import annotations

from pathlib import Path

from assistant.project import default_folder, now
from catalog.access import Access, Asker
from catalog.errors import Unknown
from catalog.files.project_file import NAME, ProjectFile, read_project
from ui.cli.errors import NoProject

HERE = "command line"  # where a page's attempts have an address


def project_folder(named: Path | None) -> Path:
    """The named folder, or the usual one. Raises NoProject when the named one is no project."""
    folder = named or default_folder()
    if not (folder / NAME).is_file():
        raise NoProject("cli.no_project", folder=folder.absolute())
    return folder


def project_file(named: Path | None) -> ProjectFile:
    return read_project(project_folder(named))


def person(named: str | None, access: Access, project: ProjectFile) -> Asker:
    """The named person, or who asks without sign-in. An attempt as somebody unknown is in the audit log before it is refused."""
    try:
        return access.asker(named or access.local)
    except Unknown:
        from assistant.audit import not_signed_in
        from assistant.journal import Journal
        from catalog.store import open_store

        store = open_store(f"sqlite:///{project.store}")
        Journal(store).tell(not_signed_in(named or "", now(), HERE, "unknown"))
        store.close()
        raise
