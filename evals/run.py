"""Runs suites with one planner and compares each with its baseline: the whole of an evaluation on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Literal

from assistant.project import Project
from assistant.settings import Endpoint, read_settings
from assistant.warehouse import BuildStep
from evals.baseline import BASELINES, Verdict, baseline_file, compared, read_baseline, write_baseline
from evals.case import SUITES, Suite, read_suite
from evals.errors import BadSuite
from evals.projects import opened, quiet
from evals.recorded import RECORDINGS, Recordings, read_recordings, served
from evals.score import Scored, run_suite
from sql_guard.oracle import Oracle, oracle

Planner = Literal["offline", "recorded", "record", "model"]

ASKED_ANEW = {"WENSHU_CACHE_DAYS": "0"}  # a reply that is kept says nothing of the model


@dataclass(frozen=True)
class Setting:
    """How suites are run: who plans, the environment a model is configured in, where samples are built and baselines lie."""

    home: Path
    env: Mapping[str, str]
    planner: Planner = "offline"
    baselines: Path = BASELINES
    recordings: Path = RECORDINGS
    project: Path | None = None  # asked instead of the suites' own
    update: bool = False  # accept the outcomes as the new baseline
    told: Callable[[BuildStep], None] = quiet


@dataclass(frozen=True)
class Run:
    """One suite's cases as they came out. `missed` counts requests to the model that were not recorded."""

    suite: Suite
    scored: tuple[Scored, ...]
    verdict: Verdict
    seconds: float
    missed: int = 0


def run_all(paths: Sequence[Path], setting: Setting) -> Iterator[Run]:
    """Each suite in turn; all of ours when none is named. Every file is read before the first question is asked."""
    suites = [read_suite(path) for path in paths or sorted(SUITES.glob("*.yaml"))]
    for suite in suites:
        yield run_one(suite if setting.project is None else replace(suite, project=str(setting.project.absolute())), setting)


def run_one(suite: Suite, setting: Setting) -> Run:
    started = perf_counter()
    with (
        model_env(suite, setting) as (env, recordings),
        opened(suite, setting.home, env, setting.told) as project,
        expectation(suite, project) as expected,
    ):
        scored = tuple(run_suite(suite, project, expected))
    file = baseline_file(setting.baselines, suite.name, setting.planner)
    verdict = compared(scored, read_baseline(file))
    if setting.update:
        write_baseline(file, suite.name, scored)
    return Run(suite, scored, verdict, perf_counter() - started, recordings.missed if recordings else 0)


def expectation(suite: Suite, project: Project) -> AbstractContextManager[Oracle]:
    """What knows the expected rows; corrections bring their own SQL, so that a suite of them asks no source."""
    return oracle(project.file.source_path) if any(case.sql for case in suite.cases) else nullcontext(Oracle(None))


@contextmanager
def model_env(suite: Suite, setting: Setting) -> Iterator[tuple[Mapping[str, str], Recordings | None]]:
    """The environment that the project is opened in: without a model, with the recorded one, or with the real one."""
    file = setting.recordings / f"{suite.name}.jsonl"
    match setting.planner:
        case "offline":
            yield {}, None
        case "model":
            configured(setting.env)
            yield {**setting.env, **ASKED_ANEW}, None
        case "recorded":
            recordings = read_recordings(file)
            with served(recordings) as endpoint:
                yield pointed_at(endpoint), recordings
        case "record":
            real = configured(setting.env)
            known = read_recordings(file) if file.is_file() else Recordings(file, real.model)
            with served(replace(known, model=real.model), real) as endpoint:
                yield pointed_at(endpoint, real.timeout), None


def configured(env: Mapping[str, str]) -> Endpoint:
    found = read_settings(env).model
    if found is None:
        raise BadSuite("no_model")
    return found


def pointed_at(endpoint: Endpoint, timeout: float = 60.0) -> dict[str, str]:
    return {
        "WENSHU_MODEL": endpoint.model,
        "WENSHU_BASE_URL": endpoint.base_url,
        "WENSHU_API_KEY": endpoint.key,
        "WENSHU_TIMEOUT": str(timeout),
        **ASKED_ANEW,
    }
