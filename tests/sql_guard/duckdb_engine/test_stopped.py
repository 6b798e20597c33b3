"""What runs too long, takes too much memory or is cancelled is stopped, and the next query works."""

from __future__ import annotations

import threading
import time

import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.errors import Cancelled, EngineFailed, TookTooLong
from sql_guard.policy import Limits
from tests.sql_guard.duckdb_engine.served import HOG, answer, failure, sealed


@pytest.mark.parametrize("text", [HOG, "SELECT list_sum(range(500000000))"])
def test_a_scalar_call_that_nothing_inside_stops_is_stopped(engine: DuckDbEngine, text: str) -> None:
    began = time.monotonic()
    error = failure(lambda: answer(engine, text, Limits(seconds=0.5)))
    assert time.monotonic() - began < 4.0
    assert (type(error), error.code) in [(TookTooLong, "over_time"), (TookTooLong, "over_memory")]
    assert answer(engine, "SELECT 1") == [(1,)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range, b.range) = 0",
        "SELECT a.range FROM range(10000000) a, range(10000000) b WHERE hash(a.range, b.range) % 1000 = 0",  # slow while it is fetched
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) FROM r",
    ],
)
def test_the_clock_covers_running_and_fetching(engine: DuckDbEngine, text: str) -> None:
    began = time.monotonic()
    error = failure(lambda: answer(engine, text, Limits(seconds=0.4, rows=10**9), cap=10**9))
    assert time.monotonic() - began < 4.0
    assert (type(error), error.code, error.facts) == (TookTooLong, "over_time", {"seconds": 0.4})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT length(repeat('x', 4000000000))",
        "SELECT list(range) FROM range(1000000000)",
        "SELECT repeat('x', 900000000)",
        "SELECT string_agg(repeat('y', 1000), '') FROM range(10000000)",
    ],
)
def test_memory_is_bounded_and_the_next_query_works(engine: DuckDbEngine, text: str) -> None:
    error = failure(lambda: answer(engine, text, Limits(seconds=20)))
    assert isinstance(error, TookTooLong | EngineFailed)
    assert answer(engine, "SELECT 1") == [(1,)]


def test_cancel_stops_a_query_at_once(engine: DuckDbEngine) -> None:
    cancel = threading.Event()
    threading.Timer(0.4, cancel.set).start()
    began = time.monotonic()
    error = failure(lambda: engine.run(sealed(HOG), Limits(), cancel))
    assert (type(error), error.code) == (Cancelled, "cancelled")
    assert time.monotonic() - began < 0.4 + 3.0  # 0.05 s on a quiet machine


def test_what_was_cancelled_before_does_not_start(engine: DuckDbEngine) -> None:
    cancel = threading.Event()
    cancel.set()
    assert isinstance(failure(lambda: engine.run(sealed("SELECT 1"), Limits(), cancel)), Cancelled)
