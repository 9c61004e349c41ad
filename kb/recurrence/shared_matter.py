"""What several findings speak of in common, beside whose name they bear: does it tell a lesson?

Three findings on the safeguarding hub may share the hub and nothing else: one is of late decisions, one of slow
answers, one of what a nurse adds. Where nothing is left in common once every agency and whatever has a short form is
taken away, they are not one lesson. Inspections judge the same services by the same measures, each in the manner of the
others: three on plans may share that leaders should improve them. There more must be left, and rarer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.core.model import FindingInContext
from kb.recurrence.features import UNKNOWN_RARITY
from kb.recurrence.roles import agency_names
from kb.recurrence.terms import wording_of, words
from kb.recurrence.word_vectors import field_vectors
from kb.vocabulary import Vocabulary

TELLING = 2.0  # rarity in the field below which a word tells of no one lesson: "improve" 1.4, "leader" 1.9, "wait" 3.9
MOST = 0.6  # share of several that are one lesson already: both of two, two of three


@dataclass(frozen=True, slots=True)
class SharedMatter:
    """What sources must share to tell one lesson, where no two of them say nearly the same."""

    share: float  # of the sources, in which a word must stand
    rarity: float  # in the field, below which a word does not count
    least: float  # sum of the rarities of what they share

    def is_shared(self, held: Iterable[FindingInContext], vocabulary: Vocabulary) -> bool:
        """Return whether the sources of these findings share it, beside names.

        What two findings of one source say counts together: the lesson may be told in both.
        """
        told: dict[str, frozenset[str]] = {}
        for one in held:
            source = one.review.case_slug
            told[source] = told.get(source, frozenset()) | telling_stems(one.finding.text, vocabulary)
        return self.weigh(list(told.values())) >= self.least

    def weigh(self, told: Sequence[frozenset[str]]) -> float:
        """Return the sum of rarities (from 0) of the stems that sources share."""
        return sum(rare for stem in _shared_by(told, self.share) if (rare := _rarity(stem)) >= self.rarity)


OF_CASES = SharedMatter(share=0.6, rarity=0.0, least=1.0)
OF_SERVICES = SharedMatter(share=0.75, rarity=2.5, least=6.5)


def matter_wanted(held: Iterable[FindingInContext], vocabulary: Vocabulary) -> SharedMatter:
    """Return what these findings must share: more where most are of documents that judge a service."""
    judging = [judges_a_service(one, vocabulary) for one in held]
    return OF_SERVICES if 2 * sum(judging) > len(judging) else OF_CASES


def judges_a_service(held: FindingInContext, vocabulary: Vocabulary) -> bool:
    """Return whether a finding is of a document that judges a whole service, as an inspection does."""
    listed = vocabulary.review_types.get(held.review.review_type)
    return listed is not None and listed.judges_service


def speaks_of_the_same(one: FindingInContext, others: Iterable[FindingInContext], vocabulary: Vocabulary) -> bool:
    """Return whether a finding has a telling word, beside names, that most of several others have."""
    told = [telling_stems(other.finding.text, vocabulary) for other in others]
    own = telling_stems(one.finding.text, vocabulary)
    return any(_rarity(stem) >= TELLING for stem in own & _shared_by(told, MOST))


def telling_stems(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the stems of a text's words without those that name an agency, or what has a short form."""
    named = frozenset(stem for name in agency_names(text) for _, stem in words(name))
    return frozenset(stem for _, stem in words(text)) - named - wording_of(vocabulary).named_stems(text)


def _shared_by(told: Sequence[frozenset[str]], share: float) -> frozenset[str]:
    """Return the stems that stand in such a share of several texts."""
    counts = Counter(stem for stems in told for stem in stems)
    least = max(math.ceil(share * len(told)), min(2, len(told)))
    return frozenset(stem for stem, count in counts.items() if count >= least)


def _rarity(stem: str) -> float:
    return field_vectors().rarity(stem, UNKNOWN_RARITY)
