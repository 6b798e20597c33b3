"""Governed SQL that a model wrote: its PERIOD('…') and member words become dates and values by code; then it is read like anyone's.

A date, a member or a number that the question does not have is refused, and so is every name that was not offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from assistant.llm.cutting import check_cuts
from assistant.llm.known import Known
from assistant.llm.naming import misnamed, renamed, without_aliases
from assistant.llm.querying import counts_in, listed, put
from assistant.llm.reply import Unusable
from assistant.llm.schema import GRAINS
from assistant.plan import SqlDraft
from catalog.access import check_query
from catalog.errors import CatalogError
from catalog.metric_sql import expand_metric_sql, from_metric_sql
from catalog.metric_sql.block import is_constant
from catalog.metric_sql.parse import is_block
from catalog.query import TIME, MemberFilter, MetricQuery

NUMBERS = (0, 1)  # that SQL may use without the question naming them
CLOCK = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Date, exp.Interval)
COMPARED = (exp.EQ, exp.NEQ, exp.In, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
OFFSET = re.compile(r"\d+ (?:day|week|month|quarter|year)s?")
OPTIONS = ("share", "running", "rank", "rank ascending", "previous", "change", "change_pct", "day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Drafted:
    """A draft with the metric queries inside it. `plan` is a metric query where the text is one block."""

    plan: SqlDraft | MetricQuery
    queries: tuple[MetricQuery, ...]


def governed_sql(text: str, known: Known) -> Drafted:
    """Raises Unusable for text that is not one statement or names what the question does not, CatalogError for what is not governed."""
    try:
        tree = parse_one(text.strip().rstrip(";"), dialect="duckdb")
    except (SqlglotError, RecursionError):
        raise Unusable("sql: cannot be read") from None
    if not isinstance(tree, exp.Query):
        raise Unusable("sql: only SELECT")
    if any(True for _ in tree.find_all(*CLOCK)) or any(cast.is_type("date", "timestamp") for cast in tree.find_all(exp.Cast)):
        raise Unusable("sql: no dates; write PERIOD('listed words')")
    tree = tree.transform(lambda node: with_members(node, known)).transform(lambda node: with_period(node, known))
    put_grains(tree, known)
    for literal in tree.find_all(exp.Literal):
        check_literal(literal, known)
    if any(is_constant(item.unalias()) for block in tree.find_all(exp.Select) if is_block(block) for item in block.expressions):
        raise Unusable("sql: no constants beside MEASURE")
    written = tree.sql("duckdb")
    expanded = expand_metric_sql(written, known.sight.catalog)
    for query in expanded.queries:
        check_query(query, known.sight.catalog)
        for measure in query.measures:
            listed("sql", measure.metric, known.metrics)
        check_members(query, known)
    check_cuts(tree, expanded.queries, known)
    if taken := misnamed(tree, known.sight.catalog):
        raise Unusable(f"sql: {taken} is the name of something else")
    plain = whole(written, expanded.queries, known)
    return Drafted(plain or SqlDraft(renamed(tree, known.sight.catalog).sql("duckdb")), (plain,) if plain else expanded.queries)


def whole(written: str, queries: tuple[MetricQuery, ...], known: Known) -> MetricQuery | None:
    """The metric query, where the text says nothing more."""
    try:
        found = from_metric_sql(written, known.sight.catalog) if len(queries) == 1 else None
    except CatalogError:
        return None
    return without_aliases(found, known.sight.catalog, known.language) if found else None


def with_members(node: exp.Expr, known: Known) -> exp.Expr:
    """dimension = 'words of the question' with the member's own value; time only as PERIOD."""
    if isinstance(node, exp.EQ | exp.NEQ | exp.In | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.Between) and isinstance(
        node.this, exp.Column
    ):
        if node.this.name == TIME:
            raise Unusable("sql: no dates; write PERIOD('listed words')")
        for literal in strings_of(node):
            member = put("sql", f"{node.this.name}: {literal.this}", known.members)
            literal.replace(exp.convert(member.value))
    return node


def strings_of(node: exp.Expr) -> Iterator[exp.Literal]:
    sides = [node.expression, *node.expressions] if not isinstance(node, exp.Between) else [node.args["low"], node.args["high"]]
    return (side for side in sides if isinstance(side, exp.Literal) and side.is_string)


def with_period(node: exp.Expr, known: Known) -> exp.Expr:
    """PERIOD('words') as the days that code knows."""
    if not isinstance(node, exp.Anonymous) or str(node.this).upper() != "PERIOD":
        return node
    words = node.expressions[0] if len(node.expressions) == 1 else None
    if not isinstance(words, exp.Literal) or not words.is_string:
        raise Unusable("sql: PERIOD takes the listed words in quotes")
    period = put("sql", str(words.this), known.periods).period
    time = exp.column(TIME)
    return exp.paren(exp.and_(exp.GTE(this=time, expression=day(period.start)), exp.LT(this=time.copy(), expression=day(period.end))))


def put_grains(tree: exp.Expr, known: Known) -> None:
    """SELECT month … GROUP BY month of a block: the time by month."""
    for block in filter(is_block, tree.find_all(exp.Select)):
        for item in block.selects:
            if isinstance(item, exp.Column) and item.name in GRAINS and item.name not in known.sight.catalog.dimensions:
                time = exp.func("DATE_TRUNC", exp.Literal.string(item.name), exp.column(TIME), dialect="duckdb")
                item.replace(exp.alias_(time, item.name))


def day(value: object) -> exp.Expr:
    return exp.Cast(this=exp.Literal.string(str(value)), to=exp.DataType.build("date"))


def check_literal(literal: exp.Literal, known: Known) -> None:
    """A number that the question has, a member put in by code, a day put in by code, or an option of MEASURE."""
    if not literal.is_string:
        if float(literal.this) not in {*NUMBERS, *(float(number.value) for number in counts_in(known))}:
            raise Unusable(f"sql: {literal.this} is not in the question")
        return
    members = {member.value for member in known.members.values()}
    is_day = isinstance(literal.parent, exp.Cast) and literal.parent.is_type("date")
    if not (is_day or literal.this in members or literal.this in OPTIONS or OFFSET.fullmatch(str(literal.this))):
        raise Unusable(f"sql: {str(literal.this)[:60]!r} is not in the question")


def check_members(query: MetricQuery, known: Known) -> None:
    """Only members that the question names."""
    named = {(member.dimension, member.value) for member in known.members.values()}
    for part in (*query.all_filters, *query.only):
        values = part.values if isinstance(part, MemberFilter) else (part.value,)
        for value in values:
            if isinstance(value, str) and (part.dimension, value) not in named:
                raise Unusable(f"sql: {value[:60]!r} is not in the question")
    for inner in query.within:
        check_members(inner.query, known)
