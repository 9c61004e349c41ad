"""The tables as SQLAlchemy Core knows them. A change here needs a revision in migrations/versions."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

FULL_TEXT = "page_stems"  # the index of texts, which each database makes in its own way: see full_text.py


class StoredText(TypeDecorator[str]):
    """Text of a document or a person. What a database cannot hold stands as U+FFFD, so that offsets stay true.

    PostgreSQL refuses NUL and both refuse half of a surrogate pair.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 SQLAlchemy's signature
        """Replace what cannot be stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Return `text`, of the same length, with NUL and lone surrogates as U+FFFD."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

reviews = Table(
    "reviews",
    metadata,
    Column("slug", StoredText, primary_key=True),
    Column("title", StoredText, nullable=False),
    Column("review_type", StoredText, nullable=False, default=""),
    Column("partnership", StoredText, nullable=False, default=""),
    Column("area", StoredText, nullable=False, default=""),
    Column("publisher", StoredText, nullable=False, default=""),
    Column("published", StoredText, nullable=False, default=""),
    Column("period", StoredText, nullable=False, default=""),
    Column("counted_with", StoredText, nullable=False, server_default=""),  # slug of one whose case it may be
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("review", StoredText, ForeignKey("reviews.slug"), nullable=False, index=True),
    Column("name", StoredText, nullable=False),
    Column("format", String(16), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("text_key", String(64), nullable=False, unique=True),  # of the text, regardless of its line ends
    Column("size", Integer, nullable=False),
    Column("added", String(32), nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("about", StoredText, nullable=False),
    Column("stated", StoredText, nullable=False),  # what the manifest said, for reading the file again
    Column("notes", StoredText, nullable=False),
    Column("finding_count", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False, server_default="held"),  # held, or kept_back until checked
    Column("checked", String(32), nullable=False, server_default=""),  # when a person checked what was read
    Column("replaced_by", String(16), nullable=False, server_default=""),  # id of the newer version
    Column("may_join", StoredText, nullable=False, server_default=""),  # slug of a review that it may belong to
    sqlite_autoincrement=True,  # a number once given is never given again
)

texts = Table(
    "texts",
    metadata,
    Column("document", String(16), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("text", StoredText, nullable=False),
    Column("pages", StoredText, nullable=False),
    Column("blocks", StoredText, nullable=False),
    Column("properties", StoredText, nullable=False),
    Column("engine", StoredText, nullable=False),
    Column("hash", String(64), nullable=False),
)

text_pages = Table(  # the stretches whose stems stand in FULL_TEXT, by their numbers
    "text_pages",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", String(16), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("page", Integer, nullable=False),  # 0 for a piece of a text without pages
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("document", String(16), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("place", Integer, nullable=False),  # in the document's order
    Column("kind", String(32), nullable=False, index=True),
    Column("quotation", StoredText, nullable=False),
    Column("text", StoredText, nullable=False),
    Column("span", StoredText, nullable=False),
    Column("heading", StoredText, nullable=False),
    Column("label", StoredText, nullable=False),
    Column("lead_in", StoredText, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("evidence", String(32), nullable=False, server_default=""),  # offsets in text, where its words made it one
    Column("agencies", StoredText, nullable=False),
    Column("polarity", String(16), nullable=False),
    Column("subjects", StoredText, nullable=False),
    Column("status", String(32), nullable=True),
    Column("owner", StoredText, nullable=False),
    Column("due", StoredText, nullable=False),
    Column("hash", String(64), nullable=False),
    sqlite_autoincrement=True,  # a number once given is never given again
)

tags = Table(
    "tags",
    metadata,
    Column("finding", String(16), ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("theme", String(64), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("certainty", String(16), nullable=False),
    Column("confidence", Float(53), nullable=False),
    Column("evidence", StoredText, nullable=False),
    Index("ix_tags_theme", "theme", "certainty", "finding"),  # which findings have a theme, without their tags
)

# what people decided stands apart from what the machine found, and outlives every new reading
corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("person", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("batch", Integer, nullable=False),  # the number of the first of those made, and undone, together
    Column("document", String(16), nullable=False, index=True),  # "" for what is of a review
    Column("subject", StoredText, nullable=False, index=True),  # id of a finding or document, or slug of a review
    Column("field", String(80), nullable=False),
    Column("value", StoredText, nullable=False),
    Column("before", StoredText, nullable=False),  # what had been read when it was made
    Column("undone", String(32), nullable=False),
    Column("undone_by", StoredText, nullable=False),
    sqlite_autoincrement=True,  # a number once given is never given again
)

# what the machine read of a document that people have corrected: with the corrections it gives what is shown
readings = Table(
    "readings",
    metadata,
    Column("document", String(16), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("about", StoredText, nullable=False),
    Column("findings", StoredText, nullable=False),
    Column("answers", StoredText, nullable=False),
)

redirects = Table(
    "redirects",
    metadata,
    Column("sort", String(16), primary_key=True),  # of what has another address now: finding, review, theme
    Column("old", StoredText, primary_key=True),
    Column("new", StoredText, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("recommendation", String(16), ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("action", String(16), ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("why", StoredText, nullable=False),
    Column("certain", Boolean, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("finding", String(16), primary_key=True),  # the smaller id of the two
    Column("echo", String(16), primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("at", String(32), nullable=False),
    Column("person", StoredText, nullable=False, server_default=""),
)

collections = Table(
    "collections",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("edit_hash", String(64), nullable=False, unique=True),
    Column("title", StoredText, nullable=False),
    Column("introduction", StoredText, nullable=False),
    Column("items", StoredText, nullable=False),
    Column("questions", StoredText, nullable=False),
    Column("search", StoredText, nullable=False),
    Column("created", String(32), nullable=False),
    Column("changed", String(32), nullable=False),
    Column("uses", StoredText, nullable=False, server_default="[]"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("act", String(32), nullable=False),
    Column("subject", StoredText, nullable=False),
    Column("detail", StoredText, nullable=False),
    Column("hash", String(64), nullable=False),  # of this row and the hash before it: a chain
    Column("person", StoredText, nullable=False, server_default=""),
    sqlite_autoincrement=True,  # a number once given is never given again
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("act", String(8), nullable=False),  # put: findings to index again; drop: findings to forget
    Column("findings", Text, nullable=False),  # ids
    sqlite_autoincrement=True,  # a number once given is never given again
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("document", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("text_key", String(64), nullable=False, index=True),
    Column("review_key", String(16), nullable=False),  # a fingerprint: the title may hold a name
    Column("at", String(32), nullable=False),
    Column("reason", StoredText, nullable=False),
)

withdrawn_findings = Table(
    "withdrawn_findings",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("document", String(16), nullable=False, index=True),
)
