"""ask, sql, guard and replay: one question or a file of them, printed for a person or as one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.answer import answer
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import as_json
from assistant.wording import say
from catalog.errors import CatalogError
from sql_guard.errors import Refused
from ui.cli import exits
from ui.cli.options import question_of
from ui.cli.table import as_table


class BadLine(CatalogError):
    """A line of the questions file that is not one: bad_line, with its number."""


def opened(options: argparse.Namespace) -> Project:
    return open_project(options.project, today=getattr(options, "today", None), build=False)


def asked(options: argparse.Namespace, single: str) -> Iterator[Mapping[str, Any]]:
    """The one question of the command line, or each line of the file: a JSON object with `question`, or the plain text."""
    if options.file is None:
        if not single:
            raise BadLine("nothing_asked")
        yield {"question": single}
        return
    try:
        text = sys.stdin.read() if str(options.file) == "-" else Path(options.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLine("questions_unreadable", file=options.file, reason=str(error)) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield one_line(line.strip(), number)


def one_line(line: str, number: int) -> Mapping[str, Any]:
    if not line.startswith("{"):
        return {"question": line}
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine("bad_line", line=number, reason=error.msg) from error
    if not isinstance(found.get("question") or found.get("sql"), str):
        raise BadLine("bad_line", line=number, reason="question")
    return found


def ask(options: argparse.Namespace) -> int:
    code = exits.ANSWERED
    with opened(options) as project:
        project.engine.warm()
        for line in asked(options, question_of(options.question)):
            asker = project.access.asker(line.get("as") or options.asker or project.access.local)
            found = answer(Question(line["question"]), project, asker)
            project.journal.keep(found)
            code = max(code, exits.BY_STATUS[found.status]) if options.file is None else code
            print_answer(found, options, line)
    return code


def sql(options: argparse.Namespace) -> int:
    """Governed SQL (FROM metrics, MEASURE(…)), run as the asker."""
    code = exits.ANSWERED
    with opened(options) as project:
        for line in asked(options, options.text or ""):
            asker = project.access.asker(line.get("as") or options.asker or project.access.local)
            text = line.get("sql") or line["question"]
            planned = Planned(SqlDraft(text), "person", project.language, written=text)
            if options.compile_only:
                from assistant.compose import compose

                print(compose(planned.plan, project.sight(asker), project).sql)  # type: ignore[arg-type]  # a SqlDraft
                continue
            found = answer(Question(text), project, asker, planned=planned)
            project.journal.keep(found)
            code = max(code, exits.BY_STATUS[found.status]) if options.file is None else code
            print_answer(found, options, line)
    return code


def check(options: argparse.Namespace) -> int:
    """What the guard says of SQL for this asker: refused and why, or what it changed and what would run. Nothing is run."""
    from sql_guard.guard import guard

    code = exits.ANSWERED
    with opened(options) as project:
        for line in asked(options, options.text or ""):
            asker = project.access.asker(line.get("as") or options.asker or project.access.local)
            try:
                safe = guard(line.get("sql") or line["question"], project.policy(asker))
            except Refused as refusal:
                code = exits.REFUSED
                words = say(options.language, refusal.code, **refusal.facts)
                print(
                    json.dumps({"status": "refused", "code": refusal.code, "error": words}, ensure_ascii=False) if options.json else words
                )
                continue
            if options.json:
                body = {"status": "allowed", "sql": safe.text, "changes": [asdict(change) for change in safe.changes]}
                print(json.dumps(body, ensure_ascii=False))
            else:
                print("\n".join([*(f"-- {change.code} {dict(change.facts)}" for change in safe.changes), safe.text]))
    return code


def replayed(options: argparse.Namespace) -> int:
    from assistant.replay import replay

    with opened(options) as project:
        asker = project.access.asker(options.asker or project.access.local)
        found = replay(project.journal.find(options.id, asker.id), project, asker)
        if options.json:
            print(
                json.dumps(
                    {"changed": list(found.changed), "identical": found.identical, "answer": as_json(found.answer)}, ensure_ascii=False
                )
            )
        else:
            parts = [say(options.language, f"cli.replay_{part}") for part in found.changed]
            print(say(options.language, "cli.replay_identical" if found.identical else "cli.replay_different", parts=parts))
            print_answer(found.answer, options, {})
        return exits.ANSWERED if found.identical else exits.DIFFERENT


def print_answer(found: Answer, options: argparse.Namespace, line: Mapping[str, Any]) -> None:
    if options.json or options.file is not None:
        body = as_json(found)
        if "id" in line:
            body = {**body, "id": line["id"], "answer_id": found.id}
        print(json.dumps(body, ensure_ascii=False), flush=True)
        return
    print(f"[{say(found.language, f'tier.{found.tier}')}] {found.headline}")
    if found.rows:
        print("\n" + as_table(found) + "\n")
    for note in (*found.explanation.splitlines(), *found.notes):
        print(f"  {note}")
    for number, choice in enumerate(found.choices, 1):
        print(f"  {number}. {choice.label}" + (f" → {choice.question}" if choice.question and choice.question != choice.label else ""))
    if found.working.executed:
        print(f"\n{found.working.governed}\n\n{found.working.executed}")
    print(say(found.language, "cli.receipt", id=found.id, day=found.data_as_of))
