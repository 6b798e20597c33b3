"""Metrics to entries: each kind in its own function; a metric that cannot be said faithfully is not written, nor one made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from catalog.errors import Unreadable
from catalog.expression import columns_in
from catalog.files.importers.aggregation import Formula, Measure, aggregate, grain_of, row_filter, span_of
from catalog.files.importers.card import Card, card
from catalog.files.importers.datasets import Entry, Writing, key_dimension
from catalog.files.importers.fidelity import CannotSay, Item
from catalog.files.importers.filters import Compared, compared, is_metric, members
from catalog.files.importers.models import Model, Part
from catalog.files.importers.template import Condition, conditions
from catalog.period import MONTHS

Conditions = tuple[Condition, ...]
Path = tuple[str, ...]


@dataclass
class Metrics:
    """The metrics of the source by name, those written, and those given up (so that each is tried once)."""

    writing: Writing
    card: Card
    items: dict[str, Item]
    written: dict[str, Entry] = field(default_factory=dict)
    failed: dict[str, CannotSay] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def need(self, name: str) -> str:
        """The id of a metric of the source, written now if it is not yet. Raises CannotSay if it cannot be."""
        if name in self.open:
            raise CannotSay("import.cycle", name=name)
        if name not in self.items:
            raise CannotSay("import.no_metric", name=name)
        if name not in self.written and name not in self.failed:
            self.attempt(self.items[name])
        if name in self.failed:
            raise CannotSay("import.input_left_out", name=name)
        return self.id(name)

    def id(self, name: str) -> str:
        return str(self.written[name]["id"])

    def attempt(self, item: Item) -> None:
        self.open.append(item.name)
        before, self.writing.metric = self.writing.metric, item
        try:
            self.write(item)
        except CannotSay as error:
            self.failed[item.name] = error
            self.writing.fidelity.whole(item, error.code, **error.facts)
        finally:
            self.open.remove(item.name)
            self.writing.metric = before

    def write(self, item: Item) -> None:
        formula = self.formula(item, (), item.name)
        entry = card(self.card, self.writing, item, formula)
        self.writing.fidelity.kept(item, "type")
        self.written[item.name] = entry

    def formula(self, item: Item, extra: Conditions, prefix: str) -> Formula:
        """The metric's formula over the rows that also pass `extra`; what it needs besides is written under ids that start so."""
        own = conditions(item.fields.get("filter"))
        if own:
            self.writing.fidelity.kept(item, "filter")
        kind = str(item.fields.get("type") or "").lower()
        entities = [each for each in (*own, *extra) if is_metric(each)]
        rows = tuple(each for each in (*own, *extra) if not is_metric(each))
        if entities:
            inner = self.helper(item, f"{prefix}__all", lambda: self.kinded(kind, item, rows, f"{prefix}__all"))
            return {"restricted": inner, "where": [self.entity_condition(item, each) for each in entities]}
        return self.kinded(kind, item, rows, prefix)

    def kinded(self, kind: str, item: Item, rows: Conditions, prefix: str) -> Formula:
        match kind:
            case "simple":
                measure, given, path = self.measure_of(item)
                return aggregate(self.writing, measure, (*self.measure_filter(item, given, path), *rows))
            case "ratio":
                sides = [
                    self.side(item, ("type_params", key), item.at("type_params", key), rows, prefix) for key in ("numerator", "denominator")
                ]
                return {"ratio": [side for _, side in sides]}
            case "derived":
                return self.derived(item, rows, prefix)
            case "cumulative":
                return self.cumulative(item, rows, prefix)
            case "conversion":
                return self.conversion(item, rows)
        raise CannotSay("import.metric_type", type=kind)

    def helper(self, item: Item, wanted: str, make: Any) -> str:
        """A metric that the source only implies: an input over fewer rows, a measure that no metric shows."""
        if wanted in self.written:
            return self.id(wanted)
        formula = make()
        same = next(
            (entry["id"] for entry in self.written.values() if entry["formula"] == formula and "fill_nulls_with" not in entry), None
        )
        if same is not None:
            return str(same)
        fields = {"name": wanted, "type": "simple", "config": item.fields.get("config"), "description": item.fields.get("description")}
        entry = card(self.card, self.writing, Item("helper", wanted, item.file, fields), formula)
        entry["tags"] = ["helper"]
        self.written[wanted] = entry
        self.writing.fidelity.note(item, ("name",), "kept", "import.helper", name=entry["id"])
        return str(entry["id"])

    # simple

    def measure_of(self, item: Item) -> tuple[Measure, dict[str, Any], Path]:
        """What a simple metric aggregates, with what it says of it and where."""
        declared = item.at("type_params", "metric_aggregation_params")
        if declared and not item.at("type_params", "measure"):
            return self.own_measure(item, declared), {}, ("type_params",)
        return self.measure(item, ("type_params", "measure"), item.at("type_params", "measure"))

    def own_measure(self, item: Item, declared: dict[str, Any]) -> Measure:
        model = self.writing.world.models.get(str(declared.get("semantic_model")))
        if model is None:
            raise CannotSay("import.no_measure", name=str(declared.get("semantic_model")))
        path = ("type_params", "metric_aggregation_params")
        self.writing.fidelity.kept(item, *path, "semantic_model")
        written = declared.get("expr") or item.at("type_params", "expr")
        self.writing.fidelity.kept(item, "type_params", "expr")
        return Measure(model, Part(model.name, item.name, {**declared, "expr": written}), item, path)

    def measure(self, item: Item, path: Path, written: Any) -> tuple[Measure, dict[str, Any], Path]:
        given = {"name": written} if isinstance(written, str) else written
        if not isinstance(given, dict) or not given.get("name"):
            raise CannotSay("import.no_measure", name=str(written))
        model, part = self.writing.world.measure(str(given["name"]))
        self.writing.fidelity.kept(item, *path)
        self.writing.fidelity.kept(item, *path, "name")
        return Measure(model, part, model.item, ("measures", part.name)), given, path

    def measure_filter(self, item: Item, given: dict[str, Any], path: Path) -> Conditions:
        found = conditions(given.get("filter"))
        if any(is_metric(each) for each in found):
            raise CannotSay("import.metric_filter_inside")
        if found:
            self.writing.fidelity.kept(item, *path, "filter")
        return found

    def entity_condition(self, item: Item, condition: Condition) -> Entry:
        """A condition on an entity's own metric; its entity has to be a table of ours that the metric's rows reach."""
        found = compared(condition)
        if found is None:
            raise CannotSay("import.metric_filter", text=condition.text[:80])
        metric = self.need(found.metric)
        dimension = self.entity_dimension(item, found)
        return {"metric": metric, "dimension": dimension, "operator": found.operator, "value": found.value, "over": "all_time"}

    def entity_dimension(self, item: Item, found: Compared) -> str:
        """The key that both metrics' rows are compared by: their table's own column if they share it, else the key's table."""
        model, ids = self.home(item), self.writing.world.dimension_ids
        if model is not None and self.home(self.items[found.metric]) is model and found.entity in model.entities:
            return key_dimension(self.writing, model, model.entities[found.entity])
        homes = [key for key in ids if key[1:] == (found.entity, "")]
        if len(homes) != 1:
            raise CannotSay("import.metric_filter_entity", entity=found.entity)
        exact = model is not None and homes[0][0] == model.name
        self.writing.fidelity.note(item, ("filter",), "kept" if exact else "approximated", "import.metric_filter_rows", entity=found.entity)
        return ids[homes[0]]

    def home(self, item: Item) -> Model | None:
        """The model whose rows a simple metric aggregates."""
        return self.measure_of(item)[0].model if str(item.fields.get("type")).lower() == "simple" else None

    # made of metrics

    def side(self, item: Item, path: Path, written: Any, rows: Conditions, prefix: str) -> tuple[str, str | Entry]:
        """(alias, input) of a metric inside another's formula."""
        given = {"name": written} if isinstance(written, str) else written
        if not isinstance(given, dict) or not given.get("name"):
            raise CannotSay("import.no_metric", name=str(written))
        name, alias = str(given["name"]), str(given.get("alias") or given["name"])
        self.writing.fidelity.kept(item, *path)
        made = self.filtered(
            item, name, (*conditions(given.get("filter")), *rows), f"{prefix}__{alias}" if prefix != alias else f"{prefix}__input"
        )
        if given.get("offset_window"):
            span = span_of(given["offset_window"])
            made["offset"] = {span.grain: span.count}
            self.writing.fidelity.note(item, (*path, "offset_window"), "approximated", "import.offset_rows")
        elif given.get("offset_to_grain"):
            made["offset"] = {"start_of": grain_of(given["offset_to_grain"])}
            self.writing.fidelity.note(item, (*path, "offset_to_grain"), "approximated", "import.offset_rows")
        return alias, made if len(made) > 1 else made["metric"]

    def filtered(self, item: Item, name: str, extra: Conditions, wanted: str) -> Entry:
        """The input over fewer rows: with member filters where they say it all, else as a metric of its own."""
        if not extra:
            return {"metric": self.need(name)}
        if self.has_level(name):
            raise CannotSay("import.level_filter")
        listed = [members(self.writing.world, each) for each in extra]
        dimensions = [each.dimension for each in listed if each is not None]
        if len(dimensions) == len(extra) and len(set(dimensions)) == len(dimensions):
            return {"metric": self.need(name), "filters": {each.dimension: list(each.values) for each in listed if each is not None}}
        self.need(name)
        if any(reference.name == "metric_time" for each in extra for _, reference in each.references):
            raise CannotSay("import.time_filter")
        return {"metric": self.helper(item, wanted, lambda: self.formula(self.items[name], extra, wanted))}

    def has_level(self, name: str) -> bool:
        """Whether a metric is made of a level, at any depth: what a filter leaves of it has another first or last day in dbt."""
        self.need(name)
        formula = next(entry["formula"] for entry in self.written.values() if entry["id"] == self.id(name))
        known = {entry["id"]: key for key, entry in self.written.items()}
        sides = [*formula.get("ratio", ()), *formula.get("inputs", {}).values(), formula.get("cumulative"), formula.get("restricted")]
        if "derived" in formula:
            sides += [each for _, each in columns_in(formula["derived"]) if each not in formula.get("inputs", {})]
        inner = [side["metric"] if isinstance(side, dict) else side for side in sides if side]
        return ("take" in formula and "dataset" in formula) or any(self.has_level(known[each]) for each in inner)

    def derived(self, item: Item, rows: Conditions, prefix: str) -> Formula:
        expression = str(item.at("type_params", "expr") or "")
        listed = item.at("type_params", "metrics") or ()
        inputs: dict[str, str | Entry] = {}
        for place, written in enumerate(listed):
            step = str(written.get("name") if isinstance(written, dict) else None or place)
            alias, made = self.side(item, ("type_params", "metrics", step), written, rows, prefix)
            if alias in inputs and inputs[alias] != made:
                raise CannotSay("import.alias_twice", name=alias)
            inputs[alias] = made
        try:
            used = {name for _, name in columns_in(expression)}
        except Unreadable as error:
            raise CannotSay("import.expression", text=expression[:80]) from error
        if not used <= inputs.keys():
            raise CannotSay("import.unknown_input", name=", ".join(sorted(used - inputs.keys())))
        self.writing.fidelity.kept(item, "type_params", "expr")
        entries = {alias: made for alias, made in inputs.items() if alias in used and made != alias}
        return {"derived": expression} | ({"inputs": entries} if entries else {})

    def cumulative(self, item: Item, rows: Conditions, prefix: str) -> Formula:
        given = {**(item.fields.get("type_params") or {}), **(item.at("type_params", "cumulative_type_params") or {})}
        window: Any = "all"
        if given.get("window"):
            span = span_of(given["window"])
            window = {"trailing": span.count, "grain": span.grain}
            if span.grain in MONTHS:
                self.writing.fidelity.note(item, ("type_params", "measure"), "approximated", "import.month_window")
        elif given.get("grain_to_date"):
            window = {"to_date": grain_of(given["grain_to_date"])}
        take = str(given.get("period_agg") or "first").lower()
        if take not in ("first", "last", "average"):
            raise CannotSay("import.period_agg", found=take)
        if take == "first":
            self.writing.fidelity.note(item, ("type_params", "measure"), "approximated", "import.first_of_bucket")
        self.writing.fidelity.note(item, ("type_params", "cumulative_type_params"), "kept", "import.window_without_time")
        self.writing.fidelity.note(item, ("type_params", "window"), "kept", "import.window_without_time")
        return {"cumulative": self.accumulated(item, given, rows, prefix), "window": window, "take": take}

    def accumulated(self, item: Item, given: dict[str, Any], rows: Conditions, prefix: str) -> str:
        """The metric under a cumulative one: a measure's, or in newer manifests a metric's."""
        if given.get("metric"):
            written = given["metric"]
            inner = self.filtered(item, str(written["name"] if isinstance(written, dict) else written), rows, f"{prefix}__each")
            self.writing.fidelity.kept(item, "type_params", "cumulative_type_params", "metric")
            if len(inner) > 1:
                name = str(written["name"] if isinstance(written, dict) else written)
                return self.helper(item, f"{prefix}__each", lambda: self.formula(self.items[name], rows, f"{prefix}__each"))
            return str(inner["metric"])
        measure, said, path = self.measure(item, ("type_params", "measure"), given.get("measure"))
        made = aggregate(self.writing, measure, (*self.measure_filter(item, said, path), *rows))
        for name, other in self.items.items():
            if self.is_plain(other, measure.part.name) and not rows and not said.get("filter"):
                return self.need(name)
        return self.helper(item, f"{prefix}__each", lambda: made)

    def is_plain(self, item: Item, measure: str) -> bool:
        """Whether a simple metric is just this measure."""
        written = item.at("type_params", "measure")
        given = {"name": written} if isinstance(written, str) else written or {}
        plain = str(item.fields.get("type")).lower() == "simple" and not item.fields.get("filter") and item.name not in self.failed
        return (
            plain
            and given.get("name") == measure
            and not any(given.get(key) for key in ("filter", "join_to_timespine"))
            and given.get("fill_nulls_with") is None
        )

    # conversion

    def conversion(self, item: Item, rows: Conditions) -> Formula:
        given, path = item.at("type_params", "conversion_type_params") or {}, ("type_params", "conversion_type_params")
        show = {"conversion_rate": "rate", "conversions": "count"}.get(str(given.get("calculation") or "conversion_rate").lower())
        if show is None:
            raise CannotSay("import.calculation", found=str(given.get("calculation")))
        base, converted = self.event_measure(item, given, "base"), self.event_measure(item, given, "conversion")
        formula: Formula = {"conversion": show}
        for key, (measure, filters), extra in (("base", base, rows), ("converted", converted, ())):
            formula[key] = self.event(measure, (*filters, *extra), str(given.get("entity")))
        if given.get("window"):
            span = span_of(given["window"])
            formula["window"] = {"trailing": span.count, "grain": span.grain}
        if pairs := given.get("constant_properties"):
            formula["constants"] = {self.constant(base[0], pair, "base"): self.constant(converted[0], pair, "conversion") for pair in pairs}
        for key in ("entity", "calculation", "window", "constant_properties"):
            self.writing.fidelity.kept(item, *path, key)
        self.writing.fidelity.note(item, (*path, "conversion_measure"), "approximated", "import.no_conversion")
        return formula

    def event_measure(self, item: Item, given: dict[str, Any], side: str) -> tuple[Measure, Conditions]:
        """The measure of an event; newer manifests name a simple metric."""
        path: Path = ("type_params", "conversion_type_params", f"{side}_measure")
        if given.get(f"{side}_measure"):
            measure, said, _ = self.measure(item, path, given[f"{side}_measure"])
            filters = self.measure_filter(item, said, path)
            if filters and side == "conversion":
                self.writing.fidelity.note(item, (*path, "filter"), "approximated", "import.conversion_filter")
            return measure, filters
        written = given.get(f"{side}_metric") or {}
        name = str(written.get("name") if isinstance(written, dict) else written)
        other = self.items.get(name)
        if other is None or str(other.fields.get("type")).lower() != "simple":
            raise CannotSay("import.no_metric", name=name)
        self.writing.fidelity.kept(item, "type_params", "conversion_type_params", f"{side}_metric")
        measure, said, inner = self.measure_of(other)
        return measure, (*self.measure_filter(other, said, inner), *conditions(other.fields.get("filter")))

    def event(self, measure: Measure, filters: Conditions, entity: str) -> Entry:
        dataset = self.writing.world.dataset_ids[measure.model.name]
        part = measure.model.entities.get(entity)
        if part is None:
            raise CannotSay("import.reference", name=entity, model=measure.model.name)
        if any(is_metric(each) for each in filters):
            raise CannotSay("import.metric_filter_inside")
        found: Entry = {"dataset": dataset, "entity": part.readable()}
        sql, kept = measure.part.readable(), row_filter(self.writing, measure, filters)
        if measure.agg == "count_distinct":
            found["count_distinct"] = sql
        elif measure.agg == "count" and sql != "1":
            kept = f"({kept}) AND ({sql}) IS NOT NULL" if kept else f"({sql}) IS NOT NULL"
        elif measure.agg not in ("count", "sum") or sql != "1":
            raise CannotSay("import.event", agg=measure.agg)
        for text in (found["entity"], sql):
            self.writing.use(dataset, text)
        if kept:
            found["filter"] = kept
        if measure.time != self.writing.datasets[dataset].get("time"):
            found["time"] = measure.time
            self.writing.columns[dataset].add(str(measure.time))
        for key in ("agg", "expr", "agg_time_dimension"):
            if key in measure.part.fields:
                self.writing.fidelity.kept(measure.item, *measure.path, key)
        return found

    def constant(self, measure: Measure, pair: dict[str, Any], side: str) -> str:
        name = str(pair.get(f"{side}_property"))
        part = measure.model.entities.get(name) or measure.model.dimensions.get(name)
        if part is None:
            raise CannotSay("import.reference", name=name, model=measure.model.name)
        self.writing.use(self.writing.world.dataset_ids[measure.model.name], part.readable())
        return part.readable()
