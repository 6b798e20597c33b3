"""How long finding takes: the names in a question, the metrics most like it by words, and by meaning once the model is loaded."""

from __future__ import annotations

from pathlib import Path

from assistant.project import Project, default_folder, open_project
from evals.bench.answer import questions_for
from evals.bench.figure import Figure, milliseconds, percentile


def measure(folder: Path | None) -> list[Figure]:
    """As the project's local user, over the questions that `answer` is measured with."""
    with open_project(folder or default_folder(), build=False) as project:
        return figures(project, questions_for(project.file))


def figures(project: Project, questions: list[str]) -> list[Figure]:
    finder = project.sight(project.access.asker(project.access.local)).finder
    opened = milliseconds(lambda: (finder.names(questions[0]), finder.search(questions[0], dense=False)))
    names = [milliseconds(lambda text=text: finder.names(text)) for text in questions]  # type: ignore[misc]  # bound for each
    words = [milliseconds(lambda text=text: finder.search(text, dense=False)) for text in questions]  # type: ignore[misc]
    loaded = milliseconds(lambda: finder.search(questions[0]))
    meaning = [milliseconds(lambda text=text: finder.search(text)) for text in questions]  # type: ignore[misc]
    return [
        Figure("finding_opened", opened),
        Figure("finding_names", percentile(names, 50)),
        Figure("finding_words", percentile(words, 50)),
        Figure("finding_loaded", loaded / 1000, "s"),
        Figure("finding_meaning", percentile(meaning, 50)),
    ]
