"""What the desk shows of many answers together: what the catalog lacks, and how much each metric is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode

from assistant.desk.usage import Usage, Use
from assistant.gaps import Gap
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.label import Language
from ui.web.desk.frame import button, labelled, select
from ui.web.desk.wanted import AGES
from ui.web.desk.working import plain_table, section
from ui.web.markup import Html, joined, tag

When = Callable[[datetime], str]
MOST = 200


def gaps_page(found: Sequence[Gap], when: When, language: Language) -> Html:
    """What people ask and the catalog cannot answer, the most asked first."""
    heads = [say(language, f"cli.gap_{head}") for head in ("missing", "kind", "count", "people", "last", "example")]
    heads.append(say(language, "web.desk.gaps.opened"))
    rows = [gap(each, when, language) for each in found[:MOST]]
    title = say(language, "web.desk.tab.gaps")
    return tag(
        "div",
        tag("h1", title),
        tag("p", say(language, "web.desk.gaps.lead"), cls="lead"),
        plain_table(heads, rows, numbers=(2, 3), label=title) if rows else tag("p", say(language, "web.desk.gaps.none"), cls="none"),
        more(len(found), language),
        cls="page wide",
    )


def gap(found: Gap, when: When, language: Language) -> list[str | Html]:
    missing = say(language, "cli.gap_named", missing=found.missing) if found.named_now else found.missing
    kind = say(language, f"cli.gap_of_{found.kind}")
    examples, notes = (
        tag("ul", *(tag("li", each or say(language, "web.desk.gaps.no_note")) for each in said), cls="told-list") if said else ""
        for said in (found.examples, found.opened)
    )
    last = when(found.last) if found.last else ""
    return [missing, kind, f"{found.count:,}", f"{len(found.askers):,}", last, examples, notes]


def more(count: int, language: Language) -> Html | None:
    return tag("p", say(language, "web.desk.more", count=f"{count - MOST:,}"), cls="more") if count > MOST else None


def usage_page(
    found: Usage, catalog: Catalog, days: str, department: str, departments: Sequence[str], home: str, when: When, language: Language
) -> Html:
    """Each metric by how much it is asked; then those that nobody asks for."""
    asked = [use for use in found.uses if use.asked]
    heads = [say(language, f"web.desk.usage.{head}") for head in ("metric", "asked", "people", "complaints", "corrected", "last")]
    rows = [used(use, catalog, home, when, language) for use in asked]
    title = say(language, "web.desk.tab.usage")
    unused = [tag("li", named(name, catalog, language), " ", tag("code", name)) for name in found.unused]
    return tag(
        "div",
        tag("h1", title),
        tag("p", say(language, "web.desk.usage.lead", asked=len(asked), unused=len(unused)), cls="lead"),
        narrowing(days, department, departments, f"{home}/usage", language),
        plain_table(heads, rows, numbers=(1, 2, 3, 4), label=title) if rows else tag("p", say(language, "web.desk.usage.none"), cls="none"),
        section(say(language, "web.desk.usage.unused"), tag("ul", *unused, cls="columns") if unused else None),
        cls="page",
    )


def narrowing(days: str, department: str, departments: Sequence[str], action: str, language: Language) -> Html:
    every = ("", say(language, "web.desk.all"))
    ages = [every, *((age, say(language, "web.desk.days", days=age)) for age in AGES)]
    return tag(
        "form",
        labelled(say(language, "web.desk.filter.age"), select("age", ages, days)),
        labelled(
            say(language, "web.desk.filter.department"), select("department", [every, *((each, each) for each in departments)], department)
        ),
        tag("noscript", button(say(language, "web.desk.apply"))),
        method="get",
        action=action,
        cls="line narrowing",
        data_sends=True,
    )


def used(use: Use, catalog: Catalog, home: str, when: When, language: Language) -> list[str | Html]:
    """A metric's line; its name leads to its answers."""
    to = f"{home}?{urlencode({'state': 'all', 'metric': use.metric})}"
    name = joined(tag("a", named(use.metric, catalog, language), href=to), " ", tag("code", use.metric))
    numbers = [f"{number:,}" for number in (use.asked, use.people, use.complaints, use.corrected)]
    return [name, *numbers, when(use.last) if use.last else ""]


def named(name: str, catalog: Catalog, language: Language) -> str:
    return catalog.metrics[name].label.in_language(language) if name in catalog.metrics else name
