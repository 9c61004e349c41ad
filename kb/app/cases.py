"""Find the passages in which a review's own documents tell its case: their words, with heading and page.

A trainer needs to say in half a minute what happened. Reviews mostly say it themselves: in a section that tells of the
family and of the event, or, where a report is of many people, in case studies. They are given as they stand, with
CUT where something is left out. Where no document tells of anybody, nothing is given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.structure.sections import SectionPart
from kb.app.document_parts import parts_of
from kb.cases.excerpt import shorten_story, weight
from kb.cases.notices import OPENING_CHARACTERS
from kb.core.case_values import Story
from kb.core.document import Document, Role
from kb.core.expressions import expression
from kb.core.model import DocumentSummary
from kb.core.remembering import MadeOfEach
from kb.store import Store
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary

CASE_PACK_WORDS = 120  # of a case in a pack
WHOLE_CASE_WORDS = 500  # words up to which a page tells a case without leaving anything out
_LEAST_WORDS = 12  # words that tell something
_CACHED_DOCUMENTS = 200  # documents whose telling is remembered
_SORTS = frozenset({"background", ""})
_SURE_RANKS = 3  # ranks of headings that need no sort to be known by
# Headings that tell of a case, the plainest first. A section of the same sort may as well tell of the review's method.
_TELLING = (
    r"(?:case|incident) (?:summary|history|background)|summary of (?:the )?(?:case|incident|events?)",
    r"what happened|circumstances|the (?:incident|event|case)\b|story|case stud",
    r"how .+ lived|family (?:background|history)|about (?:the )?(?:child|family|adult|man|woman|young person)",
    r"background|family|history",
    r"introduction",  # only where the section is known to be background
)
_OTHERWISE = expression(
    r"appendix|annex|method|terms of|process|(?:the|this) (?:review|report|service)\b|"
    r"what (?:we|did we) d|period|scope",
    re.IGNORECASE,
)
# Headings of case studies: "Case study 2: Robin", "Practice example", "Robin’s story".
_STUDY = expression(
    r"^[\W\d]*+(?:(?:case|practice) (?:stud(?:y|ies)|examples?|vignettes?)\b|vignettes?\b|"
    r"(?:\w+ ){0,2}\w+[’']s? story\b|the story of\b)",
    re.IGNORECASE,
)
# The same as a question: findings under such headings.
STUDIES = (
    'heading:("case study" OR "case studies" OR "case example" OR "practice study" OR "practice example" OR vignette)'
)
_PERSON = (
    r"(?:child|boy|girl|baby|infant|toddler|teenager|young (?:person|man|woman)|adult|man|woman|resident|patient|"
    r"family|case)"
)
_PEOPLE = r"(?:children|boys|girls|babies|siblings|brothers|sisters|young people|adults)"
_AGED = r"\baged \w+|[ -]years?[ -]old\b|\b\w+[ -](?:month|week|day)s?[ -]old\b"
# One of whom something is told, not children in general: "one child", "a boy was", "aged two".
_ONE = expression(
    rf"\b(?:one|this)(?: [\w-]+){{0,3}} {_PERSON}\b|\b(?:two|three|four)(?: [\w-]+)? {_PEOPLE}\b|"
    rf"\ban? (?:[\w-]+ ){{0,3}}{_PERSON}(?:[’']s\b| (?:had|has|was|is|who|with|living)\b)|{_AGED}",
    re.IGNORECASE,
)
_ALONE = expression(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)
_NAME = expression(r"\b[a-z]+,? ([A-Z][a-z]{2,})(?:[’']s)?(?= [a-z]|[.,;])")
_NAME_REPEATS = 3  # times that a name stands in a story about its bearer


@dataclass(frozen=True, slots=True)
class _Telling:
    """A section that tells a case, and how plainly its heading says so."""

    story: Story
    rank: int | None  # None where it is a case study and cannot be the review's own case
    study: bool
    event: bool  # it tells a death or an injury

    @property
    def order(self) -> tuple[bool, bool, int, int]:
        """Sort the plainest first; of headings that are sure, one that tells what happened; then the longer."""
        rank = len(_TELLING) if self.rank is None else self.rank
        return rank >= _SURE_RANKS, not self.event and rank < _SURE_RANKS, rank, -len(self.story.said)


@dataclass(frozen=True, slots=True)
class _ReadDocument:
    """What is remembered of a document's text: the sections that tell a case, and its first letters."""

    tellings: tuple[_Telling, ...]
    opening: str  # OPENING_CHARACTERS of it at most


class Cases:
    """Find how the documents of one library tell their cases."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._made = MadeOfEach(self._read, _CACHED_DOCUMENTS)

    def story_of(self, documents: Iterable[DocumentSummary], review_type: str = "") -> Story | None:
        """Return how a review's documents tell its case, the plainest of them, with any others, or None."""
        known = self._vocabulary.review_types.get(review_type)
        # Documents of some types mostly tell of a service: only the plainest headings tell a case in them.
        seldom = known is not None and not known.tells_case
        return _join_stories([one for held in documents for one in self._made.of(held.id, held).tellings], seldom)

    def opening_of(self, documents: Iterable[DocumentSummary]) -> str:
        """Return the first OPENING_CHARACTERS letters of a review's documents, from which its notice is read."""
        text = ""
        for one in documents:
            text += self._made.of(one.id, one).opening[: OPENING_CHARACTERS - len(text)] + "\n\n"
            if len(text) >= OPENING_CHARACTERS:
                break
        return text[:OPENING_CHARACTERS]

    def _read(self, held: DocumentSummary) -> _ReadDocument:
        document = self._store.text(held.id)
        tellings = tuple(_tellings(document, parts_of(document, self._vocabulary), held))
        return _ReadDocument(tellings, document.text[:OPENING_CHARACTERS])


def _join_stories(tellings: Sequence[_Telling], seldom: bool) -> Story | None:
    """Return the case of a whole review and its case studies as one story with others, or None without any."""
    own = _own(tellings, seldom)
    studies = [one.story for one in tellings if one.study and one is not own]
    if own is None:
        return replace(studies[0], others=tuple(studies[1:])) if studies else None
    words = (one.story.said for one in tellings if one is not own and not one.study and (one.rank or 0) < _SURE_RANKS)
    return replace(own.story, said="\n".join([own.story.said, *words]), stretch=None, others=tuple(studies))


def _own(tellings: Sequence[_Telling], seldom: bool) -> _Telling | None:
    """Return what tells the case of the whole review. A case study does where it is the only one in a review of one."""
    several = sum(one.study for one in tellings) > 1
    fit = [
        one
        for one in tellings
        if one.rank is not None and not (one.study and (seldom or several)) and (not seldom or one.rank < _SURE_RANKS)
    ]
    return min(fit, key=lambda one: one.order, default=None)


def _tellings(document: Document, parts: Sequence[SectionPart], held: DocumentSummary) -> list[_Telling]:
    """Return every section of a document that tells a case, in order."""
    found = []
    for at, part in enumerate(parts):
        heading = part.path[-1] if part.path else ""
        study, rank = bool(_STUDY.search(heading)), _rank(part, heading)
        if not study and rank is None:
            continue
        whole = [part, *_below(parts, at)]
        lines = [line for one in whole if one is part or _tells(one) for line in _lines(one)]
        begin = _begins(lines) if study else 0
        if begin is None or sum(len(one.split()) for line in lines for one in line) < _LEAST_WORDS:
            continue
        found.append(_telling(document, held, whole, lines, begin, rank, study))
    return found


def _telling(
    document: Document,
    held: DocumentSummary,
    parts: Sequence[SectionPart],
    lines: Sequence[Sequence[str]],
    begin: int,
    rank: int | None,
    study: bool,
) -> _Telling:
    stretches = [stretch for part in parts for piece in part.pieces for stretch in piece.stretches]
    first = min(start for start, _ in stretches)
    story = Story(
        shorten_story(lines, WHOLE_CASE_WORDS),
        parts[0].path[-1],
        document.page_of(first),
        held,
        short=shorten_story(lines, CASE_PACK_WORDS, begin),
        said="\n".join(" ".join(line) for line in lines),
        stretch=(first, max(end for _, end in stretches)) if study else None,
    )
    return _Telling(story, rank, study, any(weight(one) > 1 for line in lines for one in line))


def _below(parts: Sequence[SectionPart], at: int) -> list[SectionPart]:
    """Return the parts that follow under headings below that of the part at `at`."""
    path, below = parts[at].path, []
    for part in parts[at + 1 :]:
        if len(part.path) <= len(path) or part.path[: len(path)] != path:
            break
        below.append(part)
    return below


def _tells(part: SectionPart) -> bool:
    return part.sort in _SORTS and not _OTHERWISE.search(part.path[-1])


def _rank(part: SectionPart, heading: str) -> int | None:
    if part.sort not in _SORTS or not heading or _OTHERWISE.search(heading):
        return None
    rank = _heading_rank(heading)
    return rank if rank < (len(_TELLING) if part.sort else _SURE_RANKS) else None


def _heading_rank(heading: str) -> int:
    found = (rank for rank, words in enumerate(_TELLING) if re.search(words, heading, re.IGNORECASE))
    return next(found, len(_TELLING))


def _lines(part: SectionPart) -> list[list[str]]:
    """Return the sentences of a part, each paragraph and item of the page as a line of its own."""
    running = (piece for piece in part.pieces if piece.role in (Role.PARAGRAPH, Role.ITEM) and piece.cell is None)
    return [sentences for piece in running if (sentences := split_sentences(piece.text))]


def _begins(lines: Sequence[Sequence[str]]) -> int | None:
    """Return the sentence at which a case study begins to be about a person; None if it is all about a service."""
    text = "\n".join(one for line in lines for one in line)
    counted = Counter(_NAME.findall(text))
    names = [name for name in counted if text.count(name) >= _NAME_REPEATS]
    if not (_ONE.search(text) or len(_ALONE.findall(text)) > 1):
        return None
    sentences = [one for line in lines for one in line]
    of_someone = (
        at
        for at, one in enumerate(sentences)
        if _ONE.search(one) or _ALONE.search(one) or any(name in one for name in names)
    )
    return next(of_someone, 0)
