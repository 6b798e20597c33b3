"""A reply cut down to what was offered: all that is kept and shown of what a model wrote. Anything else in it is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.llm.known import Known
from assistant.llm.reply import Kind, Reply
from assistant.llm.schema import GRAINS

OF_QUERIES = ("metrics", "by", "only", "without", "periods", "compare", "show", "order", "top", "per", "bounds", "among")
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "metric_query": OF_QUERIES,
    "clarify": OF_QUERIES,
    "governed_sql": ("sql",),
    "row_list": ("dataset", "only", "without", "periods"),
    "catalog_question": ("about", "metrics"),
    "decline": (),
}


def offered(reply: Reply, known: Known) -> Reply:
    """The parts that a plan of its kind has, and in them only names and words that the model was given."""
    reads = tuple(part for part in reply.reads if part.words in known.words_to_read and part.id in known.likely[part.words])
    return Reply(kind=reply.kind, reads=reads).model_copy(update={name: kept(name, reply, known) for name in FIELDS[reply.kind]})


def kept(name: str, reply: Reply, known: Known) -> object:
    found = getattr(reply, name)
    match name:
        case "metrics":
            return among(found, known.metrics)
        case "by" | "per":
            return among(found, (*known.dimensions, *GRAINS))
        case "only" | "without":
            return among(found, (*known.members, *(label.partition(": ")[2] for label in known.members)))
        case "periods":
            return among(found, known.periods)
        case "bounds":
            return tuple(part for part in found if part.metric in known.metrics and part.number in known.numbers)
        case "among" if found and (found.metric not in known.metrics or found.by not in known.dimensions):
            return None
        case "among" if found and found.number not in known.numbers:
            return found.model_copy(update={"number": None, "op": None})
        case "dataset":
            return found if found in known.datasets else None
    return found


def among(names: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    given = set(given)
    return tuple(name for name in names if name in given)
