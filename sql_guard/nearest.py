"""The known names that look most like a wrong one, for the message that refuses it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The closest of `names`, or an empty string when none is close."""
    found = close_names(name, names, 1, 0.6)
    return found[0] if found else ""


def nearest_or_first(name: str, names: Iterable[str]) -> list[str]:
    """Up to three names most like this one, or when none is like it, the first few that there are."""
    known = list(names)
    return close_names(name, known, 3, 0.5) or sorted(known)[:5]


def close_names(name: str, names: Iterable[str], count: int, cutoff: float) -> list[str]:
    """Names like this one whatever their case, closest first."""
    spelled = {candidate.casefold(): candidate for candidate in names}
    return [spelled[match] for match in difflib.get_close_matches(name.casefold(), list(spelled), n=count, cutoff=cutoff)]
