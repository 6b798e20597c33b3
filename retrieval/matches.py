"""What a question might mean: one finder over what the asker may see, each match with its place, score and reason.

Words first; the vectors load only when the caller asks for what words did not settle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from catalog.catalog import Catalog
from retrieval.fuzzy import mistyped, uncovered
from retrieval.members import MemberIndex, Value
from retrieval.names import Match, Vocabulary, in_order, term_id
from retrieval.stretches import lattice
from retrieval.text import CJK_CHARACTER, clean

if TYPE_CHECKING:
    from retrieval.documents import SearchKind
    from retrieval.index import SearchIndex
    from retrieval.lexical import Lexical
    from retrieval.search import Ranking

__all__ = ["Finder", "Match"]


def same_script(written: str, surface: str) -> bool:
    """Chinese characters are never a slip for a Latin name: 陷 sounds like Xi'an and is not meant by it."""
    return not CJK_CHARACTER.search(written) or bool(CJK_CHARACTER.search(surface))


@dataclass(frozen=True)
class Finder:
    """`catalog` and `members` are what the asker may see; `vocabulary` may be that of a larger catalog, shared by many askers."""

    catalog: Catalog
    members: MemberIndex
    vocabulary: Vocabulary
    index: SearchIndex | None = None

    @classmethod
    def of(cls, catalog: Catalog, members: MemberIndex | None = None, index: SearchIndex | None = None) -> Finder:
        """A finder over a whole catalog; without looked-up members it knows the declared ones, without an index only words."""
        return cls(catalog, members or MemberIndex.build(catalog, {}), Vocabulary.of(catalog), index)

    def restricted(self, catalog: Catalog, allowed: Mapping[str, Set[Value] | None]) -> Finder:
        """The finder of someone who sees this smaller catalog and these members (None: all of a dimension)."""
        return replace(self, catalog=catalog, members=self.members.restricted(allowed))

    def names(self, text: str) -> tuple[Match, ...]:
        """All occurrences of names in the text, overlapping ones too, by position and the longest first."""
        cut_text = lattice(text)
        return in_order(filter(self.shows, [*self.vocabulary.found(text, cut_text), *self.members.names(text, cut_text)]))

    def fuzzy(self, text: str, covered: Iterable[tuple[int, int]] | None = None) -> tuple[Match, ...]:
        """Names mistyped or written by sound where the text is not covered (None: where `names` found nothing); never certain."""
        cut_text = lattice(text)
        taken = [(match.start, match.end) for match in self.names(text)] if covered is None else covered
        open_nodes = uncovered(cut_text, taken)
        if not open_nodes:
            return ()
        found = mistyped(text, cut_text, open_nodes, self.vocabulary, self.members)
        return in_order(match for match in found if self.shows(match) and same_script(text[match.start : match.end], match.surface))

    def search(self, text: str, kind: SearchKind = "metric", count: int = 10, dense: bool = True) -> Ranking:
        """What the whole text is most likely about; `dense=False` loads no model and no vectors."""
        from retrieval.search import by_both, by_words

        cleaned = clean(text).text
        if dense and self.index is not None:
            return by_both(cleaned, kind, count, self.lexical[kind], self.index)
        return by_words(cleaned, kind, count, self.lexical[kind])

    @cached_property
    def lexical(self) -> Mapping[SearchKind, Lexical]:
        """Only of what the asker may see, so that what is hidden does not even weigh on a score."""
        from retrieval.documents import KINDS, documents
        from retrieval.lexical import Lexical

        return {kind: Lexical(documents(self.catalog, kind)) for kind in KINDS}

    def shows(self, match: Match) -> bool:
        """Whether the asker's catalog has it."""
        return match.id in self.known[match.kind]

    @cached_property
    def known(self) -> Mapping[str, Set[str]]:
        """The ids of each kind that the asker may see."""
        return {
            "metric": self.catalog.metrics.keys(),
            "dimension": self.catalog.dimensions.keys(),
            "member": self.catalog.dimensions.keys(),
            "term": {term_id(term) for term in self.catalog.terms},
            "hierarchy": {hierarchy.id for hierarchy in self.catalog.hierarchies},
        }
