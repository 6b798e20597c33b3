"""What was written has to pass our own rules: a metric that they refuse is left out, with what is made of it, and says why."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.errors import Fault, Faulty
from catalog.files.importers.datasets import Entry
from catalog.files.importers.fidelity import Fidelity, Item
from catalog.files.importers.writing import section_text
from catalog.files.load import read_catalog


def leave_out_refused(sections: dict[str, list[Entry]], sources: dict[str, Item], fidelity: Fidelity) -> None:
    """Takes refused metrics out of the sections until nothing is refused. `sources` are the metrics of the source by our id.

    Raises Faulty for faults elsewhere: in a dataset, a join, a dimension.
    """
    while faults := faults_of(sections):
        refused = {entry_at(sections["metrics"], fault): fault for fault in faults if fault.where.startswith("metrics.yaml:")}
        if not refused:
            raise Faulty(tuple(faults))
        for identity, fault in refused.items():
            facts = ", ".join(f"{key}: {value}" for key, value in fault.facts)
            if identity in sources:
                fidelity.whole(sources[identity], "import.refused", rule=fault.code, facts=facts)
        sections["metrics"] = [entry for entry in sections["metrics"] if entry["id"] not in refused]


def faults_of(sections: dict[str, list[Entry]]) -> list[Fault]:
    files = [(f"{name}.yaml", section_text(name, entries, {})) for name, entries in sections.items() if entries]
    try:
        read_catalog(files, "", [])
    except Faulty as error:
        return list(error.faults)
    return []


def entry_at(entries: Sequence[Entry], fault: Fault) -> str:
    """The id of the entry that a fault's line is in."""
    line, before = int(fault.where.rpartition(":")[2]), 1
    for entry in entries:
        before += section_text("metrics", [entry], {}).count("\n") - 1
        if line <= before:
            return str(entry["id"])
    return str(entries[-1]["id"])
