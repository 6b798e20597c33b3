"""LlmPlanner: what code knows of a question -> one prompt -> one reply at the door -> a plan that compiles; one repair, then it declines.

Never raises for what a model or an endpoint does, and never shows a model anything that the asker may not see.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from assistant.llm.client import Client, Unavailable
from assistant.llm.known import Known, known_of
from assistant.llm.prompt import Prompt, prompt_for
from assistant.offline.planner import OfflinePlanner
from assistant.plan import Decline, Plan, Planned, Span
from assistant.question import Question, Sight
from assistant.settings import Endpoint
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from assistant.llm.account import Account

logger = logging.getLogger("wenshu.llm")


@dataclass(frozen=True)
class Attempt:
    """One reply and what came of it. `problem` is what the model is told to mend; there may be a plan all the same."""

    said: str
    problem: str = ""
    plan: Plan | None = None
    written: str = ""
    account: Account | None = None


@dataclass
class LlmPlanner:
    """A planner on an OpenAI-compatible endpoint; remembers which way of asking for JSON worked there."""

    endpoint: Endpoint
    reader: OfflinePlanner = field(default_factory=OfflinePlanner)

    def __post_init__(self) -> None:
        self.client = Client(self.endpoint)

    def plan(self, question: Question, sight: Sight) -> Planned:
        """The model's plan. Words without a part are 'unplaced' in its reading, and parts without a word are the caveat 'parts_not_named'.
        Declines with 'model_unavailable' or 'model_unclear' when there is none."""
        known = known_of(question, sight, self.reader)
        if known.refused is not None:
            return planned(known, known.refused)
        if known.hopeless:
            return planned(known, Decline("unknown_words", (("words", ", ".join(known.hopeless)),)))
        if not known.metrics:
            return planned(known, Decline("no_metric"))
        try:
            attempt = self.attempted(prompt_for(known), monotonic() + self.endpoint.timeout)
        except Unavailable as error:
            return planned(known, Decline("model_unavailable", (("reason", error.code),)))
        if attempt.plan is None:
            return planned(known, Decline("model_unclear"))
        unnamed = ("parts_not_named",) if attempt.account and attempt.account.unnamed else ()
        caveats = (*(["read_as"] if any(token.doubt for token in known.tokens) else ()), *unnamed)
        return planned(known, attempt.plan, attempt.account.spans if attempt.account else None, caveats, attempt.written)

    def attempted(self, prompt: Prompt, until: float) -> Attempt:
        """The first reply, or the second one when the first needs mending and the second is better. Raises Unavailable."""
        first = self.once(prompt, until)
        if not first.problem:
            return first
        logger.info("reply needs mending")
        try:
            second = self.once(prompt.after(first.said, first.problem), until)
        except Unavailable:
            if first.plan is None:
                raise
            return first
        return second if second.plan is not None and (not second.problem or first.plan is None) else first

    def once(self, prompt: Prompt, until: float) -> Attempt:
        from assistant.llm.choosing import attempt_of

        said = self.client.ask(prompt.messages, prompt.schema, until)
        return attempt_of(said.text, prompt.known)


def planned(known: Known, plan: Plan, spans: tuple[Span, ...] | None = None, caveats: tuple[str, ...] = (), written: str = "") -> Planned:
    from assistant.llm.account import spans_of

    notes = known.notes(plan) if isinstance(plan, MetricQuery) else ()
    return Planned(plan, "llm", known.language, spans_of(known) if spans is None else spans, caveats, notes, known.chart, written)
