"""The case of a review as its own documents tell it: their words, never ours, with the heading and page they stand at.

A trainer needs to say in half a minute what happened. Reviews mostly say it themselves, in a section that tells of the
family and of the event; the first sentences of it are given as they stand. Where no document has such a section,
nothing is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from threading import Lock

from ingest.genres import genre_of
from ingest.pieces import Reader, mended, pieces_of
from ingest.sections import divide, sections_of
from ingest.sentences import said
from ingest.tables import untabled
from ingest.tools import tools_of
from kb.exports import Passage
from kb.model import Document, HeldDocument, Role, Section, squeezed
from kb.store import Store
from kb.vocabulary import Vocabulary

WORDS = 120  # of a case in a pack, and no sentence is cut
_LEAST = 12  # words that tell something
_KEPT = 200  # documents whose telling is remembered
_SORTS = frozenset({"background", ""})
_SURELY = 3  # ranks of headings that need no sort to be known by
# Types whose documents mostly tell of a service or of many cases: only the plainest headings tell a case in them.
_SELDOM = frozenset(
    {"none", "inspection", "multi-agency-audit", "thematic-review", "national-analysis", "public-inquiry"}
)
# Headings that tell of a case, the plainest first. A section of the same sort may as well tell of the review's method.
_TELLING = (
    r"(?:case|incident) (?:summary|history|background)|summary of (?:the )?(?:case|incident|events?)",
    r"what happened|circumstances|the (?:incident|event|case)\b|story|case stud",
    r"how .+ lived|family (?:background|history)|about (?:the )?(?:child|family|adult|man|woman|young person)",
    r"background|family|history",
    r"introduction",  # only where the section is known to be background
)
_OTHERWISE = re.compile(
    r"appendix|annex|method|terms of|process|(?:the|this) (?:review|report|service)\b|"
    r"what (?:we|did we) d|period|scope",
    re.IGNORECASE,
)


class Cases:
    """How the documents of one library tell their cases."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._known: dict[str, Passage | None] = {}
        self._lock = Lock()

    def told(self, documents: Iterable[HeldDocument], review_type: str = "") -> Passage | None:
        """Return how one of a review's documents tells its case, the plainest of them; None where none does."""
        passages = [one for held in documents if (one := self._of(held)) is not None]
        if review_type in _SELDOM:
            passages = [one for one in passages if _heading_rank(one.heading) < _SURELY]
        return best(passages)

    def _of(self, held: HeldDocument) -> Passage | None:
        key = f"{held.id} {held.version}"
        if key not in self._known:
            document = self._store.text(held.id)
            passage = told(document, _sections(document, self._vocabulary), held)
            with self._lock:
                if len(self._known) >= _KEPT:
                    self._known.clear()
                self._known[key] = passage
        return self._known[key]


def _sections(document: Document, vocabulary: Vocabulary) -> tuple[Section, ...]:
    """Return a document's sections as reading parts it, without looking for findings: that takes far longer."""
    reader = Reader(document)
    pieces = pieces_of(reader, tools_of(vocabulary, "").announcer.heads)
    genre = genre_of(pieces)
    tools = tools_of(vocabulary, genre)
    return sections_of(divide(mended(untabled(pieces, tools.announcer), reader), reader, tools.announcer, genre))


def told(document: Document, sections: Iterable[Section], held: HeldDocument) -> Passage | None:
    """Return how a document tells its case, or None where it does not."""
    ranked = sorted((rank, at, section) for at, section in enumerate(sections) if (rank := _rank(section)) is not None)
    for _, _, section in ranked:
        passage = _passage(document, section, held)
        if passage is not None:
            return passage
    return None


def best(passages: Iterable[Passage]) -> Passage | None:
    """Return the passage under the plainest heading, the longer first."""
    ranked = sorted(passages, key=lambda one: (_heading_rank(one.heading), -len(one.words)))
    return ranked[0] if ranked else None


def _rank(section: Section) -> int | None:
    heading = section.path[-1] if section.path else ""
    if section.sort not in _SORTS or not heading or _OTHERWISE.search(heading):
        return None
    rank = _heading_rank(heading)
    return rank if rank < (len(_TELLING) if section.sort else _SURELY) else None


def _heading_rank(heading: str) -> int:
    found = (rank for rank, words in enumerate(_TELLING) if re.search(words, heading, re.IGNORECASE))
    return next(found, len(_TELLING))


def _passage(document: Document, section: Section, held: HeldDocument) -> Passage | None:
    """Return the first sentences under a heading, up to WORDS words; each block of the page on a line of its own."""
    lines: list[str] = []
    first = None
    for block in section.blocks:
        if block.role not in (Role.PARAGRAPH, Role.ITEM) or block.cell is not None:
            continue
        taken, whole = _fitting(said(squeezed(document.text[block.start : block.end])), lines)
        if taken:
            first = block.start if first is None else first
            lines.append(taken)
        if not whole:
            break
    words = "\n".join(lines)
    if first is None or len(words.split()) < _LEAST:
        return None
    return Passage(words, section.path[-1], document.page_of(first), held)


def _fitting(sentences: Sequence[str], lines: Sequence[str]) -> tuple[str, bool]:
    """Return the sentences for which there is room, at least one of all, and whether that is all of them."""
    kept: list[str] = []
    for sentence in sentences:
        if (lines or kept) and len(" ".join([*lines, *kept, sentence]).split()) > WORDS:
            return " ".join(kept), False
        kept.append(sentence)
    return " ".join(kept), True
