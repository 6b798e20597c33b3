"""An endpoint that is slow, broken, hostile or merely different: the planner says so in a code, in time, and keeps the key to itself."""

from __future__ import annotations

import logging
import socket
import threading
import time

import pytest

from assistant.llm import LlmPlanner
from assistant.plan import Decline, Planned
from assistant.question import Question
from assistant.settings import Endpoint
from tests.assistant.llm.asking import SALES, SALES_PLAN, asked, facts
from tests.assistant.offline.sights import query, sight
from tests.fakes import KEY, Body, Says, scripted


def unavailable(planned: Planned) -> str:
    assert isinstance(planned.plan, Decline) and planned.plan.code == "model_unavailable"
    return str(facts(planned)["reason"])


def only(mode: str) -> object:
    """An endpoint that knows one way of asking for JSON and answers 400 to the others."""

    def script(body: Body, count: int) -> Says:
        way = "tools" if "tools" in body else body.get("response_format", {}).get("type", "text")
        if way != mode:
            return Says("this response_format is not supported", status=400)
        return Says(str(SALES_PLAN).replace("'", '"'), tool=way == "tools")

    return script


@pytest.mark.parametrize(
    ("mode", "tried"),
    [
        ("json_schema", ["json_schema"]),
        ("tools", ["json_schema", "tools"]),
        ("json_object", ["json_schema", "tools", "json_object"]),
        ("text", ["json_schema", "tools", "json_object", "text"]),
    ],
)
def test_the_way_that_works_is_found_and_remembered(mode: str, tried: list[str]) -> None:
    with scripted(only(mode)) as model:  # type: ignore[arg-type]  # a script
        planner = LlmPlanner(model.endpoint())
        first = planner.plan(Question(SALES), sight())
        second = planner.plan(Question(SALES), sight())
    assert first.plan == second.plan == query(SALES)
    assert model.modes() == [*tried, mode]


def test_an_endpoint_that_ignores_forced_tools_is_stepped_past() -> None:
    def script(body: Body, count: int) -> Says:
        if body.get("response_format", {}).get("type") == "json_schema":
            return Says("no", status=400)
        return Says("I would rather talk.") if "tools" in body else Says(str(SALES_PLAN).replace("'", '"'))

    planned, model = asked(SALES, script)
    assert planned.plan == query(SALES)
    assert model.modes() == ["json_schema", "tools", "json_object"]


def test_a_model_without_temperature_is_asked_without() -> None:
    def script(body: Body, count: int) -> Says:
        return Says("unsupported value: temperature", status=400) if "temperature" in body else Says(str(SALES_PLAN).replace("'", '"'))

    planned, model = asked(SALES, script)
    assert planned.plan == query(SALES)
    assert model.modes() == ["json_schema", "json_schema"]


@pytest.mark.parametrize(
    ("status", "reason"), [(401, "key_refused"), (403, "key_refused"), (404, "not_found"), (429, "busy"), (500, "busy")]
)
def test_a_refusing_endpoint_is_named_by_a_code(status: int, reason: str) -> None:
    planned, model = asked(SALES, Says(status=status))
    assert unavailable(planned) == reason
    assert len(model.requests) <= 3


def test_nothing_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    planned = LlmPlanner(Endpoint(f"http://127.0.0.1:{port}/v1", "m", KEY, 5)).plan(Question(SALES), sight())
    assert unavailable(planned) == "unreachable"


@pytest.mark.parametrize("says", [Says(wait=30), Says(str(SALES_PLAN), drip=0.4)])
def test_slowness_ends_at_the_timeout_even_when_bytes_trickle_in(says: Says) -> None:
    started = time.monotonic()
    planned, _ = asked(SALES, says, timeout=1.5)
    assert unavailable(planned) == "slow"
    assert time.monotonic() - started < 25  # loading langchain on a busy machine included; the reply would take 30


def test_a_repair_that_takes_too_long_ends_too() -> None:
    planned, _ = asked(SALES, "no plan", Says(wait=30), timeout=3)
    assert unavailable(planned) == "slow"


@pytest.mark.parametrize("raw", [b"", b"not json", b"{}", b'{"choices": []}', b"\xff\xfe", b'{"choices":[{"message":null}]}', b"[" * 10000])
def test_a_body_that_is_no_completion_is_no_plan(raw: bytes) -> None:
    planned, _ = asked(SALES, Says(raw=raw), timeout=10)
    assert isinstance(planned.plan, Decline)


def test_a_redirect_is_not_followed() -> None:
    seen: list[int] = []

    def script(body: Body, count: int) -> Says:
        seen.append(count)
        return Says(status=307)

    planned, _ = asked(SALES, script)
    assert isinstance(planned.plan, Decline)


def test_the_key_is_sent_and_never_said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    for says in (Says(status=401), Says(status=400), Says(status=500), Says("nonsense")):
        planned, model = asked(SALES, says)
        assert model.keys[0] == f"Bearer {KEY}"
        assert KEY not in repr(planned)
    printed = capfd.readouterr()
    assert KEY not in printed.out + printed.err
    assert not any(KEY in record.getMessage() for record in caplog.records if record.name.startswith("wenshu"))
    assert KEY not in repr(model.endpoint())


def test_a_hung_call_leaves_nothing_behind() -> None:
    asked(SALES, Says(wait=30), timeout=1)
    deadline = time.monotonic() + 10
    while any(thread.name == "model-call" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(thread.name == "model-call" for thread in threading.enumerate())
