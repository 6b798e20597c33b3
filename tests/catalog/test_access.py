"""Who sees which metrics and dimensions, and why: roles of a small shop, and the retail sample's people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.access import Access, Asker, access_faults, check_query, explain, read_access, visible
from catalog.catalog import Catalog
from catalog.errors import Faulty, Unknown
from catalog.files import load_catalog
from catalog.metric import Over
from catalog.query import AnyOf, Limit, Measure, MemberFilter, MetricQuery, RowList, Share, Within

MORE = """
metrics:
  - id: cost
    name: {zh: 成本, en: Cost}
    description: {zh: 成本, en: Cost}
    owner: 甲
    department: 财务
    formula: {sum: quantity, dataset: orders}
  - id: margin
    name: {zh: 毛利, en: Margin}
    description: {zh: 毛利, en: Margin}
    owner: 甲
    department: 财务
    formula: {derived: sales - cost}
  - id: margin_rate
    name: {zh: 毛利率, en: Margin rate}
    description: {zh: 毛利率, en: Margin rate}
    owner: 甲
    department: 财务
    formula: {ratio: [margin, sales]}
  - id: phones
    name: {zh: 手机号数, en: Phones}
    description: {zh: 手机号数, en: Phones}
    owner: 甲
    department: 会员
    formula: {count_distinct: phone, dataset: members}
  - id: phoned_orders
    name: {zh: 留号订单, en: Phoned orders}
    description: {zh: 留了手机号的会员的订单, en: Orders of members with a phone}
    owner: 甲
    department: 会员
    formula: {count: "*", dataset: orders, filter: members.phone IS NOT NULL}
  - id: suppliers_count
    name: {zh: 供应商数, en: Suppliers}
    description: {zh: 供应商数, en: Suppliers}
    owner: 甲
    department: 供应链
    formula: {count: "*", dataset: suppliers}
  - id: top_region
    name: {zh: 最高大区销售额, en: Sales of the top region}
    description: {zh: 各大区销售额的最大值, en: The highest sales of a region}
    owner: 甲
    department: 财务
    formula: {over_members: sales, of: [region], take: max}
dimensions:
  - {id: member_level, name: {zh: 会员等级, en: Member level}, dataset: members, expression: level}
  - {id: phone_prefix, name: {zh: 号段, en: Phone prefix}, dataset: members, expression: "left(phone, 3)"}
"""
SHOP = Path(__file__).parent / "faults" / "a_shop.yaml"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    file = tmp_path_factory.mktemp("catalog") / "more.yaml"
    file.write_text(MORE, "utf-8")
    return load_catalog([SHOP, file])


def rules(folder: Path, roles: str, attributes: str = "{}") -> tuple[Access, Asker]:
    """An access file with these roles and one person, u, who has them all."""
    file = folder / "access.yaml"
    named = ", ".join(line.split(":")[0].strip() for line in roles.strip().splitlines())
    body = "\n".join(f"  {line.strip()}" for line in roles.strip().splitlines())
    file.write_text(f"local: u\nroles:\n{body}\nusers:\n  u: {{name: 某, roles: [{named}], attributes: {attributes}}}\n", "utf-8")
    access = read_access(file, root=folder)
    return access, access.asker("u")


def seen(catalog: Catalog, folder: Path, roles: str, attributes: str = "{}") -> Catalog:
    access, asker = rules(folder, roles, attributes)
    return visible(catalog, asker, access)


def test_a_role_grants_by_pattern(catalog: Catalog, tmp_path: Path) -> None:
    found = seen(catalog, tmp_path, "r: {metrics: [margin*], dimensions: [region]}")
    assert (list(found.metrics), list(found.dimensions)) == (["margin", "margin_rate"], ["region"])


def test_roles_add_up_and_a_role_without_metrics_grants_no_dimension(catalog: Catalog, tmp_path: Path) -> None:
    found = seen(catalog, tmp_path, "a: {metrics: [sales]}\nb: {metrics: [cost], dimensions: [region]}")
    assert set(found.metrics) == {"sales", "cost"}
    assert not seen(catalog, tmp_path, "a: {features: [export]}").dimensions


def test_deny_beats_allow_of_every_role(catalog: Catalog, tmp_path: Path) -> None:
    found = seen(catalog, tmp_path, "a: {metrics: ['*']}\nb: {metrics: [sales], deny_metrics: ['s*'], deny_dimensions: [region]}")
    assert "sales" not in found.metrics
    assert "region" not in found.dimensions


def test_a_number_over_the_members_of_a_denied_dimension_is_denied(catalog: Catalog, tmp_path: Path) -> None:
    """The highest value is some one member's."""
    found = seen(catalog, tmp_path, "r: {metrics: ['*'], dimensions: ['*'], deny_dimensions: [region]}")
    assert "sales" in found.metrics and "top_region" not in found.metrics
    query = MetricQuery((Measure("sales", Over("average", ("region",))),))
    check_query(query, catalog)
    with pytest.raises(Unknown) as told:
        check_query(query, found)
    assert told.value.facts["name"] == "region"


def test_a_denied_metric_is_not_reached_through_another(catalog: Catalog, tmp_path: Path) -> None:
    """With the margin and the sales one could work out the cost."""
    found = seen(catalog, tmp_path, "r: {metrics: ['*'], deny_metrics: [cost]}")
    assert not {"cost", "margin", "margin_rate"} & set(found.metrics)
    assert "margin_rate" in seen(catalog, tmp_path, "r: {metrics: [margin_rate]}").metrics


def test_a_sensitive_column_hides_what_reads_it_until_a_role_shows_it(catalog: Catalog, tmp_path: Path) -> None:
    hidden = seen(catalog, tmp_path, "r: {metrics: ['*']}")
    assert not {"phones", "phoned_orders"} & set(hidden.metrics)
    assert "phone_prefix" not in hidden.dimensions
    assert [column.name for column in hidden.datasets["members"].columns] == ["member_id", "home_store_id", "level"]
    masked = seen(catalog, tmp_path, "r: {metrics: ['*'], columns: {members.phone: mask}}")
    assert "phones" not in masked.metrics
    assert masked.datasets["members"].columns[-1].name == "phone"
    shown = seen(catalog, tmp_path, "r: {metrics: ['*'], columns: {'members.*': show}}")
    assert {"phones", "phoned_orders"} <= set(shown.metrics)
    assert "phone_prefix" in shown.dimensions


def test_the_strictest_rule_for_a_column_holds(catalog: Catalog, tmp_path: Path) -> None:
    both = "a: {metrics: ['*'], columns: {members.phone: show}}\nb: {columns: {members.phone: hash}}"
    assert "phones" not in seen(catalog, tmp_path, both).metrics


def test_a_covered_join_key_hides_what_lies_behind_it(catalog: Catalog, tmp_path: Path) -> None:
    """Joined on hashed keys every order would be of an unknown member: wrong, and quietly so."""
    found = seen(catalog, tmp_path, "r: {metrics: ['*'], columns: {orders.member_id: hash, members.phone: show}}")
    assert "phoned_orders" not in found.metrics
    assert "member_level" not in found.dimensions
    assert {"sales", "phones"} <= set(found.metrics)
    assert "region" in found.dimensions


def test_a_metric_that_a_row_rule_does_not_reach_is_hidden(catalog: Catalog, tmp_path: Path) -> None:
    narrowed = seen(catalog, tmp_path, 'r: {metrics: ["*"], rows: {stores: "region IN {regions}"}}', "{regions: [华东]}")
    assert "suppliers_count" not in narrowed.metrics
    assert {"sales", "margin"} <= set(narrowed.metrics)
    assert "supplier_city" in narrowed.dimensions
    opened = 'r: {metrics: ["*"], rows: {stores: "region IN {regions}", suppliers: "TRUE"}}'
    assert "suppliers_count" in seen(catalog, tmp_path, opened, "{regions: [华东]}").metrics


def test_an_unknown_person_is_unknown_and_nothing_is_suggested(tmp_path: Path) -> None:
    access, _ = rules(tmp_path, "r: {metrics: ['*']}")
    for name in ("v", "", None, "U"):
        with pytest.raises(Unknown) as told:
            access.asker(name)
        assert (told.value.code, "nearest" in told.value.facts) == ("unknown_person", False)


def test_the_asker_carries_features_of_all_roles(tmp_path: Path) -> None:
    _, asker = rules(tmp_path, "a: {features: [export, explore]}\nb: {features: [export, verify]}")
    assert asker.features == ("explore", "export", "verify")


def test_every_decision_names_its_rule_and_place(catalog: Catalog, tmp_path: Path) -> None:
    access, asker = rules(tmp_path, 'a: {metrics: ["*"], rows: {stores: "region = {region}"}}\nb: {deny_metrics: [cost]}', "{region: 华东}")
    told = {(each.verdict, each.rule, each.where) for each in explain(catalog, asker, access, "margin")}
    assert told == {
        ("granted", "a.metrics.*", "access.yaml:3"),
        ("made_of_denied", "b.deny_metrics.cost", "access.yaml:4"),
        ("rows_restricted", "a.rows.stores", "access.yaml:3"),
    }
    assert [each.verdict for each in explain(catalog, asker, access, "suppliers_count")] == [
        "granted",
        "rows_not_inherited",
        "rows_restricted",
    ]
    assert {each.verdict for each in explain(catalog, asker, access, "phones")} == {"granted", "column_not_shown", "rows_restricted"}


def test_explaining_agrees_with_seeing(catalog: Catalog, tmp_path: Path) -> None:
    access, asker = rules(tmp_path, 'a: {metrics: [m*, s*, phones], deny_metrics: [cost], rows: {stores: "region = {region}"}}')
    found = visible(catalog, asker, access)
    for name in catalog.metrics:
        reasons = explain(catalog, asker, access, name)
        assert (all(each.allows for each in reasons) and bool(reasons)) == (name in found.metrics), name


EAST = MemberFilter("region", ("华东",))
QUERIES: dict[str, MetricQuery | RowList] = {
    "measure": MetricQuery((Measure("cost"),)),
    "key": MetricQuery((Measure("sales"),), ("member_level",)),
    "filter": MetricQuery((Measure("sales"),), filters=(MemberFilter("member_level", ("金卡",)),)),
    "share": MetricQuery((Measure("sales", Share(("member_level",))),), ("region",)),
    "limit": MetricQuery((Measure("sales"),), ("region",), limit=Limit(3, ("member_level",))),
    "within": MetricQuery((Measure("sales"),), within=(Within(("region",), MetricQuery((Measure("cost"),), ("region",))),)),
    "measure filter": MetricQuery((Measure("sales", filters=(MemberFilter("member_level", ("金卡",)),)),)),
    "either": MetricQuery((Measure("sales"),), any_of=(AnyOf(((EAST,), (EAST, MemberFilter("member_level", ("金卡",))))),)),
    "rows": RowList("members", ("phone",)),
}


@pytest.mark.parametrize("part", QUERIES)
def test_a_hidden_name_reads_as_one_that_does_not_exist(catalog: Catalog, tmp_path: Path, part: str) -> None:
    found = seen(catalog, tmp_path, "r: {metrics: [sales], dimensions: [region]}")
    with pytest.raises(Unknown) as hidden:
        check_query(QUERIES[part], found)
    name = hidden.value.facts["name"]
    assert name in ("cost", "member_level", "phone")
    assert name not in hidden.value.facts["nearest"]  # type: ignore[operator]


def test_a_permitted_query_passes(catalog: Catalog, tmp_path: Path) -> None:
    found = seen(catalog, tmp_path, "r: {metrics: [sales], dimensions: [region]}")
    inner = MetricQuery((Measure("sales"),), ("region",), limit=Limit(3))
    check_query(
        MetricQuery((Measure("sales", Share(("metric_time",))),), ("region",), "month", within=(Within(("region",), inner),)), found
    )
    check_query(RowList("orders", ("order_id", "amount"), (MemberFilter("status", ("已完成",)),)), found)


@pytest.mark.parametrize(
    ("edit", "where", "code"),
    [
        (lambda text: text.replace("roles: [r]", "roles: [rr]"), 5, "unknown_role"),
        (lambda text: text.replace("local: u", "local: w"), 1, "unknown_user"),
        (lambda text: text.replace("region IN {regions}", "region IN (SELECT 1)"), 3, "expression_query"),
        (lambda text: text.replace("region IN {regions}", "region = '{regions}'"), 3, "predicate_attribute"),
        (lambda text: text.replace("region IN {regions}", "region = $regions"), 3, "predicate_attribute"),
        (lambda text: text.replace("region IN {regions}", "true; drop table x"), 3, "expression_unreadable"),
        (lambda text: text.replace("region IN {regions}", "random() < 0.5"), 3, "expression_function"),
        (lambda text: text.replace("rows:", "row:"), 3, "unknown_key"),
        (lambda text: text.replace("[export]", "[exports]"), 3, "not_one_of"),
        (lambda text: text.replace("mask", "blur"), 3, "not_one_of"),
        (lambda text: text.replace("roles: [r]", "roles: []"), 5, "out_of_range"),
    ],
)
def test_a_fault_of_the_access_file_is_told_at_its_line(tmp_path: Path, edit: Callable[[str], str], where: int, code: str) -> None:
    file = tmp_path / "access.yaml"
    role = "r: {metrics: ['*'], rows: {stores: \"region IN {regions}\"}, features: [export], columns: {members.phone: mask}}"
    file.write_text(edit(f"local: u\nroles:\n  {role}\nusers:\n  u: {{name: 某, roles: [r]}}\n"), "utf-8")
    with pytest.raises(Faulty) as told:
        read_access(file, root=tmp_path)
    assert [(fault.where, fault.code) for fault in told.value.faults] == [(f"access.yaml:{where}", code)]


def test_rules_that_fit_nothing_are_told_against_the_catalog(catalog: Catalog, tmp_path: Path) -> None:
    role = 'r: {metrics: [salse], columns: {orders.store_id: hide}, rows: {stores: "regin IN {regions}", shops: "TRUE"}}'
    access, _ = rules(tmp_path, role)
    found = {(fault.code, fault.severity, dict(fault.facts).get("nearest", "")) for fault in access_faults(access, catalog)}
    assert found == {
        ("pattern_matches_nothing", "warning", "sales"),
        ("covered_key", "warning", ""),
        ("unknown_column", "error", "region"),
        ("unknown_dataset", "error", "stores"),
        ("attribute_missing", "warning", ""),
    }


SAMPLES = Path(__file__).parents[2] / "catalog" / "samples"


@pytest.mark.parametrize("world", ["retail", "flights"])
def test_the_samples_access_rules_fit_their_catalog(world: str) -> None:
    catalog = load_catalog(sorted((SAMPLES / world / "catalog").glob("*.yaml")))
    access = read_access(SAMPLES / world / "access.yaml")
    assert not [fault for fault in access_faults(access, catalog) if fault.severity == "error"]
    assert access.asker(access.local).features


def test_a_dataset_behind_nothing_visible_does_not_exist(catalog: Catalog, tmp_path: Path) -> None:
    found = seen(catalog, tmp_path, "r: {metrics: [sales], dimensions: [region]}")
    assert set(found.datasets) == {"orders", "stores", "members"}
    with pytest.raises(Unknown) as told:
        check_query(RowList("suppliers"), found)
    assert told.value.code == "unknown_dataset"
