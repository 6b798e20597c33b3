"""From rules to the guard's plain data: the tables, columns, masks and row predicates that one asker's queries may touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from catalog.access.roles import STRICTNESS, Access, Asker, Treatment
from catalog.access.sight import Grants, Narrowing
from catalog.catalog import Catalog
from catalog.dataset import Dataset
from catalog.joins import Step, look_ups
from sql_guard.policy import Among, Column, Limits, Policy, Table

if TYPE_CHECKING:
    from sqlglot import exp

    from sql_guard.serving import ServedTable

NOTHING = "FALSE"


def policy_for(
    asker: Asker, catalog: Catalog, access: Access, tables: Iterable[ServedTable], limits: Limits | None = None, database: str = "serving"
) -> Policy:
    """What the guard lets this asker's queries read of the served tables. What no visible metric or dimension needs is not there."""
    grants = Grants(catalog, asker, access)
    needs = Needs(grants)
    sharing: dict[str, list[Dataset]] = {}
    for name in grants.datasets:
        sharing.setdefault(place_of(catalog.datasets[name]), []).append(catalog.datasets[name])
    served = {table.key.casefold(): table for table in tables}
    made = tuple(table_for(datasets, served[place], needs) for place, datasets in sharing.items() if place in served)
    return Policy(made, limits or Limits(), database)


def place_of(dataset: Dataset) -> str:
    return f"{dataset.schema}.{dataset.table}".casefold()


@dataclass(frozen=True)
class Needs:
    """How one asker reads each column."""

    grants: Grants

    def strictest(self, datasets: list[Dataset], physical: str) -> Treatment:
        """How a physical column is read: by the strictest dataset that governs it; hidden when none does."""
        governed = [
            (dataset.id, column.name) for dataset in datasets for column in dataset.columns if column.name.casefold() == physical.casefold()
        ]
        return min((self.treatment(*each) for each in governed), key=STRICTNESS.index, default="hide")

    def treatment(self, dataset: str, column: str) -> Treatment:
        if (dataset, column.casefold()) in self.grants.withheld or self.grants.is_beside(dataset, column):
            return "hide"
        return self.grants.treatment(dataset, column)[0]


def table_for(datasets: list[Dataset], physical: ServedTable, needs: Needs) -> Table:
    """A table as this asker reads it; where datasets share it, a column is read as the strictest says and rows must pass all."""
    shown: list[Column] = []
    hidden: list[Column] = []
    for column in physical.columns:
        treatment = needs.strictest(datasets, column.name)
        if treatment == "hide":
            hidden.append(column)
        else:
            shown.append(replace(column, mask=mask_of(column, treatment)))
    rows = dict.fromkeys(each for dataset in datasets for each in own_predicates(dataset, needs.grants))
    among = dict.fromkeys(each for dataset in datasets for each in inherited_predicates(dataset, needs.grants))
    return Table(physical.schema, physical.name, tuple(shown), all_of(tuple(rows)) if rows else None, tuple(hidden), tuple(among))


def own_predicates(dataset: Dataset, grants: Grants) -> Iterator[str]:
    for narrowing in grants.narrowings(dataset.id):
        if narrowing.dataset == dataset.id:
            yield predicate_of(narrowing, grants)


def inherited_predicates(dataset: Dataset, grants: Grants) -> Iterator[Among]:
    """Row rules of the datasets that these rows look up; where several shortest paths lead to one, all must hold."""
    for narrowing in grants.narrowings(dataset.id):
        if narrowing.dataset != dataset.id and narrowing.dataset in grants.catalog.datasets:
            for path in look_ups(grants.catalog, dataset.id, narrowing.dataset):
                yield among_of(path.steps, narrowing, grants)


def among_of(steps: tuple[Step, ...], narrowing: Narrowing, grants: Grants) -> Among:
    """The rule at the end of a path, as a condition on the rows at its start."""
    first, further = steps[0], steps[1:]
    other = grants.catalog.datasets[first.right]
    table = f"{other.schema}.{other.table}"
    if further:
        return Among(first.keys, table, None, (among_of(further, narrowing, grants),))
    return Among(first.keys, table, predicate_of(narrowing, grants))


def predicate_of(narrowing: Narrowing, grants: Grants) -> str:
    """The predicate for this asker; one that names a column the dataset does not have leaves no rows."""
    from catalog.access.rows import columns_of, predicate

    text = predicate(narrowing.template, grants.asker)
    columns = {column.name.casefold() for column in grants.catalog.datasets[narrowing.dataset].columns}
    fits = text == NOTHING or all(name.casefold() in columns for name in columns_of(narrowing.template))
    return text if fits else NOTHING


def all_of(predicates: tuple[str, ...]) -> str:
    from sqlglot import exp, parse_one

    if NOTHING in predicates:
        return NOTHING
    return str(exp.and_(*(parse_one(text, dialect="duckdb") for text in predicates)).sql("duckdb"))


def mask_of(column: Column, treatment: Treatment) -> str | None:
    """The expression that is read in place of a masked or hashed column. Text keeps its ends; other types become NULL."""
    from sqlglot import exp

    if treatment == "show":
        return None
    value = exp.column(column.name, quoted=True)
    if treatment == "hash":
        return str(exp.func("sha256", exp.cast(value, "VARCHAR"), dialect="duckdb").sql("duckdb"))
    if column.type.upper() not in ("VARCHAR", "TEXT"):
        return str(exp.cast(exp.null(), column.type, dialect="duckdb").sql("duckdb"))
    return str(masked_text(value).sql("duckdb"))


def masked_text(value: exp.Expr) -> exp.Expr:
    """138****00 of a long text, 王** of a short one; NULL stays NULL."""
    from sqlglot import exp

    def end(function: str, count: int) -> exp.Expr:
        return exp.func(function, value.copy(), exp.Literal.number(count), dialect="duckdb")

    long = exp.DPipe(this=exp.DPipe(this=end("left", 3), expression=exp.Literal.string("****")), expression=end("right", 2))
    short = exp.DPipe(this=end("left", 1), expression=exp.Literal.string("**"))
    length = exp.func("length", value.copy(), dialect="duckdb")
    return exp.case().when(exp.GTE(this=length, expression=exp.Literal.number(8)), long).else_(short)
