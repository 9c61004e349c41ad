"""Which themes a question is about, where it does not name them: everyday words weighed against all a theme's words.

A theme's label, other names, definition and cues make one small text; the themes are ranked for a question as findings
are, by BM25. Only a clear winner counts. "parents drinking heavily" is about substance misuse, though no label says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kb.core.expressions import expression
from kb.core.loading import loading
from kb.text.cue_words import cue_tokens
from kb.text.cues import CueTree
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, words
from kb.vocabulary import Theme, Vocabulary
from search.ranking import rarity

_SATURATION, _EVENING = 1.5, 0.3
_SURE = 0.5  # of what a word says of the theme of which it says the most
_TELLS_MOST = 0.75  # of what the most telling word of a question says of a theme
_PHRASE = 3  # words of a weak cue that show its theme in a question
_SIGNS = expression(r"[*|.]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The words of all themes, each with what it counts for a theme that has it."""

    values: Mapping[str, Mapping[str, float]]  # stem -> slug -> value
    cues: CueTree[str] = field(default_factory=lambda: CueTree(()))  # slugs by the cues that show them in a finding

    def themes_in(self, text: str) -> list[str]:
        """Return the themes whose strong cues stand in `text`, those with the longest cue first."""
        longest: dict[str, int] = {}
        for hit in self.cues.find(cue_tokens(text)):
            longest[hit.key] = max(longest.get(hit.key, 0), hit.after - hit.first)
        return sorted(longest, key=lambda slug: (-longest[slug], slug))

    def surely_of(self, stem: str) -> frozenset[str]:
        """Return the themes that a stem tells of, without those of which it tells much less than of its best one."""
        values = self.values.get(stem, {})
        least = _SURE * max(values.values(), default=0.0)
        return frozenset(slug for slug, value in values.items() if value >= least)

    def is_of(self, slug: str, stems: Iterable[str]) -> bool:
        """Return whether each of the stems that tell most of some theme surely tells of this one too."""
        best = {word: max(self.values[word].values()) for word in stems if self.values.get(word)}
        most = _TELLS_MOST * max(best.values(), default=0.0)
        return all(slug in self.surely_of(word) for word, value in best.items() if value >= most)

    def themes(self, stems: Iterable[str], floor: float, margin: float) -> dict[str, float]:
        """Return the themes that the words speak of, the best first, each with its share of the best, 0 to 1.

        A theme counts from the value `floor` and from `margin` of the best one's.
        """
        found: dict[str, float] = defaultdict(float)
        for word in dict.fromkeys(stems):
            for slug, value in self.values.get(word, {}).items():
                found[slug] += value
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        best = max((value for _, value in ranked), default=0.0)
        return {slug: value / best for slug, value in ranked if value >= max(floor, margin * best)}


@lru_cache(maxsize=4)
def theme_words(vocabulary: Vocabulary) -> Names:
    """Return the words of the vocabulary's themes, each with what it tells of each theme; made once a vocabulary."""
    with loading():  # tens of thousands of small things that all stay
        return _names(vocabulary)


def _names(vocabulary: Vocabulary) -> Names:
    texts = {slug: _words(theme) for slug, theme in vocabulary.themes.items()}
    having = Counter(word for text in texts.values() for word in text)
    rare = {word: rarity(len(texts), held) for word, held in having.items()}
    average = sum(sum(text.values()) for text in texts.values()) / (len(texts) or 1)
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for slug, text in texts.items():
        norm = 1 - _EVENING + _EVENING * sum(text.values()) / average
        for word, count in text.items():
            values[word][slug] = rare[word] * (count / norm) * (_SATURATION + 1) / (count / norm + _SATURATION)
    return Names(dict(values), CueTree(_cues(vocabulary)))


def _cues(vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """Yield what shows a theme in a question, with its slug; weak themes are spoken of everywhere.

    A question has few words, so that a long phrase shows its theme even where a finding needs more than that.
    """
    for slug, theme in vocabulary.themes.items():
        if not theme.weak:
            phrases = (cue for cue in theme.cues.weak if len(_words_of(cue)) >= _PHRASE)
            for cue in (*theme.cues.strong, *phrases, *theme.also_called, theme.label):
                yield cue, slug


def _words_of(cue: str) -> list[str]:
    return words(_SIGNS.sub(" ", cue.replace("|", "")))


def _words(theme: Theme) -> dict[str, float]:
    """Return the stems of all that is said of a theme, weighted (0.5 to 3 for each place) by how surely its own."""
    found: dict[str, float] = defaultdict(float)
    parts: tuple[tuple[float, Iterable[str]], ...] = (
        (3.0, (theme.label,)),
        (2.0, theme.also_called),
        (1.0, theme.cues.strong),
        (1.0, theme.cues.weak),
        (1.0, (theme.definition,)),
        (0.5, (" ".join(parts) for parts in theme.cues.near)),
        (0.5, theme.must_match),
    )
    for weight, texts in parts:
        for text in texts:
            for word in {stem(word) for word in words(_SIGNS.sub(" ", text)) if word not in STOP_WORDS}:
                found[word] += weight
    return found
