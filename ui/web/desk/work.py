"""The forms of the desk and what they do: each act is the desk's own, which checks the right to it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.desk.asking_as import answered_as
from assistant.desk.completion import completions
from assistant.desk.correction import SILENT, correct
from assistant.desk.draft import Draft, QueryDraft, SqlText, check
from assistant.desk.opened import Opened
from assistant.desk.preview import previews
from assistant.desk.replies import dismiss, open_gap, reply
from assistant.desk.synonym import Proposal, add, propose
from assistant.desk.trial import tried
from assistant.desk.vouching import vouch, withdraw
from assistant.named import named
from assistant.project import Project
from assistant.wording import say, say_error
from catalog.access import Asker, Person
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.label import Language
from sql_guard.errors import GuardError
from ui.web.desk import telling
from ui.web.desk.acting import Deed
from ui.web.desk.correcting import by_form, by_sql, marks, without_answer
from ui.web.desk.frame import said
from ui.web.desk.query_fields import Fields, first, query_of
from ui.web.desk.telling import Wish, missing_in
from ui.web.desk.vouching import verified, verifying
from ui.web.markup import Html

Said = Literal["verified", "withdrawn", "corrected", "taught", "pending", "synonym", "gap", "reply", "dismiss"]
SAID: tuple[Said, ...] = get_args(Said)


def said_of(code: str, language: Language) -> Html | None:
    """What was just done, where the address says it in one of our words."""
    return said(f"web.desk.done.{code}", language) if code in SAID else None


@dataclass(frozen=True)
class Done:
    """A page to be shown again: what is being done, and its panel."""

    deed: str
    panel: Html


@dataclass(frozen=True)
class Work:
    """What one analyst does about one answer; `at` makes the address of an act, with the filters of the queue."""

    project: Project
    analyst: Asker
    answer: str
    at: Callable[[str], str]
    language: Language

    @property
    def catalog(self) -> Catalog:
        return self.project.sight(self.analyst).catalog

    def panel(self, deed: Deed, found: Opened) -> Html:
        """The form of what is to be done."""
        match deed:
            case "verify":
                return self.verify_panel(found)
            case "correct":
                return by_form(self.at("correct"), found.query, self.catalog, self.language)
            case "sql":
                return by_sql(self.at("correct"), self.at(""), found.answer.working.governed, self.language)
            case "wrong":
                return without_answer(self.at("correct"), self.language)
            case "as":
                return telling.seen_as(self.at("as"), self.people, "", self.language)
            case "synonym" | "gap" | "reply" | "dismiss":
                return self.short(deed, {"word": [missing_in(found.answer)], "missing": [missing_in(found.answer)]})

    @property
    def people(self) -> list[Person]:
        return list(self.project.access.people.values())

    def short(self, deed: Deed, fields: Fields, why: str = "", found: Proposal | None = None) -> Html:
        """One of the short forms with what was written in it."""
        action, text = self.at(deed), first(fields, "text")
        match deed:
            case "synonym":
                return telling.synonym(action, self.wish(fields), self.catalog, self.language, found, why)
            case "gap":
                return telling.gap(action, first(fields, "missing"), self.language, first(fields, "comment"), why)
            case "reply":
                return telling.reply(action, self.language, text, why)
            case _:
                return telling.dismiss(action, self.language, text, why)

    def wish(self, fields: Fields) -> Wish:
        return Wish(first(fields, "word"), first(fields, "target"), first(fields, "value"))

    def verify_panel(self, found: Opened) -> Html:
        if found.vouched is not None and found.vouched.lowered_at is None:
            return verified(self.at("withdraw"), self.language)
        try:
            return verifying(self.at("verify"), previews(self.project, self.analyst, self.answer), self.language)
        except (CatalogError, GuardError) as error:
            return verifying(self.at("verify"), (), self.language, self.told(error))

    def done(self, act: str, fields: Fields) -> str | Done:
        """Does an act of a form: the code of what was done, or the form again."""
        match act:
            case "correct":
                return self.corrected(fields)
            case "verify" | "withdraw":
                return self.vouched(act, fields)
            case "as":
                return self.asked_as(first(fields, "user"))
            case "synonym" | "gap" | "reply" | "dismiss":
                return self.told_of(act, fields)
        raise ValueError(act)

    def told_of(self, deed: Literal["synonym", "gap", "reply", "dismiss"], fields: Fields) -> str | Done:
        """Does one of the short acts; a synonym is looked at before it is written."""
        try:
            if deed == "synonym" and first(fields, "do") != "add":
                wish = self.wish(fields)
                return Done(deed, self.short(deed, fields, found=propose(self.project, self.analyst, wish.named, wish.word)))
            self.act(deed, fields)
            return deed
        except (CatalogError, GuardError) as error:
            return Done(deed, self.short(deed, fields, self.told(error)))

    def act(self, deed: Literal["synonym", "gap", "reply", "dismiss"], fields: Fields) -> None:
        project, analyst, text = self.project, self.analyst, first(fields, "text")
        match deed:
            case "synonym":
                wish = self.wish(fields)
                add(project, analyst, wish.named, wish.word, self.answer)
            case "gap":
                open_gap(project, analyst, self.answer, first(fields, "missing"), first(fields, "comment"))
            case "reply":
                reply(project, analyst, self.answer, text)
            case "dismiss":
                dismiss(project, analyst, self.answer, text)

    def asked_as(self, user: str) -> Done:
        try:
            found, why = answered_as(self.project, self.analyst, user, self.answer), ""
        except (CatalogError, GuardError) as error:
            found, why = None, self.told(error)
        return Done("as", telling.seen_as(self.at("as"), self.people, user, self.language, found, why))

    def vouched(self, act: str, fields: Fields) -> str | Done:
        try:
            if act == "withdraw":
                withdraw(self.project, self.analyst, self.answer)
                return "withdrawn"
            vouch(self.project, self.analyst, self.answer, first(fields, "comment"))
            return "verified"
        except (CatalogError, GuardError) as error:
            return Done("verify", verifying(self.at("verify"), (), self.language, self.told(error)))

    def corrected(self, fields: Fields) -> str | Done:
        """Runs a draft, or saves it as the right answer; without a draft the answer is only marked as wrong."""
        does, cause, comment = (first(fields, name) for name in ("do", "cause", "comment"))
        if does == "wrong":
            try:
                correct(self.project, self.analyst, self.answer, cause, None, comment)
                return "corrected"
            except (CatalogError, GuardError) as error:
                return Done("wrong", without_answer(self.at("correct"), self.language, self.told(error)))
        draft = self.draft(fields)
        try:
            if does == "save" and cause not in SILENT:
                saved = correct(self.project, self.analyst, self.answer, cause, draft, comment)
                return "taught" if saved.verified and saved.holds else "pending"
            return self.again(draft, fields, run=True)
        except (CatalogError, GuardError) as error:
            return self.again(draft, fields, why=self.told(error))

    def again(self, draft: Draft, fields: Fields, run: bool = False, why: str = "") -> Done:
        """The form as it was sent, with what it gives when it is run."""
        trial = tried(self.project, self.analyst, self.answer, draft) if run else None
        problems = check(self.project, self.analyst, draft) if run else ()
        why = why or "\n".join(problem.said(self.language, self.catalog) for problem in problems)
        if isinstance(draft, SqlText):
            return Done("sql", by_sql(self.at("correct"), self.at(""), draft.text, self.language, trial, why))
        return Done("correct", by_form(self.at("correct"), draft.body, self.catalog, self.language, trial, why))

    def draft(self, fields: Fields) -> Draft:
        if "sql" in fields:
            return SqlText(first(fields, "sql").replace("\r\n", "\n").strip())
        return QueryDraft(query_of(fields, self.catalog))

    def checked(self, fields: Fields) -> dict[str, Any]:
        """What is wrong with governed SQL while it is being written, in words and by its places."""
        text = first(fields, "sql").replace("\r\n", "\n")
        if not text.strip():
            return {"said": "", "marks": []}
        problems = check(self.project, self.analyst, SqlText(text))
        told = "\n".join(problem.said(self.language, self.catalog) for problem in problems)
        return {"said": told or say(self.language, "web.desk.sql_fine"), "marks": marks(problems, text), "fine": not problems}

    def completed(self, fields: Fields) -> list[dict[str, Any]]:
        """What may stand where the text cursor is."""
        at = first(fields, "at")
        found = completions(self.project, self.analyst, first(fields, "sql"), int(at) if at.isdecimal() else 0, self.language)
        return [{"text": each.text, "label": each.label, "start": each.start} for each in found]

    def told(self, error: CatalogError | GuardError) -> str:
        return say_error(self.language, error, named(error.facts, self.catalog))
