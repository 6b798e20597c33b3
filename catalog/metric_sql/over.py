"""The options of MEASURE that aggregate over members: 'median over', 'store', 'metric_time month' <-> Over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from catalog.catalog import Catalog
from catalog.metric import Grain, MembersTake, Over
from catalog.metric_sql.names import option_name
from catalog.query import TIME

GRAINS: tuple[Grain, ...] = get_args(Grain)
TAKES: tuple[MembersTake, ...] = get_args(MembersTake)
OVER = " over"
PERCENTILE = re.compile(r"percentile (0?\.[0-9]{1,6})")
FILL = "fill"
FILLED = re.compile(rf"{FILL} (-?[0-9]{{1,9}})")
KNOWN = tuple(f"{'percentile 0.9' if take == 'percentile' else take}{OVER}" for take in TAKES)


def over_options(over: Over) -> tuple[str, ...]:
    """What is written after the metric."""
    take = over.take if over.fraction is None else f"{over.take} {over.fraction:.6f}".rstrip("0")
    grain = () if over.grain is None else (f"{TIME} {over.grain}",)
    return (take + OVER, *over.of, *grain, *(() if over.fill is None else (f"{FILL} {over.fill}",)))


def read_over(options: Sequence[str], catalog: Catalog) -> Over | None:
    """What the options say; None where they say something else. A grain may be written alone where no dimension has its name."""
    if not options or not options[0].endswith(OVER):
        return None
    take, names, grains = options[0].removesuffix(OVER), list[str](), list[Grain]()
    filled = FILLED.fullmatch(options[-1])
    fill = None if filled is None else int(filled[1])
    for option in options[1:] if filled is None else options[1:-1]:
        grain = next(
            (grain for grain in GRAINS if option == f"{TIME} {grain}" or (option == grain and grain not in catalog.dimensions)), None
        )
        if grain is None:
            names.append(option_name(option, catalog))
        else:
            grains.append(grain)
    if len(grains) > 1 or not (names or grains):
        return None
    grain, fraction = next(iter(grains), None), PERCENTILE.fullmatch(take)
    if fraction is not None and 0 < float(fraction[1]) < 1:
        return Over("percentile", tuple(names), grain, float(fraction[1]), fill)
    return next((Over(known, tuple(names), grain, None, fill) for known in TAKES if known == take != "percentile"), None)
