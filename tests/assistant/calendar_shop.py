"""A small shop whose orders are stamped in UTC and counted in Shanghai, with a retailer's fiscal year: what a calendar has to get right."""

from __future__ import annotations

from pathlib import Path

import duckdb

PROJECT = """
name: {zh: 小店, en: Shop}
source: {duckdb: shop.duckdb}
today: 2026-03-10
calendar:
  week_start: sunday
  fiscal: {pattern: 4-5-4, end_month: 1, year_ends: nearest, named_by: start}
  holidays: CN
  time_zone: Asia/Shanghai
"""
CATALOG = """
datasets:
  - id: orders
    name: {zh: 订单表, en: Orders}
    table: orders
    primary_key: [order_id]
    time: paid_at
    columns: [order_id, {name: paid_at, time_zone: UTC}, shipped_at, store, amount]
dimensions:
  - {id: store, name: {zh: 门店, en: Store}, dataset: orders, expression: store}
metrics:
  - id: sales
    name: {zh: 销售额, en: Sales}
    description: {zh: 已付款金额, en: Amount paid}
    owner: finance
    department: finance
    allowed_dimensions: [store]
    formula: {dataset: orders, sum: amount}
  - id: shipped
    name: {zh: 发货额, en: Shipped value}
    description: {zh: 按发货时间, en: By the time of shipping}
    owner: finance
    department: finance
    formula: {dataset: orders, sum: amount, time: shipped_at}
  - id: sales_a_day
    name: {zh: 日均销售额, en: Sales per day}
    description: {zh: 销售额除以天数, en: Sales over the days}
    owner: finance
    department: finance
    formula: {per_day: sales}
  - id: office_day_takings
    name: {zh: 上班日入账, en: Office-day takings}
    description: {zh: 工作日付款的金额, en: Amount paid on working days}
    owner: finance
    department: finance
    formula: {dataset: orders, sum: amount, filter: calendar.is_workday}
  - id: office_day_part
    name: {zh: 上班日占入账, en: Office-day part}
    description: {zh: 工作日付款的比例, en: Part of the amount that is paid on working days}
    owner: finance
    department: finance
    formula: {ratio: [office_day_takings, sales]}
"""
ACCESS = """
local: ann
roles:
  all: {metrics: ["*"]}
  few: {metrics: ["*"], dimensions: [store]}
users:
  ann: {name: Ann, department: finance, roles: [all]}
  bob: {name: Bob, department: finance, roles: [few]}
"""
# order, paid (UTC, naive), shipped (an instant), store, amount; the comment is the day in Shanghai
ORDERS = """
(1, '2026-02-13 15:59:59', '2026-02-14 15:59:59+00', 'A', 100),   -- Friday 13 February; shipped Saturday the 14th
(2, '2026-02-13 16:00:00', '2026-02-14 16:00:00+00', 'A', 10),    -- Saturday 14 February, worked for the festival; shipped Sunday the 15th
(3, '2026-02-16 04:00:00', '2026-02-24 04:00:00+00', 'B', 1000),  -- Monday 16 February, a holiday
(4, '2026-02-21 04:00:00', '2026-02-24 04:00:00+00', 'B', 200),   -- Saturday 21 February, a holiday
(5, '2026-03-07 04:00:00', '2026-03-09 04:00:00+00', 'A', 40),    -- Saturday 7 March
(6, '2026-03-09 04:00:00', '2026-03-09 04:00:00+00', 'A', 5)      -- Monday 9 March
"""


def write_shop(folder: Path) -> Path:
    """The project, not built yet."""
    (folder / "catalog").mkdir(parents=True)
    for name, text in {"wenshu.yaml": PROJECT, "catalog/shop.yaml": CATALOG, "access.yaml": ACCESS}.items():
        (folder / name).write_text(text, "utf-8")
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        columns = "order_id INTEGER, paid_at TIMESTAMP, shipped_at TIMESTAMPTZ, store VARCHAR, amount DECIMAL(10, 2)"
        connection.execute(f"CREATE TABLE orders ({columns})")
        connection.execute(f"INSERT INTO orders VALUES {ORDERS}")
    return folder
