"""The harm that a document is about as a whole: the one that its paragraphs tell most, story and findings alike.

A reader of a review of self-neglect takes "Nobody laid the seven letters side by side" to be about self-neglect, though
only the story above says what they were about. So the whole text is looked through, and not its findings alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from ingest.themes.cue_matches import CueMatcher
from ingest.themes.score import firm
from kb.core.expressions import expression
from kb.core.processor_limit import within_limit
from kb.text.cue_words import cue_tokens
from kb.vocabulary import Vocabulary

HARM = "harm"  # the group of themes of which a case is about one
FEWEST = 2  # paragraphs that must tell it
AHEAD = 2  # times as many paragraphs as tell any other harm
MOST = 1500  # paragraphs looked through, spread over the document; what a case is about needs no more

_BREAK = expression(r"\n+")


@dataclass(frozen=True, slots=True)
class CaseTheme:
    """The harm that a document is about, the share of its paragraphs that tell it, and the first words that do."""

    theme: str
    share: float
    words: str


@lru_cache(maxsize=8)
def case_theme(text: str, vocabulary: Vocabulary) -> CaseTheme | None:
    """Return the harm that a document's text is about, None where there is none or two are told about as often."""
    matcher = _matcher(vocabulary)
    paragraphs = _spread([one for one in _BREAK.split(text) if one.strip()])
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for paragraph in within_limit(paragraphs):
        tokens = cue_tokens(paragraph)
        for theme, sightings in matcher.sightings(tokens).items():
            first = next((one for one in sightings if firm(one)), None)
            if first is not None:
                counts[theme] += 1
                words.setdefault(theme, paragraph[tokens[first.first].start : tokens[first.after - 1].end])
    (most, count), (_, second) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    if count < FEWEST or count < AHEAD * second:
        return None
    return CaseTheme(most, count / len(paragraphs), words[most])


@lru_cache(maxsize=4)
def _matcher(vocabulary: Vocabulary) -> CueMatcher:
    """Return what looks for the cues of harms alone, made once for a vocabulary."""
    return CueMatcher({slug: theme for slug, theme in vocabulary.themes.items() if theme.group == HARM})


def _spread(paragraphs: list[str]) -> list[str]:
    """Return at most MOST paragraphs, evenly spread."""
    step = -(-len(paragraphs) // MOST) or 1
    return paragraphs[::step]
