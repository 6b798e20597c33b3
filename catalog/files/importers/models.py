"""Semantic models as read, and what a reference in a filter means from one of them. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalog.catalog import Catalog
from catalog.dataset import Cardinality, Dataset, Join
from catalog.errors import Unreadable
from catalog.expression import columns_in, read_expression
from catalog.files.importers.fidelity import CannotSay, Item
from catalog.files.importers.template import Reference
from catalog.joins import paths
from catalog.label import Label

FINER = ("nanosecond", "microsecond", "millisecond", "second", "minute", "hour")
GRAINS = ("day", "week", "month", "quarter", "year")
LINKED = ("primary", "unique", "natural")


@dataclass(frozen=True)
class Part:
    """An entity, dimension or measure of a semantic model: its fields and the SQL that it reads."""

    model: str
    name: str
    fields: dict[str, Any]

    @property
    def type(self) -> str:
        return str(self.fields.get("type") or "").lower()

    @property
    def sql(self) -> str:
        written = self.fields.get("expr")
        return self.name if written is None or written == "" else str(written).strip()

    @property
    def column(self) -> str | None:
        """The one column that it is, or None for an expression."""
        from sqlglot import exp

        try:
            tree = read_expression(self.sql)
        except Unreadable:
            return None
        return tree.name if isinstance(tree, exp.Column) and not tree.table else None

    @property
    def parameters(self) -> dict[str, Any]:
        found = self.fields.get("type_params")
        return found if isinstance(found, dict) else {}

    @property
    def grain(self) -> str:
        return str(self.parameters.get("time_granularity") or "day").lower()

    def readable(self) -> str:
        """Its SQL, which our expressions can say. Raises CannotSay."""
        try:
            columns_in(self.sql)
        except Unreadable as error:
            raise CannotSay("import.expression", text=self.sql[:80]) from error
        return self.sql


@dataclass(frozen=True)
class Model:
    """One semantic model by its parts."""

    item: Item

    @property
    def name(self) -> str:
        return self.item.name

    def parts(self, key: str) -> dict[str, Part]:
        listed = self.item.fields.get(key)
        return {
            str(each["name"]): Part(self.name, str(each["name"]), each)
            for each in listed or ()
            if isinstance(each, dict) and "name" in each
        }

    @cached_property
    def entities(self) -> dict[str, Part]:
        return self.parts("entities")

    @cached_property
    def dimensions(self) -> dict[str, Part]:
        return self.parts("dimensions")

    @cached_property
    def measures(self) -> dict[str, Part]:
        return self.parts("measures")

    @cached_property
    def primary(self) -> str | None:
        """The entity that its own dimensions are named after."""
        own = next((name for name, part in self.entities.items() if part.type == "primary"), None)
        return own or (str(self.item.at("primary_entity")) if self.item.at("primary_entity") else None)

    @cached_property
    def partitions(self) -> list[Part]:
        return [part for part in self.dimensions.values() if part.fields.get("is_partition")]

    @cached_property
    def validity(self) -> tuple[str, str] | None:
        """The columns of the time dimensions that say from when to when a row holds."""
        ends: dict[str, str] = {}
        for part in self.dimensions.values():
            given = part.parameters.get("validity_params") or {}
            for key in ("is_start", "is_end"):
                if given.get(key) and part.column:
                    ends[key] = part.column
        return (ends["is_start"], ends["is_end"]) if len(ends) == 2 else None

    @property
    def default_time(self) -> str | None:
        found = self.item.at("defaults", "agg_time_dimension")
        return None if found is None else str(found)

    def time_column(self, name: str | None) -> str | None:
        """The column of a time dimension, also where it is only that column by its day. Raises CannotSay for other expressions."""
        if name is None:
            return None
        part = self.dimensions.get(name)
        if part is None:
            raise CannotSay("import.no_time", name=name, model=self.name)
        column = part.column or day_of(part)
        if column is None:
            raise CannotSay("import.time_expression", text=part.sql[:80], model=self.name)
        return column


def day_of(part: Part) -> str | None:
    """The column whose day (or a finer moment of it) the expression is: CAST(x AS DATE), date_trunc('day', x)."""
    from sqlglot import exp

    try:
        tree = read_expression(part.sql)
    except Unreadable:
        return None
    is_cast = isinstance(tree, exp.Cast) and tree.to.this in (exp.DType.DATE, exp.DType.TIMESTAMP)
    is_cut = isinstance(tree, exp.DateTrunc | exp.TimestampTrunc) and tree.text("unit").lower() in (*FINER, "day")
    inner = tree.this if is_cast or is_cut else None
    return inner.name if isinstance(inner, exp.Column) and not inner.table else None


@dataclass(frozen=True)
class Link:
    """A join that two models allow, by the entity that they share."""

    left: str
    right: str
    entity: str
    keys: tuple[tuple[str, str], ...]
    cardinality: Cardinality


@dataclass
class World:
    """All semantic models, the joins between them, and the ids that datasets and dimensions were given."""

    models: dict[str, Model]
    links: list[Link] = field(default_factory=list)
    roles: dict[Link, str] = field(default_factory=dict)
    dimension_ids: dict[tuple[str, str, str], str] = field(default_factory=dict)  # (model, dimension or entity, role or "")
    dataset_ids: dict[str, str] = field(default_factory=dict)

    @cached_property
    def skeleton(self) -> Catalog:
        """The datasets and joins alone, to ask which way leads from one to the other."""
        datasets = {name: Dataset(name, Label(name, name), "", name, ()) for name in self.models}
        joins = tuple(Join(link.left, link.right, link.keys, link.cardinality, self.roles.get(link)) for link in self.links)
        return Catalog(datasets, joins, {}, {})

    def measure(self, name: str) -> tuple[Model, Part]:
        for model in self.models.values():
            if name in model.measures:
                return model, model.measures[name]
        raise CannotSay("import.no_measure", name=name)

    def find(self, home: Model, reference: Reference) -> tuple[Model, Part]:
        """The model and part that a Dimension, TimeDimension or Entity names, seen from `home`. Raises CannotSay."""
        found = list(self.endings(home, reference.path, reference))
        if len(found) != 1:
            names = ", ".join(sorted(model.name for model, _ in found))
            raise CannotSay("import.reference", name=str(reference), model=home.name, found=names)
        self.check_way(home, found[0][0], reference)
        return found[0]

    def endings(self, here: Model, path: tuple[str, ...], reference: Reference) -> Iterator[tuple[Model, Part]]:
        """Where the rest of the path can lead to from `here`."""
        part = self.part(here, reference)
        if not path:
            if part is not None:
                yield here, part
            return
        if len(path) == 1 and reference.kind != "Entity" and here.primary == path[0] and part is not None:
            yield here, part
            return
        for model in self.linked(here, path[0]):
            yield from self.endings(model, path[1:], reference)

    def part(self, model: Model, reference: Reference) -> Part | None:
        return (model.entities if reference.kind == "Entity" else model.dimensions).get(reference.name)

    def linked(self, home: Model, entity: str) -> Iterator[Model]:
        """The models that `home` joins by an entity."""
        for link in self.links:
            if link.entity == entity and link.left == home.name:
                yield self.models[link.right]
            elif link.entity == entity and link.right == home.name and link.cardinality == "one_to_one":
                yield self.models[link.left]

    def check_way(self, home: Model, target: Model, reference: Reference) -> None:
        """The compiler takes the shortest way; there has to be just one, and it has to be this one."""
        ways = paths(self.skeleton, home.name, target.name)
        if len(ways) != 1 or len(ways[0].steps) > len(reference.path):
            raise CannotSay("import.way", name=str(reference), model=home.name)

    def sql(self, home: Model, reference: Reference, time: str | None) -> str:
        """The reference as SQL over `home`'s rows; `time` is the column that the metric is dated by."""
        if reference.name == "metric_time" and not reference.path:
            if time is None:
                raise CannotSay("import.reference", name="metric_time", model=home.name)
            return by_grain(f'"{time}"', reference.grain or "day")
        model, part = self.find(home, reference)
        written = part.readable()
        if model is not home:
            written = qualified(written, self.dataset_ids[model.name])
        if part.type == "time" and reference.grain:
            return by_grain(written, reference.grain)
        return written


def by_grain(sql: str, grain: str) -> str:
    if grain in FINER:
        return f"date_trunc('{grain}', {sql})"
    if grain not in GRAINS:
        raise CannotSay("import.grain", grain=grain)
    return f"CAST({sql} AS DATE)" if grain == "day" else f"CAST(date_trunc('{grain}', {sql}) AS DATE)"


def qualified(sql: str, dataset: str) -> str:
    """The expression with every column named by its dataset."""
    from sqlglot import exp

    tree = read_expression(sql).copy()
    for column in list(tree.find_all(exp.Column)):
        if not column.table:
            column.set("table", exp.to_identifier(dataset))
    return tree.sql("duckdb")


@dataclass(frozen=True)
class Refused:
    """A join that dbt allows and we cannot say."""

    left: str
    right: str
    entity: str
    code: str


def all_links(models: Iterable[Model]) -> Iterator[Link | Refused]:
    """Every join that shared entities allow."""
    listed = list(models)
    for place, left in enumerate(listed):
        for right in listed[place + 1 :]:
            for entity in sorted(left.entities.keys() & right.entities.keys()):
                tried = [link_between(left, right, entity), link_between(right, left, entity)]
                told = sorted((each for each in tried if each is not None), key=lambda each: isinstance(each, Refused))
                yield from told[:1]


def link_between(left: Model, right: Model, entity: str) -> Link | Refused | None:
    """`left` looks up `right`, if the entity is a key there; None where dbt has no such join either."""
    own, other = left.entities[entity], right.entities[entity]
    if other.type not in LINKED or (other.type == "natural" and (own.type == "natural" or right.validity is None)):
        return None
    if own.column is None or other.column is None:
        return Refused(left.name, right.name, entity, "import.key_expression")
    keys = [(own.column, other.column)]
    if right.partitions:
        pair = partition_pair(left, right)
        if pair is None:
            return Refused(left.name, right.name, entity, "import.partition")
        keys.append(pair)
    one = {own.type, other.type} <= {"primary", "unique"} and not left.partitions
    return Link(left.name, right.name, entity, tuple(keys), "one_to_one" if one else "many_to_one")


def partition_pair(left: Model, right: Model) -> tuple[str, str] | None:
    """The partition columns that have to be equal, so that each row finds one."""
    if len(left.partitions) != 1 or len(right.partitions) != 1:
        return None
    own, other = left.partitions[0].column, right.partitions[0].column
    return None if own is None or other is None else (own, other)
