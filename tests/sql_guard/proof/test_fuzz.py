"""A fuzzer of the guard: statements by a grammar, and mutants of those and of the corpus, none of which may show a fault.

The guard raises nothing but Refused; what it lets through reads permitted tables and columns only, by the engine's own plan; its text is a
fixed point; where it runs, its rows are those of the filtered database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.sql_guard.proof.grammar import Grammar
from tests.sql_guard.proof.judge import Judge
from tests.sql_guard.proof.mutations import mutated
from tests.sql_guard.proof.statements import CASES

SAMPLE, ALL, PARTS = 1_000, 100_000, 8
EVERY = 5  # of which statement the rows are compared


def statements(chance: Random) -> Iterator[str]:
    """Six of ten by the grammar, one a mutant of such a one, three mutants of the corpus."""
    grammar, corpus = Grammar(chance), [case.sql for case in CASES]
    benign = [case.sql for case in CASES if case.what != "refused"]
    while True:
        share = chance.random()
        if share < 0.7:
            written = grammar.statement()
            yield written if share < 0.6 else mutated(written, corpus, chance)
        else:
            yield mutated(chance.choice(benign if share < 0.9 else corpus), corpus, chance)


def fuzzed(seed: int, count: int, last: Path) -> Counter[str]:
    """What became of the statements. The last one is kept in a file: a crash of the process would leave nothing else."""
    judge, chance, ends = Judge(), Random(seed), Counter[str]()
    faults = []
    for number, written in enumerate(statements(chance)):
        if number == count:
            break
        last.write_bytes(written.encode("utf-8", "surrogatepass"))
        try:
            found = judge.judge(written, rows=number % EVERY == 0)
        except Exception as error:  # any error but Refused is what we look for
            faults.append(f"{type(error).__name__}: {error}\n{written!r}")
            continue
        ends[found.what] += 1
        faults += [f"{fault}\n{written!r}\n{found.safe and found.safe.text}" for fault in found.faults]
    assert not faults, f"{len(faults)} of {count} with seed {seed}:\n\n" + "\n\n".join(faults[:5])
    return ends


def test_a_sample_of_made_up_statements_shows_no_fault(seed: int, tmp_path: Path) -> None:
    ends = fuzzed(seed * 1000 + 11, SAMPLE, tmp_path / "last.sql")
    assert SAMPLE - ends["refused"] > SAMPLE * 0.3, ends
    assert ends["equal"] > SAMPLE * 0.3 / EVERY, ends


@pytest.mark.prove
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hundred_thousand_statements_show_no_fault(part: int, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ends = fuzzed(seed * 1000 + 500 + part, ALL // PARTS, tmp_path / "last.sql")
    with capsys.disabled():
        print(f"\npart {part}: {dict(ends)}")
    assert ends.total() - ends["refused"] > ends.total() * 0.3
