"""Writes docs/errors.md from the message files: python -m tests.error_page > docs/errors.md. A test compares the two."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.wording import words

PLACE = re.compile(r"(?<!\{)\{(\w+)(?::([^{}]*))?\}(?!\})")
FILLED = ("columns_projected", "rows_filtered", "masked", "qualified", "limit_added", "limit_lowered")  # not errors: what the guard changes
COMMAND_LINE = (
    "linux_only",
    "no_project",
    "demo_exists",
    "port_taken",
    "not_loopback",
    "not_in_catalog",
    "cannot_use",
    "import_exists",
    "nothing_to_erase",
    "no_password_file",
    "passwords_differ",
    "bad_day",
    "bad_port",
)
HEAD = """# When there is no number

Everything that Wenshu says instead of a number has a code, the facts of the case, and words in Chinese and English. The code is
`error.code` in the JSON of an answer (`code` in that of a command that did not get as far); ‹angle brackets› are facts. Exit codes are
those of the [command line](cli.md). This page is written from the message files: `python -m tests.error_page > docs/errors.md`.
"""
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Section:
    """A family of codes: what it is, what to do, and which messages it has."""

    title: str
    told: str
    codes: tuple[str, ...]


def sections() -> list[Section]:
    clarify = "Status `clarify`, exit code 3. Choose one of the choices, or ask again with the missing word."
    decline = "Status `declined`, exit code 4. The nearest questions that can be answered come with it."
    catalog = "Status `declined`, exit code 4. The parts exist, but give no answer together."
    draft = "Status `declined`, exit code 4, of `wenshu sql` and of a model's governed SQL."
    engine = (
        "Status `timeout` (exit code 6) for what ran too long, `cancelled` (130) for what was stopped, `failed` (1, or 7 at the start)."
    )
    return [
        Section("Wenshu asks back", clarify, tabled("clarify")),
        Section("Wenshu declines", decline, tabled("decline")),
        Section("The catalog cannot answer", catalog, own("catalog", "en.toml")),
        Section("Governed SQL cannot be read", draft, own("catalog", "metric_sql_en.toml")),
        Section(
            "The guard refuses",
            "Status `refused`, exit code 5. Nothing was run; see [guard.md](guard.md).",
            own("sql_guard", "en.toml", FILLED),
        ),
        Section(
            "What the guard changes", "Not errors: the panel under an answer lists them.", tuple(f"sql_guard:{code}" for code in FILLED)
        ),
        Section("The engine and the data", engine, own("sql_guard", "engine_en.toml")),
        Section("Searching by meaning is not possible", "The answer is still found by words; a note says so.", own("retrieval")),
        Section("The store", "Exit code 7.", own("catalog", "store_en.toml")),
        Section("Conversations and settings", "Exit code 4; 7 for settings.", own("assistant")),
        Section("Evaluations", "Exit code 4.", own("evals")),
        Section("The command line", "Exit code 2; 1 where a file cannot be used.", (*own("ui"), *(f"cli.{code}" for code in COMMAND_LINE))),
        Section(
            "What an import says",
            "In the report of [`wenshu catalog import`](import.md), of the fields that are not simply kept.",
            tabled("import"),
        ),
        Section("Bugs", "Status `failed`, exit code 1. The log has the whole of it under the id.", tabled("trouble")),
    ]


def tabled(table: str) -> tuple[str, ...]:
    return tuple(sorted(code for code in words("en") if code.startswith(f"{table}.")))


def own(folder: str, name: str = "*en.toml", but: Iterable[str] = ()) -> tuple[str, ...]:
    """The codes outside a table of a folder's message files: those that its errors have."""
    files = sorted((ROOT / folder / "words").glob(name))
    said = [code for file in files for code, text in tomllib.loads(file.read_text("utf-8")).items() if isinstance(text, str)]
    return tuple(f"{folder}:{code}" for code in sorted(said) if code not in but)


def page() -> str:
    parts = [HEAD, *map(written, sections()), faults()]
    return "\n".join(parts)


def written(section: Section) -> str:
    rows = [f"| `{shown(code)}` | {filled('en', code)} | {filled('zh', code)} |" for code in section.codes]
    return "\n".join([f"## {section.title}", section.told, "", "| code | English | 中文 |", "|---|---|---|", *rows, ""])


def faults() -> str:
    """What is wrong in a file, and how to mend it."""
    codes = [code.removeprefix("fault.") for code in tabled("fault")]
    rows = [f"| `{code}` | {both('en', code)} | {both('zh', code)} |" for code in codes]
    head = [
        "## Faults of catalog, access and project files",
        "Exit code 1. `wenshu catalog check` tells all of them at once, each with file and line.",
        "",
    ]
    return "\n".join([*head, "| code | English | 中文 |", "|---|---|---|", *rows, ""])


def both(language: str, code: str) -> str:
    return f"{filled(language, f'fault.{code}')} {filled(language, f'fix.{code}')}"


def shown(code: str) -> str:
    return code.rpartition(":")[2].rpartition(".")[2]


def filled(language: str, code: str) -> str:
    """The words with their facts in angle brackets."""
    said: Mapping[str, str] = words("zh" if language == "zh" else "en")
    text = PLACE.sub(lambda place: (place[2] or "%").replace("%", f"‹{place[1]}›"), said[code])
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(page(), end="")
