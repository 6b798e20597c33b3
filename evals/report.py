"""An evaluation for people: a summary for the terminal and a report in Markdown, in the reader's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from assistant.wording import say
from catalog.label import Language
from evals.calibration import OUTCOMES, calibration_of
from evals.run import Run
from evals.score import Score, Scored, by_language, by_tag, score

Table = list[tuple[str, ...]]
MOST_TEXT = 300


def summary(runs: Sequence[Run], language: Language, calibration: bool = False) -> str:
    """Figures of each suite and language, every wrong answer with how it was read, and what is worse than the baseline."""
    lines = [*aligned(figures(runs, language)), ""]
    if calibration:
        lines += [say(language, "eval.calibration"), *aligned(calibrated(runs, language)), ""]
    for item in of_outcome(runs, "wrong", "failed"):
        lines.append(f"{say(language, f'eval.{item.outcome}')}  {item.case.id}  {asked(item)}")
        lines += [f"    {line}" for line in details(item, language)]
    for run in runs:
        lines += verdict_lines(run, language)
    return "\n".join(lines)


def markdown(runs: Sequence[Run], planner: str, language: Language) -> str:
    """The whole report."""
    scored = [item for run in runs for item in run.scored]
    facts = {"cases": len(scored), "planner": planner, "seconds": round(sum(run.seconds for run in runs), 1)}
    tags = [heads(language), *(row(tag, found) for tag, found in by_tag(scored).items())]
    lines = [f"# {say(language, 'eval.title')}", "", say(language, "eval.asked_of", **facts), ""]
    lines += [*piped(figures(runs, language)), "", say(language, "eval.phi_means"), ""]
    lines += [f"- {line}" for run in runs for line in verdict_lines(run, language)]
    lines += ["", f"## {say(language, 'eval.by_tag')}", "", *piped(tags)]
    lines += ["", f"## {say(language, 'eval.calibration')}", "", say(language, "eval.calibration_means"), ""]
    lines += piped(calibrated(runs, language))
    for title, items in (
        ("eval.wrong_ones", of_outcome(runs, "wrong")),
        ("eval.failed_ones", of_outcome(runs, "failed")),
        ("eval.unanswered", of_outcome(runs, "declined", "clarified")),
    ):
        lines += ["", f"## {say(language, title)}", ""]
        for item in items:
            lines += [f"- **{item.case.id}** {asked(item)}", *(f"  - {line}" for line in details(item, language))]
    return "\n".join(lines) + "\n"


def figures(runs: Sequence[Run], language: Language) -> Table:
    """One row a suite and language, then all suites by language."""
    rows = [heads(language)]
    for run in runs:
        rows += [row(f"{run.suite.name} {spoken}", found) for spoken, found in by_language(run.scored).items()]
    if len(runs) > 1:
        scored = [item for run in runs for item in run.scored]
        rows += [row(f"{say(language, 'eval.all')} {spoken}", found) for spoken, found in by_language(scored).items()]
        rows.append(row(say(language, "eval.all"), score(scored)))
    return rows


def calibrated(runs: Sequence[Run], language: Language) -> Table:
    """One row a feature's value: the held-out cases' outcomes, and of the other cases how many were right and wrong."""
    codes = ("group", "cases", "right", "wrong", "wrong_of_answered", "declined", "clarified", "failed", "others_right", "others_wrong")
    rows: Table = [tuple(say(language, f"eval.{code}") for code in codes)]
    for row in calibration_of(runs):
        out, rest = row.held_out, row.others
        name = f"{say(language, f'eval.feature_{row.feature}')}: {say(language, f'eval.value_{row.value}')}"
        answered = out["right_answers"] + out["wrong"]
        rate = f"{out['wrong'] / answered:.1%}" if answered else ""
        counts = (sum(out[code] for code in OUTCOMES), out["right"], out["wrong"])
        later = (out["declined"], out["clarified"], out["failed"], rest["right"], rest["wrong"])
        rows.append((name, *map(str, counts), rate, *map(str, later)))
    return rows


def heads(language: Language) -> tuple[str, ...]:
    codes = ("group", "cases", "right", "wrong", "declined", "clarified", "failed", "coverage", "right_rate", "silent", "phi")
    return tuple(say(language, f"eval.{code}") for code in codes)


def row(name: str, found: Score) -> tuple[str, ...]:
    counts = (found.answerable + found.unanswerable, found.right, found.wrong, found.declined, found.clarified, found.failed)
    silent = f"{found.rightly_silent:.1%}" if found.unanswerable else ""
    rates = (f"{found.coverage:.1%}", f"{found.right_rate:.1%}") if found.answerable else ("", "")
    return (name, *map(str, counts), *rates, silent, f"{found.phi:.3f}")


def of_outcome(runs: Sequence[Run], *outcomes: str) -> list[Scored]:
    return [item for run in runs for item in run.scored if item.outcome in outcomes]


def asked(item: Scored) -> str:
    """The conversation in one line."""
    return " → ".join((*item.case.turns, item.case.question))


def details(item: Scored, language: Language) -> Iterator[str]:
    """Why it is not right, how each word was read, and the governed SQL that was run."""
    yield shortened(item.why)
    if item.answer.planned and item.answer.planned.reading:
        spans = [f"{span.text}={span.kind}{':' if span.meaning else ''}{span.meaning}" for span in item.answer.planned.reading]
        yield f"{say(language, 'eval.read_as')}: {shortened('; '.join(spans))}"
    if item.answer.working.governed:
        yield f"{say(language, 'eval.governed')}: {shortened(' '.join(item.answer.working.governed.split()))}"


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_TEXT else f"{line[:MOST_TEXT]}…"


def verdict_lines(run: Run, language: Language) -> list[str]:
    """What changed against the suite's baseline."""
    verdict = run.verdict
    lines = [] if verdict.known else [say(language, "eval.no_baseline", suite=run.suite.name)]
    for code, names in (("new_wrong", verdict.new_wrong), ("new_failed", verdict.new_failed), ("lost", verdict.lost)):
        if names:
            lines.append(f"{run.suite.name}: {say(language, f'eval.{code}', count=len(names), names=names)}")
    for code, names in (("gained", verdict.gained), ("gone", verdict.gone)):
        if names:
            lines.append(f"{run.suite.name}: {say(language, f'eval.{code}', count=len(names))}")
    if run.missed:
        lines.append(say(language, "eval.missed", suite=run.suite.name, count=run.missed))
    return lines or [say(language, "eval.as_before", suite=run.suite.name)]


def piped(table: Table) -> Iterable[str]:
    """A Markdown table; figures stand to the right."""
    head, *body = table
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for cells in body:
        yield f"| {' | '.join(cells)} |"


def aligned(table: Table) -> Iterable[str]:
    """A table for a terminal, where a Chinese letter is two columns wide."""
    widths = [max(map(wide, column)) for column in zip(*table, strict=True)]
    for cells in table:
        first, *others = zip(cells, widths, strict=True)
        yield "  ".join([first[0] + " " * (first[1] - wide(first[0])), *(" " * (width - wide(text)) + text for text, width in others)])


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
