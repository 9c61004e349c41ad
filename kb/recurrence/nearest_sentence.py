"""Which sentence of a longer finding says what a draft says."""

from __future__ import annotations

from collections.abc import Iterable

from kb.recurrence.corpus_statistics import CorpusStatistics
from kb.recurrence.features import FeatureExtractor, FindingFeatures

SENTENCE = 0.7  # likeness of words alone from which one sentence of a longer finding says nearly what a draft says, ...
SENTENCE_WORDS = 3  # ... with so many words in common


def nearest_sentence(
    draft: FindingFeatures, sentences: Iterable[str], measure: CorpusStatistics, speech: FeatureExtractor
) -> tuple[str, bool]:
    """Return which of the sentences is most like a draft in its words, and whether it says nearly that.

    `draft` is what `speech` extracts of its words.
    """
    best, most, near = "", 0.0, False
    for words in sentences:
        said = speech.extract_words(words)
        like = measure.words_like(draft, said)
        if like > most:
            shared = speech.count_shared_words(draft, said)
            best, most, near = words, like, like >= SENTENCE and shared >= SENTENCE_WORDS
    return best, near
