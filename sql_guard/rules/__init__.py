"""The rules in their order. Each takes a Draft and returns one, or raises Refused; what it cannot tell, it refuses."""

from __future__ import annotations

from typing import Final

from sql_guard.draft import Rule
from sql_guard.rules.binds import binds
from sql_guard.rules.bounded_arguments import bounded_arguments
from sql_guard.rules.bounded_growth import bounded_growth
from sql_guard.rules.known_functions import known_functions
from sql_guard.rules.known_nodes import known_nodes
from sql_guard.rules.limited import limited
from sql_guard.rules.permitted_scans import permitted_scans
from sql_guard.rules.second_opinion import second_opinion
from sql_guard.rules.settled import settled

RULES: Final[tuple[Rule, ...]] = (
    known_nodes,
    known_functions,
    bounded_arguments,
    bounded_growth,
    permitted_scans,
    limited,
    settled,
    second_opinion,
    binds,
)
