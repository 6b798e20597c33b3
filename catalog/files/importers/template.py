"""Filters of dbt: SQL with `{{ Dimension('order__status') }}` in it.

Only four calls are read, by their literal arguments; nothing is executed.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from catalog.errors import Unreadable
from catalog.expression import read_expression
from catalog.files.importers.fidelity import CannotSay

if TYPE_CHECKING:
    from sqlglot import exp

CALL = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
PLACE = "ref_place_{}"
Kind = Literal["Dimension", "TimeDimension", "Entity", "Metric"]
KINDS: tuple[Kind, ...] = ("Dimension", "TimeDimension", "Entity", "Metric")
ARGUMENTS = {  # positional arguments, then those that only have names
    "Dimension": ("name", "entity_path"),
    "TimeDimension": ("name", "grain", "entity_path"),
    "Entity": ("name", "entity_path"),
    "Metric": ("name", "group_by"),
}
OTHER_NAMES = {"time_granularity_name": "grain", "entity_path": "entity_path", "group_by": "group_by"}


@dataclass(frozen=True)
class Reference:
    """What a call names: `path` are the entities on the way, `name` the dimension, entity or metric."""

    kind: Kind
    name: str
    path: tuple[str, ...] = ()
    grain: str | None = None
    group_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "__".join((*self.path, self.name))


@dataclass(frozen=True)
class Condition:
    """One side of a filter's AND, as SQL over placeholder columns, and what each of them stands for."""

    text: str
    references: tuple[tuple[str, Reference], ...]

    @property
    def tree(self) -> exp.Expr:
        return read_expression(self.text).copy()


def conditions(written: Any) -> tuple[Condition, ...]:
    """The sides of a filter as dbt writes it: text, a list of texts, or the manifest's `where_filters`. Raises CannotSay."""
    return tuple(condition for text in texts(written) for condition in sides(text))


def texts(written: Any) -> list[str]:
    if not written:
        return []
    if isinstance(written, str):
        return [written]
    if isinstance(written, dict):
        return texts(written.get("where_filters") or written.get("where_sql_template"))
    if not isinstance(written, list):
        raise CannotSay("import.jinja", text=str(written)[:80])
    return [text for each in written for text in texts(each)]


def sides(text: str) -> tuple[Condition, ...]:
    from sqlglot import exp

    found: dict[str, Reference] = {}

    def place(match: re.Match[str]) -> str:
        name = PLACE.format(len(found))
        found[name] = reference(match[1].strip())
        return f" {name} "

    sql = CALL.sub(place, text).strip()
    if "{" in sql or "}" in sql:
        raise CannotSay("import.jinja", text=text.strip()[:80])
    try:
        tree = read_expression(sql)
    except Unreadable as error:
        raise CannotSay("import.expression", text=text.strip()[:80]) from error
    parts = list(tree.flatten()) if isinstance(tree, exp.And) else [tree]
    return tuple(condition(part.unnest(), found) for part in parts)


def condition(tree: exp.Expr, known: dict[str, Reference]) -> Condition:
    from sqlglot import exp

    names = dict.fromkeys(column.name for column in tree.find_all(exp.Column))
    return Condition(tree.sql("duckdb"), tuple((name, known[name]) for name in names if name in known))


def reference(call: str) -> Reference:
    """The reference that a call spells. Raises CannotSay for anything but one of the four calls with literal arguments."""
    unread = CannotSay("import.jinja", text=call[:80])
    try:
        node: ast.expr = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise unread from error
    grain = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "grain" and len(node.args) == 1:
        grain, node = literal(node.args[0]), node.func.value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KINDS:
        raise unread
    kind: Kind = node.func.id
    given = dict(zip(ARGUMENTS[kind], map(literal, node.args), strict=False))
    for keyword in node.keywords:
        given[OTHER_NAMES.get(keyword.arg or "", "?")] = literal(keyword.value)
    if "?" in given or len(node.args) > len(ARGUMENTS[kind]) or not isinstance(given.get("name"), str):
        raise unread
    *path, name = given["name"].split("__")
    grain = grain or given.get("grain")
    return Reference(kind, name, (*words(given.get("entity_path")), *path), grain.lower() if grain else None, words(given.get("group_by")))


def literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError) as error:
        raise CannotSay("import.jinja", text=ast.unparse(node)[:80]) from error


def words(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()
