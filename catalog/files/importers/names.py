"""Ids and names: dbt's names are ours where our rules allow them; each id and each word is given once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from catalog.files.importers.fidelity import Fidelity, Item
from catalog.files.rules.names import ENDINGS, RESERVED, folded

LONGEST_ID = 63
LONGEST_WORD = 120
REF = re.compile(r"""^\s*(?:ref|source)\(\s*(?:['"][^'"]*['"]\s*,\s*)?['"]([^'"]+)['"]\s*(?:,.*)?\)\s*$""")
PLACEHOLDER = re.compile(r"^\$\w+$")


@dataclass
class Names:
    """The ids and words given so far."""

    ids: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def id(self, name: str, also: str = "") -> str:
        """The name as an id that nobody has yet; `also` tells two apart."""
        wanted = cleaned(name)
        for candidate in (wanted, cleaned(f"{also}__{name}") if also else wanted, *(f"{wanted[:58]}_{n}" for n in range(2, 1000))):
            if candidate not in self.ids and not is_reserved(candidate, self.ids):
                self.ids.add(candidate)
                return candidate
        raise AssertionError(name)

    def word(self, wanted: str, also: str) -> str:
        """A name for people that no other thing has; `also` tells two apart."""
        wanted = " ".join(wanted.split())[:LONGEST_WORD] or also
        for candidate in (wanted, f"{wanted[:80]} ({also[:36]})", *(f"{wanted[:100]} {n}" for n in range(2, 1000))):
            if folded(candidate) not in self.words:
                self.words.add(folded(candidate))
                return candidate
        raise AssertionError(wanted)


def cleaned(name: str) -> str:
    found = re.sub(r"[^a-z0-9_]+", "_", name.lower())[:LONGEST_ID].strip("_") or "unnamed"
    return found if found[0].isalpha() else f"n_{found}"[:LONGEST_ID]


def is_reserved(name: str, known: set[str]) -> bool:
    """Whether the id is a column that queries make themselves of a thing that is known."""
    return name in RESERVED or any(name.endswith(ending) and name.removesuffix(ending) in known for ending in ENDINGS)


def spoken(name: str) -> str:
    """An identifier as words: `order_total` is 'Order total'."""
    words = re.sub(r"_+", " ", name).strip()
    return words[:1].upper() + words[1:]


def named(names: Names, fidelity: Fidelity, item: Item, fields: dict[str, Any], path: tuple[str, ...], also: str) -> dict[str, str]:
    """The `name` of an entry: dbt's one label in both languages, which the report says."""
    label, name = fields.get("label"), str(fields.get("name") or item.name)
    word = names.word(str(label) if label else spoken(name), also)
    fidelity.note(item, (*path, "name"), "kept", "import.one_language")
    if label:
        fidelity.note(item, (*path, "label"), "kept", "import.one_language")
    return {"zh": word, "en": word}


def described(fields: dict[str, Any], otherwise: str = "") -> dict[str, str] | None:
    text = " ".join(str(fields.get("description") or "").split())[:4000] or otherwise
    return {"zh": text, "en": text} if text else None


@dataclass(frozen=True)
class Place:
    """Where a semantic model's rows are."""

    schema: str
    table: str


def place_of(item: Item, schema: str | None) -> Place:
    """The physical table: of the node relation, else of `model: ref('…')`; `schema` goes before what the source says."""
    alias = item.at("node_relation", "alias")
    written = str(item.at("model") or "")
    found = REF.match(written)
    table = str(alias or (found[1] if found else written) or item.name)
    declared = str(item.at("node_relation", "schema_name") or "")
    return Place(schema or ("main" if not declared or PLACEHOLDER.match(declared) else declared), table)
