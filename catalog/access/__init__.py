"""Who may see what, and why. Roles grant metrics and dimensions by pattern; deny beats allow; rows and columns are only narrowed.

Every decision is made here by code, from the access file alone, and `explain` names the rule behind it.
"""

from catalog.access.benchmarks import benchmarks, without_rows
from catalog.access.check import access_faults
from catalog.access.claims import asker_of_claims
from catalog.access.explain import column_reasons, explain, explain_dimension, explain_metric, feature_reasons
from catalog.access.policies import policy_for
from catalog.access.queries import check_query
from catalog.access.read import read_access
from catalog.access.roles import FEATURES, IDLE, Access, Asker, Person, Role, Treatment, Value
from catalog.access.sight import Grants, Narrowing, Reason, visible

__all__ = [
    "FEATURES",
    "IDLE",
    "Access",
    "Asker",
    "Grants",
    "Narrowing",
    "Person",
    "Reason",
    "Role",
    "Treatment",
    "Value",
    "access_faults",
    "asker_of_claims",
    "benchmarks",
    "check_query",
    "column_reasons",
    "explain",
    "explain_dimension",
    "explain_metric",
    "feature_reasons",
    "policy_for",
    "read_access",
    "visible",
    "without_rows",
]
