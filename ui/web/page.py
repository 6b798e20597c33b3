"""The chat page in one language: its layout, and the handlers that stand between the browser and the room."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components.chatbot import Message

from assistant.desk.replies import Notice
from assistant.examples import examples
from assistant.follow_ups import follow_ups
from assistant.journal import NotFound
from assistant.plan import Choice
from assistant.project import Project
from assistant.question import readable
from assistant.record import Answer
from assistant.turnstile import TooManyQuestions
from assistant.wording import say, say_error
from catalog.errors import CatalogError
from catalog.label import Language
from ui.web import frame
from ui.web.asking import Asking
from ui.web.card import Shown
from ui.web.messages import asked, card, going, taken, told, trouble, turn
from ui.web.room import MOST, Room, Rooms

CONNECT = "window.wenshu.connect(element, trigger, ['ask', 'open', 'fresh', 'judge', 'conclude', 'draw', 'stop']);"
TICK = 0.2  # seconds between two looks at whether anyone still looks


@dataclass
class Page:
    """The handlers of one language's page. None trusts what the browser sends: the room of the request's own asker checks whose it is.

    `only` is the room of a machine without sign-in, whose person is on the page from the first paint.
    """

    rooms: Rooms
    language: Language
    only: Room | None = None
    may_sign_out: bool = False

    @property
    def project(self) -> Project:
        return self.rooms.project

    def load(self, request: gr.Request) -> tuple[Any, ...]:
        """Opens the conversation that the address names, if it is the asker's; else a new one."""
        room = self.room(request)
        opened = self.opened(room, str(request.query_params.get("c", "")))
        return *opened, *((gr.skip(), gr.skip()) if self.only else (self.who(room), self.welcome(room)))

    def room(self, request: gr.Request) -> Room:
        return self.rooms.of(request.request.scope)

    def who(self, room: Room) -> str:
        return frame.asker(room.asker, self.project.data_as_of, self.language, self.may_sign_out, room.may_use_desk)

    def welcome(self, room: Room) -> str:
        return frame.welcome(self.examples(room), self.language)

    def examples(self, room: Room) -> tuple[str, ...]:
        listed = self.project.file.examples.in_language(self.language)
        return examples(listed, self.project.sight(room.asker), self.project.offline, self.language)

    def open(self, request: gr.Request, event: gr.EventData) -> tuple[str, list[Message], str]:
        return self.opened(self.room(request), str(event.talk))

    def opened(self, room: Room, talk: str) -> tuple[str, list[Message], str]:
        if talk:
            try:
                return talk, self.told(room, talk, following=True), self.side(room, talk)
            except NotFound:
                gr.Info(say(self.language, "web.gone"), title=say(self.language, "web.brand"))
        return self.started(room)

    def fresh(self, request: gr.Request) -> tuple[str, list[Message], str]:
        return self.started(self.room(request))

    def started(self, room: Room) -> tuple[str, list[Message], str]:
        talk = room.new_talk()
        return talk, [], self.side(room, talk)

    def ask(self, talk: str, request: gr.Request, event: gr.EventData) -> Iterator[tuple[Any, Any, Any]]:
        """Answers a question; yields the conversation as it grows. When the browser leaves, the question is stopped."""
        text = readable(str(event.question)).strip()[:MOST]
        if not text:
            return
        room = self.room(request)
        talk = talk or room.new_talk()
        try:
            asking = room.ask(talk, text, self.language)
        except TooManyQuestions as error:
            before = self.told(room, talk) if room.has_begun(talk) else []
            yield talk, [*before, asked(text), told(say_error(self.language, error))], gr.skip()
            return
        try:
            before = self.told(room, talk)
            while not asking.done.is_set():
                asking.changed.clear()
                yield talk, [*before, asked(text), going(asking, self.language)], gr.skip()
                while not asking.changed.wait(TICK):
                    yield gr.skip(), gr.skip(), gr.skip()
            yield talk, [*before, *self.ended(room, asking, text)], self.side(room, talk)
        finally:
            room.ended(talk, asking)

    def ended(self, room: Room, asking: Asking, text: str) -> list[Message]:
        answer = asking.answer
        if answer is None:
            return [asked(text), trouble(asking.log_id, self.language)]
        return [asked(text), *taken(answer), card(answer, self.shown(room, answer, following=self.following(room, answer)))]

    def stop(self, talk: str, request: gr.Request) -> None:
        self.room(request).stop(talk)

    def judge(self, request: gr.Request, event: gr.EventData) -> None:
        self.room(request).judge(str(event.answer), str(event.value))

    def conclude(self, request: gr.Request, event: gr.EventData) -> None:
        """Keeps a conclusion, or says why not."""
        try:
            self.room(request).conclude(*(readable(str(getattr(event, name))) for name in ("answer", "text", "owner", "due")))
        except CatalogError as error:
            gr.Warning(html.escape(say_error(self.language, error)), title=say(self.language, "web.brand"))

    def draw(self, talk: str, request: gr.Request, event: gr.EventData) -> Any:
        """Draws an answer of this conversation as another chart."""
        room = self.room(request)
        if room.switch(str(event.answer), str(event.kind)) != talk:
            return gr.skip()
        return self.told(room, talk, following=True)

    def told(self, room: Room, talk: str, following: bool = False) -> list[Message]:
        """The conversation so far as messages; `following` puts what may be asked next under the last. Raises NotFound."""
        answers, judged = room.history(talk), room.judged(talk)
        noticed = room.notices(answers)
        messages: list[Message] = []
        for place, answer in enumerate(answers):
            chips = self.following(room, answer) if following and place == len(answers) - 1 else ()
            messages += turn(answer, self.shown(room, answer, judged.get(answer.id, ""), chips, noticed.get(answer.id, ())))
        return messages

    def following(self, room: Room, answer: Answer) -> tuple[Choice, ...]:
        return follow_ups(answer, self.project.sight(room.asker), self.project.offline)

    def shown(
        self, room: Room, answer: Answer, judged: str = "", following: tuple[Choice, ...] = (), noticed: tuple[Notice, ...] = ()
    ) -> Shown:
        return Shown(self.project.sight(room.asker).catalog, following, judged, room.may_export, noticed, room.may_conclude)

    def side(self, room: Room, talk: str) -> str:
        return frame.talks(room.talks(), talk, self.language)


def chat_page(page: Page) -> gr.Blocks:
    """The page of a language. What is on it before anybody is known names nothing of the catalog."""
    language, only, project = page.language, page.only, page.project
    name, listed = project.file.name.in_language(language), page.examples(only) if only else ()
    with gr.Blocks(title=say(language, "web.title", project=name), analytics_enabled=False, fill_width=True) as blocks:
        talk = gr.State("")
        with gr.Row(elem_id="shell"):
            with gr.Column(elem_id="side", min_width=0):
                still(frame.brand(name, language))
                talks = still(frame.talks((), "", language), elem_id="talks")
                who = still(page.who(only) if only else "")
            with gr.Column(elem_id="main", min_width=0):
                still(frame.bar(name, language), elem_id="bar")
                welcome = still(frame.welcome(listed, language), elem_id="welcome")
                chat = chatbot(language)
                box = gr.HTML(frame.composer(listed, language), elem_id="composer", js_on_load=CONNECT, apply_default_css=False)
        wire(page, Parts(talk, chat, talks, box, who, welcome), blocks)
    blocks.queue(max_size=64, default_concurrency_limit=8, api_open=False)
    return blocks


@dataclass(frozen=True)
class Parts:
    """What handlers change on the page."""

    talk: gr.State
    chat: gr.Chatbot
    talks: gr.HTML
    box: gr.HTML
    who: gr.HTML
    welcome: gr.HTML


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


def wire(page: Page, parts: Parts, blocks: gr.Blocks) -> None:
    """Which event calls which handler. Every handler is private; the room checks each call all the same."""
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    box, conversation = parts.box, [parts.talk, parts.chat, parts.talks]
    shown = [
        blocks.load(page.load, None, [*conversation, parts.who, parts.welcome], **private),
        box.open(page.open, None, conversation, **private),
        box.fresh(page.fresh, None, conversation, **private),
        box.ask(page.ask, [parts.talk], conversation, concurrency_id="ask", **private),
    ]
    for event in shown:
        event.then(None, js="() => window.wenshu.settled()", **private)
        event.failure(None, js="() => window.wenshu.settled()", **private)
    box.stop(page.stop, [parts.talk], None, **private)
    box.draw(page.draw, [parts.talk], [parts.chat], **private)
    box.conclude(page.conclude, None, None, concurrency_limit=1, **private)
    box.judge(page.judge, None, None, concurrency_limit=1, **private)  # one after the other: the last word counts
