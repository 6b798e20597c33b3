"""wenshu conclude: writes what somebody concluded from an answer of theirs, who is to act on it and by when."""

from __future__ import annotations

import argparse

from assistant.conclusions import as_due, conclude
from assistant.recall import recalled
from assistant.record_json import from_json
from assistant.wording import say
from ui.cli import exits
from ui.cli.lines import print_json
from ui.cli.place import person
from ui.cli.questions import LAST, opened


def run(options: argparse.Namespace) -> int:
    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        latest = project.journal.latest(asker.id, 1) if options.id == LAST else ()
        kept = latest[0] if latest else project.journal.find(options.id, asker.id)
        answer = recalled(from_json(kept.body), project, asker)
        found = conclude(answer, project, asker, options.text, options.owner, as_due(options.due))
        if options.json:
            due = found.due.isoformat() if found.due else None
            print_json({"status": "concluded", "id": found.answer, "text": found.text, "owner": found.owner, "due": due})
        else:
            print(say(options.language, "cli.concluded", text=found.text, owner=found.owner, due=found.due))
        return exits.ANSWERED
