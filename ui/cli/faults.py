"""A fault of a catalog file as JSON."""

from __future__ import annotations

from assistant.wording import say
from catalog.errors import Fault
from catalog.label import Language


def fault_as_json(spoken: Language, fault: Fault) -> dict[str, str]:
    """A fault of a file, worded."""
    facts = dict(fault.facts)
    message, fix = say(spoken, fault.words, **facts), say(spoken, fault.fix, **facts)
    return {"where": fault.where, "code": fault.code, "severity": fault.severity, "message": message, "fix": fix}
