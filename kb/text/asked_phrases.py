"""What a page must have to be found by its full text: words, and phrases in quotation marks."""

from __future__ import annotations

from kb.core.expressions import expression
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, words

LONGEST = 500  # characters of a question that are searched

_QUOTED = expression(r"[\"“”]([^\"“”]*)[\"“”]")

Phrase = tuple[str, ...]  # stems that stand next to each other


def phrases(question: str) -> tuple[Phrase, ...]:
    """Return what a page must have: each phrase in quotation marks, and each other word that tells something."""
    question = question[:LONGEST]
    quoted = [tuple(stems(one)) for one in _QUOTED.findall(question)]
    rest = words(_QUOTED.sub(" ", question))
    telling = [word for word in rest if word not in STOP_WORDS] or rest
    return tuple(dict.fromkeys(one for one in (*quoted, *((stem(word),) for word in telling)) if one))


def highlights_of(question: str) -> tuple[str, ...]:
    """Return what to mark in a page, as `search.highlight` takes it."""
    return tuple(" ".join(phrase) for phrase in phrases(question))
