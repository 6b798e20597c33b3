"""Why a number changed: parts that add up to the change, each a governed query of its own. From the catalog alone, no model."""

from assistant.causes.explain_change import explain_change
from assistant.causes.parts import Breakdown, Causes, Finding, Part
from assistant.causes.rounding import Rounded, rounded

__all__ = ["Breakdown", "Causes", "Finding", "Part", "Rounded", "explain_change", "rounded"]
