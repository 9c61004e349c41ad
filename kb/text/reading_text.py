"""Text for reading made from text as printed: beside it, never in its place, and with the way back.

`clean_text` gives for every letter of the reading text the offset of the printed letter that it came from, so that what
is found in the one can be shown in the other.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Set

from kb.core.expressions import expression

_BROKEN = expression(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010\ufffe]\n\s*([^\W\d_]+)")
_PARTED = expression(r"(?<![^\W\d_])[^\W\d_]++(?:\u00ad[^\W\d_]++)++")  # whose parts are no words by themselves
_WORD = expression(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_WORD_BEFORE = expression(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*$")
_WORD_AFTER = expression(r"[^\W_]+")
_EMPHASIS = expression(r"(?<!\w)(\*\*|__)(?=[\w“\"'(])[^*_\n]{1,400}?(?<=[\w.,:;!?”\"')])\1(?!\w)")
_ESCAPE = expression(r"\\(?=[*_()\[\]#.!<>`~+-])")
_BULLET_CODE = expression(r"\(cid:\d+\)")
_LINE_BREAK = expression(r"[ \t]*\n\s*")
_HYPHENS = "-\u2010\u2011\ufffe"
_SOFT = "\u00ad"
_SIGNS = ("  ", "(cid:", "**", "__", "\\")  # of something to clean in plain ASCII on one line
# Letters joined to one by a font, for which a file names some letter that no English word has: Word with Calibri.
_JOINED = {
    "\u019f": "ti",
    "\u01a9": "tt",
    "\u014c": "ft",
    "\u019e": "tf",
    "\u01ab": "tti",
    "\u01aa": "tti",
    "\u01ad": "fti",
}
# Ticks and boxes of Wingdings, by the private codes that files give them.
_SIGNS_OF_FONTS = {
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf0fe": "☑",
    "\uf0fd": "☒",
    "\uf0a8": "☐",
    "\uf06f": "☐",
    "\uf071": "☐",
    "\uf078": "☒",
}
_NOTHING = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufffd")
# Parts that are seldom joined to what follows without a hyphen.
_KEEPS_HYPHEN = frozenset(
    ("non", "multi", "co", "self", "well", "anti", "pre", "post", "cross", "inter", "high", "low", "long", "short")
)


def words_of(text: str) -> frozenset[str]:
    """Return the words that `text` writes within its lines, lower case, compounds with their hyphens."""
    whole = _PARTED.sub(" ", _BROKEN.sub(" ", text))
    return frozenset(word.casefold().replace("\u2010", "-").replace("\u2011", "-") for word in _WORD.findall(whole))


def reading_text(raw: str, words: Set[str] | None = None) -> str:
    """Return `raw` on one line as it is meant to be read. `words` are the document's own, from `words_of`.

    Words broken at line ends are joined, with their hyphen where the document writes them so; soft hyphens, ligatures
    and private-use characters are resolved, white space is squeezed, quotation marks stay as they are.
    """
    return clean_text(raw, words)[0]


def clean_text(raw: str, words: Set[str] | None = None) -> tuple[str, array[int]]:
    """Return the reading text of `raw`, and for each of its letters the offset in `raw`."""
    if raw.isascii() and raw.isprintable() and raw == raw.strip() and not any(sign in raw for sign in _SIGNS):
        return raw, array("L", range(len(raw)))
    return _clean_letters(raw, words or frozenset())


def _clean_letters(raw: str, words: Set[str]) -> tuple[str, array[int]]:
    letters: list[str] = []
    offsets = array("L")
    markup = _markup(raw)
    at = 0
    while at < len(raw):
        if at in markup:
            at += 1
            continue
        said, after = _next_letter(raw, at, words, letters[-1] if letters else " ")
        if said == " ":
            if letters and letters[-1] != " ":
                letters.append(" ")
                offsets.append(at)
        elif letters and _makes_one(letters[-1], said):
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + said)
        else:
            letters.extend(said)
            offsets.extend([at] * len(said))
        at = after
    if letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    return "".join(letters), offsets


def _markup(raw: str) -> frozenset[int]:
    """Return where marks of emphasis and escapes stand, in text files that were made from Markdown."""
    if "**" not in raw and "__" not in raw and "\\" not in raw:
        return frozenset()
    marks = {at for found in _EMPHASIS.finditer(raw) for at in (*_pair(found.start()), *_pair(found.end() - 2))}
    return frozenset(marks | {found.start() for found in _ESCAPE.finditer(raw)})


def _pair(at: int) -> tuple[int, int]:
    return at, at + 1


def _next_letter(raw: str, at: int, words: Set[str], before: str) -> tuple[str, int]:
    """Return what the letter at `at` says, and where the next one is."""
    letter = raw[at]
    if letter in _HYPHENS and before.isalnum():
        broken = _LINE_BREAK.match(raw, at + 1)
        if broken:
            return _join_hyphen(raw, at, broken.end(), words)
        return ("-" if letter == "\ufffe" else letter), at + 1
    if letter == _SOFT:
        broken = _LINE_BREAK.match(raw, at + 1)
        return _read_soft_hyphen(raw, at, broken.end() if broken else at + 1, words, broken=bool(broken))
    if letter == "(" and (code := _BULLET_CODE.match(raw, at)):
        return " ", code.end()
    if letter.isspace():
        return " ", at + 1
    if letter in _SIGNS_OF_FONTS:
        return _SIGNS_OF_FONTS[letter], at + 1
    if letter in _NOTHING or not letter.isprintable():
        return (" " if "\ue000" <= letter <= "\uf8ff" else ""), at + 1
    if letter in _JOINED and _in_word(raw, at):
        return _JOINED[letter], at + 1
    if "\ufb00" <= letter <= "\ufb06":
        return unicodedata.normalize("NFKC", letter), at + 1
    return letter, at + 1


def _in_word(raw: str, at: int) -> bool:
    """Return whether a letter stands within an English word: beside a small letter without an accent."""
    before, after = raw[at - 1 : at], raw[at + 1 : at + 2]
    beside = "abcdefghijklmnopqrstuvwxyz"
    joined = (before and (before in beside or before in _JOINED)) or (after and (after in beside or after in _JOINED))
    # A capital O with a stroke may begin a word of another language; within one after a small letter it cannot.
    return bool(joined) and (raw[at] != "\u014c" or bool(before and before.isalpha()))


def _join_hyphen(raw: str, at: int, after: int, words: Set[str]) -> tuple[str, int]:
    """Return whether a hyphen at the end of a line belongs to the word or only to the line."""
    first, second = _parts(raw, at, after)
    if not second:
        return "-", at + 1
    if not first or not second[0].islower() or first[-1].isdigit():
        return "-", after
    return ("-" if _keeps(first.casefold(), second.casefold(), words) else ""), after


def _read_soft_hyphen(raw: str, at: int, after: int, words: Set[str], *, broken: bool) -> tuple[str, int]:
    """Some typesetting programs write every hyphen as a soft one, also those within a line that belong to the word."""
    first, second = (part.casefold() for part in _parts(raw, at, after))
    if not first or not second:
        return "", at + 1
    if broken:
        return ("-" if f"{first}-{second}" in words else ""), after
    apart = first in words and second in words and first + second not in words
    return ("-" if f"{first}-{second}" in words or apart else ""), after


def _keeps(first: str, second: str, words: Set[str]) -> bool:
    if f"{first}-{second}" in words:
        return True
    if first + second in words:
        return False
    if "-" in first or first in _KEEPS_HYPHEN:
        return True
    return len(first) > 2 and len(second) > 3 and first in words and second in words


def _parts(raw: str, at: int, after: int) -> tuple[str, str]:
    first = _WORD_BEFORE.search(raw, max(0, at - 40), at)
    second = _WORD_AFTER.match(raw, after)
    return (first.group() if first else ""), (second.group() if second else "")


def _makes_one(base: str, mark: str) -> bool:
    """Return whether a letter and the accent after it are one letter."""
    return bool(mark and unicodedata.combining(mark[0])) and len(unicodedata.normalize("NFC", base + mark)) == 1
