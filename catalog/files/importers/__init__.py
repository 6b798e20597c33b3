"""From the field's formats to our catalog files, with a report of what became of every field."""

from catalog.files.importers.card import Card
from catalog.files.importers.fidelity import Line
from catalog.files.importers.importer import Imported, import_source
from catalog.files.importers.writing import catalog_files

__all__ = ["Card", "Imported", "Line", "catalog_files", "import_source"]
