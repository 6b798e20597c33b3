"""bench: measures speed and prints each figure, with its target where there is one."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.wording import say
from ui.cli import exits
from ui.cli.lines import print_json
from ui.cli.table import aligned

if TYPE_CHECKING:
    from evals.bench.figure import Figure

PARTS = ("compile", "execute", "guard", "answer", "retrieval", "plan")
LONG = ("mutants", "plan-largest", "causes")  # long: only when named


def bench(options: argparse.Namespace) -> int:
    """Measures one part or all of them; fails when a target is missed."""
    found = [(part, figure) for part in ([options.what] if options.what else PARTS) for figure in measurer(part)(options.project)]
    if options.json:
        for part, figure in found:
            print_json({"part": part, **asdict(figure), "met": figure.is_met})
    else:
        print("\n".join(aligned(lines([figure for _, figure in found], options), (False, False, True, False, True))))
    return exits.ANSWERED if all(figure.is_met for _, figure in found) else exits.FAILED


def measurer(part: str) -> Callable[[Path | None], Sequence[Figure]]:
    match part:
        case "compile":
            from evals.bench import compiling

            return compiling.measure
        case "execute":
            from evals.bench import executing

            return executing.measure
        case "guard":
            from evals.bench import guard

            return guard.measure
        case "answer":
            from evals.bench import answer

            return answer.measure
        case "plan" | "plan-largest":
            from evals.bench import planning

            return planning.measure if part == "plan" else planning.measure_largest
        case "causes":
            from evals.bench import causing

            return causing.measure
        case "mutants":
            from evals.bench import mutants
            from ui.cli.evaluation import state_home

            return lambda _: mutants.measure(state_home())
        case _:
            from evals.bench import finding

            return finding.measure


def lines(figures: Sequence[Figure], options: argparse.Namespace) -> list[list[str]]:
    heads = [say(options.language, f"bench.head.{head}") for head in ("figure", "of", "value", "unit", "target")]
    return [heads, *(line(figure, options) for figure in figures)]


def line(figure: Figure, options: argparse.Namespace) -> list[str]:
    target = "" if figure.most is None else f"<= {figure.most:g}" + ("" if figure.is_met else " !")
    unit = say(options.language, f"bench.unit.{figure.unit}")
    return [say(options.language, f"bench.{figure.code}"), figure.of, written(figure.value), unit, target]


def written(value: float) -> str:
    """Three digits that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"
