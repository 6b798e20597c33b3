"""The serving database: what is copied from every kind of source, and what survives when a build goes wrong."""

from __future__ import annotations

import gzip
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sql_guard.errors import NotReady
from sql_guard.load import build_serving
from sql_guard.serving import GovernedTable, Manifest, ServingSpec, is_stale, read_manifest
from sql_guard.source import describe_source

NOW = "2026-06-01T08:00:00"
SHOP = ServingSpec(Path(), (GovernedTable("main", "orders", ("id", "amount", "day")), GovernedTable("hr", "staff", ("name",))))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A DuckDB file with two schemas and a column that is not governed."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE orders AS SELECT range AS id, (range * 1.25)::DECIMAL(18,2) AS amount, "
                           "DATE '2025-01-01' + (range % 365)::INT AS day, 'secret' AS phone FROM range(5000)")  # fmt: skip
        connection.execute("CREATE SCHEMA hr; CREATE TABLE hr.staff AS SELECT '王芳' AS name, 90000 AS salary")
    return path


def spec_of(source: Path, *tables: GovernedTable) -> ServingSpec:
    return ServingSpec(source, tables or SHOP.tables)


def rows_of(state: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(state / read_manifest(state).file), read_only=True) as connection:
        return list(connection.execute(sql).fetchall())


def test_only_governed_tables_and_columns_are_copied(shop: Path, tmp_path: Path) -> None:
    manifest = build_serving(spec_of(shop), tmp_path / "state", NOW)
    columns = rows_of(
        tmp_path / "state", "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    )
    assert columns == [("hr", "staff", "name"), ("main", "orders", "amount"), ("main", "orders", "day"), ("main", "orders", "id")]
    assert [(table.key, table.rows) for table in manifest.tables] == [("main.orders", 5000), ("hr.staff", 1)]
    assert rows_of(tmp_path / "state", "SELECT sum(amount) FROM orders") == [(Decimal("15621875.00"),)]
    assert b"secret" not in (tmp_path / "state" / manifest.file).read_bytes()


def test_the_manifest_reads_back_as_it_was_returned(shop: Path, tmp_path: Path) -> None:
    manifest = build_serving(spec_of(shop), tmp_path / "state", NOW)
    assert read_manifest(tmp_path / "state") == manifest
    assert manifest.built_at == NOW
    assert [(column.name, column.type) for column in manifest.tables[0].columns] == [
        ("id", "BIGINT"), ("amount", "DECIMAL(18,2)"), ("day", "DATE"),
    ]  # fmt: skip


def test_equal_data_has_an_equal_version_and_changed_data_another(shop: Path, tmp_path: Path) -> None:
    first = build_serving(spec_of(shop), tmp_path / "a", NOW)
    assert build_serving(spec_of(shop), tmp_path / "b", NOW).version == first.version
    with duckdb.connect(str(shop)) as connection:
        connection.execute("UPDATE orders SET amount = amount + 0.01 WHERE id = 7")
    assert build_serving(spec_of(shop), tmp_path / "b", NOW).version != first.version


def test_a_build_is_stale_after_the_source_or_what_is_governed_changes(shop: Path, tmp_path: Path) -> None:
    spec = spec_of(shop)
    manifest = build_serving(spec, tmp_path / "state", NOW)
    assert not is_stale(manifest, spec)
    assert is_stale(manifest, spec_of(shop, *spec.tables[:1]))
    with duckdb.connect(str(shop)) as connection:
        connection.execute("INSERT INTO orders VALUES (5000, 1, DATE '2026-01-01', 'x')")
    assert is_stale(manifest, spec)


def test_rows_lie_in_the_order_asked_for(shop: Path, tmp_path: Path) -> None:
    build_serving(spec_of(shop, GovernedTable("main", "orders", ("id", "day"), ("day", "id"))), tmp_path, NOW)
    days = [day for (day,) in rows_of(tmp_path, "SELECT day FROM orders")]
    assert days == sorted(days)


def test_a_misspelled_table_or_column_names_the_nearest(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(NotReady) as table:
        build_serving(spec_of(shop, GovernedTable("main", "order", ("id",))), tmp_path, NOW)
    assert (table.value.code, table.value.facts["nearest"]) == ("source_table_unknown", ["main.orders"])
    with pytest.raises(NotReady) as column:
        build_serving(spec_of(shop, GovernedTable("main", "orders", ("amuont",))), tmp_path, NOW)
    assert (column.value.code, column.value.facts["nearest"]) == ("source_column_unknown", ["amount"])


def test_a_folder_is_read_with_its_sub_folders_as_schemas(tmp_path: Path) -> None:
    source = tmp_path / "数据"
    (source / "hr").mkdir(parents=True)
    duckdb.execute(f"COPY (SELECT 1 AS id, DATE '2026-01-05' AS 日期) TO '{source}/订单.parquet'")
    (source / "hr" / "staff.csv").write_text("name,salary\n王芳,1\n", "utf-8")
    with gzip.open(source / "hr" / "teams.csv.gz", "wt", encoding="utf-8") as file:
        file.write("team\n华东\n")
    assert [table.key for table in describe_source(source)] == ["hr.staff", "hr.teams", "main.订单"]
    build_serving(spec_of(source, GovernedTable("main", "订单", ("日期",)), GovernedTable("hr", "teams", ("team",))), tmp_path / "s", NOW)
    assert rows_of(tmp_path / "s", 'SELECT 日期, team FROM "订单", hr.teams') == [(date(2026, 1, 5), "华东")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_csv_file_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    text = "日期,大区,编码,金额,备注\n2026-01-05,华东,007,12.50,\n2026-01-06,华南,012,3,\n"
    (source / "销售.csv").write_bytes(text.encode(encoding))
    types = {column.name: column.type for column in describe_source(source)[0].columns}
    assert types == {"日期": "DATE", "大区": "VARCHAR", "编码": "VARCHAR", "金额": "DOUBLE", "备注": "VARCHAR"}
    build_serving(spec_of(source, GovernedTable("main", "销售", tuple(types))), tmp_path / "s", NOW)
    assert rows_of(tmp_path / "s", "SELECT * FROM 销售 LIMIT 1") == [(date(2026, 1, 5), "华东", "007", 12.5, None)]
    assert list(source.iterdir()) == [source / "销售.csv"]


def test_a_type_that_only_the_last_row_shows_is_still_seen(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.csv").write_text("n,day\n" + "1,03/04/2026\n" * 60_000 + "x,31/12/2026\n")
    columns = describe_source(tmp_path / "in")[0].columns
    assert columns[0].type == "VARCHAR"
    build_serving(spec_of(tmp_path / "in", GovernedTable("main", "t", ("n",))), tmp_path / "s", NOW)
    assert rows_of(tmp_path / "s", "SELECT count(*), max(n) FROM t") == [(60_001, "x")]


@pytest.mark.parametrize("name", ["it's.csv", 'say "hi".csv', "a;b--.csv"])
def test_quotes_in_names_are_only_quotes(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text('it\'s,"b""c"\n1,2\n')
    build_serving(spec_of(tmp_path / "in", GovernedTable("main", name[:-4], ("it's", 'b"c'))), tmp_path / "s", NOW)
    assert read_manifest(tmp_path / "s").tables[0].rows == 1


def broken_sources(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "source_missing", folder / "nothing.duckdb"
    (folder / "text.duckdb").write_text("not a database" * 1000)
    yield "source_unreadable", folder / "text.duckdb"
    (folder / "half").mkdir()
    (folder / "half" / "t.parquet").write_bytes(b"PAR1 and no more")
    yield "source_unreadable", folder / "half"
    (folder / "zip").mkdir()
    (folder / "zip" / "t.csv.gz").write_bytes(b"\x1f\x8b half")
    yield "source_unreadable", folder / "zip"
    (folder / "bytes").mkdir()
    (folder / "bytes" / "t.csv").write_bytes(b"a,b\n\xff\xff\xff,1\n")
    yield "source_encoding", folder / "bytes"
    (folder / "twins").mkdir()
    (folder / "twins" / "t.csv").write_text("a\n1\n")
    (folder / "twins" / "T.tsv").write_text("a\n1\n")
    yield "source_ambiguous", folder / "twins"


def test_a_source_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for code, source in broken_sources(tmp_path):
        with pytest.raises(NotReady) as refusal:
            build_serving(spec_of(source, GovernedTable("main", "t", ("a",))), tmp_path / "state", NOW)
        assert refusal.value.code == code, source


def test_a_source_that_another_process_writes_is_busy(shop: Path, tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb; c = duckdb.connect({str(shop)!r}); print('open', flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdout and writer.stdout.readline() == b"open\n"
    try:
        with pytest.raises(NotReady) as refusal:
            build_serving(spec_of(shop), tmp_path / "state", NOW)
    finally:
        writer.communicate(b"\n")
    assert refusal.value.code == "source_busy"


def test_without_a_build_the_manifest_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReady) as missing:
        read_manifest(tmp_path)
    (tmp_path / "CURRENT.json").write_text('{"file": ')
    with pytest.raises(NotReady) as broken:
        read_manifest(tmp_path)
    assert (missing.value.code, broken.value.code) == ("no_serving_data", "manifest_unreadable")


BUILD = """
import sys
from pathlib import Path
from sql_guard.load import build_serving
from sql_guard.serving import GovernedTable, ServingSpec
source, state, now = sys.argv[1:]
build_serving(ServingSpec(Path(source), (GovernedTable("main", "big", ("a", "b"), ("b",)),)), Path(state), now)
"""


def big_source(path: Path) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE OR REPLACE TABLE big AS SELECT range AS a, hash(range) AS b FROM range(1500000)")
    return path


def test_a_builder_killed_in_the_middle_leaves_the_old_build_serving(tmp_path: Path) -> None:
    source, state = big_source(tmp_path / "big.duckdb"), tmp_path / "state"
    spec = spec_of(source, GovernedTable("main", "big", ("a",)))
    old = build_serving(spec, state, NOW)
    for moment in (0.0, 0.1, 0.3):
        builder = subprocess.Popen([sys.executable, "-c", BUILD, str(source), str(state), NOW])
        while not list(state.glob("building-*")) and builder.poll() is None:
            time.sleep(0.005)
        time.sleep(moment)
        builder.send_signal(signal.SIGKILL)
        builder.wait()
        assert rows_of(state, "SELECT count(*) FROM big") == [(1_500_000,)]
        assert read_manifest(state) == old or moment > 0.2
    build_serving(spec, state, NOW)
    assert not list(state.glob("building-*")) and not list(state.glob("scratch-*"))


def test_two_builders_at_once_leave_one_whole_build(tmp_path: Path) -> None:
    source, state = big_source(tmp_path / "big.duckdb"), tmp_path / "state"
    builders = [subprocess.Popen([sys.executable, "-c", BUILD, str(source), str(state), f"builder {n}"]) for n in range(3)]
    assert [builder.wait() for builder in builders] == [0, 0, 0]
    assert rows_of(state, "SELECT count(*) FROM big") == [(1_500_000,)]
    assert len(list(state.glob("serving-*"))) == 1


def no_room() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))


def test_a_full_disk_is_said_and_leaves_the_old_build_serving(tmp_path: Path) -> None:
    source, state = big_source(tmp_path / "big.duckdb"), tmp_path / "state"
    old = build_serving(spec_of(source, GovernedTable("main", "big", ("a",))), state, NOW)
    attempt = subprocess.run(
        [sys.executable, "-c", BUILD, str(source), str(state), NOW], preexec_fn=no_room, capture_output=True, text=True
    )
    assert "disk_full" in attempt.stderr
    assert read_manifest(state) == old


def test_the_previous_file_stays_and_older_ones_go_unless_they_are_open(shop: Path, tmp_path: Path) -> None:
    def rebuilt(id: int) -> Manifest:
        with duckdb.connect(str(shop)) as connection:
            connection.execute(f"INSERT INTO orders VALUES ({id}, 1, DATE '2026-01-01', 'x')")
        return build_serving(spec_of(shop), tmp_path / "state", NOW)

    files = [rebuilt(id).file for id in range(6000, 6003)]
    assert sorted(path.name for path in (tmp_path / "state").glob("serving-*")) == sorted(files[1:])
    reading = f"import duckdb; c = duckdb.connect({str(tmp_path / 'state' / files[1])!r}, read_only=True); print(1, flush=True); input()"
    reader = subprocess.Popen([sys.executable, "-c", reading], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert reader.stdout and reader.stdout.readline()
    files.append(rebuilt(6003).file)
    assert sorted(path.name for path in (tmp_path / "state").glob("serving-*")) == sorted(files[1:])
    reader.communicate(b"\n")
    files.append(rebuilt(6004).file)
    assert sorted(path.name for path in (tmp_path / "state").glob("serving-*")) == sorted(files[3:])


def test_the_pointer_is_plain_json(shop: Path, tmp_path: Path) -> None:
    build_serving(spec_of(shop), tmp_path / "state", NOW)
    assert set(json.loads((tmp_path / "state" / "CURRENT.json").read_text("utf-8"))) == {
        "file", "version", "source", "spec", "tables", "built_at",
    }  # fmt: skip
