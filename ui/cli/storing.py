"""wenshu store: a copy of the store of answers while it is in use, and a copy put in its place."""

from __future__ import annotations

import argparse
from datetime import datetime

from assistant.wording import say
from catalog.store import Store, open_store, restore
from catalog.store.chain import Event, append
from ui.cli import exits
from ui.cli.errors import FolderTaken
from ui.cli.place import project_file


def run(options: argparse.Namespace) -> int:
    place = project_file(options.project).store
    if options.part == "backup":
        if options.file.exists():
            raise FolderTaken("cli.import_exists", file=options.file)
        store = open_store(f"sqlite:///{place}")
        tell(store, "backed_up", {"file": options.file.name})
        store.backup(options.file)
        print(say(options.language, "cli.backed_up", file=options.file))
        return exits.ANSWERED
    kept = restore(options.file, place)
    tell(open_store(f"sqlite:///{place}"), "restored", {"file": options.file.name, "kept": kept.name if kept else None})
    print(say(options.language, "cli.restored" if kept is None else "cli.restored_kept", file=options.file, kept=kept))
    return exits.ANSWERED


def tell(store: Store, kind: str, facts: dict[str, str | None]) -> None:
    """Whoever can write the project's folder may do this; the log says that it was done."""
    with store.engine.begin() as connection:
        append(connection, Event(kind, "", datetime.now().astimezone(), "", facts))
