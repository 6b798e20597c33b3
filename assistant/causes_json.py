"""Causes as JSON and back, beside the answer that they belong to. Figures are as they were found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.causes.parts import Breakdown, Causes, Finding, Part
from assistant.plan_json import metric_query_from_json, plain
from catalog.query_json import to_dict


def causes_as_json(causes: Causes | None) -> dict[str, Any] | None:
    if causes is None:
        return None
    return {
        "metric": causes.metric,
        "before": plain(causes.before),
        "after": plain(causes.after),
        "change": plain(causes.change),
        "findings": [{"code": finding.code, "facts": plain(finding.facts)} for finding in causes.findings],
        "breakdowns": [breakdown_as_json(found) for found in causes.breakdowns],
        "losses": [breakdown_as_json(found) for found in causes.losses],
        "queries": causes.queries,
    }


def breakdown_as_json(found: Breakdown) -> dict[str, Any]:
    return {
        "by": found.by,
        "method": found.method,
        "change": plain(found.change),
        "within": [[name, plain(member)] for name, member in found.within],
        "explains": plain(found.explains),
        "leading": found.leading,
        "of": found.of,
        "parts": [part_as_json(part) for part in found.parts],
        "below": [breakdown_as_json(each) for each in found.below],
    }


def part_as_json(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "member": plain(part.member),
        "effect": part.effect,
        "before": plain(part.before),
        "after": plain(part.after),
        "adds": plain(part.adds),
        "share": plain(part.share),
        "query": None if part.query is None else to_dict(part.query),
    }


def causes_from_json(found: Mapping[str, Any] | None) -> Causes | None:
    if not found:
        return None
    return Causes(
        metric=found["metric"],
        before=found["before"],
        after=found["after"],
        change=found["change"],
        findings=tuple(Finding(item["code"], item["facts"]) for item in found["findings"]),
        breakdowns=tuple(map(breakdown_from_json, found["breakdowns"])),
        losses=tuple(map(breakdown_from_json, found["losses"])),
        queries=found["queries"],
    )


def breakdown_from_json(found: Mapping[str, Any]) -> Breakdown:
    return Breakdown(
        by=found["by"],
        method=found["method"],
        change=found["change"],
        parts=tuple(map(part_from_json, found["parts"])),
        within=tuple((name, member) for name, member in found["within"]),
        explains=found["explains"],
        below=tuple(map(breakdown_from_json, found["below"])),
        leading=found["leading"],
        of=found["of"],
    )


def part_from_json(found: Mapping[str, Any]) -> Part:
    share = found["share"]
    return Part(
        name=found["name"],
        member=found["member"],
        effect=found["effect"],
        before=found["before"],
        after=found["after"],
        adds=found["adds"],
        query=metric_query_from_json(found["query"]) if found["query"] else None,
        share=(share[0], share[1]) if share else None,
    )
