"""What parts a question has, what each tells, and how much of them a finding holds in one sentence or altogether."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kb.app.question_signs import tells_of_shortcomings
from kb.recurrence import field_vectors, terms
from kb.text.stemming import english_stem
from kb.text.tokens import stems
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.port import Query
from search.understanding.part_coverage import SENTENCE_GAP, FoundText, Parts, held_parts
from search.understanding.thesaurus import thesaurus

TELLS_AS_MUCH = 0.9  # of what the most telling part of a question tells
_STANDS_EVERYWHERE = 1.0  # rarity of a word that the field's vectors leave out since it tells of nothing
_STRANGE_WORD = 8.0  # rarity of a word that the field's vectors do not know

Part = tuple[float, tuple[frozenset[str], ...]]  # what it tells, and each way to say it


def part_weights(parts: Parts) -> dict[str, float]:
    """Return how much each part of a question tells: the mean inverse document frequency of its words as typed."""
    return {
        part: sum(_rarity(word) for word in ways[0]) / len(ways[0]) for part, ways in parts.items() if ways and ways[0]
    }


def _rarity(stemmed: str) -> float:
    """Return how rare a word is in the field, 0 and more, from its stem as questions have it.

    Words that stand in every review ("practice") have no vectors, and some stems are others there ("police").
    """
    known = field_vectors()
    if stemmed in terms.STOPS:
        return _STANDS_EVERYWHERE
    return known.rarity(stemmed, known.rarity(english_stem(stemmed), _STRANGE_WORD))


def question_parts(query: Query, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Return the parts of a question in all words for them, each with what it tells."""
    asked = plan(replace(query, page=1, size=0), thesaurus(vocabulary)).parts
    weights = part_weights(asked)
    return tuple(
        (weights[part], tuple(frozenset(way) for way in ways if way)) for part, ways in asked.items() if part in weights
    )


def most_in_one_sentence(query: Query, texts: Iterable[str], vocabulary: Vocabulary) -> float:
    """Return the largest share of a question, 0 to 1, that one sentence of these texts holds, in any way to say it."""
    parts = plan(replace(query, page=1, size=0), thesaurus(vocabulary)).parts
    weights = part_weights(parts)
    held = (held_parts(parts, {}, FoundText(sentence)) for text in texts for sentence in SENTENCE_GAP.split(text))
    most = max((sum(weights.get(part, 0.0) for part in some) for some in held), default=0.0)
    return most / (sum(weights.values()) or 1.0)


def sentence_stems(text: str) -> tuple[frozenset[str], ...]:
    """Return the stems of each sentence of a text."""
    return tuple(frozenset(stems(sentence)) for sentence in SENTENCE_GAP.split(text))


def has_most_telling(parts: Sequence[Part], said: frozenset[str]) -> float:
    """Return 1 where stems have one of the parts that tell the most in any way to say it, else 0."""
    most = max((value for value, _ in parts), default=0.0)
    return float(any(way <= said for value, ways in parts if value >= TELLS_AS_MUCH * most for way in ways))


def share_without_praise(parts: Sequence[Part], text: str, praises: Callable[[str], bool]) -> float:
    """Return the share of a question, 0 to 1, in those sentences alone that praise nothing or say what fell short.

    "The family were frightened by Dad", in a paragraph of praise, is no good practice with fathers. Where no sentence
    praises, a heading made the finding what it is, and only what fell short counts.
    """
    every = sum(value for value, _ in parts)
    sentences = SENTENCE_GAP.split(text)
    short = [tells_of_shortcomings(sentence) for sentence in sentences]
    praised = [praises(sentence) for sentence in sentences]
    if any(praised):
        short = [falls or not says for falls, says in zip(short, praised, strict=True)]
    if not every or not any(short):
        return 0.0
    well = frozenset(stems(" ".join(one for one, falls in zip(sentences, short, strict=True) if not falls)))
    whole = frozenset(stems(text))
    held = (
        value for value, ways in parts if any(way <= whole for way in ways) and not any(way <= well for way in ways)
    )
    return sum(held) / every


def shares_held(
    parts: Sequence[Part], sentences: Sequence[frozenset[str]], heading: Sequence[frozenset[str]]
) -> tuple[float, float]:
    """Return the shares of a question, 0 to 1, in the best sentence, with half for the heading, and in the whole."""
    every = sum(value for value, _ in parts)
    if not every:
        return 0.0, 0.0
    over = frozenset().union(*heading)
    whole = over.union(*sentences)
    in_heading = [value / 2 if any(way <= over for way in ways) else 0.0 for value, ways in parts]
    best = max(
        sum(
            value if any(way <= sentence for way in ways) else half
            for (value, ways), half in zip(parts, in_heading, strict=True)
        )
        for sentence in sentences
    )
    return best / every, sum(value for value, ways in parts if any(way <= whole for way in ways)) / every
