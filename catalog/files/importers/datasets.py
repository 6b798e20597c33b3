"""Semantic models to datasets, joins and dimensions, as entries of our YAML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from catalog.expression import columns_in
from catalog.files.importers.fidelity import CannotSay, Fidelity, Item
from catalog.files.importers.models import FINER, GRAINS, LINKED, Link, Model, Part, Refused, World, all_links, day_of
from catalog.files.importers.names import Names, described, named, place_of, spoken

Entry = dict[str, Any]


@dataclass
class Writing:
    """The entries so far, and everything that writing them needs."""

    world: World
    fidelity: Fidelity
    schema: str | None = None
    things: Names = field(default_factory=Names)  # metrics and dimensions: one relation
    datasets: dict[str, Entry] = field(default_factory=dict)
    joins: list[Entry] = field(default_factory=list)
    dimensions: dict[str, Entry] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    metric: Item | None = None  # the one being written
    types: dict[tuple[str, str], str] = field(default_factory=dict)  # (model, dimension): what filters show it to be

    def use(self, home: str, sql: str | None) -> None:
        """Remembers the columns that SQL over a dataset reads, so that they are served."""
        if sql is None or sql == "*":
            return
        for dataset, column in columns_in(sql):
            self.columns[dataset or home].add(column)


def write_datasets(writing: Writing, metric_names: set[str], shown: Callable[[], dict[tuple[str, str], str]]) -> None:
    """Gives every semantic model its dataset, joins and dimensions; columns are completed when all metrics are written.

    `shown` says what filters show the dimensions' types to be.
    """
    ids, words = Names(), Names()
    for model in writing.world.models.values():
        writing.world.dataset_ids[model.name] = ids.id(model.name)
    write_joins(writing)
    writing.types = shown()
    for model in writing.world.models.values():
        write_dataset(writing, model, words)
    for name in sorted(metric_names):
        writing.things.ids.add(name)  # metrics keep their names; a dimension of the same name gives way
    for model in writing.world.models.values():
        write_entities(writing, model)
    for model in writing.world.models.values():
        for part in model.dimensions.values():
            write_dimension(writing, model, part)


def write_dataset(writing: Writing, model: Model, words: Names) -> None:
    item, fidelity = model.item, writing.fidelity
    identity, place = writing.world.dataset_ids[model.name], place_of(item, writing.schema)
    entry: Entry = {"id": identity, "name": named(words, fidelity, item, item.fields, (), model.name)}
    if text := described(item.fields):
        entry["description"] = text
    entry["table"] = f"{place.schema}.{place.table}"
    note_place(writing, model, place.schema)
    keys = [part.column for part in model.entities.values() if part.type == "primary"]
    if keys and all(keys):
        entry["primary_key"] = [*keys, *(part.column for part in model.partitions if part.column)]
    try:
        entry |= time_of(writing, model)
    except CannotSay as error:
        fidelity.note(item, ("defaults",), "dropped", error.code, **error.facts)
    if model.validity is not None:
        entry["validity"] = {"start": model.validity[0], "end": model.validity[1]}
        writing.columns[identity].update(model.validity)
    fidelity.kept(item, "primary_entity")
    fidelity.kept(item, "description")
    writing.columns[identity].update(entry.get("primary_key", ()))
    writing.datasets[identity] = entry


def note_place(writing: Writing, model: Model, schema: str) -> None:
    item, fidelity = model.item, writing.fidelity
    fidelity.kept(item, "model")
    fidelity.kept(item, "node_relation", "alias")
    declared = str(item.at("node_relation", "schema_name") or "")
    if declared:
        fidelity.note(item, ("node_relation", "schema_name"), "kept", "" if declared == schema else "import.schema_given", schema=schema)
    if item.at("node_relation", "database"):
        fidelity.note(item, ("node_relation", "database"), "approximated", "import.database")


def time_of(writing: Writing, model: Model) -> Entry:
    """The dataset's own time column and its grain."""
    column = model.time_column(model.default_time)
    if column is None or model.default_time is None:
        return {}
    writing.fidelity.kept(model.item, "defaults")
    writing.columns[writing.world.dataset_ids[model.name]].add(column)
    grain = model.dimensions[model.default_time].grain
    return {"time": column} | ({"time_grain": grain} if grain in GRAINS and grain != "day" else {})


def write_joins(writing: Writing) -> None:
    """Joins of the same two datasets differ by a role, which is the entity."""
    world = writing.world
    found = list(all_links(world.models.values()))
    links = [link for link in found if isinstance(link, Link)]
    pairs = [frozenset((link.left, link.right)) for link in links]
    several = {link.right for link, pair in zip(links, pairs, strict=True) if pairs.count(pair) > 1}
    for link in links:
        left, right = world.dataset_ids[link.left], world.dataset_ids[link.right]
        entry: Entry = {"left": left, "right": right, "on": dict(link.keys), "cardinality": link.cardinality}
        if link.right in several:  # also where there is one way: its dimensions go by the role
            entry["role"] = world.roles[link] = link.entity
        world.links.append(link)
        writing.joins.append(entry)
        writing.columns[left].update(own for own, _ in link.keys)
        writing.columns[right].update(other for _, other in link.keys)
    for refused in found:
        if isinstance(refused, Refused):
            left_model = world.models[refused.left]
            path = ("entities", refused.entity, "type")
            writing.fidelity.note(left_model.item, path, "dropped", refused.code, entity=refused.entity, other=refused.right)


def write_entities(writing: Writing, model: Model) -> None:
    """Keys are dimensions too: of the table that they identify, or of each table that only mentions them."""
    for part in model.entities.values():
        path = ("entities", part.name)
        try:
            part.readable()
        except CannotSay as error:
            writing.fidelity.note(model.item, path, "dropped", error.code, **error.facts)
            continue
        writing.fidelity.note(model.item, path, "kept", "" if part.type in LINKED else "import.foreign_key")
        homes = [
            each for each in writing.world.models.values() if part.name in each.entities and each.entities[part.name].type == "primary"
        ]
        homes = [each for each in homes if not each.partitions] or homes
        if (homes and model is not homes[0]) or (not homes and part.type == "natural"):
            continue
        identity = writing.things.id(part.name, model.name)
        writing.world.dimension_ids[model.name, part.name, ""] = identity
        add_dimension(writing, model, part, identity, path)
        writing.dimensions[identity]["searchable"] = False
        if part.name in roles_to(writing, model):
            writing.dimensions[identity]["via"] = [part.name]


def roles_to(writing: Writing, model: Model) -> list[str]:
    """The roles by which other tables find this one; none where there is one way each."""
    return sorted({role for link, role in writing.world.roles.items() if link.right == model.name})


def key_dimension(writing: Writing, model: Model, part: Part) -> str:
    """A key as its own table has it, whether or not another table knows it."""
    known = writing.world.dimension_ids.get((model.name, part.name, "")) or writing.world.dimension_ids.get((model.name, part.name, "own"))
    if known is not None:
        return known
    identity = writing.things.id(f"{model.name}__{part.name}")
    writing.world.dimension_ids[model.name, part.name, "own"] = identity
    add_dimension(writing, model, part, identity, ("entities", part.name))
    writing.dimensions[identity]["searchable"] = False
    return identity


def write_dimension(writing: Writing, model: Model, part: Part) -> None:
    item, path = model.item, ("dimensions", part.name)
    try:
        part.readable()
    except CannotSay as error:
        writing.fidelity.note(item, path, "dropped", error.code, **error.facts)
        return
    for role in roles_to(writing, model) or [""]:
        identity = writing.things.id(f"{role or model.primary or model.name}__{part.name}", model.name)
        writing.world.dimension_ids[model.name, part.name, role] = identity
        add_dimension(writing, model, part, identity, path)
        typed(writing, model, part, writing.dimensions[identity])
        if role:
            writing.dimensions[identity]["via"] = [role]


def typed(writing: Writing, model: Model, part: Part, entry: Entry) -> None:
    """The dimension's type, as far as the source shows it."""
    item, path = model.item, ("dimensions", part.name)
    if part.type == "time":
        entry["type"] = "date"
        entry["expression"] = part.sql if day_of(part) else f"CAST({part.sql} AS DATE)"
        finer = part.grain in FINER
        writing.fidelity.note(
            item, path, "approximated" if finer else "kept", "import.finer_time" if finer else "import.time_by_day", grain=part.grain
        )
    else:
        writing.fidelity.note(item, path, "kept", "" if (model.name, part.name) in writing.types else "import.text_assumed")
        if kind := writing.types.get((model.name, part.name)):
            entry["type"] = kind


def add_dimension(writing: Writing, model: Model, part: Part, identity: str, path: tuple[str, ...]) -> None:
    dataset = writing.world.dataset_ids[model.name]
    label = part.fields if part.fields.get("label") else {**part.fields, "name": part.name}
    entry: Entry = {"id": identity, "name": named(writing.things, writing.fidelity, model.item, label, path, spoken(identity))}
    if text := described(part.fields):
        entry["description"] = text
    entry["dataset"] = dataset
    if part.sql != identity:
        entry["expression"] = part.sql
    writing.use(dataset, part.readable())
    writing.dimensions[identity] = entry


def finish_datasets(writing: Writing) -> None:
    """Lists the columns that anything reads. A table of which nothing is read cannot be a dataset."""
    for identity, entry in list(writing.datasets.items()):
        entry["columns"] = sorted(writing.columns[identity])
        if not entry["columns"]:
            del writing.datasets[identity]
