"""Good practice that is on a theme, where a question asks for good practice alone.

A paragraph of praise has many themes, and may name one of them only to say that more is wanted. What counts is the
sentence that shows the theme: one that says what is good stands first and leads, and what only falls short is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

from kb.app.answer_on_theme import PER_PART, ThemeAnswer, ThemeAnswerPart
from kb.app.finding_order import FindingOrder
from kb.app.question_parts import part_weights
from kb.app.question_signs import tells_of_shortcomings
from kb.core.model import FindingInContext, Kind
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.port import Query, Results
from search.understanding.asked_filters import AskedFilter
from search.understanding.part_coverage import SENTENCE_GAP, FoundText, held_parts
from search.understanding.thesaurus import thesaurus

LOOKED_AT = 8  # findings, the nearest in meaning, whose sentences are weighed
NEAR = 0.2  # nearness of a sentence to the question from which it says something of it ...
ON_IT = 0.25  # ... and chance, by its sense, from which it is on the theme and does not only name it
_PARTS = ((Kind.GOOD_PRACTICE, "What helped"), (Kind.ACTION, "What was done"))


class SearchedByTheme(Protocol):
    """The part of a library that finds findings by a theme."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the themes."""

    def search(self, query: Query) -> Results:
        """Answer a question from the index."""

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order."""


def asks_for_praise_alone(asked: Sequence[AskedFilter]) -> bool:
    """Return whether the words of a question ask for good practice and for nothing else."""
    return bool(asked) and {(one.facet, one.value) for one in asked} == {("kind", Kind.GOOD_PRACTICE.value)}


def praise_on_theme(
    query: Query, theme: str, library: SearchedByTheme, order: FindingOrder, first: Sequence[FindingInContext] = ()
) -> ThemeAnswer | None:
    """Return the good practice on a theme that says something of a question, and what was done.

    Of the `first` findings of the list those follow that praise the most telling part of the question. Where no good
    practice is on it the answer has no part for it, and says so. None without a theme, and where nobody knows how near
    texts are in meaning: there, "no good practice" would be told of every theme.
    """
    stated = library.vocabulary.theme(theme)
    if stated is None or not order.theme_chances(query.text):
        return None
    found = [(name, _led_by_theme(query, theme, kind, library, order)) for kind, name in _PARTS]
    praised = {one.finding.id: one for one in (*found[0][1], *_led_by_praise(query, first, library.vocabulary, order))}
    found[0] = (found[0][0], tuple(praised.values())[:PER_PART])
    parts = tuple(ThemeAnswerPart(name, some) for name, some in found if some)
    return ThemeAnswer(stated.label, parts, no_praise=not found[0][1])


def _led_by_theme(
    query: Query, theme: str, kind: Kind, library: SearchedByTheme, order: FindingOrder
) -> tuple[FindingInContext, ...]:
    """Return the findings of a kind whose sentence on a theme is nearest to a question, each led by that sentence."""
    wanted = Query(f"theme:{theme}", {"kind": (kind.value,)}, query.years, size=100, facets=(), count_reviews=False)
    held = library.holdings([hit.id for hit in library.search(wanted).hits])
    asked = plan(replace(query, page=1, size=0), thesaurus(library.vocabulary)).parts
    led: list[tuple[float, float, FindingInContext]] = []
    for one in order.by_meaning(query.text, [one for one in held if theme in one.finding.own_themes])[:LOOKED_AT]:
        said = {place: one.finding.text[slice(*place)] for place in _sentences_on(one, theme)}
        held_of = {place: len(held_parts(asked, {}, FoundText(words))) for place, words in said.items()}
        weighed = [
            (held_of[place], order.likeness(query.text, words) or 0.0, place)
            for place, words in said.items()
            if not tells_of_shortcomings(words)
            and (held_of[place] > 1 or order.theme_chances(words).get(theme, 0.0) >= ON_IT)
        ]
        best = max(weighed, default=None)
        if best and best[1] >= NEAR:
            led.append((best[0], best[1], replace(one, finding=replace(one.finding, evidence=best[2]))))
    return tuple(one for *_, one in sorted(led, key=lambda weighed: (-weighed[0], -weighed[1]))[:PER_PART])


def _led_by_praise(
    query: Query, found: Sequence[FindingInContext], vocabulary: Vocabulary, order: FindingOrder
) -> Iterator[FindingInContext]:
    """Yield findings of good practice, each led by the sentence that praises the most telling part of a question."""
    parts = plan(replace(query, page=1, size=0), thesaurus(vocabulary)).parts
    weights = part_weights(parts)
    most = max(weights, key=lambda part: weights[part], default="")
    for one in found if most else ():
        text = one.finding.text
        places = pairwise([0, *(gap.end() for gap in SENTENCE_GAP.finditer(text)), len(text)])
        for first, last in places:
            words = text[first:last]
            praises = order.praises(words) and not tells_of_shortcomings(words)
            if praises and held_parts({most: parts[most]}, {}, FoundText(words)):
                yield replace(one, finding=replace(one.finding, evidence=(first, last)))
                break


def _sentences_on(one: FindingInContext, theme: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a finding stand whose words show a theme."""
    text = one.finding.text
    shown = {
        seen.start for tag in one.finding.tags if tag.theme == theme for seen in tag.evidence if seen.where == "text"
    }
    for first, last in pairwise([0, *(gap.end() for gap in SENTENCE_GAP.finditer(text)), len(text)]):
        if any(start is not None and first <= start < last for start in shown):
            yield first, last
