"""Exit codes of the command line; documented in docs/cli.md."""

from __future__ import annotations

ANSWERED, FAILED, USAGE, CLARIFY, DECLINED, REFUSED, TIMEOUT, NOT_READY, DIFFERENT = 0, 1, 2, 3, 4, 5, 6, 7, 8
INTERRUPTED = 130
BY_STATUS = {
    "answered": ANSWERED,
    "clarify": CLARIFY,
    "declined": DECLINED,
    "refused": REFUSED,
    "timeout": TIMEOUT,
    "cancelled": INTERRUPTED,
    "failed": FAILED,
}
