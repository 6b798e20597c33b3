"""The text that runs when the first run failed: every narrowed scan is finished before anything else looks at its rows.

An engine may work out a condition of the asker's before a row rule that is a join, and fail on a row that they may not see. That it failed
would tell of the row. So an error counts only if it comes again where nothing is moved across the scans.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sql_guard.policy import Policy
from sql_guard.scan import scan_for

EVERY_ROW: Final = " LIMIT 9223372036854775807"  # drops no row, and no optimizer moves a condition across a LIMIT


def apart(text: str, tables: Iterable[str], policy: Policy) -> str:
    """The settled text with each narrowed scan closed; empty if no table in it is narrowed."""
    closed = text
    for key in tables:
        scan = scan_for(policy.by_key[key.casefold()], policy)
        if scan.table.rows is not None or scan.table.among:
            closed = closed.replace(f"({scan.text})", f"({scan.text}{EVERY_ROW})")
    return "" if closed == text else closed
