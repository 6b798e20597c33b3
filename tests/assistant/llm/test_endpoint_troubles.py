"""An endpoint that is slow, silent, broken or full: words answer alone, say so, and never later than the time that was set."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from assistant.record import Answer
from tests.assistant.llm.adversary import QUESTIONS, Known, Stage, check, stage
from tests.fakes import Body, Says, scripted

READ, UNREAD = QUESTIONS["member"], QUESTIONS["arithmetic"]
SECONDS = 1.5  # the time that is set
SLACK = 15.0  # of a machine that is busy with other tests; the troubles themselves last 30
LARGE = 10_000_000


def spaced(size: int) -> bytes:
    """A completion that is whole, behind so many spaces."""
    return json.dumps({"choices": [{"message": {"content": " " * size}}]}).encode()


TROUBLES: Mapping[str, Says] = {
    "slow headers": Says("{}", wait=30),
    "slow tokens": Says(json.dumps(READ[0].plan), drip=0.2),
    "half a reply, then silence": Says(json.dumps(READ[0].plan), hold=30),
    "half a reply, then the end": Says(json.dumps(READ[0].plan), cut=True),
    "an empty body": Says(raw=b""),
    "no choices": Says(around={"choices": []}),
    "choices of null": Says(around={"choices": None}),
    "no content": Says(message={"content": None}),
    "empty content": Says(""),
    "only a refusal": Says(message={"content": None, "refusal": "I will not."}),
    "a list as content": Says(message={"content": [{"type": "image_url", "image_url": {"url": "file:///etc/passwd"}}]}),
    "a number as content": Says(message={"content": 42}),
    "an unknown tool": Says(message={"content": None, "tool_calls": [{"id": "1", "type": "function", "function": {}}]}),
    "a page instead of JSON": Says(raw=b"<html><body>Bad gateway</body></html>", headers={"Content-Type": "text/html"}),
    "events that were not asked for": Says(raw=b"data: {}\n\ndata: [DONE]\n\n", headers={"Content-Type": "text/event-stream"}),
    "another charset": Says(raw="{}".encode("utf-16"), headers={"Content-Type": "application/json; charset=utf-16"}),
    "ten megabytes": Says(raw=b'{"choices":[{"message":{"content":"' + b"x" * LARGE + b'"}}]}'),
    "ten megabytes of spaces": Says(raw=spaced(LARGE)),
    "a bomb": Says(raw=gzip.compress(b" " * 20 * LARGE), headers={"Content-Encoding": "gzip"}),
    "not what it says it is": Says(raw=b"no gzip", headers={"Content-Encoding": "gzip"}),
    "deep nesting": Says('{"kind": "metric_query", "among": ' + '{"among": ' * 20_000),
    "deep lists": Says(raw=b"[" * 200_000),
    "a redirect": Says(status=307, headers={"Location": "http://127.0.0.1:1/v1/chat/completions"}),
    "busy for an hour": Says(status=429, headers={"Retry-After": "3600"}),
    "busy until a date": Says(status=429, headers={"Retry-After": "Fri, 20 Nov 2026 10:00:00 GMT"}),
    "busy for less than nothing": Says(status=429, headers={"Retry-After": "-5"}),
    "its own trouble": Says(status=500),
    "overloaded": Says(status=503, headers={"Retry-After": "1e9"}),
    "the key refused": Says(status=401),
    "no such model": Says(status=404),
    "a request refused": Says(status=400),
    "a status that is none": Says(status=299, raw=b"{}"),
    "a teapot": Says(status=418),
}


@pytest.fixture(scope="module")
def on(retail: Path) -> Iterator[Stage]:
    with stage(retail) as opened:
        opened.asked(READ[0].text, READ[0].plan)  # loads the libraries
        yield opened


def asked_in_time(on: Stage, known: Known, says: Says) -> Answer:
    started = time.monotonic()
    found = on.asked(known.text, says, timeout=SECONDS)
    assert time.monotonic() - started < SECONDS + SLACK
    check(found, known, on)
    return found


@pytest.mark.parametrize("trouble", TROUBLES)
def test_words_answer_alone_and_say_so(on: Stage, trouble: str) -> None:
    for known in READ:
        found = asked_in_time(on, known, TROUBLES[trouble])
        assert (found.status, found.tier) == ("answered", "verified")
        assert found.planned is not None
        told = [code for code, _ in found.planned.notes if code == "model_unavailable"]
        is_reply = trouble in ("deep nesting", "a list as content", "a number as content", "an unknown tool")
        assert told or is_reply, found.planned.notes
        assert any((known.language == "zh" and "语言模型" in note) or "model" in note for note in found.notes) == bool(told)


@pytest.mark.parametrize("trouble", ["slow headers", "half a reply, then silence", "no content", "ten megabytes", "its own trouble"])
def test_what_words_cannot_read_is_declined_and_says_so(on: Stage, trouble: str) -> None:
    for known in UNREAD:
        found = asked_in_time(on, known, TROUBLES[trouble])
        assert (found.status, found.rows) == ("declined", ())
        assert len(found.notes) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_call_is_made_again_after_the_time_that_is_named(on: Stage, status: int) -> None:
    known = UNREAD[0]

    def script(body: Body, count: int) -> Says:
        return Says(status=status, headers={"Retry-After": "0.4"}) if count == 0 else Says(json.dumps(known.plan))

    with scripted(script) as model:
        on.model, before = model, on.model
        started = time.monotonic()
        found = on.asked(known.text, "")
        on.model = before
    assert found.status == "answered" and time.monotonic() - started >= 0.4
    assert len(model.requests) == 2
    check(found, known, on)


def test_a_reply_in_a_tool_call_that_was_not_asked_for_is_read(on: Stage) -> None:
    for known in UNREAD:
        found = asked_in_time(on, known, Says(json.dumps(known.plan), tool=True))
        assert found.status == "answered"


def test_a_repair_is_made_within_the_same_time(on: Stage) -> None:
    for known in READ:
        found = asked_in_time(on, known, Says("no plan at all", wait=SECONDS * 0.7))
        assert found.status == "answered" and len(on.model.requests) == 2
