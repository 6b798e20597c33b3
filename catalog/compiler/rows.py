"""compile_rows: detail rows of one dataset, as SQL. No aggregate, and always a limit."""

from __future__ import annotations

from sqlglot import exp

from catalog.catalog import Catalog, nearest
from catalog.compiler import tree
from catalog.compiler.columns import Compiled, OutputColumn
from catalog.compiler.days import Span, label
from catalog.compiler.filters import filter_conditions
from catalog.compiler.fragments import dimension
from catalog.compiler.reader import Reader, within_spans
from catalog.dataset import Dataset
from catalog.errors import Unanswerable, Unknown
from catalog.label import Label
from catalog.query import RowList


def compile_rows(row_list: RowList, catalog: Catalog) -> Compiled:
    """The rows as one SELECT; columns are the dataset's own or dimensions that its rows reach. Raises Unknown or Unanswerable."""
    dataset = catalog.dataset(row_list.dataset)
    if dataset.privacy is not None:
        raise Unanswerable("small_groups_rows", dataset=dataset.id)
    used: dict[str, None] = {}
    reader = Reader(catalog, dataset.id, used, dataset.time)
    names = row_list.columns or tuple(column.name for column in dataset.columns if not column.sensitive)
    shown = {name: shown_column(reader, dataset, name) for name in names}
    reader.where += filter_conditions(reader, row_list.filters)
    if row_list.periods:
        if dataset.time is None:
            raise Unanswerable("no_time", metric=dataset.id, dataset=dataset.id)
        spans = tuple(Span(label(period), period.start, period.effective_end) for period in row_list.periods)
        reader.where += within_spans(tree.column(dataset.time, dataset.id), spans)
    made = tree.select([tree.named(value, name) for name, value in shown.items()], reader.source, reader.joins(), tree.both(reader.where))
    made.set("order", ordering(row_list, dataset, shown))
    made.set("limit", exp.Limit(expression=tree.number(row_list.limit)))
    columns = tuple(output_column(catalog, dataset, name) for name in names)
    return Compiled(made, made.sql("duckdb"), columns, tuple(used))


def shown_column(reader: Reader, dataset: Dataset, name: str) -> exp.Expr:
    if any(column.name == name for column in dataset.columns):
        return tree.column(name, dataset.id)
    if name in reader.catalog.dimensions:
        return reader.use(dimension(reader.catalog, dataset.id, name))
    known = [column.name for column in dataset.columns]
    raise Unknown("unknown_column", name=name, nearest=nearest(name, known) or tuple(known))


def ordering(row_list: RowList, dataset: Dataset, shown: dict[str, exp.Expr]) -> exp.Order:
    """The order asked for, then the primary key and whatever is shown, so that equal lists have equal rows."""
    for order in row_list.order:
        if order.column not in shown:
            raise Unknown("unknown_column", name=order.column, nearest=nearest(order.column, shown) or tuple(shown))
    asked = [tree.ordered(tree.column(order.column), order.descending) for order in row_list.order]
    named = {order.column for order in row_list.order}
    keys = [tree.ordered(tree.column(name, dataset.id), descending=False) for name in dataset.primary_key if name not in named]
    rest = [] if keys else [tree.ordered(tree.column(name), descending=False) for name in shown if name not in named]
    return exp.Order(expressions=asked + keys + rest)


def output_column(catalog: Catalog, dataset: Dataset, name: str) -> OutputColumn:
    for column in dataset.columns:
        if column.name == name:
            declared = catalog.dimensions.get(name)
            kind = declared.type if declared is not None and declared.dataset == dataset.id else "text"
            return OutputColumn(name, "dimension", kind, column.label or Label(name, name), name)
    found = catalog.dimension(name)
    return OutputColumn(name, "dimension", found.type, found.label, name)
