"""The guard: runs the rules in order and makes the only SafeSql there is. Equal text and scope give the remembered result."""

from __future__ import annotations

from typing import Final

from sql_guard.apart import apart
from sql_guard.engine import SEAL, SafeSql
from sql_guard.errors import Refused
from sql_guard.memo import Memo
from sql_guard.policy import Policy
from sql_guard.rules import RULES
from sql_guard.rules.one_query import one_query
from sql_guard.tokens import DEEPEST_NESTING

REMEMBERED: Memo[tuple[str, str], SafeSql] = Memo(size=1024)
LONGEST_REMEMBERED: Final = 20_000


def guard(sql: str, policy: Policy) -> SafeSql:
    """Check and rewrite one query for one asker; raises Refused with a code and facts, and never runs anything."""
    if len(sql) > LONGEST_REMEMBERED:
        return checked(sql, policy)
    return REMEMBERED.find((sql, policy.scope), lambda: checked(sql, policy))


def checked(sql: str, policy: Policy) -> SafeSql:
    try:
        draft = one_query(sql, policy)
        for rule in RULES:
            draft = rule(draft, policy)
    except RecursionError as error:
        raise Refused("too_deep", most=DEEPEST_NESTING) from error
    closed = apart(draft.text, draft.tables, policy)
    return SafeSql(draft.text, sql, draft.tables, draft.changes, policy.scope, policy.limits.rows, SEAL, draft.columns, closed)
