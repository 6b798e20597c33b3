"""Runs one command: reads the grammar, opens the project, prints, and answers with an exit code. The one place that catches bugs here."""

from __future__ import annotations

import logging
import os
import signal
import sys
import uuid
from collections.abc import Callable, Sequence

from assistant.settings import redacted, secrets_in
from assistant.wording import fault_line, say, say_error
from catalog.errors import CatalogError, Faulty
from catalog.label import Language
from sql_guard.errors import GuardError
from ui.cli.exits import ANSWERED, FAILED, INTERRUPTED, NOT_READY, USAGE, of_error
from ui.cli.faults import fault_as_json
from ui.cli.lines import print_json
from ui.cli.log import keep_log, log_file
from ui.cli.options import parser, terminal_language

logger = logging.getLogger("wenshu.cli")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line's entry; returns the exit code."""
    if not sys.platform.startswith("linux"):
        print(say("en", "cli.linux_only", system=sys.platform), file=sys.stderr)
        return NOT_READY
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    language = terminal_language(locale)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    grammar = parser(language)
    options = grammar.parse_args(arguments)
    if options.version:
        print(version())
        return ANSWERED
    if options.command is None:
        grammar.print_help()
        return USAGE
    options.language = language
    keep_log(secrets_in(os.environ))
    return guarded(lambda: command(options.command)(options), language, getattr(options, "json", False))


def guarded(run: Callable[[], int], spoken: Language, as_json: bool) -> int:
    """Runs a command; every error ends in one clear line (or one JSON object) and its exit code."""
    try:
        try:
            code = run()
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except Exception as error:  # told in words, whatever it is; a bug is logged whole under an id
            code = told(error, spoken, as_json)
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def told(error: Exception, spoken: Language, as_json: bool) -> int:
    """Prints what went wrong and gives its exit code."""
    body: dict[str, object] = {}
    match error:
        case CatalogError() | GuardError():
            body["status"], code = of_error(error)
            body["code"], lines = error.code, worded(spoken, error)
        case OSError():
            body["status"], code = "failed", FAILED
            body["code"], lines = "cannot_use", [say(spoken, "cli.cannot_use", file=error.filename, reason=error.strerror or error)]
        case _:
            body["status"], code = "failed", FAILED
            body["code"], lines = "failed", bug(spoken)
    if isinstance(error, Faulty):
        body["faults"] = [fault_as_json(spoken, fault) for fault in error.faults]
        lines = [*(fault_line(spoken, fault) for fault in error.faults), *lines]
    lines = [redacted(line, secrets_in(os.environ)) for line in lines]
    if as_json:
        print_json({**body, "error": "\n".join(lines)})
    else:
        print("\n".join(lines), file=sys.stderr)
    return code


def worded(spoken: Language, error: CatalogError | GuardError) -> list[str]:
    try:
        return [say_error(spoken, error)]
    except KeyError:  # a code without words is a bug of its own
        return bug(spoken)


def bug(spoken: Language) -> list[str]:
    log_id = uuid.uuid4().hex[:12]
    logger.exception("command failed, log id %s", log_id)
    return [say(spoken, "trouble.failed", log_id=log_id), say(spoken, "cli.log_at", file=log_file())]


def command(name: str) -> Callable[..., int]:
    """The command's function; its module is imported only now, so that a command pays for nothing it does not use."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERRUPTED))
    match name:
        case "ask" | "sql" | "guard" | "replay":
            from ui.cli import questions

            return {"ask": questions.ask, "sql": questions.sql, "guard": questions.check, "replay": questions.replayed}[name]
        case "verify" | "desk":
            from ui.cli import desk, verifying

            return {"verify": verifying.run, "desk": desk.run}[name]
        case "conclude" | "export":
            from ui.cli import concluding, taking

            return {"conclude": concluding.run, "export": taking.run}[name]
        case "audit" | "store":
            from ui.cli import auditing, storing

            return {"audit": auditing.run, "store": storing.run}[name]
        case "user" | "token":
            from ui.cli import people

            return {"user": people.user, "token": people.token}[name]
        case "catalog":
            from ui.cli import catalog

            return catalog.run
        case "access":
            from ui.cli import access

            return access.run
        case "build" | "demo":
            from ui.cli import projects

            return {"build": projects.build, "demo": projects.demo}[name]
        case "serve":
            from ui.cli import serving

            return serving.serve
        case "eval":
            from ui.cli import evaluation

            return evaluation.evaluate
        case _:
            from ui.cli import benching

            return benching.bench


def version() -> str:
    from assistant.project import product_version

    return product_version()
