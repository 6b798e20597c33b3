"""The command line's grammar. Words come from the message files, in the language of the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.wording import say
from catalog.label import Language
from ui.cli.desk_options import desk

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # the only name argparse has for it

SAMPLE = 100_000  # rows of a large table that `catalog check --sample` reads
REVIEWED = 90  # days of the journal that `access review` reads
Told = Callable[[str], str]


def parser(language: Language) -> argparse.ArgumentParser:
    """Every command with its options; `--project`, `--as`, `--today` and `--json` mean the same everywhere."""

    def told(code: str) -> str:
        return say(language, f"cli.{code}").replace("%", "%%")

    top = argparse.ArgumentParser(prog="wenshu", description=told("about"), epilog=told("exit_codes"))
    top.add_argument("--version", action="store_true", help=told("version"))
    commands = top.add_subparsers(dest="command", metavar=told("command"))
    shared = Shared(told)
    questions(commands, told, shared)
    projects(commands, told, shared)
    catalog(added(commands, "catalog", told), told, shared)
    desk(added(commands, "desk", told), told, shared)
    journal(commands, told, shared)
    access(added(commands, "access", told), told, shared)
    people(commands, told, shared)
    evaluation(commands, told, shared)
    return top


class Shared:
    """Options that several commands share."""

    def __init__(self, told: Told) -> None:
        self.place = option("--project", type=Path, metavar="DIR", help=told("project"))
        self.asker = option("--as", dest="asker", metavar="USER", help=told("as"))
        self.today = option("--today", type=day_of(told), metavar="DATE", help=told("today"))
        self.output = option("--json", action="store_true", help=told("json"))
        self.lines = option("--file", type=Path, metavar="FILE", help=told("file"))
        self.asking = (self.place, self.asker, self.today, self.output)


def option(*words: str, **what: Any) -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(*words, **what)
    return parent


def added(commands: Commands, name: str, told: Told, *shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=told(name), description=told(name), parents=list(shared))


def questions(commands: Commands, told: Told, shared: Shared) -> None:
    ask = added(commands, "ask", told, *shared.asking, shared.lines)
    ask.add_argument("question", nargs="*", help=told("question"))
    ask.add_argument("--after", metavar="ID", help=told("after"))
    ask.add_argument("--heavy", action="store_true", help=told("heavy"))
    sql = added(commands, "sql", told, *shared.asking, shared.lines)
    sql.add_argument("text", nargs="?", help=told("sql_text"))
    sql.add_argument("--compile-only", action="store_true", help=told("compile_only"))
    sql.add_argument("--heavy", action="store_true", help=told("heavy"))
    sql.add_argument("--explore", action="store_true", help=told("explore"))
    guard = added(commands, "guard", told, *shared.asking, shared.lines)
    guard.add_argument("text", nargs="?", help=told("guard_text"))
    replay = added(commands, "replay", told, *shared.asking)
    replay.add_argument("id", help=told("answer_id"))
    export = added(commands, "export", told, shared.place, shared.asker)
    export.add_argument("id", help=told("answer_id"))
    export.add_argument("--format", choices=("csv", "xlsx", "png", "svg"), default="csv", help=told("taken_form"))
    export.add_argument("--dark", action="store_true", help=told("taken_dark"))
    export.add_argument("--out", type=Path, metavar="FILE", help=told("export_out"))
    conclude = added(commands, "conclude", told, *shared.asking)
    conclude.add_argument("id", help=told("answer_id"))
    conclude.add_argument("text", help=told("conclusion"))
    conclude.add_argument("--owner", default="", metavar="NAME", help=told("conclusion_owner"))
    conclude.add_argument("--due", default="", metavar="DATE", help=told("conclusion_due"))
    verify = added(commands, "verify", told, *shared.asking)
    verify.add_argument("id", help=told("verified_id"))
    verify.add_argument("--comment", default="", metavar="TEXT", help=told("comment"))
    verify.add_argument("--withdraw", action="store_true", help=told("withdraw"))


def projects(commands: Commands, told: Told, shared: Shared) -> None:
    serve = added(commands, "serve", told, shared.place, shared.asker, shared.today)
    serve.add_argument("--host", default="127.0.0.1", help=told("host"))
    serve.add_argument("--port", type=port_of(told), default=7860, help=told("port"))
    build = added(commands, "build", told, shared.place, shared.output)
    build.add_argument("--as-of", type=day_of(told), metavar="DATE", help=told("as_of"))
    build.add_argument("--force", action="store_true", help=told("force"))
    demo = added(commands, "demo", told, shared.output)
    demo.add_argument("name", choices=("retail", "flights"), help=told("demo_name"))
    demo.add_argument("folder", type=Path, help=told("demo_folder"))
    demo.add_argument("--as-of", type=day_of(told), metavar="DATE", help=told("as_of"))


def journal(commands: Commands, told: Told, shared: Shared) -> None:
    audit = added(commands, "audit", told).add_subparsers(dest="part", metavar=told("command"), required=True)
    parts = {
        name: part(audit, f"audit_{name}", told, shared.place, shared.asker, shared.output) for name in ("verify", "checkpoint", "erase")
    }
    parts["verify"].add_argument("--checkpoints", type=Path, metavar="FILE", help=told("checkpoints"))
    parts["erase"].add_argument("--before", type=day_of(told), metavar="DATE", help=told("erase_before"))
    export = part(audit, "audit_export", told, shared.place, shared.asker)
    export.add_argument("--from", dest="start", type=day_of(told), metavar="DATE", help=told("from_day"))
    export.add_argument("--to", dest="end", type=day_of(told), metavar="DATE", help=told("to_day"))
    export.add_argument("--user", metavar="USER", help=told("export_user"))
    export.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", help=told("export_format"))
    export.add_argument("--out", type=Path, metavar="FILE", help=told("export_out"))
    store = added(commands, "store", told).add_subparsers(dest="part", metavar=told("command"), required=True)
    for name in ("backup", "restore"):
        part(store, f"store_{name}", told, shared.place).add_argument("file", type=Path, metavar="FILE", help=told(f"store_{name}_file"))


def people(commands: Commands, told: Told, shared: Shared) -> None:
    user = added(commands, "user", told).add_subparsers(dest="part", metavar=told("command"), required=True)
    for name in ("password", "remove"):
        part(user, f"user_{name}", told, shared.place).add_argument("user", metavar="USER", help=told("user_name"))
    token = added(commands, "token", told).add_subparsers(dest="part", metavar=told("command"), required=True)
    usual = (shared.place, shared.asker, shared.output)
    make = part(token, "token_make", told, *usual)
    make.add_argument("name", help=told("token_name"))
    make.add_argument("--days", type=positive, default=90, help=told("token_days"))
    part(token, "token_list", told, *usual)
    part(token, "token_revoke", told, *usual).add_argument("id", help=told("token_id"))


def part(commands: Commands, name: str, told: Told, *shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """A command within a group: audit_verify is `verify` in `audit`."""
    return commands.add_parser(name.partition("_")[2], help=told(name), description=told(name), parents=list(shared))


def evaluation(commands: Commands, told: Told, shared: Shared) -> None:
    evaluate = added(commands, "eval", told, shared.place, shared.output)
    evaluate.add_argument("suites", nargs="*", type=Path, help=told("suites"))
    evaluate.add_argument("--report", type=Path, metavar="DIR", help=told("report"))
    evaluate.add_argument("--calibration", action="store_true", help=told("calibration"))
    evaluate.add_argument("--baseline", type=Path, metavar="DIR", help=told("baseline"))
    evaluate.add_argument("--update-baseline", action="store_true", help=told("update_baseline"))
    evaluate.add_argument("--planner", choices=("offline", "recorded", "record", "model"), default="offline", help=told("planner"))
    bench = added(commands, "bench", told, shared.place, shared.output)
    bench.add_argument(
        "what",
        nargs="?",
        choices=("compile", "execute", "guard", "answer", "retrieval", "plan", "plan-largest", "mutants", "causes"),
        help=told("bench_what"),
    )


def catalog(group: argparse.ArgumentParser, told: Told, shared: Shared) -> None:
    parts = group.add_subparsers(dest="part", metavar=told("command"), required=True)
    for name in ("check", "list", "show", "gaps", "schema"):
        words = told(f"catalog_{name}")
        part = parts.add_parser(name, help=words, description=words, parents=[shared.place, shared.asker, shared.output])
        if name == "show":
            part.add_argument("name", help=told("catalog_name"))
        if name == "check":
            part.add_argument("--no-data", action="store_true", help=told("no_data"))
            rows = part.add_mutually_exclusive_group()
            rows.add_argument("--sample", nargs="?", type=positive, const=SAMPLE, metavar="N", help=told("sample"))
            rows.add_argument("--full", dest="sample", action="store_const", const=None, help=told("full"))
    words = told("catalog_import")
    part = parts.add_parser("import", help=words, description=words, parents=[shared.output])
    part.add_argument("source", type=Path, help=told("import_source"))
    part.add_argument("--out", type=Path, metavar="PLACE", required=True, help=told("import_out"))
    for name in ("schema", "owner", "department"):
        part.add_argument(f"--{name}", metavar=name.upper(), help=told(f"import_{name}"))


def access(group: argparse.ArgumentParser, told: Told, shared: Shared) -> None:
    parts = group.add_subparsers(dest="part", metavar=told("command"), required=True)
    words = told("access_explain")
    explain = parts.add_parser("explain", help=words, description=words, parents=[shared.place, shared.output])
    explain.add_argument("user", metavar="USER", help=told("access_user"))
    explain.add_argument("name", nargs="?", metavar="NAME", help=told("access_name"))
    words = told("access_review")
    review = parts.add_parser("review", help=words, description=words, parents=[shared.place, shared.output])
    review.add_argument("--days", type=positive, default=REVIEWED, metavar="N", help=told("access_days"))
    review.add_argument("--csv", action="store_true", help=told("access_csv"))


def positive(text: str) -> int:
    found = int(text)
    if found < 1:
        raise ValueError(text)
    return found


def day_of(told: Told) -> Callable[[str], date]:
    def day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(told("bad_day")) from error

    return day


def port_of(told: Told) -> Callable[[str], int]:
    def port(text: str) -> int:
        if not text.isdecimal() or not 0 < int(text) < 65536:
            raise argparse.ArgumentTypeError(told("bad_port"))
        return int(text)

    return port


def terminal_language(locale: str) -> Language:
    """zh for a Chinese locale (LC_ALL, LC_MESSAGES or LANG), else en."""
    return "zh" if locale.lower().startswith("zh") else "en"


def question_of(words: Sequence[str]) -> str:
    return " ".join(words).strip()
