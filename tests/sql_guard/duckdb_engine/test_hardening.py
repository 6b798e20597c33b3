"""The start is refused wherever a setting of the engine, or a limit of the process, reads back as another value than was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from sql_guard.worker import HARDENING, NotHardened, harden

OTHER = {  # a value that differs; where none is written the statement is lost on the way
    "temp_directory": "/tmp",
    "memory_limit": "2 GiB",
    "threads": "1",
    "max_execution_time": "120000",  # milliseconds: long enough for what is asked after it
    "max_expression_depth": "999",
    "pivot_limit": "999",
    "enable_progress_bar": "true",
    "enable_logging": "true",
    "TimeZone": "Asia/Shanghai",
    "Calendar": "japanese",
    "python_enable_replacements": "true",
    "python_scan_all_frames": "true",
    "autoinstall_known_extensions": "true",
    "autoload_known_extensions": "true",
    "allow_community_extensions": "true",
}


@dataclass
class Bent:
    """A real connection that gives one setting another value than it is told, or does not hear of it."""

    connection: Any
    setting: str

    def execute(self, text: str) -> Any:
        if not re.match(rf"SET {self.setting} ", text):
            return self.connection.execute(text)
        other = OTHER.get(self.setting)
        return self.connection.execute(f"SET {self.setting} = '{other}'" if other is not None else "SELECT 1")


@pytest.fixture
def served() -> Iterator[Any]:
    """An engine that was opened as loosely as it can be."""
    loose = {"allow_unsigned_extensions": "true", "allow_unredacted_secrets": "true"}
    with duckdb.connect(":memory:", config=loose) as connection:
        yield connection


@pytest.mark.parametrize("setting", [name for name, _ in HARDENING])
def test_a_setting_that_does_not_hold_stops_the_start(served: Any, setting: str) -> None:
    with pytest.raises(NotHardened) as caught:
        harden(Bent(served, setting), 512, 2)
    assert (caught.value.code, caught.value.facts["setting"]) == ("hardening_differs", setting)


def test_with_every_setting_in_place_it_starts(served: Any) -> None:
    harden(Bent(served, "none of them"), 512, 2)
    with pytest.raises(duckdb.Error, match="locked"):
        served.execute("SET threads = 1")
