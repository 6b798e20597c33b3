"""The folder's errors; each carries a code and facts, and the message files have the words.

GuardError
├── Refused        the SQL may not run: code, facts (position, name, nearest …)
├── TookTooLong    over the wall clock, memory or size limit, and stopped
├── Cancelled      the asker stopped it
├── EngineFailed   the engine could not run checked SQL; the engine's text is logged under an id, never shown
└── NotReady       no serving database, stale fingerprint, or a hardening setting that reads back differently
"""

from __future__ import annotations


class GuardError(Exception):
    """An answer that a person can act on."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value!r}" for key, value in self.facts.items())])


class Refused(GuardError):
    pass


class TookTooLong(GuardError):
    pass


class Cancelled(GuardError):
    pass


class EngineFailed(GuardError):
    pass


class NotReady(GuardError):
    pass
