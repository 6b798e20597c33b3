"""Cases: a question, who asks it and when, and what is expected, as read from suites/*.yaml. Pydantic at the door, frozen inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from catalog.label import Language
from evals.errors import BadSuite

SUITES = Path(__file__).parent / "suites"
Expected = Literal["answer", "clarify", "decline", "nothing", "catalog"]  # nothing: declined, or answered that there is no data
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Case:
    """One question in one language. `sql` holds every accepted hand-written query; `turns` are asked before it in the same conversation.

    One that was corrected at the analysts' desk has the `compiled` SQL of the right answer instead, and the days it was asked on.
    """

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
    metric_sql: str | None = None
    compiled: str | None = None
    as_of: date | None = None
    data_to: date | None = None

    @property
    def presumed(self) -> Literal["right", "wrong"] | None:
        """What a case without a baseline was when it was written down: a correction that is verified answers rightly from then on."""
        return None if "corrected" not in self.tags else "wrong" if "pending" in self.tags else "right"


@dataclass(frozen=True)
class Suite:
    """Cases over one project (a sample's name or a folder) at one date; `as_of` None means the project's own."""

    name: str
    project: str
    as_of: date | None
    cases: tuple[Case, ...]


def read_suite(path: Path) -> Suite:
    """The suite of a YAML file; a project that is a path is relative to it. Raises BadSuite with every fault."""
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
        metric_sql: str | None = None
        compiled: str | None = None
        as_of: date | None = None
        data_to: date | None = None

    class File(BaseModel):
        model_config = ConfigDict(extra="forbid")
        suite: str
        project: str
        as_of: date | None = None
        cases: list[Entry]

    try:
        found = File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadSuite("suite_unreadable", file=path, reason=" ".join(str(error).split())) from error
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise BadSuite("suite_faulty", file=path, faults=faults) from error
    cases = tuple(case for entry in found.cases for case in cases_of(entry.model_dump()))
    faults = faults_of(cases, [entry.id for entry in found.cases])
    if faults:
        raise BadSuite("suite_faulty", file=path, faults=faults)
    beside = path.parent / found.project
    return Suite(found.suite, str(beside) if beside.is_dir() else found.project, found.as_of, cases)


def cases_of(entry: Mapping[str, Any]) -> Iterable[Case]:
    """One case a language; a list of sentences is a conversation whose last question counts."""
    queries = tuple(query for query in (entry["sql"], *entry["any_sql"], *entry["also_sql"]) if query)
    for language in LANGUAGES:
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
            **{name: entry[name] for name in ("metric_query", "metric_sql", "compiled", "as_of", "data_to")},
        )


def faults_of(cases: Sequence[Case], entries: Sequence[str]) -> list[str]:
    """Ids that repeat, entries that ask nothing, and cases whose SQL does not go with what they expect."""
    asked = {case.id.rsplit("-", 1)[0] for case in cases}
    return [
        *(f"{name}: id" for name, times in Counter(entries).items() if times > 1),
        *(f"{name}: zh, en" for name in entries if name not in asked),
        *(f"{case.id}: sql" for case in cases if (case.expected == "answer") is not bool(case.sql or case.compiled)),
    ]
