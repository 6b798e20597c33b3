"""What every entry of a catalog file is made of: words, ids, expressions, names in both languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from catalog.metric import Grain

Word = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Sql = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
Count = Annotated[int, Field(ge=1)]
OffsetBy = Annotated[dict[Grain, Count], Field(min_length=1, max_length=1)]
MemberValue = str | int | bool


class Door(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Names(Door):
    """A name in both languages; both are needed, because a question may come in either."""

    zh: Word
    en: Word


class Sentence(Door):
    """A sentence in both languages."""

    zh: Prose
    en: Prose
