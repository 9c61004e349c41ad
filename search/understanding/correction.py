"""Which words of a question are misspelt so surely that the right ones are searched in their place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, tokens
from kb.vocabulary import Vocabulary
from search.understanding.framing import FRAMING
from search.understanding.mentions import is_plain_words
from search.understanding.spelling import SpellingLexicon, edit_distance
from search.understanding.thesaurus import words_of

# What the pages can do, by the words that people ask for it with: none is a misspelt word of a review.
_PRODUCT = """quiz quizzes contrast compare comparison timeline chronology history draft case pack packs checklist slide
slides handout handouts poster collection basket export download feed filter search finding findings echo tension theme
briefing briefings workshop icebreaker facilitator trainer learner quote quotation table chart graph matrix""".split()

_BRIEF_WORD, _LONG_WORD = 5, 8  # letters: no word so short is surely misspelt; one longer may have two letters wrong
_CHOSEN_WORDS = 3  # words of a question of which each was chosen, so that an unsure correction is worth offering


def put_places_right(text: str, unheld: Iterable[str], areas: Iterable[str]) -> str:
    """Return `text` with each word that no finding has, and that is nearly the name of one held area alone, put right.

    It is "" where there is no such word, and a word that is near two areas stays as it is, since either may be meant.
    """
    names = {token.word: area[token.start : token.end] for area in areas for token in tokens(area)}
    lexicon = SpellingLexicon({name: 1 for name in names if len(name) >= _BRIEF_WORD})
    wanted = frozenset(unheld)
    put, place = [], 0
    for token in tokens(text):
        near = lexicon.spellings(token.word, 1 if len(token.word) <= _LONG_WORD else 2) if token.word in wanted else []
        if len(near) == 1:
            put += [text[place : token.start], names[near[0]]]
            place = token.end
    return "".join((*put, text[place:])) if put else ""


def is_of_field(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether a word is surely the field's: of a name or a cue, and not only of what explains one."""
    return _field_words(vocabulary).frequencies.get(word, 0) > 1


def put_right(text: str, likely: str, vocabulary: Vocabulary, titles: frozenset[str] = frozenset()) -> tuple[str, bool]:
    """Return `text` with the words put right that are surely misspelt, and whether all of them surely are.

    `likely` is the same text with a near word in place of each that no finding holds. A word that the vocabulary knows
    is rightly spelt, whether or not a review has said it. A name, a short word and a far one are no sure mistakes, and
    only a word of the field's that stands alone in being near is surely what was meant. Of many words only a long one
    with one letter wrong may be meant so: "supervison" is near to "supervision" and to "supervisor".
    """
    typed, meant = tokens(text), tokens(likely)
    if len(typed) != len(meant) or not is_plain_words(text):
        return "", False
    known = _vocabulary_words(vocabulary)
    shouted = all(text[token.start].isupper() for token in typed)
    put, place, sure = [], 0, True
    for at, (word, other) in enumerate(zip(typed, meant, strict=True)):
        if word.word == other.word or word.word in titles or stem(word.word) in known:
            continue
        named = at > 0 and text[word.start].isupper() and not shouted
        certain = len(word.word) > _BRIEF_WORD and not named and _surely(word.word, other.word, vocabulary)
        nearly = len(word.word) > _LONG_WORD and edit_distance(word.word, other.word, 1) <= 1
        if not certain and not nearly and len(typed) > _CHOSEN_WORDS:
            continue
        sure = sure and certain
        put += [text[place : word.start], other.word]
        place = word.end
    return ("".join((*put, text[place:])), sure) if put else ("", False)


@lru_cache(maxsize=4)
def _vocabulary_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the stems of all words that name themes, and of the words that frame a question."""
    found = set(FRAMING) | {stem(word) for word in (*STOP_WORDS, *_PRODUCT)}
    found |= {stem(token.word) for group in vocabulary.synonyms for words in group for token in tokens(words)}
    found |= {stem(token.word) for words in vocabulary.acronyms.values() for token in tokens(words)}
    found |= {short.casefold() for short in vocabulary.acronyms}
    for theme in vocabulary.themes.values():
        cues = (*theme.cues.strong, *theme.cues.weak, *(word for near in theme.cues.near for word in near))
        for words in (theme.label, theme.definition, *theme.also_called, *cues):
            found.update(stem(token.word) for token in tokens(words))
    return frozenset(found)


def _surely(word: str, other: str, vocabulary: Vocabulary) -> bool:
    """Return whether `other` is meant by `word`: near, and a word of the field's with no other one as near."""
    edits, held = edit_distance(word, other, 2), _field_words(vocabulary)
    if edits > (2 if len(word) > _LONG_WORD else 1) or other not in held.frequencies:
        return False
    rivals = [one for one in held.spellings(word, edits) if stem(one) != stem(other)]
    return all(held.frequencies[one] < held.frequencies[other] for one in rivals)


@lru_cache(maxsize=4)
def _field_words(vocabulary: Vocabulary) -> SpellingLexicon:
    return SpellingLexicon(words_of(vocabulary))
