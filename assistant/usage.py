"""What a language model was asked for one question: calls, tokens, seconds and, where prices are set, the cost. A count, never an estimate
unless `estimated` says that the endpoint told none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from assistant.wording import say
from catalog.label import Language

MILLION = 1_000_000
Second = Literal["same", "other", "none", "away"]  # none: no reading of the question


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost."""

    prompt: Decimal
    reply: Decimal
    currency: str


@dataclass(frozen=True)
class Usage:
    """`kept` is true when the reply was taken from the store and nothing was asked; `cost` None where no price is set; `second` how the
    model's reading stands to the one by words."""

    model: str
    calls: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0
    seconds: float = 0.0
    estimated: bool = False
    kept: bool = False
    cost: Decimal | None = None
    currency: str = ""
    second: Second = field(default="none", compare=False)

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.reply_tokens

    def priced(self, prices: Prices | None) -> Usage:
        """With its cost."""
        if prices is None:
            return self
        cost = (self.prompt_tokens * prices.prompt + self.reply_tokens * prices.reply) / MILLION
        return replace(self, cost=cost, currency=prices.currency)


def usage_line(usage: Usage, language: Language) -> str:
    """The usage in words."""
    if usage.kept:
        return say(language, "usage.kept", model=usage.model)
    return say(
        language,
        "usage.asked",
        model=usage.model,
        calls=usage.calls,
        prompt=usage.prompt_tokens,
        reply=usage.reply_tokens,
        seconds=f"{usage.seconds:.1f}",
        estimated=say(language, "usage.estimated") if usage.estimated else "",
        cost="" if usage.cost is None else f"{usage.cost:,.4f} {usage.currency}".strip(),
    )
