"""What the projections of a block say: measures under their names, keys, columns of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlglot import exp

from catalog.catalog import Catalog, nearest
from catalog.metric import Grain
from catalog.metric_sql.conditions import read_conditions
from catalog.metric_sql.filters import known_dimension
from catalog.metric_sql.measure import GRAINS, Changed, is_measure, read_measure, unreadable
from catalog.metric_sql.names import is_time_column
from catalog.metric_sql.times import bare, uncast
from catalog.query import PERIOD, TIME, Measure


@dataclass
class Block:
    """What a block has said so far. `outputs` are the written names of its items and the query columns that they are.

    A constant is an item without a column: it is no part of the query, and is put beside its rows afterwards.
    """

    catalog: Catalog
    node: exp.Select
    outputs: dict[str, str] = field(default_factory=dict)
    group_by: list[str] = field(default_factory=list)
    grain: Grain | None = None
    period_key: bool = False
    measures: list[Measure] = field(default_factory=list)
    changes: list[tuple[str, Changed]] = field(default_factory=list)  # with the name of the measure
    constants: dict[str, exp.Expr] = field(default_factory=dict)


def read_items(block: Block) -> None:
    """The projections: measures, dimensions, time by grain, the period; columns of a comparison once their measures are known."""
    changed: list[tuple[str, Changed]] = []
    for item in block.node.expressions:
        value = bare(item.this) if isinstance(item, exp.Alias) else item
        if item.alias and is_constant(value):
            if [other.alias_or_name.casefold() for other in block.node.expressions].count(item.alias.casefold()) > 1:
                raise unreadable("same_column_twice", item, name=item.alias)  # names that differ by case alone are one to the engine
            block.outputs[item.alias], block.constants[item.alias] = "", value
            continue
        found = called(block, value) if is_measure(value) else None
        column = "" if isinstance(found, Changed) else measured(block, found, item.alias) if found else keyed(block, value)
        name = item.alias or column or f"{column_of_change(block, found)}"
        if name in block.outputs:
            raise unreadable("same_column_twice", item, name=name)
        block.outputs[name] = column
        changed += [(name, found)] if isinstance(found, Changed) else []
    for name, change in changed:
        block.outputs[name] = compared(block, change, name)


def is_constant(node: exp.Expr) -> bool:
    """A text, a number, a truth value, a day or NULL."""
    node = bare(node)
    if isinstance(node, exp.Neg):
        return isinstance(node.this, exp.Literal) and not node.this.is_string
    if isinstance(node, exp.Cast):
        return isinstance(node.this, exp.Literal | exp.Null)
    return isinstance(node, exp.Literal | exp.Boolean | exp.Null)


def column_of_change(block: Block, found: object) -> str:
    assert isinstance(found, Changed)
    return f"{found.measure.own_name}_{found.change}"


def called(block: Block, node: exp.Expr) -> Measure | Changed:
    """What a MEASURE call says, with the filters of its own."""
    if not isinstance(node, exp.Filter):
        return read_measure(node, block.catalog)
    condition = node.expression.this
    if any(is_time_column(column) for column in condition.find_all(exp.Column)) or condition.find(exp.Query):
        raise unreadable("filter_members", node)
    kept = read_conditions(condition, block.catalog)
    if kept.any_of:
        raise unreadable("filter_alternatives", node)
    return read_measure(node.this, block.catalog, kept.filters)


def measured(block: Block, found: Measure, alias: str = "") -> str:
    """Notes a measure and returns the name of its column; one that is only mentioned is the one that is shown already."""
    wanted = replace(found, alias=alias or None)
    same = [known for known in block.measures if (known == wanted if alias else replace(known, alias=None) == found)]
    if not same:
        block.measures.append(wanted)
    return (same[0] if same else wanted).name


def compared(block: Block, change: Changed, written: str = "") -> str:
    """Notes a column of a comparison and returns its name; its measure is the one of the same members."""
    plain = [known for known in block.measures if replace(known, alias=None) == change.measure]
    named = [known.name for known in plain if written == f"{known.name}_{change.change}"]
    base = next(iter(named), None) or measured(block, change.measure)
    if (base, change) not in block.changes:
        block.changes.append((base, change))
    return f"{base}_{change.change}"


def keyed(block: Block, node: exp.Expr) -> str:
    grain = grain_of_key(block, node)
    if grain is not None:
        if block.grain not in (None, grain):
            raise unreadable("several_grains", node)
        block.grain = grain
        return TIME
    if isinstance(node, exp.Column) and node.name.lower() == PERIOD and PERIOD not in block.catalog.dimensions:
        block.period_key = True
        return PERIOD
    if isinstance(node, exp.Anonymous):
        raise unreadable("unknown_call", node, name=node.name, nearest=nearest(node.name.upper(), ("MEASURE", "DATE_TRUNC")))
    if not isinstance(node, exp.Column):
        raise unreadable("select_item", node)
    name = known_dimension(node, block.catalog)
    if name not in block.group_by:
        block.group_by.append(name)
    return name


def grain_of_key(block: Block, node: exp.Expr) -> Grain | None:
    """metric_time is a day; DATE_TRUNC('month', metric_time) a month; a cast to DATE changes nothing."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if is_time_column(node):
        return "day"
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc) and isinstance(node.this, exp.Expr):
        grain = str(node.args["unit"].name).lower()
        if is_time_column(uncast(node.this)):
            if grain not in GRAINS:
                raise unreadable("unknown_grain", node, nearest=GRAINS)
            return grain
    return None
