"""The command line's own errors: what it was given cannot be used. They end with the exit code for wrong usage.

Misused
├── BadLine        a question, or a line of a file of them, that is not one: nothing_asked, questions_unreadable, bad_line
├── Misused itself  cli.nothing_to_erase, cli.no_password_file, cli.passwords_differ
├── NoProject      the named folder is none: cli.no_project
├── FolderTaken    the place for a sample project or an import is not free: cli.demo_exists, cli.import_exists
└── CannotListen   an address that cannot be used: cli.port_taken, cli.not_loopback
"""

from __future__ import annotations

from catalog.errors import CatalogError


class Misused(CatalogError):
    pass


class BadLine(Misused):
    pass


class NoProject(Misused):
    pass


class FolderTaken(Misused):
    pass


class CannotListen(Misused):
    pass
