"""Reads questions without a model, in Chinese and English, with the catalog's own words and a closed-class grammar."""

from assistant.offline.planner import OfflinePlanner

__all__ = ["OfflinePlanner"]
