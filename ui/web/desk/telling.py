"""The short forms of the desk: another name, a gap, a reply, dismissing, and what somebody else would see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.desk.asking_as import SeenAs
from assistant.desk.replies import LONGEST
from assistant.desk.synonym import Proposal
from assistant.record import Answer
from assistant.wording import say
from catalog.access import Person
from catalog.catalog import Catalog
from catalog.files.synonyms import Named
from catalog.label import Language
from ui.web.badge import badge
from ui.web.desk.frame import button, field, labelled, select, wrong
from ui.web.desk.query_form import named
from ui.web.markup import Html, tag
from ui.web.result import figures, is_figure, table

MEMBER = "member"


@dataclass(frozen=True)
class Wish:
    """A synonym as it is being written: the word, and what it shall name (`metric ID`, `dimension ID` or `member ID` with a value)."""

    word: str = ""
    target: str = ""
    value: str = ""

    @property
    def named(self) -> Named:
        kind, _, name = self.target.partition(" ")
        if kind == MEMBER:
            return Named("member", name, self.value.strip())
        return Named("dimension" if kind == "dimension" else "metric", name)


def panel(name: str, language: Language, why: str, *parts: Html | None) -> Html:
    lead = tag("p", say(language, f"web.desk.lead.{name}"), cls="hint-line")
    return tag("section", tag("h3", say(language, f"web.desk.do.{name}")), lead, wrong(why) if why else None, *parts, cls="work", id="work")


def form(action: str, words: str, does: str, *fields: Html | None, cls: str = "go") -> Html:
    return tag("form", *fields, tag("div", button(words, does, cls), cls="buttons"), method="post", action=action)


def synonym(action: str, wish: Wish, catalog: Catalog, language: Language, found: Proposal | None = None, why: str = "") -> Html:
    """The word and what it shall name; once looked at, the change of the file, and the button that writes it."""
    word = labelled(say(language, "web.desk.synonym.word"), field("text", "word", wish.word, maxlength=60, required=True))
    target = labelled(say(language, "web.desk.synonym.target"), targets(wish.target, catalog, language))
    hint = say(language, "web.desk.synonym.value_hint")
    value = labelled(say(language, "web.desk.synonym.value"), field("text", "value", wish.value, maxlength=200), hint)
    look = form(action, say(language, "web.desk.synonym.look"), "look", tag("div", word, target, value, cls="line"))
    return panel("synonym", language, why, look, written(action, wish, found, language) if found else None)


def targets(chosen: str, catalog: Catalog, language: Language) -> Html:
    groups = (("metric", catalog.metrics.values()), ("dimension", catalog.dimensions.values()), (MEMBER, catalog.dimensions.values()))
    return tag("select", tag("option", "—", value=""), *(group(kind, found, chosen, language) for kind, found in groups), name="target")


def group(kind: str, found: Iterable[object], chosen: str, language: Language) -> Html:
    options = [(f"{kind} {name}", words) for name, words in named(found, language)]
    listed = [tag("option", words, value=value, selected=value == chosen) for value, words in options]
    return tag("optgroup", *listed, label=say(language, f"web.desk.synonym.{kind}"))


def written(action: str, wish: Wish, found: Proposal, language: Language) -> Html:
    """The change as the file would show it to a reviewer."""
    kept = [tag("input", type="hidden", name=name, value=getattr(wish, name)) for name in ("word", "target", "value")]
    again = form(action, say(language, "web.desk.synonym.add"), "add", *kept)
    return tag("div", tag("h4", say(language, "web.desk.synonym.change", file=found.file)), patch(found.diff), again, cls="proposal")


def patch(diff: str) -> Html:
    """A unified diff; what is added and taken out starts with its sign, so the colour says nothing more."""
    kinds = {"+": "added", "-": "removed"}
    lines = [tag("span", line or " ", cls=kinds.get(line[:1]) if place > 1 else None) for place, line in enumerate(diff.splitlines())]
    return tag("div", *lines, cls="patch", tabindex=0, role="region")


def reply(action: str, language: Language, text: str = "", why: str = "") -> Html:
    return panel("reply", language, why, form(action, say(language, "web.desk.reply.send"), "", area("text", "reply.text", text, language)))


def dismiss(action: str, language: Language, text: str = "", why: str = "") -> Html:
    fields = area("text", "dismiss.text", text, language)
    return panel("dismiss", language, why, form(action, say(language, "web.desk.dismiss.send"), "", fields))


def gap(action: str, missing: str, language: Language, text: str = "", why: str = "") -> Html:
    word = labelled(say(language, "web.desk.gap.missing"), field("text", "missing", missing, maxlength=LONGEST))
    return panel("gap", language, why, form(action, say(language, "web.desk.gap.send"), "", word, area("text", "comment", text, language)))


def area(name: str, label: str, text: str, language: Language) -> Html:
    return labelled(say(language, f"web.desk.{label}"), tag("textarea", "\n", text, name=name, rows=3, maxlength=LONGEST))


def seen_as(action: str, people: Sequence[Person], user: str, language: Language, found: SeenAs | None = None, why: str = "") -> Html:
    """Who else, and what they would get; of what the viewer may not see only how it ended."""
    options = [("", "—"), *((each.id, f"{each.name} · {each.id}") for each in people)]
    fields = labelled(say(language, "web.desk.as.user"), select("user", options, user))
    return panel("as", language, why, form(action, say(language, "web.desk.as.ask"), "", fields), shown(found, language) if found else None)


def shown(found: SeenAs, language: Language) -> Html:
    answer = replace(found.answer, language=language)
    note = say(language, "web.desk.as.withheld" if found.withheld else "web.desk.as.seen", user=found.user)
    return tag(
        "div",
        tag("p", note, cls="as-whom"),
        tag("p", badge(answer), " ", "" if found.withheld else answer.headline, cls="said-short"),
        figures(answer) if is_figure(answer) and answer.status == "answered" else None,
        table(answer),
        id="seen-as",
    )


def missing_in(answer: Answer) -> str:
    """The word that nobody understood, to begin with."""
    spans = answer.planned.reading if answer.planned else ()
    found = [answer.question[span.start : span.end] for span in spans if span.kind == "unplaced"]
    told = answer.trouble.facts.get("words") if answer.trouble else None
    return found[0] if found else str(told) if isinstance(told, str) else ""
