"""import_source: dbt semantic models and metrics as catalog files, with a report of what became of every field.

A meaning is never changed silently: what cannot be said is left out, and says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.files.importers.card import Card
from catalog.files.importers.checking import leave_out_refused
from catalog.files.importers.datasets import Entry, Writing, finish_datasets, write_datasets
from catalog.files.importers.fidelity import CannotSay, Fidelity, Item, Line, Outcome
from catalog.files.importers.filters import types_shown
from catalog.files.importers.metrics import Metrics
from catalog.files.importers.models import LINKED, Model, World
from catalog.files.importers.source import read_source
from catalog.files.importers.template import Condition, conditions

WHOLE = {"saved_query": "import.saved_query", "project_configuration": "import.project_configuration"}


@dataclass(frozen=True)
class Imported:
    """The entries by section, and the report. `names` are the ids of dbt's qualified names: user__home_state -> its dimension."""

    sections: dict[str, list[Entry]]
    lines: tuple[Line, ...]
    names: dict[str, str]

    def counts(self) -> dict[Outcome, int]:
        found = Counter(line.outcome for line in self.lines)
        return {"kept": found["kept"], "approximated": found["approximated"], "dropped": found["dropped"]}


def import_source(source: Path, schema: str | None = None, card: Card | None = None) -> Imported:
    """Reads a manifest, a YAML file or a folder of them. `schema` stands before every table. Raises Faulty for what is no such source."""
    items = read_source(source)
    fidelity = Fidelity(items)
    world = World({item.name: Model(item) for item in items if item.kind == "semantic_model"})
    items += created(items, fidelity)
    metrics = {item.name: item for item in items if item.kind == "metric"}
    writing = Writing(world, fidelity, schema)
    write_datasets(writing, set(metrics), lambda: types_shown(world, filters_of(metrics.values())))
    making = Metrics(writing, card or Card(), metrics)
    for name in sorted(metrics):
        if name not in making.written and name not in making.failed:
            making.attempt(metrics[name])
    finish_datasets(writing)
    for item in items:
        if item.kind in WHOLE:
            fidelity.whole(item, WHOLE[item.kind])
    note_unused(world, fidelity)
    sections = {
        "datasets": by_id(writing.datasets),
        "joins": sorted(writing.joins, key=lambda entry: (entry["left"], entry["right"], entry.get("role", ""))),
        "dimensions": by_id(writing.dimensions),
        "metrics": sorted(making.written.values(), key=lambda entry: str(entry["id"])),
    }
    leave_out_refused(sections, {making.id(name): item for name, item in metrics.items() if name in making.written}, fidelity)
    return Imported(sections, tuple(fidelity.lines()), qualified_names(world))


def created(items: list[Item], fidelity: Fidelity) -> list[Item]:
    """Metrics that a measure declares by `create_metric`."""
    found, known = [], {item.name for item in items if item.kind == "metric"}
    for item in items:
        for measure in item.fields.get("measures") or () if item.kind == "semantic_model" else ():
            name = str(measure.get("name"))
            if measure.get("create_metric") and name not in known:
                given = {key: measure[key] for key in ("name", "label", "description", "config") if measure.get(key)}
                found.append(Item("metric", name, item.file, {**given, "type": "simple", "type_params": {"measure": name}}))
                for key in ("create_metric", "label", "description", "config"):
                    fidelity.kept(item, "measures", name, key)
    return found


def filters_of(metrics: Any) -> list[Condition]:
    """Every filter condition that can be read, wherever it stands in a metric."""
    found: list[Condition] = []
    for item in metrics:
        for written in all_filters(item.fields):
            try:
                found += conditions(written)
            except CannotSay:
                continue  # told when its metric is written
    return found


def all_filters(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [found for each in value for found in all_filters(each)]
    if not isinstance(value, dict):
        return []
    own = [value["filter"]] if value.get("filter") else []
    return own + [found for key, each in value.items() if key != "filter" for found in all_filters(each)]


def note_unused(world: World, fidelity: Fidelity) -> None:
    """A measure that no metric shows is no number of ours; names of the rest are kept by their metrics."""
    for model in world.models.values():
        told = fidelity.said.get((model.item.kind, model.name), {})
        for name in model.measures:
            if any(path[:2] == ("measures", name) and path[2:] != ("create_metric",) for path in told):
                fidelity.kept(model.item, "measures", name, "name")
                for key in ("description", "label"):
                    fidelity.note(model.item, ("measures", name, key), "dropped", "import.measure_text")
            else:
                fidelity.note(model.item, ("measures", name), "dropped", "import.unused_measure")


def by_id(entries: dict[str, Entry]) -> list[Entry]:
    return [entries[name] for name in sorted(entries)]


def qualified_names(world: World) -> dict[str, str]:
    """dbt's names of dimensions by every entity that leads to them; a name with two meanings is left out."""
    found: dict[str, set[str]] = {}
    for (model, name, role), identity in world.dimension_ids.items():
        entities = world.models[model].entities
        if name in entities:
            names = [] if role else [name]
        else:
            linked = {part.name for part in entities.values() if part.type in LINKED} | {world.models[model].primary or model}
            names = [f"{entity}__{name}" for entity in ([role] if role else sorted(linked))]
        for each in names:
            found.setdefault(each, set()).add(identity)
    return {name: next(iter(ids)) for name, ids in sorted(found.items()) if len(ids) == 1}
