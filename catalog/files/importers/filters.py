"""What kind of thing a filter's condition is: members of a dimension, or entities whose metric compares with a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalog.files.importers.models import LINKED, World
from catalog.files.importers.template import Condition, Reference

if TYPE_CHECKING:
    from sqlglot import exp

Key = tuple[str, str]  # model, dimension


@dataclass(frozen=True)
class Members:
    """Rows of these members only."""

    dimension: str
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True)
class Compared:
    """Rows of the entities whose metric compares so."""

    metric: str
    entity: str
    operator: str
    value: int | float


def is_metric(condition: Condition) -> bool:
    return any(reference.kind == "Metric" for _, reference in condition.references)


def compared(condition: Condition) -> Compared | None:
    """`{{ Metric('orders', ['member']) }} >= 3`, and nothing else."""
    from sqlglot import exp

    signs: dict[type[exp.Expr], str] = {exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=", exp.EQ: "=", exp.NEQ: "!="}
    tree = condition.tree
    if type(tree) not in signs or not isinstance(tree.this, exp.Column) or len(condition.references) != 1:
        return None
    (_, reference), value = condition.references[0], literal(tree.expression)
    if reference.kind != "Metric" or len(reference.group_by) != 1 or reference.path or isinstance(value, bool | str) or value is None:
        return None
    return Compared(reference.name, reference.group_by[0], signs[type(tree)], value)


def members(world: World, condition: Condition) -> Members | None:
    """A dimension that is true, is not, equals a value or is one of some; None for anything else, and for longer ways."""
    from sqlglot import exp

    tree, values = condition.tree, tuple[Any, ...]()
    match tree:
        case exp.Column():
            values = (True,)
        case exp.Not(this=exp.Column()):
            tree, values = tree.this, (False,)
        case exp.EQ(this=exp.Column()):
            tree, values = tree.this, (literal(tree.expression),)
        case exp.In(this=exp.Column(), expressions=[*listed]) if listed:
            tree, values = tree.this, tuple(map(literal, listed))
    known = dict(condition.references).get(tree.name) if isinstance(tree, exp.Column) else None
    if known is None or not values or any(value is None or isinstance(value, float) for value in values):
        return None
    model, name = home_of(world, known) or ("", "")
    ids = world.dimension_ids
    identity = ids.get((model, name, known.path[0])) or ids.get((model, name, "")) if known.path else None
    return None if identity is None else Members(identity, values)


def home_of(world: World, reference: Reference) -> Key | None:
    """The one dimension that `entity__dimension` can mean, whoever asks."""
    if reference.kind != "Dimension" or len(reference.path) != 1:
        return None
    found = [
        (model.name, reference.name)
        for model in world.models.values()
        if reference.name in model.dimensions and model.dimensions[reference.name].type != "time" and owns(model, reference.path[0])
    ]
    return found[0] if len(found) == 1 else None


def owns(model: Any, entity: str) -> bool:
    part = model.entities.get(entity)
    return bool(model.primary == entity or (part is not None and part.type in LINKED))


def literal(tree: exp.Expr) -> str | int | float | bool | None:
    from sqlglot import exp

    match tree:
        case exp.Boolean():
            return bool(tree.this)
        case exp.Neg():
            inner = literal(tree.this)
            return -inner if isinstance(inner, (int, float)) and not isinstance(inner, bool) else None
        case exp.Literal(is_string=True):
            return str(tree.this)
        case exp.Literal():
            return float(tree.this) if any(mark in str(tree.this) for mark in ".eE") else int(tree.this)
    return None


def types_shown(world: World, conditions: Iterable[Condition]) -> dict[Key, str]:
    """Of which type filters show a dimension to be: true by itself, or compared with a number."""
    from sqlglot import exp

    found: dict[Key, str] = {}
    for condition in conditions:
        known = dict(condition.references)
        for column in condition.tree.find_all(exp.Column):
            home = home_of(world, known[column.name]) if column.name in known else None
            if home is None:
                continue
            parent = column.parent
            if (
                parent is None
                or isinstance(parent, exp.Not | exp.And | exp.Or | exp.Paren)
                or (isinstance(parent, exp.Is | exp.EQ) and isinstance(parent.expression, exp.Boolean))
            ):
                found[home] = "boolean"
            elif isinstance(parent, exp.Predicate) and isinstance(parent.expression, exp.Literal) and not parent.expression.is_string:
                found.setdefault(home, "number")
    return found
