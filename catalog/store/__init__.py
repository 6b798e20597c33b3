"""The one store of a project: journal, conversations, feedback, audit log. SQLAlchemy Core; SQLite by default, PostgreSQL by URL."""

from catalog.store.store import Store, open_store, restore

__all__ = ["Store", "open_store", "restore"]
