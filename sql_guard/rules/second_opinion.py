"""DuckDB's own parser must read the written and the rewritten text as the same query, of listed parts, on permitted scans only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sql_guard.clone import clone_of
from sql_guard.draft import Draft
from sql_guard.errors import Refused
from sql_guard.memo import Memo
from sql_guard.policy import Policy
from sql_guard.reading import Reader, RewrittenReader, without_places
from sql_guard.scan import scans_of

SCAN_READINGS: Memo[str, Mapping[str, Any]] = Memo(size=64)


def second_opinion(draft: Draft, policy: Policy) -> Draft:
    clone = clone_of(policy)
    readings = scan_readings(policy)
    theirs, ours = clone.read(draft.written, draft.text)
    written = Reader(policy).statement(theirs)
    rewritten = RewrittenReader(policy, readings).statement(ours)
    if without_limit(written) != without_limit(rewritten) or limit_of(rewritten) != expected_limit(written, policy):
        raise Refused("read_differently")
    return draft


def scan_readings(policy: Policy) -> Mapping[str, Any]:
    """How DuckDB reads each scan; a policy that it cannot read refuses everything."""

    def read_all() -> Mapping[str, Any]:
        scans = scans_of(policy)
        readings = clone_of(policy).read(*(scan.text for scan in scans.values())) if scans else []
        return {key: scan_reading(key, parsed) for key, parsed in zip(scans, readings, strict=True)}

    return SCAN_READINGS.find(policy.scope, read_all)


def scan_reading(key: str, parsed: dict[str, Any]) -> Any:
    if parsed["error"]:
        raise Refused("policy_broken", table=key)
    return without_places(parsed["statements"][0]["node"])


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
