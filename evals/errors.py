"""What can be wrong with an evaluation before a question is asked.

CatalogError
└── BadSuite    a suite file, or what is beside it, is not what it should be: file and the faults
"""

from __future__ import annotations

from catalog.errors import CatalogError


class BadSuite(CatalogError):
    """bad_suite, no_recordings, no_model: the facts name the file and every fault."""
