"""The members of dimensions by every name: exact, alias, sound, and a shortlist of the most alike; only those that the asker may see.

One SQLite file that opens at once whatever its size; built aside and put in place whole.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from catalog.catalog import Catalog
from catalog.dimension import Dimension
from retrieval.grams import grams, likeness
from retrieval.names import Match, fits, forms, judged
from retrieval.pinyin import sounds
from retrieval.slips import kept_by_a_slip, may_be_meant, may_slip, squeezed
from retrieval.stretches import Lattice, Stretch, Written, stretches, written
from retrieval.text import fold, words

Value = str | int | bool
FORMAT = "3"
AT_A_TIME = 50_000  # names that are written together
AT_ONCE = 500  # keys of one look-up
SHORTLIST = 60  # permitted candidates that are compared letter by letter
POSTINGS = 20_000  # names of the rarest pieces of a text among which candidates are sought first
TABLES = """
CREATE TABLE reach (first TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, key TEXT, plain TEXT, dimension TEXT, value, surface TEXT, reason TEXT, gaps TEXT);
CREATE TABLE sound (sound TEXT, name INTEGER, PRIMARY KEY (sound, name)) WITHOUT ROWID;
CREATE TABLE gram (gram TEXT, name INTEGER, PRIMARY KEY (gram, name)) WITHOUT ROWID;
CREATE TABLE often (gram TEXT PRIMARY KEY, names INTEGER) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, opens TEXT, ends TEXT) WITHOUT ROWID;
CREATE TABLE looked_up (id INTEGER PRIMARY KEY, dimension TEXT, value TEXT);
CREATE TABLE about (fact TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
NAMED = "SELECT key, plain, dimension, value, surface, reason, gaps FROM name WHERE key IN"
SOUNDING = "SELECT sound, key, plain, dimension, value, surface FROM sound JOIN name ON name.id = sound.name WHERE sound IN"
ALIKE = """
SELECT word FROM word WHERE opens >= ? AND opens < ? UNION SELECT word FROM word WHERE ends >= ? AND ends < ? AND substr(word, 1, 1) = ?
"""
MOST_SHARED = """
SELECT name.dimension, name.value, name.surface
FROM (SELECT name, count(*) AS shared FROM gram WHERE gram IN ({}) GROUP BY name) AS likely
JOIN name ON name.id = likely.name
ORDER BY likely.shared DESC, length(name.key), name.id
"""


@dataclass(frozen=True, slots=True)
class MemberName:
    """One way to write one member."""

    dimension: str
    value: Value
    surface: str
    reason: Literal["exact", "alias"]
    written: Written


@dataclass(frozen=True)
class MemberIndex:
    """`allowed` None: everything; else only the listed dimensions, and of each only the listed values (None: all of them)."""

    connection: sqlite3.Connection
    allowed: Mapping[str, Set[Value] | None] | None = None

    @classmethod
    def build(cls, catalog: Catalog, values: Mapping[str, Iterable[str]], fingerprint: str = "") -> MemberIndex:
        """The index, in memory, of the declared members and of the values of text dimensions that were looked up."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.executescript(TABLES)
        values = {name: [value for value in found if storable(value)] for name, found in values.items()}
        found = ((name, value) for name, looked_up in values.items() for value in looked_up)
        connection.executemany("INSERT INTO looked_up (dimension, value) VALUES (?, ?)", found)
        fill(connection, (name for dimension in catalog.dimensions.values() for name in member_names(dimension, values)))
        connection.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("fingerprint", fingerprint)])
        connection.commit()
        return cls(connection)

    @classmethod
    def load(cls, path: Path) -> MemberIndex:
        """The saved index; FileNotFoundError or sqlite3.DatabaseError when there is none that can be read."""
        if not path.is_file():
            raise FileNotFoundError(path)
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        if connection.execute("SELECT value FROM about WHERE fact = 'format'").fetchone() != (FORMAT,):
            raise sqlite3.DatabaseError("member index of another format")
        return cls(connection)

    def save(self, path: Path) -> None:
        """Write the index beside `path` and put it in place whole; readers of the old one keep it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        os.close(handle)
        target = sqlite3.connect(aside)
        try:
            self.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.close()
            Path(aside).replace(path)
        finally:
            target.close()
            Path(aside).unlink(missing_ok=True)

    @property
    def fingerprint(self) -> str:
        """What the index was built from, as its builder named it."""
        return str(self.connection.execute("SELECT value FROM about WHERE fact = 'fingerprint'").fetchone()[0])

    def looked_up(self) -> dict[str, list[str]]:
        """What `build` was given: to make an index of the same members by other names."""
        found: dict[str, list[str]] = {}
        for dimension, value in self.connection.execute("SELECT dimension, value FROM looked_up ORDER BY id"):
            found.setdefault(dimension, []).append(value)
        return found

    def restricted(self, allowed: Mapping[str, Set[Value] | None]) -> MemberIndex:
        """The same index as seen by someone; a dimension that is not listed has no members for them."""
        return replace(self, allowed=allowed)

    def shows(self, dimension: str, value: Value) -> bool:
        if self.allowed is None:
            return True
        values = self.allowed.get(dimension, frozenset())
        return values is None or value in values

    def names(self, text: str, cut_text: Lattice) -> Iterator[Match]:
        """Every occurrence of every permitted member in the text that was cut."""
        reach = dict(self.look_up("SELECT first, longest FROM reach WHERE first IN", cut_text.first_words))
        by_key: dict[str, list[Stretch]] = {}
        for stretch in stretches(cut_text, reach):
            by_key.setdefault(stretch.key, []).append(stretch)
        for key, plain, dimension, kept, surface, reason, gaps in self.look_up(NAMED, by_key):
            value = unpacked(kept)
            if not self.shows(dimension, value):
                continue
            shown, places = surface or str(value), tuple(map(int, gaps.split()))
            for stretch in by_key[key]:
                if fits(shown, places, stretch, text):
                    score, why = judged(reason, plain or key, stretch)
                    yield Match("member", dimension, shown, stretch.start, stretch.end, score, why, value)

    def sounding(self, heard: Iterable[str]) -> Iterator[tuple[str, str, Match]]:
        """The permitted members that sound so: the sound, how the name is written, and a match without a place."""
        for sound, key, plain, dimension, kept, surface in self.look_up(SOUNDING, heard):
            if self.shows(dimension, value := unpacked(kept)):
                yield sound, plain or key, Match("member", dimension, surface or str(value), 0, 0, 1.0, "pinyin", value)

    def written(self, keys: Iterable[str]) -> Iterator[tuple[str, Match]]:
        """The permitted members with these keys, each with a match without a place."""
        for key, _, dimension, kept, surface, reason, _ in self.look_up(NAMED, keys):
            if self.shows(dimension, value := unpacked(kept)):
                yield key, Match("member", dimension, surface or str(value), 0, 0, 1.0, reason, value)

    def words_like(self, typed: str) -> list[str]:
        """The words in members' names of which `typed` may be a slip, and some more (words alone tell nothing of a member)."""
        if not may_slip(typed):
            return []
        first, last = kept_by_a_slip(typed)
        return [word for (word,) in self.connection.execute(ALIKE, (*between(first), *between(last[::-1]), typed[0]))]

    def shortlist(self, text: str, dimension: str | None = None, count: int = 8) -> tuple[Match, ...]:
        """The permitted members most like a text, best first: partial names, typos. Never certain, so never an answer by itself."""
        asked = grams(words(fold(text).text))
        if not asked:
            return ()
        rare = self.rarest(asked)
        found = self.most_alike(text, rare, dimension)
        if not found and len(rare) < len(asked):
            found = self.most_alike(text, asked, dimension)
        return tuple(sorted(found, key=lambda match: (-match.score, match.id, str(match.value)))[:count])

    def rarest(self, asked: Iterable[str]) -> frozenset[str]:
        """The pieces that few names have, as many as are looked through quickly; at least one that any name has."""
        chosen: list[str] = []
        names = 0
        for gram, having in sorted(
            self.look_up("SELECT gram, names FROM often WHERE gram IN", sorted(asked)), key=lambda row: (row[1], row[0])
        ):
            names += having
            if chosen and names > POSTINGS:
                break
            chosen.append(gram)
        return frozenset(chosen)

    def most_alike(self, text: str, asked: Set[str], dimension: str | None) -> Iterable[Match]:
        """Of the permitted members that share the most of these pieces, each once with the name most like the text."""
        marks = ",".join("?" * len(asked))
        best: dict[tuple[str, Value], Match] = {}
        compared = 0
        for found, kept, surface in self.connection.execute(MOST_SHARED.format(marks), sorted(asked)):
            value = unpacked(kept)
            if (dimension is not None and found != dimension) or not self.shows(found, value):
                continue
            shown = surface or str(value)
            match = Match("member", found, shown, 0, 0, likeness(text, shown), "fuzzy", value)
            if match.score > best.get((found, value), replace(match, score=0.0)).score:
                best[found, value] = match
            compared += 1
            if compared >= SHORTLIST:
                break
        return best.values()

    def values(self, dimension: str) -> Iterator[Value]:
        """The permitted values of a dimension, in the order they were given."""
        for (kept,) in self.connection.execute("SELECT DISTINCT value FROM name WHERE dimension = ? ORDER BY id", (dimension,)):
            if self.shows(dimension, value := unpacked(kept)):
                yield value

    def look_up(self, query: str, keys: Iterable[str]) -> Iterator[tuple]:  # type: ignore[type-arg]  # rows of several shapes
        wanted = list(dict.fromkeys(keys))
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            yield from self.connection.execute(f"{query} ({','.join('?' * len(some))})", some).fetchall()


def member_names(dimension: Dimension, values: Mapping[str, Iterable[str]]) -> Iterator[MemberName]:
    """The names of a dimension's members: declared ones, then looked-up values (of searchable text dimensions only)."""
    seen: set[tuple[Value, str]] = set()
    looked_up = values.get(dimension.id, ()) if dimension.type == "text" and dimension.searchable else ()
    declared = [(member.value, surface) for member in dimension.members for surface in member.label.surfaces]
    for value, surface in [*declared, *((value, value) for value in looked_up)]:
        if dimension.type != "text" and surface == str(value):
            continue
        for form in forms(surface):
            found = written(form) if storable(form) else None
            if found and (value, found.plain) not in seen:
                seen.add((value, found.plain))
                yield MemberName(dimension.id, value, surface, "exact" if form == str(value) else "alias", found)


def fill(connection: sqlite3.Connection, names: Iterable[MemberName]) -> None:
    """Writes the names some at a time, so that a million take no more memory than the index itself."""
    reach: dict[str, int] = {}
    spelled: set[str] = set()
    numbered = enumerate(names)
    while some := [*islice(numbered, AT_A_TIME)]:
        write_names(connection, some, reach, spelled)
    connection.executemany("INSERT INTO reach VALUES (?, ?)", reach.items())
    connection.executemany("INSERT INTO word VALUES (?, ?, ?)", ((word, squeezed(word), squeezed(word)[::-1]) for word in sorted(spelled)))
    connection.execute("INSERT INTO often SELECT gram, count(*) FROM gram GROUP BY gram")
    connection.execute("CREATE INDEX name_key ON name (key)")
    connection.execute("CREATE INDEX word_opens ON word (opens)")
    connection.execute("CREATE INDEX word_ends ON word (ends)")


def write_names(connection: sqlite3.Connection, names: list[tuple[int, MemberName]], reach: dict[str, int], spelled: set[str]) -> None:
    """Writes some names with their sounds and pieces; adds to the reach of first words and to the words that may be mistyped."""
    rows: list[tuple[object, ...]] = []
    heard: list[tuple[str, int]] = []
    pairs: list[tuple[str, int]] = []
    for number, name in names:
        form = name.written
        found = words(form.plain)
        reach[form.first] = max(form.length, reach.get(form.first, 0))
        surface = None if name.surface == str(name.value) else name.surface
        plain = None if form.plain == form.key else form.plain
        rows.append((number, form.key, plain, name.dimension, packed(name.value), surface, name.reason, " ".join(map(str, form.gaps))))
        heard += [(sound, number) for sound in sounds(found)]
        pairs += [(gram, number) for gram in grams(found)]
        spelled.update(word.stem for word in found if not word.is_cjk and may_be_meant(word.stem))
    connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT OR IGNORE INTO sound VALUES (?, ?)", sorted(heard))
    connection.executemany("INSERT OR IGNORE INTO gram VALUES (?, ?)", sorted(pairs))


def between(opening: str) -> tuple[str, str]:
    """The bounds of all texts that open so."""
    return opening, opening[:-1] + chr(ord(opening[-1]) + 1)


def storable(text: str) -> bool:
    """Lone surrogates cannot be stored, and nobody can ask for them."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def packed(value: Value) -> str | int | bytes:
    return (b"true" if value else b"false") if isinstance(value, bool) else value


def unpacked(value: str | int | bytes) -> Value:
    return value == b"true" if isinstance(value, bytes) else value
