"""Expressions and filters are scalar SQL over governed columns: of their own dataset, or of one that a many-to-one path reaches."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.calendar import DATASET
from catalog.calendar_dataset import COLUMNS, FILLED_WITH_HOLIDAYS, dated
from catalog.catalog import nearest
from catalog.errors import Fault, Unreadable
from catalog.expression import columns_in, conditions_in
from catalog.files.build import Written
from catalog.files.rules.formulas import formulas_in
from catalog.files.rules.tables import columns_of, unknown
from catalog.joins import has_bridges, reachable
from catalog.metric import Aggregate, Derived, Percentile, SemiAdditive, WeightedAverage


def readable_dimensions(written: Written) -> Iterator[Fault]:
    for name, entry in written.dimensions.items():
        dimension = written.catalog.dimensions[name]
        where = entry.at("expression") if entry.value.expression else entry.at("id")
        yield from expression_faults(written, where, dimension.expression, dimension.dataset)


def readable_entities(written: Written) -> Iterator[Fault]:
    """What a minimum group counts is readable, over its dataset's columns and those it looks up."""
    for name, entry in written.datasets.items():
        if entry.value.privacy is not None:
            where = entry.at("privacy", "min_group", "entity")
            yield from expression_faults(written, where, entry.value.privacy.min_group.entity, name)


def known_columns_in_formulas(written: Written) -> Iterator[Fault]:
    for found in formulas_in(written):
        formula = found.formula
        if not isinstance(formula, Aggregate | SemiAdditive | Percentile | WeightedAverage):
            continue
        for key, text in texts_by_key(formula):
            check = filter_faults if key == "filter" else expression_faults
            yield from check(written, found.at(key), text, formula.dataset, of_facts=True)
        columns = columns_of(written, formula.dataset) if formula.dataset in written.datasets else None
        if columns is not None and formula.time is not None and formula.time not in columns:
            yield unknown(found.at("time"), "unknown_column", formula.time, columns, dataset=formula.dataset)
        for place, name in enumerate(formula.per if isinstance(formula, SemiAdditive) else ()):
            if columns is not None and name not in columns:
                yield unknown(found.at("per", place), "unknown_column", name, columns, dataset=formula.dataset)


def texts_by_key(formula: Aggregate | SemiAdditive | Percentile | WeightedAverage) -> Iterator[tuple[str, str]]:
    """(key in the file, SQL) of what a formula writes."""
    match formula:
        case Aggregate() | SemiAdditive():
            if formula.expression is not None:
                yield formula.function, formula.expression
        case Percentile():
            yield "percentile", formula.expression
        case WeightedAverage():
            yield from (("weighted_average", formula.expression), ("weight", formula.weight))
    if formula.filter is not None:
        yield "filter", formula.filter


def filter_faults(written: Written, where: str, text: str, home: str, of_facts: bool = False) -> Iterator[Fault]:
    """A filter may also ask for a partner beyond a bridge, in a condition of its own."""
    yield from expression_faults(written, where, text, home, bridges=True, of_facts=of_facts)
    if not has_bridges(written.catalog):
        return
    near = (*reachable(written.catalog, home), *([DATASET] if made_days(written) else []))
    try:
        sides = conditions_in(text)
    except Unreadable:
        return
    for side in sides:
        if len({dataset in near for dataset in (dataset or home for dataset, _ in columns_in(side))}) > 1:
            yield Fault(where, "mixes_bridge", (("expression", side), ("dataset", home)))


def expression_faults(written: Written, where: str, text: str, home: str, bridges: bool = False, of_facts: bool = False) -> Iterator[Fault]:
    """`of_facts`: the rows have a day of their own, so that the project's calendar may be asked what it is."""
    try:
        columns = columns_in(text)
    except Unreadable as error:
        yield Fault(where, error.code, tuple((key, str(value)) for key, value in error.facts.items()))
        return
    for dataset, column in columns:
        if of_facts and dataset == DATASET and made_days(written):
            yield from day_faults(written, where, column, home)
            continue
        yield from column_faults(written, where, dataset or home, column, home, bridges)


def made_days(written: Written) -> bool:
    """Whether the project's own calendar is the dataset `calendar`."""
    return written.calendar is not None and not written.knows("datasets", DATASET)


def day_faults(written: Written, where: str, column: str, home: str) -> Iterator[Fault]:
    """The calendar has the column and knows what it says, and the facts are dated by days."""
    if home not in written.datasets or written.calendar is None:
        return
    name = f"{DATASET}.{column}"
    if column not in COLUMNS:
        yield unknown(where, "unknown_column", column, COLUMNS, dataset=DATASET)
    elif column in FILLED_WITH_HOLIDAYS and written.calendar.holidays is None:
        yield Fault(where, "column_without_holidays", (("name", name),))
    elif column.startswith("fiscal") and written.calendar.fiscal is None:
        yield Fault(where, "column_without_fiscal", (("name", name),))
    elif home not in dated(written.catalog) or written.catalog.datasets[home].time_grain != "day":
        yield Fault(where, "facts_without_days", (("name", name), ("dataset", home)))


def column_faults(written: Written, where: str, dataset: str, column: str, home: str, bridges: bool = False) -> Iterator[Fault]:
    if not written.knows("datasets", dataset):
        if dataset != home:  # an unknown home is a fault of its own
            yield unknown(where, "unknown_dataset", dataset, written.datasets)
        return
    if dataset not in written.datasets or home not in written.datasets:
        return
    if dataset not in reachable(written.catalog, home, bridges):
        yield Fault(where, "unreachable_column", (("name", f"{dataset}.{column}"), ("dataset", home)))
    elif column not in (columns := columns_of(written, dataset)):
        elsewhere = [name for name in reachable(written.catalog, home, bridges) if name in written.datasets]
        qualified = [f"{name}.{column}" for name in sorted(elsewhere) if column in columns_of(written, name)]
        near = qualified or nearest(column, columns)
        facts = (("name", column), ("dataset", dataset), ("nearest", ", ".join(near)))
        yield Fault(where, "unknown_column", tuple((key, value) for key, value in facts if value))


def derived_faults(formula: Derived, where: str, given: set[str]) -> Iterator[Fault]:
    """A derived formula is arithmetic over names without a dataset, and every input entry is used."""
    try:
        columns = columns_in(formula.expression)
    except Unreadable as error:
        yield Fault(where, error.code, tuple((key, str(value)) for key, value in error.facts.items()))
        return
    for dataset, name in columns:
        if dataset:
            yield Fault(where, "derived_column", (("name", f"{dataset}.{name}"),))
    for unused in sorted(given - {name for _, name in columns}):
        yield Fault(where, "unused_input", (("name", unused),))
    if not columns:
        yield Fault(where, "derived_constant")
