"""The fidelity report: what became of every value of the source. A value that nobody spoke for is dropped, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["kept", "approximated", "dropped"]
Path = tuple[str, ...]

# What carries no meaning, wherever it stands: where dbt found or put something, and what it copies from elsewhere.
MEANINGLESS = frozenset(
    {"metadata", "dsi_package_version", "relation_name", "input_measures", "input_metrics", "version", "docs", "quoting"}
)
UNSET: tuple[Any, ...] = (None, False, "", [], {})


class CannotSay(Exception):
    """Something of the source that our catalog has no faithful word for: a code of the message files and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Item:
    """One object of the source (a semantic model, a metric …) as plain values, and the file that it stands in."""

    kind: str
    name: str
    file: str
    fields: dict[str, Any]

    def at(self, *path: str) -> Any:
        """The value at a path, or None."""
        found: Any = self.fields
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        return found


@dataclass(frozen=True)
class Line:
    """What became of one field of one object. `code` and `facts` say why; kept fields mostly need no reason."""

    kind: str
    name: str
    field: str
    outcome: Outcome
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass
class Fidelity:
    """Collects what the importer says of paths; `lines` then speaks for every leaf, by the most exact path that covers it."""

    items: list[Item]
    said: dict[tuple[str, str], dict[Path, list[Line]]] = field(default_factory=dict)

    def note(self, item: Item, path: Path, outcome: Outcome, code: str = "", **facts: object) -> None:
        line = Line(item.kind, item.name, ".".join(path), outcome, code, tuple((key, str(value)) for key, value in facts.items()))
        here = self.said.setdefault((item.kind, item.name), {}).setdefault(path, [])
        if line not in here and not (outcome == "kept" and any(each.outcome != "kept" for each in here)):
            here[:] = [each for each in here if outcome == "kept" or each.outcome != "kept"]
            here.append(line)

    def kept(self, item: Item, *path: str) -> None:
        self.note(item, path, "kept")

    def whole(self, item: Item, code: str, **facts: object) -> None:
        """The object is left out, with everything in it, whatever was said of its parts before."""
        self.said[item.kind, item.name] = {}
        self.note(item, (), "dropped", code, **facts)

    def lines(self) -> list[Line]:
        found: dict[Line, None] = {}
        for item in self.items:
            told = self.said.get((item.kind, item.name), {})
            for path in leaves(item.fields):
                covering = next((told[path[:size]] for size in range(len(path), -1, -1) if path[:size] in told), None)
                for line in covering or [Line(item.kind, item.name, "", "dropped", "import.not_read")]:
                    found[Line(line.kind, line.name, ".".join(path), line.outcome, line.code, line.facts)] = None
            present = {path[:size] for path in leaves(item.fields) for size in range(len(path) + 1)}
            silent = (line for path, lines in told.items() if path not in present for line in lines)
            found |= dict.fromkeys(line for line in silent if line.outcome == "approximated")  # what the source does not even write
        return list(found)


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value that is set and means something; list entries go by their name where they have one."""
    if any(value is each or (value == each and type(value) is type(each)) for each in UNSET):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in MEANINGLESS:
                yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            named = inner.get("name") if isinstance(inner, dict) else None
            yield from leaves(inner, (*path, str(named or place)))
    else:
        yield path
