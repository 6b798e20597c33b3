"""The folder's errors; each carries a code and facts, and the message files (catalog/words/*.toml) have the words.

CatalogError
├── Unknown        no such metric, dimension, dataset or member: kind, name, nearest
├── Unanswerable   the catalog has the parts but cannot answer this combination: code, facts, nearest possibility
├── Unreadable     governed SQL or a formula that cannot be read: position, nearest
├── StoreError     the store of answers cannot be used: store_newer, store_unreadable, store_backup_elsewhere
└── Faulty         catalog files with faults: every fault at once, each with file:line and the fix
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class CatalogError(Exception):
    """An answer that a person can act on."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value!r}" for key, value in self.facts.items())])


class Unknown(CatalogError):
    """code is unknown_metric, unknown_dimension …; facts: name, nearest (tuple of names, nearest first)."""


class Unanswerable(CatalogError):
    """The parts exist, the combination does not: unreachable dimension, no time column, ambiguous path …"""


class Unreadable(CatalogError):
    """Text that is not governed SQL or not a formula."""


class StoreError(CatalogError):
    """The store of answers and conversations cannot be used."""


@dataclass(frozen=True)
class Fault:
    """One fault in a catalog file: where it is, what is wrong (code and facts), and how to mend it."""

    where: str  # file:line
    code: str
    facts: tuple[tuple[str, str], ...] = ()
    severity: Literal["error", "warning"] = "error"

    @property
    def words(self) -> str:
        """The message's code: what is wrong."""
        return f"fault.{self.code}"

    @property
    def fix(self) -> str:
        """The message's code: how to mend it."""
        return f"fix.{self.code}"


class Faulty(CatalogError):
    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("faulty_catalog", count=len(faults))
        self.faults = faults
