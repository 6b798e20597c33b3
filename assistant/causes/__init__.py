"""Why a number changed: parts that add up to the change, each a governed query of its own. From the catalog alone, no model."""

from assistant.causes.parts import Breakdown, Causes, Finding, Part

__all__ = ["Breakdown", "Causes", "Finding", "Part"]
