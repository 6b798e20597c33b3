"""Exploration: SQL over datasets instead of metrics, for people who may. Each dataset stands for its table as the guard lets them read it.

Nothing is checked here but which relations are read: rows, columns and functions are the guard's business, as for any SQL.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.dataset import Dataset
from catalog.errors import Unanswerable
from catalog.metric_sql.expand import scopes_of, tables_of_ctes
from catalog.metric_sql.measure import unreadable
from catalog.metric_sql.parse import parsed

PLAIN = ("this", "alias", "joins")  # what a relation may have; a sample or a version would silently not be taken
NOTE = "explored"


@dataclass(frozen=True)
class Explored:
    """SQL for the guard, and the datasets that it reads."""

    sql: str
    datasets: tuple[str, ...]


def explored(text: str, seen: Catalog, known: Catalog) -> Explored:
    """The text with its datasets' tables in their place. Raises Unreadable, Unknown for a dataset that its asker does not see, as for one
    that there is not, and Unanswerable for one whose small groups are protected in `known`."""
    tree = parsed(text)
    if not isinstance(tree, exp.Query):
        raise unreadable("not_a_query", tree)
    own = {id(node) for scope in scopes_of(tree) for node in tables_of_ctes(scope)}
    read: dict[str, None] = {}
    for table in tuple(tree.find_all(exp.Table)):
        if id(table) in own:
            continue
        dataset = dataset_of(table, seen)
        if known.dataset(dataset.id).privacy is not None:
            raise Unanswerable("small_groups_rows", dataset=dataset.id)
        read[dataset.id] = None
        stand_for(table, dataset)
    return Explored(tree.sql("duckdb"), tuple(read))


def dataset_of(table: exp.Table, seen: Catalog) -> Dataset:
    """The dataset that a relation names: its id alone, with an alias at most."""
    if not isinstance(table.this, exp.Identifier) or any(value and name not in PLAIN for name, value in table.args.items()):
        raise unreadable("only_datasets", table, name=table.sql("duckdb"))
    return seen.dataset(table.name)


def stand_for(table: exp.Table, dataset: Dataset) -> None:
    """Puts the table in the place of the dataset, whose columns keep the name that they were called by."""
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(dataset.id, quoted=True)))
    table.set("this", exp.to_identifier(dataset.table, quoted=True))
    table.set("db", exp.to_identifier(dataset.schema, quoted=True))
