"""Text as a tree, without parameters; and which of its SELECTs are blocks over the relation `metrics`."""

from __future__ import annotations

import re

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from catalog.errors import Unreadable
from catalog.metric_sql.write import RELATION

LONGEST = 20_000  # characters; reading takes longer with each


def parsed(text: str) -> exp.Expr:
    if len(text) > LONGEST:
        raise Unreadable("too_long", length=len(text), most=LONGEST)
    try:
        found = parse_one(text.strip().rstrip(";"), dialect="duckdb")
        check_parameters(found, text)
        return found
    except RecursionError as error:
        raise Unreadable("too_deep") from error
    except SqlglotError as error:
        problems = getattr(error, "errors", None) or [{}]
        raise Unreadable("not_sql", line=problems[0].get("line"), column=problems[0].get("col"), text=text[:200]) from error


def check_parameters(tree: exp.Expr, text: str) -> None:
    """Values are written out: ?, $1 and :name have none here."""
    parameter = next(tree.find_all(exp.Placeholder, exp.Parameter, exp.SessionParameter), None)
    if parameter is not None:
        written = re.search(r"\?|[$:@][0-9A-Za-z_]+", re.sub(r"'[^']*'", lambda found: " " * len(found[0]), text))
        before = text[: written.start()] if written else ""
        raise Unreadable(
            "parameter",
            line=before.count("\n") + 1 if written else None,
            column=len(before) - before.rfind("\n") if written else None,
            text=written[0] if written else parameter.sql("duckdb"),
        )


def is_block(node: exp.Expr) -> bool:
    """Whether a SELECT reads the relation `metrics` and nothing else."""
    source = node.args.get("from_")
    table = source.this if source is not None else None
    return isinstance(node, exp.Select) and is_metrics(table)


def is_metrics(table: object) -> bool:
    return isinstance(table, exp.Table) and table.name.lower() == RELATION and not table.db and isinstance(table.this, exp.Identifier)
