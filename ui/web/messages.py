"""Answers as the messages of a Gradio chatbot: the question, the steps, and the card with its chart."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import gradio as gr
from gradio.components.plot import PlotData

from assistant.record import Answer
from assistant.wording import say
from catalog.label import Language
from ui.web.asking import Asking
from ui.web.card import Shown, bottom, top
from ui.web.chart import page_chart

STEPS = ("plan", "compile", "guard", "run", "show")
Message = dict[str, Any]


def turn(answer: Answer, shown: Shown) -> list[Message]:
    """A question and its answer."""
    return [asked(answer.question), *([taken(answer)] if answer.timings else []), card(answer, shown)]


def asked(question: str) -> Message:
    return {"role": "user", "content": question}


def card(answer: Answer, shown: Shown) -> Message:
    chart = page_chart(answer)
    plot = [gr.Plot(PlotData(type="altair", plot=chart), show_label=False, container=False)] if chart else []
    return {"role": "assistant", "content": [still(top(answer, shown)), *plot, still(bottom(answer, shown))]}


def still(markup: str) -> gr.HTML:
    """Our markup as a component without a script of its own."""
    return gr.HTML(markup, js_on_load=None, apply_default_css=False)


def taken(answer: Answer) -> Message:
    """The steps of a finished answer with their times, closed."""
    steps = [step for step in STEPS if step in answer.timings]
    lines = [took(step, answer.timings[step], answer.language) for step in steps]
    title = say(answer.language, "web.step.stopped" if answer.status == "cancelled" else "web.step.done", count=len(steps))
    metadata = {"title": title, "status": "done", "duration": round(answer.timings.get("total", 0.0), 3)}
    return {"role": "assistant", "content": "\n".join(lines), "metadata": metadata}


def going(asking: Asking, language: Language) -> Message:
    """The steps so far: the last one is running."""
    begun, now = list(asking.begun), perf_counter()
    ends = [begun_at for _, begun_at in begun[1:]] + [now]
    lines = [took(step, end - start, language) for (step, start), end in zip(begun[:-1], ends, strict=False)]
    title = say(language, f"web.step.{begun[-1][0]}") if begun else say(language, "web.step.working")
    return {"role": "assistant", "content": "\n".join(lines), "metadata": {"title": title, "status": "pending"}}


def took(step: str, seconds: float, language: Language) -> str:
    time = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    return say(language, "web.step.took", step=say(language, f"web.step.{step}"), time=time)


def trouble(log_id: str, language: Language) -> Message:
    return {"role": "assistant", "content": say(language, "trouble.failed", log_id=log_id)}
