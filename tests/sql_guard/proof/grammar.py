"""Statements by a grammar over the bank: governed and hidden names, clauses and functions that the guard knows and some that it must stop.

Most are well formed and of fitting types, so that they pass and prove something; a few reach for what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from sql_guard.functions import listed

Columns = tuple[tuple[str, str], ...]  # name as it is written, and kind: N number, T text, D date

TABLES: Final[Mapping[str, Columns]] = {
    "branches": (("branch_id", "N"), ("name", "T"), ("region", "T"), ("city", "T"), ("opened", "D")),
    "clients": (
        ("client_id", "N"),
        ("name", "T"),
        ("phone", "T"),
        ("id_no", "T"),
        ("income", "N"),
        ("level", "T"),
        ("branch_id", "N"),
        ("born", "D"),
        ("note", "T"),
    ),
    "accounts": (("account_id", "N"), ("client_id", "N"), ("kind", "T"), ("opened", "D")),
    "transfers": (("transfer_id", "N"), ("account_id", "N"), ("day", "D"), ("paid", "D"), ("amount", "N"), ("channel", "T"), ("memo", "T")),
    '"Rate"': (('"Year"', "N"), ('"ratio x"', "N"), ('"select"', "T")),
    "合同": (("编号", "N"), ("签订日", "D"), ("金额", "N"), ("状态", "T")),
    "plan.targets": (("month", "D"), ("amount", "N")),
}
HIDDEN_TABLES: Final = tuple(
    sorted(listed("vault hr.pay every_transfer plan.every_client bank.main.vault information_schema.tables 'x.csv' duckdb_tables()"))
)
HIDDEN_COLUMNS: Final = tuple(sorted(listed("rent manager email area pin device 地区 rowid secret pay")))
HOSTILE: Final = (
    "getenv('HOME')",
    "stats({N})",
    "secret_of({N})",
    "read_text('/etc/hosts')",
    "list_aggregate([{N}], 'sum')",
    "current_setting('threads')",
    "query_table('vault')",
    "COLUMNS('p.*')",
    "regexp_matches({T}, {T})",
    "range({N})",
    "lpad({T}, {N}, 'x')",
    "hash({T})",
    "(SELECT max(secret) FROM vault)",
    "current_user",
    "?",
    "typeof({T})",
)
ODD_ENDS: Final = (
    " TABLESAMPLE 50%",
    " FOR UPDATE",
    " LIMIT 10%",
    "; SELECT 1",
    " USING SAMPLE 3",
    " INTO x",
    " POSITIONAL JOIN clients",
)
NAMES: Final = tuple(sorted(listed("a b c n amount client_id name pin email area transfers total 数 Year")))
ALIASES: Final = tuple(sorted(listed("a b t x transfers clients accounts vault branches 表 pay")))

NUMBERS: Final = (
    "{N} + {N}",
    "{N} - {N}",
    "{N} * 2",
    "{N} % 7",
    "{N} // 3",
    "{N} / 4",
    "-{N}",
    "abs({N})",
    "round({N}, 1)",
    "coalesce({N}, 0)",
    "nullif({N}, {N})",
    "greatest({N}, {N})",
    "CASE WHEN {B} THEN {N} ELSE {N} END",
    "if({B}, {N}, 0)",
    "length({T})",
    "strpos({T}, 'a')",
    "year({D})",
    "extract(month FROM {D})",
    "date_diff('day', {D}, {D})",
    "TRY_CAST({T} AS INTEGER)",
    "CAST({N} AS DOUBLE)",
    "({N})::BIGINT",
    "list_sum([{N}, {N}])",
    "[{N}, {N}][1]",
    "({{'a': {N}, 'b': {T}}}).a",
    "map {{'k': {N}}}['k']",
    "len([x FOR x IN [{N}, 2] IF x > 1])",
    "list_max(list_transform([{N}, 2], lambda x: x + 1))",
    "(SELECT count(*) FROM {F})",
    "(SELECT max({n}) FROM {F})",
    "({Q1N} ORDER BY ALL LIMIT 1)",
    "CAST({T} AS INTEGER)",
    "CASE {T} WHEN 'card' THEN 1 WHEN {T} THEN {N} END",
)
TEXTS: Final = (
    "upper({T})",
    "{T} || {T}",
    "left({T}, 3)",
    "substring({T}, 2, 4)",
    "coalesce({T}, '-')",
    "nullif({T}, 'card')",
    "CAST({N} AS VARCHAR)",
    "({D})::VARCHAR",
    "strftime({D}, '%Y-%m')",
    "replace({T}, 'a', 'bb')",
    "regexp_replace({T}, '[0-9]+', '#')",
    "concat_ws('-', {T}, {T})",
    "md5({T})",
    "split_part({T}, ' ', 1)",
    "{T}[1:3]",
    "CASE WHEN {B} THEN {T} END",
    "format('{{}}', {T})",
    "lpad({T}, 5, '.')",
    "(SELECT min({t}) FROM {F})",
    "string_split({T}, ' ')[1]",
)
DATES: Final = (
    "date_trunc('month', {D})",
    "{D} + INTERVAL 1 DAY",
    "{D} - INTERVAL '2' MONTH",
    "coalesce({D}, DATE '2026-01-01')",
    "last_day({D})",
    "CAST({D} AS DATE)",
    "greatest({D}, DATE '2024-03-01')",
    "(SELECT max({d}) FROM {F})",
)
CONDITIONS: Final = (
    "{N} > {N}",
    "{N} = {N}",
    "{N} <= 20",
    "{N} BETWEEN 1 AND {N}",
    "{N} IN (1, 2, 3, {N})",
    "{T} LIKE '%a%'",
    "{T} NOT ILIKE 'C%'",
    "{T} IN ('app', 'card', '华东')",
    "{T} = {T}",
    "{T} SIMILAR TO '.*a.*'",
    "regexp_matches({T}, '^c')",
    "contains({T}, 'i')",
    "{D} >= DATE '2024-02-10'",
    "{D} BETWEEN DATE '2024-01-05' AND {D}",
    "{N} IS NULL",
    "{T} IS NOT NULL",
    "{T} IS DISTINCT FROM {T}",
    "({B} AND {B})",
    "({B} OR {B})",
    "NOT {B}",
    "EXISTS (SELECT 1 FROM {F} WHERE {b})",
    "{N} IN ({Q1N})",
    "{T} NOT IN ({Q1T})",
    "{N} >= ALL ({Q1N})",
    "CASE WHEN {B} THEN {B} ELSE {N} > 5 END",
    "({N}, {T}) = (3, 'card')",
)
FORMS: Final[Mapping[str, tuple[str, ...]]] = {"N": NUMBERS, "T": TEXTS, "D": DATES, "B": CONDITIONS}
AGGREGATES: Final[Mapping[str, tuple[str, ...]]] = {
    "N": (
        "count(*)",
        "sum({N})",
        "avg({N})",
        "min({N})",
        "count(DISTINCT {T})",
        "count(*) FILTER (WHERE {B})",
        "median({N})",
        "count({T})",
        "sum(DISTINCT {N}) + 1",
        "quantile_disc({N}, 0.5)",
    ),
    "T": ("max({T})", "min({T})", "string_agg({T}, ',' ORDER BY {T}, {N})", "list({T} ORDER BY {T})::VARCHAR", "arg_max({T}, {N})"),
    "D": ("max({D})", "min({D})"),
    "B": ("count(*) > 2", "bool_or({B})", "sum({N}) > 10"),
}
WINDOWS: Final[Mapping[str, tuple[str, ...]]] = {
    "N": (
        "row_number() OVER (ORDER BY {N}, {T})",
        "sum({N}) OVER (PARTITION BY {T})",
        "rank() OVER (PARTITION BY {T} ORDER BY {N})",
        "count(*) OVER (ORDER BY {N} RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
        "max({N}) OVER (ORDER BY {N} ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
        "dense_rank() OVER (ORDER BY {D})",
    ),
    "T": ("lag({T}) OVER (ORDER BY {N}, {T})", "first_value({T}) OVER (PARTITION BY {N} ORDER BY {T})"),
    "D": ("max({D}) OVER (PARTITION BY {T})",),
}
PLACE: Final = re.compile(r"(?<!\{)\{(\w+)\}")
LITERALS: Final[Mapping[str, tuple[str, ...]]] = {
    "N": ("1", "0", "7", "2.5", "NULL", "1e2", "CAST(3 AS BIGINT)"),
    "T": ("'card'", "'a'", "'华东'", "''", "NULL", "'it''s'", "$$x$$", "E'a\\nb'"),
    "D": ("DATE '2024-01-20'", "CAST('2026-01-15' AS DATE)", "'2026-02-01'::DATE"),
    "B": ("true", "false", "NULL"),
}


@dataclass(frozen=True)
class Source:
    """What stands in FROM: its name and its columns."""

    name: str
    columns: Columns


Scope = tuple[Source, ...]


class Grammar:
    """Makes one statement after the other; equal chance, equal statements."""

    def __init__(self, chance: Random, hostile: float = 0.002) -> None:
        self.chance = chance
        self.hostile = hostile

    def statement(self) -> str:
        chance = self.chance
        kinds = [chance.choice("NNTTD") for _ in range(chance.choice([1, 2, 2, 3]))]
        sql, _ = self.query(kinds, {}, (), chance.choice([1, 2, 2, 3]))
        if chance.random() < 0.3:
            sql += " ORDER BY ALL" + (f" LIMIT {chance.choice([0, 1, 3, 50, 5000])}" if chance.random() < 0.6 else "")
        return sql + (chance.choice(ODD_ENDS) if self.is_hostile(2) else "")

    def is_hostile(self, times: float = 1) -> bool:
        return self.chance.random() < self.hostile * times

    def query(self, kinds: Sequence[str], ctes: Mapping[str, Columns], outer: Scope, depth: int) -> tuple[str, Columns]:
        """A query whose columns are of these kinds, and their names."""
        chance = self.chance
        shape = chance.random()
        if depth > 0 and shape < 0.14:
            first, names = self.query(kinds, ctes, outer, depth - 1)
            other, _ = self.query(kinds, ctes, outer, depth - 1)
            return f"({first}) {chance.choice(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT', 'EXCEPT ALL'])} ({other})", names
        if depth > 0 and shape < 0.28:
            return self.with_members(kinds, ctes, outer, depth)
        return self.select(kinds, ctes, outer, depth)

    def with_members(self, kinds: Sequence[str], ctes: Mapping[str, Columns], outer: Scope, depth: int) -> tuple[str, Columns]:
        """Members that may take the name of a table, also of a hidden one."""
        members, seen = [], dict(ctes)
        for _ in range(self.chance.choice([1, 1, 2])):
            name = self.chance.choice(ALIASES)
            if any(written.startswith(f"{name} ") for written in members):
                continue
            inner, columns = self.query([self.chance.choice("NTD") for _ in range(2)], seen, (), depth - 1)
            members.append(f"{name} AS {self.chance.choice(['', '', 'MATERIALIZED '])}({inner})")
            seen[name] = columns
        body, columns = self.query(kinds, seen, outer, depth - 1)
        return f"WITH {', '.join(members)} SELECT * FROM ({body}) AS q", columns

    def select(self, kinds: Sequence[str], ctes: Mapping[str, Columns], outer: Scope, depth: int) -> tuple[str, Columns]:
        chance = self.chance
        from_, scope = self.sources(ctes, outer, depth)
        inner = Inner(self, (*scope, *(outer if chance.random() < 0.3 else ())), ctes, depth)
        names = chance.sample(NAMES, len(kinds))
        where = f" WHERE {inner.value('B')}" if chance.random() < 0.6 else ""
        shape, ending = chance.random(), ""
        if shape < 0.3:
            keys = max(0, len(kinds) - 1) if chance.random() < 0.8 else 0
            values = [inner.value(kind) for kind in kinds[:keys]] + [inner.filled(chance.choice(AGGREGATES[kind])) for kind in kinds[keys:]]
            if keys:
                ending = f" GROUP BY {chance.choice([', '.join(str(place + 1) for place in range(keys)), 'ALL'])}"
                ending += f" HAVING {inner.filled(chance.choice(AGGREGATES['B']))}" if chance.random() < 0.3 else ""
        elif shape < 0.4:
            values = [inner.filled(chance.choice(WINDOWS[kind])) for kind in kinds]
            ending = f" QUALIFY {inner.filled(chance.choice(WINDOWS['N']))} > 1" if chance.random() < 0.3 else ""
        else:
            values = [inner.value(kind) for kind in kinds]
        distinct = "DISTINCT " if chance.random() < 0.15 else ""
        listing = ", ".join(f"{value} AS {name}" for value, name in zip(values, names, strict=True))
        written = f"FROM {from_} SELECT {distinct}{listing}" if chance.random() < 0.1 else f"SELECT {distinct}{listing} FROM {from_}"
        return f"{written}{where}{ending}", tuple(zip(names, kinds, strict=True))

    def sources(self, ctes: Mapping[str, Columns], outer: Scope, depth: int) -> tuple[str, Scope]:
        """One to three sources, joined in one way or another."""
        chance = self.chance
        aliases = chance.sample(ALIASES, 3)
        written, source = self.source(aliases[0], ctes, outer, depth)
        scope: Scope = (source,)
        for alias in aliases[1 : chance.choice([1, 1, 1, 2, 2, 3])]:
            other, source = self.source(alias, ctes, outer, depth)
            on = Inner(self, (*scope, source), ctes, 0)
            how = chance.random()
            if how < 0.5:
                condition = on.joined() or on.value("B")
                written += f" {chance.choice(['JOIN', 'LEFT JOIN', 'FULL JOIN', 'INNER JOIN'])} {other} ON {condition}"
            elif how < 0.65:
                written += f" {chance.choice(['SEMI', 'ANTI'])} JOIN {other} ON {on.joined() or on.value('B')}"
                continue
            else:
                written += chance.choice([", ", " CROSS JOIN "]) + other
            scope = (*scope, source)
        return written, scope

    def source(self, alias: str, ctes: Mapping[str, Columns], outer: Scope, depth: int) -> tuple[str, Source]:
        chance = self.chance
        if self.is_hostile(2):
            return f"{chance.choice(HIDDEN_TABLES)} AS {alias}", Source(alias, (("id", "N"), ("secret", "T")))
        shape = chance.random()
        if ctes and shape < 0.35:
            name = chance.choice(sorted(ctes))
            return f"{name} AS {alias}", Source(alias, ctes[name])
        if depth > 0 and shape < 0.55:
            inner, columns = self.query([chance.choice("NTD") for _ in range(2)], ctes, outer if shape < 0.4 else (), depth - 1)
            return f"{'LATERAL ' if shape < 0.4 else ''}({inner}) AS {alias}", Source(alias, columns)
        if shape < 0.59:
            return f"range(1, {chance.choice([3, 9])}) AS {alias}(n)", Source(alias, (("n", "N"),))
        if shape < 0.62:
            return f"(VALUES (1, 'card'), (2, NULL)) AS {alias}(n, t)", Source(alias, (("n", "N"), ("t", "T")))
        name = chance.choice(sorted(TABLES))
        if name in ctes:  # the plain name is the member's
            return f"main.{name} AS {alias}", Source(alias, TABLES[name])
        return f"{self.spelled(name)} AS {alias}", Source(alias, TABLES[name])

    def spelled(self, name: str) -> str:
        """A table's name in one of its spellings."""
        plain = "." not in name and '"' not in name
        return self.chance.choice([name, name, name.upper(), f"bank.main.{name}", f'"{name}"', f"main.{name}"] if plain else [name])


@dataclass(frozen=True)
class Inner:
    """Expressions inside of one SELECT."""

    grammar: Grammar
    scope: Scope
    ctes: Mapping[str, Columns]
    depth: int

    def value(self, kind: str, depth: int = 2) -> str:
        chance = self.grammar.chance
        if self.grammar.is_hostile():
            return self.filled(chance.choice(HOSTILE), depth - 1)
        if depth > 0 and (kind == "B" or chance.random() < 0.45):
            return self.filled(chance.choice(FORMS[kind]), depth - 1)
        return self.column(kind) or chance.choice(LITERALS[kind])

    def column(self, kind: str, scope: Scope | None = None) -> str:
        chance = self.grammar.chance
        if self.grammar.is_hostile():
            return chance.choice(HIDDEN_COLUMNS)
        found = [(source.name, name) for source in scope or self.scope for name, of in source.columns if of == kind]
        if not found or chance.random() < 0.12:
            return ""
        source, name = chance.choice(found)
        return chance.choice([f"{source}.{name}", f"{source}.{name}", f'"{source.upper()}".{name}'])

    def joined(self) -> str:
        """Two columns of one name and kind."""
        *before, last = self.scope
        shared = [(source.name, name) for source in before for name, kind in source.columns if (name, kind) in last.columns]
        if not shared:
            return ""
        source, name = self.grammar.chance.choice(shared)
        return f"{source}.{name} = {last.name}.{name}"

    def filled(self, form: str, depth: int = 2) -> str:
        """A form with its places filled; small letters stand for columns of the source that {F} makes, doubled braces for braces."""
        made: list[Source] = []
        source = self.inner_source(made) if "{F}" in form else ""
        written = PLACE.sub(lambda found: source if found[1] == "F" else self.place(found[1], depth, made), form)
        return written.replace("{{", "{").replace("}}", "}")

    def inner_source(self, made: list[Source]) -> str:
        grammar = self.grammar
        written, source = grammar.source(grammar.chance.choice(ALIASES), self.ctes, (), max(self.depth - 2, 0))
        made.append(source)
        return written

    def place(self, key: str, depth: int, made: list[Source]) -> str:
        if key in FORMS:
            return self.value(key, depth)
        if key in ("Q1N", "Q1T"):
            return self.grammar.query([key[2]], self.ctes, (), max(self.depth - 2, 0))[0]
        inner = Inner(self.grammar, (*made, *self.scope), self.ctes, 0)
        if key == "b":
            return inner.value("B", 1)
        return inner.column(key.upper(), tuple(made)) or self.grammar.chance.choice(LITERALS[key.upper()])
