"""The dimensions that a change can be split by, in lines: the levels of a hierarchy together, every other dimension by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assistant.causes.sides import measure_of, opposed
from assistant.offline.reach import reaches
from assistant.plan import Why
from catalog.compiler.check import settled, tells_days

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

Line = tuple[str, ...]  # coarse to fine
MOST = 48  # dimensions that are tried


def lines_of(why: Why, sight: Sight, project: Project, without: Iterable[str] = ()) -> list[Line]:
    """Lines of dimensions that the asker may see and the metric reaches; days are no cause. `without` leaves out a member's own dimensions
    and the levels above them."""
    catalog, metric = sight.catalog, measure_of(why).metric
    held = {*settled((*why.after.filters, *measure_of(why).filters)), *without, *([opposed(why)[0]] if why.sides == "members" else [])}
    held |= {level for name in held for level in above(name, sight)}
    allowed = [name for name in why.by if name in catalog.dimensions] or list(catalog.dimensions)
    metrics = {metric, why.before.measures[0].metric}

    def fits(name: str) -> bool:
        if name in held or catalog.dimensions[name].type not in ("text", "boolean") or catalog.is_of_days(name):
            return False
        return all(reaches(catalog, each, name) and not tells_days(project.catalog, catalog.metric(each), name) for each in metrics)

    usable = dict.fromkeys([name for name in allowed if fits(name)][:MOST])
    hierarchies = [tuple(level for level in each.levels if level in usable) for each in catalog.hierarchies]
    placed = {level for line in hierarchies for level in line}
    return [*(line for line in hierarchies if line), *((name,) for name in usable if name not in placed)]


def above(name: str, sight: Sight) -> Iterator[str]:
    """The coarser levels of a dimension's hierarchies."""
    for hierarchy in sight.catalog.hierarchies:
        if name in hierarchy.levels:
            yield from hierarchy.levels[: hierarchy.levels.index(name)]
