"""What sort of publication a document is, as far as its sections must be read differently for it.

A genre is coarser than a document's type and is always told from its words: the same heading means other things in an
inspector's letter, in a review and in a paper for a committee.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.structure.paragraphs import TextPiece
from ingest.text.phrases import Phrases, words_of
from ingest.words import wordlist

GENRES = ("inspection", "pfd", "ombudsman", "minutes", "committee", "service", "briefing", "response", "review", "")

_HEAD = 450  # words of the beginning that say most
_SIGNS = Phrases(wordlist("genres"))
_WEIGHT = {
    "inspection": 1.6,
    "pfd": 3.0,
    "ombudsman": 0.8,
    "minutes": 1.2,
    "committee": 1.5,
    "service": 0.9,
    "briefing": 1.3,
    "response": 1.1,
    "review": 1.0,
}
_ENOUGH = 1.0


def genre_of(pieces: Sequence[TextPiece]) -> str:
    """Return the genre of a document from its first words, or "" where they do not say."""
    words: list[str] = []
    for piece in pieces:
        words += words_of(piece.text)
        if len(words) > _HEAD:
            break
    scores: dict[str, float] = {}
    seen: set[str] = set()
    for hit in _SIGNS.find(words[:_HEAD]):
        early = 2.0 if hit.start < _HEAD // 4 else 1.0
        again = 0.3 if hit.phrase in seen else 1.0
        seen.add(hit.phrase)
        scores[hit.label] = scores.get(hit.label, 0.0) + early * again * _WEIGHT[hit.label]
    best = max(scores, key=lambda genre: (scores[genre], -GENRES.index(genre)), default="")
    return best if best and scores[best] >= _ENOUGH else ""
