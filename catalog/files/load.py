"""Catalog files to a Catalog. Every fault of every file at once, or none; answered from a content-hashed cache when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from catalog.calendar import Calendar
from catalog.catalog import Catalog
from catalog.errors import Fault, Faulty
from catalog.files.cache import keep, kept
from catalog.files.tree import read_text
from catalog.substance import weighed


def load_catalog(paths: Sequence[Path], cache: Path | None = None, root: Path | None = None, calendar: Calendar | None = None) -> Catalog:
    """The catalog that these files declare, with the dataset of a project's calendar if one is given.

    Faults and `Metric.source` show paths relative to `root`. Raises Faulty with every fault.
    """
    faults: list[Fault] = []
    files = read_files(paths, root, faults)
    fingerprint = digest(files if calendar is None else [*files, ("calendar", repr(calendar))])
    found = None if cache is None or faults else kept(cache, fingerprint, Catalog)
    if found is not None:
        return found
    catalog = read_catalog(files, fingerprint, faults, calendar)
    if calendar is not None:
        from catalog.calendar_dataset import with_calendar

        catalog = with_calendar(with_known_periods(catalog, calendar), calendar)
    catalog = weighed(catalog)
    if cache is not None:
        keep(cache, fingerprint, replace(catalog))  # without what the rules left in its memo
    return catalog


def with_known_periods(catalog: Catalog, calendar: Calendar) -> Catalog:
    """The catalog itself; raises Faulty where a metric's usual period is fiscal and the project has no fiscal year."""
    unknown = [metric for metric in catalog.metrics.values() if calendar.fiscal is None and "fiscal" in (metric.default_period or "")]
    if unknown:
        raise Faulty(
            tuple(Fault(metric.source, "period_without_calendar", (("found", metric.default_period or ""),)) for metric in unknown)
        )
    return catalog


def read_files(paths: Iterable[Path], root: Path | None, faults: list[Fault]) -> list[tuple[str, str]]:
    """(name shown, text) of each file in order of name, so that the order of arguments changes nothing."""
    found = []
    for path in sorted(set(paths)):
        shown = shown_as(path, root)
        text = read_text(path, shown, faults)
        if text is not None:
            found.append((shown, text))
    return found


def shown_as(path: Path, root: Path | None) -> str:
    return (path.relative_to(root) if root is not None and path.is_relative_to(root) else path).as_posix()


def digest(files: Sequence[tuple[str, str]]) -> str:
    """A digest of the files' names and contents."""
    found = hashlib.sha256()
    for shown, text in files:
        found.update(f"{len(shown)} {len(text)} {shown}\n{text}".encode())
    return found.hexdigest()[:32]


def read_catalog(files: Sequence[tuple[str, str]], fingerprint: str, faults: list[Fault], calendar: Calendar | None = None) -> Catalog:
    from catalog.files.build import build
    from catalog.files.entries import read_entries
    from catalog.files.rules import RULES

    written = replace(build(read_entries(files, faults), fingerprint, faults), calendar=calendar)
    for rule in RULES:
        faults.extend(rule(written))
    if faults:
        raise Faulty(tuple(sorted(set(faults), key=place)))
    return written.catalog


def place(fault: Fault) -> tuple[str, int, str]:
    file, _, line = fault.where.rpartition(":")
    return file, int(line), fault.code
