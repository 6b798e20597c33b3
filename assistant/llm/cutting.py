"""Rows that governed SQL leaves out around its blocks: only those that a word of the question leaves out, in one form that can be checked.

QUALIFY rank() OVER (ORDER BY the operation DESC) <= n for 'the top n', WHERE the operation > n for a bound; joins keep every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from sqlglot import exp

from assistant.llm.arithmetic import arithmetic_in
from assistant.llm.known import Known
from assistant.llm.reply import Unusable
from assistant.offline.numbers import Number
from catalog.metric_sql.parse import is_block
from catalog.query import MetricQuery

OPERATIONS = (exp.Div, exp.Sub, exp.Add, exp.Mul)
HIGHEST, LOWEST = ("top", "high", "most"), ("bottom", "low", "least")
BOUNDS: dict[str, type[exp.Expr]] = {"gt": exp.GT, "ge": exp.GTE, "lt": exp.LT, "le": exp.LTE, "eq": exp.EQ, "ne": exp.NEQ}
Word = tuple[str, tuple[Number, ...]]  # its code and its numbers
Fits = Callable[[exp.Expr, Word, exp.Expr], bool]
CUTS = ("limit", "offset", "distinct", "having", "group")


def check_cuts(tree: exp.Expr, queries: tuple[MetricQuery, ...], known: Known) -> None:
    """Raises Unusable for rows that are left out around the blocks without a word for it, and for words whose rows are not left out."""
    around = [node for node in tree.find_all(exp.Select) if not is_block(node) and not inside_block(node)]
    if not around:
        return
    if any(node.args.get(part) for node in around for part in CUTS):
        raise Unusable("sql: around a block no LIMIT, DISTINCT, GROUP BY or HAVING; QUALIFY rank() OVER (ORDER BY …) <= n")
    ranks = [node.args["qualify"].this for node in around if node.args.get("qualify")]
    bounds = [part for node in around if node.args.get("where") for part in terms(node.args["where"].this)]
    if not inner_cuts(queries) and not (
        matched(ranks, [word for word in words(known, "rank") if word[0] != "nth"], tree, is_rank)
        and matched(bounds, words(known, "condition"), tree, is_bound)
    ):
        raise Unusable("sql: QUALIFY and WHERE around a block say what the question says, of the operation, and nothing else")
    if inner_cuts(queries) and (ranks or bounds):
        raise Unusable("sql: leave out rows in one place")
    check_joins(tree, queries)


def inside_block(node: exp.Expr) -> bool:
    above = node.parent
    while above is not None:
        if isinstance(above, exp.Select) and is_block(above):
            return True
        above = above.parent
    return False


def inner_cuts(queries: tuple[MetricQuery, ...]) -> bool:
    """Whether the blocks leave out rows themselves; those words are accounted for like any metric query's."""
    return any(query.limit or query.having for query in queries)


def terms(node: exp.Expr) -> list[exp.Expr]:
    return list(node.flatten()) if isinstance(node, exp.And) else [node]


def words(known: Known, role: str) -> list[Word]:
    """The words of a role, each as its code with its numbers; one in a phrase for a window is part of that."""
    phrases = arithmetic_in(known.text)
    free = [token for token in known.tokens if not any(start <= token.start and token.end <= end for start, end, _ in phrases)]
    return [(word.code, word.numbers) for token in free if (word := token.word(role)) is not None]


def matched(found: list[exp.Expr], said: list[Word], tree: exp.Expr, fits: Fits) -> bool:
    """Whether each condition stands for a word of its own, and each word has one."""
    return len(found) == len(said) and all(any(fits(node, word, tree) for word in said) for node in found)


def is_rank(node: exp.Expr, word: Word, tree: exp.Expr) -> bool:
    code, numbers = word
    if not (isinstance(node, exp.LTE | exp.EQ) and isinstance(node.this, exp.Window) and isinstance(node.this.this, exp.Rank)):
        return False
    order = node.this.args.get("order")
    keys = order.expressions if order else []
    wanted = HIGHEST if keys and keys[0].args.get("desc") else LOWEST
    is_plain = len(keys) == 1 and not node.this.args.get("partition_by") and not node.this.args.get("spec")
    counts = [number.value for number in numbers] or [Decimal(1)]
    return is_plain and code in wanted and is_number(node.expression, counts) and operates(keys[0].this, tree)


def is_bound(node: exp.Expr, word: Word, tree: exp.Expr) -> bool:
    code, numbers = word
    values = [number.value / 100 if number.is_percent else number.value for number in numbers] or [Decimal(0)]
    return type(node) is BOUNDS.get(code) and is_number(node.expression, values) and operates(node.this, tree)


def is_number(node: exp.Expr, values: Iterable[object]) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and float(node.this) in [float(str(value)) for value in values]


def operates(node: exp.Expr, tree: exp.Expr) -> bool:
    """Whether an expression is the operation, or a column that is."""
    if any(True for _ in node.find_all(*OPERATIONS)):
        return True
    if not isinstance(node, exp.Column):
        return False
    named = [alias.this for alias in tree.find_all(exp.Alias) if alias.alias.lower() == node.name.lower()]
    return len(named) == 1 and any(True for _ in named[0].find_all(*OPERATIONS))


def check_joins(tree: exp.Expr, queries: tuple[MetricQuery, ...]) -> None:
    """Blocks stand side by side and none loses a row: the same keys, and only FULL JOINs on all of them, the missing member too."""
    if len({(frozenset(query.group_by), query.grain) for query in queries}) > 1:
        raise Unusable("sql: all blocks need the same GROUP BY")
    count = len(queries[0].group_by) + (queries[0].grain is not None)
    for join in tree.find_all(exp.Join):
        on = join.args.get("on")
        pairs = terms(on) if on is not None else []
        is_whole = len(pairs) == count and all(isinstance(pair, exp.NullSafeEQ) and same_name(pair) for pair in pairs)
        if count and (join.side != "FULL" or not is_whole):
            raise Unusable("sql: join blocks by a FULL JOIN b ON a.key IS NOT DISTINCT FROM b.key, for every key")


def same_name(pair: exp.NullSafeEQ) -> bool:
    return isinstance(pair.this, exp.Column) and isinstance(pair.expression, exp.Column) and pair.this.name == pair.expression.name
