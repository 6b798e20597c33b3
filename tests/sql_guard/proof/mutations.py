"""Statements made of others: tokens left out, doubled, swapped or taken from elsewhere, names spelled otherwise, comments, nesting."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from sql_guard.functions import listed

TOKEN: Final = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$\$.*?\$\$|\w+|\s+|::|<>|<=|>=|\|\||.", re.DOTALL)
NAME: Final = re.compile(r"[^\W\d]\w*")
CONFUSABLE: Final = str.maketrans("aceiopxyk", "асеіорху\u212a")
ODD: Final = ("\u200b", "\u00a0", "\u3000", "\u00ad", "\ufeff", "\u2028", "；", "（", "\x00", "\u202e", "\\", "`")
COMMENTS: Final = ("/**/", "/* FROM vault */", " -- x\n", "/*'*/", '/*"*/', "/* /* */ */", "--\r\n", "#\n")
WORDS: Final = sorted(
    listed(
        """
        vault email pin area hr.pay * ( ) , . ; ' " SELECT FROM WITH UNION ALL LATERAL NOT AS USING ON TABLE VALUES COLUMNS EXCLUDE QUALIFY
        LIMIT OVER FILTER ARRAY [ ] { } : :: -> => := ? $1 @ NATURAL ASOF POSITIONAL PIVOT FOR IN RECURSIVE INTO DESCRIBE main bank
        """
    )
)
NESTS: Final = (
    "SELECT * FROM ({}) AS q",
    "SELECT count(*) FROM ({}) AS q",
    "WITH transfers AS ({}) SELECT * FROM transfers",
    "WITH vault AS ({}) SELECT * FROM vault",
    "({}) UNION ALL ({})",
    "(({}))",
    "SELECT EXISTS ({})",
    "SELECT * FROM clients, LATERAL ({}) AS q",
    "({}) LIMIT 3",
    "SELECT * FROM (({}) EXCEPT ({})) AS q",
    "FROM ({})",
    "SELECT q FROM ({}) AS q",
    "SELECT 1 WHERE 1 IN (SELECT 1 FROM ({}) AS q)",
)


def tokens_of(sql: str) -> list[str]:
    return TOKEN.findall(sql)


def mutated(sql: str, others: Sequence[str], chance: Random) -> str:
    """A statement after one to three changes."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        sql = chance.choice(CHANGES)(sql, others, chance)
    return sql


def place(tokens: Sequence[str], chance: Random) -> int:
    """Of a token that is not white space."""
    found = [index for index, token in enumerate(tokens) if not token.isspace()]
    return chance.choice(found) if found else 0


def name_place(tokens: Sequence[str], chance: Random) -> int:
    found = [index for index, token in enumerate(tokens) if NAME.fullmatch(token)]
    return chance.choice(found) if found else 0


def changed(sql: str, at: int, by: Callable[[str], str]) -> str:
    tokens = tokens_of(sql)
    return "".join(by(token) if index == at else token for index, token in enumerate(tokens))


def left_out(sql: str, others: Sequence[str], chance: Random) -> str:
    return changed(sql, place(tokens_of(sql), chance), lambda token: "")


def doubled(sql: str, others: Sequence[str], chance: Random) -> str:
    return changed(sql, place(tokens_of(sql), chance), lambda token: f"{token} {token}")


def swapped(sql: str, others: Sequence[str], chance: Random) -> str:
    tokens = tokens_of(sql) or [""]
    one, other = place(tokens, chance), place(tokens, chance)
    tokens[one], tokens[other] = tokens[other], tokens[one]
    return "".join(tokens)


def replaced(sql: str, others: Sequence[str], chance: Random) -> str:
    """A token by one of another statement, or by a word that matters."""
    other = tokens_of(chance.choice(others))
    by = chance.choice(WORDS) if chance.random() < 0.4 else other[place(other, chance)]
    return changed(sql, place(tokens_of(sql), chance), lambda token: by)


def name_replaced(sql: str, others: Sequence[str], chance: Random) -> str:
    """A name by a name of another statement: often still a query."""
    other = tokens_of(chance.choice(others))
    return changed(sql, name_place(tokens_of(sql), chance), lambda token: other[name_place(other, chance)])


def inserted(sql: str, others: Sequence[str], chance: Random) -> str:
    by = chance.choice(WORDS)
    return changed(sql, place(tokens_of(sql), chance), lambda token: f"{token} {by} ")


def respelled(sql: str, others: Sequence[str], chance: Random) -> str:
    how = chance.choice([str.upper, str.lower, str.title, str.swapcase, lambda name: f'"{name}"', lambda name: f'"{name.upper()}"'])
    return changed(sql, name_place(tokens_of(sql), chance), how)


def confused(sql: str, others: Sequence[str], chance: Random) -> str:
    """A name with letters that look alike, or with full-width ones."""
    wide = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return changed(sql, name_place(tokens_of(sql), chance), lambda name: name.translate(chance.choice([CONFUSABLE, wide])))


def odd_character(sql: str, others: Sequence[str], chance: Random) -> str:
    at = chance.randint(0, len(sql))
    return sql[:at] + chance.choice(ODD) + sql[at:]


def commented(sql: str, others: Sequence[str], chance: Random) -> str:
    by = chance.choice(COMMENTS)
    return changed(sql, place(tokens_of(sql), chance), lambda token: f"{token}{by}")


def nested(sql: str, others: Sequence[str], chance: Random) -> str:
    return chance.choice(NESTS).replace("{}", sql)


def joined(sql: str, others: Sequence[str], chance: Random) -> str:
    return chance.choice(["({}) UNION ALL ({})", "SELECT * FROM ({}) AS p, ({}) AS q", "{};{}", "{} {}"]).format(
        *(each.replace("{", "").replace("}", "") for each in (sql, chance.choice(others)))
    )


CHANGES: Final = (
    left_out,
    doubled,
    swapped,
    replaced,
    name_replaced,
    name_replaced,
    inserted,
    respelled,
    respelled,
    respelled,
    confused,
    odd_character,
    commented,
    commented,
    commented,
    nested,
    nested,
    nested,
    nested,
    joined,
)
