"""Which way a finding points: something failing, something improving, something that works well, or neither said.

"Agencies share information well" and "agencies did not share information" are about the same theme and point opposite
ways; counted together they would make a recurrence of what never failed.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from kb.model import Finding, Kind, Polarity
from kb.vocabulary import Vocabulary
from kb.vocabulary.cues import Matcher
from kb.vocabulary.words import Token, tokens

# What a kind says before a word of it is read.
_LEAN: dict[Kind, Polarity] = {
    Kind.CONCERN: Polarity.FAILING,
    Kind.MISSED_OPPORTUNITY: Polarity.FAILING,
    Kind.GOOD_PRACTICE: Polarity.WORKING_WELL,
    Kind.ACTION: Polarity.IMPROVING,
}
_DENIES = frozenset("not no never cannot insufficiently less nor neither hardly rarely without lack lacked".split())
_WISHES = frozenset("should must need needs ensure ensures to more better review consider how whether if how".split())
_WELL_BEFORE = 3  # words before a good word within which "not" turns it and "should be" takes it back


def polarity_of(finding: Finding, vocabulary: Vocabulary) -> Polarity:
    """Return which way a finding points, by its kind and its words.

    A recommendation and a question are neutral unless they state what failed. An action is improving, good practice is
    working well and a concern is failing unless their words say otherwise.
    """
    if finding.kind is Kind.QUESTION:
        return Polarity.NEUTRAL
    said = _said(tokens(finding.text), vocabulary)
    failing, improving, well = (said[one] for one in (Polarity.FAILING, Polarity.IMPROVING, Polarity.WORKING_WELL))
    lean = _LEAN.get(finding.kind)
    if finding.kind is Kind.RECOMMENDATION:
        return Polarity.FAILING if failing > well + improving and _states(finding.text) else Polarity.NEUTRAL
    if lean is Polarity.FAILING:
        return lean if failing or not (well or improving) else _greater(improving, well)
    if lean is not None:
        return Polarity.FAILING if failing > 1 and failing > 2 * (well + improving) else lean
    if failing and failing >= well + improving:
        return Polarity.FAILING
    return _greater(improving, well) if well or improving else Polarity.NEUTRAL


def _greater(improving: int, well: int) -> Polarity:
    return Polarity.IMPROVING if improving > well else Polarity.WORKING_WELL


_STATING = frozenset("was were did had is are has have does do been".split())


def _states(text: str) -> bool:
    """Tell whether a recommendation states something, beyond what should be done."""
    first = next((word.raw.casefold() for word in tokens(text) if word.raw.casefold() in _STATING | _WISHES), "")
    return first in _STATING


def _said(words: tuple[Token, ...], vocabulary: Vocabulary) -> Counter[Polarity]:
    """Count the words that point each way. A good word denied ("not always timely") points the other way."""
    spared: set[int] = set()
    hits: list[tuple[int, int, Polarity]] = []
    for polarity, first, after in _matcher(vocabulary).find(words):
        if polarity is None:
            spared.update(range(first, after))
        else:
            hits.append((first, -after, polarity))
    said: Counter[Polarity] = Counter()
    reach = 0
    for first, minus, polarity in sorted(hits, key=lambda hit: hit[:2]):
        if first < reach or all(place in spared for place in range(first, -minus)):
            continue
        reach = -minus
        before = {
            word.raw.casefold()
            for word in words[max(0, first - _WELL_BEFORE) : first]
            if word.sentence == words[first].sentence
        }
        if polarity is Polarity.FAILING or not before & (_DENIES | _WISHES):
            said[polarity] += 1
        elif before & _DENIES:
            said[Polarity.FAILING] += 1
    return said


@lru_cache(maxsize=4)
def _matcher(vocabulary: Vocabulary) -> Matcher[Polarity | None]:
    entries = [(Polarity(slug), entry) for slug, entry in vocabulary.polarities.items()]
    return Matcher(
        [(cue, polarity) for polarity, entry in entries for cue in entry.cues]
        + [(cue, None) for _, entry in entries for cue in entry.spare]
    )
