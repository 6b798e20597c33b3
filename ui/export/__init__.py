"""An answer as a file: CSV, a workbook, or its chart as PNG or SVG. Who may take it is asked of `assistant.taking` each time."""

from ui.export.forms import FORMS, Form, forms_of, written

__all__ = ["FORMS", "Form", "forms_of", "written"]
