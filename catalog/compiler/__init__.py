"""From a metric query to SQL: a small plan of aggregate islands, each at its own grain, then one tree. Never an approximation.

Public: compile_query, compile_rows, Compiled, OutputColumn.
"""

from catalog.compiler.columns import Compiled, OutputColumn
from catalog.compiler.compile import compile_query
from catalog.compiler.rows import compile_rows

__all__ = ["Compiled", "OutputColumn", "compile_query", "compile_rows"]
