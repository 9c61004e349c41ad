"""A joined word that no finding has, and whose two words some finding has side by side: "logbook", "short breaks"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb.app.answer_sources import AnswerSources, FirstSearch
from kb.core.model import FindingInContext
from kb.recurrence.wordpieces import is_ordinary_word
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, tokens
from search.port import Results
from search.understanding.mentions import is_plain_words

_LONGER = 3  # letters of each of the two, unless it is a small word ("by-pass")
_SHORTER = 2


def search_parted(first: FirstSearch, sources: AnswerSources) -> tuple[str, Results] | None:
    """Return a question with joined words parted and what is found for it; None where no finding has them so."""
    text, missing = first.query.text, {part.casefold() for part in first.results.missing}
    if not missing or not is_plain_words(text) or first.given.asked or first.named.slugs or not sources.holdings:
        return None
    put: list[str] = []
    pairs: list[tuple[str, str]] = []
    place = 0
    for token in tokens(text):
        pair = two_words(token.word) if token.word in missing else None
        if pair:
            put += [text[place : token.start], "-".join(pair)]
            pairs.append(pair)
            place = token.end
    if not pairs:
        return None
    parted = "".join((*put, text[place:]))
    found = sources.ask(replace(first.query, text=parted))
    return (parted, found) if _have_each(pairs, sources.findings_of(found)) else None


def two_words(word: str) -> tuple[str, str] | None:
    """Return the two ordinary words that a word is joined of, the most even; None where it is none such.

    A word that is ordinary itself is joined of no small word: "manor" is not "man or".
    """
    if not word.isalpha():
        return None
    pairs = ((word[:at], word[at:]) for at in range(_SHORTER, len(word) - _SHORTER + 1))
    if is_ordinary_word(word):
        pairs = (pair for pair in pairs if STOP_WORDS.isdisjoint(pair))
    return max(
        (pair for pair in pairs if all(map(_may_be_joined, pair))), key=lambda pair: min(map(len, pair)), default=None
    )


def _may_be_joined(part: str) -> bool:
    return part in STOP_WORDS or (len(part) >= _LONGER and is_ordinary_word(part))


def _have_each(pairs: Iterable[tuple[str, str]], found: Iterable[FindingInContext]) -> bool:
    """Return whether each of these pairs stands side by side in some finding."""
    said = [f" {' '.join(stems(one.finding.text))} " for one in found]
    return all(any(f" {stem(first)} {stem(second)} " in text for text in said) for first, second in pairs)
