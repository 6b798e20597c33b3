"""The `web` part of wenshu.yaml as it is written."""
# ruff: noqa: RUF012  # pydantic copies defaults

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from catalog.files.door_words import Door, Word


def like(pattern: str) -> Callable[[str], str]:
    """A validator for text of one form."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError("unlike", "")
        return value

    return check


def network(value: str) -> str:
    try:
        return str(ip_network(value, strict=False))
    except ValueError as error:
        raise PydanticCustomError("unlike", "") from error


Host = Annotated[Word, AfterValidator(like(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"))]
Origin = Annotated[Word, AfterValidator(like(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?"))]
Header = Annotated[Word, AfterValidator(like(r"[A-Za-z][A-Za-z0-9-]*"))]
Network = Annotated[Word, AfterValidator(network)]


class TrustedProxyEntry(Door):
    """Which peers are believed, and which header carries which claim."""

    trusted: Annotated[list[Network], Field(min_length=1)]
    claims: Annotated[dict[Word, Header], Field(min_length=1)]


class ProxyEntry(Door):
    """An identity-aware proxy signs people in."""

    proxy: TrustedProxyEntry


class PasswordsEntry(Door):
    """People sign in with a password."""

    passwords: Word
    hours: Annotated[int, Field(ge=1, le=720)] = 12


def sign_in_kind(value: Any) -> str:
    return "<proxy>" if isinstance(value, dict) and "proxy" in value else "<passwords>"


class WebEntry(Door):
    """How the page is served."""

    hosts: Annotated[list[Host], Field(max_length=50)] = []
    frame_ancestors: Annotated[list[Origin], Field(max_length=20)] = []
    sign_in: (
        Annotated[Annotated[ProxyEntry, Tag("<proxy>")] | Annotated[PasswordsEntry, Tag("<passwords>")], Discriminator(sign_in_kind)] | None
    ) = None
