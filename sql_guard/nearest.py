"""The permitted name that looks most like a wrong one, for the message that refuses it."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The closest of `names`, or an empty string when none is close."""
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in names}
    found = get_close_matches(name.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""
