"""One Sail server, and the shop on it, for the folder's tests in a process; without the [spark] extra they are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.spark_server import sail
from tests.sql_guard.spark.shop import Shop, shop_on


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    pytest.importorskip("pysail", reason="needs the [spark] extra")
    with sail() as port:
        yield port


@pytest.fixture(scope="session")
def shop(server: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = shop_on(server, tmp_path_factory.mktemp("shop"))
    yield made
    made.spark.close()
