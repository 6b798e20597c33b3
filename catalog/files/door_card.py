"""What stands on a metric's card beside its formula: what it is taken for, and what its owner says to do about a change."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from catalog.files.door_words import Door, Id, MemberValue, Sentence


class ConfusableEntry(Door):
    """A metric that this one is easily taken for, and the difference."""

    metric: Id
    why: Sentence


class PlayWhen(Door):
    """When a play is shown: the way of the change, and a dimension, or one member of it, that is a cause of it."""

    direction: Literal["fall", "rise"] | None = None
    dimension: Id | None = None
    member: MemberValue | None = None

    @model_validator(mode="after")
    def says_when(self) -> PlayWhen:
        if self.dimension is None and (self.direction is None or self.member is not None):
            raise PydanticCustomError("play_condition", "", {})
        return self


class PlayEntry(Door):
    """What the metric's owner says to do about a change of it, shown only when the condition holds."""

    when: PlayWhen
    text: Sentence
