"""DuckDB's own parser must read the written and the rewritten text as the same query, of listed parts, on permitted scans only."""

from __future__ import annotations

from typing import Any

from sql_guard.clone import clone_of
from sql_guard.draft import Draft
from sql_guard.errors import Refused
from sql_guard.memo import Memo
from sql_guard.policy import Policy
from sql_guard.reading import Reader, RewrittenReader, without_places
from sql_guard.scan import scan_for

SCAN_READINGS: Memo[tuple[str, str], Any] = Memo(size=2048)


def second_opinion(draft: Draft, policy: Policy) -> Draft:
    clone = clone_of(policy)
    readings = {key: scan_reading(key, policy) for key in draft.tables}
    theirs, ours = clone.read(draft.written, draft.text)
    written = Reader(policy).statement(theirs)
    rewritten = RewrittenReader(policy, readings, draft.headings).statement(ours)
    if without_limit(written) != without_limit(rewritten) or limit_of(rewritten) != expected_limit(written, policy):
        raise Refused("read_differently")
    return draft


def scan_reading(key: str, policy: Policy) -> Any:
    """How DuckDB reads the scan of a table; a scan that it cannot read refuses the table."""

    def read() -> Any:
        (parsed,) = clone_of(policy).read(scan_for(policy.by_key[key.casefold()], policy).text)
        if parsed["error"]:
            raise Refused("policy_broken", table=key)
        return without_places(parsed["statements"][0]["node"])

    return SCAN_READINGS.find((policy.scope, key), read)


def limit_modifier(query: Any) -> Any:
    return next((each for each in query["modifiers"] if each["type"] == "LIMIT_MODIFIER"), None)


def without_limit(query: Any) -> Any:
    """The query but for its top limit; an offset stays."""
    rest = [each for each in query["modifiers"] if each["type"] != "LIMIT_MODIFIER"]
    limit = limit_modifier(query)
    return {**query, "modifiers": [*rest, limit["offset"] if limit else None]}


def limit_of(query: Any) -> int | None:
    limit = limit_modifier(query)
    if limit is None or limit["limit"] is None:
        return None
    literal = limit["limit"].get("literal") or {}
    if limit["limit_type"] != "ROW_COUNT" or literal.get("kind") != "INTEGER":
        raise Refused("limit_not_literal")
    return int(literal["text"])


def expected_limit(query: Any, policy: Policy) -> int:
    theirs = limit_of(query)
    most = policy.limits.rows + 1
    return most if theirs is None else min(theirs, most)
