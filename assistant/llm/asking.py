"""The calls that one question makes of a model: each is within the asker's budget, counted, and can be stopped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from assistant.llm.client import MOST_TOKENS, Client, Said, Unavailable
from assistant.llm.prompt import Prompt, tokens_in
from assistant.usage import Usage
from assistant.watch import Watch

if TYPE_CHECKING:
    from assistant.llm.ledger import Ledger

UNASKED = ("unreachable", "key_refused", "not_found", "busy")  # such a call costs nothing


@dataclass
class Asking:
    """`usage` grows with each call; `until` is the monotonic time at which the last one has to be done."""

    client: Client
    asker: str
    until: float
    watch: Watch
    ledger: Ledger | None = None
    usage: Usage = field(init=False)

    def __post_init__(self) -> None:
        self.usage = Usage(self.client.endpoint.model)

    def ask(self, prompt: Prompt) -> Said:
        """The reply. Tokens are set aside before it is asked for: no two calls share the last of a budget. Raises Unavailable."""
        most = prompt.tokens + MOST_TOKENS
        day = self.ledger.set_aside(self.asker, most) if self.ledger else None
        if self.ledger and day is None:
            raise Unavailable("over_budget")
        self.watch.begins("model")
        started, spent = monotonic(), prompt.tokens
        try:
            said = self.client.ask(prompt.messages, prompt.schema, self.until, self.watch.cancel)
            spent = self.count(said, prompt)
            return said
        except Unavailable as error:
            spent = 0 if error.code in UNASKED else spent
            raise
        finally:
            self.usage = replace(self.usage, seconds=self.usage.seconds + monotonic() - started)
            if self.ledger and day:
                self.ledger.settle(day, self.asker, spent - most)

    def count(self, said: Said, prompt: Prompt) -> int:
        """Adds a reply to the usage: as the endpoint counts, or as we do where it says nothing."""
        silent = not said.prompt_tokens
        asked, replied = (prompt.tokens, tokens_in(said.text)) if silent else (said.prompt_tokens, said.reply_tokens)
        self.usage = replace(
            self.usage,
            calls=self.usage.calls + said.calls,
            prompt_tokens=self.usage.prompt_tokens + asked,
            reply_tokens=self.usage.reply_tokens + replied,
            estimated=self.usage.estimated or silent,
        )
        return asked + replied
