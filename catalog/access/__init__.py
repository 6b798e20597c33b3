"""Who may see what, and why. Roles grant metrics and dimensions by pattern; deny beats allow; rows and columns are only narrowed.

Every decision is made here by code, from the access file alone, and `explain` names the rule behind it.
"""

from catalog.access.check import access_faults
from catalog.access.claims import asker_of_claims
from catalog.access.policies import policy_for
from catalog.access.queries import check_query
from catalog.access.read import read_access
from catalog.access.roles import FEATURES, Access, Asker, Person, Role, Treatment, Value
from catalog.access.sight import Reason, explain, visible

__all__ = [
    "FEATURES",
    "Access",
    "Asker",
    "Person",
    "Reason",
    "Role",
    "Treatment",
    "Value",
    "access_faults",
    "asker_of_claims",
    "check_query",
    "explain",
    "policy_for",
    "read_access",
    "visible",
]
