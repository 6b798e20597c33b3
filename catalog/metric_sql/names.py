"""Names as SQL means them: a quoted one is exact; one without quotes is found whatever its case, unless two differ by case alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.query import TIME

Found = TypeVar("Found")


def folded(known: Iterable[str]) -> dict[str, str | None]:
    """Each name by its lower case; None where several share one."""
    found: dict[str, str | None] = {}
    for name in known:
        key = name.casefold()
        found[key] = None if key in found else name
    return found


def known_name(name: str, quoted: bool, known: Iterable[str], catalog: Catalog | None = None, kind: str = "") -> str:
    """The known name that is meant, or the name as it was written. A catalog's own names are folded once a catalog."""
    if quoted or name in known:
        return name
    if catalog is None:
        index = folded(known)
    else:
        index = catalog.memo.get(("folded", kind)) or catalog.memo.setdefault(("folded", kind), folded(known))
    return index.get(name.casefold()) or name


def column_name(node: exp.Column, known: Iterable[str]) -> str:
    return known_name(node.name, is_quoted(node), known)


def metric_name(node: exp.Column, catalog: Catalog) -> str:
    return known_name(node.name, is_quoted(node), catalog.metrics, catalog, "metrics")


def dimension_name(node: exp.Column, catalog: Catalog) -> str:
    return known_name(node.name, is_quoted(node), catalog.dimensions, catalog, "dimensions")


def option_name(text: str, catalog: Catalog) -> str:
    """A dimension named by an option of MEASURE."""
    return known_name(text, False, catalog.dimensions, catalog, "dimensions")


def is_quoted(node: exp.Column) -> bool:
    return isinstance(node.this, exp.Identifier) and bool(node.this.args.get("quoted"))


def is_time_column(node: object) -> bool:
    return isinstance(node, exp.Column) and (node.name if is_quoted(node) else node.name.lower()) == TIME


def by_name(node: exp.Column, known: Mapping[str, Found]) -> Found | None:
    return known.get(column_name(node, known))
