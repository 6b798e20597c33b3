"""Paths between datasets along joins that never multiply rows: many-to-one steps, one-to-one steps both ways.

Of the paths that honour a dimension's roles (`via`), the shortest is taken; two shortest ones are an error that names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.errors import Unanswerable

LONGEST = 8  # steps; a longer chain of joins is a fault of the catalog


@dataclass(frozen=True)
class Step:
    """One join in the direction in which it keeps the number of rows."""

    left: str
    right: str
    keys: tuple[tuple[str, str], ...]
    role: str | None = None
    on_day: bool = False  # the left key is a time, of which the day counts


@dataclass(frozen=True)
class Path:
    """The steps from one dataset to another; no steps lead to the dataset itself."""

    root: str
    steps: tuple[Step, ...] = ()

    @property
    def target(self) -> str:
        return self.steps[-1].right if self.steps else self.root

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(step.role for step in self.steps if step.role)

    @property
    def alias(self) -> str:
        """The name under which the path's last table is joined: its dataset, or the roles on the way."""
        if not self.steps:
            return self.root
        words = self.roles if self.steps[-1].role else (*self.roles, self.target)
        alias = "_".join(words)
        return f"{alias}_2" if alias == self.root else alias

    @property
    def prefixes(self) -> tuple[Path, ...]:
        """The path after each of its steps."""
        return tuple(Path(self.root, self.steps[: count + 1]) for count in range(len(self.steps)))

    def __str__(self) -> str:
        return " > ".join([self.root, *(f"{step.right} ({step.role})" if step.role else step.right for step in self.steps)])


def steps_from(catalog: Catalog) -> dict[str, tuple[Step, ...]]:
    """Every step by the dataset it starts from; made once a catalog."""
    found: dict[str, tuple[Step, ...]] | None = catalog.memo.get("steps")
    if found is None:
        found = {}
        for step in all_steps(catalog):
            found[step.left] = (*found.get(step.left, ()), step)
        catalog.memo["steps"] = found
    return found


def all_steps(catalog: Catalog) -> Iterator[Step]:
    for join in catalog.joins:
        back = tuple((right, left) for left, right in join.keys)
        if join.cardinality in ("many_to_one", "one_to_one"):
            yield Step(join.left, join.right, join.keys, join.role, join.on_day)
        if join.cardinality in ("one_to_many", "one_to_one"):
            yield Step(join.right, join.left, back, join.role)


def paths(catalog: Catalog, root: str, target: str, via: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """The shortest paths from `root` to `target` whose roles include `via` in order; several are of equal standing."""
    key = ("paths", root, target, via)
    found: tuple[Path, ...] | None = catalog.memo.get(key)
    if found is None:
        found = catalog.memo[key] = shortest(catalog, root, target, via)
    return found


def shortest(catalog: Catalog, root: str, target: str, via: tuple[str, ...]) -> tuple[Path, ...]:
    steps, level = steps_from(catalog), [Path(root)]
    for _ in range(LONGEST + 1):
        found = tuple(path for path in level if path.target == target and includes(path.roles, via))
        if found or not level:
            return found
        level = [Path(root, (*path.steps, step)) for path in level for step in steps.get(path.target, ()) if goes_on(path, step, via)]
    return ()


def goes_on(path: Path, step: Step, via: tuple[str, ...]) -> bool:
    """A path visits a dataset once, unless a named role leads there again (a manager is an employee)."""
    if step.on_day and path.steps:
        return False  # a fact has its own days, not those of what it is described by
    visited = step.right == path.root or any(taken.right == step.right for taken in path.steps)
    return not visited or (step.role in via and step.role not in path.roles)


def includes(roles: tuple[str, ...], via: tuple[str, ...]) -> bool:
    left = iter(roles)
    return all(role in left for role in via)


def path_to(catalog: Catalog, root: str, target: str, via: tuple[str, ...] = ()) -> Path | None:
    """The one path, or None where there is none; raises Unanswerable('ambiguous_path') where several are as good."""
    found = paths(catalog, root, target, via)
    if len(found) > 1:
        raise Unanswerable("ambiguous_path", dataset=root, to=target, paths=tuple(str(path) for path in found))
    return found[0] if found else None


def reachable(catalog: Catalog, root: str) -> tuple[str, ...]:
    """The datasets that rows of `root` can be described by, itself first, nearest first."""
    steps, found = steps_from(catalog), [root]
    for dataset in found:
        found += [step.right for step in steps.get(dataset, ()) if step.right not in found]
    return tuple(found)


def reachable_dimensions(catalog: Catalog, root: str) -> tuple[str, ...]:
    """The dimensions that a metric over `root` can be grouped and filtered by."""
    near = set(reachable(catalog, root))
    return tuple(
        name
        for name, dimension in catalog.dimensions.items()
        if dimension.dataset in near and len(paths(catalog, root, dimension.dataset, dimension.via)) == 1
    )
