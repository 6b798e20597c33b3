"""The JSON Schema of a catalog file, for editors; published beside this file and tested to be the models' own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parent / "catalog.schema.json"


def catalog_json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one catalog file."""
    from catalog.files.file_door import CatalogFile

    schema = CatalogFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Wenshu catalog file", **without_titles(schema)}


def without_titles(node: Any) -> Any:
    """The schema without the titles that pydantic makes of every name."""
    if isinstance(node, dict):
        return {key: without_titles(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    return [without_titles(each) for each in node] if isinstance(node, list) else node
