"""Which way a finding points: something failing, something improving, something that works well, or neither said.

"Agencies share information well" and "agencies did not share information" are about the same theme and point opposite
ways; counted together they would make a recurrence of what never failed.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from kb.core.expressions import expression
from kb.core.model import Finding, Kind, Polarity
from kb.text.cue_words import CueToken, cue_tokens
from kb.text.cues import CueTree
from kb.vocabulary import Vocabulary

# What a kind says by itself. It was decided from headings, sentences and clauses; a count of words here knows less.
_SAID_BY_KIND: dict[Kind, Polarity] = {
    Kind.CONCERN: Polarity.FAILING,
    Kind.MISSED_OPPORTUNITY: Polarity.FAILING,
    Kind.GOOD_PRACTICE: Polarity.WORKING_WELL,
    Kind.QUESTION: Polarity.NEUTRAL,
}
_DENIES = frozenset("not no never cannot insufficiently less nor neither hardly rarely without lack lacked".split())
_WISHES = frozenset("should must need needs ensure ensures to more better review consider how whether if how".split())
_CONCEDED = expression(
    r"(?:^|(?<=[.!?;:]\s))(?:while|whilst|although|though|despite)\b[^,.;]{4,240},|"
    r"\b(?:although|albeit|despite)\b[^.;]{4,240}",
    re.IGNORECASE,
)
_WELL_BEFORE = 3  # words before a good word within which "not" turns it and "should be" takes it back


def polarity_of(finding: Finding, vocabulary: Vocabulary) -> Polarity:
    """Return which way a finding points, by its kind and its words.

    Good practice works well and a concern or a missed opportunity fails: kind and direction never contradict each
    other. A recommendation is neutral unless it states what failed, and an action is improving unless its words
    clearly say otherwise. A lesson or a piece of evidence points where its words do; what fails in its opening
    sentence does not work well, whatever is praised after it.
    """
    if finding.kind in _SAID_BY_KIND:
        return _SAID_BY_KIND[finding.kind]
    words = cue_tokens(finding.text)
    hits = _telling_words(finding.text, words, vocabulary)
    said = Counter(polarity for polarity, _ in hits)
    failing, improving, well = (said[one] for one in (Polarity.FAILING, Polarity.IMPROVING, Polarity.WORKING_WELL))
    if finding.kind is Kind.RECOMMENDATION:
        return Polarity.FAILING if failing > well + improving and _states(words) else Polarity.NEUTRAL
    if finding.kind is Kind.ACTION:
        return Polarity.FAILING if failing > 1 and failing > 2 * (well + improving) else Polarity.IMPROVING
    if failing and failing >= well + improving:
        return Polarity.FAILING
    if improving > well:
        return Polarity.IMPROVING
    opening = {polarity for polarity, sentence in hits if sentence == 0}
    if Polarity.FAILING in opening:
        return Polarity.NEUTRAL if Polarity.WORKING_WELL in opening else Polarity.FAILING
    return Polarity.WORKING_WELL if well else Polarity.NEUTRAL


_STATING = frozenset("was were did had is are has have does do been".split())


def _states(words: tuple[CueToken, ...]) -> bool:
    """Tell whether a recommendation states something, beyond what should be done."""
    first = next((word.raw.casefold() for word in words if word.raw.casefold() in _STATING | _WISHES), "")
    return first in _STATING


def _telling_words(text: str, words: tuple[CueToken, ...], vocabulary: Vocabulary) -> list[tuple[Polarity, int]]:
    """Return which way each telling word points, with its sentence. A good word denied points the other way."""
    spared: set[int] = set()
    hits: list[tuple[int, int, Polarity]] = []
    for polarity, first, after in _matcher(vocabulary).find(words):
        if polarity is None:
            spared.update(range(first, after))
        else:
            hits.append((first, -after, polarity))
    conceded = [found.span() for found in _CONCEDED.finditer(text)]
    wished = _wished_places(words)
    said: list[tuple[Polarity, int]] = []
    reach = 0
    for first, minus, polarity in sorted(hits, key=lambda hit: hit[:2]):
        if first < reach or all(place in spared for place in range(first, -minus)):
            continue
        reach = -minus
        sentence = words[first].sentence
        before = {
            word.raw.casefold() for word in words[max(0, first - _WELL_BEFORE) : first] if word.sentence == sentence
        }
        if polarity is Polarity.FAILING:
            said.append((polarity, sentence))
        elif before & _DENIES:
            said.append((Polarity.FAILING, sentence))
        elif not before & _WISHES and not (
            polarity is Polarity.WORKING_WELL
            and (first in wished or any(start <= words[first].start < end for start, end in conceded))
        ):
            said.append((polarity, sentence))
    return said


def _wished_places(words: tuple[CueToken, ...]) -> set[int]:
    """Return the places after a word that asks, to the end of its sentence: what is asked for is not there."""
    wished: set[int] = set()
    asking = -1  # the sentence in which it was said
    for place, word in enumerate(words):
        if word.sentence == asking:
            wished.add(place)
            continue
        raw = word.raw.casefold()
        following = words[place + 1].raw.casefold() if place + 1 < len(words) else ""
        if raw in ("should", "must", "ensuring") or (raw in ("need", "needs", "needed") and following in ("to", "for")):
            asking = word.sentence
    return wished


@lru_cache(maxsize=4)
def _matcher(vocabulary: Vocabulary) -> CueTree[Polarity | None]:
    entries = [(Polarity(slug), entry) for slug, entry in vocabulary.polarities.items()]
    return CueTree(
        [(cue, polarity) for polarity, entry in entries for cue in entry.cues]
        + [(cue, None) for _, entry in entries for cue in entry.spare]
    )
