"""Settings from the environment, read once by the composition root. Secrets live only here and never in a repr."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
class Settings:
    """What the environment says: the language model and the embedding endpoint (None: not used)."""

    model: Endpoint | None = None
    embedder: Endpoint | None = None
    two_readers: bool = True
    spark_token: str = field(default="", repr=False)


class BadSettings(CatalogError):
    """An environment variable that cannot be honoured: tracing_set, timeout_not_a_number."""


def read_settings(env: Mapping[str, str]) -> Settings:
    """WENSHU_MODEL, WENSHU_BASE_URL, WENSHU_API_KEY, WENSHU_TIMEOUT, WENSHU_TWO_READERS, WENSHU_EMBED_MODEL, WENSHU_EMBED_BASE_URL,
    WENSHU_EMBED_API_KEY, WENSHU_SPARK_TOKEN. Raises BadSettings when a tracing variable is set and WENSHU_ALLOW_TRACING is not."""
    traced = [name for name in TRACING if truthy(env.get(name, ""))]
    if traced and not truthy(env.get("WENSHU_ALLOW_TRACING", "")):
        raise BadSettings("tracing_set", names=traced)
    return Settings(
        model=endpoint(env, "WENSHU_", env.get("OPENAI_API_KEY", "")),
        embedder=endpoint(env, "WENSHU_EMBED_", env.get("OPENAI_API_KEY", "")),
        two_readers=truthy(env.get("WENSHU_TWO_READERS", "on")),
        spark_token=env.get("WENSHU_SPARK_TOKEN", "").strip(),
    )


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
