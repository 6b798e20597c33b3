"""wenshu audit: checking, reading, signing and erasing the audit log, for those who may read everybody's journal."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.audit import exported
from assistant.project import Project
from assistant.wording import say
from catalog.access import Asker
from catalog.errors import Unanswerable
from catalog.store import chain, checkpoint
from catalog.store.retention import erase
from ui.cli import exits
from ui.cli.errors import Misused
from ui.cli.lines import ENDINGS, print_json
from ui.cli.place import person
from ui.cli.questions import opened
from ui.export.rows import cell

COLUMNS = ("seq", "at", "kind", "asker", "subject", "digest", "erased")


def run(options: argparse.Namespace) -> int:
    """One part of `wenshu audit`."""
    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        if "audit" not in asker.features:
            raise Unanswerable("may_not_audit")
        parts = {"verify": verify, "export": export, "checkpoint": sign, "erase": forget}
        return parts[options.part](options, project, asker)


def verify(options: argparse.Namespace, project: Project, asker: Asker) -> int:
    """Checks the whole log, its checkpoints in the store, and those kept elsewhere."""
    key, given = project.settings.audit_key, []
    if options.checkpoints:
        given = checkpoint.read_marks(options.checkpoints.read_text(encoding="utf-8"), str(options.checkpoints))
    with project.journal.store.engine.connect() as connection:
        found = chain.check(connection)
        kept = checkpoint.marks(connection)
        signed = [*checkpoint.faults(connection, [*kept, *given], key)] if given or (kept and key) else []
    broken = sorted({*found.broken, *signed}, key=lambda each: each.seq)
    checked = len(given) + (len(kept) if key else 0)
    if options.json:
        body = {**asdict(found), "checkpoints": checked, "broken": [asdict(each) for each in broken]}
        print_json({"status": "broken" if broken else "whole", **body})
        return exits.DIFFERENT if broken else exits.ANSWERED
    for each in broken[:20]:
        print(say(options.language, f"cli.audit_{each.code}", seq=each.seq))
    facts = {"entries": found.entries, "erased": found.erased, "before": found.before, "checkpoints": checked, "head": found.head}
    print(say(options.language, "cli.audit_broken" if broken else "cli.audit_whole", count=len(broken), **facts))
    if kept and not key:
        print(say(options.language, "cli.audit_unchecked", count=len(kept)))
    return exits.DIFFERENT if broken else exits.ANSWERED


def export(options: argparse.Namespace, project: Project, asker: Asker) -> int:
    """The log as one JSON object a line, or as CSV; that it was taken is an entry of its own."""
    start, end = (day and midnight(day, project) for day in (options.start, options.end and options.end + timedelta(days=1)))
    with project.journal.store.engine.connect() as connection:
        found = chain.entries(connection, start, end, options.user)
        count = written(found, options.format, options.out)
    project.journal.tell(exported("audit", asker.id, project.now(), options.format, count))
    print(say(options.language, "cli.audit_exported", count=count), file=sys.stderr)
    return exits.ANSWERED


def midnight(day: date, project: Project) -> datetime:
    """When a day begins in the project's time zone."""
    zone = project.file.calendar.time_zone
    return datetime.combine(day, time(), ZoneInfo(zone) if zone else project.now().tzinfo)


def written(found: Iterator[chain.Entry], form: str, out: Path | None) -> int:
    if out is None:
        return write(found, form, sys.stdout)
    with out.open("x", encoding="utf-8", newline="") as file:
        return write(found, form, file)


def write(found: Iterator[chain.Entry], form: str, file: Any) -> int:
    """Writes the entries and returns their number."""
    table = csv.writer(file) if form == "csv" else None
    if table:
        table.writerow([*COLUMNS, "facts"])
    count = 0
    for entry in found:
        event = entry.event
        values = (entry.seq, event.at.isoformat(), event.kind, event.asker, event.subject, entry.digest, entry.erased)
        if table:
            table.writerow([*map(cell, values), cell(json.dumps(event.facts, ensure_ascii=False))])
        else:
            body = {**dict(zip(COLUMNS, values, strict=True)), "facts": event.facts}
            file.write(json.dumps(body, ensure_ascii=False).translate(ENDINGS) + "\n")
        count += 1
    return count


def sign(options: argparse.Namespace, project: Project, asker: Asker) -> int:
    """Signs the log as it stands and prints the checkpoint, to be kept elsewhere."""
    with project.journal.store.engine.begin() as connection:
        made = checkpoint.mark(connection, project.now(), project.settings.audit_key)
    print_json(asdict(made))
    return exits.ANSWERED


def forget(options: argparse.Namespace, project: Project, asker: Asker) -> int:
    """Erases what is older than the day that is named, or than the project keeps."""
    before = options.before
    if before is None:
        if project.file.keep_days is None:
            raise Misused("cli.nothing_to_erase")
        before = project.local_day() - timedelta(days=project.file.keep_days)
    done = erase(project.journal.store, midnight(before, project), asker.id, project.now())
    if options.json:
        print_json({"status": "erased", "before": before.isoformat(), **asdict(done)})
    else:
        print(say(options.language, "cli.audit_done", day=before, **asdict(done)))
    return exits.ANSWERED
