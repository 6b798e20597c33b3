"""Every fault of every file is told at once, at its line: the files in faults/ say after `# fault:` which codes their lines have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.calendar import Calendar, FiscalMonths
from catalog.errors import Fault, Faulty
from catalog.files import load_catalog
from catalog.metric import Derived, Input, Offset

HERE = Path(__file__).parent / "faults"
SHOP = HERE / "a_shop.yaml"


def faults_of(*paths: Path, root: Path = HERE) -> tuple[Fault, ...]:
    with pytest.raises(Faulty) as told:
        load_catalog(paths, root=root)
    return told.value.faults


def expected(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text("utf-8").splitlines()
    marked = [(place, line.rpartition("# fault: ")[2]) for place, line in enumerate(lines, 1) if "# fault: " in line]
    return sorted((f"{path.name}:{place}", code) for place, codes in marked for code in codes.split())


@pytest.mark.parametrize("name", ["door", "names", "formulas", "kinds", "links"])
def test_every_fault_is_told_at_its_line(name: str) -> None:
    path = HERE / f"{name}.yaml"
    found = sorted((fault.where, fault.code) for fault in faults_of(SHOP, path) if not fault.where.startswith("a_shop.yaml"))
    assert [each for each in found if each[1] not in ("sensitive_key", "unused_input")] == expected(path)


def test_a_catalog_without_faults_loads() -> None:
    catalog = load_catalog([SHOP], root=HERE)
    assert list(catalog.metrics) == ["sales", "order_count"]
    assert catalog.metrics["sales"].source == "a_shop.yaml:34"
    assert catalog.datasets["stores"].schema == "main"


@pytest.mark.parametrize(
    ("condition", "calendar", "code"),
    [
        ("calendar.is_weekend AND amount > 0", Calendar(), None),
        ("calendar.is_workday", Calendar(holidays="CN"), None),
        ("calendar.is_workday", Calendar(), "column_without_holidays"),
        ("calendar.fiscal_month = 1", Calendar(), "column_without_fiscal"),
        ("calendar.fiscal_month = 1", Calendar(fiscal=FiscalMonths(4)), None),
        ("calendar.is_workdya", Calendar(holidays="CN"), "unknown_column"),
        ("calendar.is_weekend", None, "unknown_dataset"),
    ],
)
def test_a_filter_may_ask_the_projects_calendar_what_it_knows(
    condition: str, calendar: Calendar | None, code: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP.read_text("utf-8").replace("status <> '已取消'", condition), "utf-8")
    try:
        load_catalog([file], calendar=calendar)
        found = None
    except Faulty as told:
        [fault] = told.faults
        found = fault.code
    assert found == code


def test_facts_without_days_have_no_working_days(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(
        SHOP.read_text("utf-8").replace("    time: ordered_on\n", "").replace("status <> '已取消'", "calendar.is_weekend"), "utf-8"
    )
    with pytest.raises(Faulty) as told:
        load_catalog([file], calendar=Calendar())
    assert [fault.code for fault in told.value.faults] == ["facts_without_days"]


def test_faults_of_all_files_come_together() -> None:
    files = {fault.where.split(":")[0] for fault in faults_of(SHOP, HERE / "door.yaml", HERE / "names.yaml", HERE / "formulas.yaml")}
    assert files >= {"door.yaml", "names.yaml", "formulas.yaml"}


def test_a_fault_offers_the_nearest_name() -> None:
    told = [(fault.code, dict(fault.facts)) for fault in faults_of(SHOP, HERE / "names.yaml")]
    near = {(code, facts.get("name")): facts.get("nearest", "") for code, facts in told}
    assert near["unknown_metric", "slaes"].startswith("sales")
    assert near["unknown_dimension", "regoin"].startswith("region")
    assert near["unknown_dataset", "store"].startswith("stores")
    assert near["unknown_column", "visited"].startswith("visited_on")
    keys = [dict(fault.facts) for fault in faults_of(SHOP, HERE / "door.yaml") if fault.code == "unknown_key"]
    assert any(facts["key"] == "colums" and facts["nearest"].startswith("columns") for facts in keys)


def test_a_join_on_a_sensitive_column_and_an_unused_input_are_faults() -> None:
    codes = [fault.code for fault in faults_of(SHOP, HERE / "formulas.yaml")]
    assert "sensitive_key" in codes
    assert "unused_input" in codes


def test_an_entry_with_a_fault_is_not_also_unknown() -> None:
    told = faults_of(SHOP, HERE / "door.yaml")
    assert not [fault for fault in told if fault.code.startswith("unknown_") and fault.code != "unknown_key"]


@pytest.mark.parametrize(
    ("content", "where", "code"),
    [
        (b"metrics:\n\t- id: x\n", 2, "yaml_tab"),
        (b"metrics: [1\nterms: []\n", 2, "yaml_unreadable"),
        (b"metrics: []\nterms: \xff\n", 2, "not_utf8"),
        (b"- 1\n", 1, "not_a_mapping"),
        (b"metrics: []\nmetrics: []\n", 2, "duplicate_key"),
        (b"metrics: []\n---\nterms: []\n", 2, "yaml_documents"),
        (b"metrics:\n  - !!python/object/apply:os.system ['true']\n", 2, "yaml_tag"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "yaml_alias"),
        (b"x: {<<: *a}\n", 1, "yaml_alias"),
        (b"? [a]\n: 1\n", 1, "yaml_key"),
        (b"terms: " + b"[" * 100_000, 1, "yaml_too_deep"),
        (b"terms: \0\n", 1, "yaml_unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_hostile_yaml_is_a_fault(tmp_path: Path, content: bytes, where: int, code: str) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    assert (f"a.yaml:{where}", code) in [(fault.where, fault.code) for fault in faults_of(tmp_path / "a.yaml", root=tmp_path)]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert [fault.code for fault in faults_of(tmp_path / "a.yaml", root=tmp_path)] == ["file_too_large"]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert [fault.code for fault in faults_of(tmp_path / "none.yaml", root=tmp_path)] == ["file_unreadable"]


def test_a_word_of_several_metrics_is_fine_once_a_term_declares_it(tmp_path: Path) -> None:
    change(tmp_path, lambda text: text.replace("name: {zh: 订单数, en: Order count}", "name: {zh: 订单数, en: paid  SALES}"))
    assert [fault.code for fault in faults_of(tmp_path / "a_shop.yaml")] == ["duplicate_metric_word"]
    term = "terms:\n  - {name: {zh: 销售, en: Paid sales}, metrics: [sales, order_count], default: sales}\n"
    with (tmp_path / "a_shop.yaml").open("a", encoding="utf-8") as file:
        file.write(term)
    assert load_catalog([tmp_path / "a_shop.yaml"]).terms[0].default == "sales"


def test_yes_no_and_on_are_words(tmp_path: Path) -> None:
    odd = "[{value: no, synonyms: [off, 1e]}, {value: yes}]"
    change(tmp_path, lambda text: text.replace("[{value: 华东, en: East China, synonyms: [东区]}]", odd))
    members = load_catalog([tmp_path / "a_shop.yaml"]).dimensions["region"].members
    assert [(member.value, member.label.synonyms) for member in members] == [("no", ("off", "1e")), ("yes", ())]


def test_a_derived_formula_keeps_its_inputs_in_order(tmp_path: Path) -> None:
    added = """
  - id: growth
    name: {zh: 增长, en: Growth}
    description: {zh: 增长, en: Growth}
    owner: 甲
    department: 乙
    formula:
      derived: (sales - before) / NULLIF(before, 0) * order_count
      inputs: {before: {metric: sales, offset: {year: 1}, filters: {region: [华东]}}}
"""
    change(tmp_path, lambda text: text + added)
    formula = load_catalog([tmp_path / "a_shop.yaml"]).metrics["growth"].formula
    assert isinstance(formula, Derived)
    assert [each.alias for each in formula.inputs] == ["sales", "before", "order_count"]
    assert formula.inputs[1] == Input("sales", "before", (("region", ("华东",)),), Offset(1, "year"))


def change(folder: Path, edit: Callable[[str], str]) -> None:
    (folder / "a_shop.yaml").write_text(edit(SHOP.read_text("utf-8")), "utf-8")


def test_a_fiscal_default_period_needs_a_fiscal_year(tmp_path: Path) -> None:
    text = SHOP.read_text("utf-8").replace("  - id: sales\n", "  - id: sales\n    default_period: last_complete_fiscal_year\n", 1)
    (tmp_path / "a_shop.yaml").write_text(text, "utf-8")
    with pytest.raises(Faulty) as told:
        load_catalog([tmp_path / "a_shop.yaml"], calendar=Calendar())
    assert [fault.code for fault in told.value.faults] == ["period_without_calendar"]
    assert load_catalog([tmp_path / "a_shop.yaml"], calendar=Calendar(fiscal=FiscalMonths(4))).metrics["sales"].default_period
