"""What can be wrong with an evaluation before a question is asked.

CatalogError
└── BadSuite    a suite file, or what is beside it, is not what it should be: file and the faults
"""

from __future__ import annotations

from catalog.errors import CatalogError


class BadSuite(CatalogError):
    """suite_unreadable, suite_faulty, suite_sql, no_recordings, no_model: the facts name the file or the case, and every fault."""
