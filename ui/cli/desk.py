"""wenshu desk: the analysts' desk at the terminal; every command prints for a person, or with --json one object."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from assistant.desk import asking_as, book, correction, opened, preview, queue, replies, synonym, trial, usage
from assistant.desk.draft import Draft, QueryDraft, SqlText, check
from assistant.plan_json import plain
from assistant.project import Project
from assistant.record import Answer
from assistant.record_json import as_json
from assistant.wording import say, say_error
from catalog.access import Asker
from catalog.errors import CatalogError, Unknown
from catalog.files.synonyms import Kind, Named
from ui.cli import exits
from ui.cli.errors import BadLine
from ui.cli.lines import Line, print_json
from ui.cli.place import person
from ui.cli.questions import opened as project_of
from ui.cli.questions import print_answer
from ui.cli.table import aligned, as_table, shortened

Told = tuple[Mapping[str, Any], list[str]]  # the JSON object, and the lines for a person


def run(options: argparse.Namespace) -> int:
    """One command of the desk."""
    with project_of(options) as project:
        asker = person(options.asker, project.access, project.file)
        if options.part in ("show", "as"):
            return {"show": show, "as": look_as}[options.part](options, project, asker)
        body, lines = PARTS[options.part](options, project, asker)
        if options.json:
            print_json(body)
        else:
            print("\n".join(lines))
        return exits.ANSWERED


def moment(day: date | None, project: Project) -> datetime | None:
    """The beginning of a day in the project's time zone."""
    if day is None:
        return None
    zone = project.file.calendar.time_zone
    return datetime.combine(day, time(), ZoneInfo(zone)) if zone else datetime.combine(day, time()).astimezone()


def listed(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
    states = options.state or ["open"]
    wanted = queue.Wanted(
        states=() if "all" in states else tuple(states),
        tiers=tuple(options.tier or ()),
        statuses=tuple(options.status or ()),
        feedback=options.feedback,
        departments=tuple(options.department or ()),
        askers=tuple(options.user or ()),
        metrics=tuple(options.metric or ()),
        since=moment(options.since, project),
        until=moment(options.until, project),
    )
    found = queue.page(project, asker, wanted, options.page, options.count)
    body = {"items": [plain(item) for item in found.items], "next": found.following, "counts": queue.counts(project, asker, wanted)}
    if not found.items:
        return body, [say(options.language, "cli.desk_nothing")]
    heads = [say(options.language, f"cli.desk_head_{name}") for name in ("id", "at", "who", "tier", "feedback", "state", "question")]
    lines = aligned([heads, *(item_line(item, options) for item in found.items)], (False,) * len(heads))
    return body, [*lines, *([say(options.language, "cli.desk_more", page=found.following)] if found.following else [])]


def item_line(item: queue.Item, options: argparse.Namespace) -> list[str]:
    tier = say(options.language, f"tier.{item.tier}") if item.status == "answered" else item.status
    question = say(options.language, "cli.desk_withheld") if item.withheld else item.question
    return [item.id, f"{item.asked_at:%m-%d %H:%M}", f"{item.name} {item.department}".strip(), tier, item.feedback, item.state, question]


def show(options: argparse.Namespace, project: Project, asker: Asker) -> int:
    """One answer whole, and what was done about it."""
    found = opened.opened(project, asker, options.id)
    if options.json:
        rest = {name: plain(getattr(found, name)) for name in ("state", "shown", "name", "department", "judgements", "acts", "vouched")}
        print_json({**rest, "query": found.query, "matches": plain(found.matches), "answer": as_json(found.answer)})
        return exits.ANSWERED
    print(say(options.language, f"cli.desk_shown_{found.shown}", name=found.name, department=found.department, state=found.state))
    print(found.answer.question)
    print_answer(found.answer, options, Line(1, ""))
    for change in found.answer.working.changes:
        print(f"  {say(options.language, change.code, **dict(change.facts))}")
    for each in found.judgements:
        print(shortened(f"{each.at:%Y-%m-%d %H:%M} {each.value} {each.comment}".strip()))
    for act in found.acts:
        print(shortened(f"{act.at:%Y-%m-%d %H:%M} {act.by} {act.kind} {act.facts.get('cause', '')} {act.text}".strip()))
    return exits.ANSWERED


def previewed(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
    found = preview.previews(project, asker, options.id)
    body = {"previews": [{"kind": each.kind, "question": each.question, "answer": each.answer and as_json(each.answer)} for each in found]}
    lines = []
    for each in found:
        said = each.answer.headline if each.answer else say(options.language, "cli.desk_not_matched")
        lines.append(f"{say(options.language, f'cli.desk_kind_{each.kind}')} {each.question} → {said}")
    return body, lines


def draft_of(options: argparse.Namespace) -> Draft | None:
    """The correction that was given. Raises BadLine for what is no JSON object."""
    if options.sql is not None:
        return SqlText(options.sql)
    if options.query is None:
        return None
    try:
        body = json.loads(options.query)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine("bad_query", reason=getattr(error, "msg", "")) from error
    if not isinstance(body, dict):
        raise BadLine("bad_query", reason=type(body).__name__)
    return QueryDraft(body)


def corrected(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
    draft = draft_of(options)
    problems = check(project, asker, draft) if draft is not None else ()
    if problems:
        raise problems[0].error
    if options.dry_run:
        return compared(options, trial.tried(project, asker, options.id, draft)) if draft is not None else ({}, [])
    found = correction.correct(project, asker, options.id, options.cause, draft, options.comment)
    body = {**asdict(found), "answer": as_json(found.answer) if found.answer else None}
    language = options.language
    lines = [say(language, "cli.desk_corrected", cause=say(language, f"cli.desk_cause_{options.cause}"))]
    lines += [found.answer.headline] if found.answer else []
    if found.answer is not None:
        why = say_error(language, CatalogError(found.reason)) if found.reason else ""
        lines.append(say(language, "cli.desk_not_taught" if found.reason else "cli.desk_taught", why=why))
    lines += [say(language, "cli.desk_case", case=found.case, file=found.file)] if found.case else []
    lines += [] if found.holds or found.case is None else [say(language, "cli.desk_not_held")]
    return body, lines


def compared(options: argparse.Namespace, found: trial.Trial) -> Told:
    body = {"changed": list(found.changed), "was": as_json(found.was), "now": as_json(found.now)}
    return body, [*told(found.was, "cli.desk_was", options), *told(found.now, "cli.desk_now", options)]


def told(found: Answer, code: str, options: argparse.Namespace) -> list[str]:
    return [say(options.language, code, headline=found.headline), *([as_table(found)] if found.rows else []), found.working.governed]


def worded(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
    named = named_by(options.name, options.member, project, asker)
    change = synonym.propose(project, asker, named, options.word) if options.dry_run else None
    done = change or synonym.add(project, asker, named, options.word, options.answer, options.comment)
    body = {"file": done.file, "word": done.word, "diff": done.diff, "written": not options.dry_run}
    said = "cli.desk_would_write" if options.dry_run else "cli.desk_written"
    return body, [done.diff.rstrip("\n"), say(options.language, said, file=done.file)]


def named_by(name: str, member: str | None, project: Project, asker: Asker) -> Named:
    """A metric or dimension by its id or one of its names, or with `member` a value of a dimension. Raises Unknown."""
    sight = project.sight(project.current(asker))
    kinds: tuple[Kind, ...] = ("dimension",) if member is not None else ("metric", "dimension")
    ids = {"metric": sight.catalog.metrics, "dimension": sight.catalog.dimensions}
    found = [(kind, name) for kind in kinds if name in ids[kind]]
    whole = [match for match in sight.finder.names(name) if (match.start, match.end) == (0, len(name))]
    found += [(kind, match.id) for kind in kinds for match in whole if match.kind == kind]
    if not found:
        (sight.catalog.dimension if member is not None else sight.catalog.metric)(name)
        raise Unknown("unknown_metric", name=name, nearest=())
    kind, known = found[0]
    return Named("member", known, member_of(known, member, project, asker)) if member is not None else Named(kind, known)


def member_of(dimension: str, member: str, project: Project, asker: Asker) -> str | int | bool:
    """The member's value, of whatever type it is."""
    sight = project.sight(project.current(asker))
    values = {str(each.value): each.value for each in sight.catalog.dimensions[dimension].members}
    return values.get(member, member)


def done(act: Callable[[argparse.Namespace, Project, Asker], None], code: str) -> Callable[[argparse.Namespace, Project, Asker], Told]:
    """A command that only does something."""

    def acted(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
        act(options, project, asker)
        return {"status": options.part, "id": options.id}, [say(options.language, code)]

    return acted


def look_as(options: argparse.Namespace, project: Project, asker: Asker) -> int:
    """What another person would see; ASKED is a question, or an answer's id."""
    is_id = len(options.asked) == 32 and all(letter in "0123456789abcdef" for letter in options.asked)
    found = (asking_as.answered_as if is_id else asking_as.asked_as)(project, asker, options.user, options.asked)
    if options.json:
        print_json({"as": found.user, "withheld": found.withheld, "answer": as_json(found.answer)})
    elif found.withheld:
        print(say(options.language, "cli.desk_as_withheld", user=found.user, status=found.answer.status))
    else:
        print_answer(found.answer, options, Line(1, ""))
    return exits.BY_STATUS[found.answer.status]


def wrong(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
    groups = book.book(project, asker, moment(options.since, project))
    body = {"groups": [{"cause": group.cause, "count": len(group.wrong), "wrong": plain(group.wrong)} for group in groups]}
    if not groups:
        return body, [say(options.language, "cli.desk_no_wrong")]
    lines = []
    for group in groups:
        lines.append(f"{say(options.language, f'cli.desk_cause_{group.cause}')} · {len(group.wrong)}")
        for each in group.wrong:
            question = each.question or say(options.language, "cli.desk_withheld")
            lines.append(f"  {each.at:%Y-%m-%d}  {each.answer}  {shortened(question)}  {each.case or ''}".rstrip())
    return body, lines


def used(options: argparse.Namespace, project: Project, asker: Asker) -> Told:
    found = usage.usage(project, asker, moment(options.since, project), moment(options.until, project), options.department)
    asked = [use for use in found.uses if use.asked]
    body = {"metrics": [plain(use) for use in asked], "unused": list(found.unused)}
    heads = [
        say(options.language, f"cli.desk_head_{name}") for name in ("metric", "asked", "people", "complaints", "corrected", "departments")
    ]
    rows = [
        [
            use.metric,
            *map(str, (use.asked, use.people, use.complaints, use.corrected)),
            " ".join(f"{name or '?'}:{count}" for name, count in use.departments.items()),
        ]
        for use in asked
    ]
    lines = aligned([heads, *rows], (False, True, True, True, True, False)) if rows else []
    return body, [*lines, say(options.language, "cli.desk_unused", count=len(found.unused), names=found.unused[:20])]


PARTS: Mapping[str, Callable[[argparse.Namespace, Project, Asker], Told]] = {
    "queue": listed,
    "preview": previewed,
    "correct": corrected,
    "synonym": worded,
    "reply": done(lambda options, project, asker: replies.reply(project, asker, options.id, options.text), "cli.desk_replied"),
    "gap": done(
        lambda options, project, asker: replies.open_gap(project, asker, options.id, options.missing, options.comment),
        "cli.desk_gap_opened",
    ),
    "dismiss": done(lambda options, project, asker: replies.dismiss(project, asker, options.id, options.comment), "cli.desk_dismissed"),
    "book": wrong,
    "usage": used,
}
