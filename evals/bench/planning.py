"""How much CPU planning without a model takes in catalogs from small to large, by part; building and opening the members; their memory.

The catalogs are made, so that this needs no project.
"""

from __future__ import annotations

import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import process_time_ns
from typing import Any

from assistant.offline import OfflinePlanner
from assistant.offline.attempts import attempt
from assistant.offline.calendar_parts import Clock
from assistant.offline.coverage import best_cover
from assistant.offline.names import doubtful, readings_of
from assistant.offline.planner import covered
from assistant.plan import Clarify, Decline
from assistant.question import Question, Sight
from catalog.query import MetricQuery
from evals.bench.figure import Figure, percentile
from evals.bench.large import Asked, large_catalog, large_members, large_sight, questions
from retrieval.members import MemberIndex
from retrieval.stretches import lattice

SIZES = ((100, 1_000), (1_000, 50_000))
LARGEST = (10_000, 1_000_000)
COUNT, SEED = 60, 7
MOST_P50, MOST_P95 = 20.0, 60.0  # milliseconds at 1,000 metrics and 50,000 members
MOST_NAMED, MOST_FUZZY = 100.0, 250.0  # at the largest


def measure(folder: Path | None) -> list[Figure]:
    """Small and middle sizes."""
    return [figure for metrics, members in SIZES for figure in of_size(metrics, members)]


def measure_largest(folder: Path | None) -> list[Figure]:
    """The largest size; its index alone takes minutes to build."""
    return of_size(*LARGEST)


def of_size(metrics: int, members: int) -> list[Figure]:
    size = f"{metrics:,} / {members:,}"
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "members.sqlite"
        built, peak = alone(build_members, metrics, members, file)
        first, memory = alone(plan_once, metrics, members, file)
        catalog, values = large_catalog(metrics), large_members(members)
        opened = cpu(lambda: MemberIndex.load(file).names("x", lattice("x")))
        sight = large_sight(catalog, MemberIndex.load(file))
        asked, planner = questions(catalog, values, COUNT, SEED), OfflinePlanner()
        planned([*asked.plain[:4], *asked.slips[:4]], sight, planner)
        totals = whole(asked, sight, planner, metrics, size)
        return [
            *totals,
            *parts(asked, sight, planner, metrics, size),
            Figure("plan_first", first / 1000, "s", size),
            Figure("plan_memory", memory, "mb", size),
            Figure("members_built", built / 1000, "s", size),
            Figure("members_built_memory", peak, "mb", size),
            Figure("members_opened", opened, of=size),
            Figure("members_file", file.stat().st_size / 2**20, "mb", size),
        ]


def alone(run: Callable[[int, int, Path], tuple[float, float]], *given: Any) -> tuple[float, float]:
    """The figures of a process of its own, so that nothing else's memory is counted."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(run, *given).result()


def build_members(metrics: int, members: int, file: Path) -> tuple[float, float]:
    """CPU milliseconds of building and saving the index, and the megabytes of memory that it takes at most."""
    catalog, values = large_catalog(metrics), large_members(members)
    before = memory_used()
    return cpu(lambda: MemberIndex.build(catalog, values).save(file)), memory_used() - before


def plan_once(metrics: int, members: int, file: Path) -> tuple[float, float]:
    """CPU milliseconds from a loaded catalog to the first plan, everything that is made of the catalog included, and its megabytes."""
    catalog, values = large_catalog(metrics), large_members(100)
    text = questions(catalog, values, 1, SEED).plain[0]
    planned(["x"], large_sight(large_catalog(10), MemberIndex.build(large_catalog(10), {})), OfflinePlanner())
    before = memory_used()
    return cpu(lambda: planned([text], large_sight(catalog, MemberIndex.load(file)), OfflinePlanner())), memory_used() - before


def whole(asked: Asked, sight: Sight, planner: OfflinePlanner, metrics: int, size: str) -> list[Figure]:
    """p50 and p95 of the whole plan for each kind of question, and how many of those written plainly are read."""
    kinds = (("plain", asked.plain), ("slips", asked.slips), ("partial", asked.partial), ("unknown", asked.unknown))
    spent = {kind: planned(texts, sight, planner) for kind, texts in kinds}
    every = [value for values in spent.values() for value in values]
    is_largest = metrics == LARGEST[0]

    def most(kind: str, percent: int) -> float | None:
        return (MOST_NAMED if kind == "plain" else MOST_FUZZY) if is_largest and percent == 95 else None

    goals = (MOST_P50, MOST_P95) if metrics == SIZES[-1][0] else (None, None)
    read = [planner.plan(Question(text), sight).plan for text in asked.plain]
    return [
        Figure("plan_p50", percentile(every, 50), of=size, most=goals[0]),
        Figure("plan_p95", percentile(every, 95), of=size, most=goals[1]),
        *(
            Figure(f"plan_{kind}", percentile(values, percent), of=f"{size} p{percent}", most=most(kind, percent))
            for kind, values in spent.items()
            for percent in (50, 95)
        ),
        Figure("plan_read", sum(isinstance(plan, MetricQuery | Clarify) for plan in read) / len(read), "ratio", size),
        Figure("plan_offered", sum(offers_more(text, sight, planner) for text in asked.partial) / len(asked.partial), "ratio", size),
    ]


def offers_more(text: str, sight: Sight, planner: OfflinePlanner) -> bool:
    """Whether a question with a part of a member's name is read, or the same question with a whole name is offered."""
    plan = planner.plan(Question(text), sight).plan
    offered = plan.nearest if isinstance(plan, Decline) else ()
    return isinstance(plan, MetricQuery) or any(letters(text) < letters(choice.question) for choice in offered)


def letters(text: str) -> Counter[str]:
    return Counter(text.lower().replace(" ", ""))


def planned(texts: Sequence[str], sight: Sight, planner: OfflinePlanner) -> list[float]:
    return [cpu(lambda text=text: planner.plan(Question(text), sight)) for text in texts]  # type: ignore[misc]  # bound for each


def parts(asked: Asked, sight: Sight, planner: OfflinePlanner, metrics: int, size: str) -> list[Figure]:
    """Where the time of a plan goes. Names and members are looked up by what is written, fuzzy where nothing is."""
    finder, known = sight.finder, planner.known(sight.catalog)
    clock = Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar)
    found: dict[str, list[float]] = {"names": [], "members": [], "fuzzy": [], "cover": [], "passes": [], "shortlist": []}
    for text in (*asked.plain, *asked.slips):
        cut_text = lattice(text)
        readings = readings_of(text, finder, clock, known.qualifiers)
        found["names"].append(cpu(lambda cut=cut_text, text=text: used(finder.vocabulary.found(text, cut))))  # type: ignore[misc]
        found["members"].append(cpu(lambda cut=cut_text, text=text: used(finder.members.names(text, cut))))  # type: ignore[misc]
        found["cover"].append(cpu(lambda text=text, readings=readings: best_cover(text, readings)))  # type: ignore[misc]
        cover = covered(text, sight, known)[1]
        found["passes"].append(cpu(lambda text=text, cover=cover: attempt(Question(text), cover, sight, "zh")))  # type: ignore[misc]
    for text in (*asked.slips, *asked.partial):
        taken = [(token.start, token.end) for token in best_cover(text, readings_of(text, finder, clock, known.qualifiers)).tokens]
        found["fuzzy"].append(cpu(lambda text=text, taken=taken: doubtful(text, finder, taken)))  # type: ignore[misc]
        found["shortlist"].append(cpu(lambda text=text: finder.members.shortlist(text)))  # type: ignore[misc]
    most = {"names": MOST_NAMED, "members": MOST_NAMED, "fuzzy": MOST_FUZZY, "shortlist": MOST_FUZZY} if metrics == LARGEST[0] else {}
    return [
        Figure("plan_part", percentile(taken, percent), of=f"{size} {part} p{percent}", most=most.get(part) if percent == 95 else None)
        for part, taken in found.items()
        for percent in (50, 95)
    ]


def used(found: Iterable[object]) -> None:
    for _ in found:
        pass


def cpu(run: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    started = process_time_ns()
    run()
    return (process_time_ns() - started) / 1_000_000


def memory_used() -> float:
    """Megabytes of memory that this process has used at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
