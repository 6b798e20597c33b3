"""One OpenAI-compatible endpoint, asked through langchain. The only module of the product that imports langchain, openai or httpx.

Endpoints differ in how they promise JSON: json_schema, else a tool call, else json_object, else plain text. What worked is remembered.
Whatever goes wrong becomes Unavailable with a code; neither the key nor the endpoint's own words get into it.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from assistant.settings import Endpoint

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI

Mode = Literal["json_schema", "tools", "json_object", "text"]
MODES: tuple[Mode, ...] = ("json_schema", "tools", "json_object", "text")
Trouble = Literal["slow", "unreachable", "key_refused", "busy", "not_found", "failed", "empty"]
MOST_TOKENS = 600
RETRIES = 1
NAME = "plan"
logger = logging.getLogger("wenshu.llm")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Unavailable(Exception):
    """The model did not answer; `code` says why."""

    def __init__(self, code: Trouble) -> None:
        super().__init__(code)
        self.code = code


class NotSo(Exception):
    """The endpoint does not reply in this mode."""


@dataclass(frozen=True)
class Said:
    """A reply's text and what it cost, where the endpoint says so."""

    text: str
    prompt_tokens: int = 0
    reply_tokens: int = 0


@dataclass
class Client:
    """`mode` is what worked last with this endpoint (None: nothing tried yet); `plain` that it does not take a temperature."""

    endpoint: Endpoint
    mode: Mode | None = None
    plain: bool = False

    def ask(self, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float) -> Said:
        """The reply to these messages, at most at the monotonic time `until`. Raises Unavailable."""
        for mode in (self.mode,) if self.mode else MODES:
            try:
                said = self.ask_in(mode, messages, schema, until)
            except NotSo:
                continue
            self.mode = mode
            logger.info("%s replied by %s: %d + %d tokens", self.endpoint.model, mode, said.prompt_tokens, said.reply_tokens)
            return said
        if self.mode:  # it worked before and does no longer: try them all once more
            self.mode = None
            return self.ask(messages, schema, until)
        raise Unavailable("failed")

    def ask_in(self, mode: Mode, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float) -> Said:
        if not self.plain:
            try:
                return said_in(mode, self.called(mode, messages, schema, until))
            except NotSo as error:
                if str(error) != "temperature":
                    raise
                self.plain = True
        return said_in(mode, self.called(mode, messages, schema, until))

    def called(self, mode: Mode, messages: Sequence[tuple[str, str]], schema: dict[str, Any], until: float) -> AIMessage:
        """One call in a thread of its own: an endpoint that sends a byte now and then would outlive any read timeout."""
        import httpx

        left = until - monotonic()
        if left <= 0:
            raise Unavailable("slow")
        trust_env = urlsplit(self.endpoint.base_url).hostname not in LOOPBACK  # proxies are for what is outside
        with httpx.Client(timeout=left, verify=self.tls, trust_env=trust_env) as web:
            call = Call(self.chat(web, left), mode, messages, schema)
            call.start()
            call.join(left)
            if call.is_alive():
                raise Unavailable("slow")
        if call.reply is not None:
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

        return ChatOpenAI(
            model=self.endpoint.model,
            base_url=self.endpoint.base_url,
            api_key=SecretStr(self.endpoint.key or "none"),
            temperature=None if self.plain else 0,
            timeout=seconds,
            max_retries=RETRIES,
            max_completion_tokens=MOST_TOKENS,
            http_client=web,
            http_async_client=httpx.AsyncClient(verify=self.tls),  # never used; langchain would make one with certificates of its own
            stream_usage=True,
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
    counts = (usage["input_tokens"], usage["output_tokens"]) if usage else (0, 0)
    if message.tool_calls:
        return Said(json.dumps(message.tool_calls[0]["args"], ensure_ascii=False), *counts)
    text = str(message.text)
    if mode == "tools" and "{" not in text:
        raise NotSo("no tool call")
    if not text.strip():
        raise Unavailable("empty")
    return Said(text, *counts)


def told(error: Exception) -> Unavailable | NotSo:
    """What an exception of the libraries means to us, without its text."""
    import openai

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
            return Unavailable("busy")
    return Unavailable("failed")
