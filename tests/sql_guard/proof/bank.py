"""A small bank for the proofs of the guard: all its data, the policy of one asker, and a database that holds only what they may see.

The filtered database and the text of each scan are written by hand, so that nothing here is made by what it is to prove.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from sql_guard.functions import listed
from sql_guard.policy import Among, Column, Limits, Policy, Table

HERE: Final = Path(__file__).parent
CANARY: Final = "CANARY"  # in every hidden table, hidden column and hidden row; no answer may hold it
LIMITS: Final = Limits(rows=1000)

BRANCHES = Table(
    "main",
    "branches",
    (
        Column("branch_id", "INTEGER"),
        Column("name", "VARCHAR"),
        Column("region", "VARCHAR"),
        Column("city", "VARCHAR"),
        Column("opened", "DATE"),
    ),
    rows="region IN ('华东', '华中')",
    hidden=(Column("rent", "DECIMAL(10,2)"), Column("manager", "VARCHAR")),
)
CLIENTS = Table(
    "main",
    "clients",
    (
        Column("client_id", "INTEGER"),
        Column("name", "VARCHAR"),
        Column("phone", "VARCHAR", mask="left(phone, 3) || '****' || right(phone, 2)"),
        Column("id_no", "VARCHAR", mask="sha256(id_no)"),
        Column("income", "DECIMAL(12,2)", mask="CAST(NULL AS DECIMAL(12,2))"),
        Column("level", "VARCHAR"),
        Column("branch_id", "INTEGER"),
        Column("born", "DATE"),
        Column("note", "VARCHAR"),
    ),
    hidden=(Column("email", "VARCHAR"),),
    among=(Among((("branch_id", "branch_id"),), "main.branches", "region IN ('华东', '华中')"),),
)
ACCOUNTS = Table(
    "main",
    "accounts",
    (Column("account_id", "BIGINT"), Column("client_id", "INTEGER"), Column("kind", "VARCHAR"), Column("opened", "DATE")),
    rows="area = '华东' OR area IS NULL",
    hidden=(Column("area", "VARCHAR"), Column("pin", "VARCHAR")),
)
TRANSFERS = Table(
    "main",
    "transfers",
    (
        Column("transfer_id", "BIGINT"),
        Column("account_id", "BIGINT"),
        Column("day", "DATE"),
        Column("paid", "TIMESTAMP"),
        Column("amount", "DECIMAL(12,2)"),
        Column("channel", "VARCHAR"),
        Column("memo", "VARCHAR"),
    ),
    hidden=(Column("device", "VARCHAR"),),
    among=(
        Among(
            (("account_id", "account_id"),),
            "main.accounts",
            "area = '华东' OR area IS NULL",
            (Among((("client_id", "client_id"),), "main.clients", "level <> 'staff'"),),
        ),
    ),
)
RATES = Table("main", "Rate", (Column("Year", "INTEGER"), Column("ratio x", "DOUBLE"), Column("select", "VARCHAR")))
CONTRACTS = Table(
    "main",
    "合同",
    (Column("编号", "BIGINT"), Column("签订日", "DATE"), Column("金额", "DECIMAL(12,2)"), Column("状态", "VARCHAR")),
    rows="\"地区\" = '华东'",
    hidden=(Column("地区", "VARCHAR"),),
)
TARGETS = Table("plan", "targets", (Column("month", "DATE"), Column("amount", "DECIMAL(12,2)")))
TABLES: Final = (BRANCHES, CLIENTS, ACCOUNTS, TRANSFERS, RATES, CONTRACTS, TARGETS)
POLICY: Final = Policy(TABLES, LIMITS, database="bank")

FILTERED: Final = {
    "main.branches": "SELECT branch_id, name, region, city, opened FROM {bank}.main.branches WHERE region = '华东' OR region = '华中'",
    "main.clients": """
        SELECT client_id, c.name, substring(phone, 1, 3) || '****' || substring(phone, length(phone) - 1, 2) AS phone,
          sha256(id_no) AS id_no, NULL::DECIMAL(12,2) AS income, level, c.branch_id, born, note
        FROM {bank}.main.clients c JOIN {bank}.main.branches b ON b.branch_id = c.branch_id
        WHERE b.region IN ('华中', '华东') ORDER BY c.rowid
    """,
    "main.accounts": "SELECT account_id, client_id, kind, opened FROM {bank}.main.accounts WHERE coalesce(area, '华东') = '华东'",
    "main.transfers": """
        SELECT transfer_id, t.account_id, day, paid, amount, channel, memo FROM {bank}.main.transfers t
          JOIN {bank}.main.accounts a ON a.account_id = t.account_id JOIN {bank}.main.clients c ON c.client_id = a.client_id
        WHERE coalesce(a.area, '华东') = '华东' AND c.level != 'staff' ORDER BY t.rowid
    """,
    'main."Rate"': 'SELECT * FROM {bank}.main."Rate"',
    'main."合同"': 'SELECT "编号", "签订日", "金额", "状态" FROM {bank}.main."合同" WHERE "地区" = \'华东\'',
    "plan.targets": "SELECT * FROM {bank}.plan.targets",
}

# The only way in which each table may stand in a text that runs.
SCANS: Final = {
    "main.branches": "SELECT branch_id, name, region, city, opened FROM bank.main.branches WHERE branches.region IN ('华东', '华中')",
    "main.clients": (
        "SELECT client_id, name, LEFT(clients.phone, 3) || '****' || RIGHT(clients.phone, 2) AS phone, SHA256(clients.id_no) AS id_no, "
        "CAST(NULL AS DECIMAL(12, 2)) AS income, level, branch_id, born, note FROM bank.main.clients WHERE clients.branch_id IN "
        "(SELECT branches.branch_id FROM bank.main.branches WHERE branches.region IN ('华东', '华中'))"
    ),
    "main.accounts": (
        "SELECT account_id, client_id, kind, opened FROM bank.main.accounts WHERE accounts.area = '华东' OR accounts.area IS NULL"
    ),
    "main.transfers": (
        "SELECT transfer_id, account_id, day, paid, amount, channel, memo FROM bank.main.transfers WHERE transfers.account_id IN "
        "(SELECT accounts.account_id FROM bank.main.accounts WHERE (accounts.area = '华东' OR accounts.area IS NULL) AND "
        "accounts.client_id IN (SELECT clients.client_id FROM bank.main.clients WHERE clients.level <> 'staff'))"
    ),
    "main.Rate": 'SELECT "Year", "ratio x", "select" FROM bank.main."Rate"',
    "main.合同": 'SELECT "编号", "签订日", "金额", "状态" FROM bank.main."合同" WHERE "合同"."地区" = \'华东\'',
    "plan.targets": "SELECT month, amount FROM bank.plan.targets",
}
# What a plan may read of each table: permitted columns, and those that its rules ask.
READ: Final = {
    "bank.main.branches": {"branch_id", "name", "region", "city", "opened"},
    "bank.main.clients": {"client_id", "name", "phone", "id_no", "level", "branch_id", "born", "note"},
    "bank.main.accounts": {"account_id", "client_id", "kind", "opened", "area"},
    "bank.main.transfers": {"transfer_id", "account_id", "day", "paid", "amount", "channel", "memo"},
    "bank.main.Rate": {"Year", "ratio x", "select"},
    "bank.main.合同": {"编号", "签订日", "金额", "状态", "地区"},
    "bank.plan.targets": {"month", "amount"},
}
# Names that no refusal may say unless the asker wrote them.
HIDDEN: Final = listed("vault secret pay hr rent manager email area pin device 地区 every_transfer every_client secret_of spill")


def full_database() -> duckdb.DuckDBPyConnection:
    """All of the bank, under its agreed name; the connection itself stands elsewhere, so that only full names reach it."""
    engine = connected()
    engine.execute("ATTACH ':memory:' AS bank")
    engine.execute("USE bank")
    engine.execute((HERE / "bank.sql").read_text("utf-8"))
    engine.execute("USE memory")
    return engine


def filtered_database(order: str = "") -> duckdb.DuckDBPyConnection:
    """Only what the asker may see; `order` lays the rows of each table down in another order."""
    engine = full_database()
    engine.execute("CREATE SCHEMA plan")
    for name, query in FILTERED.items():
        engine.execute(f"CREATE TABLE memory.{name} AS SELECT * FROM ({query.format(bank='bank')}) AS q {order}")
    engine.execute("DETACH bank")
    engine.execute("ATTACH ':memory:' AS bank")
    engine.execute("CREATE SCHEMA bank.plan")
    for name in FILTERED:
        engine.execute(f"CREATE TABLE bank.{name} AS FROM memory.{name}")
    engine.execute("USE bank")
    return engine


def connected() -> duckdb.DuckDBPyConnection:
    """Files and Python are off, as for the product; one thread, so that rows come in one order."""
    engine = duckdb.connect()
    for setting, value in (("threads", 1), ("memory_limit", "'400MB'"), ("python_enable_replacements", False), ("TimeZone", "'UTC'")):
        engine.execute(f"SET {setting} = {value}")
    engine.execute("SET enable_external_access = false")
    return engine
