"""What an analyst writes in place of a wrong reading: a metric query by its parts, or governed SQL. It is checked and not yet run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.benchmarks import scoped
from assistant.compose import compose
from assistant.desk.entrance import admitted
from assistant.named import named
from assistant.plan import SqlDraft
from assistant.question import Sight
from assistant.wording import say_error
from catalog.access import Asker, check_query
from catalog.catalog import Catalog, nearest
from catalog.errors import CatalogError, Unknown, Unreadable
from catalog.label import Language
from catalog.metric_sql import from_metric_sql
from catalog.query import MemberFilter, MetricQuery
from catalog.query_json import from_dict
from sql_guard.errors import GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project

NEAR = 5  # members that are offered for one that is not there


@dataclass(frozen=True)
class QueryDraft:
    """A metric query as the form has it: the JSON object of docs/governed-sql.md."""

    body: Mapping[str, Any]


@dataclass(frozen=True)
class SqlText:
    """Governed SQL written by hand."""

    text: str


Draft = QueryDraft | SqlText


@dataclass(frozen=True)
class Problem:
    """Why a draft cannot run: a code with its facts, where it is (line and column of SQL, path of a query's part; 0 and "" where it is
    the whole), and the nearest names that the analyst may use."""

    code: str
    error: CatalogError | GuardError
    line: int = 0
    column: int = 0
    path: str = ""
    nearest: tuple[str, ...] = ()

    def said(self, language: Language, catalog: Catalog | None = None) -> str:
        """The problem in words; with a catalog by the names of things in place of their ids."""
        return say_error(language, self.error, self.error.facts if catalog is None else named(self.error.facts, catalog))


def plan_of(draft: Draft, sight: Sight) -> MetricQuery | SqlDraft:
    """The plan that a draft says; SQL that is one block is a metric query. Raises Unreadable, Unknown."""
    if isinstance(draft, QueryDraft):
        query = from_dict(draft.body)
        if not isinstance(query, MetricQuery):
            raise Unreadable("query_part", path="dataset", problem="unknown", known=("measures",))
        return unmarked(query)
    try:
        return unmarked(from_metric_sql(draft.text, sight.catalog))
    except Unreadable as error:
        if error.code not in ("not_one_block", "constant_in_query"):
            raise
        return SqlDraft(draft.text)


def unmarked(query: MetricQuery) -> MetricQuery:
    """The query without marks of where the data ended; they are made anew for each answer."""
    inner = tuple(replace(part, query=unmarked(part.query)) for part in query.within)
    return replace(query, periods=tuple(replace(period, through=None) for period in query.periods), within=inner)


def check(project: Project, asker: Asker, draft: Draft) -> tuple[Problem, ...]:
    """Everything that keeps a draft from running, as far as it can be told at once; empty where it can run. Raises NotAllowed."""
    sight = project.sight(admitted(project, asker))
    try:
        plan = plan_of(draft, sight)
        if isinstance(plan, MetricQuery):
            check_query(plan, sight.catalog)
        scope = scoped(compose(plan, sight, project), sight, project)
        guard(scope.composed.sql, scope.policy)
    except (CatalogError, GuardError) as error:
        return (problem_of(error),)
    return tuple(unknown_members(scope.composed.blocks, sight))


def problem_of(error: CatalogError | GuardError) -> Problem:
    facts = error.facts
    near = facts.get("nearest")
    return Problem(
        error.code,
        error,
        number(facts.get("line")),
        number(facts.get("column")),
        str(facts.get("path") or ""),
        tuple(map(str, near)) if isinstance(near, tuple | list) else (str(near),) if near else (),
    )


def number(value: object) -> int:
    return value if isinstance(value, int) else 0


def unknown_members(blocks: tuple[MetricQuery, ...], sight: Sight) -> Iterator[Problem]:
    """Members that no row can have, as far as the analyst may know: of dimensions whose members are looked up."""
    parts = [
        part for block in blocks for query in (block, *(each.query for each in block.within)) for part in (*query.all_filters, *query.only)
    ]
    for part in parts:
        dimension = sight.catalog.dimensions.get(part.dimension)
        if not isinstance(part, MemberFilter) or dimension is None or dimension.type != "text" or not dimension.searchable:
            continue
        known = {str(value) for value in sight.finder.members.values(part.dimension)}
        for value in part.values:
            if value is not None and str(value) not in known:
                near = nearest(str(value), sorted(known), NEAR)
                yield problem_of(Unknown("no_such_member", name=str(value), dimension=part.dimension, nearest=near))
