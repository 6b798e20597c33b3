"""No metric is made of itself, and no metric is its own ancestor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.parts import all_inputs_of


def no_formula_cycles(written: Written) -> Iterator[Fault]:
    edges = {name: all_inputs_of(metric) for name, metric in written.catalog.metrics.items()}
    for cycle in cycles(edges):
        yield Fault(written.metrics[cycle[0]].at("formula"), "formula_cycle", (("cycle", " -> ".join((*cycle, cycle[0]))),))


def no_parent_cycles(written: Written) -> Iterator[Fault]:
    edges = {name: (metric.parent,) for name, metric in written.catalog.metrics.items() if metric.parent}
    for cycle in cycles(edges):
        yield Fault(written.metrics[cycle[0]].at("parent"), "parent_cycle", (("cycle", " -> ".join((*cycle, cycle[0]))),))


def cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """One cycle for each group of nodes that lead to each other; found without recursion, so a long chain is no trouble."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        waiting = [(start, iter(edges.get(start, ())))] if start not in done else []
        path.extend(node for node, _ in waiting)
        while waiting:
            node, further = waiting[-1]
            step = next(further, None)
            if step is None:
                done.add(node)
                waiting.pop()
                path.pop()
            elif step in path:
                yield tuple(path[path.index(step) :])
            elif step not in done:
                waiting.append((step, iter(edges.get(step, ()))))
                path.append(step)
