"""The card of a metric: names, who answers for it, how gaps count. Everything of a metric but its formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.files.importers.aggregation import Formula
from catalog.files.importers.datasets import Entry, Writing
from catalog.files.importers.fidelity import CannotSay, Item
from catalog.files.importers.names import cleaned, described, is_reserved, named, spoken

COUNTED = ("count", "count_distinct")
ANSWERABLE: tuple[tuple[str, ...], ...] = (
    ("meta", "owner"),
    ("meta", "department"),
    ("config", "meta", "owner"),
    ("config", "meta", "department"),
    ("config", "group"),
    ("group",),
)
FILLED: tuple[tuple[str, ...], ...] = (("type_params", "measure"), ("type_params", "cumulative_type_params", "metric"), ("type_params",))


@dataclass(frozen=True)
class Card:
    """Who answers for a metric where the source does not say: required, because every number of ours has an owner."""

    owner: str | None = None
    department: str | None = None


def card(defaults: Card, writing: Writing, item: Item, formula: Formula) -> Entry:
    """The whole entry, with the formula last but one."""
    identity = item.name if item.kind == "metric" and allowed(item.name, writing.things.ids) else writing.things.id(item.name)
    entry: Entry = {"id": identity, "name": named(writing.things, writing.fidelity, item, item.fields, (), spoken(identity))}
    if item.kind == "metric" and identity != item.name:
        writing.fidelity.note(item, ("name",), "approximated", "import.renamed", name=identity)
    entry["description"] = described(item.fields, entry["name"]["en"])
    writing.fidelity.note(item, ("description",), "kept", "import.one_language")
    entry |= answerable(defaults, writing, item)
    entry["formula"] = formula
    if is_count(formula):
        entry["format"] = {"style": "integer"}
    entry |= filled(writing, item)
    if item.fields.get("time_granularity"):
        writing.fidelity.note(item, ("time_granularity",), "dropped", "import.default_grain")
    return entry


def allowed(name: str, known: set[str]) -> bool:
    return cleaned(name) == name and not is_reserved(name, known)


def is_count(formula: Formula) -> bool:
    return any(key in formula for key in COUNTED) or formula.get("sum") == "1" or formula.get("conversion") == "count"


def answerable(defaults: Card, writing: Writing, item: Item) -> Entry:
    """Owner and department: the source's `meta` and `group`, else what the importer was told."""
    meta = {**(item.at("meta") or {}), **(item.at("config", "meta") or {})}
    group = item.at("config", "group") or item.at("group")
    found = meta.get("owner") or group or defaults.owner
    owner = str(found.get("name") or found.get("email")) if isinstance(found, dict) else found
    if not owner:
        raise CannotSay("import.no_owner")
    for path in ANSWERABLE:
        writing.fidelity.kept(item, *path)
    return {"owner": str(owner)[:120], "department": str(meta.get("department") or group or defaults.department or owner)[:120]}


def filled(writing: Writing, item: Item) -> Entry:
    """What a gap counts as. Both measures of a conversion have to agree on it."""
    found: list[tuple[tuple[str, ...], Any, bool]] = []
    for path in FILLED:
        given = item.at(*path)
        if isinstance(given, dict):
            found.append((path, given.get("fill_nulls_with"), bool(given.get("join_to_timespine"))))
    conversion = ("type_params", "conversion_type_params")
    for side in ("base_measure", "conversion_measure", "base_metric", "conversion_metric"):
        given = item.at(*conversion, side)
        if isinstance(given, dict):
            found.append(((*conversion, side), given.get("fill_nulls_with"), bool(given.get("join_to_timespine"))))
    fill = None
    for path, value, joined in found:
        if value is not None:
            if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 10**15:
                raise CannotSay("import.fill", found=str(value)[:40])
            fill = value
            writing.fidelity.note(
                item, (*path, "fill_nulls_with"), "kept" if joined else "approximated", "" if joined else "import.fill_rows"
            )
        if joined:
            code = "" if value is not None else "import.spine_rows"
            writing.fidelity.note(item, (*path, "join_to_timespine"), "kept" if value is not None else "approximated", code)
    return {} if fill is None else {"fill_nulls_with": fill}
