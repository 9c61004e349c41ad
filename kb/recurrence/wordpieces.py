"""Texts as numbers of word pieces, in the way that BERT's uncased models were taught.

The list of pieces is `data/wordpieces.txt`: the vocabulary of BERT base uncased (Google, Apache-2.0). The method is the
plain one: small letters without accents, parted at spaces and marks, then the longest piece that fits, again and again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources

LONGEST_WORD = 100  # letters of a word that is looked for in the list at all
BEGIN, END, UNKNOWN = 101, 102, 100  # the numbers of [CLS], [SEP] and [UNK]


@lru_cache(maxsize=1)
def pieces() -> Mapping[str, int]:
    """Return the number of every piece."""
    listed = resources.files("kb.recurrence").joinpath("data/wordpieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(listed.split("\n")[:-1])}


def is_ordinary_word(word: str) -> bool:
    """Return whether a word in small letters is one of the some 23,000 words that the pieces hold whole."""
    held = pieces()
    return word.isalpha() and (word in held or (word.endswith("s") and word[:-1] in held))


def numbers_of(text: str, most: int) -> list[int]:
    """Return the numbers of a text's pieces between those that begin and end it, at most `most` in all."""
    found: list[int] = []
    for word in _words(text):
        found.extend(_pieces_of(word))
        if len(found) >= most - 2:
            break
    return [BEGIN, *found[: most - 2], END]


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in unicodedata.normalize("NFD", text.lower()):
        sort = unicodedata.category(letter)
        if sort == "Mn" or (sort[0] == "C" and not letter.isspace()):
            continue
        if letter.isspace() or _is_mark(letter, sort):
            if word:
                yield word
            word = ""
            if not letter.isspace():
                yield letter
        else:
            word += letter
    if word:
        yield word


def _is_mark(letter: str, sort: str) -> bool:
    written_without_spaces = "\u4e00" <= letter <= "\u9fff"
    return sort[0] == "P" or written_without_spaces or (letter.isascii() and not letter.isalnum())


@lru_cache(maxsize=50_000)
def _pieces_of(word: str) -> tuple[int, ...]:
    known = pieces()
    if len(word) > LONGEST_WORD:
        return (UNKNOWN,)
    found: list[int] = []
    start = 0
    while start < len(word):
        end = len(word)
        while end > start:
            number = known.get(("##" if start else "") + word[start:end])
            if number is not None:
                break
            end -= 1
        else:
            return (UNKNOWN,)
        found.append(number)
        start = end
    return tuple(found)
