"""What of the catalog an asker sees. What is hidden does not exist for them, and every decision names its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal

from catalog.access.roles import STRICTNESS, Access, Asker, Role, Treatment, selects
from catalog.catalog import Catalog
from catalog.dataset import Dataset, validity_columns
from catalog.dimension import Dimension
from catalog.joins import has_bridges, paths, reachable
from catalog.metric import Metric
from catalog.parts import dimensions_of, formulas_of, inputs_within, read_rows, texts_of

Verdict = Literal[
    "granted",
    "not_granted",
    "above_clearance",
    "denied",
    "made_of_denied",
    "column_not_shown",
    "rows_not_inherited",
    "rows_restricted",
    "unknown_input",
    "shown",
    "masked",
    "hashed",
    "hidden",
    "sensitive",
    "not_needed",
    "decides_nothing",
]
FOR: tuple[Verdict, ...] = ("granted", "rows_restricted", "shown", "masked", "hashed", "decides_nothing")


@dataclass(frozen=True)
class Reason:
    """One rule and what it decides: its id in the access file (empty: the default), where it stands, and what it is about."""

    verdict: Verdict
    rule: str
    where: str = ""
    about: str = ""

    @property
    def allows(self) -> bool:
        return self.verdict in FOR


@dataclass(frozen=True)
class Narrowing:
    """A row rule: the dataset it is written for, its predicate's template, and its id."""

    dataset: str
    template: str
    rule: str


@dataclass(frozen=True)
class Grants:
    """One asker's rules laid on one catalog."""

    catalog: Catalog
    asker: Asker
    access: Access

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        return self.access.roles_of(self.asker)

    def narrowings(self, dataset: str) -> Iterator[Narrowing]:
        """The row rules that hold for a dataset: of each role its own rule for it, else every rule of the role, inherited over look-ups."""
        for role in self.roles:
            rules = dict(role.rows)
            for target in (dataset,) if dataset in rules else tuple(rules):
                yield Narrowing(target, rules[target], f"{role.id}.rows.{target}")

    def unreached(self, dataset: str) -> Narrowing | None:
        """A row rule of a dataset that looks up nothing of the rule's own dataset, so that it cannot be kept; None when all can."""
        if dataset not in self.missed:
            near = reachable(self.catalog, dataset)
            self.missed[dataset] = next((each for each in self.narrowings(dataset) if each.dataset not in near), None)
        return self.missed[dataset]

    @cached_property
    def missed(self) -> dict[str, Narrowing | None]:
        return {}

    def treatment(self, dataset: str, column: str) -> tuple[Treatment, str]:
        """How a column is shown, and by which rule; the strictest rule holds. Without a rule a sensitive column is hidden."""
        found = [
            (STRICTNESS.index(treatment), treatment, f"{role.id}.columns.{pattern}")
            for role in self.roles
            for pattern, treatment in role.columns
            if fnmatchcase(f"{dataset}.{column}", pattern)
        ]
        if found:
            _, treatment, rule = min(found)
            return treatment, rule
        return ("hide", "") if (dataset, column) in self.sensitive else ("show", "")

    @cached_property
    def sensitive(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (dataset.id, column.name) for dataset in self.catalog.datasets.values() for column in dataset.columns if column.sensitive
        )

    @cached_property
    def covered_up(self) -> dict[tuple[str, str], str]:
        """(dataset, column) -> rule of every column that is not simply shown."""
        return {
            (dataset.id, column.name): rule
            for dataset in self.catalog.datasets.values()
            for column in dataset.columns
            for treatment, rule in [self.treatment(dataset.id, column.name)]
            if treatment != "show"
        }

    @cached_property
    def cut(self) -> bool:
        """Whether some join key is covered, so that what lies behind it cannot be looked up."""
        sides = [((join.left, left), (join.right, right)) for join in self.catalog.joins for left, right in join.keys]
        held = ((name, column) for name, dataset in self.catalog.datasets.items() for column in validity_columns(dataset))
        return any(side in self.covered_up for pair in (*sides, tuple(held)) for side in pair)

    def covered_on_the_way(self, home: str, target: str, via: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """The covered join keys on the paths from one dataset to another."""
        for path in paths(self.catalog, home, target, via) if self.cut else ():
            for step in path.steps:
                for left, right in step.keys:
                    yield from (side for side in ((step.left, left), (step.right, right)) if side in self.covered_up)
                held = ((step.right, column) for column in validity_columns(self.catalog.datasets[step.right]))
                yield from (side for side in held if side in self.covered_up)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that this asker may see."""
        return tuple(metric.id for metric in self.catalog.metrics.values() if next(self.objections(metric), None) is None)

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """The datasets that those metrics count rows of, at any depth."""
        found = dict.fromkeys(home for name in self.metrics for home in self.read_by(self.catalog.metrics[name]))
        return tuple(home for home in found if home in self.catalog.datasets)

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that this asker may see."""
        return tuple(name for name in self.catalog.dimensions if self.sees_dimension(name))

    @cached_property
    def datasets(self) -> tuple[str, ...]:
        """The datasets behind those metrics and dimensions, what their rows look up, and bridges from there."""
        found = dict.fromkeys((*self.homes, *(self.catalog.dimensions[name].dataset for name in self.dimensions)))
        for home in tuple(found):
            found |= dict.fromkeys(reachable(self.catalog, home))
        for join in self.catalog.joins:
            if join.cardinality == "many_to_many" and (join.left in found or join.right in found):
                found |= dict.fromkeys((join.left, join.right))
        found |= dict.fromkeys(self.bridged())
        return tuple(name for name in found if name in self.catalog.datasets)

    def bridged(self) -> Iterator[str]:
        """The bridges, and what lies beyond them, between what those metrics count and what they are asked by or filter by themselves."""
        if not has_bridges(self.catalog):
            return
        named = [(dimension.dataset, dimension.via) for dimension in map(self.catalog.dimensions.__getitem__, self.dimensions)]
        for metric in map(self.catalog.metrics.__getitem__, self.metrics):
            for home in self.read_by(metric):
                for target, via in dict.fromkeys((*named, *self.looked_up(metric, home))):
                    yield from (step.right for path in paths(self.catalog, home, target, via) for step in path.steps)

    @cached_property
    def needed(self) -> frozenset[tuple[str, str]]:
        """(dataset, column), folded: join keys, and what the metrics and dimensions that this asker sees read."""
        return frozenset((dataset, column.casefold()) for dataset, column in self.columns_read())

    def columns_read(self) -> Iterator[tuple[str, str]]:
        from catalog.expression import columns_in

        for join in self.catalog.joins:
            yield from ((join.left, left) for left, _ in join.keys)
            yield from ((join.right, right) for _, right in join.keys)
        for name, dataset in self.catalog.datasets.items():
            yield from ((name, column) for column in validity_columns(dataset))
        for dimension in map(self.catalog.dimensions.__getitem__, self.dimensions):
            yield from ((dataset or dimension.dataset, column) for dataset, column in columns_in(dimension.expression))
        for metric in map(self.catalog.metrics.__getitem__, self.metrics):
            for name in (metric.id, *inputs_within(metric, self.catalog)):
                for home, text in texts_of(self.catalog.metrics[name], self.catalog):
                    yield from ((dataset or home, column) for dataset, column in columns_in(text))

    def is_beside(self, dataset: str, column: str) -> bool:
        """Whether a column is of rows that a rule does not reach, and not needed: such rows are only looked up."""
        return self.unreached(dataset) is not None and (dataset, column.casefold()) not in self.needed

    def may_list(self, dataset: str) -> bool:
        """Whether single rows may be told: all that is there are the asker's, or they are only looked up by what the asker counts."""
        return self.unreached(dataset) is None or any(dataset in reachable(self.catalog, home) for home in self.homes)

    @cached_property
    def withheld(self) -> Mapping[tuple[str, str], str]:
        """(dataset, folded column) -> rule of the columns that only denied metrics and dimensions read: rows would tell what was denied."""
        from catalog.access.withheld import withheld_columns

        named: tuple[Metric | Dimension, ...] = (*self.catalog.metrics.values(), *self.catalog.dimensions.values())
        rules = tuple((each, reason.rule) for each in named for reason in self.denying(each, "denied"))
        return withheld_columns(self.catalog, rules, self.metrics, self.dimensions) if rules else {}

    def reason(self, verdict: Verdict, rule: str, about: str = "") -> Reason:
        return Reason(verdict, rule, self.access.place(rule), about)

    def objections(self, metric: Metric) -> Iterator[Reason]:
        """Every rule that keeps a metric from this asker; none means that they may see it."""
        if next(self.granting(metric), None) is None:
            uncleared = tuple(self.reason("above_clearance", f"{role.id}.clearance", metric.sensitivity) for role in self.naming(metric))
            yield from dict.fromkeys(uncleared or (self.reason("not_granted", "", metric.id),))
        yield from self.denying(metric, "denied")
        for name in inputs_within(metric, self.catalog):
            if name in self.catalog.metrics:
                yield from self.denying(self.catalog.metrics[name], "made_of_denied")
            else:
                yield self.reason("unknown_input", "", name)
        for name in self.filtered_by(metric):
            yield from self.denying(self.catalog.dimensions[name], "made_of_denied")
        for home in self.read_by(metric):
            if (missed := self.unreached(home)) is not None:
                yield self.reason("rows_not_inherited", missed.rule, f"{home} <- {missed.dataset}")
        for dataset, column in self.covered_columns(metric):
            yield self.reason("column_not_shown", self.covered_up[dataset, column], f"{dataset}.{column}")

    def filtered_by(self, metric: Metric) -> tuple[str, ...]:
        """The dimensions that the metric's formula filters by, at any depth."""
        names = (metric.id, *inputs_within(metric, self.catalog))
        formulas = (formula for name in names if name in self.catalog.metrics for formula in formulas_of(self.catalog.metrics[name]))
        return tuple(dict.fromkeys(name for each in formulas for name in dimensions_of(each) if name in self.catalog.dimensions))

    def read_by(self, metric: Metric) -> tuple[str, ...]:
        """The datasets whose rows the metric reads, in any of its editions."""
        names = (metric.id, *inputs_within(metric, self.catalog))
        formulas = (formula for name in names if name in self.catalog.metrics for formula in formulas_of(self.catalog.metrics[name]))
        return tuple(dict.fromkeys(home for formula in formulas for home, _ in read_rows(formula)))

    def covered_columns(self, metric: Metric) -> Iterator[tuple[str, str]]:
        """The columns that a metric reads and this asker may not."""
        names = (metric.id, *inputs_within(metric, self.catalog))
        for name in names:
            if name in self.catalog.metrics:
                for dataset, text in texts_of(self.catalog.metrics[name], self.catalog):
                    yield from self.covered_in(dataset, text)
        for home in self.read_by(metric) if self.cut else ():
            for target, via in self.looked_up(metric, home):
                yield from self.covered_on_the_way(home, target, via)

    def looked_up(self, metric: Metric, home: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The other datasets that a metric's formula looks up from a dataset, with the roles on the way."""
        from catalog.expression import columns_in

        for name in (metric.id, *inputs_within(metric, self.catalog)):
            if name not in self.catalog.metrics:
                continue
            for dataset, text in texts_of(self.catalog.metrics[name], self.catalog):
                yield from ((other, ()) for other, _ in columns_in(text) if other and other != home and dataset == home)
            filtered = (each for formula in formulas_of(self.catalog.metrics[name]) for each in dimensions_of(formula))
            found = (self.catalog.dimensions[each] for each in filtered if each in self.catalog.dimensions)
            yield from ((dimension.dataset, dimension.via) for dimension in found)

    def covered_in(self, home: str, text: str) -> Iterator[tuple[str, str]]:
        """The covered columns that an expression names. It is parsed only when one of their names occurs in it."""
        folded = text.casefold()
        if not any(column.casefold() in folded or '"' in column for _, column in self.covered_up):
            return
        from catalog.expression import columns_in

        for dataset, column in columns_in(text):
            named = ((dataset or home).casefold(), column.casefold())
            yield from (key for key in self.covered_up if (key[0].casefold(), key[1].casefold()) == named)

    def sees_dimension(self, name: str) -> bool:
        return next(self.dimension_objections(self.catalog.dimensions[name]), None) is None

    def dimension_objections(self, dimension: Dimension) -> Iterator[Reason]:
        """Every rule that keeps a dimension from this asker; none means that they may see it."""
        if next(self.granting(dimension), None) is None:
            yield self.reason("not_granted", "", dimension.id)
        yield from self.denying(dimension, "denied")
        covered = dict.fromkeys(self.covered_in(dimension.dataset, dimension.expression))
        for home in self.homes if self.cut else ():
            covered |= dict.fromkeys(self.covered_on_the_way(home, dimension.dataset, dimension.via))
        for dataset, column in covered:
            yield self.reason("column_not_shown", self.covered_up[dataset, column], f"{dataset}.{column}")

    def naming(self, metric: Metric) -> Iterator[Role]:
        """The roles that grant a metric by its name or marks, whether or not they are cleared for it."""
        yield from (role for role in self.roles if any(selects(rule, metric) for rule in role.metrics))

    def granting(self, named: Metric | Dimension) -> Iterator[Reason]:
        kind = "metrics" if isinstance(named, Metric) else "dimensions"
        for role in self.roles:
            for rule in getattr(role, kind):
                if selects(rule, named) and (isinstance(named, Dimension) or role.clears(named)):
                    yield self.reason("granted", f"{role.id}.{kind}.{rule}", named.id)

    def denying(self, named: Metric | Dimension, verdict: Verdict) -> Iterator[Reason]:
        kind = "deny_metrics" if isinstance(named, Metric) else "deny_dimensions"
        for role in self.roles:
            for rule in getattr(role, kind):
                if selects(rule, named):
                    yield self.reason(verdict, f"{role.id}.{kind}.{rule}", named.id)


def visible(catalog: Catalog, asker: Asker, access: Access) -> Catalog:
    """The catalog as this asker sees it: permitted metrics and dimensions, the datasets behind them, and the columns they may read."""
    grants = Grants(catalog, asker, access)
    seen = catalog.restricted(grants.metrics, grants.dimensions)
    datasets = {name: shown(catalog.datasets[name], grants) for name in grants.datasets}
    joins = tuple(join for join in catalog.joins if join.left in datasets and join.right in datasets)
    return replace(seen, datasets=datasets, joins=joins)


def shown(dataset: Dataset, grants: Grants) -> Dataset:
    """The dataset with the columns that the asker may read, masked and hashed ones among them; none where its rows may not be listed."""
    columns = tuple(column for column in dataset.columns if grants.treatment(dataset.id, column.name)[0] != "hide")
    told = tuple(column for column in columns if (dataset.id, column.name.casefold()) not in grants.withheld)
    listed = tuple(column for column in told if not grants.is_beside(dataset.id, column.name)) if grants.may_list(dataset.id) else ()
    return replace(dataset, columns=listed)
