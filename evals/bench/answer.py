"""How long an answer takes: warm, beyond the engine's own time, and the CPU of a command that starts cold, its worker included.

The questions are those of the suites over the project's world, or the project's own examples.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from assistant.answer import answer
from assistant.project import Project, default_folder, open_project
from assistant.question import Question
from catalog.files.project_file import DemoSource, ProjectFile
from catalog.label import Language
from evals.bench.figure import Figure, percentile
from evals.case import SUITES, Case, read_suite

EACH = 20  # questions a language
STARTS = 5
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COMMAND = "import sys; from ui.cli import main; sys.exit(main())"
FAR = ("囧囧槑槑", "zzqx blorf")  # no catalog has a word of them, so that only meaning can look for what is near


def measure(folder: Path | None) -> list[Figure]:
    """Warm figures in this process, then cold ones in processes of their own."""
    place = folder or default_folder()
    with open_project(place, build=False) as project:
        questions = questions_for(project.file)
        warm = warm_figures(questions, project)
    by_words = [cold(place, questions[number % len(questions)]) for number in range(0, STARTS * 7, 7)]
    by_meaning = [cold(place, FAR[number % 2]) for number in range(STARTS)]
    return [
        *warm,
        Figure("cold_words", percentile(by_words, 50), "s", most=1.0),
        Figure("cold_meaning", percentile(by_meaning, 50), "s", most=3.0),
    ]


def questions_for(file: ProjectFile) -> list[str]:
    """Single questions that have a number, both languages by turns."""
    if not isinstance(file.source, DemoSource):
        return [*file.examples.zh, *file.examples.en]
    demo = file.source.demo
    suites = [suite for path in sorted(SUITES.glob("*.yaml")) if (suite := read_suite(path)).project == demo]
    cases = [case for suite in suites for case in suite.cases]
    zh, en = (spread([case for case in cases if case.language == language and is_single(case)]) for language in LANGUAGES)
    return [text for pair in zip(zh, en, strict=False) for text in pair]


def is_single(case: Case) -> bool:
    return case.expected == "answer" and not case.turns and case.asker is None


def spread(cases: Sequence[Case]) -> list[str]:
    """EACH of them, evenly from all kinds."""
    step = max(len(cases) // EACH, 1)
    return [case.question for case in cases[::step][:EACH]]


def warm_figures(questions: Sequence[str], project: Project) -> list[Figure]:
    """Each question once when the process is warm, and once again when it has been asked before."""
    project.engine.warm()
    for text in (*project.file.examples.zh[:2], *project.file.examples.en[:2]):
        beyond_engine(text, project)
    first = [spent for text in questions if (spent := beyond_engine(text, project)) is not None]
    again = [spent for text in questions if (spent := beyond_engine(text, project)) is not None]
    if not first:
        return [Figure("answer_questions", 0, "count")]
    return [
        Figure("answer_questions", len(first), "count"),
        Figure("answer_p50", percentile(first, 50), most=150),
        Figure("answer_p95", percentile(first, 95)),
        Figure("answer_again_p50", percentile(again, 50)),
        Figure("answer_again_p95", percentile(again, 95)),
    ]


def beyond_engine(text: str, project: Project) -> float | None:
    """Milliseconds from question to kept answer, less what the engine itself took; None when it is not answered."""
    asker = project.access.asker(project.access.local)
    started = perf_counter()
    found = answer(Question(text), project, asker)
    project.journal.keep(found)
    spent = perf_counter() - started - found.timings.get("engine", 0.0)
    return spent * 1000 if found.status == "answered" else None


def cold(folder: Path, question: str) -> float:
    """CPU seconds of one `wenshu ask` in a process of its own, with every process that it starts."""
    before = used()
    subprocess.run(
        [sys.executable, "-c", COMMAND, "ask", "--json", "--project", str(folder), question],
        capture_output=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    return used() - before


def used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
