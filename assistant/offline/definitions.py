"""Which metric a word means when it has several definitions.

In order: words of the question, this conversation's choice, the asker's department, the declared default; otherwise it asks back.
"""

from __future__ import annotations

from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import only_names_rows, reaches
from assistant.offline.readings import MetricName, Token
from assistant.plan import Choice, Clarify, Decline
from assistant.question import Question
from catalog.label import Language
from catalog.metric import Aggregate, Metric

SUMS = ("total amount of", "total value of")
NOUN_OF = (" of", " for", " from", " in", " all", " for all", " of all")
RECORDS = ("record", "records")
AMOUNTS = ("amount of", "value of", "amount from")


def read_metrics(parse: Parse, question: Question) -> Clarify | None:
    """Gives each metric word its metric; the question back when one stays open (its first definition is taken to read the rest)."""
    both_definitions(parse)
    chosen, excluded = qualifier_words(parse)
    open_words: list[tuple[Token, tuple[str, ...]]] = []
    for index, token in enumerate(parse.tokens):
        if token.metric is None or index in parse.taken or is_a_key(parse, index, token):
            continue
        if token.metric.is_weak and parse.language == "en" and is_listed(parse, index):
            continue  # sold and returned units: half of a name, which is left to be asked about
        if gives_way(parse, index, token) or is_denied(parse, index, token):
            parse.take(index)
            continue
        candidates = tuple(name for name in token.metric.metrics if name not in excluded) or token.metric.metrics
        candidates = of_kind(parse, index, candidates)
        narrowed = tuple(name for name in candidates if name in chosen) if chosen else ()
        usable = within_reach(parse, token, narrowed or candidates)
        settled = usable if len(usable) == 1 else settle(parse, question, token, usable)
        if len(settled) > 1:
            open_words.append((token, settled))
        parse.metrics[index] = settled[0]
        parse.take(index)
        if token.doubt:
            parse.note("read_as", word=token.text, name=parse.metric(settled[0]).label.in_language(parse.language))
    take_qualifiers(parse)
    remember(parse, question, bool(chosen))
    return ask(parse, question, *open_words[0]) if open_words else None


def of_kind(parse: Parse, index: int, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """How many sales: of several definitions those that count; the amount of sales: those that do not; else one that was named before."""
    before, after = parse.text[: parse.tokens[index].start].lower().rstrip(), parse.at(index + 1)
    counts = tuple(name for name in candidates if is_count(parse, name))
    if before.endswith(SUMS) and len(counts) == len(candidates):
        raise Stop(Decline("not_supported", (("words", f"{before.split()[-2]} of {parse.tokens[index].text}"),)))
    if len(candidates) < 2:
        return candidates
    if before.endswith(AMOUNTS):
        return tuple(name for name in candidates if name not in counts) or candidates
    is_rows = after is not None and after.text.lower() in RECORDS
    if is_rows or parse.has(parse.left(index, "link.of", "link.total", "distinct"), "exist.count"):
        return counts or candidates
    catalog, said = parse.sight.catalog, list(parse.metrics.values())
    named = tuple(name for name in candidates if catalog.metrics[name].formula in [catalog.metrics[other].formula for other in said])
    rows = tuple(name for name in counts if any(only_names_rows(catalog, name, other) for other in said))
    is_noun = parse.text[: parse.tokens[index].start].rstrip().lower().endswith(NOUN_OF) or parse.has(index - 1, "link.all")
    return named[:1] or (rows[:1] if is_noun or (index - 1 in parse.metrics) else ()) or candidates


def is_count(parse: Parse, metric: str) -> bool:
    formula = parse.metric(metric).formula
    return isinstance(formula, Aggregate) and formula.function in ("count", "count_distinct")


def within_reach(parse: Parse, token: Token, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """Of several definitions those that can be seen by everything asked, with a note where that leaves one; all where none can."""
    if len(candidates) == 1:
        return candidates
    catalog = parse.sight.catalog
    asked = [(*other.dimensions, *(member.dimension for member in other.members)) for other in parse.tokens if not other.metric]
    found = tuple(metric for metric in candidates if all(any(reaches(catalog, metric, name) for name in names) for names in asked if names))
    if len(found) == 1:
        parse.note("reaching_definition", word=token.text, name=label(parse, found[0]))
    return found or candidates


def gives_way(parse: Parse, index: int, token: Token) -> bool:
    """'sold' says nothing beside 'units sold by store', but ranks the stores in 'the margin of the five stores that sold most'."""
    if token.metric is None or not token.metric.is_weak or is_listed(parse, index):
        return False
    others = [
        place
        for place, other in enumerate(parse.tokens)
        if other.metric and place != index and (not other.metric.is_weak or place > index) and not is_joined(parse, index, place)
    ]
    if not others:
        return False
    if not parse.has(index + 1, "rank"):
        return True
    ranked_by = any(parse.has(place - 1, "link.ranked_by") for place in others)
    return ranked_by or index + 2 in others or (parse.right(index + 1, "link.of") in others and parse.language == "en")


def is_denied(parse: Parse, index: int, token: Token) -> bool:
    """不是订单数, 是GMV: the carried metric, taken back."""
    before = parse.left(index, "link.of")
    carried = {measure.metric for measure in parse.carried.measures} if parse.carried else set()
    if token.metric is None or not parse.has(before, "negate.open", "negate.no") or not carried & set(token.metric.metrics):
        return False
    parse.take(before)
    parse.follow.add("replace")
    return True


def remember(parse: Parse, question: Question, by_words: bool) -> None:
    """Notes which definition of a word the conversation has chosen: by a qualifier, by its full name, or by a choice that was offered."""
    offered = question.turns[-1].planned.plan if question.turns else None
    if (
        isinstance(offered, Clarify)
        and offered.code == "ambiguous_metric"
        and question.text in {choice.question for choice in offered.choices}
    ):
        word = dict(offered.facts)["word"]
        for metric in parse.metrics.values():
            if any(choice.label == label(parse, metric) for choice in offered.choices):
                parse.note("settled", word=word, metric=metric)
    for metric in dict.fromkeys(parse.metrics.values()):
        for term in parse.sight.catalog.terms:
            name = term.label.surfaces[0]
            names_it = any(surface != name and name in surface for surface in parse.metric(metric).label.surfaces)
            if (
                metric in term.metrics
                and len(term.metrics) > 1
                and (by_words or names_it)
                and is_named(parse, metric, term.label.surfaces, by_words)
            ):
                parse.note("settled", word=name, metric=metric)


def is_named(parse: Parse, metric: str, surfaces: tuple[str, ...], by_words: bool) -> bool:
    """Whether the question names this definition itself, not the bare word."""
    tokens = [parse.tokens[index] for index, name in parse.metrics.items() if name == metric]
    return by_words or any(token.text not in surfaces and token.metric is not None and len(token.metric.metrics) == 1 for token in tokens)


def is_a_key(parse: Parse, index: int, token: Token) -> bool:
    """A name that is a dimension too is one after 'which' and 'top 5'."""
    return bool(token.dimensions) and parse.has(parse.left(index, "link.of"), "link.which", "link.which_many", "link.which_count", "rank")


def qualifier_words(parse: Parse) -> tuple[set[str], set[str]]:
    """The metrics that qualifiers speak for, and those they speak against (不是财务口径)."""
    chosen: set[str] = set()
    excluded: set[str] = set()
    for index, token in enumerate(parse.tokens):
        if token.qualifier and not token.metric and index not in parse.taken and not is_listed(parse, index):
            against = parse.has(parse.left(index, "link.of"), "negate.open")
            (excluded if against else chosen).update(token.qualifier.metrics)
    return chosen - excluded, excluded


def is_joined(parse: Parse, one: int, other: int) -> bool:
    """Whether 'and' stands between two words, so that each is a part of the question by itself."""
    return any(token.has("link.and") for token in parse.tokens[min(one, other) + 1 : max(one, other)])


def is_listed(parse: Parse, index: int) -> bool:
    """销售和毛利额, 销售、毛利: in a list with a figure's own name it is a figure too, not whose definition the other one has."""
    tokens, text = parse.tokens, parse.text
    for left, right in ((index - 1, index), (index, index + 1)):
        if left < 0 or right >= len(tokens):
            continue
        joined = tokens[left].has("link.and") or tokens[right].has("link.and")
        place = 2 * (left if right == index else right) - index if joined else left if right == index else right
        if not (0 <= place < len(tokens)) or not (joined or text[tokens[left].end : tokens[right].start].strip() == "、"):
            continue
        other = tokens[place].metric
        if other is not None and not other.is_weak:
            return True
    return False


def both_definitions(parse: Parse) -> None:
    """运营口径和财务口径都要: each further qualifier is a measure of its own."""
    qualified = [(index, token.qualifier.metrics) for index, token in enumerate(parse.tokens) if token.qualifier and not token.metric]
    terms = [set(token.metric.metrics) for token in parse.tokens if token.metric and len(token.metric.metrics) > 1]
    if len(qualified) < 2 or len(terms) != 1:
        return
    found = {index: one.pop() for index, metrics in qualified if len(one := terms[0] & set(metrics)) == 1}
    if len(found) != len(qualified) or any(parse.has(parse.left(index, "link.of"), "negate.open") for index in found):
        return
    place = next(index for index, token in enumerate(parse.tokens) if token.metric and set(token.metric.metrics) == terms[0])
    parse.metrics.update(found)
    parse.take(place, *found)


def take_qualifiers(parse: Parse) -> None:
    """A qualifier has its part when a metric of the question is one that it speaks of."""
    used = set(parse.metrics.values())
    for index, token in enumerate(parse.tokens):
        if not token.qualifier or token.metric or index in parse.taken or is_listed(parse, index):
            continue
        before = parse.left(index, "link.of")
        against = parse.has(before, "negate.open")
        if against and used and not used & set(token.qualifier.metrics):
            parse.take(index, before)
        elif not against and used & set(token.qualifier.metrics):
            parse.take(index, *([before] if parse.has(before, "link.ranked_by") else []))


def settle(parse: Parse, question: Question, token: Token, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """The one definition that applies, or all that may."""
    if len(candidates) == 1:
        return candidates
    name = token.metric or MetricName(candidates)
    settled = dict(question.settled)
    for word in (name.term, token.text, token.text.lower()):
        if word and settled.get(word) in candidates:
            parse.note("settled_definition", word=token.text, name=label(parse, settled[word]))
            return (settled[word],)
    department = parse.sight.asker.department
    own = tuple(metric for metric in candidates if department and parse.metric(metric).department == department)
    if len(own) == 1:
        parse.note("department_definition", word=token.text, name=label(parse, own[0]), department=department)
        return own
    default = next((term.default for term in parse.sight.catalog.terms if term.label.surfaces[0] == name.term), None)
    if default in candidates:
        others = "、" if parse.language == "zh" else ", "
        rest = others.join(label(parse, metric) for metric in candidates if metric != default)
        parse.note("default_definition", word=token.text, name=label(parse, default), others=rest)
        return (default,)
    return candidates


def ask(parse: Parse, question: Question, token: Token, candidates: tuple[str, ...]) -> Clarify:
    """Which definition? Each choice asks the same question with the metric's full name in the word's place."""
    choices = tuple(choice(question.text, token, parse.metric(name), parse.language) for name in candidates)
    return Clarify("ambiguous_metric", (("word", token.text),), choices)


def choice(text: str, token: Token, metric: Metric, language: Language) -> Choice:
    name = metric.label.in_language(language)
    words = name
    if token.has("loss"):  # 亏钱的门店 by this profit
        words = f"{name}{token.text}" if language == "zh" else f"{token.text} by {name}"
    return Choice(name, put_in(text, token.start, token.end, words))


def put_in(text: str, start: int, end: int, words: str) -> str:
    """The text with other words in the place of start..end, spaced like a sentence."""
    before, after = text[:start], text[end:]
    left = " " if before and before[-1].isascii() and before[-1].isalnum() and words[0].isascii() else ""
    right = " " if after and after[0].isascii() and after[0].isalnum() and words[-1].isascii() else ""
    return f"{before}{left}{words}{right}{after}"


def label(parse: Parse, metric: str) -> str:
    return parse.metric(metric).label.in_language(parse.language)
