"""One OpenAI-compatible endpoint, asked through langchain. The only module of the product that imports langchain, openai or httpx.

Endpoints differ in how they promise JSON: json_schema, else a tool call, else json_object, else plain text. What worked is remembered.
Whatever goes wrong becomes Unavailable with a code; neither the key nor the endpoint's own words get into it.
"""

from __future__ import annotations

import json
import logging
import ssl
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import BoundedSemaphore, Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from assistant.settings import Endpoint
from sql_guard.errors import Cancelled

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI

Mode = Literal["json_schema", "tools", "json_object", "text"]
MODES: tuple[Mode, ...] = ("json_schema", "tools", "json_object", "text")
Trouble = Literal["slow", "unreachable", "key_refused", "busy", "not_found", "failed", "empty", "over_budget", "too_long"]
MOST_TOKENS = 600
MOST_BYTES, MOST_PACKED = 2_000_000, 100_000  # of a reply, plain and compressed: a plan is a few hundred
MOST_TOLD = 10_000_000  # tokens of one call that are believed
AT_ONCE = 4  # calls of one process to one endpoint
PAUSES = (0.5, 2.0)  # seconds before a call is made again, where the endpoint names none
LOOKS = 0.1  # seconds between two looks at whether the asker has given up
NAME = "plan"
logger = logging.getLogger("wenshu.llm")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Unavailable(Exception):
    """The model did not answer; `code` says why."""

    def __init__(self, code: Trouble) -> None:
        super().__init__(code)
        self.code = code


class NotSo(Exception):
    """The endpoint does not reply in this mode; `counts` are the tokens of the reply that says so."""

    def __init__(self, why: str, counts: tuple[int, int] = (0, 0)) -> None:
        super().__init__(why)
        self.counts = counts


class Busy(Unavailable):
    """Too many requests, or the endpoint's own trouble; it may say after how many seconds it is worth another try."""

    def __init__(self, after: float | None = None) -> None:
        super().__init__("busy")
        self.after = after


@dataclass(frozen=True)
class Said:
    """A reply's text and what it cost, where the endpoint says so."""

    text: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    calls: int = 1

    def after(self, other: tuple[int, int]) -> Said:
        """With the tokens of a reply before it that was of no use."""
        prompt, reply = other
        return replace(
            self, prompt_tokens=self.prompt_tokens + prompt, reply_tokens=self.reply_tokens + reply, calls=self.calls + bool(prompt + reply)
        )


@dataclass
class Client:
    """`mode` is what worked last with this endpoint (None: nothing tried yet); `plain` that it does not take a temperature."""

    endpoint: Endpoint
    mode: Mode | None = None
    plain: bool = False
    free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def ask(self, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float, cancel: Event | None = None) -> Said:
        """The reply to these messages, at most at the monotonic time `until`. Raises Unavailable, and Cancelled when that is set."""
        wasted = (0, 0)
        for mode in (self.mode,) if self.mode else MODES:
            try:
                said = self.ask_in(mode, messages, schema, until, cancel or Event())
            except NotSo as error:
                wasted = (wasted[0] + error.counts[0], wasted[1] + error.counts[1])
                continue
            self.mode = mode
            logger.info("%s replied by %s: %d + %d tokens", self.endpoint.model, mode, said.prompt_tokens, said.reply_tokens)
            return said.after(wasted)
        if self.mode:  # it worked before and does no longer: try them all once more
            self.mode = None
            return self.ask(messages, schema, until, cancel).after(wasted)
        raise Unavailable("failed")

    def ask_in(self, mode: Mode, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float, cancel: Event) -> Said:
        if not self.plain:
            try:
                return said_in(mode, self.tried(mode, messages, schema, until, cancel))
            except NotSo as error:
                if str(error) != "temperature":
                    raise
                self.plain = True
        return said_in(mode, self.tried(mode, messages, schema, until, cancel))

    def tried(self, mode: Mode, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float, cancel: Event) -> AIMessage:
        """One call, and again after a pause where the endpoint is busy: as long as it asks for, if there is time for that."""
        for pause in PAUSES:
            try:
                return self.called(mode, messages, schema, until, cancel)
            except Busy as error:
                wait = pause if error.after is None else error.after
                if wait >= until - monotonic():
                    raise
                if cancel.wait(wait):
                    raise Cancelled("cancelled") from None
        return self.called(mode, messages, schema, until, cancel)

    @contextmanager
    def turn(self, until: float) -> Iterator[None]:
        """One of the calls that may be under way at once. Raises Unavailable when none of the others ends in time."""
        if not self.free.acquire(timeout=max(0.0, until - monotonic())):
            raise Unavailable("busy")
        try:
            yield
        finally:
            self.free.release()

    def called(self, mode: Mode, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float, cancel: Event) -> AIMessage:
        """One call in a thread of its own: an endpoint that sends a byte now and then would outlive any read timeout."""
        import httpx

        trust_env = urlsplit(self.endpoint.base_url).hostname not in LOOPBACK  # proxies are for what is outside
        with self.turn(until), httpx.Client(verify=self.tls, trust_env=trust_env, event_hooks={"response": [bounded]}) as web:
            left = until - monotonic()
            if left <= 0:
                raise Unavailable("slow")
            call = Call(self.chat(web, left), mode, messages, schema)
            call.start()
            while call.is_alive() and monotonic() < until:
                call.join(min(LOOKS, max(0.0, until - monotonic())))
                if cancel.is_set():
                    raise Cancelled("cancelled")
            if call.is_alive():
                raise Unavailable("slow")
        if call.reply is not None and call.reply.type == "ai":  # an endpoint may call itself anything
            return call.reply
        raise told(call.error) from None

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """The certificates that are trusted, read once: that takes longer than the rest of a call."""
        import httpx

        return httpx.create_ssl_context()

    def chat(self, web: Any, seconds: float) -> ChatOpenAI:
        import httpx
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        warnings.filterwarnings("ignore", "Pydantic serializer warnings")  # they would print parts of a malformed reply
        return ChatOpenAI(
            model=self.endpoint.model,
            base_url=self.endpoint.base_url,
            api_key=SecretStr(self.endpoint.key or "none"),
            temperature=None if self.plain else 0,
            timeout=seconds,
            max_retries=0,  # `tried` does that, within the time that is left
            max_completion_tokens=MOST_TOKENS,
            http_client=web,
            http_async_client=httpx.AsyncClient(verify=self.tls),  # never used; langchain would make one with certificates of its own
            stream_usage=True,
            default_headers={"Accept-Encoding": "gzip"},
        )


class Call(Thread):
    """A call that nobody has to wait for."""

    def __init__(self, chat: ChatOpenAI, mode: Mode, messages: Sequence[tuple[str, str]], schema: dict[str, Any]) -> None:
        super().__init__(name="model-call", daemon=True)
        self.chat, self.mode, self.messages, self.schema = chat, mode, list(messages), schema
        self.reply: AIMessage | None = None
        self.error: Exception = Unavailable("failed")

    def run(self) -> None:
        try:
            self.reply = self.chat.bind(**asked_for(self.mode, self.schema)).invoke(self.messages)
        except Exception as error:  # langchain and openai raise many kinds, and in a thread nobody else would hear of them
            self.error = error


def bounded(response: Any) -> None:
    """No reply is read further than MOST_BYTES, or MOST_PACKED where it is compressed: a few bytes may unpack to gigabytes."""
    import httpx

    class Bounded(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream, most: int) -> None:
            self.stream, self.left = stream, most

        def __iter__(self) -> Iterator[bytes]:
            for part in self.stream:
                self.left -= len(part)
                if self.left < 0:
                    raise Unavailable("failed")
                yield part

        def close(self) -> None:
            self.stream.close()

    response.stream = Bounded(response.stream, MOST_PACKED if "content-encoding" in response.headers else MOST_BYTES)


def seconds_in(text: str) -> float | None:
    """A Retry-After in seconds; None for a date, which the clock of another machine wrote."""
    try:
        return max(0.0, float(text))
    except ValueError:
        return None


def asked_for(mode: Mode, schema: dict[str, Any]) -> dict[str, Any]:
    """How a mode asks for the schema."""
    match mode:
        case "json_schema":
            return {"response_format": {"type": "json_schema", "json_schema": {"name": NAME, "strict": False, "schema": schema}}}
        case "tools":
            tool = {"type": "function", "function": {"name": NAME, "description": "the plan", "parameters": schema}}
            return {"tools": [tool], "tool_choice": {"type": "function", "function": {"name": NAME}}}
        case "json_object":
            return {"response_format": {"type": "json_object"}}
        case "text":
            return {}


def said_in(mode: Mode, message: AIMessage) -> Said:
    """The reply's JSON text: of the tool call, or of the content."""
    usage = message.usage_metadata
    counts = (counted(usage["input_tokens"]), counted(usage["output_tokens"])) if usage else (0, 0)
    if message.tool_calls:
        return Said(json.dumps(message.tool_calls[0]["args"], ensure_ascii=False), *counts)
    text = str(message.text)
    if mode == "tools" and "{" not in text:
        raise NotSo("no tool call", counts)
    if not text.strip():
        raise Unavailable("empty")
    return Said(text, *counts)


def counted(tokens: object) -> int:
    """A number of tokens as an endpoint tells it: what is none counts as none told, and nobody gets tokens back."""
    return min(max(0, tokens), MOST_TOLD) if isinstance(tokens, int) else 0


def told(error: Exception) -> Unavailable | NotSo:
    """What an exception of the libraries means to us, without its text."""
    import openai

    if isinstance(error.__cause__, Unavailable):
        return error.__cause__
    match error:
        case openai.APITimeoutError():
            return Unavailable("slow")
        case openai.APIConnectionError():
            return Unavailable("unreachable")
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return Unavailable("key_refused")
        case openai.NotFoundError():
            return Unavailable("not_found")
        case openai.BadRequestError() | openai.UnprocessableEntityError():
            return NotSo("temperature" if "temperature" in str(error.body) else "refused")
        case openai.RateLimitError() | openai.InternalServerError():
            return Busy(seconds_in(error.response.headers.get("retry-after", "")))
    return Unavailable("failed")
