"""Entries as YAML text: readable, in a fixed order, with a comment where something is not as in the source; then checked as any catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from catalog.errors import Fault, Faulty
from catalog.files.importers.datasets import Entry
from catalog.files.importers.fidelity import Line
from catalog.files.load import read_catalog

if TYPE_CHECKING:
    from catalog.files.importers.importer import Imported

Say = Callable[[Line], str]
WIDTH = 140


def catalog_files(imported: Imported, say: Say, one_file: str | None = None) -> dict[str, str]:
    """The catalog as one file of that name, or a file a section. Raises Faulty where our rules refuse what was imported."""
    comments = comments_by_id(imported, say)
    sections = {name: section_text(name, entries, comments) for name, entries in imported.sections.items() if entries}
    files = {one_file: "\n".join(sections.values())} if one_file else {f"{name}.yaml": text for name, text in sections.items()}
    faults: list[Fault] = []
    read_catalog(sorted(files.items()), "", faults)
    if faults:
        raise Faulty(tuple(faults))
    return files


def comments_by_id(imported: Imported, say: Say) -> dict[str, list[str]]:
    """What a metric's reader has to know, by the metric's name."""
    found: dict[str, list[str]] = {}
    for line in imported.lines:
        if line.kind == "metric" and line.outcome == "approximated":
            found.setdefault(line.name, []).append(say(line))
    return found


def section_text(name: str, entries: Sequence[Entry], comments: Mapping[str, Sequence[str]]) -> str:
    lines = [f"{name}:"]
    for entry in entries:
        told = comments.get(str(entry.get("id", "")), ()) if name == "metrics" else ()
        lines += [f"  # {text}" for text in dict.fromkeys(" ".join(text.split()) for text in told)]
        lines += block([entry], "  ")
    return "\n".join(lines) + "\n"


def block(value: Any, indent: str) -> Iterator[str]:
    """A mapping or list, a line an entry; what is short stands on one line."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from pair(f"{indent}{inline(key)}:", inner, indent + "  ")
        return
    for inner in value:
        lines = [f"{indent}  {inline(inner)}"] if is_short(inner) else list(block(inner, indent + "  "))
        yield f"{indent}- {lines[0].removeprefix(indent + '  ')}"
        yield from lines[1:]


def pair(key: str, value: Any, indent: str) -> Iterator[str]:
    if is_short(value) or not isinstance(value, (dict, list)):
        yield f"{key} {inline(value)}"
    else:
        yield key
        yield from block(value, indent)


def inline(value: Any) -> str:
    """The value on one line, as YAML quotes it; `on` is a word to our reader."""
    import yaml

    if value == "on":
        return "on"
    written: str = yaml.dump(value, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=1_000_000, default_flow_style=True)
    return written.removesuffix("...\n").strip()


def is_short(value: Any) -> bool:
    if isinstance(value, dict) and value.keys() & {"id", "on"}:
        return False
    return not isinstance(value, (dict, list)) or len(inline(value)) <= WIDTH - 40
