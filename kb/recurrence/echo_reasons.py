"""Why two findings are alike, in words: named instruments, themes, shared words, and words of one meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.core.model import Echo
from kb.core.recurrence_values import Like
from kb.recurrence.features import FeatureExtractor, FindingFeatures, instrument_names
from kb.vocabulary import Vocabulary

MEANINGS = 4  # named in a reason, beside shared words

_MOST_WORDS = 6  # shared words that a reason names


def tell_echoes(
    said: FindingFeatures,
    likest: Iterable[tuple[Like, FindingFeatures]],
    printed: Mapping[int, str],
    rarity: Mapping[int, float],
    speech: FeatureExtractor,
    vocabulary: Vocabulary,
) -> tuple[Echo, ...]:
    """Return the likest of a finding as its echoes, each with the reason that `tell_reason` tells."""
    return tuple(
        Echo(
            said.id,
            one.id,
            one.score,
            tell_reason(said, other, printed, rarity, speech, vocabulary),
            one.verbatim,
            one.near,
        )
        for one, other in likest
    )


def tell_reason(
    said: FindingFeatures,
    other: FindingFeatures,
    printed: Mapping[int, str],
    rarity: Mapping[int, float],
    speech: FeatureExtractor,
    vocabulary: Vocabulary,
) -> str:
    """Return the reason; `printed` are the words of `said` by their terms, and `rarity` how rare these are."""
    reasons = []
    both = said.names & other.names
    names = [name for key, name in instrument_names(said.text).items() if key in both] if both else []
    if names:
        reasons.append("names the same tool or procedure: " + ", ".join(sorted(names)))
    shared = sorted(said.themes.keys() & other.themes.keys(), key=lambda slug: (-said.themes[slug], slug))
    if shared:
        labels = [theme.label for slug in shared if (theme := vocabulary.theme(slug))]
        reasons.append(("same theme: " if len(labels) == 1 else "same themes: ") + "; ".join(labels))
    words = _shared_words(other, printed, rarity)
    if words:
        reasons.append("shared words: " + ", ".join(words))
    alike = speech.shared_meanings(said, other)[:MEANINGS]
    if alike:
        reasons.append("similar words: " + ", ".join(alike))
    return " · ".join(reasons or ["related themes"])


def _shared_words(other: FindingFeatures, printed: Mapping[int, str], rarity: Mapping[int, float]) -> list[str]:
    """Return the printed words that two findings share, the rarest first."""
    rarest: dict[str, float] = {}
    for number in other.terms.tolist():
        word = printed.get(number)
        if word is not None:
            rarest[word] = max(rarest.get(word, 0.0), rarity[number])
    return sorted(rarest, key=lambda word: (-rarest[word], word))[:_MOST_WORDS]
