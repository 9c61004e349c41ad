"""What several findings speak of in common, beside whose name they bear: does it tell a lesson?

Three findings on the safeguarding hub may share the hub and nothing else: one is of late decisions, one of slow
answers, one of what a nurse adds. Where nothing is left in common once every agency and whatever has a short form is
taken away, they are not one lesson.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kb.recurrence.features import UNKNOWN_RARITY
from kb.recurrence.meanings import field_vectors
from kb.recurrence.roles import agency_names
from kb.recurrence.terms import wording_of, words
from kb.vocabulary import Vocabulary

SHARED_BY = 0.6  # share of the findings in which a word must stand


def shared_matter(texts: Sequence[str], vocabulary: Vocabulary) -> float:
    """Return how much several texts share beside names: the rarities in the field, from 0, of their common words.

    A word is common that stands in two of them at least and in SHARED_BY of them.
    """
    counts = Counter(stem for text in texts for stem in telling_stems(text, vocabulary))
    least = max(2.0, SHARED_BY * len(texts))
    rarity = field_vectors().rarity
    return sum(rarity(stem, UNKNOWN_RARITY) for stem, count in counts.items() if count >= least)


def telling_stems(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the stems of a text's words without those that name an agency, or what has a short form."""
    named = frozenset(stem for name in agency_names(text) for _, stem in words(name))
    return frozenset(stem for _, stem in words(text)) - named - wording_of(vocabulary).named_stems(text)
