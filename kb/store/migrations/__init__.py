"""Alembic revisions of the tables, applied when a library is opened."""
