"""Whether a query names only what its asker sees. What is hidden reads exactly as what does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.catalog import Catalog, nearest
from catalog.dataset import Dataset
from catalog.errors import Unanswerable, Unknown
from catalog.metric import Over
from catalog.query import PERIOD, TIME, Attainment, Measure, MetricQuery, Rank, RowList, Share


def check_query(query: MetricQuery | RowList, visible: Catalog) -> None:
    """Raises Unknown for the first name that the asker's catalog does not have, with the nearest that it has."""
    if isinstance(query, RowList):
        check_rows(query, visible)
        return
    for measure in query.measures:
        target = visible.metric(measure.metric).target
        if isinstance(measure.shown, Attainment) and target not in visible.metrics:
            raise Unanswerable("no_target", metric=measure.metric)  # a target that the asker may not see is as good as none
        check_keys(groups_of(measure), visible)
        check_keys((each.dimension for each in measure.filters), visible)
    check_keys(query.group_by, visible)
    check_keys((each.dimension for each in query.shared_filters), visible)
    check_keys((each.dimension for each in query.only), visible)
    check_keys(query.limit.per if query.limit else (), visible)
    for within in query.within:
        check_keys(within.dimensions, visible)
        check_query(within.query, visible)


def groups_of(measure: Measure) -> tuple[str, ...]:
    return measure.shown.of if isinstance(measure.shown, Share | Rank | Over) else ()


def check_keys(names: Iterator[str] | tuple[str, ...], visible: Catalog) -> None:
    for name in names:
        if name not in (TIME, PERIOD):
            visible.dimension(name)


def check_rows(query: RowList, visible: Catalog) -> None:
    columns = known_columns(visible.dataset(query.dataset))
    named = (*query.columns, *(order.column for order in query.order))
    for name in named:
        if name not in columns and name not in visible.dimensions:
            raise Unknown("unknown_column", name=name, nearest=nearest(name, columns))
    for each in query.filters:
        if each.dimension not in columns:
            visible.dimension(each.dimension)


def known_columns(dataset: Dataset) -> tuple[str, ...]:
    return tuple(column.name for column in dataset.columns)
