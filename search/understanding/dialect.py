"""Words of a dialect, and negations without their apostrophe, in the words in which the vocabulary is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kb.core.expressions import expression
from kb.core.toml_text import parse_toml
from kb.text.tokens import Token, tokens
from search.understanding.mentions import is_plain_words

_DETERMINERS = frozenset("the a an my your his her its our their this that each every no wee".split())
_OF_SEVERAL = expression(r"['’](?!\w)")
_WORDS = Path(__file__).with_name("dialect.toml")


def in_standard_words(text: str) -> str:
    """Return a question in plain words with the standard word for each of dialect; any other as it is.

    A word with a capital that does not begin the question may be a name, and stays.
    """
    if not is_plain_words(text):
        return text
    parts, place, before = [], 0, ""
    for at, token in enumerate(tokens(text)):
        is_name = at > 0 and text[token.start].isupper()
        standard, end = ("", 0) if is_name else _standard(text, token, before)
        before = token.word
        if standard:
            parts += [text[place : token.start], standard]
            place = end
    return "".join((*parts, text[place:]))


def _standard(text: str, token: Token, before: str) -> tuple[str, int]:
    """Return the standard word for a token, "" where it is none of dialect, and where what it stands for ends.

    `before` is the word before it.
    """
    known = _standard_words(after_determiner=before in _DETERMINERS)
    bare, owns, _ = text[token.start : token.end].casefold().replace("’", "'").partition("'s")
    standard, end = known.get(bare if owns else token.word, ""), token.end
    if standard and not owns and _OF_SEVERAL.match(text, end) and not standard.endswith("s"):  # "bairns’ views"
        owns, end = "'s", end + 1
    return f"{standard}{owns}" if standard else "", end


@lru_cache(maxsize=2)
def _standard_words(*, after_determiner: bool) -> Mapping[str, str]:
    lists = parse_toml(_WORDS.read_text(encoding="utf-8"))
    return {
        word: standard
        for name, some in lists.items()
        if after_determiner or name != "after_determiner"
        for word, standard in some.items()
    }
