"""What children and young people said, where quotations of their voices are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kb.app.question_signs import read_signs
from kb.core.expressions import expression
from kb.core.model import FindingInContext
from kb.text.spoken_words import names_of_children, spoken_words
from kb.text.tokens import stems
from search import limits
from search.port import Query, Results
from search.understanding.part_coverage import telling_words

MOST_LOOKED_AT = 200  # findings with a word of saying, beside those that the question found

_SAYING = (
    "said OR told OR says OR talked OR described OR wrote OR explained OR commented OR comments OR indicated OR asked"
)
_AGED = '"year old" OR "years old" OR aged'
_CHILD = expression(
    r"\b(?:child|children|childs|childrens|kids?|young (?:people|person|carers?)|youngsters?|teenagers?|teens?"
    r"|girls?|boys?|pupils?|youths?|care leavers?)\b(?:[’']s?(?!\w))?",
    re.IGNORECASE,
)
_VOICE = expression(
    r"\b(?:voices?|words?|views?|comments?|feedback|say(?:s|ing)?|said|told|tell|telling|speak(?:s|ing)?|spoken?|feel(?:s|ings?)?|felt|wishes)\b",
    re.IGNORECASE,
)
_OWN_WORDS = expression(
    r"\bown words\b|\bverbatim\b|\bword[- ]for[- ]word\b"
    r"|\b(?:what|something|things) (?:\w+ ){1,3}(?:said|told|say|tell)\b"
    r"|\b(?:a |one |some )?(?:lines?|words) from (?:a |the |our |some )?(?=child|kid|young|teenager|girl|boy)"
    r"|\bquot(?:es?|ations?) (?:from|by|of) (?:the |a |some |our )?(?=child|kid|young|teenager|girl|boy)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SpokenQuotation:
    """A finding and the words in it that a child or young person said, with what introduces them."""

    holding: FindingInContext
    words: str


class SearchedFindings(Protocol):
    """The part of a library that finds findings and gives them."""

    def search(self, query: Query) -> Results:
        """Answer a question from the index."""

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order."""


def asks_for_childrens_words(question: str) -> bool:
    """Return whether a question is for what children say themselves: quotations of it, or their own words."""
    quoting = read_signs(question).quoted is not None or _OWN_WORDS.search(question)
    voiced = _VOICE.search(question) or _OWN_WORDS.search(question)
    return bool(quoting and voiced and _CHILD.search(question))


def childrens_words(
    library: SearchedFindings, query: Query, nearest: Iterable[FindingInContext], longest: int
) -> tuple[SpokenQuotation, ...]:
    """Return what children said in up to `longest` words: first in the `nearest` findings, then in others.

    The index is asked once for findings with a word of saying, within the filters and years of `query`. Of these,
    only those count that have all words of its subject, where it has one beside the voices: "what children said about
    their workers". Of each case stands one quotation, and those first that are mostly quoted. Where somebody else is
    quoted, it is asked once more for whom the texts introduce as a child, by name.
    """
    size = min(MOST_LOOKED_AT, limits.DEPTH)
    saying = Query(_SAYING, query.filters, query.years, size=size, facets=(), count_reviews=False, match="any")
    subject = _subject_words(query.text)
    held = library.holdings([hit.id for hit in library.search(saying).hits])
    others = (one for one in held if subject <= set(stems(f"{' '.join(one.finding.heading)} {one.finding.text}")))
    found: dict[str, SpokenQuotation] = {}
    told: dict[str, SpokenQuotation] = {}  # where more is said about the words than they say
    looked_at = (*nearest, *others)
    children = _children_named(library, replace(saying, text=_AGED), looked_at)
    for one in looked_at:
        said = spoken_words(one.finding.text, children.get(one.review.slug, frozenset()))
        if said and said.by_child and len(said.text.split()) <= longest:
            some = found if said.is_mostly_quoted else told
            some.setdefault(one.review.case_slug, SpokenQuotation(one, said.text))
    return tuple((found | {case: one for case, one in told.items() if case not in found}).values())


def _children_named(
    library: SearchedFindings, aged: Query, found: Iterable[FindingInContext]
) -> dict[str, frozenset[str]]:
    """Return, by its slug, the names of children that each review introduces in which somebody else is quoted."""
    quoted = (one for one in found if (said := spoken_words(one.finding.text)) and not said.by_child)
    reviews = {one.review.slug for one in quoted}
    named: dict[str, frozenset[str]] = {}
    for one in library.holdings([hit.id for hit in library.search(aged).hits]) if reviews else ():
        if one.review.slug in reviews:
            named[one.review.slug] = named.get(one.review.slug, frozenset()) | names_of_children(one.finding.text)
    return named


def _subject_words(question: str) -> frozenset[str]:
    """Return the stems of what children's words are asked for about; empty where for any of their words."""
    quoted = read_signs(question).quoted
    about = question if quoted is None else quoted
    for frame in (_OWN_WORDS, _CHILD, _VOICE):
        about = frame.sub(" ", about)
    return telling_words(about)
