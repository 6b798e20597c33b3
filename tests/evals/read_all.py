"""Prints how a sample of the suites' questions is read, one JSON object a line: run in processes of its own, so that what depends on the
order of hashes shows. python -m tests.evals.read_all SEED COUNT   (COUNT 0: all of them)."""

from __future__ import annotations

import json
import sys
from random import Random

from assistant.offline import OfflinePlanner
from assistant.plan_json import planned_as_json
from assistant.question import Question, Turn, settled
from evals.case import SUITES, Case, read_suite
from tests.assistant.offline.sights import MEMBERS, sight


def read(case: Case, world: str, planner: OfflinePlanner) -> dict[str, object]:
    turns: tuple[Turn, ...] = ()
    for text in case.turns:
        turns = (*turns, Turn(text, planner.plan(Question(text, turns, settled(turns)), sight(world))))
    return dict(planned_as_json(planner.plan(Question(case.question, turns, settled(turns)), sight(world))))


def main() -> None:
    seed, count = map(int, sys.argv[1:])
    suites = [read_suite(path) for path in sorted(SUITES.glob("*.yaml"))]
    cases = [(suite.project, case) for suite in suites if suite.project in MEMBERS for case in suite.cases]
    planner = OfflinePlanner()
    for world, case in Random(seed).sample(cases, count) if count else cases:
        print(json.dumps({"id": case.id, **read(case, world, planner)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
