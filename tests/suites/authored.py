"""A project over a development suite's data: its transcription, and what an author adds (authored.yaml) before any question is read.

Everything else is made from the tables' own columns; nothing here has seen a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.suites.beside import loaded, suite
from tests.suites.plain import Suite, converted, datasets, joins
from tests.suites.plain import dimensions as transcribed_dimensions

GRAINS = ("day", "week", "month", "quarter", "year", "metric_time")
INTERNAL = ("crtd_ts", "id", "epochms", "str", "kpx", "cents", "db2x")  # endings of columns that nobody in the business names
AUTHORED = Path(__file__).with_name("authored.yaml")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
TYPES = {"VARCHAR": "text", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "date"}
OF = {
    "sum": ("总{}", "total {}", ("{}", "{}总和", "{}总额", "sum of {}")),
    "average": ("平均{}", "average {}", ("{}平均值", "{}均值", "mean {}", "avg {}")),
    "max": ("最高{}", "highest {}", ("最大{}", "{}最大值", "maximum {}", "max {}", "largest {}")),
    "min": ("最低{}", "lowest {}", ("最小{}", "{}最小值", "minimum {}", "min {}", "smallest {}")),
}


class Plain(yaml.SafeDumper):
    """The catalog's YAML has no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass
class Author:
    """One suite's tables, what is written about them, and the names that are given already (each means one thing)."""

    made: Suite
    written: dict[str, Any]
    given: set[str]
    terms: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_chinese(self) -> bool:
        return bool(self.written.get("language") == "zh")

    def own(self, names: list[str]) -> list[str]:
        """Those of the names that nothing else has, now taken."""
        found = [name for name in dict.fromkeys(names) if name.lower() not in self.given]
        self.given.update(name.lower() for name in found)
        return found

    def is_of_several(self, table: str, column: str) -> bool:
        """Whether other tables have attributes of that name, so that it belongs to none of them alone."""
        label = self.label(table, column)["en"]
        return any(
            self.label(other, name)["en"] == label for other in self.made.columns if other != table for name in self.made.columns[other]
        )

    def label(self, table: str, column: str) -> dict[str, Any]:
        found = self.written.get("labels", {}).get(column)
        if isinstance(found, dict):
            return found
        prefix = self.written["tables"].get(table, {}).get("prefix", "")
        words = found or " ".join(WORD.findall(column.removeprefix(prefix))).lower()
        return {"zh": words, "en": words}

    def noun(self, table: str) -> dict[str, Any]:
        entry = self.written["tables"][table]
        name = entry["noun"] if isinstance(entry["noun"], dict) else {"zh": entry["noun"], "en": entry["noun"]}
        return name | {"plural": entry.get("plural", f"{name['en']}s"), "more": entry.get("more", [])}


def project(name: str, folder: Path) -> Path:
    """The folder of a project over the suite's own data files."""
    place = suite(name)
    sections = authored(name)
    today = (yaml.safe_load((place / "catalog.yaml").read_text("utf-8")) if (place / "catalog.yaml").exists() else {}).get(
        "as_of", "2024-06-15"
    )
    language = "zh" if re.search("[一-鿿]", str(sections["metrics"][0]["name"])) else "en"
    head = {"name": {"zh": name, "en": name}, "source": {"duckdb": "data.duckdb"}, "today": str(today), "language": language}
    access = {
        "local": "me",
        "roles": {"all": {"metrics": ["*"], "features": ["detail_rows", "export"]}},
        "users": {"me": {"name": "Me", "department": "Suite", "roles": ["all"]}},
    }
    (folder / "catalog").mkdir(parents=True, exist_ok=True)
    source(name, folder / "data.duckdb")
    for file, content in (("wenshu.yaml", head), ("access.yaml", access), ("catalog/all.yaml", sections)):
        (folder / file).write_text(written_down(content), "utf-8")
    return folder


def written_down(content: dict[str, Any]) -> str:
    text: str = yaml.dump(content, Dumper=Plain, sort_keys=False, allow_unicode=True)
    return text


def source(name: str, file: Path) -> None:
    """The suite's data as a DuckDB file, with the dates that it keeps as text beside them."""
    file.unlink(missing_ok=True)
    connection = loaded(suite(name) / "data")
    connection.execute(f"ATTACH '{file}' AS made")
    connection.execute("COPY FROM DATABASE suite TO made")
    for table, columns in yaml.safe_load(AUTHORED.read_text("utf-8"))[name].get("dates", {}).items():
        for column, expression in columns.items():
            connection.execute(f'CREATE OR REPLACE TABLE made."{table}" AS SELECT *, {expression} AS {column} FROM made."{table}"')
    connection.close()


def authored(name: str) -> dict[str, Any]:
    """The sections of the suite's catalog."""
    written = yaml.safe_load(AUTHORED.read_text("utf-8"))[name]
    made = converted(name) if (suite(name) / "catalog.yaml").exists() else untranscribed(name)
    author = Author(made, written, set())
    ranks = {metric["name"] for metric in made.written["metrics"] if metric.get("type") == "rank"}  # how a question shows it, no number
    metrics = [named(author, entry) for entry in made.entries if entry["id"] not in ranks]
    dimensions = [*keys(author), *made.entities]
    return {
        "datasets": tables(author),
        "joins": [*joins(made), *(joined(each) for each in written.get("joins", ()))],
        "dimensions": dimensions,
        "metrics": [*metrics, *counts(author), *measures(author)],
    } | ({"terms": author.terms} if author.terms else {})


def untranscribed(name: str) -> Suite:
    connection = loaded(suite(name) / "data")
    found = connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY table_name, ordinal_position"
    )
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in found.fetchall():
        columns.setdefault(table, {})[column] = kind
    return Suite({"metrics": [], "dimensions": [], "joins": []}, connection, columns)


def joined(entry: dict[str, Any]) -> dict[str, Any]:
    sides = {"left": entry["left"].lower(), "right": entry["right"].lower()}
    return {"cardinality": entry["cardinality"], "on": entry[True]} | sides  # YAML 1.1 reads `on` as true


def named(author: Author, entry: dict[str, Any]) -> dict[str, Any]:
    """A transcribed metric by its label and synonyms."""
    written = next((metric for metric in author.made.written["metrics"] if metric["name"] == entry["id"]), {"name": entry["id"]})
    words = entry["id"].replace("_", " ")
    names = author.own([str(written.get("label", words)), words, *map(str, written.get("synonyms", ()))]) or [entry["id"]]
    shown = {"fill_nulls_with": 0} if entry["id"] in author.written.get("gaps_are_zero", ()) else {}
    return entry | {"name": {"zh": names[0], "en": names[0]}, "synonyms": names[1:]} | shown


def tables(author: Author) -> list[dict[str, Any]]:
    found = []
    for entry, table in zip(datasets(author.made), author.made.columns, strict=True):
        noun, written = author.noun(table), author.written["tables"][table]
        names = {"name": {"zh": f"{noun['zh']}表" if author.is_chinese else noun["plural"], "en": noun["plural"]}}
        entry |= names | ({"primary_key": [written["key"]]} if "key" in written else {})
        dates = list(author.written.get("dates", {}).get(table, ()))
        entry |= {"columns": [*entry["columns"], *dates]}
        found.append(entry | ({name: written[name] for name in ("time", "time_grain") if name in written}))
    return found


def keys(author: Author) -> Any:
    """Transcribed dimensions, then the one that names each table's rows, then every other column that is no number to add up."""
    done = set()
    for written, entry in zip(author.made.written["dimensions"], transcribed_dimensions(author.made), strict=True):
        grains = GRAINS if written.get("type") == "time" else ()  # the words of grains are not a column's names
        names = author.own([written["name"].replace("_", " "), *(word for word in written.get("synonyms", ()) if word not in grains)])
        table = next(name for name in author.made.columns if name.lower() == entry["dataset"])
        noun = author.noun(table)
        if entry["expression"] == author.written["tables"][table].get("title"):
            names += author.own([noun["en"], *noun["more"]])
        done.add((entry["dataset"], entry["expression"]))
        yield entry | {"name": {"zh": names[0], "en": names[0]}, "synonyms": names[1:]}
    for table, written in author.written["tables"].items():
        title = written.get("title")
        if title and (table.lower(), title) not in done:
            done.add((table.lower(), title))
            yield titled(author, table, title)
    for table, written in author.written["tables"].items():
        for column, kind in author.made.columns[table].items():
            left = (*written.get("sums", ()), *written.get("averages", ()), *written.get("rates", ()), *written.get("left_out", ()))
            is_named = column == written.get("key") or not column.lower().endswith(INTERNAL)
            if (table.lower(), column) not in done and column not in left and is_named:
                yield from attribute(author, table, column, "VARCHAR" if column == written.get("key") else kind)
    for entry in author.written.get("dimensions", ()):
        author.own([entry["name"]["zh"], entry["name"]["en"], *entry.get("synonyms", ())])
        yield entry


def titled(author: Author, table: str, title: str) -> dict[str, Any]:
    noun = author.noun(table)
    label = author.label(table, title) if title.isidentifier() else {"zh": f"{noun['en']} name", "en": f"{noun['en']} name"}
    names = author.own([noun["zh"], noun["en"], *noun["more"], label["zh"], label["en"], *label.get("more", ())])
    name = {"zh": names[0], "en": next((each for each in names if each.isascii()), names[0])}
    entry = {"id": f"{table.lower()}_title", "name": name, "synonyms": [each for each in names if each not in name.values()]}
    return entry | {"dataset": table.lower(), "expression": title}


def attribute(author: Author, table: str, column: str, kind: str) -> Any:
    noun, label = author.noun(table), author.label(table, column)
    english = label["en"] if label["en"].startswith(noun["en"]) else f"{noun['en']} {label['en']}"
    full = {"zh": label["zh"] if author.is_chinese else english, "en": english}
    bare = [] if author.is_of_several(table, column) else [label["zh"], label["en"], *label.get("more", ())]
    names = author.own([full["zh"], full["en"], *bare])
    if names:
        name = {"zh": names[0], "en": next((each for each in names if each.isascii()), names[0])}
        entry = {"id": f"{table.lower()}_{column.lower()}", "name": name, "synonyms": [each for each in names if each not in name.values()]}
        yield entry | {"dataset": table.lower(), "expression": column, "type": TYPES.get(kind, "number")}


def card(author: Author, name: str, zh: str, en: str, more: list[str], formula: dict[str, Any]) -> Any:
    names = author.own([zh, en, *more])
    if not names:
        return
    label = {"zh": names[0], "en": next((each for each in names if each.isascii()), names[0])}
    entry = {"id": name, "name": label, "synonyms": [each for each in names if each not in label.values()], "owner": "Suite"}
    yield entry | {"department": "Suite", "description": label, "formula": formula}


def counts(author: Author) -> Any:
    """How many rows there are of each table, and how many distinct ones of each table that its rows look up, however far."""
    for table, written in author.written["tables"].items():
        noun = author.noun(table)
        many = noun["plural"]
        more = (
            [f"{noun['en']} count", f"{noun['zh']}数", f"{noun['zh']}总数", f"{noun['zh']}个数"]
            if author.is_chinese
            else [f"{noun['en']} count"]
        )
        if (total := totalled(author, many)) is not None and many not in author.given:
            author.own([many])
            author.terms.append({"name": {"zh": many, "en": many}, "metrics": [total, f"{table.lower()}_rows"]})
        bare = [] if "title" in written else [many, *(each if each.endswith("people") else f"{each}s" for each in noun["more"])]
        formula = {"count": "*", "dataset": table.lower()}
        yield from card(
            author,
            f"{table.lower()}_rows",
            f"{noun['zh']}数量" if author.is_chinese else f"number of {many}",
            f"number of {many}",
            more + bare,
            formula,
        )
    for left, right, key in looked_up(author):
        fact, thing = author.noun(left), author.noun(right)
        zh = f"有{fact['zh']}的{thing['zh']}数" if author.is_chinese else f"{thing['plural']} with {fact['plural']}"
        formula = {"count_distinct": key, "dataset": left.lower()}
        yield from card(author, f"{left.lower()}_{right.lower()}", zh, f"{thing['plural']} with {fact['plural']}", [], formula)


def totalled(author: Author, many: str) -> str | None:
    """The transcribed metric called 'total …' of these rows: their bare plural may mean that, or their number."""
    return next((entry["id"] for entry in author.made.entries if entry["id"].replace("_", " ") == f"total {many}"), None)


def looked_up(author: Author) -> Any:
    """Each table with each that its rows look up, by one join or several, and the column that says which row of it."""
    found = {name.lower(): name for name in author.made.columns}
    links = [*joins(author.made), *(joined(each) for each in author.written.get("joins", ()))]
    for start in author.made.columns:
        reached, edge = {start.lower()}, [start.lower()]
        while edge:
            at = edge.pop(0)
            for join in [each for each in links if each["left"] == at and each["right"] not in reached]:
                reached.add(join["right"])
                edge.append(join["right"])
                column = next(iter(join["on"]))
                yield start, found[join["right"]], column if at == start.lower() else f"{at}.{column}"


def measures(author: Author) -> Any:
    for table, written in author.written["tables"].items():
        for column in (*written.get("sums", ()), *written.get("averages", ()), *written.get("rates", ())):
            for function in ("sum", "average", "max", "min") if column in written.get("sums", ()) else ("average", "max", "min"):
                yield from measure(author, table, column, function)


def measure(author: Author, table: str, column: str, function: str) -> Any:
    """A column added up (its bare name means that) or averaged, and its extremes."""
    label, (zh, en, forms) = author.label(table, column), OF[function]
    words = [label["zh"], *label.get("more", ()), label["en"]]
    more = [form.format(word) for word in words for form in forms if word.isascii() == form.isascii() or form == "{}"]
    rates = author.written["tables"][table].get("rates", ())
    more += words if function == "sum" or (function == "average" and column in rates) else []
    chinese = zh.format(label["zh"]) if author.is_chinese else en.format(label["en"])
    formula = {function: column, "dataset": table.lower()}
    yield from card(author, f"{table.lower()}_{column.lower()}_{function}", chinese, en.format(label["en"]), more, formula)
