"""The grammar of `wenshu desk`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, get_args

from assistant.record import Status, Tier

if TYPE_CHECKING:
    from ui.cli.options import Shared, Told

STATES = ("open", "verified", "corrected", "dismissed", "replied")  # as assistant.desk.queue has them; a parser loads no database
CAUSES = (
    *("wrong_metric", "wrong_period", "wrong_member", "wrong_grouping"),
    *("definition", "data", "should_have_asked", "should_have_declined", "other"),
)


def desk(group: argparse.ArgumentParser, told: Told, shared: Shared) -> None:
    """Every command of the desk; ID is an answer's."""
    parts = group.add_subparsers(dest="part", metavar=told("command"), required=True)

    def part(name: str, *arguments: str) -> argparse.ArgumentParser:
        words = told(f"desk_{name}")
        found = parts.add_parser(name, help=words, description=words, parents=list(shared.asking))
        for argument in arguments:
            found.add_argument(argument, help=told(f"desk_{argument}"))
        return found

    queue(part("queue"), told)
    part("show", "id")
    part("preview", "id")
    correct(part("correct", "id"), told)
    synonym(part("synonym"), told)
    part("reply", "id", "text")
    gap = part("gap", "id")
    gap.add_argument("missing", nargs="?", default="", help=told("desk_missing"))
    for found in (gap, part("dismiss", "id")):
        found.add_argument("--comment", default="", metavar="TEXT", help=told("comment"))
    part("as", "user", "asked")
    since(part("book"), told)
    usage = part("usage")
    since(usage, told)
    usage.add_argument("--until", type=day(told), metavar="DATE", help=told("to_day"))
    usage.add_argument("--department", metavar="NAME", help=told("desk_department"))


def queue(found: argparse.ArgumentParser, told: Told) -> None:
    """Filters that are given more than once ask for either."""
    found.add_argument("--state", action="append", choices=(*STATES, "all"), help=told("desk_state"))
    found.add_argument("--tier", action="append", choices=get_args(Tier), help=told("desk_tier"))
    found.add_argument("--status", action="append", choices=get_args(Status), help=told("desk_status"))
    found.add_argument("--feedback", default="", metavar="VALUE", help=told("desk_feedback"))
    found.add_argument("--department", action="append", metavar="NAME", help=told("desk_department"))
    found.add_argument("--user", action="append", metavar="USER", help=told("export_user"))
    found.add_argument("--metric", action="append", metavar="METRIC", help=told("desk_metric"))
    since(found, told)
    found.add_argument("--until", type=day(told), metavar="DATE", help=told("to_day"))
    found.add_argument("--page", metavar="PAGE", help=told("desk_page"))
    found.add_argument("--count", type=int, default=50, metavar="N", help=told("desk_count"))


def correct(found: argparse.ArgumentParser, told: Told) -> None:
    found.add_argument("--cause", required=True, choices=CAUSES, help=told("desk_cause"))
    draft = found.add_mutually_exclusive_group()
    draft.add_argument("--query", metavar="JSON", help=told("desk_query"))
    draft.add_argument("--sql", metavar="SQL", help=told("desk_sql"))
    found.add_argument("--comment", default="", metavar="TEXT", help=told("comment"))
    found.add_argument("--dry-run", action="store_true", help=told("desk_dry_correct"))


def synonym(found: argparse.ArgumentParser, told: Told) -> None:
    found.add_argument("name", help=told("desk_name"))
    found.add_argument("word", help=told("desk_word"))
    found.add_argument("--member", metavar="VALUE", help=told("desk_member"))
    found.add_argument("--answer", default="", metavar="ID", help=told("desk_answer"))
    found.add_argument("--comment", default="", metavar="TEXT", help=told("comment"))
    found.add_argument("--dry-run", action="store_true", help=told("desk_dry_synonym"))


def since(found: argparse.ArgumentParser, told: Told) -> None:
    found.add_argument("--since", type=day(told), metavar="DATE", help=told("from_day"))


def day(told: Told) -> Callable[[str], date]:
    from ui.cli.options import day_of

    return day_of(told)
