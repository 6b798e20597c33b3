"""An evaluation for machines: JUnit XML and JSON; and the folder that holds the report in every form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as xml

from assistant.plan_json import planned_as_json
from catalog.label import Language
from evals.calibration import calibration_of
from evals.report import asked, markdown
from evals.run import Run
from evals.score import Scored, by_language, by_tag, score

CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}  # XML has no place for these


def write_reports(folder: Path, runs: Sequence[Run], planner: str, language: Language) -> None:
    """report.md, junit.xml and report.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(markdown(runs, planner, language), encoding="utf-8")
    (folder / "junit.xml").write_bytes(junit(runs))
    (folder / "report.json").write_text(json.dumps(as_json(runs, planner), ensure_ascii=False, indent=1), encoding="utf-8")


def junit(runs: Sequence[Run]) -> bytes:
    """A test suite each suite, a test each case. Only what fails the run is a failure; other cases that are not right are skipped."""
    root = xml.Element("testsuites")
    for run in runs:
        suite = xml.SubElement(root, "testsuite", name=run.suite.name, tests=str(len(run.scored)), time=f"{run.seconds:.3f}")
        counts = {"failure": 0, "error": 0, "skipped": 0}
        for item in run.scored:
            seconds = item.answer.timings.get("total", 0.0)
            case = xml.SubElement(
                suite, "testcase", classname=f"{run.suite.name}.{item.case.language}", name=item.case.id, time=f"{seconds:.3f}"
            )
            if item.outcome != "right":
                kind = kind_of(item, run)
                counts[kind] += 1
                found = xml.SubElement(case, kind, message=clean(f"{item.outcome}: {item.why}"))
                found.text = clean(asked(item))
        suite.set("failures", str(counts["failure"]))
        suite.set("errors", str(counts["error"]))
        suite.set("skipped", str(counts["skipped"]))
    written: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def kind_of(item: Scored, run: Run) -> str:
    if item.case.id not in run.verdict.worse:
        return "skipped"
    return "error" if item.outcome == "failed" else "failure"


def clean(text: str) -> str:
    return text.translate(CONTROL)


def as_json(runs: Sequence[Run], planner: str) -> dict[str, Any]:
    """Figures and every case."""
    scored = [item for run in runs for item in run.scored]
    return {
        "planner": planner,
        "passes": all(run.verdict.passes for run in runs),
        "score": asdict(score(scored)),
        "by_language": {language: asdict(found) for language, found in by_language(scored).items()},
        "calibration": [asdict(row) for row in calibration_of(runs)],
        "by_tag": {tag: asdict(found) for tag, found in by_tag(scored).items()},
        "suites": [suite_as_json(run) for run in runs],
    }


def suite_as_json(run: Run) -> Mapping[str, Any]:
    return {
        "suite": run.suite.name,
        "seconds": round(run.seconds, 3),
        "verdict": {**asdict(run.verdict), "passes": run.verdict.passes},
        "missed": run.missed,
        "by_language": {language: asdict(found) for language, found in by_language(run.scored).items()},
        "cases": [case_as_json(item) for item in run.scored],
    }


def case_as_json(item: Scored) -> Mapping[str, Any]:
    found = item.answer
    return {
        "id": item.case.id,
        "language": item.case.language,
        "question": [*item.case.turns, item.case.question],
        "asker": item.case.asker,
        "expected": item.case.expected,
        "outcome": item.outcome,
        "why": item.why,
        "status": found.status,
        "tier": found.tier,
        "headline": found.headline,
        "planned": planned_as_json(found.planned) if found.planned else None,
        "metric_sql": found.working.governed,
        "milliseconds": round(found.timings.get("total", 0.0) * 1000, 1),
        "tags": list(item.case.tags),
    }
