"""build and demo: make a project ready, or copy a sample project to a folder of one's own."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from time import perf_counter

from assistant.build import Built
from assistant.build import build as build_project
from assistant.project import SAMPLES, embedder_of, now
from assistant.settings import read_settings
from assistant.warehouse import BuildStep
from assistant.wording import say
from catalog.files import load_catalog
from catalog.label import Language
from ui.cli import exits
from ui.cli.errors import FolderTaken
from ui.cli.lines import print_json
from ui.cli.place import project_file


def teller(language: Language) -> Callable[[BuildStep], None]:
    """Tells each long step on stderr."""
    return lambda step: print(say(language, f"cli.{step}"), file=sys.stderr, flush=True)


def build(options: argparse.Namespace) -> int:
    started = perf_counter()
    file = project_file(options.project)
    catalog = load_catalog(file.catalog, cache=file.state / "cache", root=file.folder, calendar=file.calendar)
    settings = read_settings(os.environ)
    told = teller(options.language)
    done = build_project(file, catalog, embedder_of(settings), now(), told, options.as_of, options.force, settings.spark_token)
    report(done, done.facts.last_day(catalog, now().date()), perf_counter() - started, options)
    return exits.ANSWERED


def report(done: Built, day: date | None, seconds: float, options: argparse.Namespace) -> None:
    rows = sum(table.rows for table in done.manifest.tables)
    facts = {"tables": len(done.manifest.tables), "rows": rows, "day": day, "seconds": round(seconds, 1)}
    if options.json:
        print_json({"status": "built" if done.changed else "up_to_date", **facts, "day": day and str(day)})
    else:
        print(say(options.language, "cli.built" if done.changed else "cli.up_to_date", **facts))


def demo(options: argparse.Namespace) -> int:
    """Copies a sample project and builds it there."""
    if options.folder.exists() and (not options.folder.is_dir() or any(options.folder.iterdir())):
        raise FolderTaken("cli.demo_exists", folder=options.folder)
    shutil.copytree(SAMPLES / options.name, options.folder, ignore=shutil.ignore_patterns(".wenshu", "world"), dirs_exist_ok=True)
    options.project, options.force = options.folder, False
    code = build(options)
    print(say(options.language, "cli.demo_ready", folder=options.folder), file=sys.stderr)
    return code
