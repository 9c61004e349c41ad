"""What a question asks for beside its theme, and how much of it each finding on the theme has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.app.question_parts import part_weights
from kb.core.model import FindingInContext
from kb.text.tokens import stems
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.understanding.asked_places import agencies_named
from search.understanding.framing import wanting
from search.understanding.implied_themes import theme_words
from search.understanding.part_coverage import SENTENCE_GAP, FoundText, held_parts
from search.understanding.question import UnderstoodQuestion
from search.understanding.thesaurus import thesaurus

_TELLING_AGENCY = 3.0  # rarity of its name: social workers, of whom every finding speaks, have 1.4, GPs 8


def shares_beside(
    held: Sequence[FindingInContext], understood: UnderstoodQuestion, theme: tuple[str, ...], vocabulary: Vocabulary
) -> dict[str, float]:
    """Return what share of what a question asks beside its theme each finding has in one sentence, by its id.

    "GPs at core groups" asks for GPs. A word counts by how rare it is, in any way to say it; words that only speak of
    the theme, or of a failing ("missed"), count nothing, and where there are no others nothing is returned. An agency
    counts, though it be one of those of which the theme speaks, unless it is one of which all findings speak.
    """
    parts = plan(replace(understood.query, page=1, size=0), thesaurus(vocabulary)).parts
    of_theme = theme_words(vocabulary).values
    agencies = _telling_agencies(understood.query.text, vocabulary)
    beside = {
        part: ways
        for part, ways in parts.items()
        if ways
        and not wanting(part, ())
        and (
            any(name.issubset(ways[0]) for name in agencies)
            or not all(any(slug in of_theme.get(word, {}) for slug in theme) for word in ways[0])
        )
    }
    weights = part_weights(beside)
    every = sum(weights.values())

    def share(one: FindingInContext) -> float:
        sentences = SENTENCE_GAP.split(one.finding.text)
        told = (held_parts(beside, {}, FoundText(sentence)) for sentence in sentences)
        return max(sum(weights.get(part, 0.0) for part in some) for some in told) / every

    return {one.finding.id: share(one) for one in held} if every else {}


def _telling_agencies(question: str, vocabulary: Vocabulary) -> list[frozenset[str]]:
    """Return the stems of each agency that a question names and of which not every finding speaks."""
    named = [stems(name) for name in agencies_named(question, vocabulary)]
    weights = part_weights({" ".join(name): (tuple(name),) for name in named})
    return [frozenset(name) for name in named if weights.get(" ".join(name), 0.0) >= _TELLING_AGENCY]
