"""What must hold in the catalog as a whole. Each rule reads what is written and yields faults; RULES run in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.rules.cycles import no_formula_cycles, no_parent_cycles
from catalog.files.rules.editions import ordered_editions
from catalog.files.rules.events import sound_events
from catalog.files.rules.expressions import known_columns_in_formulas, readable_dimensions, readable_entities
from catalog.files.rules.members import distinct_members
from catalog.files.rules.metrics import known_dimensions, known_metrics, sound_formulas, sound_levels, sound_targets
from catalog.files.rules.names import distinct_ids, distinct_words
from catalog.files.rules.reach import reachable_dimensions
from catalog.files.rules.tables import bridges_lead_somewhere, distinct_joins, known_columns, known_datasets, known_joins, open_keys

Rule = Callable[[Written], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    distinct_ids,
    distinct_words,
    distinct_members,
    known_datasets,
    known_columns,
    known_joins,
    distinct_joins,
    bridges_lead_somewhere,
    open_keys,
    readable_dimensions,
    readable_entities,
    known_columns_in_formulas,
    sound_events,
    known_metrics,
    known_dimensions,
    reachable_dimensions,
    sound_formulas,
    sound_targets,
    sound_levels,
    ordered_editions,
    no_formula_cycles,
    no_parent_cycles,
)
