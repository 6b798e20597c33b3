"""wenshu eval: asks evaluation suites, reports, and compares with the committed baseline."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from assistant.wording import say
from catalog.files.project_file import NAME
from evals.baseline import BASELINES
from evals.report import summary
from evals.report_files import as_json, write_reports
from evals.run import Setting, run_all
from ui.cli import exits
from ui.cli.projects import teller

VERIFIED = Path("verified")  # not a suite's file: the questions that people have verified


def evaluate(options: argparse.Namespace) -> int:
    """Fails when an answer is newly wrong or a question is not answered any more; `--update-baseline` accepts what is."""
    if options.suites == [VERIFIED]:
        from ui.cli import verifying

        return verifying.check(options)
    own = () if options.suites else own_suites(options.project or Path.cwd())
    setting = Setting(
        home=state_home(),
        env=os.environ,
        planner=options.planner,
        baselines=options.baseline or (own[0].parent / "baselines" if own else BASELINES),
        project=None if own else options.project,
        update=options.update_baseline,
        told=teller(options.language),
    )
    runs = []
    for run in run_all(options.suites or own, setting):
        print(f"{run.suite.name} {run.seconds:.1f} s", file=sys.stderr, flush=True)
        runs.append(run)
    if options.report:
        write_reports(options.report, runs, options.planner, options.language)
    if options.json:
        print(json.dumps(as_json(runs, options.planner), ensure_ascii=False))
    else:
        print(summary(runs, options.language, options.calibration))
        for code, folder in (("updated", options.update_baseline and setting.baselines), ("written", options.report)):
            if folder:
                print(say(options.language, f"eval.{code}", folder=folder))
    return exits.ANSWERED if options.update_baseline or all(run.verdict.passes for run in runs) else exits.FAILED


def own_suites(folder: Path) -> tuple[Path, ...]:
    """The suites that lie in a project's own folder: what was corrected at its desk, and what its people wrote."""
    return tuple(sorted((folder / "evals").glob("*.yaml"))) if (folder / NAME).is_file() else ()


def state_home() -> Path:
    """Where samples are built for evaluations, apart from anyone's demo: WENSHU_EVAL_STATE, else the user's cache."""
    named = os.environ.get("WENSHU_EVAL_STATE")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wenshu" / "evals"
