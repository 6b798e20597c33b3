"""Rules by what metrics are marked with, how far a role is cleared, features that are taken away, and people whom claims name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalog.access import Access, access_faults, asker_of_claims, explain, read_access, visible
from catalog.catalog import Catalog
from catalog.errors import Faulty, Unknown
from catalog.files import load_catalog
from tests.catalog.test_access import MORE, SHOP, rules, seen

MARKS = MORE.replace("  - id: cost\n", "  - id: cost\n    sensitivity: confidential\n    tags: [core, pay]\n").replace(
    "  - id: suppliers_count\n", "  - id: suppliers_count\n    sensitivity: public\n"
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    file = tmp_path_factory.mktemp("catalog") / "more.yaml"
    file.write_text(MARKS, "utf-8")
    return load_catalog([SHOP, file])


def test_a_metric_is_internal_unless_it_says_otherwise(catalog: Catalog) -> None:
    levels = [catalog.metrics[name].sensitivity for name in ("cost", "sales", "suppliers_count")]
    assert levels == ["confidential", "internal", "public"]


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("r: {metrics: [cost, sales, suppliers_count]}", {"sales", "suppliers_count"}),
        ("r: {metrics: [cost, sales, suppliers_count], clearance: public}", {"suppliers_count"}),
        ("r: {metrics: [cost, sales, suppliers_count], clearance: confidential}", {"cost", "sales", "suppliers_count"}),
        ("a: {metrics: [sales], clearance: restricted}\nb: {metrics: [cost]}", {"sales"}),
        ("a: {metrics: [sales]}\nb: {metrics: ['tag:pay'], clearance: restricted}", {"cost", "sales"}),
        ("r: {metrics: ['department:供应链']}", {"suppliers_count"}),
        ("r: {metrics: ['department:财*'], clearance: restricted}", {"cost", "margin", "margin_rate"}),
        ("r: {metrics: ['sensitivity:public', sales]}", {"suppliers_count", "sales"}),
        ("r: {metrics: ['*'], clearance: restricted, deny_metrics: ['tag:pay']}", {"sales", "suppliers_count", "order_count"}),
        ("r: {metrics: [margin, sales, cost], clearance: restricted, deny_metrics: ['sensitivity:confidential']}", {"sales"}),
        ("r: {metrics: ['tag:none']}", set()),
    ],
)
def test_metrics_are_granted_and_denied_by_their_marks_up_to_the_roles_clearance(
    catalog: Catalog, tmp_path: Path, role: str, found: set[str]
) -> None:
    assert set(seen(catalog, tmp_path, role).metrics) - {"top_region"} == found


def test_dimensions_are_granted_by_their_dataset(catalog: Catalog, tmp_path: Path) -> None:
    found = seen(catalog, tmp_path, "r: {metrics: ['*'], dimensions: ['dataset:stores'], deny_dimensions: ['dataset:suppliers']}")
    assert found.dimensions
    assert {dimension.dataset for dimension in found.dimensions.values()} == {"stores"}


def test_why_not_names_the_clearance_and_its_line(catalog: Catalog, tmp_path: Path) -> None:
    access, asker = rules(tmp_path, "a: {metrics: [sales]}\nb: {metrics: ['c*'], clearance: public}")
    assert [(each.verdict, each.rule, each.where) for each in explain(catalog, asker, access, "cost")] == [
        ("above_clearance", "b.clearance", "access.yaml:4")
    ]
    unsaid, who = rules(tmp_path, "a: {metrics: ['c*']}")
    assert [(each.verdict, each.rule, each.where) for each in explain(catalog, who, unsaid, "cost")] == [
        ("above_clearance", "a.clearance", "access.yaml:3")
    ]


def test_a_denied_feature_is_nobodys_whatever_else_grants_it(tmp_path: Path) -> None:
    _, asker = rules(tmp_path, "a: {features: [export, approve]}\nb: {features: [export], deny_features: [export]}")
    assert asker.features == ("approve",)
    assert not asker.may("export")


def test_the_person_and_the_department_are_attributes_of_everyone(tmp_path: Path) -> None:
    _, asker = rules(tmp_path, "a: {features: [export]}")
    assert (asker.values("user"), asker.values("department"), asker.values("region")) == (("u",), (), ())
    assert replace(asker, department="财务").values("department") == ("财务",)


def test_a_metric_less_sensitive_than_what_it_is_made_of_is_told(catalog: Catalog, tmp_path: Path) -> None:
    access, _ = rules(tmp_path, "r: {metrics: ['*']}")
    told = [dict(fault.facts)["name"] for fault in access_faults(access, catalog) if fault.code == "lower_sensitivity"]
    assert told == ["margin", "margin_rate"]


@pytest.mark.parametrize("rule", ["sensitivity:secret", "owner:me", "Sales", "department:"])
def test_a_rule_by_something_that_metrics_are_not_marked_with_is_a_fault(tmp_path: Path, rule: str) -> None:
    with pytest.raises(Faulty):
        rules(tmp_path, f"r: {{metrics: ['{rule}']}}")


FILE = """
roles:
  staff: {metrics: [sales], rows: {stores: "region IN {regions}"}}
  boss: {metrics: ['*'], features: [export]}
users:
  kim@shop: {name: 金, department: 财务, roles: [boss], attributes: {regions: [华南]}}
identity:
  user: email
  groups: memberOf
  roles: {sales-team: [staff], heads: [boss, staff]}
  attributes: {regions: region}
"""


@pytest.fixture
def access(tmp_path: Path) -> Access:
    (tmp_path / "access.yaml").write_text(FILE, "utf-8")
    return read_access(tmp_path / "access.yaml", root=tmp_path)


def test_claims_become_an_asker_with_the_roles_of_their_groups(access: Access) -> None:
    claims = {"email": "lee@shop", "name": "Lee", "department": "门店", "memberOf": ["x", "sales-team"], "region": "华东"}
    asker = asker_of_claims(claims, access)
    assert (asker.id, asker.name, asker.department, asker.roles) == ("lee@shop", "Lee", "门店", ("staff",))
    assert (asker.values("regions"), asker.features, asker.claimed) == (("华东",), (), True)


def test_what_the_file_says_of_a_person_goes_before_claims(access: Access) -> None:
    asker = asker_of_claims({"email": "kim@shop", "department": "门店", "memberOf": "sales-team", "region": ["华东", "华北"]}, access)
    assert (asker.department, asker.roles, asker.values("regions")) == ("财务", ("boss", "staff"), ("华南",))


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "lee@shop"},
        {"email": "lee@shop", "memberOf": []},
        {"email": "lee@shop", "memberOf": ["SALES-TEAM", "boss"]},
        {"email": "", "memberOf": ["heads"]},
        {"email": None, "memberOf": ["heads"]},
        {"email": ["kim@shop"], "memberOf": ["heads"]},
        {"sub": "kim@shop", "memberOf": ["heads"]},
        {"email": "lee@shop", "memberOf": [["heads"], {"heads": 1}]},
    ],
)
def test_claims_without_a_known_person_or_group_are_nobody(access: Access, claims: dict[str, Any]) -> None:
    with pytest.raises(Unknown) as told:
        asker_of_claims(claims, access)
    assert told.value.code == "unknown_person"


def test_without_an_identity_section_no_claims_are_believed(tmp_path: Path) -> None:
    access, _ = rules(tmp_path, "r: {metrics: ['*']}")
    with pytest.raises(Unknown):
        asker_of_claims({"email": "u", "groups": ["r"]}, access)


def test_claims_of_odd_shapes_give_no_attribute(access: Access) -> None:
    asker = asker_of_claims({"email": "a", "memberOf": ["heads"], "region": {"any": ["华东"]}}, access)
    assert asker.values("regions") == ()


def test_a_group_with_a_role_that_is_not_there_is_a_fault_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "access.yaml").write_text(FILE.replace("[boss, staff]}", "[bos]}"), "utf-8")
    with pytest.raises(Faulty) as told:
        read_access(tmp_path / "access.yaml", root=tmp_path)
    assert [(fault.where, fault.code) for fault in told.value.faults] == [("access.yaml:10", "unknown_role")]


def test_what_someone_sees_is_the_same_by_claims_and_by_the_file(access: Access, catalog: Catalog) -> None:
    told = asker_of_claims({"email": "kim@shop"}, access)
    assert visible(catalog, told, access).metrics == visible(catalog, access.asker("kim@shop"), access).metrics
