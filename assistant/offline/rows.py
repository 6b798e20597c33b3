"""Detail rows: 列出昨天的退款明细, list the flights of … A list of rows is never answered by their number."""

from __future__ import annotations

import re

from assistant.offline.comparing import read_times
from assistant.offline.coverage import Cover
from assistant.offline.members import read_members
from assistant.offline.parse import Parse, Stop
from assistant.offline.readings import Token
from assistant.offline.related import tells_records
from assistant.plan import Decline, Plan
from catalog.catalog import Catalog
from catalog.joins import paths
from catalog.metric import Aggregate
from catalog.query import RowList
from retrieval.text import stem

COUNTS = ("数", "量", "数量", "总数", "人数", "次数", "率", "额", "多少")
KEYS = ("rank", "condition", "exist.count", "show", "compare", "link.each", "link.split")


def asks_for_rows(parse: Parse) -> bool:
    """Whether single rows are asked for: by a word for them, or a list of what a metric counts."""
    if any(token.has("rows.detail") and not tells_records(parse, index) for index, token in enumerate(parse.tokens)):
        return True
    if any((token.has(*KEYS) and not token.members) or token.grain or token.grain_noun or is_key(token) for token in parse.tokens):
        return False
    for index, token in enumerate(parse.tokens):
        if not names_rows(parse.sight.catalog, token):
            continue
        before = parse.at(parse.left(index, "link.of", "link.all"))
        if before and before.has("link.which", "link.which_many", "link.which_count", "ask.members") and before.text.lower() != "what":
            return True
        if any(other.has("rows.list", "ask.members") for other in parse.tokens[:index]):
            return True
        if parse.language == "zh" and any(other.has("rows.list") for other in parse.tokens[index:]):
            return True  # 把…的订单列出来
    return False


def is_key(token: Token) -> bool:
    return bool(token.dimensions) and not token.metric and not token.members


def names_rows(catalog: Catalog, token: Token) -> bool:
    """Flights and 订单 are things; 航班数 and number of flights are numbers."""
    if (
        token.metric is None
        or token.dimensions
        or token.text.endswith(COUNTS)
        or "number" in token.text.lower()
        or "count" in token.text.lower()
    ):
        return False
    if token.text.isascii() and any(
        token.text.lower() == name.lower() for dataset in catalog.datasets.values() for name in dataset.label.surfaces
    ):
        return True
    formulas = [catalog.metrics[name].formula for name in token.metric.metrics]
    return all(isinstance(formula, Aggregate) and formula.function in ("count", "count_distinct") for formula in formulas)


def row_list(cover: Cover, parse: Parse) -> Plan:
    """The rows of one dataset in the question's period and of its members, if that is all it says."""
    words = parse.joined(token.text for token in parse.tokens if token.has("rows") or token.metric)
    dataset = dataset_named(parse)
    if dataset is None or cover.left_over:
        return Decline("rows_of_what", (("words", words),))
    if not parse.sight.may_list_rows:
        return Decline("rows_not_shown", (("words", words),))
    try:
        parse.take(
            *(index for index, token in enumerate(parse.tokens) if token.metric or token.has("rows", "ask.members", "link.which_many"))
        )
        read_members(parse)
        read_times(parse)
    except Stop as stop:
        return stop.plan
    left = [token.text for index, token in enumerate(parse.tokens) if index not in parse.taken and not token.has("filler", "link", "rows")]
    if left or parse.comparison is not None or parse.pending or len(parse.whens) > 1 or not all_reach(parse, dataset):
        return Decline("rows_of_what", (("words", parse.joined(left) or words),))
    if parse.whens and parse.sight.catalog.datasets[dataset].time is None:
        return Decline("rows_of_what", (("words", words),))
    return RowList(dataset, filters=tuple(parse.filters), periods=tuple(when.period for when in parse.whens))


def all_reach(parse: Parse, dataset: str) -> bool:
    catalog = parse.sight.catalog
    targets = [catalog.dimensions[part.dimension] for part in parse.filters]
    return all(len(paths(catalog, dataset, target.dataset, target.via)) == 1 for target in targets)


def dataset_named(parse: Parse) -> str | None:
    """The one dataset that the question names, or that its only metric counts whole."""
    catalog, text = parse.sight.catalog, parse.text.lower()
    named = {
        (dataset.id, name.lower()) for dataset in catalog.datasets.values() for name in dataset.label.surfaces if is_in(name.lower(), text)
    }
    metrics = {name for token in parse.tokens if token.metric for name in token.metric.metrics}
    if len({dataset for dataset, _ in named}) == 1:
        labels = [label for _, label in named]
        is_more = any(token.metric and not any(stem(token.text.lower()) in label for label in labels) for token in parse.tokens)
        return None if is_more else named.pop()[0]
    counted = [catalog.metrics[name].formula for name in metrics]
    if len(counted) == 1 and isinstance(counted[0], Aggregate) and counted[0].filter is None and counted[0].function == "count":
        return counted[0].dataset
    return None


def is_in(name: str, text: str) -> bool:
    """Whether the text has the name as words of its own, in singular or plural."""
    if not name.isascii():
        return name in text
    return re.search(rf"(?<![a-z]){re.escape(stem(name))}s?(?![a-z])", text) is not None
