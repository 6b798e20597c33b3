"""ask, sql, guard and replay: one question or a file of them, printed for a person or as one JSON object a line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Final

from assistant import audit
from assistant.answer import answer
from assistant.compose import compose
from assistant.conversation import asked_after
from assistant.desk.replies import mark_seen, unseen
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import as_json
from assistant.told_causes import told
from assistant.usage import usage_line
from assistant.wording import say, say_error
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from sql_guard.errors import GuardError
from ui.cli import exits
from ui.cli.lines import Line, lines, print_json
from ui.cli.log import log_file
from ui.cli.options import question_of
from ui.cli.place import person, project_folder
from ui.cli.table import aligned, as_table, on_one_line
from ui.sql_lines import in_lines

LAST = "last"
BROKEN: Final = frozenset({exits.FAILED, exits.USAGE, exits.NOT_READY})  # what makes a whole file of questions fail


def opened(options: argparse.Namespace) -> Project:
    return open_project(project_folder(options.project), today=getattr(options, "today", None), build=False)


Reply = Callable[[Line, Asker], int]


def each(options: argparse.Namespace, single: str, project: Project, reply: Reply) -> int:
    """Replies to the one question, or to each line of the file; a line that cannot be asked is told in its place."""
    code = exits.ANSWERED
    for line in lines(options.file, single):
        try:
            if line.fault is not None:
                raise line.fault
            ended = reply(line, person(line.asker or options.asker, project.access, project.file))
        except (CatalogError, GuardError) as error:
            if options.file is None:
                raise
            status, ended = exits.of_error(error)
            body = {"status": status, "code": error.code, "error": say_error(options.language, error)}
            print_json({"id": line.id, "line": line.number, **body})
        code = max(code, ended) if options.file is None else exits.FAILED if ended in BROKEN else code
    return code


def ask(options: argparse.Namespace) -> int:
    with opened(options) as project:
        project.engine.warm()

        def reply(line: Line, asker: Asker) -> int:
            question = replace(question_after(options.after, line.text, project, asker), heavy=options.heavy)
            found = answer(question, project, asker)
            project.journal.keep(found)
            print_answer(found, options, line, project.sight(asker).catalog)
            if not wants_json(options):
                tell_unseen(project, asker, options)
            return exits.BY_STATUS[found.status]

        return each(options, question_of(options.question), project, reply)


def tell_unseen(project: Project, asker: Asker, options: argparse.Namespace) -> None:
    """What analysts have said since about the asker's answers, once."""
    news = unseen(project, asker)
    for notice in news:
        cause = say(options.language, f"cli.desk_cause_{notice.cause}") if notice.cause else ""
        facts = {"by": notice.by, "question": notice.question, "answer": notice.answer, "text": notice.text, "cause": cause}
        print(on_one_line(say(options.language, f"cli.desk_told_{notice.kind}", **facts)))
    if news:
        mark_seen(project, asker, news)


def question_after(earlier: str | None, text: str, project: Project, asker: Asker) -> Question:
    """The question by itself, or as what comes after an answer; `last` is the asker's latest one."""
    if earlier is None:
        return Question(text)
    latest = project.journal.latest(asker.id, 1) if earlier == LAST else ()
    return asked_after(latest[0].id if latest else earlier, text, project, asker)


def sql(options: argparse.Namespace) -> int:
    """Governed SQL (FROM metrics, MEASURE(…)), or an exploration of datasets, run as the asker."""
    with opened(options) as project:

        def reply(line: Line, asker: Asker) -> int:
            draft = SqlDraft(line.text, options.explore)
            if options.compile_only:
                return print_compiled(compose(draft, project.sight(asker), project).sql, options, line)
            planned = Planned(draft, "person", options.language, written=line.text)
            found = answer(Question(line.text, heavy=options.heavy), project, asker, planned=planned)
            project.journal.keep(found)
            print_answer(found, options, line)
            return exits.BY_STATUS[found.status]

        return each(options, options.text or "", project, reply)


def print_compiled(text: str, options: argparse.Namespace, line: Line) -> int:
    if wants_json(options):
        print_json({"id": line.id, "status": "answered", "sql": text})
    else:
        print(text)
    return exits.ANSWERED


def check(options: argparse.Namespace) -> int:
    """What the guard says of SQL for this asker: refused and why, or what it changed and what would run. Nothing is run."""
    from sql_guard.guard import guard

    with opened(options) as project:

        def reply(line: Line, asker: Asker) -> int:
            safe = guard(line.text, project.policy(asker))
            if wants_json(options):
                changes = [asdict(change) for change in safe.changes]
                print_json({"id": line.id, "status": "allowed", "sql": safe.text, "changes": changes})
            else:
                told = [say(options.language, change.code, **dict(change.facts)) for change in safe.changes]
                print("\n".join([*(f"-- {words}" for words in told), safe.text]))
            return exits.ANSWERED

        return each(options, options.text or "", project, reply)


def wants_json(options: argparse.Namespace) -> bool:
    return bool(options.json or getattr(options, "file", None) is not None)


def replayed(options: argparse.Namespace) -> int:
    from assistant.replay import replay

    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        kept = project.journal.find(options.id, asker.id)
        found = replay(kept, project, asker)
        project.journal.tell(audit.replayed(found.answer, kept.id, found.changed))
        if options.json:
            print_json({"changed": list(found.changed), "ran": found.ran, "identical": found.identical, "answer": as_json(found.answer)})
        else:
            parts = [say(options.language, f"cli.replay_{part}") for part in found.changed]
            outcome = "identical" if found.identical else "different" if found.ran else "not_run"
            print(say(options.language, f"cli.replay_{outcome}", parts=parts))
            print_answer(found.answer, options, Line(1, ""), project.sight(asker).catalog)
        return exits.ANSWERED if found.identical else exits.DIFFERENT if found.ran else exits.BY_STATUS[found.answer.status]


def print_causes(found: Answer, catalog: Catalog) -> None:
    """Each breakdown as an aligned table under its title."""
    said = told(found, catalog) if found.causes else None
    for split in said.splits if said else ():
        indent = "  " * split.depth
        heads = ["", said.before, said.after, *(say(found.language, f"causes.{code}") for code in ("adds", "share"))] if said else []
        rows = [[row.name, row.before or " ", row.after or " ", row.adds, row.share or " "] for row in (*split.rows, split.total)]
        print(f"{indent}{split.title}")
        print("\n".join(f"{indent}{text}" for text in aligned([heads, *rows], [False, True, True, True, True])) + "\n")


def print_answer(found: Answer, options: argparse.Namespace, line: Line, catalog: Catalog | None = None) -> None:
    """As JSON on one line, or for a person: the sentence, the table, how it was counted, the SQL and the receipt."""
    if wants_json(options):
        body = as_json(found)
        body = body if line.id is None else {**body, "id": line.id, "answer_id": found.id}
        print_json(body)
        return
    badge = "cli.asking_back" if found.status == "clarify" else f"tier.{found.tier}"
    print(f"[{say(found.language, badge)}] {found.headline}")
    for told_first in found.findings:
        print(f"  ! {told_first}")
    if found.rows:
        print("\n" + as_table(found) + "\n")
    if catalog is not None:
        print_causes(found, catalog)
    for note in (*found.explanation.splitlines(), *found.notes):
        print(f"  {note}")
    for number, choice in enumerate(found.choices, 1):
        print(f"  {number}. {choice.label}" + (f" → {choice.question}" if choice.question and choice.question != choice.label else ""))
    if found.planned and found.planned.usage:
        print(f"  {usage_line(found.planned.usage, found.language)}")
    if found.working.executed:
        print(f"\n{in_lines(found.working.governed)}\n\n{in_lines(found.working.executed)}")
    if found.trouble and found.trouble.log_id:
        print(say(found.language, "cli.log_at", file=log_file()))
    print(say(found.language, "cli.receipt", id=found.id, day=found.data_as_of))
