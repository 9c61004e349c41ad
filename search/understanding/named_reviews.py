"""A review that a question names, as a filter to be seen: "Family B", "Mark and Lloyd", "recommendation 3 Child Q"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.core.expressions import expression
from kb.core.model import Review
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, Token, tokens, words
from kb.vocabulary import Vocabulary
from search.port import Query
from search.understanding.framing import FRAMING, kind_signs, kinds
from search.understanding.implied_themes import theme_words
from search.understanding.intents import without_intents
from search.understanding.mentions import Spot, is_called, is_plain_words, reviews_by_name, without
from search.understanding.part_coverage import SENTENCE_GAP

_POSSESSIVE = expression(r"['’]s\b")
_NUMBER = expression(r"\brec(?:ommendation|s|\.)?\s*(?:no\.?|number|#)?\s*(?P<number>\d+(?:\.\d+)*)\b", re.IGNORECASE)
_EDGES = expression(
    r"^(?:\W*\b(?:the|a|an|of|in|on|from|for|about|and|review|case|to)\b)+|(?:\b(?:the|of|in|on|from|for|about|and|"
    r"review|case|to)\b\W*)+$",
    re.IGNORECASE,
)
_MOST_NAMES = 4  # in a question that is names alone
_BARE_LETTERS = frozenset("ai")  # of "a child a day": as words by themselves they are no names


@dataclass(frozen=True, slots=True)
class NamedReviews:
    """The reviews that a question names, its other words, and the recommendation that it asks for by number."""

    slugs: tuple[str, ...] = ()
    typed: str = ""  # the names as typed
    rest: str = ""
    number: str = ""


def named_reviews(query: Query, held: Iterable[Review], vocabulary: Vocabulary) -> NamedReviews:
    """Return the reviews that a question in plain words names, none where it has a filter for one."""
    if not query.synonyms or not query.text or query.filters.get("review") or not is_plain_words(query.text):
        return NamedReviews()
    spots = _spots(query.text, tuple(held), vocabulary)
    if not spots:
        return NamedReviews()
    rest = without(query.text, [Spot(one.value, one.start, one.end) for one in spots])
    rest = _EDGES.sub("", without_intents(rest)).strip(" ,.?:–-")
    told = [token for token in tokens(rest) if token.word not in STOP_WORDS and stem(token.word) not in FRAMING]
    slugs = tuple(dict.fromkeys(slug for one in spots for slug in one.value.split()))
    typed = ", ".join(query.text[one.start : one.end] for one in spots)
    return NamedReviews(
        slugs, typed, rest if told or kinds(rest, kind_signs(vocabulary)) else "", recommendation_number(query.text)
    )


def recommendation_number(text: str) -> str:
    """Return the number of the recommendation that words name ("rec 3", "Recommendation 4.1"); "" for none."""
    found = _NUMBER.search(text)
    return found["number"] if found else ""


def in_review(query: Query, named: NamedReviews) -> Query:
    """Return `query` within the reviews that it names; a numbered recommendation is looked for among these."""
    filters = {**query.filters, "review": named.slugs}
    if named.number:
        filters.setdefault("kind", ("recommendation",))
    return replace(query, text=named.rest, filters=filters)


def _spots(text: str, held: tuple[Review, ...], vocabulary: Vocabulary) -> list[Spot]:
    """Return the names in a question, the longest at each place; the value holds the slugs, parted by spaces."""
    spaced = _POSSESSIVE.sub("  ", text)
    typed = tokens(spaced)
    names = reviews_by_name(held, vocabulary)
    longest = max((name.count(" ") + 1 for name in names), default=0)
    found: list[Spot] = []
    place = 0
    while place < len(typed):
        step = 1
        for length in range(min(longest, len(typed) - place), 0, -1):
            run = typed[place : place + length]
            reviews = names.get(" ".join(token.word for token in run))
            if reviews and _is_name(text, run, len(typed), vocabulary):
                slugs = " ".join(sorted(review.slug for review in reviews))
                found.append(Spot(slugs, run[0].start, run[-1].end))
                step = length
                break
        place += step
    return found


def _is_name(text: str, run: list[Token], typed: int, vocabulary: Vocabulary) -> bool:
    """Return whether words are meant as a name: in capitals, all that is typed, or words that tell no theme."""
    capitals = all(text[token.start].isupper() for token in run if token.word not in STOP_WORDS)
    if is_called(" ".join(token.word for token in run)):
        return capitals or run[-1].word not in _BARE_LETTERS or typed == len(run)
    if len(run) == 1:
        return capitals or typed == 1
    known = theme_words(vocabulary).values
    plain = all(token.word in STOP_WORDS or stem(token.word) in known for token in run)
    return not plain or capitals


def review_told_by_names(query: Query, found: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> str:
    """Return the one review whose findings have together the names that are all of a question; "" where there is none.

    `found` gives for each finding its review and its words. "Otis and Wren" names a review whose title has neither.
    """
    typed = [token for token in tokens(query.text) if token.word not in STOP_WORDS]
    known = theme_words(vocabulary).values
    names = {token.word for token in typed if query.text[token.start].isupper()}
    if (
        not any(stem(name) not in known and len(name) > 1 for name in names)  # "R&D" is nobody's name
        or len(names) != len(typed)
        or len(names) > _MOST_NAMES
        or query.filters.get("review")
    ):
        return ""
    telling = [slug for slug, text in found if any(names <= set(words(one)) for one in SENTENCE_GAP.split(text))]
    return telling[0] if len(set(telling)) == 1 else ""
