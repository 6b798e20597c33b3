"""The first rule, from text to Draft: bounded length, readable characters, exactly one query."""

from __future__ import annotations

import re
from typing import Final

from sql_guard.draft import Draft
from sql_guard.errors import Refused
from sql_guard.parse import parsed
from sql_guard.policy import Policy
from sql_guard.tokens import place

FORBIDDEN_CHARACTER: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def one_query(written: str, policy: Policy) -> Draft:
    """Read a text as exactly one query, or raise Refused with the place that could not be read."""
    if len(written) > policy.limits.text:
        raise Refused("too_long", length=len(written), most=policy.limits.text)
    if bad := FORBIDDEN_CHARACTER.search(written):
        raise Refused("odd_character", **place(written, bad.start()))
    return Draft(written, parsed(written))
