"""A case for a training room: what happened, in the words of the review, what is stated, and what is hard in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kb import phrasing
from kb.exports.pack import passage_place
from kb.masking import masked
from kb.model import Holding, Review, Use
from kb.naming import review_type_label
from web import cards, links
from web.asking import Ask
from web.cards import titled
from web.links import Link

# Themes of which a room should be told beforehand that a case holds them.
HARD = ("suicide-self-harm", "sexual-abuse", "physical-abuse", "domestic-abuse", "exploitation-extra-familial")
_WORDS = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
).split()
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(_WORDS[1:])})"
_AGES = (
    re.compile(rf"\b{_NUMBER}[ -](?P<unit>day|week|month|year)s?[ -]old\b", re.IGNORECASE),
    re.compile(
        rf"\baged?(?: of)? (?:only )?{_NUMBER}\b(?! to | and over|-)(?: (?P<unit>day|week|month|year)s?)?",
        re.IGNORECASE,
    ),
    re.compile(r"\b[A-Z][a-z]+ \((?:aged )?(?P<n>\d{1,2})(?: (?P<unit>day|week|month|year)s?)?\)"),
    re.compile(
        rf"\b(?:was|were|is) {_NUMBER}(?: (?P<unit>day|week|month|year)s?)?(?: old)?"
        r"(?= when\b| and (?:had|lived|was)\b)"
    ),
)
SPANS: Mapping[str, tuple[str, int, int]] = {  # from and up to so many years, the upper bound left out
    "unborn": ("Unborn", 0, 0),
    "under-1": ("Under 1", 0, 1),
    "under-5": ("Under 5", 0, 5),
    "5-10": ("5 to 10", 5, 11),
    "11-17": ("11 to 17", 11, 18),
    "adult": ("Adults", 18, 130),
}
_SAID = {  # words by which an age is stated without a number
    "unborn": re.compile(r"\bunborn\b|\bpre-?birth\b|\bpregnan(?:t|cy)\b|\bante-?natal", re.IGNORECASE),
    "under-1": re.compile(r"\bnew-?born\b|\bbab(?:y|ies)\b", re.IGNORECASE),
    "under-5": re.compile(
        r"\bnew-?born\b|\bbab(?:y|ies)\b|\btoddlers?\b|\bunder[\s-]+fives?\b|\bunder[\s-]5", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A review as a case."""

    slug: str
    review: Link
    facts: str
    words: str  # of its own document; "" where none tells the case
    place: str
    ages: tuple[str, ...]  # as words: "4 months", "34"
    hard: tuple[str, ...]
    used: tuple[str, ...]  # sessions in which it was used, in words
    quiz: str


def told(ask: Ask, review: Review, holdings: Sequence[Holding]) -> Told:
    """Lay a review out as a case; `holdings` are findings of it by which its content is known."""
    vocabulary = ask.library.vocabulary
    passage = ask.library.told(review.slug)
    words = masked(passage.words) if passage else ""
    facts = (review_type_label(review.review_type, vocabulary), review.area, phrasing.dated(review.published))
    themes = {theme for one in holdings for theme in one.finding.themes}
    return Told(
        review.slug,
        Link(titled(review.title), links.review(review.slug)),
        " · ".join(part for part in (*facts, review.period) if part),
        words,
        masked(passage_place(passage, review)) if passage else "",
        tuple(dict.fromkeys(spoken for _, spoken in ages(words))),
        tuple(cards.theme_link(slug, vocabulary).text for slug in HARD if slug in themes),
        (),
        f"{links.review(review.slug)}/quiz",
    )


def with_uses(case: Told, uses: Iterable[tuple[str, Use]]) -> Told:
    """Return a case with the sessions in which it was used, newest first."""
    return replace(case, used=tuple(phrasing.dated(use.date) for _, use in uses))


def ages(text: str) -> tuple[tuple[float, str], ...]:
    """Return the ages that a text states, in years, each with its words; nothing is worked out from dates."""
    found = []
    for pattern in _AGES:
        for match in pattern.finditer(text):
            number = match["n"].casefold()
            amount = int(number) if number.isdigit() else _WORDS.index(number)
            unit = (match["unit"] or "year").casefold()
            years = amount / {"day": 365, "week": 52, "month": 12, "year": 1}[unit]
            spoken = str(amount) if unit == "year" else phrasing.counted(amount, unit)
            found.append((match.start(), years, spoken))
    return tuple((years, spoken) for _, years, spoken in sorted(found))


@lru_cache(maxsize=50_000)  # a page on a wide theme asks this of every finding of its reviews
def of_age(text: str, span: str) -> bool:
    """Whether a text states an age in this span, as a number or in such words as "unborn" and "newborn"."""
    _, low, high = SPANS[span]
    said = _SAID.get(span)
    return any(low <= years < high for years, _ in ages(text)) or bool(said and said.search(text))
