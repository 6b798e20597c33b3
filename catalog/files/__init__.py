"""Files in, values out: YAML read with file:line, checked at the door by pydantic, cached by content. Every fault is reported at once."""

from catalog.files.load import load_catalog
from catalog.files.schema import catalog_json_schema

__all__ = ["catalog_json_schema", "load_catalog"]
