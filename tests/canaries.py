"""Canaries: words that stand only in what nobody in the tests may see, planted into the worlds that the whole suite asks.

`WORD` is in hidden metrics, dimensions, members, a governed table, an ungoverned one and a masked column; `ROW` in a row of another region,
`KEY` only in the environment.
"""

from __future__ import annotations

from pathlib import Path

WORD = "qzkanari"
ROW = "qzrowkan"
KEY = "sk-very-secret-key-0451"  # of the scripted model's endpoint
NARROWED = frozenset({"manager_east", "manager_shanghai"})  # whom a row rule keeps from the row with ROW
FILE = "canary.yaml"
CATALOG = """
datasets:
  - id: qzkanari_vault
    name: {zh: 销售额保险柜qzkanari, en: Qzkanari sales vault}
    description: {zh: 保险柜qzkanari, en: The qzkanari vault}
    table: main.qzkanari_vault
    primary_key: [vault_id]
    columns: [{name: vault_id, sensitive: true}, {name: secret, sensitive: true}]
dimensions:
  - id: qzkanari_holder
    name: {zh: 大区持有人qzkanari, en: Qzkanari region holder}
    synonyms: [持有人qzkanari, qzkanari holder]
    dataset: qzkanari_vault
    expression: secret
    members: [{value: qzkanari secret east, zh: 华东qzkanari, en: Qzkanari East, synonyms: [qzkanari eastern]}]
terms:
  - {name: {zh: 收入qzkanari, en: Qzkanari income}, metrics: [qzkanari_sales, qzkanari_held]}
metrics:
  - id: qzkanari_sales
    name: {zh: 销售额qzkanari, en: Qzkanari sales}
    synonyms: [销售额和qzkanari, sales of qzkanari, qzkanari revenue, qzkanari flights]
    description: {zh: 保险柜里的销售额qzkanari, en: The sales of the qzkanari vault}
    owner: qzkanari owner
    department: qzkanari department
    tags: [qzkanari tag]
    sensitivity: restricted
    formula: {count_distinct: secret, dataset: qzkanari_vault}
  - id: qzkanari_held
    name: {zh: 持有数qzkanari, en: Qzkanari held}
    description: {zh: 持有数qzkanari, en: How much is held in the qzkanari vault}
    owner: qzkanari owner
    department: qzkanari department
    formula: {count_distinct: vault_id, dataset: qzkanari_vault}
"""
TABLES = """
CREATE TABLE qzkanari_vault AS
  SELECT i AS vault_id, 'qzkanari secret ' || i AS secret FROM range(3) t(i);
CREATE TABLE qzkanari_strongroom AS SELECT 'qzkanari strongroom' AS ungoverned;
"""
RETAIL = """
UPDATE members SET phone = '139qzkanariphone88' WHERE member_id = (SELECT min(member_id) FROM members);
UPDATE stores SET manager = 'qzrowkan' WHERE store_id = (SELECT min(store_id) FROM stores WHERE region = '华南' AND manager IS NOT NULL);
"""


def plant_catalog(folder: Path, sample: Path) -> None:
    """The project's catalog: the sample's files, and one more."""
    place = folder / "catalog"
    if place.is_symlink():
        place.unlink()
    place.mkdir(parents=True, exist_ok=True)
    files = {file.name: file for file in sample.glob("*.yaml")}
    for old in place.iterdir():
        if old.name != FILE and (old.name not in files or old.readlink() != files[old.name]):
            old.unlink()
    for name, file in files.items():
        if not (place / name).is_symlink():
            (place / name).symlink_to(file)
    if not (place / FILE).is_file() or (place / FILE).read_text("utf-8") != CATALOG:
        (place / FILE).write_text(CATALOG, "utf-8")


def plant_rows(database: Path, more: str = "") -> None:
    """Tables and values in a source; a source that has them is left as it is."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:  # others may be reading
        found = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'qzkanari%'").fetchall()
    if found != [(0,)]:
        return
    with duckdb.connect(str(database)) as connection:
        for statement in (TABLES + more).split(";\n"):
            if statement.strip():
                connection.execute(statement)
