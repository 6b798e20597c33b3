"""Every code that the catalog raises has words in Chinese and English, with the facts that it carries."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

import catalog
from catalog.errors import Fault, Faulty
from catalog.files import load_catalog
from catalog.label import Language

CODE = re.compile(r"[a-z_]{4,}")
PACKAGE = Path(catalog.__file__).parent
WORDS = PACKAGE / "words"
RAISED = {"Unknown": 0, "Unanswerable": 0, "Unreadable": 0, "unreadable": 0}
FAULTS = {"Fault": 1, "unknown": 1, "fault": 0}  # who makes a fault: the place of the code among its arguments
FAULTS_BY_FILE = {"checks.py": {"fault": 1}, "tree.py": {"fault": 1, "Fault": 1}}


def tables(name: str) -> dict[str, dict[str, str]]:
    return {language: tomllib.loads((WORDS / f"{name}{language}.toml").read_text("utf-8")) for language in ("zh", "en")}


def codes(makers: dict[str, int], by_file: dict[str, dict[str, int]]) -> dict[str, str]:
    """code -> file:line of every constant code in the package's calls."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = by_file.get(path.name, makers).get(name)
                if place is not None and len(node.args) > place:
                    for each in ast.walk(node.args[place]):
                        if isinstance(each, ast.Constant) and isinstance(each.value, str) and CODE.fullmatch(each.value):
                            found[each.value] = f"{path.name}:{node.lineno}"
    return found


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_fault_and_its_fix_have_words() -> None:
    faults = codes(FAULTS, FAULTS_BY_FILE)
    assert len(faults) > 50
    for language, words in tables("faults_").items():
        for table in ("fault", "fix"):
            assert not {code: where for code, where in faults.items() if code not in words[table]}, f"{language} [{table}]"


def test_expression_codes_can_be_faults() -> None:
    for words in tables("faults_").values():
        raised = [code for code in codes(RAISED, {}) if code.startswith(("expression_", "predicate_"))]
        assert len(raised) >= 8
        assert not set(raised) - set(words["fault"])


def test_every_error_has_words() -> None:
    raised = {code: where for code, where in codes(RAISED, {}).items() if not code.startswith(("expression_", "predicate_"))}
    assert len(raised) > 10
    both = {language: words | tables("metric_sql_")[language] for language, words in tables("").items()}
    for language, words in both.items():
        assert not {code: where for code, where in raised.items() if code not in words}, language


@pytest.mark.parametrize("name", ["", "faults_", "metric_sql_"])
def test_both_languages_say_the_same_facts(name: str) -> None:
    zh, en = (flat(words) for words in tables(name).values())
    assert set(zh) == set(en)
    assert {code: slots(zh[code]) ^ slots(en[code]) for code in zh if slots(zh[code]) != slots(en[code])} == {}


def flat(words: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in words.items():
        found |= flat(value, f"{key}.") if isinstance(value, Mapping) else {prefix + key: str(value)}
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_of_the_broken_files_can_be_said(language: Language) -> None:
    from assistant.wording import fault_line

    folder = Path(__file__).parent / "faults"
    with pytest.raises(Faulty) as told:
        load_catalog(sorted(folder.glob("*.yaml")), root=folder)
    lines = [fault_line(language, fault) for fault in told.value.faults]
    assert len(lines) > 50
    assert not [line for line in lines if re.search(r"%|\{\w*\}", line)]


def test_a_fault_reads_as_a_line() -> None:
    from assistant.wording import fault_line

    fault = Fault("a.yaml:3", "unknown_metric", (("name", "slaes"), ("nearest", "sales")))
    assert fault_line("en", fault) == "a.yaml:3: No metric 'slaes'. Did you mean sales? Declare it under metrics."
    assert fault_line("zh", fault) == "a.yaml:3: 没有指标“slaes”。 是不是想写 sales？先在 metrics 里声明。"
    alone = Fault("a.yaml:3", "unknown_metric", (("name", "x"),))
    assert fault_line("en", alone) == "a.yaml:3: No metric 'x'. Declare it under metrics."
