"""What the page may do for its asker. Conversations live in the journal; every call asks the journal whose conversation it is."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

from assistant.chart.drawings import Drawings
from assistant.conclusions import as_due, conclude
from assistant.conversation import asked_in
from assistant.desk.entrance import NEEDS
from assistant.desk.replies import Notice, mark_seen, notices
from assistant.journal import NotFound, Talk
from assistant.project import Project
from assistant.recall import is_withheld, recalled
from assistant.record import Answer
from assistant.record_json import from_json
from assistant.taking import to_take, took
from catalog.access import Asker
from catalog.label import Language
from ui.sign_in.entrance import CALLER
from ui.sign_in.gate import Caller
from ui.web.asking import Asking
from ui.web.card import REASONS

MOST = 500  # characters of a question
JUDGEMENTS = ("good", "bad", *REASONS)


@dataclass
class Room:
    """One asker's conversations on one project."""

    project: Project
    asker: Asker
    running: defaultdict[str, set[Event]] = field(default_factory=lambda: defaultdict(set))

    def new_talk(self) -> str:
        """An id that cannot be guessed; the conversation begins with its first question."""
        return uuid.uuid4().hex

    def history(self, talk: str) -> list[Answer]:
        """The conversation's answers as the asker may see them today, oldest first, with the charts chosen for them.

        Raises NotFound unless it is the asker's."""
        kept = self.project.journal.history(talk, self.asker.id)
        return self.drawings.redrawn([recalled(from_json(each.body), self.project, self.asker) for each in kept], self.project.catalog)

    def has_begun(self, talk: str) -> bool:
        return self.project.journal.has(talk)

    def judged(self, talk: str) -> Mapping[str, str]:
        return self.project.journal.judged(talk, self.asker.id)

    def notices(self, answers: Sequence[Answer]) -> Mapping[str, tuple[Notice, ...]]:
        """What analysts said of these answers of the asker's, by answer; from now on it counts as seen."""
        found = notices(self.project, self.asker, [answer.id for answer in answers])
        fresh = [each for told in found.values() for each in told if not each.seen]
        if fresh:
            mark_seen(self.project, self.asker, fresh)
        return found

    def talks(self) -> Sequence[Talk]:
        return self.project.journal.talks(self.asker.id)

    def ask(self, talk: str, text: str, language: Language, heavy: bool = False) -> Asking:
        """Starts to answer a question in a conversation, opening it when it is new. Raises NotFound for another asker's, TooManyQuestions.

        `language` is for a question whose words do not tell one; `heavy` ones are not asked back."""
        self.project.turnstile.enter(self.asker.id)
        try:
            question = replace(asked_in(talk, text, self.project, self.asker, language), heavy=heavy)
            asking = Asking(question, self.project, self.asker).start()
        except BaseException:  # whatever kept it from starting, it is not being answered
            self.project.turnstile.leave(self.asker.id)
            raise
        self.running[talk].add(asking.cancel)
        return asking

    def ended(self, talk: str, asking: Asking) -> None:
        """The asking is over, or nobody looks at it any more: what still runs is stopped."""
        asking.cancel.set()
        self.running[talk].discard(asking.cancel)
        if not self.running[talk]:
            self.running.pop(talk, None)

    def stop(self, talk: str) -> None:
        """Stops what runs in a conversation of the asker's."""
        self.project.journal.check_owner(talk, self.asker.id)
        for cancel in tuple(self.running.get(talk, ())):
            cancel.set()

    def judge(self, answer: str, value: str) -> None:
        """Keeps a judgement of the asker's own answer. Raises NotFound for another's, and for a value that is none."""
        if value not in JUDGEMENTS:
            raise NotFound("unknown_answer", name=answer)
        self.project.journal.judge(answer, self.asker.id, value, self.project.now())

    def conclude(self, answer: str, text: str, owner: str, due: str) -> None:
        """Writes a conclusion under the asker's own answer. Raises NotFound as `answer` does, NotConcluded."""
        conclude(self.answer(answer), self.project, self.asker, text, owner, as_due(due))

    @property
    def may_conclude(self) -> bool:
        return self.project.current(self.asker).may("conclude")

    def answer(self, answer: str) -> Answer:
        """The asker's own answer. Raises NotFound, as for one that they may no longer see."""
        found = from_json(self.project.journal.find(answer, self.asker.id).body)
        if is_withheld(shown := recalled(found, self.project, self.asker)):
            raise NotFound("unknown_answer", name=answer)
        return shown

    def to_take(self, answer: str) -> Answer:
        """The asker's own answer, to be taken away. Raises Unanswerable without the right, NotFound as `answer` does."""
        return to_take(answer, self.project, self.asker)

    def took(self, answer: Answer, form: str) -> None:
        took(answer, form, self.project, self.asker)

    def switch(self, answer: str, kind: str) -> str:
        """Draws the asker's own answer as another chart from now on; its conversation. Raises NotFound, also for a kind that is none."""
        found = self.answer(answer)
        if not self.drawings.keep(found, kind, self.project.catalog):
            raise NotFound("unknown_answer", name=answer)
        return found.conversation

    @property
    def drawings(self) -> Drawings:
        return Drawings(self.project.journal.store)

    @property
    def may_export(self) -> bool:
        return self.project.current(self.asker).may("export")

    @property
    def may_use_desk(self) -> bool:
        return self.project.current(self.asker).may(NEEDS["read"])


@dataclass
class Rooms:
    """The rooms of all askers; what runs in them is kept together, so that a question can be stopped from another request."""

    project: Project
    running: defaultdict[str, set[Event]] = field(default_factory=lambda: defaultdict(set))

    def of(self, scope: MutableMapping[str, Any]) -> Room:
        """The room of whoever sent a request; the entrance wrote into its scope who that is."""
        caller: Caller = scope[CALLER]
        return Room(self.project, caller.asker, self.running)
