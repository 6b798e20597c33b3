"""Scalar SQL from catalog files (expressions, filters, dimensions), parsed once a catalog and ready to be put into a query.

A fragment's columns are qualified by join aliases, and it lists the join paths that it needs. Copy the tree before use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from catalog.catalog import Catalog, nearest
from catalog.compiler.tree import as_date, identifier
from catalog.errors import Unanswerable, Unknown, Unreadable
from catalog.joins import Path, path_to, reachable_dimensions, steps_from

LENIENT = (  # parts that can make a value out of NULL
    exp.Case,
    exp.Coalesce,
    exp.Concat,
    exp.Connector,
    exp.Greatest,
    exp.If,
    exp.Is,
    exp.Least,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
)


@dataclass(frozen=True)
class Fragment:
    """`bridge` is the path into the bridge that all of its columns lie beyond, if they do."""

    tree: exp.Expr
    paths: tuple[Path, ...]
    text: str
    bridge: Path | None = None


def scalar(catalog: Catalog, base: Path, sql: str) -> Fragment:
    """An expression over the columns of the dataset at the end of `base`, and of those a join path leads to from there."""
    key = ("scalar", base, sql)
    found: Fragment | None = catalog.memo.get(key)
    if found is None:
        found = catalog.memo[key] = parsed(catalog, base, sql)
    return found


def conditions(catalog: Catalog, base: Path, sql: str | None) -> tuple[Fragment, ...]:
    """A filter's conditions, one for each side of its outermost ANDs; each one has to hold."""
    if sql is None:
        return ()
    key = ("conditions", base, sql)
    found: tuple[Fragment, ...] | None = catalog.memo.get(key)
    if found is None:
        sides = read(sql).flatten() if isinstance(read(sql), exp.And) else [read(sql)]
        found = catalog.memo[key] = tuple(scalar(catalog, base, side.sql("duckdb")) for side in sides)
    return found


def dimension(catalog: Catalog, root: str, name: str) -> Fragment:
    """A dimension as seen from the rows of `root`; raises Unanswerable where no join leads there."""
    key = ("dimension", root, name)
    found: Fragment | None = catalog.memo.get(key)
    if found is None:
        declared = catalog.dimension(name)
        path = path_to(catalog, root, declared.dataset, declared.via)
        if path is None:
            finest = catalog.dataset(root).time_grain
            if catalog.is_of_days(name) and finest != "day":
                raise Unanswerable("days_unknown", dimension=name, dataset=root, finest=finest)
            raise Unanswerable("unreachable_dimension", dimension=name, dataset=root, nearest=near(catalog, root, name))
        found = of_found_rows(scalar(catalog, path, declared.expression), path)
        if declared.type == "date":
            found = replace(found, tree=as_date(found.tree.copy()))
        elif isinstance(found.tree, exp.Binary | exp.Unary | exp.Between):
            found = replace(found, tree=exp.Paren(this=found.tree.copy()))
        catalog.memo[key] = found
    return found


def of_found_rows(fragment: Fragment, path: Path) -> Fragment:
    """The fragment, or NULL where the path finds no row: a default is for rows without a value, not for rows that are not there."""
    if not path.steps or is_strict(fragment.tree):
        return fragment
    key = exp.column(identifier(path.steps[-1].keys[0][1]), table=identifier(path.alias))
    is_there = exp.Not(this=exp.Is(this=key, expression=exp.Null()))
    return replace(fragment, tree=exp.Case(ifs=[exp.If(this=is_there, true=fragment.tree.copy())]))


def is_strict(tree: exp.Expr) -> bool:
    """Whether the expression is NULL when its columns are."""
    return tree.find(exp.Column) is not None and tree.find(*LENIENT) is None


def near(catalog: Catalog, root: str, name: str) -> tuple[str, ...]:
    """Reachable dimensions, those with a like name first."""
    reachable = reachable_dimensions(catalog, root)
    return tuple(dict.fromkeys((*nearest(name, reachable), *reachable)))[:5]


def read(sql: str) -> exp.Expr:
    try:
        return parse_one(sql, dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise Unreadable("expression", text=sql) from error


def weighted(catalog: Catalog, expression: str, weight: str) -> tuple[str, str]:
    """expression * weight, and the weight where the expression is present: a row without one of the two counts in neither sum."""
    key = ("weighted", expression, weight)
    found: tuple[str, str] | None = catalog.memo.get(key)
    if found is None:
        value, by = (side if isinstance(side, exp.Column) else exp.Paren(this=side) for side in (read(expression), read(weight)))
        missing = exp.Is(this=value.copy(), expression=exp.Null())
        present = exp.Case(ifs=[exp.If(this=exp.Not(this=missing), true=by.copy())])
        found = catalog.memo[key] = exp.Mul(this=value, expression=by).sql("duckdb"), present.sql("duckdb")
    return found


def parsed(catalog: Catalog, base: Path, sql: str) -> Fragment:
    tree, paths, bridges = read(sql), dict.fromkeys([base] if base.steps else []), set[Path | None]()
    for column in tree.find_all(exp.Column):
        path = base if not column.table else extended(catalog, base, column.table, sql)
        if path.steps:
            paths[path] = None
        bridges.add(path.bridge)
        column.set("table", identifier(path.alias))
        column.set("this", identifier(column.name))
    if len(bridges) > 1:
        raise Unanswerable("mixes_bridge", expression=sql, dataset=base.root)
    return Fragment(tree, tuple(paths), sql, next(iter(bridges), base.bridge))


def extended(catalog: Catalog, base: Path, name: str, sql: str) -> Path:
    """The path to `name`, a dataset or a role of a join, from the end of `base`."""
    if name == base.target:
        return base
    if name in catalog.datasets:
        path = path_to(catalog, base.target, name)
        if path is None:
            raise Unanswerable("unreachable_dataset", dataset=base.target, to=name, expression=sql)
        return Path(base.root, (*base.steps, *path.steps))
    roles = [step for step in steps_from(catalog).get(base.target, ()) if step.role == name]
    if len(roles) != 1:
        raise Unknown("unknown_dataset", name=name, nearest=nearest(name, catalog.datasets))
    return Path(base.root, (*base.steps, roles[0]))
