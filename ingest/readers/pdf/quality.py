"""Cheap signs that the text of a PDF came out wrong: lost encodings, missing spaces, letters torn apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.layout.lines import join_lines, lines_of
from ingest.layout.markers import marker_of
from ingest.layout.marks import MarkedPage

_WORD = re.compile(r"[^\W\d_]+")
_ODD_CASE = re.compile(r"[a-z][A-Z]")
_LONGEST = 22  # letters of a word that is one


@dataclass(frozen=True, slots=True)
class TextQuality:
    """Shares of what should be rare."""

    words: int
    lost: float  # letters without meaning
    glued: float  # words too long to be one
    odd: float  # words with a capital inside
    torn: float  # words of one letter
    unknown: float = 0.0  # letters within words that the file does not name

    @property
    def is_bad(self) -> bool:
        """Whether the text is worth a second engine's try."""
        return self.words < 20 or self.lost > 0.002 or self.glued > 0.02 or self.odd > 0.12 or self.torn > 0.35

    @property
    def is_garbled(self) -> bool:
        """Whether nobody could read it."""
        return self.words > 0 and (self.lost > 0.1 or self.glued > 0.25 or self.odd > 0.4 or self.torn > 0.6)

    @property
    def cost(self) -> float:
        """What is wrong with it as one number, to choose the lesser."""
        return 10 * self.lost + 3 * self.glued + self.odd + self.torn


def quality_of(sheets: Sequence[MarkedPage]) -> TextQuality:
    """Return the signs over all pages."""
    return quality(line.text for sheet in sheets for line in join_lines(lines_of(sheet.runs)))


def quality(lines: Iterable[str]) -> TextQuality:
    """Return the signs over some lines of text."""
    unknown = letters = lost = words = glued = odd = torn = 0
    for line in lines:
        marker = marker_of(line)
        text = line[marker.begins :] if marker else line
        letters += len(text)
        lost += sum(1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
        unknown += text.count("\ufffd")
        for word in _WORD.findall(text):
            words += 1
            glued += len(word) > _LONGEST
            odd += bool(_ODD_CASE.search(word))
            torn += len(word) == 1
    most = max(words, 1)
    return TextQuality(words, lost / max(letters, 1), glued / most, odd / most, torn / most, unknown / max(letters, 1))
