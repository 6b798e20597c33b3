"""A model's reply at the door: pydantic decides what it says; everything else in it is dropped or refused."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.llm.schema import SQL_CAP

Kind = Literal["metric_query", "governed_sql", "row_list", "catalog_question", "clarify", "decline"]
Order = Literal["highest", "lowest"]
Operator = Literal[">", ">=", "<", "<=", "=", "!="]
About = Literal["definition", "formula", "owner", "difference", "lineage", "metrics", "dimensions", "members", "freshness", "abilities"]
REPLY_CAP = 20_000  # characters that are looked at


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Read(Part):
    words: str
    id: str


class Bound(Part):
    metric: str
    op: Operator
    number: str
    of: Literal["value", "change", "change_pct"] = "value"


class Among(Part):
    by: str
    metric: str
    order: Order | None = None
    top: int | None = Field(default=None, ge=1, le=1000)
    op: Operator | None = None
    number: str | None = None


class Reply(Part):
    """The flat plan. Names in it are not yet known to exist."""

    kind: Kind
    reads: tuple[Read, ...] = ()
    metrics: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = Field(default=(), alias="except")
    periods: tuple[str, ...] = ()
    compare: Literal["year", "quarter", "month", "week", "day", "previous", "periods"] | None = None
    show: Literal["share", "running", "rank", "total"] | None = None
    order: Order | None = None
    top: int | None = Field(default=None, ge=1, le=1000)
    per: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    among: Among | None = None
    sql: str | None = Field(default=None, max_length=SQL_CAP)
    about: About | None = None
    dataset: str | None = None

    @field_validator("reads", "metrics", "by", "only", "without", "periods", "per", "bounds", mode="before")
    @classmethod
    def nothing_is_empty(cls, value: Any) -> Any:
        return () if value is None else tuple(dict.fromkeys(value)) if all_texts(value) else value

    @property
    def written(self) -> str:
        """The plan as the model wrote it, without its empty parts."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


class Unusable(Exception):
    """A reply that cannot be a plan; `problem` is what the model is told."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def all_texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)


def read_reply(text: str) -> Reply:
    """The reply in a text; raises Unusable with the first thing that is wrong."""
    found = json_in(text)
    try:
        return Reply.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Unusable(f"{place}: {first['type']}") from None


def json_in(text: str) -> dict[str, Any]:
    """The first whole JSON object of a text that may have prose or fences around it."""
    text = text[:REPLY_CAP]
    decoder, start = json.JSONDecoder(), text.find("{")
    while start >= 0:
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1) if start < 200 else -1
            continue
        if isinstance(found, dict) and "kind" in found:
            return found
        start = text.find("{", start + 1)
    raise Unusable("it holds no whole JSON object with a kind")
