"""wenshu export: an answer of the asker's as a file, under the rights that they have today."""

from __future__ import annotations

import argparse
import sys

from assistant.taking import to_take, took
from catalog.errors import Unanswerable
from ui.cli import exits
from ui.cli.place import person
from ui.cli.questions import LAST, opened
from ui.export import written

TEXT = ("csv", "svg")


def run(options: argparse.Namespace) -> int:
    """Writes the file, or prints it where no file is named; a file that exists is not overwritten."""
    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        latest = project.journal.latest(asker.id, 1) if options.id == LAST else ()
        found = to_take(latest[0].id if latest else options.id, project, asker)
        if options.out is None and options.format not in TEXT and sys.stdout.isatty():
            raise Unanswerable("name_a_file", format=options.format)
        contents = written(found, options.format, "dark" if options.dark else "light")
        took(found, options.format, project, asker)
        if options.out is None:
            sys.stdout.buffer.write(contents)
        else:
            with options.out.open("xb") as file:
                file.write(contents)
    return exits.ANSWERED
