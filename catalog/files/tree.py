"""YAML text to plain values that know their lines. Only plain YAML: no tags, anchors or duplicate keys; yes, no and on are words.

What cannot be read is a fault, and reading goes on where it can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.errors import Fault

LARGEST_FILE = 16 * 1024 * 1024
DEEPEST = 24
CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
CONSTANTS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?")


class Fields(dict[str, Any]):
    """A YAML mapping: its first line, and the line of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A YAML sequence: its first line, and the line of each item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def line_at(tree: Any, path: tuple[str | int, ...], line: int = 1) -> int:
    """The line of the value at `path`; steps that are not in the tree are skipped, so the nearest known line is given."""
    for step in path:
        match tree, step:
            case Fields(), str() if step in tree:
                line, tree = tree.lines[step], tree[step]
            case Items(), int() if 0 <= step < len(tree):
                line, tree = tree.lines[step], tree[step]
    return line


def read_text(path: Path, shown: str, faults: list[Fault]) -> str | None:
    """The file as text, or None with the fault."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            faults.append(Fault(f"{shown}:1", "file_too_large", (("most", f"{LARGEST_FILE >> 20} MB"),)))
            return None
        content = path.read_bytes()
    except OSError as error:
        faults.append(Fault(f"{shown}:1", "file_unreadable", (("reason", error.strerror or type(error).__name__),)))
        return None
    return decoded(content, shown, faults)


def decoded(content: bytes, shown: str, faults: list[Fault]) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.append(Fault(f"{shown}:{line}", "not_utf8"))
        return None


def read_fields(text: str, shown: str, faults: list[Fault]) -> Fields | None:
    """The one mapping that a file holds; None when there is none or the file is not YAML. An empty file is an empty mapping."""
    import yaml

    loader: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
    reading = Reading(text, shown, faults)
    try:
        for event in yaml.parse(text, Loader=loader):
            reading.take(event)
            if reading.stopped:
                return None
    except yaml.YAMLError as error:
        faults.append(unreadable(error, text, shown))
        return None
    if not reading.documents or reading.documents[0] is None:
        return Fields(1)
    if not isinstance(reading.documents[0], Fields):
        faults.append(Fault(f"{shown}:1", "not_a_mapping"))
        return None
    return reading.documents[0]


def unreadable(error: Exception, text: str, shown: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = text.count("\n", 0, getattr(error, "position", 0)) + 1 if mark is None else mark.line + 1
    written = text.splitlines()[line - 1 : line] if mark is not None else []
    if written and "\t" in written[0][: len(written[0]) - len(written[0].lstrip())]:
        return Fault(f"{shown}:{line}", "yaml_tab")
    return Fault(f"{shown}:{line}", "yaml_unreadable", (("problem", str(getattr(error, "problem", None) or error).strip()),))


@dataclass
class Reading:
    """Builds values from parse events with an explicit stack, so that deep nesting is a fault and not a crash."""

    text: str
    shown: str
    faults: list[Fault]
    documents: list[Any] = field(default_factory=list)
    stack: list[Fields | Items] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)  # per open collection: the key that waits for its value
    stopped: bool = False  # the rest is not worth reading: an attack, or not one document

    def take(self, event: Any) -> None:
        import yaml.events as events

        line: int = event.start_mark.line + 1
        match event:
            case events.ScalarEvent():
                self.refuse_extras(event, line)
                if self.expects_key():
                    self.new_key(event.value, line)
                else:
                    self.place(scalar(event.value, event.implicit[0] and not event.style), line)
            case events.MappingStartEvent() | events.SequenceStartEvent():
                self.refuse_extras(event, line)
                self.open(Fields(line) if isinstance(event, events.MappingStartEvent) else Items(line), line)
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self.stack.pop()
                self.keys.pop()
            case events.AliasEvent():
                self.fault(line, "yaml_alias", name=event.anchor)
                if self.expects_key():
                    self.new_key(event.anchor or "", line)
                else:
                    self.place(None, line)
            case events.DocumentStartEvent() if self.documents:
                self.fault(line, "yaml_documents")
                self.stopped = True

    def refuse_extras(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.fault(line, "yaml_alias", name=event.anchor)
        if event.tag is not None:
            self.fault(line, "yaml_tag", tag=event.tag)

    def open(self, collection: Fields | Items, line: int) -> None:
        if len(self.stack) >= DEEPEST:
            self.fault(line, "yaml_too_deep", most=str(DEEPEST))
            self.stopped = True
            return
        if self.expects_key():
            self.fault(line, "yaml_key")
            self.stopped = True
            return
        self.place(collection, line)
        self.stack.append(collection)
        self.keys.append(None)

    def expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], Fields) and self.keys[-1] is None

    def new_key(self, key: str, line: int) -> None:
        into = self.stack[-1]
        assert isinstance(into, Fields)
        if key in into.lines:
            self.fault(line, "duplicate_key", key=key)
        into.lines[key] = line
        self.keys[-1] = key

    def place(self, value: Any, line: int) -> None:
        if not self.stack:
            self.documents.append(value)
            return
        into, key = self.stack[-1], self.keys[-1]
        if isinstance(into, Items):
            into.append(value)
            into.lines.append(line)
        elif key is not None:
            into[key] = value
            self.keys[-1] = None

    def fault(self, line: int, code: str, **facts: str | None) -> None:
        self.faults.append(Fault(f"{self.shown}:{line}", code, tuple((key, value or "") for key, value in facts.items())))


def scalar(text: str, plain: bool) -> str | int | float | bool | None:
    """A plain scalar by YAML 1.2's core schema: true, null and numbers; everything else (yes, on, 2026-01-01) is text."""
    if not plain:
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] in "+-.0123456789":
        if INTEGER.fullmatch(text):
            return int(text) if len(text) < 20 else text
        if DECIMAL.fullmatch(text) and any(mark in text for mark in ".eE"):
            return float(text)
    return text
