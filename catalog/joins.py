"""Paths between datasets along joins that never multiply rows (many-to-one, one-to-one both ways); where there is none, through a bridge.

Of the paths that honour a dimension's roles (`via`), the shortest is taken; two shortest ones are an error that names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.dataset import Join
from catalog.errors import Unanswerable

LONGEST = 8  # steps; a longer chain of joins is a fault of the catalog


@dataclass(frozen=True)
class Step:
    """One join in one direction. It keeps the number of rows, unless it `fans` out into a bridge."""

    left: str
    right: str
    keys: tuple[tuple[str, str], ...]
    role: str | None = None
    on_day: bool = False  # the left key is a time, of which the day counts
    fans: bool = False


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
        """The name under which the path's last table is joined: its dataset, or with roles on the way all that lies there."""
        if not self.steps:
            return self.root
        alias = "_".join(step.role or step.right for step in self.steps) if self.roles else self.target
        return f"{alias}_2" if alias == self.root else alias

    @property
    def bridge(self) -> Path | None:
        """The path up to where it first fans out, that step included; None where it never does."""
        return next((prefix for prefix in self.prefixes if prefix.steps[-1].fans), None)

    @property
    def prefixes(self) -> tuple[Path, ...]:
        """The path after each of its steps."""
        return tuple(Path(self.root, self.steps[: count + 1]) for count in range(len(self.steps)))

    def __str__(self) -> str:
        return " > ".join([self.root, *(f"{step.right} ({step.role})" if step.role else step.right for step in self.steps)])


def steps_from(catalog: Catalog, bridges: bool = False) -> dict[str, tuple[Step, ...]]:
    """Every step by the dataset it starts from, those into bridges only if asked for; made once a catalog."""
    key = ("steps", bridges)
    found: dict[str, tuple[Step, ...]] | None = catalog.memo.get(key)
    if found is None:
        found = {}
        for step in (*all_steps(catalog), *(steps_into_bridges(catalog) if bridges else ())):
            found[step.left] = (*found.get(step.left, ()), step)
        catalog.memo[key] = found
    return found


def all_steps(catalog: Catalog) -> Iterator[Step]:
    for join in catalog.joins:
        if join.cardinality in ("many_to_one", "one_to_one"):
            yield Step(join.left, join.right, join.keys, join.role, join.on_day)
        if join.cardinality in ("one_to_many", "one_to_one"):
            yield Step(join.right, join.left, turned(join), join.role)


def steps_into_bridges(catalog: Catalog) -> Iterator[Step]:
    """Against a look-up into the bridge that does it, and along many-to-many joins both ways."""
    for join in catalog.joins:
        both = join.cardinality == "many_to_many"
        if both or (join.cardinality == "one_to_many" and is_bridge(catalog, join.right)):
            yield Step(join.left, join.right, join.keys, join.role, fans=True)
        if both or (join.cardinality == "many_to_one" and is_bridge(catalog, join.left)):
            yield Step(join.right, join.left, turned(join), join.role, fans=True)


def turned(join: Join) -> tuple[tuple[str, str], ...]:
    return tuple((right, left) for left, right in join.keys)


def is_bridge(catalog: Catalog, name: str) -> bool:
    return name in catalog.datasets and catalog.datasets[name].bridge


def has_bridges(catalog: Catalog) -> bool:
    found: bool | None = catalog.memo.get("has_bridges")
    if found is None:
        found = catalog.memo["has_bridges"] = next(steps_into_bridges(catalog), None) is not None
    return found


def paths(catalog: Catalog, root: str, target: str, via: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """The shortest paths from `root` to `target` whose roles include `via` in order; several are of equal standing.

    A path through a bridge counts only where no other leads there.
    """
    found = look_ups(catalog, root, target, via)
    if found or not has_bridges(catalog):
        return found
    key = ("bridged", root, target, via)
    bridged: tuple[Path, ...] | None = catalog.memo.get(key)
    if bridged is None:
        bridged = catalog.memo[key] = shortest(steps_from(catalog, bridges=True), root, target, via)
    return bridged


def look_ups(catalog: Catalog, root: str, target: str, via: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """The shortest paths that go through no bridge: each row of `root` finds one row of `target` at most."""
    key = ("paths", root, target, via)
    found: tuple[Path, ...] | None = catalog.memo.get(key)
    if found is None:
        found = catalog.memo[key] = shortest(steps_from(catalog), root, target, via)
    return found


def shortest(steps: Mapping[str, tuple[Step, ...]], root: str, target: str, via: tuple[str, ...]) -> tuple[Path, ...]:
    level = [Path(root)]
    for _ in range(LONGEST + 1):
        found = tuple(path for path in level if path.target == target and includes(path.roles, via))
        if found or not level:
            return found
        level = [Path(root, (*path.steps, step)) for path in level for step in steps.get(path.target, ()) if goes_on(path, step, via)]
    return ()


def goes_on(path: Path, step: Step, via: tuple[str, ...]) -> bool:
    """A path visits a dataset once, unless a named role leads there again (a manager is an employee), as often as it is named."""
    if step.on_day and path.steps:
        return False  # a fact has its own days, not those of what it is described by
    visited = step.right == path.root or any(taken.right == step.right for taken in path.steps)
    return not visited or (step.role in via and path.roles.count(step.role) < via.count(step.role))


def includes(roles: tuple[str, ...], via: tuple[str, ...]) -> bool:
    left = iter(roles)
    return all(role in left for role in via)


def path_to(catalog: Catalog, root: str, target: str, via: tuple[str, ...] = ()) -> Path | None:
    """The one path, or None where there is none; raises Unanswerable('ambiguous_path') where several are as good."""
    found = paths(catalog, root, target, via)
    if len(found) > 1:
        raise Unanswerable("ambiguous_path", dataset=root, to=target, paths=tuple(str(path) for path in found))
    return found[0] if found else None


def reachable(catalog: Catalog, root: str, bridges: bool = False) -> tuple[str, ...]:
    """The datasets that rows of `root` can be described by, itself first, nearest first; those beyond bridges only if asked for."""
    steps, found = steps_from(catalog, bridges), [root]
    for dataset in found:
        found += [step.right for step in steps.get(dataset, ()) if step.right not in found]
    return tuple(found)


def reachable_dimensions(catalog: Catalog, root: str) -> tuple[str, ...]:
    """The dimensions that a metric over `root` can be grouped and filtered by."""
    near = set(reachable(catalog, root, has_bridges(catalog)))
    return tuple(
        name
        for name, dimension in catalog.dimensions.items()
        if dimension.dataset in near and len(paths(catalog, root, dimension.dataset, dimension.via)) == 1
    )
