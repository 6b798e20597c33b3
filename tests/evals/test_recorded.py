"""Recorded replies are found by their request; a recorder asks the real endpoint once; every request goes over a real loopback socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from assistant.settings import Endpoint
from evals.errors import BadSuite
from evals.recorded import Recordings, Reply, read_recordings, request_key, served

ASKED = {"model": "m", "messages": [{"role": "user", "content": "上个月的销售额"}], "temperature": 0}
REPLY = {
    "id": "1",
    "object": "chat.completion",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "好"}, "finish_reason": "stop"}],
}


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    found = Recordings(tmp_path / "small.jsonl", "m")
    found.keep(request_key("/chat/completions", ASKED), "/chat/completions", ASKED, Reply(200, REPLY))
    return found


@pytest.fixture
def endpoint(recordings: Recordings) -> Iterator[Endpoint]:
    with served(recordings) as found:
        yield found


def post(endpoint: Endpoint, body: Any, path: str = "/chat/completions") -> tuple[int, str]:
    try:
        with urlopen(Request(endpoint.base_url + path, body if isinstance(body, bytes) else json.dumps(body).encode())) as reply:
            return reply.status, reply.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_recorded_request_gets_its_reply(endpoint: Endpoint) -> None:
    status, text = post(endpoint, ASKED)
    assert (status, json.loads(text)) == (200, REPLY)


def test_the_order_of_keys_and_streaming_make_no_other_request() -> None:
    turned = {**dict(reversed(ASKED.items())), "stream": True, "stream_options": {"include_usage": True}}
    assert request_key("/x", turned) == request_key("/x", ASKED)
    assert request_key("/x", {**ASKED, "temperature": 1}) != request_key("/x", ASKED)
    assert request_key("/y", ASKED) != request_key("/x", ASKED)


def test_a_streamed_reply_holds_the_same_words(endpoint: Endpoint) -> None:
    _, text = post(endpoint, {**ASKED, "stream": True})
    events = [line.removeprefix("data: ") for line in text.splitlines() if line]
    assert json.loads(events[0])["choices"][0]["delta"]["content"] == "好"
    assert events[-1] == "[DONE]"


def test_what_is_not_recorded_is_not_found_and_counted(endpoint: Endpoint, recordings: Recordings) -> None:
    status, text = post(endpoint, {**ASKED, "temperature": 1})
    assert (status, json.loads(text)["error"]["message"]) == (404, "not recorded")
    assert recordings.missed == 1


@pytest.mark.parametrize("body", [b"{", b"[]", b"3", b"\xff"])
def test_a_request_that_is_no_object_is_bad(endpoint: Endpoint, body: bytes) -> None:
    assert post(endpoint, body)[0] == 400


def test_models_are_listed(endpoint: Endpoint) -> None:
    with urlopen(endpoint.base_url + "/models") as reply:
        assert json.load(reply)["data"][0]["id"] == "m"


def test_a_recorder_asks_the_real_endpoint_once_and_keeps_the_reply(endpoint: Endpoint, tmp_path: Path) -> None:
    fresh = Recordings(tmp_path / "fresh.jsonl", "m")
    with served(fresh, real=endpoint) as recorder:
        first, again = post(recorder, {**ASKED, "stream": True}), post(recorder, ASKED)
    assert (first[0], json.loads(again[1])) == (200, REPLY)
    kept = read_recordings(tmp_path / "fresh.jsonl")
    assert list(kept.replies) == [request_key("/chat/completions", ASKED)]
    assert json.loads((tmp_path / "fresh.jsonl").read_text(encoding="utf-8"))["asked"] == "上个月的销售额"


def test_an_endpoint_that_is_gone_is_told_and_not_recorded(tmp_path: Path) -> None:
    fresh = Recordings(tmp_path / "fresh.jsonl", "m")
    with served(fresh, real=Endpoint("http://127.0.0.1:9/v1", "m", timeout=1)) as recorder:
        assert post(recorder, ASKED)[0] == 502
    assert not (tmp_path / "fresh.jsonl").exists()


def test_no_recordings_and_broken_ones_are_faults(tmp_path: Path) -> None:
    with pytest.raises(BadSuite, match="no_recordings"):
        read_recordings(tmp_path / "none.jsonl")
    (tmp_path / "broken.jsonl").write_text('{"key": "a"}\n', encoding="utf-8")
    with pytest.raises(BadSuite, match="suite_unreadable"):
        read_recordings(tmp_path / "broken.jsonl")
