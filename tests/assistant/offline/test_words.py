"""Every code that the planner can say has words in both languages, and every span kind has a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import assistant.offline
from assistant.plan import SpanKind
from assistant.wording import has_words

ROOM = Path(assistant.offline.__file__).parent
UNSAID = ("settled", "settled_member")  # notes for the rest of the conversation
TABLES = {"Decline": "decline", "Clarify": "clarify", "note": "note"}


def codes() -> Iterator[str]:
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                for value in ast.walk(node.args[0]):
                    if (
                        name in TABLES
                        and value_of(value) not in UNSAID
                        and isinstance(value, ast.Constant)
                        and isinstance(value.value, str)
                    ):
                        yield f"{TABLES[name]}.{value.value}"
    yield from ("decline.write_request", "decline.personal_data", "decline.injection", "decline.off_topic", "caveat.read_as")


def value_of(node: ast.AST) -> object:
    """The constant, if it is one."""
    return getattr(node, "value", None)


@pytest.mark.parametrize("code", sorted(set(codes())))
def test_a_code_of_the_planner_has_words(code: str) -> None:
    assert has_words("zh", code)
    assert has_words("en", code)


@pytest.mark.parametrize("kind", get_args(SpanKind))
def test_a_kind_of_reading_has_a_name(kind: str) -> None:
    assert has_words("zh", f"reading.{kind}")
    assert has_words("en", f"reading.{kind}")
