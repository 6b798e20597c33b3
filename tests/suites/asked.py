"""Asks every question of the development suites, without a model, through the product's own path, and scores with the suites' own tool.

python -m tests.suites.asked FOLDER [SUITE …]    # predictions, projects and outcomes are kept under FOLDER
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.answer import answer
from assistant.plan import Decline
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from tests.suites.authored import project
from tests.suites.beside import checkout

SUITES = ("jaffle", "broker", "car_dealership", "dusql_internet", "cross_domain")
SILENT = {"clarify": "clarify", "declined": "abstained", "refused": "abstained"}


def questions(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder_of(name) / "questions.jsonl").read_text("utf-8").splitlines() if line.strip()]


def folder_of(name: str) -> Path:
    return checkout().parent / "shared" / "suites" / name


def scorer() -> ModuleType:
    """The suites' own scoring tool."""
    place = folder_of("tools") / "score.py"
    spec = importlib.util.spec_from_file_location("suite_score", place)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(asked: dict[str, Any], opened: Project) -> Answer:
    opened.fixed_today = date.fromisoformat(asked["as_of"]) if asked.get("as_of") else None
    return answer(Question(asked["question"]), opened, opened.access.asker(opened.access.local))


def prediction(asked: dict[str, Any], found: Answer) -> dict[str, Any]:
    """The line that the scorer reads; what is told of the catalog itself is no number."""
    if not found.columns or found.status != "answered":
        return {"id": asked["id"], "status": SILENT.get(found.status, "abstained" if found.status == "answered" else "error")}
    return {"id": asked["id"], "status": "answered", "rows": [list(row) for row in found.rows]}


def run(name: str, folder: Path) -> Iterator[tuple[dict[str, Any], Answer]]:
    """Each question of a suite with its answer."""
    by_database: dict[str, list[dict[str, Any]]] = {}
    for each in questions(name):
        by_database.setdefault(name if (folder_of(name) / "data").is_dir() else each["db"], []).append(each)
    for database, asked in by_database.items():
        with open_project(project(database, folder / database)) as opened:
            yield from ((each, ask(each, opened)) for each in asked)


def score(name: str, folder: Path) -> dict[str, Any]:
    """The suite's figures; writes predictions, and each question with its outcome and reading."""
    tool, lines, told = scorer(), [], []
    data = folder_of(name) / "data"
    connection = tool.connect(str(data)) if data.is_dir() else None
    for asked, found in run(name, folder):
        line = prediction(asked, found)
        outcome = tool.outcome(asked, line, connection)
        lines.append(line)
        told.append({"id": asked["id"], "outcome": outcome, "status": found.status, "question": asked["question"]} | reading(found))
    write(folder / f"{name}.predictions.jsonl", lines)
    write(folder / f"{name}.outcomes.jsonl", told)
    report: dict[str, Any] = tool.report(questions(name), lines, connection)
    silent = Counter(line["status"] for line in lines if line["status"] != "answered")
    return {"outcomes": Counter(line["outcome"] for line in told), "silent": silent} | {
        key: report[key] for key in report if key.startswith("phi")
    }


def reading(found: Answer) -> dict[str, Any]:
    plan = found.planned.plan if found.planned else None
    code = getattr(plan, "code", "") or (found.trouble.code if found.trouble else "")
    facts = dict(plan.facts) if isinstance(plan, Decline) else {}
    rows = [list(map(str, row)) for row in found.rows[:12]]
    return {"code": code, "facts": facts, "governed": found.working.governed if found.working else "", "rows": rows}


def write(file: Path, lines: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(line, ensure_ascii=False, default=str) + "\n" for line in lines), "utf-8")


if __name__ == "__main__":
    place, *names = sys.argv[1:]
    for suite_name in names or SUITES:
        if folder_of(suite_name).is_dir():
            print(suite_name, json.dumps(score(suite_name, Path(place))))
