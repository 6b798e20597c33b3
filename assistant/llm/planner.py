"""LlmPlanner: what code knows of a question -> one prompt -> one reply at the door -> a plan that compiles; one repair, then it declines.

Never raises for what a model or an endpoint does, and never shows a model anything that the asker may not see.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from assistant.llm.asking import Asking
from assistant.llm.client import Client, Unavailable
from assistant.llm.known import Known, known_of
from assistant.llm.prompt import BUDGET, Prompt, prompt_for
from assistant.offline.planner import OfflinePlanner
from assistant.plan import Decline, Plan, Planned, Span
from assistant.question import Question, Sight
from assistant.settings import Endpoint
from assistant.usage import Prices, Usage
from assistant.watch import Watch
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from assistant.llm.account import Account
    from assistant.llm.ledger import Ledger

logger = logging.getLogger("wenshu.llm")


@dataclass(frozen=True)
class Attempt:
    """One reply and what came of it. `problem` is what the model is told to mend; there may be a plan all the same. `written` is shown
    of it, `kept` is enough to come to the same plan again."""

    said: str
    problem: str = ""
    plan: Plan | None = None
    written: str = ""
    kept: str = ""
    account: Account | None = None


@dataclass
class LlmPlanner:
    """A planner on an OpenAI-compatible endpoint; with a ledger it keeps replies and to a budget."""

    endpoint: Endpoint
    reader: OfflinePlanner = field(default_factory=OfflinePlanner)
    ledger: Ledger | None = None
    prices: Prices | None = None

    def __post_init__(self) -> None:
        self.client = Client(self.endpoint)
        if self.ledger:
            self.ledger.recall(self.client)

    def plan(self, question: Question, sight: Sight, watch: Watch | None = None) -> Planned:
        """The model's plan. Words without a part are 'unplaced' in its reading, and parts without a word are the caveat 'parts_not_named'.
        Declines with 'model_unavailable' or 'model_unclear' when there is none."""
        known = known_of(question, sight, self.reader)
        if known.refused is not None:
            return planned(known, known.refused)
        if known.hopeless:
            return planned(known, Decline("unknown_words", (("words", ", ".join(known.hopeless)),)))
        if not known.metrics:
            return planned(known, Decline("no_metric"))
        asking = Asking(self.client, sight.asker.id, monotonic() + self.endpoint.timeout, watch or Watch(), self.ledger)
        try:
            attempt = self.recalled_or_attempted(prompt_for(known), asking)
        except Unavailable as error:
            code = "model_over_budget" if error.code == "over_budget" else "model_unavailable"
            found = planned(known, Decline(code, (("reason", error.code),)))
        else:
            found = self.planned_of(known, attempt)
        return replace(found, usage=asking.usage.priced(self.prices))

    def planned_of(self, known: Known, attempt: Attempt) -> Planned:
        if attempt.plan is None:
            return planned(known, Decline("model_unclear"))
        unnamed = ("parts_not_named",) if attempt.account and attempt.account.unnamed else ()
        caveats = (*(["read_as"] if any(token.doubt for token in known.tokens) else ()), *unnamed)
        return planned(known, attempt.plan, attempt.account.spans if attempt.account else None, caveats, attempt.written)

    def recalled_or_attempted(self, prompt: Prompt, asking: Asking) -> Attempt:
        """What came of the reply that was kept for this request, or of asking. A kept reply passes the same door as a new one."""
        from assistant.llm.choosing import attempt_of

        if prompt.tokens > BUDGET:  # its question alone is too long: there is nothing left to leave out
            raise Unavailable("too_long")
        key = self.ledger.key(prompt, self.endpoint) if self.ledger else ""
        kept = self.ledger.kept(key) if self.ledger else None
        recalled = attempt_of(kept, prompt.known) if kept is not None else None
        if recalled is not None and recalled.plan is not None:
            asking.usage = Usage(self.endpoint.model, kept=True)
            return recalled
        attempt = self.attempted(prompt, asking)
        says_key = self.endpoint.key and self.endpoint.key in attempt.kept  # an endpoint may say back what it was sent
        if self.ledger and attempt.plan is not None and not says_key:
            self.ledger.keep(key, attempt.kept)
        return attempt

    def attempted(self, prompt: Prompt, asking: Asking) -> Attempt:
        """The first reply, or the second one when the first needs mending and the second is better. Raises Unavailable."""
        first = self.once(prompt, asking)
        if not first.problem:
            return first
        logger.info("reply needs mending")
        try:
            second = self.once(prompt.after(first.said, first.problem), asking)
        except Unavailable:
            if first.plan is None:
                raise
            return first
        return second if second.plan is not None and (not second.problem or first.plan is None) else first

    def once(self, prompt: Prompt, asking: Asking) -> Attempt:
        from assistant.llm.choosing import attempt_of

        before = (self.client.mode, self.client.plain)
        said = asking.ask(prompt)
        if self.ledger and (self.client.mode, self.client.plain) != before:
            self.ledger.learn(self.client)
        return attempt_of(said.text, prompt.known)


def planned(known: Known, plan: Plan, spans: tuple[Span, ...] | None = None, caveats: tuple[str, ...] = (), written: str = "") -> Planned:
    from assistant.llm.account import spans_of

    notes = known.notes(plan) if isinstance(plan, MetricQuery) else ()
    return Planned(plan, "llm", known.language, spans_of(known) if spans is None else spans, caveats, notes, known.chart, written)
