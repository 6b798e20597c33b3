"""Exit codes of the command line; documented in docs/cli.md."""

from __future__ import annotations

from assistant.record import Status
from assistant.settings import BadSettings
from catalog.errors import Faulty, StoreError
from sql_guard.errors import Cancelled, EngineFailed, NotReady, Refused, TookTooLong
from ui.cli.errors import Misused

ANSWERED, FAILED, USAGE, CLARIFY, DECLINED, REFUSED, TIMEOUT, NOT_READY, DIFFERENT = 0, 1, 2, 3, 4, 5, 6, 7, 8
INTERRUPTED = 130
BY_STATUS: dict[Status, int] = {
    "answered": ANSWERED,
    "clarify": CLARIFY,
    "declined": DECLINED,
    "refused": REFUSED,
    "timeout": TIMEOUT,
    "cancelled": INTERRUPTED,
    "failed": FAILED,
}


def of_error(error: Exception) -> tuple[Status, int]:
    """The status and the exit code of a command that ended in an error which a person can act on."""
    match error:
        case Misused():
            return "failed", USAGE
        case NotReady() | BadSettings() | StoreError():
            return "failed", NOT_READY
        case Faulty() | EngineFailed():
            return "failed", FAILED
        case Refused():
            return "refused", REFUSED
        case TookTooLong():
            return "timeout", TIMEOUT
        case Cancelled():
            return "cancelled", INTERRUPTED
        case _:
            return "declined", DECLINED
