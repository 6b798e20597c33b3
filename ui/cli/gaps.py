"""wenshu catalog gaps: what people ask and the catalog cannot answer, the most asked first."""

from __future__ import annotations

import argparse

from assistant.gaps import Gap, gaps, sees_all, under
from assistant.wording import say
from ui.cli import exits
from ui.cli.lines import print_json
from ui.cli.place import person
from ui.cli.questions import opened
from ui.cli.table import aligned

MOST = 50


def run(options: argparse.Namespace) -> int:
    """Prints the gaps that the asker may see; who asked only to those who may read everybody's journal."""
    with opened(options) as project:
        asker = person(options.asker, project.access, project.file)
        found = gaps(project, asker)
        if options.json:
            whole = "audit" in asker.features
            print_json(
                {"scope": "all" if sees_all(asker) else "own", "gaps": [as_json(gap, under(gap, project.catalog), whole) for gap in found]}
            )
        elif not found:
            print(say(options.language, "cli.no_gaps"))
        else:
            print("\n".join(aligned(table(found[:MOST], options), (True, True, True, False, False, False))))
            if not sees_all(asker):
                print(say(options.language, "cli.gaps_own"))
    return exits.ANSWERED


def as_json(gap: Gap, now: int, with_names: bool) -> dict[str, object]:
    body: dict[str, object] = {
        "kind": gap.kind,
        "code": gap.code,
        "missing": gap.missing,
        "count": gap.count,
        "count_in_this_catalog": now,
        "people": len(gap.askers),
        "catalogs": gap.catalogs,
        "last": gap.last.isoformat() if gap.last else None,
        "named_now": gap.named_now,
        "examples": gap.examples,
        "opened": gap.opened,
    }
    return {**body, "askers": gap.askers} if with_names else body


def table(found: list[Gap], options: argparse.Namespace) -> list[list[str]]:
    heads = [say(options.language, f"cli.gap_{head}") for head in ("count", "people", "last", "kind", "missing", "example")]
    return [heads, *(line(gap, options) for gap in found)]


def line(gap: Gap, options: argparse.Namespace) -> list[str]:
    missing = say(options.language, "cli.gap_named", missing=gap.missing) if gap.named_now else gap.missing
    day = gap.last.date().isoformat() if gap.last else ""
    kind = say(options.language, f"cli.gap_of_{gap.kind}")
    return [str(gap.count), str(len(gap.askers)), day, kind, missing, next(iter(gap.examples), "")]
