"""Cases: a question, who asks it and when, and what is expected, as read from suites/*.yaml. Pydantic at the door, frozen inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from catalog.label import Language

SUITES = Path(__file__).parent / "suites"
Expected = Literal["answer", "clarify", "decline", "catalog"]


@dataclass(frozen=True)
class Case:
    """One question in one language. `sql` holds every accepted hand-written query; `turns` are asked before it in the same conversation."""

    id: str
    question: str
    language: Language
    expected: Expected
    sql: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asker: str | None = None
    turns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    metric_query: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Suite:
    """Cases over one project at one date; `as_of` None means the project's own."""

    name: str
    project: str
    as_of: date | None
    cases: tuple[Case, ...]


def read_suite(path: Path) -> Suite:
    """The suite of a YAML file. Raises ValueError that names the file and every fault."""
    import yaml
    from pydantic import BaseModel, ConfigDict, ValidationError

    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid")
        id: str
        zh: str | list[str] | None = None
        en: str | list[str] | None = None
        sql: str | None = None
        any_sql: list[str] = []
        also_sql: list[str] = []
        expect: Expected = "answer"
        names: list[str] = []
        asker: str | None = None
        tags: list[str] = []
        metric_query: dict[str, Any] | None = None

    class File(BaseModel):
        model_config = ConfigDict(extra="forbid")
        suite: str
        project: str
        as_of: date | None = None
        cases: list[Entry]

    try:
        found = File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise ValueError(f"{path}: {error}") from error
    cases = tuple(case for entry in found.cases for case in cases_of(entry.model_dump()))
    faults = [*repeated(cases), *(case.id for case in cases if case.expected == "answer" and not case.sql)]
    if faults:
        raise ValueError(f"{path}: cases repeated or without SQL: {', '.join(faults)}")
    return Suite(found.suite, found.project, found.as_of, cases)


def cases_of(entry: Mapping[str, Any]) -> Iterable[Case]:
    """One case a language; a list of sentences is a conversation whose last question counts."""
    queries = tuple(query for query in (entry["sql"], *entry["any_sql"], *entry["also_sql"]) if query)
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        asked = entry[language]
        if not asked:
            continue
        sentences = [asked] if isinstance(asked, str) else asked
        yield Case(
            id=f"{entry['id']}-{language}",
            question=sentences[-1],
            language=language,
            expected=entry["expect"],
            sql=queries,
            names=tuple(entry["names"]),
            asker=entry["asker"],
            turns=tuple(sentences[:-1]),
            tags=tuple(entry["tags"]),
            metric_query=entry["metric_query"],
        )


def repeated(cases: Iterable[Case]) -> list[str]:
    seen: set[str] = set()
    return [case.id for case in cases if case.id in seen or seen.add(case.id)]  # type: ignore[func-returns-value]  # add() is the memory
