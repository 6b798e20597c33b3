"""The name of a time zone at the door: one of the IANA database, or a fault."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def known_zone(name: str) -> str:
    """The name, if there is such a zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # a path, a folder, a name that is not there
        raise PydanticCustomError("bad_zone", "", {"found": name}) from error
    return name


Zone = Annotated[str, AfterValidator(known_zone)]
