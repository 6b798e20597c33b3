"""wenshu access: why a person sees what they see, and the periodic review of everyone. For whoever may read the project's files."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from assistant.project import Project
from assistant.rights import Decision, Rights, RowRule, RowScope
from assistant.wording import fault_line, say
from catalog.access import Asker, Reason
from catalog.access.roles import SENSITIVITIES
from catalog.label import Language
from ui.cli import exits
from ui.cli.lines import print_json
from ui.cli.questions import opened

NAMES = 8  # hidden names that are listed of one reason


def run(options: argparse.Namespace) -> int:
    with opened(options) as project:
        return explain(project, options) if options.part == "explain" else review(project, options)


def explain(project: Project, options: argparse.Namespace) -> int:
    """What one person may, and why."""
    rights = Rights.of(project, person(project, options.user))
    about = rights.about(options.name) if options.name else ()
    if options.json:
        print_json(as_json(rights, about))
        return exits.ANSWERED
    language: Language = options.language
    print(who(rights.asker, language))
    print("\n".join(told(about, language) if about else everything(rights, language)))
    return exits.ANSWERED


def person(project: Project, user: str) -> Asker:
    """A user of the access file, or whom claims as JSON name."""
    if user.lstrip().startswith("{"):
        try:
            return project.asker_of_claims(json.loads(user))
        except ValueError:
            return project.asker("")
    return project.asker(user)


def who(asker: Asker, language: Language) -> str:
    facts = {"name": asker.name, "user": asker.id, "department": asker.department, "roles": asker.roles}
    lines = [say(language, "access.who", **facts)]
    if asker.attributes:
        shown = tuple(f"{name} = {', '.join(map(str, values))}" for name, values in asker.attributes)
        lines.append(say(language, "access.attributes", attributes=shown))
    return "\n".join(lines)


def told(about: tuple[Decision | RowScope, ...], language: Language) -> Iterator[str]:
    """One thing: the decision with its reasons, and the rows with the SQL that they are read by."""
    for each in about:
        if isinstance(each, Decision):
            code = "access.allowed" if each.allowed else "access.hidden"
            subject = say(language, f"access.subject_{each.subject}")
            yield say(language, code, subject=subject, name=each.name, marked=each.marked)
            yield from (f"  {reason_words(reason, language)}" for reason in each.reasons)
        else:
            yield from row_words(each, language)
            if each.sql:
                yield "  " + say(language, "access.rows_sql", sql=each.sql)


def everything(rights: Rights, language: Language) -> Iterator[str]:
    """A person's rights as a page."""
    seen = [each for each in rights.metrics if each.allowed]
    counts = Counter(each.marked for each in seen)
    levels = tuple(f"{level} {counts[level]}" for level in SENSITIVITIES if counts[level])
    yield say(language, "access.metrics", seen=len(seen), count=len(rights.metrics), levels=levels)
    yield from kept_back(rights.metrics, language)
    yield say(language, "access.dimensions", seen=sum(each.allowed for each in rights.dimensions), count=len(rights.dimensions))
    yield from kept_back(rights.dimensions, language)
    for kind, found in (("feature", rights.features), ("column", rights.covered)):
        if found:
            yield say(language, f"access.{kind}s")
        for each in found:
            reasons = say(language, "access.and").join(reason_words(reason, language) for reason in each.reasons)
            facts = {kind: each.name, "mark": "+" if each.allowed else "-", "reasons": reasons}
            yield say(language, f"access.{kind}_line", **facts)
    yield say(language, "access.rows")
    for scope in rights.scopes:
        yield from row_words(scope, language)


def kept_back(decisions: tuple[Decision, ...], language: Language) -> Iterator[str]:
    """What is hidden, by the first reason against it."""
    by_reason: dict[str, list[str]] = {}
    for each in decisions:
        if not each.allowed:
            against = next((reason for reason in each.reasons if not reason.allows), None)
            by_reason.setdefault(reason_words(against, language, about=False) if against else "", []).append(each.name)
    for reason, names in by_reason.items():
        more = f" +{len(names) - NAMES}" if len(names) > NAMES else ""
        yield say(language, "access.kept_back", names=", ".join(names[:NAMES]) + more, reason=reason)


def reason_words(reason: Reason, language: Language, about: bool = True) -> str:
    rule = say(language, "access.rule", rule=reason.rule, where=reason.where) if reason.rule else ""
    return say(language, f"access.reason_{reason.verdict}", rule=rule, about=reason.about if about else "…")


def row_words(scope: RowScope, language: Language) -> Iterator[str]:
    """Which rows of a dataset, a line a rule."""
    if not scope.sql:
        yield say(language, "access.rows_none", dataset=scope.dataset)
        return
    if not scope.rules:
        yield say(language, "access.rows_all", dataset=scope.dataset)
    for rule in scope.rules:
        yield rule_words(rule, scope.dataset, language)


def rule_words(rule: RowRule, dataset: str, language: Language) -> str:
    code = "own" if rule.dataset == dataset else "inherited" if rule.paths else "unreached"
    code = "lacking" if rule.lacking and code != "unreached" else code
    place = say(language, "access.rule", rule=rule.rule, where=rule.where)
    facts = {"dataset": dataset, "other": rule.dataset, "predicate": rule.predicate, "paths": rule.paths, "lacking": rule.lacking}
    return say(language, f"access.rows_{code}", rule=place, **facts)


def as_json(rights: Rights, about: tuple[Decision | RowScope, ...]) -> dict[str, Any]:
    asker = rights.asker
    attributes = {name: list(values) for name, values in asker.attributes}
    body = {"user": asker.id, "name": asker.name, "department": asker.department, "roles": asker.roles, "attributes": attributes}
    found = about or (*rights.metrics, *rights.dimensions, *rights.features, *rights.covered, *rights.scopes)
    decisions = [asdict(each) for each in found if isinstance(each, Decision)]
    return body | {"decisions": decisions, "rows": [asdict(each) for each in found if isinstance(each, RowScope)]}


def review(project: Project, options: argparse.Namespace) -> int:
    """Everyone, and what wants a look."""
    from assistant.review import review as reviewed
    from ui.cli.access_review import as_csv, as_table, review_as_json

    found = reviewed(project, options.days)
    language: Language = options.language
    if options.json:
        print_json(review_as_json(found, language))
    elif options.csv:
        print(as_csv(found, language), end="")
    else:
        print(say(language, "access.title", people=len(found.entries), days=found.days))
        print(as_table(found, language))
        print(say(language, "access.findings" if found.findings else "access.no_findings"))
        print("\n".join(f"  {fault_line(language, fault)}" for fault in found.findings))
    return exits.ANSWERED
