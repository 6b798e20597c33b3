"""The text that will run says what the checked tree says."""

from __future__ import annotations

from dataclasses import replace

from sql_guard.draft import Draft
from sql_guard.policy import Policy
from sql_guard.settle import settle


def settled(draft: Draft, policy: Policy) -> Draft:
    final = settle(draft.tree)
    return replace(draft, tree=final.tree, text=final.text)
