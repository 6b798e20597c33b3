"""Settings come from the environment, and nothing leaks them."""

from __future__ import annotations

import pytest

from assistant.settings import BadSettings, read_settings


def test_without_a_model_name_no_model_is_used() -> None:
    assert read_settings({"OPENAI_API_KEY": "k"}).model is None


def test_a_key_never_shows_in_a_repr() -> None:
    settings = read_settings({"WENSHU_MODEL": "m", "WENSHU_API_KEY": "sk-canary", "WENSHU_BASE_URL": "http://127.0.0.1:1/v1"})
    assert settings.model is not None and settings.model.key == "sk-canary"
    assert "sk-canary" not in repr(settings)


def test_tracing_is_refused_unless_it_is_allowed() -> None:
    with pytest.raises(BadSettings, match="tracing_set"):
        read_settings({"LANGSMITH_TRACING": "true"})
    assert read_settings({"LANGSMITH_TRACING": "true", "WENSHU_ALLOW_TRACING": "1"}).model is None


def test_a_timeout_must_be_a_number() -> None:
    with pytest.raises(BadSettings, match="timeout_not_a_number"):
        read_settings({"WENSHU_MODEL": "m", "WENSHU_TIMEOUT": "soon"})
