"""Tables of the keeper's desk: accounts, sessions, the queue of files, coding rounds. See `tables.py`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from kb.store.tables import StoredText, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", StoredText, nullable=False),  # argon2's hash; "" for who signs in elsewhere
    Column("added", String(32), nullable=False),
    Column("closed", String(32), nullable=False),
    Column("outside", StoredText, nullable=False),  # issuer and subject at a provider; "" for a local account
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", String(64), primary_key=True),  # hash of what the browser holds
    Column("account", String(64), ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("began", String(32), nullable=False),
    Column("seen", String(32), nullable=False),
)

sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("account_key", String(64), nullable=False),
    Column("client_key", String(64), nullable=False),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("changed", String(32), nullable=False),
    Column("person", StoredText, nullable=False),
    Column("name", StoredText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("source", StoredText, nullable=False),  # the address it was fetched from
    Column("state", String(16), nullable=False),  # waiting, reading or done
    Column("tries", Integer, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("sentence", StoredText, nullable=False),
    Column("document", String(16), nullable=False),
    sqlite_autoincrement=True,
)

coding_rounds = Table(
    "coding_rounds",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("person", StoredText, nullable=False),
    Column("title", StoredText, nullable=False),
    Column("sample", StoredText, nullable=False),
    Column("coders", StoredText, nullable=False),
    Column("closed", String(32), nullable=False),
    sqlite_autoincrement=True,
)

# ids and codes alone: what is withdrawn leaves no word here
coding_items = Table(
    "coding_items",
    metadata,
    Column("round", Integer, ForeignKey("coding_rounds.number", ondelete="CASCADE"), primary_key=True),
    Column("finding", String(16), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("kind", String(32), nullable=False),  # as the machine had read it; "" where people added the finding
    Column("themes", StoredText, nullable=False),
)

codings = Table(
    "codings",
    metadata,
    Column("round", Integer, ForeignKey("coding_rounds.number", ondelete="CASCADE"), primary_key=True),
    Column("finding", String(16), primary_key=True),
    Column("coder", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("themes", StoredText, nullable=False),
    Column("settles", Boolean, nullable=False),  # a third person's word on what coders disagree on
    Column("at", String(32), nullable=False),
)
