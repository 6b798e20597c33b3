"""The documentation says everything there is: commands, options, settings, rules, functions, codes. Its examples are run."""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer, Status
from assistant.record_json import as_json
from assistant.settings import read_settings
from catalog.files import load_catalog
from catalog.files.project_file import read_project
from sql_guard import functions
from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.rules import RULES
from tests.conftest import AS_OF
from tests.error_page import page
from ui.cli import exits
from ui.cli.options import parser

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(ROOT.glob("docs/**/*.md"))
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *DOCS]
FAMILIES = ("AGGREGATES", "WINDOWS", "TEXT", "NUMBERS", "DATES", "LISTS", "OPERATORS")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def commands(grammar: argparse.ArgumentParser, name: str = "wenshu") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be run, with its own grammar."""
    groups = [action for action in grammar._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield name, grammar
    for group in groups:
        for word, inner in group.choices.items():
            yield from commands(inner, f"{name} {word}")


@pytest.mark.parametrize(("name", "grammar"), list(commands(parser("en"))))
def test_every_command_and_option_is_on_the_page(name: str, grammar: argparse.ArgumentParser) -> None:
    said = text_of("docs/cli.md")
    assert f"`{name}" in said
    wanted = {word for action in grammar._actions for word in action.option_strings if word.startswith("--")} - {"--help"}
    assert [word for word in wanted if f"`{word}" not in said] == []
    choices = {str(choice) for action in grammar._actions for choice in action.choices or ()}
    assert [choice for choice in choices if choice not in said] == []


def test_the_page_names_no_option_that_is_not_there() -> None:
    known = {word for _, grammar in commands(parser("en")) for action in grammar._actions for word in action.option_strings}
    assert set(re.findall(r"`(--[a-z-]+)", text_of("docs/cli.md"))) <= {*known, "--version"}


def test_the_exit_codes_are_those_of_the_command_line() -> None:
    listed = re.search(r"## Exit codes\n(.*)", text_of("docs/cli.md"))
    assert listed
    told = [int(each.split()[0]) for each in listed[1].split(" · ")]
    assert told == sorted({value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)})


def test_the_json_of_an_answer_has_the_fields_of_the_page(project: Project) -> None:
    found = as_json(answer(Question("上个月各大区的销售额"), project, project.access.asker("boss")))
    section = text_of("docs/cli.md").partition("## The JSON of an answer\n")[2]
    assert re.findall(r"`(\w+)`", section.partition("\n\n")[0]) == list(found)
    columns = re.search(r"`columns` carry (.*?)\.", section)
    assert columns
    assert re.findall(r"`(\w+)`", columns[1]) == list(found["columns"][0])
    assert all(status in section for status in get_args(Status))


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.names: set[str] = set()

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]  # the settings give a default
        self.names.add(key)
        return super().get(key, default)


def test_every_setting_is_on_the_page() -> None:
    asked = Asked(WENSHU_MODEL="m", WENSHU_EMBED_MODEL="e", OPENAI_LOG="debug", WENSHU_ALLOW_TRACING="1")
    read_settings(asked)
    written = {name for path in sorted(ROOT.glob("[a-z]*/**/*.py")) if "tests" not in path.parts for name in environment_names(path)}
    missing = [name for name in sorted(asked.names | written) if f"`{name}`" not in text_of("docs/settings.md")]
    assert missing == []


def environment_names(path: Path) -> Iterator[str]:
    """The variables that a module reads from os.environ by name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get" and isinstance(node.args[0], ast.Constant):
            name = str(node.args[0].value)
            if name != "PYTHONPATH":  # handed on to a process of our own, not a setting
                yield name


def test_every_rule_of_the_guard_is_on_the_page_in_its_order() -> None:
    rules = ["one_query", *(rule.__name__ for rule in RULES)]
    files = {path.stem for path in (ROOT / "sql_guard/rules").glob("*.py")} - {"__init__"}
    assert set(rules) == files
    assert re.findall(r"^### (\w+)$", text_of("docs/guard.md"), re.MULTILINE)[: len(rules)] == rules


def test_the_page_lists_every_allowed_function() -> None:
    sections = text_of("docs/guard.md").partition("## Allowed functions")[2].split("\n### ")[1:]
    for family, section in zip(FAMILIES, sections, strict=True):
        assert set(section.partition("\n")[2].replace("`", "").split()) == getattr(functions, family), family


@pytest.mark.parametrize(("sql", "code"), re.findall(r"^- `(.+)` → `(\w+)`$", text_of("docs/guard.md"), re.MULTILINE))
def test_the_guard_refuses_what_the_page_says(sql: str, code: str, project: Project) -> None:
    with pytest.raises(Refused) as refused:
        guard(sql, project.policy(project.access.asker("boss")))
    assert refused.value.code == code


def test_the_page_of_codes_is_written_from_the_message_files() -> None:
    assert text_of("docs/errors.md") == page(), "python -m tests.error_page > docs/errors.md"


PLANS = ("Clarify", "Decline")
FOREIGN = ("PydanticCustomError", "NotHardened", "Unavailable")  # worded as faults, and by the engine that started the worker


def raised_codes() -> Iterator[tuple[str, str]]:
    """(where, code) of every code that is written where an error is raised, or a plan without a number is made."""
    for path in sorted(ROOT.glob("[a-z]*/**/*.py")):
        if path.relative_to(ROOT).parts[0] == "tests":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = node.exc if isinstance(node, ast.Raise) else node
            if not isinstance(made, ast.Call) or not made.args or not isinstance(made.args[0], ast.Constant):
                continue
            name, code = ast.unparse(made.func), made.args[0].value
            is_ours = name in PLANS or (isinstance(node, ast.Raise) and name[0].isupper() and name not in FOREIGN)
            if is_ours and isinstance(code, str) and re.fullmatch(r"[a-z_.]+", code):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", code


def test_every_code_that_is_raised_is_on_the_page() -> None:
    said = text_of("docs/errors.md")
    raised = list(raised_codes())
    assert len(raised) > 100
    assert [(where, code) for where, code in raised if f"| `{code.rpartition('.')[2]}` |" not in said] == []


def test_the_words_of_codes_show_their_facts() -> None:
    assert "‹nearest›" in text_of("docs/errors.md")
    assert not re.search(r"\{\w+:[^{}]*%", text_of("docs/errors.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        found = todo.pop()
        if found in reached or found.suffix != ".md":
            continue
        reached.add(found)
        todo += [(found.parent / link).resolve() for link in re.findall(r"\]\(([^)#:]+\.md)", found.read_text("utf-8"))]
    assert [path for path in DOCS if path not in reached] == []


def asked_in_readme() -> list[str]:
    return [found[1].strip("\"'") for found in re.finditer(r"wenshu ask (.+)$", text_of("README.md"), re.MULTILINE)]


@pytest.mark.parametrize("text", asked_in_readme())
def test_the_questions_of_the_readme_are_answered(text: str, project: Project) -> None:
    found = answer(Question(text), project, project.access.asker(project.access.local))
    assert (found.status, found.tier) == ("answered", "verified"), found.headline
    assert found.rows
    assert found.chart


@pytest.mark.parametrize("name", ["retail", "flights"])
def test_the_examples_of_a_sample_project_are_answered(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    today = AS_OF if name == "retail" else None
    with open_project(folder, today=today, build=False, env={}) as opened:
        asker = opened.access.asker(opened.access.local)
        silent = [text for text in (*opened.file.examples.zh, *opened.file.examples.en) if not is_answered(text, opened, asker)]
    assert silent == []


def is_answered(text: str, opened: Project, asker: object) -> bool:
    found: Answer = answer(Question(text), opened, asker)  # type: ignore[arg-type]  # an Asker
    return found.status == "answered"


def test_the_metric_of_the_readme_loads_into_the_retail_catalog(retail: Path, tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", text_of("README.md"), re.DOTALL)
    assert block
    file = read_project(retail)
    known = load_catalog(file.catalog, root=file.folder)
    copies = []
    for path in file.catalog:
        copies.append(tmp_path / path.name)
        copies[-1].write_text(without_metric(path.read_text("utf-8"), "refund_amount"), "utf-8")
    (tmp_path / "readme.yaml").write_text(block[1], "utf-8")
    loaded = load_catalog([*copies, tmp_path / "readme.yaml"], root=tmp_path)
    assert loaded.metric("refund_amount").formula == known.metric("refund_amount").formula
    assert replace(loaded.metric("refund_amount"), source="").id in known.metrics


def without_metric(text: str, name: str) -> str:
    """A catalog file without one metric, so that another file may define it."""
    return re.sub(rf"^  - id: {name}\n(?:    .*\n|\n)*", "", text, flags=re.MULTILINE)


def test_the_command_prints_an_answer_as_one_json_object(retail: Path) -> None:
    done = subprocess.run(
        [
            Path(sys.executable).parent / "wenshu",
            "ask",
            "--json",
            "--project",
            retail,
            "--today",
            str(AS_OF),
            "上个月各大区的销售额和毛利率",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == exits.ANSWERED, done.stderr
    found = json.loads(done.stdout)
    assert found["status"] == "answered"
    assert [column["of"] or column["name"] for column in found["columns"]] == ["region", "sales_ops", "gross_margin"]
