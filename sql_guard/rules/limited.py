"""The top query returns at most one row more than the cap, so that a cut can be noticed; its own order stays."""

from __future__ import annotations

from sql_guard.draft import Draft, position_of
from sql_guard.engine import Change
from sql_guard.errors import Refused
from sql_guard.policy import Policy


def limited(draft: Draft, policy: Policy) -> Draft:
    """Put LIMIT min(theirs, cap + 1) on the top query itself: a wrapper would lose the inner order."""
    from sqlglot import exp

    written = draft.tree.args.get("limit")
    most = policy.limits.rows + 1
    if written is None:
        draft.tree.set("limit", exp.Limit(expression=exp.Literal.number(most)))
        return draft.changed(Change("limit_added", (("rows", str(policy.limits.rows)),)))
    theirs = written.args.get("count") if isinstance(written, exp.Fetch) else written.expression
    options = written.args.get("limit_options")
    part_of = options is not None and (options.args.get("percent") or options.args.get("with_ties"))
    if not isinstance(theirs, exp.Literal) or not theirs.is_int or part_of:
        raise Refused("limit_not_literal", **position_of(written))
    if int(theirs.this) <= most:
        return draft
    theirs.replace(exp.Literal.number(most))
    return draft.changed(Change("limit_lowered", (("written", theirs.this), ("rows", str(policy.limits.rows)))))
