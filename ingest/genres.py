"""What sort of publication a document is, as far as its sections must be read differently for it.

A genre is coarser than a document's type and is always told from its words: the same heading means other things in an
inspector's letter, in a review and in a paper for a committee.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.phrases import Phrases, words_of
from ingest.pieces import Piece

GENRES = ("inspection", "pfd", "ombudsman", "minutes", "committee", "service", "briefing", "response", "review", "")

_HEAD = 450  # words of the beginning that say most
_SIGNS = Phrases(
    {
        "inspection": ["joint targeted area inspection", "focused visit to", "focused visit", "area send inspection", "this inspection took place", "inspection of progress made", "joint area review", "this letter summarises the findings", "his majesty's inspector*", "her majesty's inspector*", "inspectors considered", "inspectors evaluated", "inspectorates", "inspection dates", "ofsted and cqc ask", "single inspection framework", "inspection report", "joint inspection of"],
        "pfd": ["regulation 28", "prevention of future deaths", "prevent future deaths", "coroner's legal powers", "matters of concern are as follows"],
        "ombudsman": ["ombudsman", "the complaint", "maladministration", "fault causing injustice", "agreed action"],
        "minutes": ["minutes of the meeting", "minutes of", "apologies for absence", "resolved", "in attendance", "declarations of interest", "members present"],
        "committee": ["select committee", "scrutiny committee", "the committee is asked", "committee is asked", "report to cabinet", "purpose of the report", "purpose of report", "committee is respectfully asked", "members are asked", "board is asked", "overview and scrutiny", "report of the director", "lead officer", "cabinet member"],
        "service": ["annual report", "service report", "annual service report", "conference service", "performance report", "reporting year", "business plan", "statistical neighbours"],
        "briefing": ["7 minute briefing", "seven minute briefing", "7 minute learning", "learning summary", "practitioner briefing", "practice briefing", "learning briefing", "this briefing", "one page summary", "learning bulletin", "learning lessons bulletin", "briefing note", "key learning", "messages for practice", "messages for practitioners"],
        "response": ["addendum", "response to recommendations", "actions taken to address", "progress against recommendations", "action plan", "the partnership's response", "partnership response"],
        "review": ["serious case review", "safeguarding adult review", "safeguarding adults review", "domestic homicide review", "child safeguarding practice review", "practice review", "case management review", "significant case review", "learning review", "overview report", "independent reviewer", "lead reviewer", "independent author", "terms of reference", "rapid review", "domestic abuse related death review", "homicide review", "individual management review*", "serious incident", "thematic review"],
    }
)
_WEIGHT = {"inspection": 1.6, "pfd": 3.0, "ombudsman": 0.8, "minutes": 1.2, "committee": 1.5, "service": 0.9, "briefing": 1.3, "response": 1.1, "review": 1.0}
_ENOUGH = 1.0


def genre_of(pieces: Sequence[Piece]) -> str:
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
