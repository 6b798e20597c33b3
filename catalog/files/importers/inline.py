"""dbt's inline spec (a `semantic_model:` block inside a model, metrics with their own `agg`) rewritten as semantic models and metrics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Made = tuple[str, str, dict[str, Any]]  # kind, name, fields
AGGREGATION = ("agg", "expr", "agg_time_dimension", "non_additive_dimension", "percentile", "percentile_type")
CUMULATIVE = ("window", "grain_to_date", "period_agg")
CONVERSION = ("entity", "calculation", "window", "constant_properties", "base_metric", "conversion_metric")


def inline_models(model: Any) -> Iterator[Made]:
    """The semantic model and metrics that a dbt model's entry declares; none if it declares no semantic model."""
    declared = model.get("semantic_model") if isinstance(model, dict) else None
    if not declared or (isinstance(declared, dict) and declared.get("enabled") is False):
        return
    name = str(declared.get("name") or model.get("name")) if isinstance(declared, dict) else str(model.get("name"))
    fields: dict[str, Any] = {"name": name, "model": f"ref('{model.get('name')}')", "description": model.get("description")}
    if model.get("agg_time_dimension"):
        fields["defaults"] = {"agg_time_dimension": model["agg_time_dimension"]}
    fields |= {key: model[key] for key in ("primary_entity", "config") if model.get(key)}
    fields["entities"], fields["dimensions"] = columns(model)
    yield "semantic_model", name, fields
    for metric in model.get("metrics") or ():
        if isinstance(metric, dict):
            yield "metric", str(metric.get("name")), with_aggregation(metric, name)


def columns(model: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entities and dimensions that are written at columns or derived beside them."""
    entities: list[dict[str, Any]] = []
    dimensions: list[dict[str, Any]] = []
    for column in model.get("columns") or ():
        for key, into in (("entity", entities), ("dimension", dimensions)):
            declared = column.get(key)
            if declared:
                written = dict(declared) if isinstance(declared, dict) else {"type": "categorical"}
                into.append(named(written, column))
    derived = model.get("derived_semantics") or {}
    entities += [dict(each) for each in derived.get("entities") or ()]
    dimensions += [timed(dict(each), each.get("granularity")) for each in derived.get("dimensions") or ()]
    return entities, dimensions


def named(written: dict[str, Any], column: dict[str, Any]) -> dict[str, Any]:
    name = written.setdefault("name", column.get("name"))
    if name != column.get("name"):
        written["expr"] = column.get("name")
    if column.get("description"):
        written.setdefault("description", column["description"])
    return timed(written, column.get("granularity"))


def timed(written: dict[str, Any], granularity: Any) -> dict[str, Any]:
    """The column's granularity and validity as the older spec writes them."""
    parameters = {} if not granularity or written.get("type") != "time" else {"time_granularity": granularity}
    validity = written.pop("validity_params", None)
    if validity:
        parameters["validity_params"] = validity
    written.pop("granularity", None)
    return written | ({"type_params": parameters} if parameters else {})


def with_aggregation(metric: dict[str, Any], model: str = "") -> dict[str, Any]:
    """A metric of the inline spec, its keys moved to where the compiled manifest has them."""
    fields = {key: value for key, value in metric.items() if key not in AGGREGATION}
    given = {key: metric[key] for key in AGGREGATION if metric.get(key) is not None}
    parameters: dict[str, Any] = dict(fields.pop("type_params", None) or {})
    if metric.get("type", "simple") == "simple" and "agg" in given:
        percentile = {
            "percentile": given.pop("percentile", None),
            "use_discrete_percentile": given.pop("percentile_type", "") == "discrete",
        }
        aggregation = {"semantic_model": model, **given}
        if percentile["percentile"] is not None:
            aggregation["agg_params"] = percentile
        parameters["metric_aggregation_params"] = aggregation
    elif given.get("expr") is not None:
        parameters["expr"] = given["expr"]
    for key in ("join_to_timespine", "fill_nulls_with", "numerator", "denominator", "metrics", "input_metrics"):
        if key in fields:
            parameters["metrics" if key == "input_metrics" else key] = fields.pop(key)
    move_kinded(fields, parameters)
    return fields | {"type": metric.get("type", "simple"), "type_params": parameters}


def move_kinded(fields: dict[str, Any], parameters: dict[str, Any]) -> None:
    """What the inline spec writes beside a cumulative or conversion metric."""
    if fields.get("type") == "cumulative":
        parameters["cumulative_type_params"] = {key: fields.pop(key) for key in CUMULATIVE if key in fields}
        parameters["cumulative_type_params"] |= {"metric": fields.pop("input_metric")} if "input_metric" in fields else {}
    if fields.get("type") == "conversion":
        parameters["conversion_type_params"] = {key: fields.pop(key) for key in CONVERSION if key in fields}
