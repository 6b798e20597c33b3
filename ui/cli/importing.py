"""wenshu catalog import: catalog files from dbt's semantic models, and the report of what became of every field."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from assistant.wording import say
from catalog.files.importers import Card, Imported, Line, catalog_files, import_source
from catalog.label import Language
from ui.cli import exits
from ui.cli.errors import FolderTaken
from ui.cli.lines import print_json


def run(options: argparse.Namespace) -> int:
    """Exit code 0 when everything was kept, else 8. Nothing is written over."""
    out: Path = options.out
    single = out.suffix in (".yaml", ".yml")
    if out.exists() and (single or not out.is_dir() or any(out.iterdir())):
        raise FolderTaken("cli.import_exists", file=out)
    imported = import_source(options.source, options.schema, Card(options.owner, options.department))
    files = catalog_files(imported, lambda line: field_line(options.language, line), out.name if single else None)
    (out.parent if single else out).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        ((out.parent if single else out) / name).write_text(text, "utf-8")
    counts = imported.counts()
    if options.json:
        print_json(as_json(imported, options.language, sorted(files)))
    else:
        for text in report(options.language, imported):
            print(text)
        sizes = {name: len(imported.sections[name]) for name in ("metrics", "dimensions", "datasets")}
        print(say(options.language, "cli.import_written", place=out, **sizes, **counts))
    return exits.DIFFERENT if counts["approximated"] or counts["dropped"] else exits.ANSWERED


def why(language: Language, line: Line) -> str:
    return say(language, line.code, **dict(line.facts)) if line.code else ""


def field_line(language: Language, line: Line) -> str:
    """One field, without its object: what its metric's comment says."""
    return f"{line.field}: {why(language, line)}"


def report(language: Language, imported: Imported) -> list[str]:
    """Every object that is left out and every field that is not as it was; what is said of a whole object is said once."""
    found: dict[str, None] = {}
    for (kind, name), group in groupby(imported.lines, key=lambda line: (line.kind, line.name)):
        lines = list(group)
        if all(line.outcome == "dropped" for line in lines) and len({line.code for line in lines}) == 1:
            found[say(language, "cli.import_whole", kind=kind, name=name, why=why(language, lines[0]))] = None
            continue
        found |= dict.fromkeys(field_lines(language, kind, name, lines))
    return list(found)


def field_lines(language: Language, kind: str, name: str, lines: list[Line]) -> Iterator[str]:
    """One line a reason, with the fields that it is about."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.outcome != "kept":
            reasons.setdefault((line.outcome, why(language, line)), []).append(line.field)
    for (outcome, reason), fields in reasons.items():
        worded = say(language, f"cli.import_{outcome}")
        yield say(language, "cli.import_field", kind=kind, name=name, field=fields, outcome=worded, why=reason)


def as_json(imported: Imported, language: Language, files: list[str]) -> dict[str, object]:
    fields = [
        {
            "kind": line.kind,
            "name": line.name,
            "field": line.field,
            "outcome": line.outcome,
            "code": line.code.removeprefix("import."),
            "why": why(language, line),
        }
        for line in imported.lines
    ]
    return {"status": "answered", "files": files, "counts": imported.counts(), "names": imported.names, "fields": fields}
