"""The short forms in a question that the glossary explains: a reader who met one in a report need not look it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.core.model import Review
from kb.recurrence.wordpieces import is_ordinary_word
from kb.text.tokens import tokens
from kb.vocabulary import Vocabulary
from kb.vocabulary.glossary import GlossaryEntry, glossary

MOST_EXPLAINED = 2  # short forms of one question


def types_not_held(
    terms: Iterable[GlossaryEntry], reviews: Iterable[Review], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return the types of review that short forms stand for and that no source held is of, by their labels."""
    held = {one.review_type for one in reviews}
    named = {name.casefold() for one in terms for name in (one.full, f"{one.term} review")}
    types = vocabulary.review_types.items()
    return tuple(one.label for slug, one in types if one.label.casefold() in named and slug not in held)


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
