"""The short forms in a question that the glossary explains: a reader who met one in a report need not look it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.core.model import Review
from kb.recurrence.wordpieces import is_ordinary_word
from kb.text.tokens import tokens
from kb.vocabulary import Vocabulary
from kb.vocabulary.glossary import GlossaryEntry, glossary
from search.understanding.asking_words import asking_words

MOST_EXPLAINED = 2  # short forms of one question


def types_not_held(
    terms: Iterable[GlossaryEntry], reviews: Iterable[Review], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return the types of review that short forms stand for and that no source held is of, by their labels."""
    held = {one.review_type for one in reviews}
    return tuple(vocabulary.review_types[slug].label for slug in _named_types(terms, vocabulary) if slug not in held)


def without_type_names(words: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return words without short forms of types ("CSPR", "7MB"), which a source of that type seldom writes."""
    called = {name.casefold() for name in asking_words().document_types}
    return tuple(
        one
        for one in words
        if " " in one
        or not (one.casefold() in called or any(_named_types(explained_terms(one, vocabulary.acronyms), vocabulary)))
    )


def _named_types(terms: Iterable[GlossaryEntry], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the slugs of the types of review that short forms stand for."""
    types = {one.label.casefold(): slug for slug, one in vocabulary.review_types.items()}
    for one in terms:
        for name in (one.full, f"{one.term} review"):
            if slug := types.get(name.casefold()):
                yield slug


def explained_terms(question: str, acronyms: Mapping[str, str]) -> tuple[GlossaryEntry, ...]:
    """Return the glossary entries of the first short forms in a question, those that have a meaning.

    A short form that is also a word, as "send" is, counts only in capitals, and not where all is typed in them.
    """
    shouted = question.isupper() and " " in question.strip()
    known = {one.term.casefold(): one for one in glossary(acronyms) if one.is_abbreviation and one.meaning}
    found: dict[str, GlossaryEntry] = {}
    for token in tokens(question):
        entry = known.get(token.word) or known.get(token.word.removesuffix("s"))
        if entry is None:
            continue
        typed = question[token.start : token.end].removesuffix("s")
        if (typed == entry.term and not shouted) or not is_ordinary_word(entry.term.casefold()):
            found[entry.term] = entry
    return tuple(found.values())[:MOST_EXPLAINED]
