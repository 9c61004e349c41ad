"""What the engine keeps in the database, in a schema of its own, and how an entry becomes a row of it.

Words are ours, not PostgreSQL's: each entry has one vector of stems and one of words as written, made by
kb/text/tokens.py, with the weight label of a field on every position. Fields are parted by empty positions, so that no
phrase reaches over from one into another.
"""

from __future__ import annotations

from collections import defaultdict

from kb.text.stemming import stem
from kb.text.tokens import words
from search import limits
from search.facets import FACETS
from search.port import IndexEntry

LABELS = {"body": "D", "heading": "B", "title": "A"}  # the weight labels of the fields
_GAP = 2 * limits.DISTANCE + limits.QUESTION_LENGTH  # wider than any phrase or nearness that can be asked for
_LAST_POSITION = (
    16383  # the highest position that a vector can hold; what stands further on is found, but not in phrases
)
_POSITIONS_PER_WORD = 255  # positions that a vector holds of one word

TABLES = (
    """
    CREATE TABLE IF NOT EXISTS entries (
        id text PRIMARY KEY,
        number bigint NOT NULL,
        review text NOT NULL,
        published text COLLATE "C" NOT NULL,
        year integer,
        recurring integer NOT NULL,
        facets jsonb NOT NULL,
        stems tsvector NOT NULL,
        words tsvector NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS entries_stems ON entries USING gin (stems)",
    "CREATE INDEX IF NOT EXISTS entries_words ON entries USING gin (words)",
    "CREATE INDEX IF NOT EXISTS entries_facets ON entries USING gin (facets)",
    "CREATE TABLE IF NOT EXISTS state (generation bigint NOT NULL, mark bigint NOT NULL)",
    # Whether some window of `width` positions holds every wanted word. Positions of different fields lie far apart.
    """
    CREATE OR REPLACE FUNCTION near(vector tsvector, wanted text[], width integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
        WITH places AS (
            SELECT lexeme, place FROM unnest(vector) AS held(lexeme, places, labels), unnest(held.places) AS place
            WHERE lexeme = ANY (wanted)
        )
        SELECT EXISTS (
            SELECT 1 FROM places AS first
            WHERE cardinality(wanted) = (
                SELECT count(DISTINCT lexeme) FROM places WHERE place BETWEEN first.place AND first.place + width - 1
            )
        )
    $$
    """,
)

PUT = """
    INSERT INTO entries
    SELECT id, number, review, published, year, recurring, facets, stems::tsvector, words::tsvector
    FROM jsonb_to_recordset(CAST(%s AS jsonb)) AS given(
        id text, number bigint, review text, published text, year integer, recurring integer, facets jsonb,
        stems text, words text
    )
"""


def row(entry: IndexEntry) -> dict[str, object]:
    """Return an entry as the columns of `entries`."""
    fields = {name: words(getattr(entry, name)) for name in LABELS}
    return {
        "id": clean(entry.id),
        "number": entry.number,
        "review": clean(entry.review),
        "published": clean(entry.published),
        "year": entry.year,
        "recurring": entry.recurring,
        "facets": {name: [clean(value) for value in facet.values(entry)] for name, facet in FACETS.items()},
        "stems": vector({name: [stem(word) for word in found] for name, found in fields.items()}),
        "words": vector(fields),
    }


def vector(fields: dict[str, list[str]]) -> str:
    """Return words of several fields as the text of a tsvector."""
    places: dict[str, list[str]] = defaultdict(list)
    start = 1
    for name, found in fields.items():
        for offset, word in enumerate(found):
            if len(places[word]) < _POSITIONS_PER_WORD:
                places[word].append(f"{min(start + offset, _LAST_POSITION)}{LABELS[name]}")
        start += len(found) + _GAP
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def clean(text: str) -> str:
    """Return `text` without what PostgreSQL cannot keep."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
