"""How long finding the causes of a change takes over a million rows and six dimensions, and how often the engine is asked for it.

The rows are made with a fixed seed; in the last month one store sells ten times as much and one category costs more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant.causes import Causes, explain_change
from assistant.plan import Why
from assistant.project import Project, open_project
from assistant.watch import Watch
from catalog.period import Period
from catalog.query import Measure, MetricQuery
from evals.bench.figure import Figure

ROWS = 1_000_000
FIRST, DAYS = date(2025, 1, 1), 396  # the last day is the end of the month asked about
STORES, CATEGORIES, BRANDS, SEGMENTS = 200, 12, 50, 6
METRICS = ("paid", "margin", "profit")
MOST = 2.0  # seconds
PROJECT = "name: {zh: 归因测速, en: Causes bench}\nsource: {folder: data}\ntoday: 2026-02-01\nexamples:\n  zh: [销售额]\n  en: [paid]\n"
ACCESS = (
    'local: bench\nroles:\n  all: {metrics: ["*"], dimensions: ["*"]}\nusers:\n  bench: {name: bench, department: bench, roles: [all]}\n'
)


def measure(folder: Path | None) -> list[Figure]:
    """Each kind of metric once in a process that is warm; `folder` is not looked at."""
    with TemporaryDirectory() as place, open_project(written(Path(place)), env={}) as project:
        project.engine.warm()
        return [figure for metric in METRICS for figure in figures(project, metric)]


def figures(project: Project, metric: str) -> Iterator[Figure]:
    started = perf_counter()
    found = explained(project, metric)
    yield Figure("causes_seconds", perf_counter() - started, "s", metric, MOST)
    yield Figure("causes_queries", found.queries, "count", metric)


def explained(project: Project, metric: str) -> Causes:
    """Why the last month is other than the one before."""
    asker = project.access.asker(project.access.local)
    before, after = (
        MetricQuery((Measure(metric),), periods=(period,))
        for period in (Period(date(2025, 12, 1), date(2026, 1, 1)), Period(date(2026, 1, 1), date(2026, 2, 1)))
    )
    return explain_change(Why(before, after), project, project.sight(asker), asker, Watch())


def written(folder: Path, count: int = ROWS) -> Path:
    """A project over so many made rows."""
    (folder / "data").mkdir()
    (folder / "catalog").mkdir()
    texts = {
        "wenshu.yaml": PROJECT,
        "access.yaml": ACCESS,
        "catalog/causing.yaml": Path(__file__).with_name("causing.yaml").read_text("utf-8"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    with (folder / "data" / "sales.csv").open("w", encoding="utf-8") as file:
        file.write("line,day,region,store,category,channel,brand,segment,paid,cost\n")
        file.writelines(rows(count))
    return folder


def rows(count: int) -> Iterator[str]:
    chance = Random(7)
    days = [(FIRST + timedelta(days=number)).isoformat() for number in range(DAYS)]
    for line in range(count):
        day, store = days[int(chance.random() * DAYS)], int(chance.random() * STORES)
        late, category = day >= "2026-01", int(chance.random() * CATEGORIES)
        paid = chance.random() * 100 * (10 if late and store == 17 else 1)
        cost = paid * (0.75 if late and category == 3 else 0.6)
        brand, segment, channel = int(chance.random() * BRANDS), int(chance.random() * SEGMENTS), int(chance.random() * 4)
        yield f"{line},{day},r{store % 8},s{store},c{category},h{channel},b{brand},g{segment},{paid:.2f},{cost:.2f}\n"
