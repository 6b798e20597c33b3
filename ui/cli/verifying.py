"""wenshu verify, and wenshu eval verified: vouching for answers, and running again what was vouched for."""

from __future__ import annotations

import argparse

from assistant.desk.vouching import vouch, withdraw
from assistant.verified import NotVerifiable
from assistant.wording import say
from ui.cli import exits
from ui.cli.lines import print_json
from ui.cli.place import person
from ui.cli.questions import opened


def run(options: argparse.Namespace) -> int:
    """Verifies an answer (anybody's, as far as the analyst's own rights cover it), or takes that back."""
    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        if "verify" not in asker.features:
            raise NotVerifiable("may_not_verify")
        question = project.journal.find(options.id, None).question
        if options.withdraw:
            code = "withdrawn" if withdraw(project, asker, options.id) else "was_not_verified"
        else:
            question, code = vouch(project, asker, options.id, options.comment), "verified"
        if options.json:
            print_json({"status": code, "id": options.id, "question": question})
        else:
            print(say(options.language, f"cli.{code}", question=question))
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
