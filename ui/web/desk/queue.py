"""The queue as markup: filters, how many there are, the answers as links, and the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.desk.queue import STATES, Item, Page, State
from assistant.wording import say
from catalog.label import Language
from ui.web.badge import NOT_ANSWERED
from ui.web.desk.frame import button, hidden, labelled, select
from ui.web.desk.wanted import AGES, FEEDBACK, OUTCOMES, Filters
from ui.web.markup import Html, joined, tag

When = Callable[[datetime], str]


@dataclass(frozen=True)
class Queue:
    """What the list needs: the page of answers, the counts by state, the departments, and the filters that chose them."""

    page: Page
    counts: Mapping[State, int]
    departments: Sequence[str]
    filters: Filters
    home: str
    when: When
    current: str = ""  # the open answer
    after: str = ""  # this page's own beginning


def queue(found: Queue, language: Language) -> Html:
    listed = [tag("li", link(item, found, language)) for item in found.page.items]
    empty = tag("p", say(language, "web.desk.queue.none"), cls="none")
    items = tag("ul", *listed, cls="queue-list") if listed else empty
    head = tag("div", filters(found, language), count(found, language), cls="queue-head")
    return tag("nav", head, items, pages(found, language), cls="queue", aria_label=say(language, "web.desk.tab.queue"))


def filters(found: Queue, language: Language) -> Html:
    """The form of filters; with script a choice applies at once."""
    chosen = found.filters
    every = say(language, "web.desk.all")

    def listed(name: str, values: Sequence[str], words: Callable[[str], str], first: str = "") -> Html:
        options = [(first, every), *((value, words(value)) for value in values)]
        return labelled(say(language, f"web.desk.filter.{name}"), select(name, options, getattr(chosen, name)))

    departments = sorted({*found.departments, *filter(None, [chosen.department])})
    fields = [
        listed("state", STATES, lambda state: f"{state_word(state, language)} ({found.counts.get(as_state(state), 0)})", "all"),
        listed("tier", OUTCOMES, lambda kind: outcome_word(kind, language)),
        listed("feedback", FEEDBACK, lambda value: say(language, f"web.desk.feedback.{value}")),
        listed("department", departments, str),
        listed("age", AGES, lambda days: say(language, "web.desk.days", days=days)),
    ]
    metric = hidden("metric", chosen.metric) if chosen.metric else None
    apply = tag("noscript", button(say(language, "web.desk.apply")))
    return tag("form", *fields, metric, apply, method="get", action=found.home, cls="filters", data_sends=True)


def as_state(text: str) -> State:
    return next(state for state in STATES if state == text)


def count(found: Queue, language: Language) -> Html:
    state = found.filters.state
    number = sum(found.counts.values()) if state == "all" else found.counts.get(as_state(state), 0)
    only = found.filters.metric
    narrowed = tag("a", say(language, "web.desk.only_metric", metric=only), href=found.home) if only else None
    keys = tag("span", say(language, "web.desk.keys"), cls="keys")
    return tag("p", tag("span", say(language, "web.desk.count", count=f"{number:,}"), role="status"), narrowed, keys, cls="count")


def link(item: Item, found: Queue, language: Language) -> Html:
    text = item.question or say(language, "web.desk.withheld_question")
    to = found.filters.address(f"{found.home}/{item.id}", after=found.after)
    facts = [
        tag("span", outcome_word(outcome(item), language), cls=f"tier tier-{colour(item)}"),
        tag("span", item.name),
        tag("span", item.department) if item.department else None,
        tag("time", found.when(item.asked_at), datetime=item.asked_at.isoformat()),
        flag(item.feedback, language) if item.feedback else None,
        tag("span", state_word(item.state, language)) if item.state != "open" else None,
    ]
    current = "page" if item.id == found.current else None
    return tag("a", tag("span", text, cls="asked"), tag("span", *facts, cls="facts"), href=to, aria_current=current)


def flag(feedback: str, language: Language) -> Html:
    return tag("span", say(language, f"web.desk.feedback.{feedback}"), cls="flag flag-good" if feedback == "good" else "flag")


def outcome(item: Item) -> str:
    return item.tier if item.status == "answered" else item.status


def colour(item: Item) -> str:
    return NOT_ANSWERED.get(item.status, item.tier)


def outcome_word(kind: str, language: Language) -> str:
    if kind in NOT_ANSWERED:
        return say(language, f"web.tier.{NOT_ANSWERED[kind]}")
    return say(language, f"tier.{kind}")


def state_word(state: str, language: Language) -> str:
    return say(language, f"web.desk.state.{state}")


def pages(found: Queue, language: Language) -> Html | None:
    """From the first page on, always further: what is asked meanwhile moves nothing."""
    first = tag("a", say(language, "web.desk.first_page"), href=found.filters.address(found.home)) if found.after else None
    onward = found.page.following
    next_one = (
        tag("a", say(language, "web.desk.next_page"), href=found.filters.address(found.home, after=onward), rel="next") if onward else None
    )
    if not (first or next_one):
        return None
    return tag("div", joined(first or tag("span"), next_one), cls="pages")
