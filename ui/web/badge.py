"""The tier of an answer as a badge: the word, and why, for the tooltip and for screen readers."""

from __future__ import annotations

from assistant.plan import CatalogQuestion, SqlDraft
from assistant.record import Answer
from assistant.wording import has_words, say
from catalog.label import Language
from catalog.query import RowList
from ui.web.markup import Html, tag

NOT_ANSWERED = {"clarify": "clarify", "cancelled": "stopped", "refused": "refused", "timeout": "timeout", "failed": "failed"}


def badge(answer: Answer) -> Html:
    """The badge of an answer; its reason shows on hover and on focus."""
    kind, word, why = told(answer)
    return tag(
        "span",
        tag("span", word, cls="tier-word"),
        tag("span", why, cls="tip", role="tooltip", id=f"why-{answer.id}"),
        cls=f"tier tier-{kind}",
        tabindex=0,
        aria_describedby=f"why-{answer.id}",
    )


def told(answer: Answer) -> tuple[str, str, str]:
    """The badge's colour, word and reason."""
    language = answer.language
    if answer.status in NOT_ANSWERED:
        kind = NOT_ANSWERED[answer.status]
        return kind, say(language, f"web.tier.{kind}"), say(language, f"web.tier.{kind}_why")
    if answer.status == "declined":
        return "declined", say(language, "tier.declined"), say(language, "web.tier.declined")
    return answer.tier, say(language, f"tier.{answer.tier}"), reason(answer)


def reason(answer: Answer) -> str:
    planned, language = answer.planned, answer.language
    if planned is not None and isinstance(planned.plan, CatalogQuestion):
        return say(language, "web.tier.catalog")
    if answer.tier == "verified":
        by_person = planned is not None and planned.planner == "verified"
        return say(language, "web.tier.verified_person" if by_person else "web.tier.verified")
    if answer.tier == "governed":
        return say(language, "web.tier.governed", why=caveats(answer, language))
    return say(language, f"web.tier.{answer.tier}")


def caveats(answer: Answer, language: Language) -> list[str]:
    """What keeps the answer from the verified tier."""
    planned = answer.planned
    found: list[str] = []
    if planned is None:
        return found
    if planned.planner == "llm":
        found.append(say(language, "web.tier.governed_model"))
    if isinstance(planned.plan, SqlDraft):
        found.append(say(language, "web.tier.governed_sql"))
    if isinstance(planned.plan, RowList):
        found.append(say(language, "web.tier.governed_rows"))
    found += [say(language, f"caveat.{code}") for code in planned.caveats if has_words(language, f"caveat.{code}")]
    return found or [say(language, "web.tier.governed_draft")]
