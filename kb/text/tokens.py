"""How text becomes words: the one analysis that every engine, the query and the highlighter share.

Each token of a text stands at one position and has two forms: the *word* as written (folded), for quotes, prefixes and
suggestions, and its *stem*, for everything else. Stop words keep their positions, so that phrases can have them.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from kb.core.expressions import expression
from kb.text.stemming import stem

LONGEST_WORD = 64  # letters of a word; what is longer is cut, so that no text can make a monstrous term
MOST_WORDS = 20_000  # of one field; a finding of more is no finding, and engines keep positions in 16 bits

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe0f"  # combining accents, soft hyphens and zero-width joiners
_APOSTROPHES = "'\u2018\u2019\u02bc\uff07"
_REST = rf"(?:[^\W_]|[{_MARKS}])"
_TOKEN = expression(rf"[^\W_]{_REST}*(?:(?:[{_APOSTROPHES}](?=[^\W\d_])|(?<=\d)[.,](?=\d)){_REST}+)*")
_PLAIN = expression(r"[a-z0-9]+(?:(?<=[0-9])[.,](?=[0-9])[a-z0-9]+)*")  # of small ASCII letters without apostrophes
_NUMBER = expression(r"[0-9][.,][0-9]")
_WITHIN = expression(r"'(?<=[a-z0-9]')(?=[a-z])")  # an apostrophe in a word, which is dropped from it
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}
# what printed English has beside ASCII, as what parts or joins words in the same way: dashes, quotation marks, bullets
_PLAIN_MARKS = {
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u2010\u2013\u2014\u201c\u201d\u2022\u2026\u00a0\u00a3", " "),
}
_DROPPED = expression(rf"[{_MARKS}{_APOSTROPHES},]")

_STOPPED = """
a about after all also am an and any are arent as at be because been before being between both but by can cannot could
couldnt did didnt do does doesnt doing don dont down during each find for from further get gets give go goes going gone
got had hadnt has hasnt have havent having he her here hers him his how i id if im in into is isnt it its itself ive
just lets like lot make me might more most my no nor not of off on once only or other our out over own please same say
shall she should shouldnt show so some such tell than that thats the their theirs them then there these they theyre
thing things this those through to too under until up us very want was wasnt we were werent weve what whats when where
which while who whom whose why will with wont would wouldnt you your youve
"""
STOP_WORDS = frozenset(_STOPPED.split())


class Token(NamedTuple):
    """A word of a text: its first character there, and the one after its last."""

    word: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return one token as it is indexed: compatible forms joined, accents and apostrophes left out, small letters."""
    if word.isascii():
        plain = word.lower()[:LONGEST_WORD]
        return plain if plain.isalnum() else _DROPPED.sub("", word.lower())[:LONGEST_WORD]
    parts = unicodedata.normalize("NFKD", word[: LONGEST_WORD * 4])
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return _DROPPED.sub("", unicodedata.normalize("NFC", bare.casefold()))[:LONGEST_WORD]


def tokens(text: str) -> list[Token]:
    """Return the words of `text` with their offsets, for marking; in the same order as `words`."""
    found = (Token(fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text))
    return [token for token in found if token.word][:MOST_WORDS]


def _with_plain_marks(text: str) -> str:
    for mark, plain in _PLAIN_MARKS.items():
        text = text.replace(mark, plain)  # several times as quick as `str.translate`
    return text


def words(text: str) -> list[str]:
    """Return the words of `text` as written (folded), in order: the position of a word is its place in this list."""
    plain = text if text.isascii() else _with_plain_marks(text)
    if not plain.isascii():
        return [word for printed in _TOKEN.findall(text) if (word := fold(printed))][:MOST_WORDS]
    plain = plain.lower()
    if "'" in plain:
        plain = _WITHIN.sub("", plain)
    if _NUMBER.search(plain):
        found = " ".join(_PLAIN.findall(plain)).replace(",", "").split()
    else:
        found = plain.translate(_APART).split()  # as most texts are read, in a fifth of the time
    if len(plain) > LONGEST_WORD and max(map(len, found), default=0) > LONGEST_WORD:
        found = [word[:LONGEST_WORD] for word in found]
    return found[:MOST_WORDS]


def stems(text: str) -> list[str]:
    """Return the stems of `text`, in order and at the same positions as `words`."""
    return [stem(word) for word in words(text)]
