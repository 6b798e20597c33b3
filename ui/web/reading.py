"""How the question was read: the question again with every stretch marked as what it was taken for."""

from __future__ import annotations

from assistant.plan import Span
from assistant.record import Answer, Dates
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.label import Language
from ui.web.markup import Html, joined, tag

QUIET = ("filler",)


def reading(answer: Answer, catalog: Catalog) -> Html | None:
    """The marked question and the dates; None when nothing was read."""
    spans = answer.planned.reading if answer.planned else ()
    parts = [marked_question(answer, spans, catalog)] if spans else []
    carried = [named(span, answer.language, catalog) for span in spans if span.kind == "carried"]
    if carried:
        parts.append(labelled(say(answer.language, "web.span.carried"), say(answer.language, "answer.joined").join(carried)))
    if answer.status == "answered" and (answer.dates or answer.working.executed):
        parts.append(dates(answer))
    if not parts:
        return None
    return tag("div", *parts, cls="reading")


def marked_question(answer: Answer, spans: tuple[Span, ...], catalog: Catalog) -> Html:
    name = tag("span", say(answer.language, "web.answer.how_read"), cls="label")
    return tag("p", name, tag("span", *marks(answer.question, spans, answer.language, catalog), cls="asked"), cls="read")


def marks(question: str, spans: tuple[Span, ...], language: Language, catalog: Catalog) -> list[Html]:
    """The question's text in order; overlapping spans keep the first. What spans do not cover stays plain."""
    found, at = [], 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < at or span.end > len(question) or span.end <= span.start:
            continue
        found.append(joined(question[at : span.start]))
        found.append(mark(question[span.start : span.end], span, language, catalog))
        at = span.end
    return [*found, joined(question[at:])]


def mark(text: str, span: Span, language: Language, catalog: Catalog) -> Html:
    if span.kind in QUIET:
        return joined(text)
    kind = say(language, f"web.span.{span.kind}")
    meaning = named(span, language, catalog)
    title = f"{kind} · {meaning}" if meaning and meaning != text else kind
    return tag("mark", text, cls=f"span span-{span.kind}", title=title)


def named(span: Span, language: Language, catalog: Catalog) -> str:
    """The meaning in words where it is the name of a metric or dimension that the asker may see."""
    if span.kind in ("metric", "carried") and span.meaning in catalog.metrics:
        return catalog.metrics[span.meaning].label.in_language(language)
    if span.kind in ("dimension", "carried") and span.meaning in catalog.dimensions:
        return catalog.dimensions[span.meaning].label.in_language(language)
    return span.meaning


def dates(answer: Answer) -> Html:
    language = answer.language
    written = [dated(item, language) for item in answer.dates] or [say(language, "web.answer.all_data")]
    return labelled(say(language, "web.answer.dates"), say(language, "answer.joined").join(written))


def labelled(label: str, text: str) -> Html:
    return tag("p", tag("span", label, cls="label"), text, cls="read")


def dated(item: Dates, language: Language) -> str:
    text = item.first.isoformat() if item.first == item.last else say(language, "working.range", first=item.first, last=item.last)
    if not item.unfinished:
        return text
    return text + say(language, "working.unfinished", through=item.last)
