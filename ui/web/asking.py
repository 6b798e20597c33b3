"""One question being answered in a thread of its own, watched by the page: which step it is at, and a way to stop it."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from threading import Event, Thread
from time import perf_counter

from assistant.answer import Step, Watch, answer
from assistant.plan import Planned
from assistant.project import Project
from assistant.question import Question
from assistant.record import Answer
from catalog.access import Asker

logger = logging.getLogger("wenshu.web")


@dataclass
class Asking:
    """Starts at `start`; `answer` is there, and kept in the journal, when `done` is set.

    Whoever starts one has let it through the turnstile; it leaves by itself.
    """

    question: Question
    project: Project
    asker: Asker
    planned: Planned | None = None
    begun: list[tuple[Step, float]] = field(default_factory=list)
    cancel: Event = field(default_factory=Event)
    changed: Event = field(default_factory=Event)
    done: Event = field(default_factory=Event)
    answer: Answer | None = None
    log_id: str = ""

    def start(self) -> Asking:
        Thread(target=self.run, name="asking", daemon=True).start()
        return self

    def begins(self, step: Step) -> None:
        self.begun.append((step, perf_counter()))
        self.changed.set()

    def run(self) -> None:
        try:
            found = answer(self.question, self.project, self.asker, Watch(self.begins, self.cancel), self.planned)
            self.project.journal.keep(found)
            self.answer = found
        except Exception:  # a bug or a full disk: the thread has no caller, so it is logged here and the page says the id
            self.log_id = uuid.uuid4().hex[:12]
            logger.exception("question not answered, log id %s", self.log_id)
        finally:
            self.project.turnstile.leave(self.asker.id)
            self.done.set()
            self.changed.set()
