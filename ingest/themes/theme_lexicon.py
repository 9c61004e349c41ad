"""How near the words of a text are to the words of each theme: the cues of all themes weighed against each other.

"Carers spoke to him through the letter box for eleven days" shows a cue of training ("carers ... days"), but its other
words are those of visits and doors. The words of a theme's cues make one small text; a word counts by how often it
stands there and how few themes have it (tf-idf; G. Salton and C. Buckley, "Term-weighting approaches in automatic text
retrieval", 1988), so that a theme whose words stand nowhere else in a finding is told from one that the rest bears out.
Nothing is learned and nothing is kept: a cue that a practitioner adds counts here from the next start.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from kb.core.expressions import expression
from kb.text.cue_words import CueToken, normalise_word
from kb.text.tokens import STOP_WORDS
from kb.vocabulary import Theme

STRONG, WEAK, NEAR = 1.0, 0.7, 0.35  # how much a word counts by the kind of cue in which it stands
SCALE = 10.0  # so that most nearnesses are about 1
MOST = 3.0  # a nearness beyond this says no more

_PART = expression(r"[ |]+")


class ThemeLexicon:
    """The words of all themes, each with what it says of them."""

    __slots__ = ("_mean", "_weights")

    def __init__(self, themes: Mapping[str, Theme]) -> None:
        counts = {slug: _counts(theme) for slug, theme in themes.items()}
        having = Counter(word for words in counts.values() for word in words)
        self._weights: dict[str, dict[str, float]] = {word: {} for word in having}  # word -> theme -> weight
        for slug, words in counts.items():
            rare = {word: math.log1p(n) * math.log(len(themes) / having[word]) for word, n in words.items()}
            norm = math.sqrt(sum(weight**2 for weight in rare.values())) or 1.0
            for word, weight in rare.items():
                self._weights[word][slug] = SCALE * weight / norm
        self._mean = {word: sum(of.values()) / len(themes) for word, of in self._weights.items()}

    def nearness(self, words: Iterable[CueToken], themes: Collection[str]) -> dict[str, float]:
        """Return how near a text is to each of these themes: 0 for the mean of all, most often between -1 and MOST."""
        said = [plain for plain in {word.plain for word in words} if plain in self._weights]
        if not said:
            return dict.fromkeys(themes, 0.0)
        mean, root = sum(map(self._mean.__getitem__, said)), math.sqrt(len(said))
        of = [self._weights[word] for word in said]
        return {slug: min((sum(one.get(slug, 0.0) for one in of) - mean) / root, MOST) for slug in themes}


def _counts(theme: Theme) -> dict[str, float]:
    """Return how much each word of a theme's cues counts for it, in its plain form; small words do not count."""
    counts: dict[str, float] = {}
    near = [part for cue in theme.cues.near for part in cue]
    for worth, cues in ((STRONG, theme.cues.strong), (WEAK, theme.cues.weak), (NEAR, near)):
        for cue in cues:
            for word in {normalise_word(one) for one in _words(cue)}:
                counts[word] = counts.get(word, 0.0) + worth
    return counts


def _words(cue: str) -> Iterable[str]:
    for part in _PART.split(cue.replace("-", " ")):
        word = part.strip("=*.'’")
        if word and word.casefold() not in STOP_WORDS:
            yield word
