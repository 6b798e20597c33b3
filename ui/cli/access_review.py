"""The access review as a table of people, as CSV with a line for each thing that someone may see or do, and as JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assistant.review import Entry, Review
from assistant.rights import RowScope
from assistant.wording import say
from catalog.access.roles import SENSITIVITIES
from catalog.label import Language
from ui.cli.faults import fault_as_json
from ui.cli.table import aligned
from ui.export.rows import MARK, safe

HEADS = ("user", "name", "department", "roles", "levels", "rows", "columns", "features", "questions", "last")
FIELDS = ("user", "name", "department", "roles", "kind", "item", "marked", "decision", "rule", "where", "last_used")


def as_table(found: Review, language: Language) -> str:
    heads = [say(language, f"access.column_{head}") for head in HEADS]
    return "\n".join(aligned([heads, *(line(entry, language) for entry in found.entries)], [head == "questions" for head in HEADS]))


def line(entry: Entry, language: Language) -> list[str]:
    asker, rights, used = entry.rights.asker, entry.rights, entry.used
    seen = Counter(metric.sensitivity for metric in rights.seen.metrics.values())
    columns = [f"{each.name} ({each.shown})" for each in rights.covered if each.allowed]
    return [
        asker.id,
        asker.name,
        asker.department,
        ", ".join(asker.roles),
        "/".join(str(seen[level]) for level in SENSITIVITIES),
        rows_in_short(entry, language),
        ", ".join(columns),
        ", ".join(asker.features),
        str(used.questions),
        used.last.date().isoformat() if used.last else "",
    ]


def rows_in_short(entry: Entry, language: Language) -> str:
    """The rules that hold, each once; 'none' where one leaves no row."""
    if not entry.rights.scopes:
        return say(language, "access.no_rows")
    rules = dict.fromkeys(rule for scope in entry.rights.scopes for rule in scope.held)
    shown = dict.fromkeys(f"{rule.dataset}: {say(language, 'access.no_rows') if rule.lacking else rule.predicate}" for rule in rules)
    return ", ".join(shown) or say(language, "access.all_rows")


def as_csv(found: Review, language: Language) -> str:
    """A line for each metric, dataset, sensitive column and feature that someone has, and for each finding."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    for entry in found.entries:
        asker = entry.rights.asker
        first = (asker.id, asker.name, asker.department, ", ".join(asker.roles))
        writer.writerows([safe(str(cell)) for cell in (*first, *rest)] for rest in held(entry))
    for fault in found.findings:
        said = fault_as_json(language, fault)
        row = ("", "", "", "", "finding", said["message"], "", said["code"], said["fix"], said["where"], "")
        writer.writerow([safe(cell) for cell in row])
    return MARK + text.getvalue()


def held(entry: Entry) -> Iterator[tuple[str, ...]]:
    """kind, item, marked, decision, rule, where, last used."""
    rights, used = entry.rights, {**entry.used.metrics, **entry.used.features}
    for each in (*rights.metrics, *rights.features, *rights.covered):
        if not each.allowed:
            continue
        granted = [reason for reason in each.reasons if reason.allows and reason.verdict != "rows_restricted"]
        rules, places = (", ".join(getattr(reason, part) for reason in granted) for part in ("rule", "where"))
        last = used[each.name].isoformat() if each.subject in ("metric", "feature") and each.name in used else ""
        yield (each.subject, each.name, each.marked, each.shown or "granted", rules, places, last)
    for scope in rights.scopes:
        yield scope_line(scope)


def scope_line(scope: RowScope) -> tuple[str, ...]:
    held = scope.held
    shown = " AND ".join(f"{rule.dataset}: {rule.predicate}" for rule in held) or "TRUE"
    rules, places = (", ".join(getattr(rule, part) for rule in held) for part in ("rule", "where"))
    return ("rows", scope.dataset, "", shown, rules, places, "")


def review_as_json(found: Review, language: Language) -> dict[str, Any]:
    return {
        "days": found.days,
        "people": [person_as_json(entry) for entry in found.entries],
        "findings": [fault_as_json(language, fault) for fault in found.findings],
    }


def person_as_json(entry: Entry) -> dict[str, Any]:
    asker, rights, used = entry.rights.asker, entry.rights, entry.used
    metrics = {level: sorted(each.name for each in rights.metrics if each.allowed and each.marked == level) for level in SENSITIVITIES}
    return {
        "user": asker.id,
        "name": asker.name,
        "department": asker.department,
        "roles": asker.roles,
        "metrics": metrics,
        "rows": {scope.dataset: [f"{rule.dataset}: {rule.predicate}" for rule in scope.held] for scope in rights.scopes},
        "columns": {each.name: each.shown for each in rights.covered if each.allowed},
        "features": asker.features,
        "questions": used.questions,
        "last": used.last.isoformat() if used.last else None,
        "used": {name: at.isoformat() for name, at in used.metrics.items()},
        "used_features": {name: at.isoformat() for name, at in used.features.items()},
    }
