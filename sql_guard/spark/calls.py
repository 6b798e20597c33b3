"""Function calls, aggregates and windows: by template where one line says it, by a writer here where arguments decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sql_guard.spark.kinds import EXACT, NUMBERS, TEXTS, TIMES, Kind, Spelled, merged, refusal
from sql_guard.spark.moves import Spell
from sql_guard.spark.scope import Scope
from sql_guard.spark.templates import (
    AGGREGATES,
    FORMATS,
    PART_NAMES,
    PARTS,
    SCALARS,
    TRUTHS,
    Template,
    applied,
    filled,
)
from sql_guard.spark.windows import spell_window

if TYPE_CHECKING:
    from sqlglot import exp

TRUNCATED: Final = frozenset({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "HOUR", "MINUTE", "SECOND"})
BOUNDARIES: Final = {
    "DAY": "DATEDIFF(CAST(a_ AS DATE), CAST(b_ AS DATE))",
    "MONTH": "(YEAR(a_) - YEAR(b_)) * 12 + MONTH(a_) - MONTH(b_)",
    "QUARTER": "(YEAR(a_) - YEAR(b_)) * 4 + QUARTER(a_) - QUARTER(b_)",
    "YEAR": "YEAR(a_) - YEAR(b_)",
}


def spell_call(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """A call by its template or writer."""
    name = name_of(node)
    if writer := WRITERS.get(name):
        return writer(node, scope, spell)
    if name in PART_NAMES:
        return by_template(PARTS[PART_NAMES[name]], name, node, scope, spell)
    template = SCALARS.get(name) or AGGREGATES.get(name)
    if template is None:
        raise refusal(written_name(node))
    return by_template(template, written_name(node), node, scope, spell)


def name_of(node: exp.Expr) -> str:
    """The class of a function that sqlglot knows, else the name as it was written, in small letters."""
    kind = type(node).__name__
    return node.name.lower() if kind in ("Anonymous", "AnonymousAggFunc") else kind


def written_name(node: exp.Expr) -> str:
    from sqlglot import exp

    return node.sql_name().lower() if isinstance(node, exp.Func) and not isinstance(node, exp.Anonymous) else name_of(node).lower()


def arguments_of(node: exp.Expr, keys: tuple[str, ...]) -> list[exp.Expr]:
    """The arguments in their order; one that the template has no place for is refused."""
    from sqlglot import exp

    if isinstance(node, exp.Anonymous):
        given = list(node.expressions)
    else:
        kept = {*keys, "big_int", "safe", "length", "date_part_boundary", "distinct"}
        if any(value for key, value in node.args.items() if key not in kept):
            raise refusal(f"{written_name(node)} with further arguments")
        given = [node.args[key] for key in keys if node.args.get(key) is not None]
    if len(given) != len(keys):
        raise refusal(f"{written_name(node)} with {len(given)} arguments")
    return given


def by_template(template: Template, name: str, node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    from sqlglot import exp

    given = arguments_of(node, template.keys)
    if isinstance(given[0], exp.Distinct):
        return distinct(template, name, given[0], scope, spell)
    if name == "count" and isinstance(given[0], exp.Star):
        return Spelled(filled("COUNT(*)"), "integer")
    whole = applied(template, name, [spell(each, scope) for each in given])
    return beside_distinct(whole) if name == "sum" and whole.kind == "decimal" and is_beside_distinct(node) else whole


def is_beside_distinct(node: exp.Expr) -> bool:
    """A plain aggregate in a SELECT that has one of different values, too."""
    from sqlglot import exp

    select = node.find_ancestor(exp.Select)
    bare = not isinstance(node.parent, exp.Filter | exp.Window)
    return bare and select is not None and any(isinstance(each.parent, exp.AggFunc) for each in select.find_all(exp.Distinct))


def beside_distinct(total: Spelled) -> Spelled:
    """The same sum with a filter that leaves out nothing: without one, Sail adds up in two steps, both of the first step's type."""
    from sqlglot import exp

    return Spelled(exp.Filter(this=total.tree, expression=exp.Where(this=filled("a_ IS NOT NULL", total.tree.this))), total.kind)


def distinct(template: Template, name: str, node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """An aggregate of different values of one expression."""
    if len(node.expressions) != 1 or node.args.get("on") or name not in ("count", "sum", "avg", "min", "max"):
        raise refusal(f"{name} of different tuples")
    whole = applied(template, name, [spell(node.expressions[0], scope)])
    return Spelled(filled(str(template.text).replace("(", "(DISTINCT ", 1), spell(node.expressions[0], scope).tree), whole.kind)


def spell_extract(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    return part_of_time(node.this.name.lower(), node.expression, scope, spell)


def spell_date_part(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    if len(node.expressions) != 2 or not node.expressions[0].is_string:
        raise refusal("date_part of a part that is not written out")
    return part_of_time(node.expressions[0].this.lower(), node.expressions[1], scope, spell)


def part_of_time(part: str, node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    template = PARTS.get(PART_NAMES.get(part, part))
    if template is None:
        raise refusal(f"extract({part})")
    return applied(template, f"extract({part})", [spell(node, scope)])


def spell_truncation(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """date_trunc: a timestamp, as in DuckDB; weeks start on Monday on both."""
    unit, value = node.args["unit"].name.upper(), spell(node.this, scope)
    if unit not in TRUNCATED or node.args.get("zone") or value.kind not in TIMES:
        raise refusal(f"date_trunc({unit.lower()}) of {value.kind}")
    return Spelled(filled(f"DATE_TRUNC('{unit}', a_)", value.tree), "timestamp")


def spell_date_diff(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """date_diff counts the boundaries between two times."""
    unit, later, earlier = node.args["unit"].name.upper(), spell(node.this, scope), spell(node.expression, scope)
    if unit not in BOUNDARIES or not {later.kind, earlier.kind} <= TIMES:
        raise refusal(f"date_diff({unit.lower()})")
    return Spelled(filled(f"CAST({BOUNDARIES[unit]} AS BIGINT)", later.tree, earlier.tree), "integer")


def spell_round(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """round to written digits: a DOUBLE by moving the point, as DuckDB does, so that both engines round the same number."""
    value, digits = spell(node.this, scope), whole(node.args.get("decimals"))
    if value.kind not in NUMBERS:
        raise refusal(f"round of {value.kind}")
    if value.kind in EXACT:
        return Spelled(filled(f"ROUND(a_, {digits})" if digits else "ROUND(a_)", value.tree), value.kind)
    factor = f"CAST(1{'0' * abs(digits)} AS DOUBLE)"
    text = {True: f"ROUND(a_ * {factor}) / {factor}", False: f"ROUND(a_ / {factor}) * {factor}"}[digits > 0]
    return Spelled(filled(text if digits else "ROUND(a_)", value.tree), "double")


def whole(node: exp.Expr | None) -> int:
    """A written whole number of at most two digits; none is 0."""
    from sqlglot import exp

    if node is None:
        return 0
    inner = node.this if isinstance(node, exp.Neg) else node
    if not isinstance(inner, exp.Literal) or inner.is_string or not inner.this.isdigit() or len(inner.this) > 2:
        raise refusal("a number of digits that is not written out")
    return -int(inner.this) if isinstance(node, exp.Neg) else int(inner.this)


def spell_whole(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """floor and ceil; of a DOUBLE they stay one."""
    value, name = spell(node.this, scope), type(node).__name__.upper()
    if value.kind not in NUMBERS or node.args.get("decimals") or node.args.get("to"):
        raise refusal(f"{name.lower()} of {value.kind}")
    text = f"CAST({name}(a_) AS DOUBLE)" if value.kind == "double" else f"{name}(a_)"
    return Spelled(filled(text, value.tree), value.kind)


def spell_several(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """coalesce, greatest, least: of one kind."""
    values = [spell(each, scope) for each in (node.this, *node.expressions)]
    name = written_name(node)
    kind: Kind = merged((value.kind for value in values), name)
    call = filled(f"{name.upper()}({', '.join(f'a{place}_' for place in range(len(values)))})")
    call.set("this", values[0].tree)
    call.set("expressions", [value.tree for value in values[1:]])
    return Spelled(call, kind)


def spell_concat(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """concat leaves out what is missing; in Spark one missing part would make the whole missing."""
    parts = [spell(each, scope) for each in node.expressions]
    if any(part.kind not in TEXTS for part in parts) or not parts:
        raise refusal("concat of what is not text")
    texts = [filled("COALESCE(a_, '')", part.tree) for part in parts]
    tree = texts[0]
    for text in texts[1:]:
        tree = filled("a_ || b_", tree, text)
    return Spelled(tree, "text")


def spell_slice(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """left, right and substring with written positions from 1 on."""
    name = written_name(node)
    value = spell(node.this, scope)
    keys = ("start", "length") if name.startswith("substr") else ("expression",)
    given = [whole(node.args[key]) for key in keys if node.args.get(key) is not None]
    if value.kind not in TEXTS or not given or min(given) < 1:
        raise refusal(f"{name} with a position that is not written out, or below 1")
    call = "SUBSTRING" if name.startswith("substr") else name.upper()
    return Spelled(filled(f"{call}(a_, {', '.join(map(str, given))})", value.tree), "text")


def spell_replace(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    texts = [spell(node.args[key], scope) for key in ("this", "expression", "replacement")]
    if any(text.kind not in TEXTS for text in texts) or not node.expression.is_string or not node.expression.this:
        raise refusal("replace of a text that is not written out")
    return Spelled(filled("REPLACE(a_, b_, c_)", *(text.tree for text in texts)), "text")


def spell_format(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """strftime with years, months, days, hours, minutes and seconds; other letters would be Spark's own codes, so they are quoted."""
    value, pattern = spell(node.this, scope), node.args["format"]
    if value.kind not in TIMES or not pattern.is_string:
        raise refusal("strftime of a format that is not written out")
    made, rest = "", pattern.this
    while rest:
        step = 2 if rest[0] == "%" else 1
        part, rest = rest[:step], rest[step:]
        if part not in FORMATS and not (len(part) == 1 and (part in " -/.:," or part > "\x7f")):
            raise refusal(f"strftime with {part}")
        made += FORMATS.get(part, part)
    return Spelled(filled(f"DATE_FORMAT(a_, '{made}')", value.tree), "text")


def spell_percentile(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    """The exact percentile between the two nearest values, of DOUBLE as in DuckDB."""
    value, fraction = spell(node.this, scope), node.expression
    if value.kind not in ("double", "integer", "null") or not fraction.is_number or not 0 <= float(fraction.this) <= 1:
        raise refusal(f"a percentile of {value.kind}")
    return Spelled(filled("PERCENTILE(CAST(a_ AS DOUBLE), b_)", value.tree, fraction), "double")


def spell_filter(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    from sqlglot import exp

    if name_of(node.this) not in {*AGGREGATES, "PercentileCont"}:
        raise refusal(f"FILTER on {written_name(node.this)}")
    condition = spell(node.expression.this, scope)
    if condition.kind not in TRUTHS:
        raise refusal("FILTER without a condition")
    value = spell(node.this, scope)
    return Spelled(exp.Filter(this=value.tree, expression=exp.Where(this=condition.tree)), value.kind)


def spell_today(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    return Spelled(filled("CURRENT_DATE()"), "date")


def spell_over(node: exp.Expr, scope: Scope, spell: Spell) -> Spelled:
    return spell_window(node, scope, spell, name_of)


WRITERS: Final[dict[str, Callable[[exp.Expr, Scope, Spell], Spelled]]] = {
    "Extract": spell_extract,
    "date_part": spell_date_part,
    **dict.fromkeys(("TimestampTrunc", "DateTrunc"), spell_truncation),
    "DateDiff": spell_date_diff,
    "Round": spell_round,
    **dict.fromkeys(("Floor", "Ceil"), spell_whole),
    **dict.fromkeys(("Coalesce", "Greatest", "Least"), spell_several),
    "Concat": spell_concat,
    **dict.fromkeys(("Left", "Right", "Substring"), spell_slice),
    "Replace": spell_replace,
    "TimeToStr": spell_format,
    "PercentileCont": spell_percentile,
    "Filter": spell_filter,
    "CurrentDate": spell_today,
    "Window": spell_over,
}
