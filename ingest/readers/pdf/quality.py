"""Measure cheaply whether the text of a PDF came out wrong: lost encodings, missing spaces, split words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.layout.lines import join_lines, lines_of
from ingest.layout.markers import marker_of
from ingest.layout.marks import MarkedPage
from kb.core.expressions import expression

_WORD = expression(r"[^\W\d_]+")
_ODD_CASE = expression(r"[a-z][A-Z]")
_UNNAMED = expression(r"(?<=[^\W\d_])[\ue000-\uf8ff](?=[^\W\d_])")  # a letter by a private code of its font, in a word
_LONGEST = 22  # letters of a word that is one
# words that no page of English, Welsh, Scots Gaelic or Irish goes without
_COMMON = frozenset(
    "the of and to a in for that is was with on as be by it not or are from at this an have were had which their has "
    "been they who will should yn y yr i o ar ei eu a'r gan wedi oedd mae agus na an air le go".split()
)
_VOWELS = expression(r"[aeiouwyâêîôûŵŷáéíóúàèìòù]", re.I)
_PAGE = 20  # words: on a page of fewer nothing is said of its letters
_FEWEST_COMMON = 0.02  # of a page's words; prose has 0.3 to 0.5, a table of names and figures 0.05 and more
_FEWEST_VOWELS = 0.3  # of a page's letters; English has 0.41 with w and y
_LONG_PAGE = 80  # words: on a page of as many, no common word at all is enough


@dataclass(frozen=True, slots=True)
class TextQuality:
    """Shares (0 to 1) of signs that are rare in good text."""

    words: int
    lost: float  # letters without meaning
    glued: float  # words too long to be one
    odd: float  # words with a capital inside
    torn: float  # words of one letter
    unknown: float = 0.0  # letters within words that the file does not name
    wrong: tuple[int, ...] = ()  # the numbers of pages whose letters spell no words

    @property
    def is_bad(self) -> bool:
        """Return whether a second engine should read the page."""
        bad = self.lost > 0.002 or self.glued > 0.02 or self.odd > 0.12 or self.torn > 0.35
        return bad or self.words < _PAGE or bool(self.wrong)

    @property
    def is_garbled(self) -> bool:
        """Return whether the text is unreadable."""
        return self.words > 0 and (self.lost > 0.1 or self.glued > 0.25 or self.odd > 0.4 or self.torn > 0.6)

    @property
    def cost(self) -> float:
        """The faults as one number, 0 for none; of two readings the one with the lower cost is taken."""
        return 10 * self.lost + 3 * self.glued + self.odd + self.torn + len(self.wrong)


def quality_of(sheets: Sequence[MarkedPage]) -> TextQuality:
    """Return the signs over all pages."""
    pages = {sheet.number: [line.text for line in join_lines(lines_of(sheet.runs))] for sheet in sheets}
    wrong = tuple(number for number, lines in pages.items() if has_wrong_letters(lines))
    return replace(quality(line for lines in pages.values() for line in lines), wrong=wrong)


def has_wrong_letters(lines: Iterable[str]) -> bool:
    """Return whether a page's letters look like those of a font that does not say what its signs stand for.

    Such letters are a cipher of the page: words of ordinary length, none of them a word that every text has, and
    vowels as rare as the letters that they stand for.
    """
    words = [word.lower() for line in lines for word in _WORD.findall(line)]
    if len(words) < _PAGE:
        return False
    common = sum(word in _COMMON for word in words)
    if common > _FEWEST_COMMON * len(words):
        return False
    letters = "".join(words)
    return (common == 0 and len(words) >= _LONG_PAGE) or len(_VOWELS.findall(letters)) < _FEWEST_VOWELS * len(letters)


def quality(lines: Iterable[str]) -> TextQuality:
    """Return the signs over some lines of text."""
    unknown = letters = lost = words = glued = odd = torn = 0
    for line in lines:
        marker = marker_of(line)
        text = line[marker.begins :] if marker else line
        letters += len(text)
        lost += sum(1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
        unknown += text.count("\ufffd") + len(_UNNAMED.findall(text))
        for word in _WORD.findall(text):
            words += 1
            glued += len(word) > _LONGEST
            odd += bool(_ODD_CASE.search(word))
            torn += len(word) == 1
    most = max(words, 1)
    return TextQuality(words, lost / max(letters, 1), glued / most, odd / most, torn / most, unknown / max(letters, 1))
