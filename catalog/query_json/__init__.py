"""The JSON form of a metric query and of a row list, both ways; every query comes back as itself.

Measures are names or objects ({"metric": m, "share": [dimensions]}, running, rank, attainment; with "filters" and "alias"). "any_of" lists
choices, a choice its sides, a side its filters. A date or an exact decimal inside a filter is {"date": "2026-01-31"}, {"decimal": "1.50"}.
"""

from catalog.query_json.reading import from_dict
from catalog.query_json.writing import to_dict

__all__ = ["from_dict", "to_dict"]
