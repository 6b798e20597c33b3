"""Reads dbt semantic models and metrics: `semantic_manifest.json`, or YAML files of them, as one list of objects. Runs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any

from catalog.errors import Fault, Faulty
from catalog.files.importers.fidelity import Item
from catalog.files.importers.inline import inline_models, with_aggregation
from catalog.files.tree import read_text

MAPPINGS = (
    "type_params",
    "defaults",
    "node_relation",
    "non_additive_dimension",
    "agg_params",
    "validity_params",
    "cumulative_type_params",
    "conversion_type_params",
    "metric_aggregation_params",
    "config",
    "meta",
)
LISTS: dict[str, type | tuple[type, ...]] = {  # and what their entries may be
    "entities": dict,
    "dimensions": dict,
    "measures": dict,
    "metrics": (dict, str),
    "constant_properties": dict,
    "window_groupings": str,
}
KINDS = {
    "semantic_model": "semantic_model",
    "semantic_models": "semantic_model",
    "metric": "metric",
    "metrics": "metric",
    "saved_query": "saved_query",
    "saved_queries": "saved_query",
    "project_configuration": "project_configuration",
}
DEEPEST = 40


def read_source(source: Path) -> list[Item]:
    """Every object of a file, or of all YAML and JSON files of a folder. Raises Faulty."""
    faults: list[Fault] = []
    files = files_of(source)
    found = [item for path in files for item in items_of(path, shown(path, source), faults)]
    seen: set[tuple[str, str]] = set()
    for item in found:
        if (item.kind, item.name) in seen:
            faults.append(Fault(f"{item.file}:1", "import_twice", (("kind", item.kind), ("name", item.name))))
        seen.add((item.kind, item.name))
    if not faults and not any(item.kind in ("semantic_model", "metric") for item in found):
        faults.append(Fault(f"{source}:1", "import_empty"))
    if faults:
        raise Faulty(tuple(faults))
    return found


def files_of(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source]
    return sorted(path for path in source.rglob("*") if path.suffix in (".yaml", ".yml") or path.name == "semantic_manifest.json")


def shown(path: Path, source: Path) -> str:
    return path.relative_to(source).as_posix() if path != source else path.name


def items_of(path: Path, name: str, faults: list[Fault]) -> Iterator[Item]:
    text = read_text(path, name, faults)
    if text is None:
        return
    try:
        documents = [json.loads(text)] if path.suffix == ".json" else yaml_documents(text)
    except (ValueError, RecursionError) as error:
        faults.append(Fault(f"{name}:1", "import_unreadable", (("reason", str(error).splitlines()[0][:200]),)))
        return
    for document in documents:
        if isinstance(document, dict):
            yield from objects(document, name, faults)


def yaml_documents(text: str) -> list[Any]:
    import yaml

    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)):
            raise ValueError("&anchors and *aliases")
        return list(yaml.load_all(text, Loader=loader))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def objects(document: dict[str, Any], file: str, faults: list[Fault]) -> Iterator[Item]:
    for key, value in document.items():
        if key == "models" and isinstance(value, list):
            for model in value:
                yield from (Item(kind, name, file, fields) for kind, name, fields in inline_models(model))
            continue
        kind = KINDS.get(key)
        if kind is None:
            continue  # a dbt project's other resources: sources, macros, tests
        for fields in value if isinstance(value, list) else [value]:
            if isinstance(fields, dict):
                written = with_aggregation(fields) if kind == "metric" and "type_params" not in fields else fields
                faults.extend(misshapen(written, f"{file}:1"))
                yield Item(kind, str(fields.get("name") or kind), file, written)


def misshapen(value: Any, where: str) -> Iterator[Fault]:
    """What is no mapping, or no list, where dbt has only one: nobody can say what is meant."""
    if isinstance(value, list):
        for each in value:
            yield from misshapen(each, where)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        listed = key in LISTS and isinstance(inner, list) and all(isinstance(each, LISTS[key]) for each in inner)
        if (key in MAPPINGS and not isinstance(inner, (dict, NoneType))) or (key in LISTS and inner is not None and not listed):
            yield Fault(where, "import_shape", (("key", str(key)), ("found", str(inner)[:60])))
        else:
            yield from misshapen(inner, where)
