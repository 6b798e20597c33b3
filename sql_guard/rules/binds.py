"""The rewritten text binds on an empty database of the same shape: names exist and types fit, before any data is near."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from sql_guard.clone import clone_of
from sql_guard.draft import Draft
from sql_guard.errors import Refused
from sql_guard.nearest import nearest_name
from sql_guard.policy import Policy

# DuckDB's words and the code for each; a name is passed on only when the asker wrote it.
CODES: Final = (
    (re.compile(r'Referenced column "([^"]+)" not found'), "unknown_column"),
    (re.compile(r'does not have a column named "([^"]+)"'), "unknown_column"),
    (re.compile(r'column "?([^"\s]+)"? (?:does not exist|not found)', re.IGNORECASE), "unknown_column"),
    (re.compile(r'Could not find key "?([^"\s]+)"? in struct', re.IGNORECASE), "unknown_column"),
    (re.compile(r'Referenced table "([^"]+)" not found'), "unknown_alias"),
    (re.compile(r'Ambiguous reference to column name "([^"]+)"'), "ambiguous_column"),
    (re.compile(r'column "([^"]+)" must appear in the GROUP BY'), "not_grouped"),
)


def binds(draft: Draft, policy: Policy) -> Draft:
    clone = clone_of(policy)
    try:
        columns = clone.bind(draft.text)
    except clone.failure as error:
        raise refusal(str(error), type(error).__name__, draft, policy) from None
    return replace(draft, columns=columns)


def refusal(message: str, kind: str, draft: Draft, policy: Policy) -> Refused:
    """The engine's words turned into a code: they may name what the asker may not see, so they are never passed on."""
    for pattern, code in CODES:
        if found := pattern.search(message):
            name = found[1].split(".")[-1]
            if name.casefold() not in draft.written.casefold():
                break
            return Refused(code, name=name, nearest=nearest_name(name, names_for(code, draft, policy)))
    return Refused("does_not_fit", kind=kind.removesuffix("Exception").lower())


def names_for(code: str, draft: Draft, policy: Policy) -> list[str]:
    if code != "unknown_column":
        return []
    return [column.name for key in draft.tables for column in policy.by_key[key.casefold()].columns]
