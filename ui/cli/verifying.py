"""wenshu verify, and wenshu eval verified: vouching for answers, and running again what was vouched for."""

from __future__ import annotations

import argparse

from assistant.record_json import from_json
from assistant.verified import Book, NotVerifiable, verify
from assistant.wording import say
from ui.cli import exits
from ui.cli.lines import print_json
from ui.cli.place import person
from ui.cli.questions import opened


def run(options: argparse.Namespace) -> int:
    """Verifies an answer (anybody's that the journal has, for those who may), or takes that back."""
    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        if "verify" not in asker.features:
            raise NotVerifiable("may_not_verify")
        found = from_json(project.journal.find(options.id, None if "audit" in asker.features else asker.id).body)
        if options.withdraw:
            was = Book(project.journal.store).withdraw(found.id, asker.id, project.now())
            code = "withdrawn" if was else "was_not_verified"
        else:
            verify(found, project, asker, options.comment)
            code = "verified"
        if options.json:
            print_json({"status": code, "id": found.id, "question": found.question})
        else:
            print(say(options.language, f"cli.{code}", question=found.question))
        return exits.ANSWERED


def check(options: argparse.Namespace) -> int:
    """Runs every verified question again; fails when one drifted."""
    from assistant.verified.check import check_all

    held = True
    with opened(options) as project:
        for checked in check_all(project):
            held = held and not checked.reasons
            if options.json:
                entry = checked.entry
                print_json({"id": entry.answer, "question": entry.question, "by": entry.verified_by, "drifted": list(checked.reasons)})
            else:
                reasons = [say(options.language, f"cli.drifted_{reason}") for reason in checked.reasons]
                print(
                    say(
                        options.language,
                        "cli.drifted" if reasons else "cli.still_verified",
                        question=checked.entry.question,
                        reasons=reasons,
                    )
                )
    return exits.ANSWERED if held else exits.FAILED
