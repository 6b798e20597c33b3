"""Causes in words: one sentence, what has to be said of the change, and tables of parts whose shown figures add up to the shown change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assistant.causes.parts import Breakdown, Causes, Part
from assistant.causes.rounding import Rounded
from assistant.causes.rounding import rounded as round_parts
from assistant.figures import rounded, scale_of, with_unit, write_date
from assistant.plan import Choice, Why
from assistant.record import Answer
from assistant.wording import has_words, say
from catalog.catalog import Catalog
from catalog.errors import Unknown
from catalog.label import Language
from catalog.metric import Format, Grain
from catalog.period import Period, add, grain_of
from catalog.query import MemberFilter

FIRST = ("positive", "not_fallen", "not_risen")  # said before the number: what the question takes for granted is not so
WHOLE: tuple[Grain, ...] = ("year", "half_year", "quarter", "month", "ten_day", "week", "day")
NAMED = 3  # parts in the sentence
AMOUNTS = ("positive", "not_fallen", "not_risen", "within_usual", "seasonal", "festival_explains", "simpson")  # in the metric's unit


@dataclass(frozen=True)
class Scaled:
    """Amounts of one table in one unit and precision."""

    form: Format
    scale: Decimal
    word: str
    decimals: int
    language: Language

    def exact(self, value: float | None) -> float:
        """The value in the table's unit."""
        return float(value or 0.0) * (100.0 if self.form.style == "percent" else 1.0) / float(self.scale)

    @property
    def unit(self) -> str:
        """What the numbers of an axis are counted in."""
        if self.form.style == "percent":
            return "%"
        unit = self.form.unit.in_language(self.language)
        return f"{self.word}{unit}" if self.language == "zh" else " ".join(part for part in (unit, self.word) if part)

    def amount(self, value: float | None) -> Decimal:
        return rounded(Decimal(repr(self.exact(value))), self.decimals)

    def number(self, value: float | None) -> str:
        """The bare number, for a place that says the unit itself."""
        return f"{self.amount(value):,.{self.decimals}f}"

    def signed(self, amount: Decimal) -> str:
        return f"{amount:+,.{self.decimals}f}"

    def value(self, amount: Decimal) -> str:
        text = f"{amount:,.{self.decimals}f}{self.word}"
        return f"{text}%" if self.form.style == "percent" else with_unit(text, self.form, self.language)

    def change(self, amount: Decimal, *, signed: bool = True) -> str:
        size = abs(amount)
        text = f"{size:,.{self.decimals}f}{self.word}"
        percent = self.form.style == "percent"
        text = say(self.language, "causes.points", value=text) if percent else with_unit(text, self.form, self.language)
        sign = "-" if amount < 0 else "+" if amount > 0 else ""
        return f"{sign}{text}" if signed else text


@dataclass(frozen=True)
class Row:
    """One part as it is shown: its name, both values, what it adds, and the question that asks it."""

    name: str
    before: str
    after: str
    adds: str
    share: str
    part: Part
    amount: Decimal  # what is written in `adds`
    ask: str = ""


@dataclass(frozen=True)
class Split:
    """One way to split the change, as a table; `total` is its last line. `depth` is how far it was drilled."""

    title: str
    rows: tuple[Row, ...]
    total: Row
    found: Breakdown
    form: Scaled
    depth: int = 0


@dataclass(frozen=True)
class Told:
    """Everything that is said of the causes of one change."""

    sentence: str
    findings: tuple[str, ...]
    splits: tuple[Split, ...]
    before: str  # what the sides are called
    after: str


def told(answer: Answer, catalog: Catalog) -> Told | None:
    """What is said of the answer's causes; None without any, and where the reader's catalog lacks a name that they are told in."""
    causes, why = answer.causes, answer.planned.why if answer.planned else None
    if causes is None or why is None:
        return None
    speaker = Speaker(catalog, answer.language, why, causes)
    try:
        return speaker.told()
    except Unknown:
        return None


@dataclass(frozen=True)
class Speaker:
    catalog: Catalog
    language: Language
    why: Why
    causes: Causes

    def told(self) -> Told:
        """Everything in words. Raises Unknown for a name that the catalog lacks."""
        return Told(self.sentence(), self.findings(), tuple(self.splits()), self.side("before"), self.side("after"))

    @property
    def breakdowns(self) -> Sequence[Breakdown]:
        """Those by the dimensions that the question names first."""
        return sorted(self.causes.breakdowns, key=lambda found: found.by not in self.why.by)

    def say(self, code: str, **facts: object) -> str:
        return say(self.language, f"causes.{code}", **facts)

    def joined(self, texts: Sequence[str]) -> str:
        return say(self.language, "answer.joined").join(texts)

    def metric(self, name: str) -> str:
        return self.catalog.metric(name).label.in_language(self.language)

    def form(self, name: str) -> Format:
        return self.catalog.metric(name).format

    def dimension(self, name: str) -> str:
        return self.catalog.dimension(name).label.in_language(self.language)

    def member(self, value: Any) -> str:
        return say(self.language, "answer.unknown_member") if value is None else str(value)

    def scaled(self, metric: str, *values: float | None) -> Scaled:
        form = self.form(metric)
        size = max((abs(value) for value in values if value is not None), default=0.0)
        if form.style == "percent":
            return Scaled(form, Decimal(1), "", max(form.decimals, 2), self.language)
        scale, word = scale_of(Decimal(repr(float(size))), self.language)
        return Scaled(form, scale, word, 2 if word else 0 if form.style == "integer" else form.decimals, self.language)

    def side(self, which: str) -> str:
        """What one side is called: its dates, its member, or the target."""
        query = self.why.before if which == "before" else self.why.after
        if self.why.sides == "target":
            return self.metric(query.measures[0].metric)
        if self.why.sides == "members":
            return next(
                (
                    self.member(part.values[0])
                    for part in query.filters
                    if isinstance(part, MemberFilter)
                    and part not in (*self.why.before.filters,) * (which == "after")
                    and part not in (*self.why.after.filters,) * (which == "before")
                ),
                "",
            )
        return period_words(query.periods[0], self.language, self.catalog) if query.periods else ""

    def scope(self) -> str:
        """The members that both sides are held to, and the dates where they are the same."""
        shared = [part for part in self.why.after.filters if part in self.why.before.filters and isinstance(part, MemberFilter)]
        words = [self.joined([self.member(value) for value in part.values]) for part in shared if not part.negated]
        if self.why.sides != "periods" and self.why.after.periods:
            words.insert(0, period_words(self.why.after.periods[0], self.language, self.catalog))
        return self.joined(words)

    def sentence(self) -> str:
        """What is not as the question says, then the change and the few parts that make it."""
        causes = self.causes
        first = [line for finding in causes.findings if finding.code in FIRST for line in self.finding(finding.code, finding.facts)]
        parts = [self.change(), *self.losing(), *self.leading()]
        end = say(self.language, "causes.end")
        return "".join([*first, self.say("then").join(part for part in parts if part) + end])

    def change(self) -> str:
        causes = self.causes
        metric, scope = self.metric(causes.metric), self.scope()
        after = self.side("after")
        days = self.say("after_days") if self.why.sides == "periods" and after[-3:-2] == "-" else ""
        sides = {"when": after + days, "base": self.side("before"), "scope": scope, "metric": metric}
        if causes.before is None or causes.after is None or causes.change is None:
            form = self.scaled(causes.metric, causes.before, causes.after)
            old_words, new_words = (
                say(self.language, "answer.no_base") if value is None else form.value(form.amount(value))
                for value in (causes.before, causes.after)
            )
            return self.say("one_side", **sides, before=old_words, after=new_words)
        form = self.scaled(causes.metric, causes.before, causes.after)
        old, new, change = form.amount(causes.before), form.amount(causes.after), form.amount(causes.change)
        way = "same" if not change else "more" if change > 0 else "less"
        kind = "rate" if form.form.style == "percent" else "sum"
        percent = f"{abs(causes.change / causes.before) * 100:.1f}%" if causes.before and kind == "sum" else ""
        code = f"{self.why.sides}_{way}" if way == "same" else f"{self.why.sides}_{kind}_{way}"
        return self.say(
            code, **sides, before=form.value(old), after=form.value(new), change=form.change(change, signed=False), percent=percent
        )

    def leading(self) -> list[str]:
        """The parts to be named as causes, of the breakdown that explains most."""
        if not self.breakdowns or not self.causes.change:
            return []
        best = self.breakdowns[0]
        if not best.leading:
            return self.largest(best) if best.by in self.why.by else []
        rows = self.split(best, 0).rows[: min(best.leading, NAMED)]
        names = [f"{row.name} {row.adds}{self.say('of_change', share=row.share) if row.share else ''}" for row in rows]
        below = next((each for each in best.below if each.leading and each.within and each.within[-1][1] == rows[0].part.member), None)
        if below is not None:
            inner = [f"{row.name} {row.adds}" for row in self.split(below, 1).rows[: min(below.leading, NAMED)]]
            names[0] += self.say("inside", parts=self.joined(inner))
        return [self.say("leading", by=self.by(best), parts=self.joined(names))]

    def largest(self, found: Breakdown) -> list[str]:
        """The parts that add most either way, where a dimension was named and none of its members stands out."""
        rows = [row for row in self.split(found, 0).rows if row.part.effect != "rest"]
        names = [f"{row.name} {row.adds}" for row in sorted(rows, key=lambda row: -abs(row.amount))[:NAMED]]
        return [self.say("largest", by=self.by(found), parts=self.joined(names))] if names else []

    def losing(self) -> list[str]:
        """What loses money, where a loss was asked for."""
        found = []
        for each in self.causes.losses[:1]:
            rows = [row for row in self.split(each, 0).rows if row.part.effect != "rest" and (row.part.after or 0.0) < 0]
            if rows:
                names = [f"{row.name} {row.after}" for row in rows[:NAMED]]
                names[0] += self.lost_within(each, rows[0])
                found.append(self.say("losing", by=self.by(each), parts=self.joined(names)))
        return found

    def lost_within(self, found: Breakdown, row: Row) -> str:
        """Who loses within the first of those that lose."""
        below = next((each for each in found.below if each.within and each.within[-1][1] == row.part.member), None)
        rows = [each for each in self.split(below, 1).rows if (each.part.after or 0.0) < 0 and each.part.effect != "rest"] if below else []
        return self.say("inside", parts=self.joined([f"{each.name} {each.after}" for each in rows[:NAMED]])) if rows else ""

    def by(self, found: Breakdown) -> str:
        return self.dimension(found.by) if found.by in self.catalog.dimensions else self.metric(found.by)

    def findings(self) -> tuple[str, ...]:
        lines = [line for found in self.causes.findings if found.code not in FIRST for line in self.finding(found.code, found.facts)]
        return tuple(dict.fromkeys(lines))

    def finding(self, code: str, facts: Mapping[str, Any]) -> list[str]:
        """A finding in words; a code without any is left out, for its number is told anyhow."""
        if not has_words(self.language, f"causes.finding.{code}"):
            return []
        sides = {"when": self.side("after"), "scope": self.scope(), "metric": self.metric(self.causes.metric)}
        return [self.say(f"finding.{code}", **{**sides, **{name: self.fact(code, name, value) for name, value in facts.items()}})]

    def fact(self, code: str, name: str, value: Any) -> object:
        """Names, dates and amounts of a finding as a person reads them."""
        match name:
            case "metric":
                return self.metric(value)
            case "dimension":
                return self.dimension(value)
            case "dimensions":
                return self.joined([self.dimension(each) for each in value])
            case "festival" | "reason":
                return self.say(f"{name}.{value}")
            case "side":
                return self.side(value)
            case "members" if not isinstance(value, int):
                return self.joined([f"{member} ({first} ~ {last})" for member, _, first, last in value])
            case "before" | "after" | "change" | "low" | "high" | "usual" if code in AMOUNTS and value is not None:
                form = self.scaled(self.causes.metric, float(value))
                amount = form.amount(float(value))
                return form.value(amount) if name in ("before", "after") else form.change(amount)
        return value

    def splits(self) -> list[Split]:
        """Every breakdown as a table, each followed by its drills."""
        found: list[Split] = []

        def put(each: Breakdown, depth: int) -> None:
            found.append(self.split(each, depth))
            for inner in each.below:
                put(inner, depth + 1)

        for each in (*self.causes.losses, *self.breakdowns):  # who loses answers a question for a loss; there are none otherwise
            put(each, 0)
        return found

    def split(self, found: Breakdown, depth: int) -> Split:
        metric = found.of or self.causes.metric
        is_level = found.method == "level"
        sizes = () if is_level else (found.change, *(part.adds for part in found.parts))
        form = self.scaled(metric, *sizes)  # values that are listed are written whole: each is what its own query answers
        scaled = in_scale(found, form)
        total = scaled.change
        told = [each for each in zip(found.parts, scaled.adds, strict=True) if each[1]] or zip(found.parts, scaled.adds, strict=True)
        rows = tuple(self.row(part, amount, found, metric, form) for part, amount in told)
        whole = Part(found.by, None, "rest", None, None, found.change)
        last = Row(say(self.language, "answer.total"), "", "", form.value(total) if is_level else form.change(total), "", whole, total)
        return Split(self.title(found), rows, last, found, form, depth)

    def title(self, found: Breakdown) -> str:
        within = self.joined([self.member(member) for _, member in found.within])
        of = self.metric(found.of) if found.of and found.of != self.causes.metric else ""
        code = {"mix_rate": "title_mix", "shapley": "title_inputs", "level": "title_level"}.get(found.method, "title")
        if found.method == "difference" and found.by in self.catalog.metrics:
            code = "title_inputs"
        return self.say(code, by=self.by(found), within=within, of=of)

    def row(self, part: Part, amount: Decimal, found: Breakdown, metric: str, form: Scaled) -> Row:
        name, own = self.name(part), part.name if part.effect == "input" and part.name in self.catalog.metrics else metric
        is_bare = part.effect == "rest" or found.method == "level"
        before, after = (self.value(own, value, is_bare) for value in (part.before, part.after))
        share = f"{round(part.adds / found.change * 100)}%" if found.change and found.method != "level" else ""
        shown = form.value(amount) if found.method == "level" else form.change(amount)
        return Row(name, before, after, shown, share, part, amount, self.ask(part, own, found) if part.query is not None else "")

    def value(self, metric: str, value: float | None, is_rest: bool) -> str:
        if value is None:
            return "" if is_rest else "—"
        form = self.scaled(metric, value)
        return form.value(form.amount(value))

    def name(self, part: Part) -> str:
        if part.effect == "rest":
            return self.say("rest")
        if part.effect == "input":
            return self.metric(part.name) if part.name in self.catalog.metrics else str(part.member or part.name)
        name = self.member(part.member)
        return self.say(part.effect, name=name) if part.effect in ("mix", "rate") else name

    def ask(self, part: Part, metric: str, found: Breakdown) -> str:
        """The words under which a part's own query is asked."""
        within = [self.scope(), *(self.member(member) for _, member in found.within)]
        facts = {"metric": self.metric(metric), "after": self.side("after"), "before": self.side("before")}
        scope = self.joined([part for part in within if part])
        return (
            self.say("ask_input", scope=scope, **facts)
            if part.effect == "input"
            else self.say("ask", scope=scope, name=self.member(part.member), by=self.dimension(part.name), **facts)
        )


def in_scale(found: Breakdown, form: Scaled) -> Rounded:
    """What each part adds, in the table's unit: the parts add up to the change as both are written."""
    parts = tuple(replace(part, adds=form.exact(part.adds)) for part in found.parts)
    return round_parts(replace(found, change=form.exact(found.change), parts=parts), form.decimals)


def period_words(period: Period, language: Language, catalog: Catalog) -> str:
    """A whole unit by its name, other days by the first and the last."""
    last = add(period.effective_end, -1, "day")
    if period.effective_end == period.end:
        for grain in WHOLE:
            if grain_of(period.start, grain, catalog.calendar) == Period(period.start, period.end):
                return write_date(period.start, grain, language, catalog.calendar)
    if period.start == last:
        return period.start.isoformat()
    return say(language, "working.range", first=period.start, last=last)


def part_choices(answer: Answer, catalog: Catalog) -> tuple[Choice, ...]:
    """What may be asked of the parts of an answer: each one's own governed query under the words that its row asks."""
    said = told(answer, catalog)
    rows = [row for split in said.splits for row in split.rows] if said else []
    return tuple({row.ask: Choice(row.name, row.ask, row.part.query) for row in rows if row.ask}.values())


__all__ = ["Row", "Split", "Told", "part_choices", "told"]
