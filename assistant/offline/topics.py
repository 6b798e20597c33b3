"""历年产量的平均产量: a figure whose word only says what the next one is about. Its own number is not asked."""

from __future__ import annotations

from assistant.offline.parse import Parse
from catalog.catalog import Catalog
from catalog.lineage import datasets_of
from catalog.metric import Aggregate

COUNTS = ("count", "count_distinct")
TOTALS = ("总和", "总额", "合计", "总计", "加起来")
OVER_ROWS = ("average", "max", "min")


def leave_topics(parse: Parse) -> None:
    """Of two figures of the same rows with only 的 between, the first names the rows: 产量的平均产量, 历年产量的成本."""
    for place in sorted(parse.metrics):
        head = place + 2
        if head not in parse.metrics or parse.tokens[place + 1].text != "的":
            continue
        if is_topic(parse, parse.metrics[place], parse.metrics[head], parse.has(place - 1, "show.through")):
            parse.topics[place] = head
    for place in parse.topics:
        del parse.metrics[place]


def is_topic(parse: Parse, noun: str, head: str, is_record: bool) -> bool:
    """Whether the first is a plain sum over all rows that the second is made of: the same figure, or a record of it over the years.

    折扣的销售额 may be the sales that had one, and a number of rows may be of some of them only.
    """
    catalog = parse.sight.catalog
    whole, asked = catalog.metrics[noun].formula, catalog.metrics[head].formula
    if noun == head:
        return True  # 历年收成的总产量
    if not isinstance(whole, Aggregate) or whole.function != "sum":
        return False
    if isinstance(asked, Aggregate) and asked.function in COUNTS:
        return False
    is_same = isinstance(asked, Aggregate) and asked.expression == whole.expression
    same_rows = whole.filter is None or (isinstance(asked, Aggregate) and asked.filter == whole.filter)
    return (is_same or is_record) and same_rows and datasets_of(catalog, head) == {whole.dataset}


def settle_through_years(parse: Parse) -> None:
    """The average, highest or total of figures over the years is one number for each key, not one a year."""
    for index, token in enumerate(parse.tokens):
        heads = [place for place in parse.metrics if place > index or parse.language == "en"]
        if token.has("show.through") and heads and any(grain[1] == index for grain in parse.grains):
            head = min(heads)
            is_about = any(index < place < head for place in parse.topics) or parse.language == "en"
            if says_total_after(parse, head) or (is_about and is_row_a_year(parse, parse.metrics[head])):
                parse.grains = [grain for grain in parse.grains if grain[1] != index]


def says_total_after(parse: Parse, head: int) -> bool:
    """产量的总和, 产量合计: the total stands last; 每年的总产量 is one a year."""
    words = [parse.tokens[head].text, *(token.text for token in parse.tokens[head + 1 : parse.right(head, "link.of") + 1])]
    return any(text.endswith(TOTALS) for text in words)


def is_row_a_year(parse: Parse, metric: str) -> bool:
    """Whether it is taken over rows of which each key has one a year, so that it is taken over the years."""
    catalog, formula = parse.sight.catalog, parse.metric(metric).formula
    if not isinstance(formula, Aggregate) or formula.function not in OVER_ROWS or catalog.datasets[formula.dataset].time_grain != "year":
        return False
    return things_of(catalog, formula.dataset) <= {catalog.dimensions[group.name].dataset for group in parse.groups}


def things_of(catalog: Catalog, dataset: str) -> set[str]:
    """The tables that its rows look up."""
    return {join.right for join in catalog.joins if join.left == dataset}
