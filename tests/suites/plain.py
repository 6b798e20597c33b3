"""A plain transcription of somebody's definitions (catalog.yaml of a development suite) as our catalog: what a person would do by hand.

Reads the suite at run time; what it cannot say raises Unsaid with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import duckdb
import yaml
from sqlglot import exp, parse_one

from catalog.catalog import Catalog
from catalog.files.load import read_catalog
from tests.suites.beside import loaded, suite

FUNCTIONS: dict[type[exp.Expr], str] = {
    exp.Sum: "sum", exp.Count: "count", exp.Avg: "average", exp.Max: "max", exp.Min: "min", exp.Median: "median",
}  # fmt: skip
OFFSET = re.compile(r"(\w+)\[offset (\d+) (\w+?)s?\]")
PER = re.compile(r"(\w+)\((\w+)\((\w+)\) per (\w+) - (\w+)\)")
CHANGE = re.compile(r"^(current|\(?avg_close_given)\w* ?.*previous", re.IGNORECASE)
KINDS = {"BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "date", "VARCHAR": "text"}


class Unsaid(Exception):
    """A definition that our catalog has no words for, and why."""


@dataclass
class Suite:
    """The suite's tables and definitions, our catalog of them, and the definitions that it lacks."""

    written: dict[str, Any]
    connection: duckdb.DuckDBPyConnection
    columns: dict[str, dict[str, str]]
    entries: list[dict[str, Any]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)  # dimensions that a definition names and nothing declares
    unsaid: dict[str, str] = field(default_factory=dict)
    catalog: Catalog = field(default_factory=lambda: Catalog({}, (), {}, {}))

    def table_of(self, column: str, among: list[str]) -> str:
        return next((table for table in among if column.lower() in map(str.lower, self.columns[table])), among[0])


def converted(name: str) -> Suite:
    """The suite of that name."""
    folder = suite(name)
    connection = loaded(folder / "data")
    tables = [row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()]
    columns = {table: {row[0]: str(row[1]) for row in connection.execute(f'DESCRIBE "{table}"').fetchall()} for table in tables}
    made = Suite(yaml.safe_load((folder / "catalog.yaml").read_text("utf-8")), connection, columns)
    for metric in made.written["metrics"]:
        try:
            made.entries += entries(made, metric)
        except Unsaid as reason:
            made.unsaid[metric["name"]] = str(reason)
    sections = {
        "datasets": datasets(made),
        "joins": list(joins(made)),
        "dimensions": [*dimensions(made), *made.entities],
        "metrics": made.entries,
    }
    text = yaml.safe_dump(sections, sort_keys=False, allow_unicode=True)
    made.catalog = read_catalog([(f"{name}.yaml", text)], "", [])
    return made


def both(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def datasets(made: Suite) -> list[dict[str, Any]]:
    times = [dimension["expression"].split(".")[-1] for dimension in made.written["dimensions"] if dimension.get("type") == "time"]
    found = []
    for table, columns in made.columns.items():
        time = next((name for name in times if name in columns), None)
        entry = {"id": table.lower(), "name": both(table), "table": f"main.{table}", "columns": list(columns)}
        found.append(entry | ({"time": time} if time else {}))
    return found


def joins(made: Suite) -> Any:
    for join in made.written["joins"]:
        sides = [part.split(".")[-1].strip() for part in join[True].split("=")]  # YAML 1.1 reads `on` as true
        yield {"left": join["left"].lower(), "right": join["right"].lower(), "on": {sides[0]: sides[-1]}, "cardinality": join["type"]}


def dimensions(made: Suite) -> Any:
    for dimension in made.written["dimensions"]:
        tree = parse_one(dimension["expression"], dialect="duckdb")
        table = next(column.table for column in tree.find_all(exp.Column))
        kind = made.columns[table].get(tree.name, "VARCHAR") if isinstance(tree, exp.Column) else "VARCHAR"
        for column in tree.find_all(exp.Column):
            column.set("table", None)
        entry = {"id": dimension["name"], "name": both(f"{dimension['name']} of {table}"), "dataset": table.lower()}
        yield entry | {"expression": tree.sql("duckdb"), "type": KINDS.get(kind, "number")}


def entry(name: str, formula: dict[str, Any], text: str = "") -> dict[str, Any]:
    card = {"id": name, "name": both(name), "description": both(text or name), "owner": "Suite", "department": "Suite"}
    return card | {"formula": formula}


def entries(made: Suite, metric: dict[str, Any]) -> list[dict[str, Any]]:
    """The metric, and what it needs besides. Raises Unsaid."""
    name, kind, written = metric["name"], metric.get("type"), str(metric["expression"])
    if kind == "rank":
        return ranked(made, metric)
    if " per " in written:
        return per_entity(made, metric)
    if kind == "cumulative":
        count, _, grain = str(metric.get("window", "")).partition(" ")
        window = {"trailing": int(count), "grain": grain.removesuffix("s")} if count else "all"
        return [entry(name, {"cumulative": written, "window": window})]
    if CHANGE.search(written):
        return change(made, metric)
    if kind in ("ratio", "derived"):
        inputs = {f"{base}_before": {"metric": base, "offset": {grain: int(count)}} for base, count, grain in OFFSET.findall(written)}
        return [entry(name, {"derived": OFFSET.sub(r"\1_before", written)} | ({"inputs": inputs} if inputs else {}))]
    return aggregated(made, metric)


def per_entity(made: Suite, metric: dict[str, Any]) -> list[dict[str, Any]]:
    """avg(max(day) per sale - its day): the days to the last one for each sale, and of those the average."""
    found = PER.fullmatch(str(metric["expression"]))
    if found is None:
        raise Unsaid(f"an aggregate of an aggregate: {metric['expression']}")
    outer, inner, day, entity, own = found.groups()
    home, of = (made.table_of(column, metric["tables"]) for column in (day, own))
    [key] = [
        join[True].split("=")[-1].split(".")[-1].strip() for join in made.written["joins"] if (join["left"], join["right"]) == (home, of)
    ]
    made.entities.append({"id": entity, "name": both(f"{entity} of {of}"), "dataset": of.lower(), "expression": key, "type": "number"})
    function = FUNCTIONS[type(parse_one(f"{inner}(x)"))]
    days = entry(f"{metric['name']}_each", {function: f"date_diff('day', {of.lower()}.{own}, {day})", "dataset": home.lower()})
    take = FUNCTIONS[type(parse_one(f"{outer}(x)"))]
    return [days, entry(metric["name"], {"over_members": days["id"], "of": [entity], "take": take})]


def ranked(made: Suite, metric: dict[str, Any]) -> list[dict[str, Any]]:
    """What is ranked; the rank itself is how a query shows it."""
    found = re.search(r"order by (sum\(\w+\)) desc", str(metric["expression"]))
    if found is None:
        raise Unsaid(f"a rank by {metric['expression']}")
    return aggregated(made, {**metric, "expression": found[1]})


def change(made: Suite, metric: dict[str, Any]) -> list[dict[str, Any]]:
    """Two transcriptions spell 'this month against the month before' in words."""
    base = {"sbDailyPrice": "average_closing_price", "payments_received": "total_payments_received"}[metric["tables"][0]]
    inputs = {"before": {"metric": base, "offset": {"month": 1}}}
    formula = f"({base} - before) / before" if "/" in str(metric["expression"]) else f"{base} - before"
    return [entry(metric["name"], {"derived": formula, "inputs": inputs})]


def home_of(made: Suite, tables: list[str]) -> str:
    """The table whose rows look up all the others."""
    for table in tables:
        others = {join["right"] for join in made.written["joins"] if join["left"] == table}
        if set(tables) - {table} <= others:
            return table
    raise Unsaid(f"no table of {tables} looks up the others")


def aggregated(made: Suite, metric: dict[str, Any]) -> list[dict[str, Any]]:
    """One aggregate, or arithmetic over several, each a metric of its own."""
    home = home_of(made, metric["tables"])
    tree = parse_one(str(metric["expression"]), dialect="duckdb")
    found = [node for node in tree.find_all(exp.AggFunc) if type(node) in FUNCTIONS]
    if not found or any(node.find_ancestor(exp.AggFunc) for node in found):
        raise Unsaid(f"no aggregate of ours: {metric['expression']}")
    if tree is found[0]:
        return [entry(metric["name"], aggregate(made, metric, found[0], home), metric.get("description", ""))]
    helpers: dict[str, dict[str, Any]] = {}
    for node in found:
        formula = aggregate(made, metric, node, home)
        helper = next((each["id"] for each in helpers.values() if each["formula"] == formula), f"{metric['name']}_part{len(helpers)}")
        helpers.setdefault(helper, entry(helper, formula))
        node.replace(exp.column(helper))
    return [*helpers.values(), entry(metric["name"], {"derived": tree.sql("duckdb")})]


def aggregate(made: Suite, metric: dict[str, Any], node: exp.Expr, home: str) -> dict[str, Any]:
    distinct = node.find(exp.Distinct)
    inner = distinct.expressions[0] if distinct else node.this
    function = "count_distinct" if distinct else FUNCTIONS[type(node)]
    formula = {function: named_columns(made, inner, metric["tables"], home), "dataset": home.lower()}
    if metric.get("filter"):
        condition = parse_one(metric["filter"], dialect="duckdb")
        formula["filter"] = named_columns(made, condition, metric["tables"], home)
    return formula | ({"time": metric["time"]} if metric.get("time") else {})


def named_columns(made: Suite, tree: exp.Expr, tables: list[str], home: str) -> str:
    """The SQL with each column named by its dataset, unless it is the home's own."""
    tree = tree.copy()
    for column in [tree] if isinstance(tree, exp.Column) else list(tree.find_all(exp.Column)):
        table = column.table or made.table_of(column.name, [home, *tables])
        column.set("table", None if table == home else exp.to_identifier(table.lower()))
    return tree.sql("duckdb")
