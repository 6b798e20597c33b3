"""Answers as the messages of a Gradio chatbot: the question, the steps, and the card with its chart.

Messages are made in their final form: inside a handler Gradio makes no components, and each yield need not convert the conversation again.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import gradio as gr
from gradio.components.chatbot import ComponentMessage, Message, TextMessage

from assistant.record import Answer
from assistant.wording import say
from catalog.label import Language
from ui.web.asking import Asking
from ui.web.card import Shown, body, foot, top
from ui.web.causes import causes
from ui.web.chart import page_chart, switch
from ui.web.markup import tag

STEPS = ("plan", "model", "compile", "guard", "run", "show", "causes")
STILL: dict[str, Any] = gr.HTML(js_on_load=None, apply_default_css=False, render=False).get_config()  # markup without a script of its own
PLOT: dict[str, Any] = gr.Plot(show_label=False, container=False, render=False).get_config()


def turn(answer: Answer, shown: Shown) -> list[Message]:
    """A question and its answer."""
    return [asked(answer.question), *taken(answer), card(answer, shown)]


def asked(question: str) -> Message:
    """The question as escaped markup: a plain text message would be read as HTML."""
    return Message(role="user", content=[part("html", str(tag("div", question, cls="said")), STILL)])


def card(answer: Answer, shown: Shown) -> Message:
    chart = page_chart(answer)
    plot = [part("plot", {"type": "altair", "plot": chart}, PLOT)] if chart else []
    pieces = (top(answer, shown), switch(answer, shown.catalog), causes(answer, shown), body(answer), foot(answer, shown))
    before, ways, parts, after, end = ([part("html", str(markup), STILL)] if markup else [] for markup in pieces)
    return Message(role="assistant", content=[*before, *plot, *ways, *parts, *after, *end])


def part(component: str, value: Any, settings: dict[str, Any]) -> ComponentMessage:
    return ComponentMessage(component=component, value=value, constructor_args={}, props={**settings, "value": value})


def taken(answer: Answer) -> list[Message]:
    """The steps of a finished answer with their times, closed; nothing when it took but one."""
    steps = [step for step in STEPS if step in answer.timings]
    if len(steps) < 2:
        return []
    lines = [took(step, answer.timings[step], answer.language) for step in steps]
    title = say(answer.language, "web.step.stopped" if answer.status == "cancelled" else "web.step.done", count=len(steps))
    metadata = {"title": title, "status": "done", "duration": round(answer.timings.get("total", 0.0), 3)}
    return [Message(role="assistant", content=[TextMessage(text="\n".join(lines))], metadata=metadata)]


def going(asking: Asking, language: Language) -> Message:
    """The steps so far: the last one is running."""
    begun, now = list(asking.begun), perf_counter()
    ends = [begun_at for _, begun_at in begun[1:]] + [now]
    lines = [took(step, end - start, language) for (step, start), end in zip(begun[:-1], ends, strict=False)]
    title = say(language, f"web.step.{begun[-1][0]}") if begun else say(language, "web.step.working")
    return Message(role="assistant", content=[TextMessage(text="\n".join(lines))], metadata={"title": title, "status": "pending"})


def took(step: str, seconds: float, language: Language) -> str:
    time = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    return say(language, "web.step.took", step=say(language, f"web.step.{step}"), time=time)


def trouble(log_id: str, language: Language) -> Message:
    return told(say(language, "trouble.failed", log_id=log_id))


def told(words: str) -> Message:
    """Our own words, without an answer."""
    return Message(role="assistant", content=[TextMessage(text=words)])
