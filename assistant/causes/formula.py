"""A change through the formula: what each input adds to it, by Shapley's value over all orders in which the inputs could have changed.

Shapley's value (L. S. Shapley, 1953; as a decomposition: A. Shorrocks, Journal of Economic Inequality 11, 2013) is exact, treats all inputs
alike and needs no logarithm, so that losses and empty bases are no exception; of a sum it is each input's own change. The same holds for
identities that the tree of metrics gives: a metric is the sum of the metrics below it, or one of them times what it is divided by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

from assistant.causes.arithmetic import inputs_and_tree, value_of
from assistant.causes.choice import EACH, ENOUGH, MOST_LEADING
from assistant.causes.inquiry import Inquiry, total_of
from assistant.causes.parts import Breakdown, Method, Part
from assistant.causes.sides import Pair, about, measure_of, two_values
from assistant.causes.slices import CLOSE
from assistant.causes.subject import UNANSWERED, Subject
from assistant.causes.terms import inputs_table, moved, term_of
from assistant.plan import Why
from catalog.lineage import children_of, formula_of
from catalog.metric import Input, Ratio
from catalog.query import Measure

MOST_INPUTS = 10  # 2 to that power values are computed

Compute = Callable[[Mapping[str, float | None]], float | None]


@dataclass(frozen=True)
class Identity:
    """Inputs by alias that give the metric when computed."""

    inputs: tuple[Input, ...]
    compute: Compute
    method: Method = "shapley"


@dataclass(frozen=True)
class ByInput:
    """A breakdown by inputs, and the question of each named one, to go on with."""

    breakdown: Breakdown
    leading: tuple[tuple[str, Why], ...]


def own_formula(inquiry: Inquiry, subject: Subject) -> Identity | None:
    """What the metric's formula says it is."""
    found = inputs_and_tree(formula_of(inquiry.sight.catalog, subject.metric))
    if found is None or len(found[0]) > MOST_INPUTS:
        return None
    inputs, tree = found
    return Identity(tuple(replace(each, alias=alias) for alias, each in inputs.items()), lambda values: value_of(tree, values))


def levels_below(inquiry: Inquiry, subject: Subject) -> list[Identity]:
    """What the tree of metrics says it may be: the sum of the metrics below it, or a product that their definitions give."""
    catalog = inquiry.sight.catalog
    below = children_of(catalog, subject.metric)
    ratios = {name: formula for name in below if isinstance(formula := formula_of(catalog, name), Ratio) and is_plain(formula)}
    sums = tuple(name for name in below if name not in ratios)
    found = [Identity(tuple(map(plain, sums)), added, "difference")] if len(sums) > 1 else []
    own = formula_of(catalog, subject.metric)
    whole = own if isinstance(own, Ratio) and is_plain(own) else None
    for name, formula in ratios.items():
        if formula.numerator.metric == subject.metric and formula.denominator.metric in catalog.metrics:
            found.append(Identity((plain(formula.denominator.metric), plain(name)), multiplied))
        for other, inner in ratios.items() if whole else ():
            assert whole is not None  # or there is nothing to go through
            ends = (formula.numerator.metric, inner.denominator.metric) == (whole.numerator.metric, whole.denominator.metric)
            if ends and formula.denominator.metric == inner.numerator.metric:
                found.append(Identity((plain(other), plain(name)), multiplied))
    return found


def plain(name: str) -> Input:
    return Input(name, name)


def is_plain(formula: Ratio) -> bool:
    return not any(side.filters or side.offset for side in (formula.numerator, formula.denominator))


def added(values: Mapping[str, float | None]) -> float | None:
    return sum(value or 0.0 for value in values.values())


def multiplied(values: Mapping[str, float | None]) -> float | None:
    first, second = values.values()
    return None if first is None or second is None else first * second


def by_input(inquiry: Inquiry, subject: Subject, identity: Identity) -> ByInput | None:
    """The change by inputs; None where they cannot be had, or do not give the metric's own two values."""
    try:
        found = total_of(inputs_table(inquiry, subject.why, identity.inputs), len(identity.inputs))
        terms = [term_of(each, subject.why) for each in identity.inputs]
    except UNANSWERED:
        return None
    pairs = dict(zip((each.alias for each in identity.inputs), found, strict=True))
    shares = shapley(pairs, identity.compute)
    if shares is None or not gives(pairs, identity.compute, subject.total):
        return None
    questions = [
        about(moved(subject.why, term.offset, inquiry), Measure(term.measure.metric, filters=term.measure.filters)) for term in terms
    ]
    parts = [
        (Part(each.metric, each.metric, "input", pair.before, pair.after, adds, two_values(asked, (measure_of(asked),))), asked)
        for each, pair, adds, asked in zip(identity.inputs, found, shares, questions, strict=True)
    ]
    leading = leading_inputs([part for part, _ in parts], subject.change)
    order = sorted(parts, key=lambda each: (each[0] not in leading, -abs(each[0].adds)))
    explains = min(1.0, sum(part.adds for part in leading) / subject.change) if leading else 0.0
    breakdown = Breakdown(
        subject.metric,
        identity.method,
        subject.change,
        tuple(part for part, _ in order),
        subject.within,
        explains,
        leading=len(leading),
        of=subject.of,
    )
    return ByInput(breakdown, tuple((part.name, asked) for part, asked in order[: len(leading)]))


def leading_inputs(parts: Sequence[Part], change: float) -> list[Part]:
    """The inputs that carry two thirds of the change, each a tenth at least."""
    taken: list[Part] = []
    for part in sorted(parts, key=lambda each: -each.adds / change) if change else ():
        if part.adds / change < EACH or len(taken) == MOST_LEADING or sum(each.adds for each in taken) / change >= ENOUGH:
            break
        taken.append(part)
    return taken


def gives(pairs: Mapping[str, Pair], compute: Compute, total: Pair) -> bool:
    """Whether the inputs' values give the metric's on both sides."""
    sides = (({name: pair.before for name, pair in pairs.items()}, total.before), ({n: p.after for n, p in pairs.items()}, total.after))
    for values, known in sides:
        value = compute(values)
        largest = max((abs(each) for each in (*values.values(), known) if each is not None), default=0.0)
        if value is None or known is None or abs(value - known) > CLOSE * max(largest, 1e-300):
            return False
    return True


def shapley(pairs: Mapping[str, Pair], compute: Compute) -> list[float] | None:
    """What each input adds, in order; None where a mixture of both sides has no value (a divisor of nought)."""
    names = list(pairs)
    values: dict[frozenset[str], float] = {}
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            value = compute({name: pair.after if name in chosen else pair.before for name, pair in pairs.items()})
            if value is None:
                return None
            values[frozenset(chosen)] = value
    return [share(name, names, values) for name in names]


def share(name: str, names: Sequence[str], values: Mapping[frozenset[str], float]) -> float:
    others, count = [each for each in names if each != name], len(names)
    total = 0.0
    for size in range(count):
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        for chosen in combinations(others, size):
            without = frozenset(chosen)
            total += weight * (values[without | {name}] - values[without])
    return total
