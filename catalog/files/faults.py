"""What pydantic says at the door, said again as faults: file:line, a code and facts, the nearest known word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

from catalog.catalog import nearest
from catalog.errors import Fault
from catalog.files.tree import line_at

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
TYPES = {
    "string_type": "text",
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "bool_type": "boolean",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}
BRANCHES = ("str", "int", "float", "bool")
BOUNDS = {  # pydantic's error: the fact that holds the bound, and how it is written
    "greater_than": ("gt", ">"),
    "greater_than_equal": ("ge", ">="),
    "less_than": ("lt", "<"),
    "less_than_equal": ("le", "<="),
    "too_short": ("min_length", ">="),
    "too_long": ("max_length", "<="),
    "string_too_long": ("max_length", "<="),
}


def faults_of(error: ValidationError, model: type[BaseModel], tree: Any, shown: str, first: int = 1) -> Iterator[Fault]:
    """Every fault that pydantic found, each at the line of its value in the tree; `first` is the tree's own line."""
    told: set[Path] = set()
    for detail in error.errors(include_url=False):
        path = tuple(step for step in detail["loc"] if not str(step).startswith("<"))
        branch = str(path[-1]) if path else ""
        if branch in BRANCHES or branch.startswith("list["):  # one value, refused by each branch of a union
            path, detail["type"] = path[:-1], "no_branch"
        if path in told and detail["type"] == "no_branch":
            continue
        told.add(path)
        code, facts = said(detail, path, model)
        yield Fault(f"{shown}:{line_at(tree, path, first)}", code, tuple((key, value) for key, value in facts.items() if value))


def said(detail: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, dict[str, str]]:
    kind, context, found = detail["type"], detail.get("ctx", {}), brief(detail["input"])
    key = dotted(path)
    if kind == "missing":
        return missing(path)
    if kind == "extra_forbidden":
        known = sorted({name for each in models_at(model, path[:-1]) for name in each.model_fields})
        return "unknown_key", {"key": key, "nearest": ", ".join(nearest(str(path[-1]), known)), "allowed": ", ".join(known)}
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        return "not_one_of", {"key": key, "found": found, "allowed": ", ".join(allowed), "nearest": ", ".join(nearest(found, allowed))}
    if kind == "string_pattern_mismatch":
        return ("bad_period" if path[-1] == "default_period" else "bad_id"), {"key": key, "found": found}
    if kind == "string_too_short":
        return "empty_text", {"key": key}
    if kind in BOUNDS:
        fact, sign = BOUNDS[kind]
        return "out_of_range", {"key": key, "bound": f"{sign} {context[fact]}"}
    if kind in TYPES:
        return f"wrong_type_{TYPES[kind]}", {"key": key, "found": found}
    if kind in (
        "formula_functions",
        "take_function",
        "over_nothing",
        "play_condition",
        "take_fraction",
        "bad_today",
        "bad_zone",
        "bad_engine",
    ):
        return kind, {name: str(value) for name, value in context.items()}
    return "wrong_value", {"key": key, "found": found}


def missing(path: Path) -> tuple[str, dict[str, str]]:
    if path[-1] in ("zh", "en"):
        return f"missing_{path[-1]}", {"key": dotted(path[:-1])}
    return "missing_key", {"key": str(path[-1]), "inside": dotted(path[:-1])}


def dotted(path: Path) -> str:
    """formula.ratio[1].metric"""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def brief(value: Any) -> str:
    """The value as YAML writes it, cut short."""
    match value:
        case None | True | False:
            written = {None: "null", True: "true", False: "false"}[value]
        case dict():
            written = "{" + ", ".join(f"{key}: {brief(each)}" for key, each in value.items()) + "}"
        case list():
            written = "[" + ", ".join(map(brief, value)) + "]"
        case _:
            written = str(value)
    return written if len(written) <= 60 else written[:57] + "..."


def models_at(model: type[BaseModel], path: Path) -> set[type[BaseModel]]:
    """The models that may stand at a path; steps that are no field (list places, free keys) are passed over."""
    here = {model}
    for step in path:
        deeper = {found for each in here if str(step) in each.model_fields for found in models_in(each.model_fields[str(step)].annotation)}
        here = deeper or here
    return here


def models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in models_in(part)]
