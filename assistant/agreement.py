"""Two readers of one question: where both read the same query it stands as read by words; where they differ it is asked, not averaged.

A reading that leaves words of the question without a part, or has a part that no word calls for, is no reading; a plan by the model alone
is governed, never verified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from assistant.explain import Found, either_words, filter_words
from assistant.plan import AWAY, CatalogQuestion, Choice, Clarify, Decline, Plan, Planned, SqlDraft
from assistant.question import Sight
from assistant.usage import Second
from assistant.wording import say
from catalog.calendar import ISO, Calendar
from catalog.catalog import Catalog
from catalog.compiler.days import shifted
from catalog.label import Language
from catalog.metric import Offset
from catalog.period import FISCAL, Period, grain_of
from catalog.query import TIME, Having, Measure, MemberFilter, MetricQuery, Order

UNREAD = ("unknown_words", "not_in_catalog", "no_metric", "not_supported")
UNSAYABLE = ("two_comparisons", "unjoined_metrics", "own_filters", "two_periods")
UNIT = {"quarter": ("month", 3), "year": ("month", 12), "week": ("day", 7)}


def agreed(offline: Planned, model: Planned, sight: Sight) -> Planned:
    """What both readings come to: `offline`, unless the model reads all of a question that words did not, or reads it differently."""
    noted = with_note(offline, model)
    if not is_open(offline.plan):
        return noted
    if isinstance(offline.plan, Decline):
        return alone(model) if is_whole(model) and may_answer(model.plan, offline.plan) else noted
    if isinstance(model.plan, Decline | Clarify) or not is_whole(model):
        return noted
    if same_plan(offline.plan, model.plan, sight.catalog.calendar):
        return noted
    return differing(offline, model, sight)


def standing(offline: Planned, model: Planned, sight: Sight) -> Second:
    """How the model's reading stands to the one by words; one that words do not have is another."""
    if isinstance(model.plan, Decline) and model.plan.code in AWAY:
        return "away"
    if isinstance(model.plan, Decline | Clarify) or not is_whole(model):
        return "none"
    return "same" if same_plan(offline.plan, model.plan, sight.catalog.calendar) else "other"


def with_note(offline: Planned, model: Planned) -> Planned:
    """The offline reading, saying so where the model could not be asked."""
    if isinstance(model.plan, Decline) and model.plan.code in AWAY:
        return replace(offline, notes=(*offline.notes, (model.plan.code, ())))
    return offline


def is_whole(model: Planned) -> bool:
    """Whether a plan is a reading of the question: every word has its part, every part its word."""
    return not isinstance(model.plan, Decline) and not left_out(model) and "parts_not_named" not in model.caveats


def left_out(planned: Planned) -> bool:
    return any(span.kind == "unplaced" for span in planned.reading)


def is_open(plan: Plan) -> bool:
    """Whether a model may add to what words made of a question. A request that is refused, a word with several meanings, and what words
    know to be impossible stay as they are, and a model is not asked."""
    match plan:
        case Decline(code):
            return code in UNREAD or code in UNSAYABLE
        case Clarify() | CatalogQuestion():
            return False
    return True


def may_answer(plan: Plan, declined: Decline) -> bool:
    """Words that were not placed may be read by any plan; what a metric query cannot say, only by governed SQL; the rest by none."""
    return declined.code in UNREAD or (declined.code in UNSAYABLE and isinstance(plan, SqlDraft | Clarify))


def alone(model: Planned) -> Planned:
    return replace(model, caveats=tuple(dict.fromkeys((*model.caveats, "model_only"))))


def same_plan(one: Plan, other: Plan, calendar: Calendar = ISO) -> bool:
    if isinstance(one, MetricQuery) and isinstance(other, MetricQuery):
        return normal(one, calendar) == normal(other, calendar)
    return one == other


def normal(query: MetricQuery, calendar: Calendar = ISO) -> tuple[object, ...]:
    """One form for all queries that give the same rows: the order of measures, keys, members, periods and conditions does not count."""
    settled = {part.dimension for part in query.filters if isinstance(part, MemberFilter) and not part.negated and len(part.values) == 1}
    keys = frozenset(name for name in query.group_by if name not in settled)
    limit = query.limit
    columns: dict[str, object] = {measure.name: plain_measure(measure) for measure in query.measures}  # an alias changes no row
    return (
        frozenset(plain_measure(measure) for measure in query.measures),
        keys,
        None if is_one_bucket(query) else query.grain,
        frozenset(plain_filter(part) for part in query.filters),
        frozenset(frozenset(frozenset(plain_filter(part) for part in side) for side in choice.sides) for choice in query.any_of),
        query.as_of,
        frozenset((columns.get(part.column, part.column), part.operator, number(part.value)) for part in query.having),
        frozenset((frozenset(part.dimensions), normal(part.query, calendar), part.negated) for part in query.within),
        frozenset((period.start, period.end) for period in query.periods),
        compared(query, calendar),
        tuple((columns.get(part.column, part.column), part.descending) for part in query.order) if limit else (),
        (limit.count, frozenset(name for name in limit.per if name == TIME or name in keys)) if limit else None,
        frozenset(plain_filter(part) for part in query.only),
    )


def is_one_bucket(query: MetricQuery) -> bool:
    """Whether splitting by time leaves one row: October by month."""
    if query.grain is None or query.grain in FISCAL or len(query.periods) != 1:
        return False
    period, bucket = query.periods[0], grain_of(query.periods[0].start, query.grain)
    return period.start >= bucket.start and period.end <= bucket.end


def plain_measure(measure: Measure) -> object:
    """What a measure shows, whatever it is called."""
    return (measure.metric, measure.shown, frozenset(plain_filter(part) for part in measure.filters))


def plain_filter(part: object) -> object:
    return (part.dimension, frozenset(part.values), part.negated) if isinstance(part, MemberFilter) else part


def number(value: int | float | Decimal) -> Decimal:
    return Decimal(str(value)).normalize()


def compared(query: MetricQuery, calendar: Calendar) -> object:
    """What a query is compared with: the days themselves, where it names periods; else how far back."""
    if query.comparison is None:
        return None
    if query.periods:
        days = [shifted(replace(period, through=None), query.comparison.to, calendar) for period in query.periods]
        return frozenset((period.start, period.end) for period in days)
    to = query.comparison.to
    if isinstance(to, Period):
        return (to.start, to.end)
    unit, size = UNIT.get(to.grain, (to.grain, 1))
    return (unit, size * to.count)


def differing(offline: Planned, model: Planned, sight: Sight) -> Planned:
    """Asked back with both readings, each worded by what sets it apart."""
    if not isinstance(offline.plan, MetricQuery):
        return offline
    plans = [offline.plan, *([model.plan] if isinstance(model.plan, MetricQuery) else [])]
    worded = [dict(described(plan, sight.catalog, offline.language)) for plan in plans]
    told = [apart(each, worded, offline.language) for each in worded]
    choices = tuple(Choice(label, "", plan) for label, plan in zip(told, plans, strict=True))
    return replace(offline, plan=Clarify("readers_differ", (), choices), notes=())


def apart(one: Mapping[str, str], all_of_them: list[dict[str, str]], language: Language) -> str:
    """The parts of a description that not all share; everything, where there is nothing to tell it from."""
    different = [text for part, text in one.items() if len({each.get(part) for each in all_of_them}) > 1]
    return say(language, "answer.joined").join(different or list(one.values()))


def described(query: MetricQuery, catalog: Catalog, language: Language) -> Iterator[tuple[str, str]]:
    """A query in words, part by part; an empty part says that it is empty, so that it can be told from one that is not."""
    found = Found(query, catalog, (), (), (), language)
    joint = say(language, "answer.joined")
    yield "metrics", joint.join(measure_words(query, catalog, language))
    keys = [*([say(language, f"grain.{query.grain}")] if query.grain else []), *(names_of(query.group_by, catalog, language))]
    yield "keys", say(language, "difference.keys", keys=keys) if keys else say(language, "difference.no_keys")
    filters = [filter_words(found, part) for part in (*query.filters, *query.only)]
    filters += [either_words(found, choice) for choice in query.any_of]
    yield "filters", joint.join(filters) if filters else say(language, "difference.no_filters")
    periods = [say(language, "difference.period", start=period.start, end=last_day(period)) for period in query.periods]
    yield "periods", joint.join(periods) if periods else say(language, "difference.no_periods")
    yield "as_of", say(language, "difference.as_of", day=query.as_of) if query.as_of else say(language, "difference.today")
    yield "comparison", comparison_words(query, language)
    bounds = [bound_words(part, query, catalog, language) for part in query.having]
    yield "bounds", joint.join(bounds) if bounds else say(language, "difference.no_bounds")
    yield "rank", rank_words(query, catalog, language)
    yield "within", joint.join(within_words(query, catalog, language, joint)) or say(language, "difference.no_within")


def within_words(query: MetricQuery, catalog: Catalog, language: Language, joint: str) -> Iterator[str]:
    for part in query.within:
        inner = joint.join(text for _, text in described(part.query, catalog, language))
        yield say(language, "difference.not_within" if part.negated else "difference.within", queries=[inner])


def measure_words(query: MetricQuery, catalog: Catalog, language: Language) -> Iterator[str]:
    for measure in query.measures:
        kind, name = type(measure.shown).__name__.lower(), catalog.metric(measure.metric).label.in_language(language)
        shown = name if kind == "plain" else say(language, f"column.{kind}", name=name)
        own = [filter_words(Found(query, catalog, (), (), (), language), part) for part in measure.filters]
        yield say(language, "working.measure_of", name=shown, filters=own) if own else shown


def names_of(names: tuple[str, ...], catalog: Catalog, language: Language) -> list[str]:
    return [say(language, "column.metric_time") if name == TIME else catalog.dimension(name).label.in_language(language) for name in names]


def comparison_words(query: MetricQuery, language: Language) -> str:
    if query.comparison is None:
        return say(language, "difference.no_comparison")
    to = query.comparison.to
    if isinstance(to, Offset):
        return say(language, "difference.earlier", count=to.count, grain=say(language, f"grain.{to.grain}"))
    return say(language, "difference.against", start=to.start, end=last_day(to))


def bound_words(part: Having, query: MetricQuery, catalog: Catalog, language: Language) -> str:
    metric = next((measure.metric for measure in query.measures if part.column.startswith(measure.metric)), "")
    name = catalog.metric(metric).label.in_language(language) if metric else part.column
    return f"{name} {part.operator} {part.value}"


def rank_words(query: MetricQuery, catalog: Catalog, language: Language) -> str:
    if query.limit is None:
        return say(language, "difference.all_rows")
    way = "lowest" if any(not part.descending for part in query.order[:1]) else "highest"
    per = names_of(query.limit.per, catalog, language)
    column = ordering(query.order, query, catalog, language)
    return say(language, f"difference.{way}", count=query.limit.count, per=per, metric=column)


def ordering(order: tuple[Order, ...], query: MetricQuery, catalog: Catalog, language: Language) -> str:
    column = order[0].column if order else query.measures[0].name
    metric = next((measure.metric for measure in query.measures if column.startswith(measure.metric)), None)
    return catalog.metric(metric).label.in_language(language) if metric else column


def last_day(period: Period) -> date:
    return period.end - timedelta(days=1)
