"""Names in governed SQL that a model wrote: code's own. What a column is called comes from what it is made of, never from the model.

A model may call east 'west', or write anything at all into an alias or a comment; none of that is shown or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from sqlglot import exp, parse_one
from sqlglot.optimizer.scope import Scope, traverse_scope

from assistant.llm.sides import OPERATIONS, Source, only, sources
from assistant.wording import say, spell
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn
from catalog.compiler.headings import heading
from catalog.label import Label, Language
from catalog.metric_sql.write import RELATION
from catalog.query import TIME, MetricQuery

CHANGES = ("", "_previous", "_change", "_change_pct")


def renamed(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """The statement without comments, each name that is not the catalog's replaced by a plain one: n1, n2 …"""
    kept = {name.lower() for name in (*catalog.metrics, *catalog.dimensions, RELATION, TIME)}
    given: dict[str, str] = {}

    def plain(node: exp.Expr) -> exp.Expr:
        node.comments = None
        if isinstance(node, exp.Identifier) and node.name.lower() not in kept:
            return exp.to_identifier(given.setdefault(node.name.lower(), f"n{len(given) + 1}"))
        return node

    return tree.copy().transform(plain)


def misnamed(tree: exp.Expr, catalog: Catalog) -> str | None:
    """The first alias that is the name of another metric or dimension; None where there is none."""
    known = {name.lower() for name in (*catalog.metrics, *catalog.dimensions, RELATION, TIME)}
    for alias in tree.find_all(exp.Alias):
        if alias.alias.lower() in known and not stands_for(alias.this, alias.alias.lower()):
            return alias.alias
    written = (name for alias in tree.find_all(exp.TableAlias) for name in (alias.this, *(alias.args.get("columns") or ())) if name)
    return next((name.name for name in written if name.name.lower() in known), None)


def stands_for(node: exp.Expr, name: str) -> bool:
    """region AS region, COALESCE(n.region, p.region) AS region, MEASURE(orders) AS orders."""
    match node:
        case exp.Column():
            return node.name.lower() == name
        case exp.Coalesce():
            return all(isinstance(part, exp.Column) and part.name.lower() == name for part in (node.this, *node.expressions))
        case exp.Anonymous():
            return str(node.this).upper() == "MEASURE" and len(node.expressions) == 1 and stands_for(node.expressions[0], name)
    return False


def without_aliases(query: MetricQuery, catalog: Catalog, language: Language) -> MetricQuery:
    """The query with measures under their own names; those of some members under a heading that names the members."""
    named = tuple(
        replace(each, alias=heading(catalog, catalog.metric(each.metric), each, language) if each.filters else None)
        for each in query.measures
    )
    put = {old.name + end: new.name + end for old, new in zip(query.measures, named, strict=True) for end in CHANGES}
    return replace(
        query,
        measures=named,
        having=tuple(replace(part, column=put.get(part.column, part.column)) for part in query.having),
        order=tuple(replace(part, column=put.get(part.column, part.column)) for part in query.order),
    )


def labelled(sql: str, columns: tuple[OutputColumn, ...], catalog: Catalog) -> tuple[OutputColumn, ...]:
    """The columns of a model's statement, each under a label of what it is made of."""
    outermost = traverse_scope(parse_one(sql, dialect="duckdb"))[-1]
    items = [*shown_items(outermost)]
    if len(items) != len(columns):
        return tuple(relabelled(column, computed) for column in columns)
    days = len({source.days for item, scope in items for source in sources(item, scope, catalog)}) > 1
    return tuple(
        keyed(column, catalog)
        if column.role in ("dimension", "time")
        else relabelled(column, partial(label_of, item, scope, catalog, days))
        for column, (item, scope) in zip(columns, items, strict=True)
    )


def keyed(column: OutputColumn, catalog: Catalog) -> OutputColumn:
    """A key under its dimension's label, or as the time."""
    if column.name in catalog.dimensions:
        return replace(column, label=catalog.dimensions[column.name].label)
    return relabelled(column, lambda language: say(language, "column.metric_time") if column.role == "time" else computed(language))


def relabelled(column: OutputColumn, words: Callable[[Language], str]) -> OutputColumn:
    return replace(column, label=Label(words("zh"), words("en")))


def computed(language: Language) -> str:
    return say(language, "sql_column.computed")


def shown_items(scope: Scope) -> Iterator[tuple[exp.Expr, Scope]]:
    """What each column of a SELECT is, stars written out."""
    select = scope.expression
    for item in select.selects if isinstance(select, exp.Select) else ():
        if not item.is_star:
            yield item.unalias(), scope
            continue
        wanted = [item.table] if isinstance(item, exp.Column) else [*scope.selected_sources]
        for name in wanted:
            source = scope.sources.get(name)
            inner = source.expression if isinstance(source, Scope) else None
            for column in inner.named_selects if isinstance(inner, exp.Query) else ():
                yield exp.column(column, table=name), scope


def label_of(item: exp.Expr, scope: Scope, catalog: Catalog, days: bool, language: Language) -> str:
    """'GMV (East China) / Visitors', or that it was computed where it is of more than can be told in a line."""
    operation = next((node for node in item.find_all(*OPERATIONS)), None)
    if operation is None:
        one = only(sources(item, scope, catalog))
        return described(one, catalog, days, language) if one else computed(language)
    if operation.find_ancestor(*OPERATIONS) is not None or len([*item.find_all(*OPERATIONS)]) > 1:
        return computed(language)
    left, right = (only(sources(side, scope, catalog)) for side in (operation.this, operation.expression))
    if left is None or right is None:
        return computed(language)
    names = {"left": described(left, catalog, days, language), "right": described(right, catalog, days, language)}
    return say(language, f"sql_column.{type(operation).__name__.lower()}", **names)


def described(source: Source, catalog: Catalog, days: bool, language: Language) -> str:
    """A governed number in words: its metric, the members, the days where columns differ in them, and the row it is of."""
    if source.metric not in catalog.metrics:
        return computed(language)
    name = catalog.metric(source.metric).label.in_language(language)
    parts = [value for _, value in sorted(source.members)]
    if days:
        parts += [say(language, "sql_column.days", start=start, end=day_before(end)) for start, end in sorted(source.days)]
    told = say(language, "sql_column.of", name=name, parts=spell(tuple(parts), language)) if parts else name
    return say(language, f"sql_column.{source.window}", name=told) if source.window else told


def day_before(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=1)
