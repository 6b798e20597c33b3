"""A shop whose source gains a day and a store with each state, so that an answer tells which state it was counted on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from assistant.build import Built, build
from assistant.project import embedder_of, now
from assistant.settings import Settings
from catalog.files import load_catalog
from catalog.files.project_file import read_project

FIRST = date(2026, 3, 1)
PROJECT = """
name: {zh: 小店, en: Shop}
source: {folder: data}
today: 2026-06-30
"""
CATALOG = """
datasets:
  - id: stores
    name: {zh: 门店表, en: Stores}
    table: stores
    primary_key: [store_id]
    columns: [store_id, store]
  - id: sales
    name: {zh: 销售表, en: Sales lines}
    table: sales
    time: day
    columns: [day, store_id, amount]
joins:
  - {left: sales, right: stores, on: {store_id: store_id}, cardinality: many_to_one}
dimensions:
  - {id: store, name: {zh: 门店, en: Store}, dataset: stores}
metrics:
  - id: revenue
    name: {zh: 销售额, en: Revenue}
    description: {zh: 卖出的金额, en: What was sold}
    owner: finance
    department: 财务
    formula: {sum: amount, dataset: sales}
"""
ACCESS = """
local: boss
roles:
  everyone: {metrics: ["*"], features: [detail_rows]}
  keeper: {metrics: ["*"], rows: {stores: "store = {stores}"}}
users:
  boss: {name: Boss, roles: [everyone]}
  keeper: {name: Keeper, roles: [keeper], attributes: {stores: 第1店}}
"""


def write_shop(folder: Path) -> Path:
    (folder / "catalog").mkdir(parents=True)
    (folder / "data").mkdir()
    for name, text in (("wenshu.yaml", PROJECT), ("catalog/shop.yaml", CATALOG), ("access.yaml", ACCESS)):
        (folder / name).write_text(text, encoding="utf-8")
    write_state(folder, 1)
    return folder


def amounts(state: int) -> dict[str, int]:
    """What each store sold in a state of the source: on each day its number times 10 and the state."""
    return {f"第{store}店": state * (store * 10 + state) for store in range(1, state + 1)}


def write_state(folder: Path, state: int) -> None:
    """The source in a state: as many days and stores as its number, each file replaced in one step."""
    stores = "\n".join(f"{store},第{store}店" for store in range(1, state + 1))
    lines = [f"{FIRST + timedelta(days=day)},{store},{store * 10 + state}" for day in range(state) for store in range(1, state + 1)]
    for name, text in (("stores", f"store_id,store\n{stores}\n"), ("sales", "\n".join(["day,store_id,amount", *lines]) + "\n")):
        aside = folder / f"{name}.part"
        aside.write_text(text, encoding="utf-8")
        aside.replace(folder / "data" / f"{name}.csv")


def built(folder: Path) -> Built:
    """As `wenshu build` does."""
    file = read_project(folder)
    catalog = load_catalog(file.catalog, cache=file.state / "cache", root=file.folder, calendar=file.calendar)
    return build(file, catalog, embedder_of(Settings()), now(), lambda step: None)
