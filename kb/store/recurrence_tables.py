"""The tables of what recurs: derived from all others, made once by the linker, and read by everyone.

A row that names a finding goes with it, so that nothing of what is withdrawn stays until all is linked anew.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from kb.store.tables import StoredText, metadata


def _finding(name: str, *, key: bool = False, index: bool = False, nullable: bool = False) -> Column[str]:
    """Return a column that names a finding, and whose row goes with it."""
    where = ForeignKey("findings.id", ondelete="CASCADE")
    return Column(name, String(16), where, primary_key=key, index=index, nullable=nullable)


linking = Table(
    "linking",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),  # last index change that these tables include
    Column("made_by", String(80), nullable=False),  # code and vocabulary
    Column("changes", Integer, nullable=False),  # findings come or gone since the measure was made
    Column("measure", LargeBinary, nullable=False),  # what is counted over all findings, under hashes of terms
)

likest = Table(
    "likest",
    metadata,
    _finding("finding", key=True),
    Column("digest", String(16), nullable=False),  # of all on which the likeness of the finding depends
    Column("likes", Text, nullable=False),  # [[finding, score, verbatim, near], ...], best first
    Column("beside", Text, nullable=False),  # findings of its own review that say the same
)

pairs = Table(
    "pairs",
    metadata,
    _finding("finding", key=True),
    Column("place", Integer, primary_key=True),
    _finding("other", index=True),
    Column("score", Float(53), nullable=False),
    Column("verbatim", Boolean, nullable=False),
    Column("near", Boolean, nullable=False),
    Column("why", StoredText, nullable=False),
)

printings = Table(
    "printings",
    metadata,
    _finding("finding", key=True),
    Column("fullest", String(16), nullable=False, index=True),  # the printing that stands for all
    Column("place", Integer, nullable=False),
)

linked_answers = Table(
    "linked_answers",
    metadata,
    _finding("recommendation", key=True),
    _finding("action", key=True, index=True),
    Column("place", Integer, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("certain", Boolean, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("title", StoredText, nullable=False),
    Column("facts", StoredText, nullable=False),  # all else that a thread says, without its findings
)

thread_steps = Table(
    "thread_steps",
    metadata,
    Column("thread", String(16), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    _finding("finding", index=True),
    Column("stage", String(16), nullable=False),
    Column("why", StoredText, nullable=False),
    Column("status", String(32), nullable=True),
    Column("accepted", Boolean, nullable=True),
)

came_back = Table(
    "came_back",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    _finding("first", index=True, nullable=True),
    _finding("action", index=True),
    _finding("later", index=True),
    _finding("finding", index=True),  # the two ends of the echo that ties them
    _finding("echo", index=True),
    Column("score", Float(53), nullable=False),
    Column("why", StoredText, nullable=False),
    Column("verbatim", Boolean, nullable=False),
    Column("near", Boolean, nullable=False),
    Column("gap", Integer, nullable=True),
    Column("confidence", String(8), nullable=False),
    Column("since", Integer, nullable=False),  # year in which the lesson was first said, 0 where unknown
)

follow_ups = Table(
    "follow_ups",
    metadata,
    _finding("recommendation", key=True),
    Column("answered", Boolean, nullable=False),
)

theme_counts = Table(
    "theme_counts",
    metadata,
    Column("review", StoredText, ForeignKey("reviews.slug", ondelete="CASCADE"), primary_key=True),
    Column("theme", String(64), primary_key=True),  # "" counts all findings of the review, regardless of theme
    Column("kind", String(32), primary_key=True),
    Column("findings", Integer, nullable=False),
    Column("problems", Integer, nullable=False),  # of these, those that find something wanting or ask for it
    Column("praise", Integer, nullable=False),
)

theme_neighbours = Table(
    "theme_neighbours",
    metadata,
    Column("review", StoredText, ForeignKey("reviews.slug", ondelete="CASCADE"), primary_key=True),
    Column("theme", String(64), primary_key=True),
    Column("other", String(64), primary_key=True),
    Column("findings", Integer, nullable=False),  # that have both
)

kept_sums = Table(
    "kept_sums",
    metadata,
    Column("name", StoredText, primary_key=True),
    Column("top", BigInteger, nullable=False),  # last index change that the sum includes
    Column("told", Text, nullable=False),  # JSON
)

theme_means = Table(
    "theme_means",
    metadata,
    Column("review", StoredText, ForeignKey("reviews.slug", ondelete="CASCADE"), primary_key=True),
    Column("theme", String(64), primary_key=True),
    Column("means", String(16), primary_key=True),  # the firmest evidence, or "unsure"
    Column("findings", Integer, nullable=False),
)
