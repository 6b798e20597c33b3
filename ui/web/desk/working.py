"""How an answer was made, for who checks it: the question token by token, what was matched, the SQL on its way, the times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.plan import Span
from assistant.record import Answer
from assistant.wording import has_words, say
from catalog.catalog import Catalog
from catalog.label import Language
from retrieval.matches import Match
from ui.sql_lines import in_lines
from ui.web.markup import Html, joined, tag
from ui.web.panel import STEPS, milliseconds
from ui.web.reading import QUIET, named
from ui.web.sql_text import sql_text

PIECES = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+|\s+|.")
LONGEST = 20_000  # characters of SQL whose differences are marked


def section(heading: str, *children: Html | None, cls: str = "") -> Html | None:
    """A part under its heading; None when there is nothing in it."""
    kept = [child for child in children if child]
    return tag("section", tag("h3", heading), *kept, cls=cls or None) if kept else None


def glosses(question: str, spans: Sequence[Span], language: Language, catalog: Catalog) -> Html | None:
    """The question with, under each stretch, what it was taken for: in words, so that nothing hangs on a colour."""
    if not spans:
        return None
    found, at = list[Html](), 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < at or span.end > len(question) or span.end <= span.start:
            continue
        found.append(gloss(question[at : span.start], "", ""))
        text = question[span.start : span.end]
        found.append(gloss(text, "", "") if span.kind in QUIET else gloss(text, span.kind, taken_for(span, text, language, catalog)))
        at = span.end
    found.append(gloss(question[at:], "", ""))
    carried = [span for span in spans if span.kind == "carried"]
    found += [gloss("…", "carried", taken_for(span, "", language, catalog)) for span in carried]
    return tag("p", *found, cls="glosses")


def taken_for(span: Span, text: str, language: Language, catalog: Catalog) -> str:
    """The kind, and the meaning where it says more than the text; a word with several definitions names them all."""
    each = [named(replace(span, meaning=part), language, catalog) for part in span.meaning.split("|")] if span.kind == "metric" else []
    meaning = " / ".join(each) if each else named(span, language, catalog)
    kind = say(language, f"web.span.{span.kind}")
    return f"{kind} · {meaning}" if meaning and meaning != text else kind


def gloss(text: str, kind: str, meaning: str) -> Html:
    if not text.strip():
        return joined(text)
    below = tag("span", meaning, cls="gloss-of") if meaning else None
    return tag("span", tag("span", text, cls=f"span span-{kind}" if kind else None), below, cls="gloss")


def matches(found: Sequence[Match], language: Language) -> Html | None:
    """What a stretch might have meant, each with its score and reason."""
    if not found:
        return None
    heads = ("text", "kind", "id", "score", "reason")
    rows = [
        [match.surface, worded(language, "web.desk.match", match.kind), of(match), f"{match.score:.2f}", why(match, language)]
        for match in found
    ]
    return plain_table([say(language, f"web.desk.match.{head}") for head in heads], rows, numbers=(3,))


def of(match: Match) -> str:
    return match.id if match.value is None else f"{match.id} = {match.value}"


def why(match: Match, language: Language) -> str:
    return worded(language, "web.desk.reason", match.reason)


def worded(language: Language, table: str, code: str) -> str:
    """The words of a code, or the code where it has none."""
    return say(language, f"{table}.{code}") if has_words(language, f"{table}.{code}") else code


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str | Html]], numbers: Sequence[int] = (), label: str = "") -> Html:
    """A table of texts; those in `numbers` stand to the right."""
    kinds = ["number" if place in numbers else None for place in range(len(heads))]
    head = tag("tr", *(tag("th", text, scope="col", cls=kind) for text, kind in zip(heads, kinds, strict=True)))
    body = [tag("tr", *(tag("td", text, cls=kind) for text, kind in zip(row, kinds, strict=True))) for row in rows]
    inner = tag("table", tag("thead", head), tag("tbody", *body))
    return tag("div", inner, cls="table-box", tabindex=0, role="region", aria_label=label or " / ".join(heads))


def stages(answer: Answer, language: Language) -> list[Html | None]:
    """Written, governed, compiled, what the guard changed, what ran; the two last with their differences marked."""
    working = answer.working
    written = "" if working.written in (working.governed, answer.question) else working.written
    before, after = in_lines(working.compiled), in_lines(working.executed)
    marked = differences(before, after) if working.executed else None
    said = [say(language, item.code, **dict(item.facts)) for item in working.changes if has_words(language, item.code)]
    lines = tag("ul", *(tag("li", line) for line in dict.fromkeys(said))) if said else tag("p", say(language, "web.answer.no_changes"))
    return [
        section(say(language, "web.answer.written"), code(sql_text(written)) if written else None),
        section(say(language, "web.answer.governed"), code(sql_text(working.governed)) if working.governed else None),
        section(say(language, "web.answer.compiled"), code(sql_text(working.compiled)) if working.compiled else None),
        section(say(language, "web.answer.changes"), lines if working.executed else None),
        section(say(language, "web.answer.executed"), tag("p", say(language, "web.desk.marked"), cls="hint-line") if marked else None,
                code(marked if marked is not None else sql_text(working.executed)) if working.executed else None),
    ]  # fmt: skip


def code(markup: Html) -> Html:
    return tag("pre", tag("code", markup), tabindex=0)


def differences(before: str, after: str) -> Html | None:
    """The later text with what was added and taken out marked; None when they are equal or too long to be compared."""
    if before == after or max(len(before), len(after)) > LONGEST:
        return None
    old, new = PIECES.findall(before), PIECES.findall(after)
    found = list[Html]()
    for way, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if way == "equal":
            found.append(joined("".join(new[c:d])))
            continue
        found += [tag("del", "".join(old[a:b]))] if "".join(old[a:b]).strip() else []
        found += [tag("ins", "".join(new[c:d]))] if "".join(new[c:d]).strip() else [joined("".join(new[c:d]))]
    return joined(*found)


def times(answer: Answer, language: Language) -> Html | None:
    """Each step with its time as a bar of the longest."""
    steps = [step for step in STEPS if step in answer.timings]
    if not steps:
        return None
    longest = max(answer.timings[step] for step in steps) or 1.0
    rows = [
        tag(
            "tr",
            tag("th", say(language, f"web.step.{step}"), scope="row"),
            tag("td", milliseconds(answer.timings[step]), cls="number"),
            tag("td", tag("meter", value=f"{answer.timings[step] / longest:.3f}", min=0, max=1, aria_hidden="true")),
        )
        for step in steps
    ]
    return tag("table", tag("tbody", *rows), cls="times")
