"""What a metric's owner says to do about its change: the plays of its playbook whose condition holds, word for word. Nothing is made up."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.causes.parts import Breakdown, Causes
from assistant.wording import say
from catalog.label import Language
from catalog.metric import Metric, Play


def plays(causes: Causes, metric: Metric, language: Language) -> tuple[str, ...]:
    """The plays that hold, each with the owner who wrote it."""
    held = [play for play in metric.playbook if holds(play, causes)]
    return tuple(say(language, "causes.play", owner=metric.owner, text=play.text) for play in held)


def holds(play: Play, causes: Causes) -> bool:
    """Whether the change goes that way and the member, or any of the dimension, is named among its causes."""
    if play.direction is not None and (not causes.change or (causes.change < 0) != (play.direction == "fall")):
        return False
    if play.dimension is None:
        return True
    return any(name == play.dimension and (play.member is None or member == play.member) for name, member in named(causes))


def named(causes: Causes) -> Iterator[tuple[str, object]]:
    """The members that are named as causes, or as what loses money, at any depth."""

    def leading(found: Breakdown) -> Iterator[tuple[str, object]]:
        yield from ((part.name, part.member) for part in found.parts[: found.leading])
        for inner in found.below:
            yield from leading(inner)

    for each in (*causes.breakdowns, *causes.losses):
        yield from leading(each)
