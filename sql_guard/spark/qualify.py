"""QUALIFY, which Spark does not have: the query becomes the source of one more SELECT that keeps the rows, and its window a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import Spelled
from sql_guard.spark.order import enclosed
from sql_guard.spark.scope import Scope, column_of, quoted
from sql_guard.spark.spell import truth

if TYPE_CHECKING:
    from sqlglot import exp

SOURCE: Final = "qualified rows"  # no dataset, table or WITH member can be called so without quotes
KEPT: Final = "kept"


def chosen(made: exp.Select, node: exp.Select, projected: list[tuple[str, Spelled]], scope: Scope) -> exp.Select:
    """The SELECT itself, or one around it that keeps what QUALIFY says; DISTINCT then belongs to the outer one."""
    from sqlglot import exp

    qualify = node.args.get("qualify")
    if qualify is None:
        return made
    condition = enclosed(truth(qualify.this, scope))
    mark = next(name for name in marks() if name not in {each.casefold() for each, _ in projected})
    made.append("expressions", exp.Alias(this=condition, alias=quoted(mark)))
    distinct = made.args.get("distinct")
    made.set("distinct", None)
    names = [exp.Alias(this=column_of(SOURCE, name), alias=quoted(name)) for name, _ in projected]
    source = exp.Subquery(this=made, alias=exp.TableAlias(this=quoted(SOURCE)))
    outer = exp.Select(expressions=names, from_=exp.From(this=source), where=exp.Where(this=column_of(SOURCE, mark)))
    outer.set("distinct", distinct)
    return outer


def marks() -> list[str]:
    return [KEPT, *(f"{KEPT}_{count}" for count in range(2, 1000))]
