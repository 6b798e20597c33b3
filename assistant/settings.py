"""Settings from the environment, read once by the composition root. Secrets live only here and never in a repr."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from assistant.usage import Prices
from catalog.errors import CatalogError

TRACING = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "OPENAI_LOG")


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible endpoint. `key` is kept out of reprs and logs."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0


@dataclass(frozen=True)
class Spending:
    """What asking a model may cost a day, in tokens (None: no limit), and the days for which a reply is kept (0: none is)."""

    prices: Prices | None = None
    tokens_per_user: int | None = None
    tokens_per_day: int | None = None
    cache_days: int = 30


@dataclass(frozen=True)
class Settings:
    """What the environment says: the language model and the embedding endpoint (None: not used)."""

    model: Endpoint | None = None
    embedder: Endpoint | None = None
    two_readers: bool = True
    spark_token: str = field(default="", repr=False)
    spending: Spending = Spending()
    audit_key: str = field(default="", repr=False)  # signs the audit log's checkpoints
    session_key: str = field(default="", repr=False)  # signs the cookies of people who signed in


SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.I)  # in the name of an environment variable
IN_ADDRESS = re.compile(r"://[^/@\s:]*:([^/@\s]+)@")
SHORTEST = 8  # characters of a secret; shorter ones would be found in any text


def secrets_in(env: Mapping[str, str]) -> tuple[str, ...]:
    """Every value of the environment that nobody may read: of variables that are named so, and passwords in addresses; longest first."""
    named = (value.strip() for name, value in env.items() if SECRET.search(name))
    found = {*named, *(password for value in env.values() for password in IN_ADDRESS.findall(value))}
    return tuple(sorted((each for each in found if len(each) >= SHORTEST), key=len, reverse=True))


def redacted(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


class BadSettings(CatalogError):
    """An environment variable that cannot be honoured: tracing_set, timeout_not_a_number, not_a_number."""


def read_settings(env: Mapping[str, str]) -> Settings:
    """All of them. Raises BadSettings when one makes no sense, or a tracing variable is set and not allowed."""
    traced = [name for name in TRACING if truthy(env.get(name, ""))]
    if traced and not truthy(env.get("WENSHU_ALLOW_TRACING", "")):
        raise BadSettings("tracing_set", names=traced)
    return Settings(
        model=endpoint(env, "WENSHU_", env.get("OPENAI_API_KEY", "")),
        embedder=endpoint(env, "WENSHU_EMBED_", env.get("OPENAI_API_KEY", "")),
        two_readers=truthy(env.get("WENSHU_TWO_READERS", "on")),
        spark_token=env.get("WENSHU_SPARK_TOKEN", "").strip(),
        session_key=env.get("WENSHU_SESSION_KEY", "").strip(),
        audit_key=env.get("WENSHU_AUDIT_KEY", "").strip(),
        spending=Spending(
            prices_in(env),
            whole_number(env, "WENSHU_TOKENS_PER_USER"),
            whole_number(env, "WENSHU_TOKENS_PER_DAY"),
            cache_days if (cache_days := whole_number(env, "WENSHU_CACHE_DAYS")) is not None else Spending.cache_days,
        ),
    )


def prices_in(env: Mapping[str, str]) -> Prices | None:
    """What a million tokens cost; a reply is priced like a prompt where only that price is set."""
    prompt, reply = (price(env, name) for name in ("WENSHU_PRICE_PROMPT", "WENSHU_PRICE_REPLY"))
    if prompt is None and reply is None:
        return None
    return Prices(prompt or Decimal(0), (prompt or Decimal(0)) if reply is None else reply, env.get("WENSHU_PRICE_CURRENCY", "").strip())


def price(env: Mapping[str, str], name: str) -> Decimal | None:
    text = env.get(name, "").strip()
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found < 0:
        raise BadSettings("not_a_number", name=name, value=text)
    return found


def whole_number(env: Mapping[str, str], name: str) -> int | None:
    """A number of zero or more; None where the variable is empty."""
    text = env.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise BadSettings("not_a_number", name=name, value=text)
    return int(text)


def endpoint(env: Mapping[str, str], prefix: str, default_key: str) -> Endpoint | None:
    model = env.get(f"{prefix}MODEL", "").strip()
    if not model:
        return None
    timeout = env.get(f"{prefix}TIMEOUT", "60")
    try:
        seconds = float(timeout)
    except ValueError as error:
        raise BadSettings("timeout_not_a_number", name=f"{prefix}TIMEOUT", value=timeout) from error
    base_url = env.get(f"{prefix}BASE_URL", "https://api.openai.com/v1").strip()
    return Endpoint(base_url, model, env.get(f"{prefix}API_KEY", default_key), seconds)


def truthy(value: str) -> bool:
    return value.strip().casefold() not in ("", "0", "false", "off", "no")
