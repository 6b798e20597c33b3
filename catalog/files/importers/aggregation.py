"""Measures to aggregates: dbt's `agg` and its parameters in our formulas, exactly or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from catalog.files.importers.datasets import Writing
from catalog.files.importers.fidelity import CannotSay, Item
from catalog.files.importers.models import GRAINS, Model, Part
from catalog.files.importers.template import Condition

Formula = dict[str, Any]
SAME = {
    "sum": "sum",
    "min": "min",
    "max": "max",
    "average": "average",
    "avg": "average",
    "median": "median",
    "count_distinct": "count_distinct",
}
WINDOW = re.compile(r"^\s*(\d+)\s+([A-Za-z_]+?)s?\s*$")
TAKES = {"min": "first", "max": "last"}


@dataclass(frozen=True)
class Measure:
    """What a simple metric aggregates: a measure of a semantic model, or the aggregation that the metric itself declares.

    `item` and `path` are where it is written, for the report.
    """

    model: Model
    part: Part
    item: Item
    path: tuple[str, ...]

    @property
    def agg(self) -> str:
        return str(self.part.fields.get("agg") or "").lower()

    @property
    def time(self) -> str | None:
        """The column that it is dated by."""
        own = self.part.fields.get("agg_time_dimension")
        return self.model.time_column(str(own) if own else self.model.default_time)


def row_filter(writing: Writing, measure: Measure, conditions: tuple[Condition, ...]) -> str | None:
    """The conditions as one SQL text over the measure's rows."""
    texts = list(dict.fromkeys(sql_of(writing, measure.model, condition, measure.time) for condition in conditions))
    if not texts:
        return None
    joined = texts[0] if len(texts) == 1 else " AND ".join(f"({text})" if re.search(r"\bOR\b", text) else text for text in texts)
    writing.use(writing.world.dataset_ids[measure.model.name], joined)
    return joined


def sql_of(writing: Writing, home: Model, condition: Condition, time: str | None) -> str:
    """One condition with its placeholders replaced by what they stand for."""
    from sqlglot import exp

    from catalog.expression import read_expression

    tree, known = condition.tree, dict(condition.references)
    for column in list(tree.find_all(exp.Column)):
        if column.name not in known:
            raise CannotSay("import.bare_column", name=column.sql("duckdb"))
        found = read_expression(writing.world.sql(home, known[column.name], time)).copy()
        spelled = found if isinstance(found, exp.Column | exp.Cast | exp.Func) else exp.Paren(this=found)
        if column is tree:
            return spelled.sql("duckdb")
        column.replace(spelled)
    return tree.sql("duckdb")


def aggregate(writing: Writing, measure: Measure, conditions: tuple[Condition, ...]) -> Formula:
    """The formula of a measure over the rows that pass. Raises CannotSay."""
    dataset = writing.world.dataset_ids[measure.model.name]
    formula = {**function_of(writing, measure), "dataset": dataset}
    if kept := row_filter(writing, measure, conditions):
        formula["filter"] = kept
    own = writing.datasets[dataset].get("time")
    if measure.time is not None and measure.time != own:
        formula["time"] = measure.time
        writing.columns[dataset].add(measure.time)
        coarse(writing, measure, str(writing.datasets[dataset].get("time_grain", "day")))
    formula |= semi_additive(writing, measure, bool(conditions))
    note(writing, measure, "agg")
    note(writing, measure, "expr")
    note(writing, measure, "agg_time_dimension")
    return formula


def coarse(writing: Writing, measure: Measure, finest: str) -> None:
    """A metric dated by a coarser column than its dataset: finer grains are not refused, as dbt does."""
    named = measure.part.fields.get("agg_time_dimension")
    grain = measure.model.dimensions[str(named)].grain if named else "day"
    if grain in GRAINS and GRAINS.index(grain) > GRAINS.index(finest):
        approximated(writing, measure, "agg_time_dimension", "import.coarse_time", grain=grain)


def approximated(writing: Writing, measure: Measure, key: str, code: str, **facts: object) -> None:
    """Says it of the measure, and of the metric that is being written."""
    writing.fidelity.note(measure.item, (*measure.path, *key.split(".")), "approximated", code, **facts)
    if writing.metric is not None and writing.metric is not measure.item:
        writing.fidelity.note(writing.metric, ("type_params", "measure"), "approximated", code, **facts)


def note(writing: Writing, measure: Measure, key: str) -> None:
    path = (*measure.path, key)
    told = writing.fidelity.said.get((measure.item.kind, measure.item.name), {}).get(path)
    if key in measure.part.fields and not told:
        writing.fidelity.kept(measure.item, *path)


def function_of(writing: Writing, measure: Measure) -> Formula:
    sql = measure.part.readable()
    writing.use(writing.world.dataset_ids[measure.model.name], sql)
    match measure.agg:
        case "sum_boolean":
            return {"sum": f"CASE WHEN {sql} THEN 1 ELSE 0 END"}
        case "count":
            approximated(writing, measure, "agg", "import.count_of_none")
            return {"count": "*" if sql == "1" else sql}
        case "percentile":
            return percentile(writing, measure, sql)
        case known if known in SAME:
            return {SAME[known]: sql}
    raise CannotSay("import.agg", agg=measure.agg)


def percentile(writing: Writing, measure: Measure, sql: str) -> Formula:
    given = measure.part.fields.get("agg_params") or {}
    path = (*measure.path, "agg_params")
    if given.get("use_discrete_percentile"):
        raise CannotSay("import.discrete")
    fraction = given.get("percentile")
    if not isinstance(fraction, (int, float)) or not 0 < fraction < 1:
        raise CannotSay("import.fraction", found=str(fraction))
    writing.fidelity.kept(measure.item, *path, "percentile")
    if given.get("use_approximate_percentile"):
        approximated(writing, measure, "agg_params.use_approximate_percentile", "import.exact_percentile")
    return {"percentile": sql, "fraction": float(fraction)}


def semi_additive(writing: Writing, measure: Measure, filtered: bool) -> Formula:
    """The snapshot that a level takes, and whose own last day it is."""
    given = measure.part.fields.get("non_additive_dimension")
    if not given:
        return {}
    choice = str(given.get("window_choice") or "min").lower()
    if measure.agg not in ("sum", "count", "count_distinct") or choice not in TAKES:
        raise CannotSay("import.level_function", agg=measure.agg)
    if filtered:
        raise CannotSay("import.level_filter")
    column = measure.model.time_column(str(given.get("name")))
    if column != measure.time:
        raise CannotSay("import.level_time", name=str(given.get("name")))
    per = [per_column(measure, str(name)) for name in given.get("window_groupings") or ()]
    writing.columns[writing.world.dataset_ids[measure.model.name]].update(per)
    approximated(writing, measure, "non_additive_dimension", "import.level_rows")
    return {"take": TAKES[choice]} | ({"per": per} if per else {})


def per_column(measure: Measure, name: str) -> str:
    part = measure.model.entities.get(name) or measure.model.dimensions.get(name)
    if part is None or part.column is None:
        raise CannotSay("import.grouping", name=name)
    return part.column


@dataclass(frozen=True)
class Span:
    """A number of grains, as windows and offsets are written."""

    count: int
    grain: str


def span_of(written: Any) -> Span:
    """'7 days', or the manifest's count and granularity. Raises CannotSay for what is finer than a day, or dbt's own calendars."""
    if isinstance(written, dict):
        count, grain = written.get("count"), str(written.get("granularity") or "").lower()
    else:
        found = WINDOW.match(str(written))
        count, grain = (int(found[1]), found[2].lower()) if found else (None, str(written))
    grain = grain.removesuffix("s")
    if not isinstance(count, int) or count < 1 or grain not in GRAINS:
        raise CannotSay("import.grain", grain=f"{count or ''} {grain}".strip())
    return Span(count, grain)


def grain_of(written: Any) -> str:
    grain = str(written).lower().removesuffix("s")
    if grain not in GRAINS:
        raise CannotSay("import.grain", grain=grain)
    return grain
