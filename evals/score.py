"""Runs a suite and scores each answer: right, wrong, declined or clarified. Declining what can be answered is not wrong, but not free."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.answer import answer
from assistant.past import past
from assistant.plan import CatalogQuestion
from assistant.project import Project
from assistant.question import Question, Turn, settled
from assistant.record import Answer
from catalog.access import Asker
from catalog.label import Language
from evals.case import Case, Suite
from evals.errors import BadSuite
from evals.match import same
from sql_guard.errors import GuardError
from sql_guard.guard import guard
from sql_guard.oracle import DoesNotRun, Oracle

Outcome = Literal["right", "wrong", "declined", "clarified", "failed"]
SILENT = ("clarify", "decline", "nothing")  # what is expected where there is no number to give
PENALTY = 5


@dataclass(frozen=True)
class Scored:
    """One case with its answer and outcome; `why` says in a line what was off."""

    case: Case
    answer: Answer
    outcome: Outcome
    why: str = ""
    margin: float | None = None  # between the likeliest cover of the question and the next, where the words were covered


@dataclass(frozen=True)
class Score:
    """Figures of a group of cases. Rates are fractions; `phi` is the mean of +1 right, 0 declined or asked in vain, -5 wrong."""

    answerable: int
    right: int
    wrong: int
    declined: int
    clarified: int
    failed: int
    coverage: float
    right_rate: float
    wrong_rate: float
    unanswerable: int
    rightly_silent: float
    phi: float


def run_suite(suite: Suite, project: Project, oracle: Oracle, told: Callable[[Scored], None] = lambda scored: None) -> list[Scored]:
    """Every case of a suite, asked of an open project; expected rows come from the suite's own SQL."""
    known: dict[str, Sequence[Any]] = {}
    found = []
    for case in suite.cases:
        scored = run_case(case, project, oracle, known)
        told(scored)
        found.append(scored)
    return found


def run_case(case: Case, project: Project, oracle: Oracle, known: dict[str, Sequence[Any]]) -> Scored:
    project = project if case.as_of is None else past(project, case.as_of, case.data_to)
    asker = project.access.asker(case.asker or project.access.local)
    turns: tuple[Turn, ...] = ()
    for sentence in case.turns:
        earlier = answer(Question(sentence, turns, settled(turns)), project, asker)
        turns = (*turns, Turn(sentence, earlier.planned)) if earlier.planned else turns
    found = answer(Question(case.question, turns, settled(turns)), project, asker)
    for query in case.sql:
        if query not in known:
            known[query] = expected_rows(case, query, oracle)
    try:
        accepted = [known[query] for query in case.sql] + ([kept_rows(case.compiled, project, asker)] if case.compiled else [])
    except GuardError as error:  # its columns are gone, or nobody may read them any more
        return Scored(case, found, "failed", str(error))
    outcome, why = judge(case, found, accepted)
    margin = project.offline.margin(found.question, project.sight(asker)) if is_planned(found) else None
    return Scored(case, found, outcome, why, margin)


def kept_rows(compiled: str, project: Project, asker: Asker) -> Sequence[Any]:
    """The rows that the right answer's SQL gives today, as its definitions compiled it when it was corrected, to who corrected it."""
    policy = project.policy(asker)
    return project.engine.run(guard(compiled, policy), policy.limits).rows


def expected_rows(case: Case, query: str, oracle: Oracle) -> Sequence[Any]:
    """The rows of a case's own SQL. Raises BadSuite with the engine's words where it does not run."""
    try:
        return oracle.rows(query)
    except DoesNotRun as error:
        raise BadSuite("suite_sql", case=case.id, reason=str(error)) from error


def is_planned(found: Answer) -> bool:
    return found.planned is not None and found.planned.planner == "offline" and bool(found.planned.reading)


def judge(case: Case, found: Answer, accepted: Sequence[Sequence[Any]]) -> tuple[Outcome, str]:
    """The outcome of one answer. Asked-back counts as rightly silent where the question is ambiguous or unanswerable."""
    catalog = bool(found.planned and isinstance(found.planned.plan, CatalogQuestion))
    match case.expected, found.status:
        case _, "failed" | "timeout" | "cancelled":
            return "failed", found.headline
        case "nothing", "answered" if not holds_numbers(found):
            return "right", ""
        case "clarify" | "decline" | "nothing", "answered":
            return "wrong", f"answered, expected {case.expected}: {found.headline}"
        case "clarify" | "decline" | "nothing", _:
            return "right", ""
        case _, "clarify":
            return "clarified", found.headline
        case _, "declined" | "refused":
            return "declined", found.headline
        case "catalog", "answered":
            return judge_catalog(case, found) if catalog else ("wrong", "not read as a question about the catalog")
    if any(same(found.rows, rows) for rows in accepted):
        return "right", ""
    return "wrong", f"{len(found.rows)} rows, expected {' or '.join(str(len(rows)) for rows in accepted)}: {found.headline}"


def holds_numbers(found: Answer) -> bool:
    """Whether any measure of any row has a value."""
    measures = [place for place, column in enumerate(found.columns) if column.role not in ("period", "time", "dimension")]
    return any(row[place] is not None for row in found.rows for place in measures)


def judge_catalog(case: Case, found: Answer) -> tuple[Outcome, str]:
    """A catalog question is right when it is about the named things."""
    assert found.planned is not None and isinstance(found.planned.plan, CatalogQuestion)
    names = found.planned.plan.names
    return ("right", "") if not case.names or set(case.names) <= set(names) else ("wrong", f"about {', '.join(names) or 'nothing'}")


def score(scored: Sequence[Scored]) -> Score:
    """The figures of these cases."""
    able = [item for item in scored if item.case.expected not in SILENT]
    silent = [item for item in scored if item.case.expected in SILENT]

    def count(items: Sequence[Scored], outcome: Outcome) -> int:
        return sum(item.outcome == outcome for item in items)

    right, wrong = count(able, "right"), count(able, "wrong")
    points = sum({"right": 1, "wrong": -PENALTY}.get(item.outcome, 0) for item in scored)
    return Score(
        answerable=len(able),
        right=right,
        wrong=wrong + count(silent, "wrong"),
        declined=count(able, "declined"),
        clarified=count(able, "clarified"),
        failed=count(scored, "failed"),
        coverage=part(right + wrong, len(able)),
        right_rate=part(right, len(able)),
        wrong_rate=part(wrong + count(silent, "wrong"), len(scored)),
        unanswerable=len(silent),
        rightly_silent=part(count(silent, "right"), len(silent)),
        phi=part(points, len(scored)),
    )


def part(count: int, of: int) -> float:
    return count / of if of else 1.0


def by_language(scored: Sequence[Scored]) -> Mapping[Language, Score]:
    languages: tuple[Language, ...] = ("zh", "en")
    return {language: score(group) for language in languages if (group := [item for item in scored if item.case.language == language])}


def by_tag(scored: Sequence[Scored]) -> Mapping[str, Score]:
    tags = sorted({tag for item in scored for tag in item.case.tags})
    return {tag: score([item for item in scored if tag in item.case.tags]) for tag in tags}
