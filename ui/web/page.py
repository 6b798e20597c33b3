"""The chat page in one language: its layout, and the handlers that stand between the browser and the room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components.chatbot import Message

from assistant.follow_ups import follow_ups
from assistant.journal import NotFound
from assistant.plan import Choice
from assistant.question import readable
from assistant.record import Answer
from assistant.wording import say
from catalog.label import Language
from ui.web import frame
from ui.web.asking import Asking
from ui.web.card import Shown
from ui.web.messages import asked, card, going, taken, trouble, turn
from ui.web.room import MOST, Room

CONNECT = "window.wenshu.connect(element, trigger, ['ask', 'open', 'fresh', 'judge', 'stop']);"
TICK = 0.2  # seconds between two looks at whether anyone still looks


@dataclass
class Page:
    """The handlers of one language's page. None trusts what the browser sends: the room checks whose it is."""

    room: Room
    language: Language

    def load(self, request: gr.Request) -> tuple[str, list[Message], str]:
        """Opens the conversation that the address names, if it is the asker's; else a new one."""
        return self.opened(str(request.query_params.get("c", "")))

    def open(self, event: gr.EventData) -> tuple[str, list[Message], str]:
        return self.opened(str(event.talk))

    def opened(self, talk: str) -> tuple[str, list[Message], str]:
        if talk:
            try:
                return talk, self.told(talk, following=True), self.side(talk)
            except NotFound:
                gr.Info(say(self.language, "web.gone"), title=say(self.language, "web.brand"))
        return self.fresh()

    def fresh(self) -> tuple[str, list[Message], str]:
        talk = self.room.new_talk()
        return talk, [], self.side(talk)

    def ask(self, talk: str, event: gr.EventData) -> Iterator[tuple[Any, Any, Any]]:
        """Answers a question; yields the conversation as it grows. When the browser leaves, the question is stopped."""
        text = readable(str(event.question)).strip()[:MOST]
        if not text:
            return
        talk = talk or self.room.new_talk()
        asking = self.room.ask(talk, text, self.language)
        try:
            before = self.told(talk)
            while not asking.done.is_set():
                asking.changed.clear()
                yield talk, [*before, asked(text), going(asking, self.language)], gr.skip()
                while not asking.changed.wait(TICK):
                    yield gr.skip(), gr.skip(), gr.skip()
            yield talk, [*before, *self.ended(asking, text)], self.side(talk)
        finally:
            self.room.ended(talk, asking)

    def ended(self, asking: Asking, text: str) -> list[Message]:
        answer = asking.answer
        if answer is None:
            return [asked(text), trouble(asking.log_id, self.language)]
        return [asked(text), *taken(answer), card(answer, self.shown(answer, following=self.following(answer)))]

    def stop(self, talk: str) -> None:
        self.room.stop(talk)

    def judge(self, event: gr.EventData) -> None:
        self.room.judge(str(event.answer), str(event.value))

    def told(self, talk: str, following: bool = False) -> list[Message]:
        """The conversation so far as messages; `following` puts what may be asked next under the last. Raises NotFound."""
        answers, judged = self.room.history(talk), self.room.judged(talk)
        messages: list[Message] = []
        for place, answer in enumerate(answers):
            chips = self.following(answer) if following and place == len(answers) - 1 else ()
            messages += turn(answer, self.shown(answer, judged.get(answer.id, ""), chips))
        return messages

    def following(self, answer: Answer) -> tuple[Choice, ...]:
        project = self.room.project
        return follow_ups(answer, project.sight(self.room.asker), project.offline)

    def shown(self, answer: Answer, judged: str = "", following: tuple[Choice, ...] = ()) -> Shown:
        catalog = self.room.project.sight(self.room.asker).catalog
        return Shown(catalog, following, judged, self.room.may_export)

    def side(self, talk: str) -> str:
        return frame.talks(self.room.talks(), talk, self.language)


def chat_page(room: Room, language: Language, examples: Sequence[str]) -> gr.Blocks:
    """The page of a language."""
    page, project = Page(room, language), room.project
    name = project.file.name.in_language(language)
    with gr.Blocks(title=say(language, "web.title", project=name), analytics_enabled=False, fill_width=True) as blocks:
        talk = gr.State("")
        with gr.Row(elem_id="shell"):
            with gr.Column(elem_id="side", min_width=0):
                still(frame.brand(name, language))
                talks = still(frame.talks((), "", language), elem_id="talks")
                still(frame.asker(room.asker, project.data_as_of, language))
            with gr.Column(elem_id="main", min_width=0):
                still(frame.bar(name, language), elem_id="bar")
                still(frame.welcome(examples, language), elem_id="welcome")
                chat = chatbot(language)
                box = gr.HTML(frame.composer(examples, language), elem_id="composer", js_on_load=CONNECT, apply_default_css=False)
        wire(page, talk, chat, talks, box, blocks)
    blocks.queue(max_size=64, default_concurrency_limit=8, api_open=False)
    return blocks


def chatbot(language: Language) -> gr.Chatbot:
    return gr.Chatbot(
        label=say(language, "web.conversation"),
        show_label=False,
        container=False,
        elem_id="chat",
        layout="bubble",
        height=None,
        render_markdown=False,
        latex_delimiters=[],
        buttons=[],
        feedback_options=None,
        autoscroll=False,
    )


def still(markup: str, elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(markup, elem_id=elem_id, js_on_load=None, apply_default_css=False)


def wire(page: Page, talk: gr.State, chat: gr.Chatbot, talks: gr.HTML, box: gr.HTML, blocks: gr.Blocks) -> None:
    """Which event calls which handler. Every handler is private; the room checks each call all the same."""
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    shown = [
        blocks.load(page.load, None, [talk, chat, talks], **private),
        box.open(page.open, None, [talk, chat, talks], **private),
        box.fresh(page.fresh, None, [talk, chat, talks], **private),
        box.ask(page.ask, [talk], [talk, chat, talks], concurrency_id="ask", **private),
    ]
    for event in shown:
        event.then(None, js="() => window.wenshu.settled()", **private)
        event.failure(None, js="() => window.wenshu.settled()", **private)
    box.stop(page.stop, [talk], None, **private)
    box.judge(page.judge, None, None, concurrency_limit=1, **private)  # one after the other: the last word counts
