"""The one store of a project: journal, conversations, feedback. SQLAlchemy Core; SQLite by default, PostgreSQL by URL."""

from catalog.store.store import Store, open_store

__all__ = ["Store", "open_store"]
