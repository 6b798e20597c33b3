"""Detail rows of what a row rule does not reach: of things that are only looked up the columns that are needed, of other rows none."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from assistant.answer import answer
from assistant.plan import Planned
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.query import MemberFilter, RowList
from tests.assistant.growing_shop import ACCESS, CATALOG, PROJECT

DATASETS = """
  - id: products
    name: {zh: 商品表, en: Products}
    table: products
    primary_key: [product_id]
    columns: [product_id, product, brand, unit_cost]
  - id: budgets
    name: {zh: 预算表, en: Budgets}
    table: budgets
    columns: [dept, planned]
joins:
  - {left: sales, right: products, on: {product_id: product_id}, cardinality: many_to_one}"""
DIMENSIONS = """
dimensions:
  - {id: product, name: {zh: 商品, en: Product}, dataset: products}
  - {id: dept, name: {zh: 部门, en: Department}, dataset: budgets}"""
METRIC = """
  - id: planned
    name: {zh: 预算, en: Planned}
    description: {zh: 计划的金额, en: What is planned}
    owner: finance
    department: 财务
    formula: {sum: planned, dataset: budgets}
"""
SALES = "(VALUES (DATE '2026-03-01', 1, 1, 10), (DATE '2026-03-01', 2, 2, 20)) t(day, store_id, product_id, amount)"
PRODUCTS = "(VALUES (1, '茶', '山', 3), (2, '酒', '河', 9), (3, '米', '山', 1)) t(product_id, product, brand, unit_cost)"
TABLES = {
    "stores": "(VALUES (1, '第1店'), (2, '第2店')) t(store_id, store)",
    "sales": SALES,
    "products": PRODUCTS,
    "budgets": "(VALUES ('人事', 5), ('财务', 7)) t(dept, planned)",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("beside")
    (folder / "catalog").mkdir()
    (folder / "data").mkdir()
    catalog = CATALOG.replace("store_id, amount]", "store_id, product_id, amount]").replace("\njoins:", DATASETS, 1)
    catalog = catalog.replace("\ndimensions:", DIMENSIONS, 1) + METRIC.lstrip("\n")
    access = ACCESS.replace('keeper: {metrics: ["*"],', 'keeper: {metrics: ["*"], features: [detail_rows],')
    opened = access.replace('"store = {stores}"}', '"store = {stores}", budgets: "TRUE"}').replace("keeper", "planner")
    roles, users = opened.split("users:")
    access = access.replace("users:", roles[roles.index("  planner:") :] + "users:") + users[users.index("  planner:") :]
    for name, text in (("wenshu.yaml", PROJECT), ("catalog/shop.yaml", catalog), ("access.yaml", access)):
        (folder / name).write_text(text, "utf-8")
    for name, rows in TABLES.items():
        duckdb.execute(f"COPY (SELECT * FROM {rows}) TO '{folder / 'data' / name}.parquet'")
    with open_project(folder, env={}) as project:
        yield project


def listed(project: Project, user: str, *columns: str, dataset: str = "products", where: tuple[MemberFilter, ...] = ()) -> Answer:
    plan = RowList(dataset, columns, where)
    return answer(Question("明细"), project, project.asker(user), planned=Planned(plan, "offline", "zh"))


def rows(sql: str) -> tuple[tuple[object, ...], ...]:
    return tuple(duckdb.execute(sql).fetchall())


def test_of_what_is_only_looked_up_the_needed_columns_are_listed_and_all_rows(shop: Project) -> None:
    found = listed(shop, "keeper")
    assert found.status == "answered", found.headline
    assert found.rows == rows(f"SELECT product_id, product FROM {PRODUCTS} ORDER BY product_id")


def test_who_is_not_narrowed_is_listed_everything(shop: Project) -> None:
    assert listed(shop, "boss").rows == rows(f"SELECT * FROM {PRODUCTS} ORDER BY product_id")


def test_rows_that_a_rule_reaches_are_listed_as_of_the_filtered_database(shop: Project) -> None:
    assert listed(shop, "keeper", dataset="sales").rows == rows(f"SELECT * FROM {SALES} WHERE store_id = 1")


@pytest.mark.parametrize("column", ["brand", "unit_cost"])
def test_a_column_that_is_not_shown_reads_as_one_that_does_not_exist(shop: Project, column: str) -> None:
    found, unknown = listed(shop, "keeper", column), listed(shop, "keeper", "nothing")
    assert found.status == unknown.status == "declined"
    assert found.headline.replace(column, "nothing") == unknown.headline
    assert listed(shop, "keeper", where=(MemberFilter(column, ("山",)),)).status == "declined"


def test_rows_that_cannot_be_narrowed_and_nobody_looks_up_are_not_listed_and_the_reason_is_said(shop: Project) -> None:
    found = listed(shop, "keeper", dataset="budgets")
    assert found.trouble is not None and found.trouble.code == "rows_not_narrowed"
    assert not any(name in found.headline for name in ("budgets", "预算", "stores", "门店"))
    assert listed(shop, "keeper", "dept", dataset="budgets").trouble == found.trouble


def test_what_a_role_opens_deliberately_is_listed(shop: Project) -> None:
    assert listed(shop, "planner", dataset="budgets").rows == rows(f"SELECT * FROM {TABLES['budgets']} ORDER BY dept")
