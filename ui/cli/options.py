"""The command line's grammar. Words come from the message files, in the language of the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.wording import say
from catalog.label import Language


def parser(language: Language) -> argparse.ArgumentParser:
    """Every command with its options; `--project`, `--as`, `--today` and `--json` mean the same everywhere."""

    def told(code: str) -> str:
        return say(language, f"cli.{code}")

    top = argparse.ArgumentParser(prog="wenshu", description=told("about"), epilog=told("exit_codes"))
    top.add_argument("--version", action="store_true", help=told("version"))
    commands = top.add_subparsers(dest="command", metavar=told("command"))

    def command(name: str, *shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=told(name.replace("-", "_")), description=told(name.replace("-", "_")), parents=list(shared))

    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--project", type=Path, metavar="DIR", help=told("project"))
    asker = argparse.ArgumentParser(add_help=False)
    asker.add_argument("--as", dest="asker", metavar="USER", help=told("as"))
    asker.add_argument("--today", type=date.fromisoformat, metavar="DATE", help=told("today"))
    output = argparse.ArgumentParser(add_help=False)
    output.add_argument("--json", action="store_true", help=told("json"))
    lines = argparse.ArgumentParser(add_help=False)
    lines.add_argument("--file", type=Path, metavar="FILE", help=told("file"))

    serve = command("serve", place, asker)
    serve.add_argument("--host", default="127.0.0.1", help=told("host"))
    serve.add_argument("--port", type=int, default=7860, help=told("port"))
    build = command("build", place, output)
    build.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help=told("as_of"))
    build.add_argument("--force", action="store_true", help=told("force"))
    ask = command("ask", place, asker, output, lines)
    ask.add_argument("question", nargs="*", help=told("question"))
    sql = command("sql", place, asker, output, lines)
    sql.add_argument("text", nargs="?", help=told("sql_text"))
    sql.add_argument("--compile-only", action="store_true", help=told("compile_only"))
    guard = command("guard", place, asker, output, lines)
    guard.add_argument("text", nargs="?", help=told("guard_text"))
    catalog(command("catalog"), told, place, asker, output)
    replay = command("replay", place, asker, output)
    replay.add_argument("id", help=told("answer_id"))
    evaluate = command("eval", place, output)
    evaluate.add_argument("suites", nargs="*", type=Path, help=told("suites"))
    evaluate.add_argument("--report", type=Path, metavar="DIR", help=told("report"))
    evaluate.add_argument("--baseline", type=Path, metavar="FILE", help=told("baseline"))
    evaluate.add_argument("--planner", choices=("offline", "recorded", "model"), default="offline", help=told("planner"))
    bench = command("bench", place, output)
    bench.add_argument("what", nargs="?", choices=("compile", "execute", "guard", "answer", "retrieval"), help=told("bench_what"))
    demo = command("demo", output)
    demo.add_argument("name", choices=("retail", "flights"), help=told("demo_name"))
    demo.add_argument("folder", type=Path, help=told("demo_folder"))
    demo.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help=told("as_of"))
    return top


def catalog(group: argparse.ArgumentParser, told: object, *shared: argparse.ArgumentParser) -> None:
    assert callable(told)
    parts = group.add_subparsers(dest="part", metavar=told("command"), required=True)
    for name in ("check", "list", "show", "schema"):
        part = parts.add_parser(name, help=told(f"catalog_{name}"), description=told(f"catalog_{name}"), parents=list(shared))
        if name == "show":
            part.add_argument("name", help=told("catalog_name"))
        if name == "check":
            part.add_argument("--no-data", action="store_true", help=told("no_data"))


def terminal_language(locale: str) -> Language:
    """zh for a Chinese locale (LC_ALL, LC_MESSAGES or LANG), else en."""
    return "zh" if locale.lower().startswith("zh") else "en"


def question_of(words: Sequence[str]) -> str:
    return " ".join(words).strip()
