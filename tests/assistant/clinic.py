"""A chain of clinics in which much is hidden from the nurse: names that occur nowhere else, so that finding one anywhere is finding a leak.

Patients are few enough at some sites for the minimum group size to matter.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.canaries import CATALOG as PLANTED
from tests.canaries import FILE, plant_rows

# what is hidden from the nurse: a metric, one that is merely not granted, a dimension, a member, a column, a dataset
CANARIES = {
    "metric": ("zorblat", "鹦鹉毛利"),
    "input": ("quillon", "犀鸟成本"),
    "dimension": ("vexilo", "蝰蛇层级"),
    "member": ("moonquartz", "凤凰岛"),
    "column": ("krypto",),
    "dataset": ("wombatry", "袋熊"),
}
WORDS = tuple(word for words in CANARIES.values() for word in words)

PROJECT = """
name: {zh: 诊所, en: Clinic}
source: {duckdb: clinic.duckdb}
today: 2026-03-10
examples:
  zh: [各院区的诊疗费, 各院区的鹦鹉毛利, 凤凰岛分院的诊疗费, 蝰蛇层级的诊疗费]
  en: [fees by site, zorblat margin by site, fees by vexilo tier, fees of moonquartz]
"""
METRIC = "\n    owner: finance\n    department: 财务"
CATALOG = f"""
datasets:
  - id: sites
    name: {{zh: 院区表, en: Sites}}
    table: sites
    primary_key: [site_id]
    columns: [site_id, site, region, tier_code]
  - id: patients
    name: {{zh: 患者表, en: Patients}}
    table: patients
    primary_key: [patient_id]
    columns: [patient_id, level, {{name: krypto_no, sensitive: true}}, {{name: patient_name, sensitive: true}}]
  - id: visits
    name: {{zh: 就诊表, en: Visits}}
    table: visits
    primary_key: [visit_id]
    time: day
    columns: [visit_id, day, site_id, patient_id, ward, fee, outlay]
  - id: wombatry
    name: {{zh: 袋熊表, en: Wombatry}}
    table: wombatry
    columns: [wombat_id, weight]
joins:
  - {{left: visits, right: sites, on: {{site_id: site_id}}, cardinality: many_to_one}}
  - {{left: visits, right: patients, on: {{patient_id: patient_id}}, cardinality: many_to_one}}
dimensions:
  - id: site
    name: {{zh: 院区, en: Site}}
    dataset: sites
    members: [{{value: 凤凰岛分院, en: Moonquartz, synonyms: [moonquartz hill, 凤凰岛]}}, {{value: 东湖分院, en: East Lake}}]
  - {{id: region, name: {{zh: 大区, en: Region}}, dataset: sites}}
  - {{id: site_no, name: {{zh: 院区编号, en: Site number}}, dataset: sites, expression: site_id, type: number,
     members: [{{value: 9, zh: 凤凰岛九号, en: Moonquartz nine}}]}}
  - {{id: vexilo_tier, name: {{zh: 蝰蛇层级, en: Vexilo tier}}, dataset: sites, expression: tier_code}}
  - {{id: level, name: {{zh: 患者等级, en: Patient level}}, dataset: patients}}
  - {{id: krypto_prefix, name: {{zh: 证件号段, en: Krypto prefix}}, dataset: patients, expression: "left(krypto_no, 2)"}}
  - {{id: ward, name: {{zh: 科室, en: Ward}}, dataset: visits}}
hierarchies:
  - {{id: places, name: {{zh: 地点, en: Places}}, levels: [region, vexilo_tier, site]}}
terms:
  - {{name: {{zh: 收益, en: Earnings}}, metrics: [fees, zorblat_margin]}}
metrics:
  - id: fees
    name: {{zh: 诊疗费, en: Fees}}
    description: {{zh: 收取的费用, en: Amounts charged}}{METRIC}
    formula: {{sum: fee, dataset: visits}}
    confusable: [{{metric: zorblat_margin, why: {{zh: 扣除了支出, en: less what was paid out}}}}]
  - id: visit_count
    name: {{zh: 就诊次数, en: Visits}}
    description: {{zh: 就诊的次数, en: How often patients came}}{METRIC}
    formula: {{count: "*", dataset: visits}}
  - id: patients_seen
    name: {{zh: 就诊人数, en: Patients seen}}
    description: {{zh: 来过的患者数, en: How many patients came}}{METRIC}
    formula: {{count_distinct: patient_id, dataset: visits}}
  - id: quillon_outlay
    name: {{zh: 犀鸟成本, en: Quillon outlay}}
    description: {{zh: 支出, en: What was paid out}}{METRIC}
    formula: {{sum: outlay, dataset: visits}}
  - id: surplus
    name: {{zh: 结余, en: Surplus}}
    description: {{zh: 诊疗费减去支出, en: Fees less what was paid out}}{METRIC}
    formula: {{derived: fees - quillon_outlay}}
  - id: outlay_rate
    name: {{zh: 支出率, en: Outlay rate}}
    description: {{zh: 支出占诊疗费, en: What was paid out over fees}}{METRIC}
    formula: {{ratio: [quillon_outlay, fees]}}
  - id: fees_of_regulars
    name: {{zh: 常客诊疗费, en: Fees of regulars}}
    description: {{zh: 常来的地方的诊疗费, en: Fees of where many come}}{METRIC}
    formula: {{restricted: fees, where: [{{metric: visit_count, dimension: vexilo_tier, operator: ">=", value: 2}}]}}
  - id: zorblat_margin
    name: {{zh: 鹦鹉毛利, en: Zorblat margin}}
    synonyms: [鹦鹉利润, zorblat profit]
    description: {{zh: 鹦鹉毛利的说明, en: The zorblat margin}}{METRIC}
    sensitivity: restricted
    formula: {{derived: fees - 2 * quillon_outlay}}
  - id: wombats
    name: {{zh: 袋熊数, en: Wombatry count}}
    description: {{zh: 袋熊数, en: Wombats}}{METRIC}
    formula: {{count: "*", dataset: wombatry}}
"""
ACCESS = """
local: chief
roles:
  chief:
    {metrics: ["*"], clearance: restricted, features: [explore, detail_rows, export, conclude, verify, approve, audit],
     columns: {"patients.*": show}}
  nurse:
    metrics: [fees, surplus, outlay_rate, fees_of_regulars, visit_count, patients_seen, "zorblat*"]
    deny_metrics: [wombats]
    deny_dimensions: ["vexilo_*"]
    rows: {sites: "region IN {regions}"}
    features: [detail_rows, audit]
  clerk:
    metrics: [fees, surplus, outlay_rate, fees_of_regulars, visit_count]
    dimensions: [site, region, ward]
    rows: {sites: "region = '东区'"}
    features: [audit]
users:
  clerk: {name: 小文, department: 财务, roles: [clerk]}
  chief: {name: 院长, department: 财务, roles: [chief]}
  nurse: {name: 小护, department: 门诊, roles: [nurse], attributes: {regions: [东区]}}
"""
VISITS = "visit_id INTEGER, day DATE, site_id INTEGER, patient_id INTEGER, ward VARCHAR, fee DECIMAL(10, 2), outlay DECIMAL(10, 2)"
SITES = """
(1, '东湖分院', '东区', 'vexilo one'), (2, '东山分院', '东区', 'vexilo two'), (3, '东海分院', '东区', 'vexilo two'),
(9, '凤凰岛分院', '西区', 'vexilo nine')
"""
# in January and February: patients 1 to 12 come to site 1, 9 to 20 to site 2, 1 to 3 to site 3, 21 to 30 to site 9
MADE = """
INSERT INTO visits
SELECT row_number() OVER (ORDER BY month, site_id, p), make_date(2026, month, 1 + p % 28), site_id, p,
       CASE p % 2 WHEN 0 THEN '内科' ELSE '外科' END, 100 + p, 10 + p % 7
FROM range(1, 31) patients(p), range(1, 3) months(month),
     (VALUES (1, 1, 12), (2, 9, 20), (3, 1, 3), (9, 21, 30)) AS comes(site_id, first, last)
WHERE p BETWEEN first AND last
"""


def write_clinic(folder: Path, access: str = ACCESS, catalog: str = CATALOG) -> Path:
    """The project, not built yet."""
    (folder / "catalog").mkdir(parents=True)
    for name, text in {"wenshu.yaml": PROJECT, "catalog/clinic.yaml": catalog, "access.yaml": access}.items():
        (folder / name).write_text(text, "utf-8")
    with duckdb.connect(str(folder / "clinic.duckdb")) as connection:
        connection.execute("CREATE TABLE sites (site_id INTEGER, site VARCHAR, region VARCHAR, tier_code VARCHAR)")
        connection.execute(f"INSERT INTO sites VALUES {SITES}")
        connection.execute(
            "CREATE TABLE patients AS SELECT p AS patient_id, CASE WHEN p <= 15 THEN 'A' ELSE 'B' END AS level, "
            "'krypto' || p AS krypto_no, 'name ' || p AS patient_name FROM range(1, 31) t(p)"
        )
        connection.execute(f"CREATE TABLE visits ({VISITS})")
        connection.execute(MADE)
        connection.execute("CREATE TABLE wombatry AS SELECT 1 AS wombat_id, 2 AS weight")
    plant_rows(folder / "clinic.duckdb")
    (folder / "catalog" / FILE).write_text(PLANTED, "utf-8")  # hidden from the chief too
    return folder
