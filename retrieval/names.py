"""Names of the catalog found in a text as they are written: metrics, dimensions, terms, hierarchies.

All occurrences are found, overlapping ones too; choosing among them is the planner's work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from catalog.catalog import Catalog
from catalog.label import Label
from catalog.metric import Term
from retrieval.pinyin import sounds
from retrieval.stretches import Lattice, Stretch, Written, stretches, written
from retrieval.text import words

Kind = Literal["metric", "dimension", "member", "term", "hierarchy"]
Reason = Literal["exact", "alias", "stem", "fuzzy", "pinyin", "lexical", "dense"]

SCORES = {"exact": 1.0, "alias": 0.98, "stem": 0.95}
WEAK = 0.6  # one CJK character, a bare number: also a part of other words
QUALIFIED = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
QUALIFIER_ENDINGS = re.compile(r"(口径|版本|版| basis| definition| view)$")
HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)
SHORT_WORDS = frozenset(
    """
    a ad ah all am an and any are as at avg be but by can co day de did do due end eve few for go got had has he her hey hi him
    his how i if ii in is it its la let lo ma max may me min mo my new no nor not now of off oh ok old on one or our out own pa
    per pro put re run say see set she so sum the to too top try two ty uh um up us use via vs was way we who why yes yet you
    """.split()  # noqa: SIM905  (codes that are also words need their case)
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a stretch of a text, or the whole text, may mean, and why. `surface` is the catalog's writing of it.

    `id` is the metric's, dimension's or hierarchy's id, a member's dimension, or a term's first name; `value` is the member.
    start..end are characters of the text as it was given; (0, 0) when the whole text was ranked. `score` is 0..1.
    """

    kind: Kind
    id: str
    surface: str
    start: int
    end: int
    score: float
    reason: Reason
    value: str | int | bool | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write one thing. A `literal` name (an id) is found only when written letter by letter."""

    kind: Kind
    id: str
    surface: str
    reason: Literal["exact", "alias"]
    written: Written
    literal: bool = False

    @property
    def match(self) -> Match:
        """A match without a place."""
        return Match(self.kind, self.id, self.surface, 0, 0, SCORES[self.reason], self.reason)


@dataclass(frozen=True)
class Vocabulary:
    """The names of a catalog by key. Made once for a catalog and shared by all who see a part of it."""

    names: dict[str, list[Name]] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, catalog: Catalog) -> Vocabulary:
        vocabulary = cls()
        for name in catalog_names(catalog):
            vocabulary.add(name)
        return vocabulary

    def add(self, name: Name) -> None:
        self.names.setdefault(name.written.key, []).append(name)
        self.reach[name.written.first] = max(name.written.length, self.reach.get(name.written.first, 0))

    def found(self, text: str, cut_text: Lattice) -> Iterator[Match]:
        """Every occurrence of every name in the text that was cut."""
        for stretch in stretches(cut_text, self.reach):
            for name in self.names.get(stretch.key, ()):
                if fits(name.surface, name.written.gaps, stretch, text, name.literal):
                    score, reason = judged(name.reason, name.written.plain, stretch)
                    yield Match(name.kind, name.id, name.surface, stretch.start, stretch.end, score, reason)

    @cached_property
    def words_by_initial(self) -> Mapping[str, Set[str]]:
        """The words of the names that are not CJK, by first letter."""
        found: dict[str, set[str]] = {}
        for key in self.names:
            for word in words(key):
                if not word.is_cjk:
                    found.setdefault(word.stem[0], set()).add(word.stem)
        return found

    @cached_property
    def by_sound(self) -> Mapping[str, list[Name]]:
        """The names by how they sound."""
        found: dict[str, list[Name]] = {}
        for names in self.names.values():
            for sound in sounds(words(names[0].written.plain)):
                found.setdefault(sound, []).extend(names)
        return found


def catalog_names(catalog: Catalog) -> Iterator[Name]:
    for metric in catalog.metrics.values():
        yield from label_names("metric", metric.id, metric.label)
    for dimension in catalog.dimensions.values():
        yield from label_names("dimension", dimension.id, dimension.label)
    for hierarchy in catalog.hierarchies:
        yield from label_names("hierarchy", hierarchy.id, hierarchy.label)
    for term in catalog.terms:
        yield from label_names("term", term_id(term), term.label)


def term_id(term: Term) -> str:
    """A term has no id of its own: its first name."""
    return term.label.surfaces[0]


def label_names(kind: Kind, identity: str, label: Label) -> Iterator[Name]:
    """The names of one thing: its label, its synonyms, their reordered forms, and its id when that cannot be a plain word."""
    seen: set[str] = set()
    for surface in label.surfaces:
        reason: Literal["exact", "alias"] = "exact" if surface in (label.zh, label.en) else "alias"
        for place, form in enumerate(forms(surface)):
            found = written(form)
            if found and found.plain not in seen:
                seen.add(found.plain)
                yield Name(kind, identity, surface, reason if place == 0 else "alias", found)
    found = written(identity)
    if "_" in identity and found and found.plain not in seen:
        yield Name(kind, identity, identity, "alias", found, literal=True)


def forms(surface: str) -> Iterator[str]:
    """The surface, and what people make of it: 销售额（运营口径） is also 运营口径的销售额, 运营销售额; e-mail is also email."""
    yield surface
    if HYPHEN.search(surface):
        yield HYPHEN.sub("", surface)
    parts = QUALIFIED.fullmatch(unicodedata.normalize("NFKC", surface))
    if not parts:
        return
    name, qualifier = parts[1].strip(), parts[2].strip()
    short = QUALIFIER_ENDINGS.sub("", qualifier)
    yield f"{name} {qualifier}"
    for role in (qualifier, short) if len(short) > 1 else (qualifier,):
        yield f"{role}{joint(role, name)}{name}"
        yield f"{role}的{name}"


def joint(left: str, right: str) -> str:
    return " " if left[-1].isascii() and right[0].isascii() else ""


def fits(surface: str, gaps: tuple[int, ...], stretch: Stretch, text: str, literal: bool = False) -> bool:
    """Whether the stretch may be this name: spaced like it, and in the same case when the name is a short code like US or A."""
    if stretch.gaps and not set(stretch.gaps) <= set(gaps):
        return False
    shown = text[stretch.start : stretch.end]
    if literal:
        return unicodedata.normalize("NFKC", shown).casefold() == surface.casefold()
    if len(surface) <= 3 and surface.isascii() and (len(surface) == 1 or surface.casefold() in SHORT_WORDS):
        return unicodedata.normalize("NFKC", shown) == surface
    return True


def judged(reason: Literal["exact", "alias"], plain: str, stretch: Stretch) -> tuple[float, Reason]:
    """How sure the occurrence is, and its reason."""
    if plain != stretch.plain:
        return SCORES["stem"], "stem"
    if len(plain) == 1 or plain.isdigit():
        return WEAK, reason
    return SCORES[reason], reason


def in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    """One match for each thing and stretch, the best; by position, longest first."""
    best: dict[tuple[str, str, object, int, int], Match] = {}
    for match in matches:
        place = (match.kind, match.id, match.value, match.start, match.end)
        if place not in best or match.score > best[place].score:
            best[place] = match
    return tuple(sorted(best.values(), key=lambda match: (match.start, -match.end, -match.score, match.kind, match.id, str(match.value))))
