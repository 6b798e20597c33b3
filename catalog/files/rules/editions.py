"""Earlier definitions of a metric are numbered below today's, in the order in which they held."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Fault
from catalog.files.build import Written


def ordered_editions(written: Written) -> Iterator[Fault]:
    """Versions rise with the days on which they ended, no two end on one day, and all are below the metric's own."""
    for name, entry in written.metrics.items():
        in_order = sorted(enumerate(entry.value.editions), key=lambda placed: placed[1].until)
        for place, edition in in_order:
            if edition.version >= entry.value.version:
                facts = (("metric", name), ("version", str(edition.version)), ("current", str(entry.value.version)))
                yield Fault(entry.at("editions", place, "version"), "edition_not_earlier", facts)
        highest, ended = 0, None
        for place, edition in in_order:
            if edition.until == ended:
                yield Fault(entry.at("editions", place, "until"), "edition_twice", (("metric", name), ("until", str(ended))))
            elif edition.version <= highest:
                facts = (("metric", name), ("version", str(edition.version)), ("earlier", str(highest)))
                yield Fault(entry.at("editions", place, "version"), "edition_order", facts)
            highest, ended = max(highest, edition.version), edition.until
