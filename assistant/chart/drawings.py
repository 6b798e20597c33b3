"""Which chart an asker switched an answer to: kept beside the answer, which itself never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select

from assistant.chart.again import drawn_as, other_kinds
from assistant.chart.choice import Kind
from assistant.record import Answer
from catalog.catalog import Catalog
from catalog.store.store import Store
from catalog.store.tables import drawn


@dataclass(frozen=True)
class Drawings:
    """Reads and writes choices. Whose answer it is, the caller has checked."""

    store: Store

    def keep(self, answer: Answer, kind: str, catalog: Catalog) -> bool:
        """Keeps the choice; False for a kind that the answer cannot be drawn as."""
        if kind not in other_kinds(answer, catalog):
            return False
        with self.store.engine.begin() as connection:
            connection.execute(delete(drawn).where(drawn.c.answer == answer.id))
            connection.execute(insert(drawn).values(answer=answer.id, kind=kind))
        return True

    def of(self, *answers: Answer) -> Mapping[str, str]:
        """The chosen kinds by answer id."""
        query = select(drawn.c.answer, drawn.c.kind).where(drawn.c.answer.in_([answer.id for answer in answers]))
        with self.store.engine.connect() as connection:
            return {row.answer: row.kind for row in connection.execute(query)}

    def redrawn(self, answers: list[Answer], catalog: Catalog) -> list[Answer]:
        """The answers, each with the chart that was chosen for it."""
        chosen = self.of(*answers)
        return [
            replace(each, chart=drawn_as(each, kind_of(chosen[each.id]), catalog)) if fits(each, chosen, catalog) else each
            for each in answers
        ]


def fits(answer: Answer, chosen: Mapping[str, str], catalog: Catalog) -> bool:
    return answer.id in chosen and chosen[answer.id] in other_kinds(answer, catalog)


def kind_of(text: str) -> Kind:
    return text  # type: ignore[return-value]  # `fits` has found it among the kinds
