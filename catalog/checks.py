"""The catalog against the data: columns are there, keys are unique, joins find their rows, expressions bind, members occur.

Asked of the serving database through sql_guard's fixed questions and through the guard; nothing here is answered to a person's question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from catalog.catalog import Catalog, nearest
from catalog.dataset import Dataset, Join, validity_columns
from catalog.dimension import Dimension
from catalog.errors import Fault
from catalog.joins import reachable
from catalog.metric import Aggregate, Conversion, Metric, Percentile, SemiAdditive, WeightedAverage
from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.policy import Limits, Policy, Table

if TYPE_CHECKING:
    from sqlglot import exp

    from sql_guard.data_checks import DataChecks, KeyCheck
    from sql_guard.serving import ServedTable

MOST_MEMBERS = 100_000  # of one dimension; the aliases of a larger one are not looked up
TIMES = ("DATE", "TIMESTAMP")


def check_data(catalog: Catalog, checks: DataChecks) -> tuple[Fault, ...]:
    """Every fault of the catalog against the data; warnings are of the data rather than of the catalog."""
    missing = tuple(fault for dataset in catalog.datasets.values() for fault in missing_columns(dataset, checks))
    if missing:
        return missing  # nothing else can be asked
    policy = whole_policy(checks)
    found: list[Fault] = []
    for dataset in catalog.datasets.values():
        found += [*time_faults(dataset, served(dataset, checks)), *primary_key_faults(dataset, checks)]
    for join in catalog.joins:
        if join.on_day:
            continue  # made by us: a day has one row, and a time is not equal to its day
        found += join_faults(join, catalog, checks)
    found += expression_faults(catalog, policy)
    for dimension in catalog.dimensions.values():
        found += member_faults(dimension, catalog, checks, policy)
    return tuple(found)


def check_fit(catalog: Catalog, checks: DataChecks) -> tuple[Fault, ...]:
    """The faults that leave nothing to answer from: columns that are not there, times that are no dates, expressions that do not bind."""
    missing = [fault for dataset in catalog.datasets.values() for fault in missing_columns(dataset, checks)]
    if missing:
        return tuple(missing)
    times = [fault for dataset in catalog.datasets.values() for fault in time_faults(dataset, served(dataset, checks))]
    return (*times, *expression_faults(catalog, whole_policy(checks)))


def table_key(dataset: Dataset) -> str:
    return f"{dataset.schema}.{dataset.table}"


def served(dataset: Dataset, checks: DataChecks) -> ServedTable:
    return checks.tables[table_key(dataset).casefold()]


def whole_policy(checks: DataChecks) -> Policy:
    """All that is served: the check stands for the project, not for an asker."""
    tables = tuple(Table(table.schema, table.name, table.columns) for table in checks.tables.values())
    return Policy(tables, Limits(rows=MOST_MEMBERS))


def missing_columns(dataset: Dataset, checks: DataChecks) -> Iterator[Fault]:
    table = checks.tables.get(table_key(dataset).casefold())
    if table is None:
        known = [each.key for each in checks.tables.values()]
        yield fault(dataset.source, "missing_table", table=table_key(dataset), nearest=", ".join(nearest(table_key(dataset), known)))
        return
    names = [column.name for column in table.columns]
    for column in dataset.columns:
        if column.name.casefold() not in {name.casefold() for name in names}:
            yield fault(dataset.source, "missing_column", table=table.key, name=column.name, nearest=", ".join(nearest(column.name, names)))


def time_faults(dataset: Dataset, table: ServedTable) -> Iterator[Fault]:
    for column in table.columns:
        times = {name.casefold() for name in (dataset.time, *validity_columns(dataset)) if name}
        if column.name.casefold() in times and not column.type.upper().startswith(TIMES):
            yield fault(dataset.source, "time_not_a_date", dataset=dataset.id, name=column.name, type=column.type)


def primary_key_faults(dataset: Dataset, checks: DataChecks) -> Iterator[Fault]:
    """Repeated rows of a fact are the data's fault and a warning; where a join relies on the key, join_faults makes it an error."""
    if not dataset.primary_key:
        return
    found = checks.key(table_key(dataset), dataset.primary_key)
    key = ", ".join(dataset.primary_key)
    if found.nulls:
        yield fault(dataset.source, "key_with_nulls", "warning", dataset=dataset.id, key=key, nulls=str(found.nulls))
    if found.keys < found.rows - found.nulls and dataset.validity is None:
        yield fault(dataset.source, "key_not_unique", "warning", dataset=dataset.id, key=key, **repeated(found))


def repeated(found: KeyCheck) -> dict[str, str]:
    return {"rows": f"{found.rows:,}", "keys": f"{found.keys:,}", "example": shown(found.example)}


def shown(example: Sequence[object] | None) -> str:
    return "" if example is None else " / ".join(map(str, example))


def join_faults(join: Join, catalog: Catalog, checks: DataChecks) -> Iterator[Fault]:
    """The one side of a join is unique, and the rows of the many side find theirs."""
    sides = [(join.left, join.right, join.keys)]
    if join.cardinality in ("one_to_many", "one_to_one"):
        turned = (join.right, join.left, tuple((right, left) for left, right in join.keys))
        sides = [turned] if join.cardinality == "one_to_many" else [*sides, turned]
    for many, one, keys in sides if join.cardinality != "many_to_many" else ():
        many_key, one_key = [left for left, _ in keys], [right for _, right in keys]
        found = checks.key(table_key(catalog.datasets[one]), one_key)
        if catalog.datasets[one].validity is not None:
            yield from overlap_faults(join, catalog.datasets[one], one_key, checks)
        elif found.keys < found.rows - found.nulls:
            facts = {"left": many, "right": one, "cardinality": join.cardinality, "key": ", ".join(one_key), **repeated(found)}
            yield fault(join.source, "join_key_not_unique", **facts)
        lonely = checks.join(table_key(catalog.datasets[many]), many_key, table_key(catalog.datasets[one]), one_key)
        if lonely.orphans:
            rate = f"{lonely.orphan_rate:.2%}" if lonely.orphan_rate >= 0.0001 else "< 0.01%"
            facts = {"left": many, "right": one, "orphans": f"{lonely.orphans:,}", "percent": rate, "example": shown(lonely.example)}
            yield fault(join.source, "orphans", "warning", **facts)


def overlap_faults(join: Join, dataset: Dataset, key: Sequence[str], checks: DataChecks) -> Iterator[Fault]:
    """Of a dataset with validity a key may repeat, as long as only one of its rows holds on any day."""
    if dataset.validity is None or any(time_faults(dataset, served(dataset, checks))):
        return  # what is no day cannot overlap; time_faults says so
    found = checks.overlaps(table_key(dataset), key, dataset.validity.start, dataset.validity.end)
    if found.overlaps:
        facts = {"dataset": dataset.id, "key": ", ".join(key), "overlaps": f"{found.overlaps:,}", "example": shown(found.example)}
        yield fault(join.source, "validity_overlaps", **facts)


def expression_faults(catalog: Catalog, policy: Policy) -> Iterator[Fault]:
    """Every expression binds with the types that the data has. All of one dataset at once; one by one only when that fails."""
    waiting: dict[str, list[tuple[str, str, exp.Expr]]] = {}
    for dimension in catalog.dimensions.values():
        waiting.setdefault(dimension.dataset, []).append((dimension.source, dimension.expression, tree_of(dimension.expression)))
    for metric in catalog.metrics.values():
        for home, written, tree in aggregates_of(metric):
            waiting.setdefault(home, []).append((metric.source, written, tree))
    for home, trees in waiting.items():
        if refusal([tree for _, _, tree in trees], home, catalog, policy) is None:
            continue
        for source, written, tree in trees:
            if (reason := refusal([tree], home, catalog, policy)) is not None:
                yield fault(source, "does_not_bind", expression=written, reason=reason, types=types_in(tree, home, catalog, policy))


def types_in(tree: exp.Expr, home: str, catalog: Catalog, policy: Policy) -> str:
    """The columns of an expression with the types that the data has."""
    from sqlglot import exp

    found = {}
    for column in tree.find_all(exp.Column):
        dataset = catalog.datasets[column.table or home]
        table = next(table for table in policy.tables if (table.schema, table.name) == (dataset.schema, dataset.table))
        types = {each.name.casefold(): each.type for each in table.columns}
        found[column.name] = types.get(column.name.casefold(), "?")
    return ", ".join(f"{name} {kind}" for name, kind in found.items())


def tree_of(expression: str) -> exp.Expr:
    from catalog.expression import read_expression

    return read_expression(expression).copy()


def aggregates_of(metric: Metric) -> Iterator[tuple[str, str, exp.Expr]]:
    """(dataset, text, the tree to bind): an expression inside its own aggregate, a filter as a condition."""
    from sqlglot import exp

    formula = metric.formula
    match formula:
        case Aggregate() | Percentile() | SemiAdditive():
            if formula.expression:
                yield formula.dataset, formula.expression, aggregated(formula, tree_of(formula.expression))
        case WeightedAverage(dataset, expression, weight):
            product = exp.Mul(this=exp.paren(tree_of(expression)), expression=exp.paren(tree_of(weight)))
            yield dataset, f"{expression} * {weight}", exp.Sum(this=product)
        case Conversion(base, converted):
            for event in (base, converted):
                for text in (event.entity, *([event.expression] if event.expression else [])):
                    tree = tree_of(text)
                    yield event.dataset, text, exp.Sum(this=tree) if event.function == "sum" and text == event.expression else tree
                if event.filter:
                    yield (
                        event.dataset,
                        event.filter,
                        exp.Anonymous(this="count_if", expressions=[exp.and_(tree_of(event.filter), exp.true())]),
                    )
            return
        case _:
            return
    if formula.filter:
        yield formula.dataset, formula.filter, exp.Anonymous(this="count_if", expressions=[exp.and_(tree_of(formula.filter), exp.true())])


def aggregated(formula: Aggregate | Percentile | SemiAdditive, value: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    function = "median" if isinstance(formula, Percentile) else formula.function
    kinds: dict[str, type[exp.Expr]] = {"sum": exp.Sum, "average": exp.Avg, "min": exp.Min, "max": exp.Max, "median": exp.Median}
    return kinds[function](this=value) if function in kinds else exp.Count(this=value)


def refusal(trees: Sequence[exp.Expr], home: str, catalog: Catalog, policy: Policy) -> str | None:
    """Why these expressions do not bind over a dataset and what it looks up; None when they do. Plain columns count as aggregates."""
    from sqlglot import exp

    selected = [exp.AnyValue(this=tree.copy()) if not tree.find(exp.AggFunc, exp.Anonymous) else tree.copy() for tree in trees]
    named = {column.table for tree in trees for column in tree.find_all(exp.Column) if column.table}
    for tree in selected:
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier(column.table or home, quoted=True))
    others = [name for name in reachable(catalog, home, bridges=True) if name in named and name != home]
    query = exp.select(*(exp.alias_(tree, f"v{place}") for place, tree in enumerate(selected))).from_(aliased(catalog.datasets[home]))
    for name in others:
        query = query.join(aliased(catalog.datasets[name]), join_type="cross")
    try:
        guard(query.sql("duckdb"), policy)
    except Refused as error:
        return " ".join([error.code, *(str(value) for key, value in error.facts.items() if key in ("name", "kind") and value)])
    return None


def aliased(dataset: Dataset) -> exp.Expr:
    from sqlglot import exp

    table = exp.Table(this=exp.to_identifier(dataset.table, quoted=True), db=exp.to_identifier(dataset.schema, quoted=True))
    return exp.alias_(table, dataset.id, table=True, quoted=True)


def member_faults(dimension: Dimension, catalog: Catalog, checks: DataChecks, policy: Policy) -> Iterator[Fault]:
    """Members that have other names occur in the data."""
    from sqlglot import exp

    if not dimension.members or "." in dimension.expression:
        return
    value = exp.alias_(tree_of(dimension.expression), "value")
    query = exp.select(value).distinct().from_(aliased(catalog.datasets[dimension.dataset])).limit(MOST_MEMBERS)
    try:
        found = [row[0] for row in checks.rows(guard(query.sql("duckdb"), policy))]
    except Refused:
        return  # expression_faults has said so
    if len(found) >= MOST_MEMBERS:
        return
    for member in dimension.members:
        if member.value not in found:
            near = ", ".join(nearest(str(member.value), [str(each) for each in found if each is not None]))
            facts = {"dimension": dimension.id, "value": str(member.value), "nearest": near}
            yield fault(dimension.source, "unknown_member", "warning", **facts)


def fault(where: str, code: str, severity: str = "error", **facts: str) -> Fault:
    return Fault(where, code, tuple((key, value) for key, value in facts.items() if value), "warning" if severity == "warning" else "error")
