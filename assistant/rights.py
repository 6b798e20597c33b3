"""What one person may see and do, and why: every decision with its rules, from the very sight and policy that their questions use.

For whoever manages access, never for the person asked about: the reasons name what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from catalog.access import FEATURES, Asker, Grants, Narrowing, Reason, column_reasons, explain_dimension, explain_metric, feature_reasons
from catalog.access.policies import place_of
from catalog.access.rows import attributes_of, predicate
from catalog.catalog import Catalog, nearest
from catalog.errors import Unknown
from catalog.joins import look_ups
from sql_guard.policy import Policy

if TYPE_CHECKING:
    from assistant.project import Project

Subject = Literal["metric", "dimension", "column", "feature"]


@dataclass(frozen=True)
class Decision:
    """Whether a person may see a thing or use a feature. `marked` is a metric's sensitivity, `shown` how a column's values read."""

    subject: Subject
    name: str
    allowed: bool
    reasons: tuple[Reason, ...]
    marked: str = ""
    shown: str = ""


@dataclass(frozen=True)
class RowRule:
    """A row rule for this person: where it stands, the predicate with their values, how the rows are found, and attributes they lack."""

    rule: str
    where: str
    dataset: str
    predicate: str
    paths: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class RowScope:
    """Which rows of a dataset a person reads: all (no rules), or those that every rule leaves. `sql` stands in the place of its table in
    every query of theirs; empty where they read nothing of it."""

    dataset: str
    rules: tuple[RowRule, ...]
    sql: str

    @property
    def held(self) -> tuple[RowRule, ...]:
        """The rules that reach the dataset; of one that others do not reach, only the needed columns are read."""
        return tuple(rule for rule in self.rules if rule.dataset == self.dataset or rule.paths)


@dataclass(frozen=True)
class Rights:
    """Everything about one asker's rights on one project."""

    grants: Grants
    seen: Catalog
    policy: Policy

    @classmethod
    def of(cls, project: Project, asker: Asker) -> Rights:
        return cls(Grants(project.catalog, asker, project.access), project.seen(asker), project.policy(asker))

    @property
    def catalog(self) -> Catalog:
        return self.grants.catalog

    @property
    def asker(self) -> Asker:
        return self.grants.asker

    def metric(self, name: str) -> Decision:
        sensitivity = self.catalog.metrics[name].sensitivity
        return Decision("metric", name, name in self.seen.metrics, explain_metric(self.grants, name), sensitivity)

    def dimension(self, name: str) -> Decision:
        return Decision("dimension", name, name in self.seen.dimensions, explain_dimension(self.grants, name))

    def column(self, dataset: str, column: str) -> Decision:
        """A column as the guard lets this person read it."""
        table = self.policy.by_key.get(place_of(self.catalog.datasets[dataset]))
        found = [each for each in table.columns if each.name.casefold() == column.casefold()] if table else []
        treatment = self.grants.treatment(dataset, column)[0] if found else "hide"
        marked = "sensitive" if (dataset, column) in self.grants.sensitive else ""
        return Decision(
            "column", f"{dataset}.{column}", bool(found), column_reasons(self.grants, dataset, column, bool(found)), marked, treatment
        )

    def feature(self, name: str) -> Decision:
        return Decision("feature", name, self.asker.may(name), feature_reasons(self.grants, name))

    @cached_property
    def metrics(self) -> tuple[Decision, ...]:
        return tuple(map(self.metric, self.catalog.metrics))

    @cached_property
    def dimensions(self) -> tuple[Decision, ...]:
        return tuple(map(self.dimension, self.catalog.dimensions))

    @cached_property
    def features(self) -> tuple[Decision, ...]:
        return tuple(map(self.feature, FEATURES))

    @cached_property
    def columns(self) -> tuple[Decision, ...]:
        """Every governed column."""
        return tuple(self.column(name, each.name) for name, dataset in self.catalog.datasets.items() for each in dataset.columns)

    @cached_property
    def covered(self) -> tuple[Decision, ...]:
        """The columns that are sensitive, or not shown as they are."""
        return tuple(each for each in self.columns if each.marked or each.shown in ("mask", "hash"))

    @cached_property
    def scopes(self) -> tuple[RowScope, ...]:
        """The rows of every dataset that this person reads."""
        return tuple(scope for scope in map(self.scope, self.catalog.datasets) if scope.sql)

    def scope(self, dataset: str) -> RowScope:
        from sql_guard.scan import scan_for

        table = self.policy.by_key.get(place_of(self.catalog.datasets[dataset]))
        rules = tuple(row_rule(each, dataset, self.grants) for each in dict.fromkeys(self.grants.narrowings(dataset)))
        return RowScope(dataset, rules, scan_for(table, self.policy).text if table else "")

    def scopes_of(self, metric: str) -> tuple[RowScope, ...]:
        """The rows that a metric counts, of each of its datasets."""
        return tuple(map(self.scope, self.grants.read_by(self.catalog.metrics[metric])))

    def about(self, name: str) -> tuple[Decision | RowScope, ...]:
        """What is decided of a metric, dimension, dataset, dataset.column or feature. Raises Unknown."""
        dataset, _, column = name.partition(".")
        if name in self.catalog.metrics:
            return (self.metric(name), *self.scopes_of(name))
        if name in self.catalog.dimensions:
            return (self.dimension(name), self.scope(self.catalog.dimensions[name].dataset))
        if name in FEATURES:
            return (self.feature(name),)
        columns = [each.name for each in self.catalog.datasets[dataset].columns] if dataset in self.catalog.datasets else []
        if column in columns:
            return (self.column(dataset, column), self.scope(dataset))
        if columns and not column:
            return (self.scope(dataset), *(self.column(dataset, each) for each in columns))
        raise Unknown("unknown_right", name=name, nearest=nearest(name, list(self.names())))

    def names(self) -> Iterator[str]:
        """Everything that can be asked about."""
        yield from (*self.catalog.metrics, *self.catalog.dimensions, *FEATURES, *self.catalog.datasets)
        yield from (f"{name}.{each.name}" for name, dataset in self.catalog.datasets.items() for each in dataset.columns)


def row_rule(narrowing: Narrowing, dataset: str, grants: Grants) -> RowRule:
    """A narrowing for this person, in words that a report can be made of."""
    ways = look_ups(grants.catalog, dataset, narrowing.dataset) if narrowing.dataset != dataset else ()
    paths = tuple(
        " → ".join(f"{step.left}.{left} = {step.right}.{right}" for step in path.steps for left, right in step.keys) for path in ways
    )
    lacking = tuple(name for name in attributes_of(narrowing.template) if not grants.asker.values(name))
    place = grants.access.place(narrowing.rule)
    return RowRule(narrowing.rule, place, narrowing.dataset, predicate(narrowing.template, grants.asker), paths, lacking)
