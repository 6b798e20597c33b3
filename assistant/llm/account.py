"""The account of words for a plan that a model made: every word of the question has its part in the plan, every part its word.

What a model says a word stands for counts only when the search by meaning finds the same thing for that word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.llm.arithmetic import Around, Stretches, arithmetic_in, around
from assistant.llm.known import NEVER, Known, Stretch
from assistant.llm.reply import Reply
from assistant.llm.sides import Between, does, operations_of
from assistant.offline.comparing import BASES
from assistant.offline.readings import Token
from assistant.plan import CatalogQuestion, Plan, Span, SqlDraft
from catalog.calendar import Calendar
from catalog.compiler.days import shifted
from catalog.lineage import datasets_of
from catalog.metric import Offset
from catalog.period import Period
from catalog.query import Comparison, Filter, Having, MemberFilter, MetricQuery, RangeFilter, Rank, RowList, Running, Share

BY_WINDOW = ("Ahead", "Leader", "RankChange")  # differences between rows or ranks
ALWAYS = ("filler", "chart", "chart_word", "follow", "only")
FREE_LINKS = ("of", "and", "all", "total", "ranked_by", "split")


@dataclass(frozen=True)
class Account:
    """The reading with what stayed without a part as 'unplaced', and the names in the plan that no word of the question stands for."""

    spans: tuple[Span, ...]
    unnamed: tuple[str, ...]

    @property
    def unplaced(self) -> tuple[str, ...]:
        return tuple(span.text for span in self.spans if span.kind == "unplaced")

    @property
    def problem(self) -> str:
        """What the model is told, empty when all is accounted for."""
        left = f"no part of it stands for {', '.join(map(repr, self.unplaced))} of the question. " if self.unplaced else ""
        return left + (f"no word of the question stands for {', '.join(self.unnamed)}. " if self.unnamed else "")


@dataclass(frozen=True)
class Parts:
    """Everything that the metric queries of a plan say, and what SQL around them does."""

    queries: tuple[MetricQuery, ...]
    sql: Around = Around()
    operations: tuple[Between, ...] = ()

    @property
    def metrics(self) -> set[str]:
        return {measure.metric for query in self.queries for measure in query.measures}

    @property
    def keys(self) -> set[str]:
        return {name for query in self.queries for name in query.group_by} | {
            name for query in self.queries for part in query.within for name in part.dimensions
        }

    @property
    def grains(self) -> set[str]:
        return {query.grain for query in self.queries if query.grain}

    @property
    def filters(self) -> list[Filter]:
        return [part for query in self.queries for part in (*query.all_filters, *query.only)]

    @property
    def bounds(self) -> list[Having]:
        return [part for query in self.queries for part in query.having]

    @property
    def comparisons(self) -> list[Comparison]:
        return [query.comparison for query in self.queries if query.comparison]

    @property
    def is_ordered(self) -> bool:
        return any(query.order or query.limit for query in self.queries) or self.shows(Rank) or self.sql.is_ordered

    def shows(self, kind: type[Share | Running | Rank]) -> bool:
        return any(isinstance(measure.shown, kind) for query in self.queries for measure in query.measures)


def parts_of(queries: Iterable[MetricQuery]) -> Parts:
    """With the queries that choose members."""
    return Parts(tuple(each for query in queries for each in (query, *parts_of(part.query for part in query.within).queries)))


def account_of(plan: Plan, queries: tuple[MetricQuery, ...], reply: Reply, known: Known) -> Account:
    """The account of a plan; `queries` are those inside it."""
    if isinstance(plan, CatalogQuestion):
        return about_account(plan, reply, known)
    if isinstance(plan, RowList):
        return Account(tuple(span if fits_rows(span, plan, known) else unplaced(span) for span in spans_of(known)), ())
    parts = parts_of(queries)
    if isinstance(plan, SqlDraft):
        parts = replace(parts, sql=around(plan.text), operations=operations_of(plan.text, known.sight.catalog))
    confirmed = confirmed_reads(reply, known, parts)
    done = [stretch for stretch in arithmetic_in(known.text) if does(stretch[2], parts.operations, known)]
    placed = [
        token.span() if inside(token, done) or token.is_filler or has_part(token, place, parts, known) else unplaced(token.span())
        for place, token in enumerate(known.tokens)
    ]
    read = [
        Span(part.start, part.end, part.text, "metric" if confirmed[part.text] in known.metrics else "dimension", confirmed[part.text])
        if part.text in confirmed
        else Span(part.start, part.end, part.text, "operator" if inside(part, done) else "unplaced")
        for part in known.unknown
    ]
    spans = tuple(sorted([*placed, *read], key=lambda span: span.start))
    return Account(spans, tuple(unnamed_parts(parts, confirmed, known)))


def inside(part: Token | Stretch, stretches: Stretches) -> bool:
    return any(start <= part.start and part.end <= end for start, end, _ in stretches)


def unplaced(span: Span) -> Span:
    return span if span.kind == "filler" else replace(span, kind="unplaced", meaning="")


def spans_of(known: Known) -> tuple[Span, ...]:
    left = [Span(part.start, part.end, part.text, "unplaced") for part in known.unknown]
    return tuple(sorted([*(token.span() for token in known.tokens), *left], key=lambda span: span.start))


def about_account(plan: CatalogQuestion, reply: Reply, known: Known) -> Account:
    """A question about the catalog: its metrics are named, and a word asks about them."""
    asks = any(token.has("ask") for token in known.tokens)
    fits = asks and not known.unknown and set(plan.names) <= {*known.named.values(), *known.dimensions}
    return Account(spans_of(known) if fits else tuple(unplaced(span) for span in spans_of(known)), ())


def fits_rows(span: Span, rows: RowList, known: Known) -> bool:
    """Whether a list of rows says what a stretch means: its members and periods are kept, its names are about those rows."""
    match span.kind:
        case "period":
            return any(f"{period.start}..{period.end}" == span.meaning for period in rows.periods)
        case "member":
            kept = {f"{part.dimension}={value}" for part in rows.filters if isinstance(part, MemberFilter) for value in part.values}
            return not kept.isdisjoint(span.meaning.split("|"))
        case "metric":
            named = [name for name in span.meaning.split("|") if name in known.metrics]
            return any(rows.dataset in datasets_of(known.sight.catalog, name) for name in named)
        case "dimension":
            return any(known.sight.catalog.dimension(name).dataset == rows.dataset for name in span.meaning.split("|"))
    return span.kind == "filler"


def confirmed_reads(reply: Reply, known: Known, parts: Parts) -> dict[str, str]:
    """Unknown words -> what they stand for: said by the model, used in the plan, and found by the search too.

    A word that is no metric's name stands for a metric only where no other word names one, or where it says the same again.
    """
    found: dict[str, str] = {}
    for read in reply.reads:
        is_metric = read.id in parts.metrics and (not known.named or read.id in known.named.values())
        if (is_metric or read.id in parts.keys) and read.id in known.likely.get(read.words, ()):
            found[read.words] = read.id
    return found


def unnamed_parts(parts: Parts, confirmed: dict[str, str], known: Known) -> Iterator[str]:
    """Metrics, dimensions, grains and operations of the plan that nothing in the question calls for."""
    tokens, carried = known.tokens, known.question.carried
    earlier = parts_of([carried]) if carried else Parts(())
    metrics = {*known.named.values(), *confirmed.values(), *earlier.metrics}
    metrics |= {name for token in tokens if token.qualifier for name in token.qualifier.metrics}
    keys = {name for token in tokens for name in token.dimensions} | {*confirmed.values(), *earlier.keys}
    keys |= {member.dimension for token in tokens for member in token.members}
    yield from sorted(parts.metrics - metrics)
    yield from sorted(parts.keys - keys)
    times = any(token.grain or token.grain_noun or token.has("show.trend", "show.running") for token in tokens)
    if not times:
        yield from sorted(parts.grains - earlier.grains)
    if parts.comparisons and not earlier.comparisons and not known.has("compare", "rank.fast"):
        yield "compare"
    if any(query.limit for query in parts.queries) and not known.has("rank", "link.which") and not any(q.limit for q in earlier.queries):
        yield "top"
    sums = [name for _, _, name in arithmetic_in(known.text)]
    for kind, word in ((Share, "show.share"), (Running, "show.running"), (Rank, "show.rank_of")):
        if kind is Rank and "RankChange" in sums:
            continue
        if parts.shows(kind) and not known.has(word, "show.grand") and not earlier.shows(kind):
            yield "show"
    wanted = Counter("Sub" if name in BY_WINDOW else name for name in sums or ["Sub"] * known.has("compare.difference"))
    yield from sorted(Counter(operation.name for operation in parts.operations) - wanted)
    if any(isinstance(part, MemberFilter) and part.negated for part in parts.filters) and not known.has("negate") and not earlier.filters:
        yield "except"


def has_part(token: Token, place: int, parts: Parts, known: Known) -> bool:
    """Whether some reading of the token is in the plan."""
    if token.has(*NEVER):
        return False
    named = known.named.get(place)
    checks = (
        named in parts.metrics if named else bool(token.metric and set(token.metric.metrics) & parts.metrics),
        bool(token.qualifier and set(token.qualifier.metrics) & parts.metrics),
        any(holds_member(part, member.dimension, member.value) for member in token.members for part in parts.filters),
        any(has_key(name, parts, known) for name in token.dimensions),
        bool(token.when and has_period(token, parts, known)),
        bool(token.grain and token.grain in parts.grains) or bool(token.grain_noun and token.grain_noun in parts.grains),
        any(has_operation(word.role, word.code, token, place, parts, known) for word in token.words),
    )
    return any(checks)


def holds_member(part: Filter, dimension: str, value: object) -> bool:
    return isinstance(part, MemberFilter) and part.dimension == dimension and value in part.values


def has_key(name: str, parts: Parts, known: Known) -> bool:
    """Split by it, or filtered on it or on the thing that it is a level of."""
    dimensions = known.sight.catalog.dimensions
    return name in parts.keys or any(dimensions[part.dimension].dataset == dimensions[name].dataset for part in parts.filters)


def has_period(token: Token, parts: Parts, known: Known) -> bool:
    assert token.when is not None
    wanted = (token.when.period.start, token.when.period.end)
    said = [period for query in parts.queries for period in query.periods]
    compared = [period for query in parts.queries if query.comparison for period in compared_periods(query, known.sight.catalog.calendar)]
    return wanted in [(period.start, period.end) for period in (*said, *compared)]


def compared_periods(query: MetricQuery, calendar: Calendar) -> list[Period]:
    assert query.comparison is not None
    return [shifted(replace(period, through=None), query.comparison.to, calendar) for period in query.periods]


def has_operation(role: str, code: str, token: Token, place: int, parts: Parts, known: Known) -> bool:
    """Whether the plan does what a closed-class word asks for."""
    if role in ALWAYS:
        return True
    match role:
        case "link":
            if code == "or":
                return any(len(part.values) > 1 for part in parts.filters if isinstance(part, MemberFilter))
            return code in FREE_LINKS or bool(parts.keys or parts.grains)
        case "rank":
            return code != "nth" and parts.is_ordered and has_count(token, parts)
        case "condition":
            return has_numbers(token, parts)
        case "compare":
            return has_comparison(code, parts)
        case "show":
            return has_show(code, parts)
        case "negate":
            return code != "no" and any(isinstance(part, MemberFilter) and part.negated for part in parts.filters)
        case "exist":
            return (code == "any" and bool(parts.bounds)) or beside_metric(place, known) or counts(parts, known)
        case "ask":
            return code == "members" and bool(parts.keys)
    return False


def has_count(token: Token, parts: Parts) -> bool:
    counts = {query.limit.count for query in parts.queries if query.limit} | parts.sql.numbers
    return all(int(number.value) in counts for word in token.words if word.role == "rank" for number in word.numbers)


def has_numbers(token: Token, parts: Parts) -> bool:
    """Each number of a bound, as written or as a percentage; a bound without a number is one at zero."""
    bounds = [part.value for part in parts.bounds] + [part.value for part in parts.filters if isinstance(part, RangeFilter)]
    values = {abs(float(str(value))) for value in bounds} | parts.sql.numbers
    word = token.word("condition")
    numbers = [abs(float(number.value)) for number in word.numbers] if word else []
    return bool(values) and all(number in values or number / 100 in values for number in numbers or [0.0])


def has_comparison(code: str, parts: Parts) -> bool:
    if code in BASES:
        return any(comparison.to in (BASES[code], Offset(12, "month")) for comparison in parts.comparisons)
    several = any(len(part.values) > 1 for part in parts.filters if isinstance(part, MemberFilter))
    several = (
        several or any(len(query.periods) > 1 for query in parts.queries) or any(operation.name == "Sub" for operation in parts.operations)
    )
    side_by_side = code in ("versus", "difference") and several
    return bool(parts.comparisons) or side_by_side


def has_show(code: str, parts: Parts) -> bool:
    match code:
        case "share" | "grand" | "inside":
            return parts.shows(Share)
        case "running":
            return parts.shows(Running)
        case "trend":
            return bool(parts.grains)
        case "rank_of":
            return parts.shows(Rank)
        case "order" | "order_down" | "order_up":
            return parts.is_ordered
    return False


def counts(parts: Parts, known: Known) -> bool:
    """Whether a metric of the plan is a count: how many."""
    return any(known.sight.catalog.metrics[name].format.style == "integer" for name in parts.metrics)


def beside_metric(place: int, known: Known) -> bool:
    """有多少订单: 'how many' asks for the metric next to it."""
    around = [token for token in known.tokens[max(0, place - 2) : place + 3] if token.metric]
    return bool(around)
