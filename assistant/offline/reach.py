"""Whether a metric can be split or filtered by a dimension, and what else could be."""

from __future__ import annotations

from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.joins import paths
from catalog.lineage import datasets_of
from catalog.metric import SemiAdditive


def reaches(catalog: Catalog, metric: str, dimension: str) -> bool:
    """Whether the card allows it and every dataset of the metric has one path to the dimension's."""
    allowed = catalog.metrics[metric].allowed_dimensions
    if allowed is not None and dimension not in allowed:
        return False
    target = catalog.dimensions[dimension]
    try:
        return all(len(paths(catalog, dataset, target.dataset, target.via)) == 1 for dataset in datasets_of(catalog, metric))
    except CatalogError:
        return False


def dimensions_of(catalog: Catalog, metric: str, count: int = 3) -> tuple[str, ...]:
    """Dimensions that the metric can be split by, in the catalog's order."""
    levels = [level for hierarchy in catalog.hierarchies for level in hierarchy.levels[:1]]
    found = (
        name
        for name in dict.fromkeys((*levels, *catalog.dimensions))
        if catalog.dimensions[name].type in ("text", "boolean") and reaches(catalog, metric, name)
    )
    return tuple(name for name, _ in zip(found, range(count), strict=False))


def is_level(catalog: Catalog, metric: str) -> bool:
    """Whether the metric is a level at a moment (stock, headcount), so that 'latest' means its last day."""
    return isinstance(catalog.metrics[metric].formula, SemiAdditive)
