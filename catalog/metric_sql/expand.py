"""SQL with blocks over `metrics` inside it: every block is compiled and put back as a subquery; around the blocks, read-only SQL.

No table but `metrics` may appear, and nothing outside a block may aggregate, except SUM of a metric that adds up over what is collapsed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.catalog import Catalog, nearest
from catalog.compiler import Compiled, OutputColumn, compile_query
from catalog.compiler.plan import plan_query
from catalog.compiler.tree import column, identifier, named
from catalog.metric_sql.additive import Sums
from catalog.metric_sql.measure import is_measure, unreadable
from catalog.metric_sql.origin import Origin, origin_of, scopes_by_column
from catalog.metric_sql.parse import is_block, is_metrics, parsed
from catalog.metric_sql.read import ReadBlock, read_block
from catalog.metric_sql.write import RELATION
from catalog.query import MetricQuery
from sql_guard.functions import AGGREGATES, ENGINE_FUNCTIONS, TABLE_FUNCTIONS

INNER = "block"
Marked = Callable[[MetricQuery], MetricQuery]


@dataclass(frozen=True)
class Expanded:
    """Compiled SQL; `columns` says what a column of the result is where it comes straight from a block, and None where it was computed."""

    sql: str
    columns: tuple[OutputColumn | None, ...]
    queries: tuple[MetricQuery, ...]
    metrics: tuple[str, ...]
    datasets: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A block of the text: where it stands, what it says and what it compiles to."""

    node: exp.Select
    read: ReadBlock
    compiled: Compiled


def expand_metric_sql(text: str, catalog: Catalog, visible: Catalog | None = None, marked: Marked = lambda query: query) -> Expanded:
    """The text with its blocks compiled; raises Unreadable, Unknown or Unanswerable with the place and the nearest name.

    `marked` says where the data of a block's periods ends, so that an unfinished one is compared with as many days.
    Names are read from `visible`, what the writer may see of the catalog (None: all of it), so that no error tells of another.
    """
    tree = parsed(text)
    if not isinstance(tree, exp.Query):
        raise unreadable("not_a_query", tree)
    check_relations(tree)
    parts = tuple(part_of(node, catalog, visible or catalog, marked) for node in outer_blocks(tree))
    if not parts:
        raise unreadable("only_metrics", tree, nearest=(RELATION,))
    origins = [Origin(part.node, dict(part.read.outputs), plan_query(part.read.query, catalog), part.compiled.columns) for part in parts]
    check_outside(tree, origins)
    scopes = scopes_by_column(tree)
    columns = tuple(output_column(item, scopes, origins) for item in tree.selects)
    for part in parts:
        tree = put_back(tree, part)
    return Expanded(
        tree.sql("duckdb"),
        columns,
        tuple(part.read.query for part in parts),
        tuple(dict.fromkeys(name for part in parts for name in part.compiled.metrics)),
        tuple(dict.fromkeys(name for part in parts for name in part.compiled.datasets)),
        tuple(dict.fromkeys(note for part in parts for note in part.compiled.notes)),
    )


def part_of(node: exp.Select, catalog: Catalog, visible: Catalog, marked: Marked) -> Part:
    read = read_block(node, visible)
    return Part(node, read, compile_query(marked(read.query), catalog))


def outer_blocks(tree: exp.Expr) -> list[exp.Select]:
    """The blocks that are not inside another one's WHERE (those choose members)."""
    found = [node for node in tree.find_all(exp.Select) if is_block(node)]
    held = {id(node) for node in found}
    return [node for node in found if not any(id(above) in held for above in ancestors(node))]


def ancestors(node: exp.Expr) -> list[exp.Expr]:
    found, above = [], node.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def check_relations(tree: exp.Expr) -> None:
    """Every relation is `metrics`, alone in its block, or a CTE or subquery of this text; no CTE hides `metrics`."""
    for cte in tree.find_all(exp.CTE):
        if cte.alias.lower() == RELATION:
            raise unreadable("hides_metrics", cte)
    for table in tree.find_all(exp.Table):
        check_plain(table)
    known = {id(source) for scope in scopes_of(tree) for source in tables_of_ctes(scope)}
    for table in tree.find_all(exp.Table):
        if id(table) in known:
            continue
        if not is_metrics(table):
            raise unreadable("only_metrics", table, name=table.name, nearest=(RELATION,))
        select = table.find_ancestor(exp.Select)
        if select is None or select.args.get("joins") or not is_block(select):
            raise unreadable("metrics_alone", table)


def check_plain(table: exp.Table) -> None:
    """A relation is a name, with an alias at most: a function would read elsewhere, a sample or a version would silently not be taken."""
    if not isinstance(table.this, exp.Identifier):
        raise unreadable("only_metrics", table, nearest=(RELATION,))
    for name, value in table.args.items():
        if value and name not in ("this", "db", "catalog", "alias", "joins"):
            raise unreadable("unknown_clause", table, clause=name)


def scopes_of(tree: exp.Expr) -> list[Scope]:
    try:
        scopes = traverse_scope(tree)
        for scope in scopes:
            _ = scope.selected_sources  # finds an alias that is there twice
    except OptimizeError as error:
        raise unreadable("not_sql", tree) from error
    return scopes


def tables_of_ctes(scope: Scope) -> list[exp.Table]:
    """The table nodes of a scope that stand for a CTE."""
    return [node for node, source in scope.selected_sources.values() if isinstance(node, exp.Table) and isinstance(source, Scope)]


def check_outside(tree: exp.Expr, origins: list[Origin]) -> None:
    """Nothing outside the blocks aggregates governed numbers, unless they add up."""
    inside, sums = {id(origin.block) for origin in origins}, Sums(tree, origins)
    for node in tree.find_all(exp.Func):
        if any(id(above) in inside for above in ancestors(node)):
            continue
        if is_measure(node):
            raise unreadable("measure_outside", node)
        check_known(node)
        if aggregates(node) and not ranks(node) and not sums.adds_up(node):
            raise unreadable("aggregate_outside", node)
        if isinstance(node, exp.Array) and node.find(exp.Query):
            raise unreadable("aggregate_outside", node)
    if (pivot := tree.find(exp.Pivot)) is not None:
        raise unreadable("aggregate_outside", pivot)


def check_known(node: exp.Expr) -> None:
    """A function that no engine is allowed to call might collapse rows; it is named with the nearest that there is."""
    name = str(node.this).lower() if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc) else ""
    if name and name not in ENGINE_FUNCTIONS | TABLE_FUNCTIONS:
        raise unreadable("unknown_call", node, name=name, nearest=nearest(name, ENGINE_FUNCTIONS))


def aggregates(node: exp.Expr) -> bool:
    """Whether a function collapses rows, in the tree's or in the engine's opinion."""
    name = (
        str(node.this) if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc) else node.sql_name() if isinstance(node, exp.Func) else ""
    )
    return isinstance(node, exp.AggFunc) or name.lower() in AGGREGATES


def ranks(node: exp.Expr) -> bool:
    """Window functions that only order or look at rows."""
    looking = (exp.Rank, exp.RowNumber, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Ntile)
    return isinstance(node, (*looking, exp.PercentRank, exp.CumeDist)) and node.find_ancestor(exp.Window) is not None


def output_column(item: exp.Expr, scopes: Mapping[int, Scope], origins: list[Origin]) -> OutputColumn | None:
    select = item.find_ancestor(exp.Select)
    for origin in origins:
        if select is origin.block:
            return origin.column(item.alias_or_name or item.output_name, item)
    value = item.this if isinstance(item, exp.Alias) else item
    found = origin_of(value, scopes, origins) if isinstance(value, exp.Column) else None
    return None if found is None else found[0].columns_by_name().get(found[1])


def put_back(tree: exp.Expr, part: Part) -> exp.Expr:
    """The compiled query in the block's place, under the names that the block wrote."""
    names = [column.name for column in part.compiled.columns]
    compiled = part.compiled.tree
    same = [(name, name) for name in names] == list(part.read.outputs) and not part.read.constants
    side = isinstance(part.node.parent, exp.SetOperation)  # a side of a UNION has no CTEs and no order of its own
    if side:
        compiled.set("order", None)
    replacement = compiled if same and not side else renamed(compiled, part.read)
    if part.node is tree:
        return replacement
    part.node.replace(replacement)
    return tree


def renamed(compiled: exp.Expr, read: ReadBlock) -> exp.Select:
    """The columns that a block shows, as it names them; its order goes with them."""
    order = compiled.args.get("order")
    projections: list[exp.Expr] = [named(column(source, INNER), name) for name, source in read.outputs]
    for place, name, value in read.constants:
        projections.insert(place, named(value.copy(), name))
    made = exp.Select(expressions=projections)
    if order is not None:
        compiled.set("order", None)
        made.set("order", exp.Order(expressions=[by_inner(part) for part in order.expressions]))
    made.set("from_", exp.From(this=exp.Subquery(this=compiled, alias=exp.TableAlias(this=identifier(INNER)))))
    return made


def by_inner(part: exp.Expr) -> exp.Expr:
    part = part.copy()
    part.set("this", column(part.this.name, INNER))
    return part
