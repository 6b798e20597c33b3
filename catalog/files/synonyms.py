"""Adding a synonym to a catalog file's text: a few characters at their place; comments, order and layout stay as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["metric", "dimension", "member"]
SECTIONS: dict[Kind, str] = {"metric": "metrics", "dimension": "dimensions", "member": "dimensions"}
PLAIN = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+)*")
WORDS_OF_YAML = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})


@dataclass(frozen=True)
class Named:
    """What gets another name: a metric or dimension by its id, or a member by its dimension's id and its value."""

    kind: Kind
    id: str
    value: str | int | bool | None = None


def with_synonym(text: str, named: Named, word: str) -> str | None:
    """The file's text with one more synonym; None where the file does not declare what is named."""
    import yaml

    entry = entry_of(yaml.compose(text, Loader=yaml.SafeLoader), named)
    if entry is None:
        return None
    if named.kind != "member":
        return in_mapping(text, entry, word, after=("name",))
    return in_members(text, entry, named, word)


def entry_of(root: Any, named: Named) -> Any | None:
    """The mapping of the list item that declares the metric or the dimension."""
    items = value_of(root, SECTIONS[named.kind])
    for item in items.value if is_sequence(items) else ():
        found = value_of(item, "id")
        if found is not None and found.value == named.id:
            return item
    return None


def in_members(text: str, entry: Any, named: Named, word: str) -> str:
    """The dimension's declared member with one more synonym, or the member declared by it."""
    members = value_of(entry, "members")
    if not is_sequence(members):
        new = f"members: [{member(named, word)}]"
        last = end_of(entry.value[-1][1])
        return in_flow(text, last, new) if entry.flow_style else on_a_line(text, last, entry.start_mark.column, new)
    for item in members.value:
        found = value_of(item, "value")
        if found is not None and found.value == spelled(named.value):
            return in_mapping(text, item, word, after=("en", "zh", "value"))
    return in_sequence(text, members, member(named, word))


def in_mapping(text: str, entry: Any, word: str, after: tuple[str, ...]) -> str:
    """A mapping with one more synonym: in its list, or in a new list behind the first of these keys that it has."""
    synonyms = value_of(entry, "synonyms")
    if is_sequence(synonyms):
        return in_sequence(text, synonyms, quoted(word))
    if synonyms is not None:  # the key without a value
        return put(text, synonyms.end_mark.index, f" [{quoted(word)}]")
    before = next(value for key in after if (value := value_of(entry, key)) is not None)
    new = f"synonyms: [{quoted(word)}]"
    if entry.flow_style:
        return in_flow(text, end_of(before), new)
    return on_a_line(text, end_of(before), entry.start_mark.column, new)


def in_sequence(text: str, items: Any, new: str) -> str:
    """A list with one more item, in brackets or on lines of their own."""
    if items.flow_style:
        return in_flow(text, end_of(items.value[-1]), new) if items.value else put(text, items.end_mark.index - 1, new)
    return on_a_line(text, end_of(items), items.start_mark.column, f"- {new}")


def in_flow(text: str, at: int, new: str) -> str:
    return put(text, at, f", {new}")


def on_a_line(text: str, at: int, column: int, new: str) -> str:
    """On a line of its own after the line of this place, behind whatever comment stands there."""
    ending = "\r\n" if "\r\n" in text else "\n"
    end = text.find("\n", at)
    line = " " * column + new
    if end < 0:
        return f"{text}{ending}{line}{ending}"
    return put(text, end + 1, f"{line}{ending}")


def put(text: str, at: int, new: str) -> str:
    return text[:at] + new + text[at:]


def end_of(node: Any) -> int:
    """Where the node's own text ends; a block ends with the last value in it, before comments and blank lines."""
    if getattr(node, "flow_style", True) or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of(last[1] if isinstance(last, tuple) else last)


def value_of(mapping: Any, key: str) -> Any:
    """The node of a key's value; None where the node is no mapping or has no such key."""
    if mapping is None or mapping.id != "mapping":
        return None
    return next((value for name, value in mapping.value if name.value == key), None)


def is_sequence(node: Any) -> bool:
    return node is not None and node.id == "sequence"


def member(named: Named, word: str) -> str:
    value = named.value if not isinstance(named.value, str) else quoted(named.value)
    return f"{{value: {spelled(value)}, synonyms: [{quoted(word)}]}}"


def spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def quoted(word: str) -> str:
    """A word as YAML writes it, in quotes where it could be taken for something else."""
    if PLAIN.fullmatch(word) and word.casefold() not in WORDS_OF_YAML:
        return word
    return json.dumps(word, ensure_ascii=False)
