"""What may come next in governed SQL, and what a form may hold: metrics, dimensions, members and words that the analyst may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal, get_args

from assistant.desk.entrance import admitted
from assistant.question import Sight
from catalog.access import Asker
from catalog.label import Label, Language
from catalog.metric import Grain, Operator
from catalog.metric_sql.measure import OPTIONS
from retrieval.text import fold

if TYPE_CHECKING:
    from assistant.project import Project

MOST = 30
KEYWORDS = (
    *("SELECT", "FROM metrics", "WHERE", "GROUP BY", "HAVING", "QUALIFY", "ORDER BY", "LIMIT", "WITH", "AS", "AND", "OR", "NOT", "IN"),
    *(
        "BETWEEN",
        "IS NULL",
        "DESC",
        "DATE",
        "MEASURE(",
        "DATE_TRUNC(",
        "YEAR(",
        "FILTER (WHERE ",
        "COMPLETE_BEFORE(",
        "metric_time",
        "period",
    ),
)
TYPED = re.compile(r"[^\W]*\Z")
MEMBERS_OF = re.compile(r"(\w+)\"?\s*(?:=|<>|!=|(?:NOT\s+)?IN\s*\((?:\s*'(?:[^']|'')*'\s*,)*)\s*\Z", re.IGNORECASE)
IN_MEASURE = re.compile(r"\bMEASURE\(\s*\w*\Z", re.IGNORECASE)
OPTION_OF = re.compile(r"\bMEASURE\(\s*\w+\s*,\s*\Z", re.IGNORECASE)
GRAIN_OF = re.compile(r"\bDATE_TRUNC\(\s*\Z", re.IGNORECASE)

Kind = Literal["metric", "dimension", "member", "keyword", "grain", "option"]


@dataclass(frozen=True)
class Completion:
    """`text` goes in the place of what was typed from `start` on; `label` says what it is in the analyst's language."""

    text: str
    label: str
    kind: Kind
    start: int


@dataclass(frozen=True)
class Named:
    """An id with what it is called."""

    id: str
    label: Label


@dataclass(frozen=True)
class Fields:
    """What the parts of a metric query may hold."""

    metrics: tuple[Named, ...]
    dimensions: tuple[Named, ...]
    grains: tuple[Grain, ...]
    operators: tuple[Operator, ...]


def fields(project: Project, asker: Asker, metric: str = "") -> Fields:
    """What the form offers; with a metric only the dimensions that it can be seen by. Raises NotAllowed, Unknown."""
    from assistant.offline.reach import reaches

    seen = project.sight(admitted(project, asker)).catalog
    if metric:
        seen.metric(metric)
    dimensions = (each for each in seen.dimensions.values() if not metric or reaches(seen, metric, each.id))
    metrics = tuple(Named(each.id, each.label) for each in seen.metrics.values())
    return Fields(metrics, tuple(Named(each.id, each.label) for each in dimensions), get_args(Grain), get_args(Operator))


def members(project: Project, asker: Asker, dimension: str, beginning: str = "", count: int = MOST) -> tuple[str, ...]:
    """The members of a dimension by any name that begins so, or has that in it. Raises NotAllowed, Unknown."""
    sight = project.sight(admitted(project, asker))
    return tuple(value for value, _ in islice(members_like(sight, sight.catalog.dimension(dimension).id, beginning), count))


def completions(project: Project, asker: Asker, text: str, position: int, language: Language | None = None) -> tuple[Completion, ...]:
    """What may stand at a place of governed SQL, the likeliest first. Raises NotAllowed."""
    sight = project.sight(admitted(project, asker))
    before, spoken = text[:position], language or project.language
    if before.count("'") % 2:  # inside a text
        quote = before.rindex("'")
        return tuple(islice(quoted(before[:quote], before[quote + 1 :], quote + 1, sight), MOST))
    found = TYPED.search(before)
    start = found.start() if found else position
    return tuple(islice(bare(before, before[start:], start, sight, spoken), MOST))


def quoted(before: str, typed: str, start: int, sight: Sight) -> Iterator[Completion]:
    """Members, options of MEASURE, or grains: what a text in this place may be."""
    if OPTION_OF.search(before):
        yield from (Completion(option, option, "option", start) for option in OPTIONS if option.startswith(typed))
    elif GRAIN_OF.search(before):
        yield from (Completion(grain, grain, "grain", start) for grain in get_args(Grain) if grain.startswith(typed))
    elif (found := MEMBERS_OF.search(before)) is not None:
        dimension = next((name for name in sight.catalog.dimensions if name.casefold() == found[1].casefold()), None)
        for value, label in members_like(sight, dimension, typed) if dimension else ():
            yield Completion(value.replace("'", "''"), label, "member", start)


def bare(before: str, typed: str, start: int, sight: Sight, language: Language) -> Iterator[Completion]:
    """Metrics inside MEASURE; elsewhere dimensions and words of the language, and metrics as MEASURE writes them."""
    metrics = {name: metric.label for name, metric in sight.catalog.metrics.items()}
    inside = IN_MEASURE.search(before) is not None
    if inside:
        yield from (Completion(name, label.in_language(language), "metric", start) for name, label in like(metrics, typed))
        return
    words = [word for word in KEYWORDS if word.casefold().startswith(typed.casefold())] if typed else []
    yield from (Completion(word, word, "keyword", start) for word in words)
    dimensions = {name: dimension.label for name, dimension in sight.catalog.dimensions.items()}
    yield from (Completion(name, label.in_language(language), "dimension", start) for name, label in like(dimensions, typed))
    if typed:
        yield from (Completion(f"MEASURE({name})", label.in_language(language), "metric", start) for name, label in like(metrics, typed))


def like(named: dict[str, Label], typed: str) -> list[tuple[str, Label]]:
    """Those of which an id or a name begins so, then those that have it inside."""
    wanted = fold(typed).text

    def place(name: str, label: Label) -> int | None:
        return closeness(wanted, (name, *label.surfaces))

    found = [(rank, at, name) for at, (name, label) in enumerate(named.items()) if (rank := place(name, label)) is not None]
    return [(name, named[name]) for _, _, name in sorted(found)]


def closeness(wanted: str, surfaces: Iterable[str]) -> int | None:
    """0 where a name begins so, 1 where one has it inside, None where none has."""
    known = [fold(surface).text for surface in surfaces]
    if any(surface.startswith(wanted) for surface in known):
        return 0
    return 1 if any(wanted in surface for surface in known) else None


def members_like(sight: Sight, dimension: str, typed: str) -> Iterator[tuple[str, str]]:
    """(value, name) of the members that the analyst may see and of which a name begins so, then of those that have it inside."""
    declared = {member.value: member.label.surfaces for member in sight.catalog.dimensions[dimension].members}
    wanted, later = fold(typed).text, []
    for value in sight.finder.members.values(dimension):
        surfaces = (str(value), *declared.get(value, ()))
        rank = closeness(wanted, surfaces)
        if rank == 0:
            yield str(value), surfaces[-1] if len(surfaces) > 1 else str(value)
        elif rank == 1:
            later.append((str(value), str(value)))
    yield from later
