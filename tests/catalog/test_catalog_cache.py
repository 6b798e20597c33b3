"""The cache answers only for the same content and the same code, builds nothing but the catalog's own classes, and needs no YAML."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.access import Access, read_access
from catalog.catalog import Catalog
from catalog.files import load_catalog
from catalog.files.cache import keep, kept, name_of

SHOP = Path(__file__).parent / "faults" / "a_shop.yaml"

METRIC = """  - id: metric_{0}
    name: {{zh: 指标{0}, en: Metric {0}}}
    synonyms: [别名{0}, alias {0}]
    description: {{zh: 已完成订单的实付金额{0}, en: Amounts paid {0}}}
    owner: 王倩
    department: 运营
    formula: {{sum: amount * {0}, dataset: orders, filter: "status = '已完成' AND quantity > {0}"}}
    format: {{style: currency, decimals: 2, unit: {{zh: 元, en: CNY}}}}
    allowed_dimensions: [region, home_region]
    tags: [a]
"""


def test_a_kept_catalog_equals_the_read_one(tmp_path: Path) -> None:
    first = load_catalog([SHOP], tmp_path)
    assert list(tmp_path.glob("catalog-*.kept"))
    again = load_catalog([SHOP], tmp_path)
    assert again == first
    assert again is not first


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file, cache = tmp_path / "shop.yaml", tmp_path / "cache"
    file.write_text(SHOP.read_text("utf-8"), "utf-8")
    before = load_catalog([file], cache)
    file.write_text(SHOP.read_text("utf-8").replace("成交额", "实收"), "utf-8")
    after = load_catalog([file], cache)
    assert (before.metrics["sales"].label.zh, after.metrics["sales"].label.zh) == ("成交额", "实收")
    assert before.fingerprint != after.fingerprint


def test_two_projects_with_one_cache_do_not_take_turns(tmp_path: Path) -> None:
    file, cache = tmp_path / "shop.yaml", tmp_path / "cache"
    text = SHOP.read_text("utf-8")
    found = []
    for name in ("成交额", "实收"):
        file.write_text(text.replace("成交额", name), "utf-8")
        found.append(load_catalog([file], cache).fingerprint)
    assert all(kept(cache, fingerprint, Catalog) is not None for fingerprint in found)


def test_a_cache_keeps_the_newest_few(tmp_path: Path) -> None:
    for number in range(12):
        keep(tmp_path, str(number), Access(roles={}, people={}, local=None, fingerprint=str(number)))
        os.utime(tmp_path / name_of(str(number), Access), (number, number))
    assert [number for number in range(12) if kept(tmp_path, str(number), Access)] == list(range(4, 12))


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps({"a": 1}), pickle.dumps(Path)])
def test_a_damaged_cache_is_read_over(tmp_path: Path, content: bytes) -> None:
    first = load_catalog([SHOP], tmp_path)
    [file] = tmp_path.glob("*.kept")
    file.write_bytes(content)
    assert load_catalog([SHOP], tmp_path) == first
    assert kept(tmp_path, first.fingerprint, Catalog) == first


def test_a_cache_cannot_run_code(tmp_path: Path) -> None:
    load_catalog([SHOP], tmp_path)
    [file] = tmp_path.glob("*.kept")
    marker = tmp_path / "ran"

    class Attack:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(marker),)

    file.write_bytes(pickle.dumps(Attack()))
    load_catalog([SHOP], tmp_path)
    assert not marker.exists()


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    assert load_catalog([SHOP], tmp_path / "cache").metrics


def test_a_hit_needs_neither_yaml_nor_pydantic_nor_sqlglot(tmp_path: Path) -> None:
    load_catalog([SHOP], tmp_path)
    access = tmp_path / "access.yaml"
    access.write_text("local: a\nroles: {r: {metrics: ['*']}}\nusers: {a: {name: A, roles: [r]}}\n")
    read_access(access, tmp_path)
    code = f"""
import sys
from pathlib import Path
from catalog.access import policy_for, read_access, visible
from catalog.files import load_catalog
found = load_catalog([Path({str(SHOP)!r})], Path({str(tmp_path)!r}))
access = read_access(Path({str(access)!r}), Path({str(tmp_path)!r}))
assert list(visible(found, access.asker("a"), access).metrics) == list(found.metrics)
policy_for(access.asker("a"), found, access, [])
print([name for name in ("yaml", "pydantic", "sqlglot", "duckdb") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"


def test_the_access_file_is_kept_too(tmp_path: Path) -> None:
    access = tmp_path / "access.yaml"
    access.write_text("roles: {r: {metrics: ['*'], rows: {stores: 'region IN {regions}'}}}\nusers: {a: {name: A, roles: [r]}}\n")
    first = read_access(access, tmp_path / "cache")
    again = read_access(access, tmp_path / "cache")
    assert isinstance(again, Access)
    assert (again, again.place("r.rows.stores")) == (first, f"{access}:1")


def test_five_thousand_metrics_come_from_the_cache_as_they_were_read(tmp_path: Path) -> None:
    many = tmp_path / "many.yaml"
    many.write_text("metrics:\n" + "".join(METRIC.format(number) for number in range(1, 5001)), "utf-8")
    read, kept = (load_catalog([SHOP, many], tmp_path / "cache") for _ in range(2))
    assert len(read.metrics) == 5002
    assert kept == read
