"""A question of two matters, each read by its sense: the themes, and what is found on both and on each.

A question as a whole is read as one on its likeliest theme (answer_question.py). "Moved house again because of her
husband" is on two, which its words need not show; parted in the right place, each half is surely on its own.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.app.answer_bearing import parts_not_borne_out
from kb.app.answer_on_theme import PER_PART, ThemeAnswer, ThemeAnswerPart
from kb.app.finding_order import FindingOrder
from kb.app.nearness_signs import is_unlikely
from kb.app.question_parts import most_in_one_sentence
from kb.core.model import FindingInContext
from kb.text.tokens import words
from kb.vocabulary import Vocabulary
from search import limits
from search.port import Query, Results
from search.understanding.implied_themes import theme_words
from search.understanding.mentions import phrase_themes
from search.understanding.mentions import themes as named_themes
from search.understanding.question import UnderstoodQuestion
from search.understanding.question_parts import ways_to_part

SURE = 0.7  # chance of its theme that each part has at least
LIKELY = 0.5  # chance below which the whole question gives way to a theme of which both of its parts speak
AGREED = 0.5  # ... and where both parts speak of the same one
ONE_MATTER = 0.9  # chance of a theme from which the whole question is on it alone, whatever its parts say by themselves
BORNE_OUT = 0.05  # chance of a part's theme for the whole question below which some finding must be on it ...
FIRST_TEN = 10  # ... of so many
SHOWN = 0.8  # chance that a theme has which the words of a part show, where its sense tells little ...
TELLS_LITTLE = 0.4  # ... as no theme has this chance
HELD = 0.7  # share of a question from which one sentence of the first findings is its answer ...
HELD_BY_WORDS = 0.9  # ... and where the words of both parts show their themes
FIRST = 3  # findings, of which one may be so
MOST_FINDINGS = 100  # on a theme, that are looked at
NEAR = 0.2  # nearness of texts from which what an inspection says is more than on the same theme


class FoundOnThemes(Protocol):
    """The part of a library that finds findings by their themes."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the themes."""

    def search(self, query: Query) -> Results:
        """Answer a question from the index."""

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order."""

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        """Return the reviews with findings on a theme, and how many each has."""


@dataclass(frozen=True, slots=True)
class PartOnTheme:
    """A part of a question, the theme that it speaks of, and how likely that is."""

    text: str
    theme: str
    chance: float
    shown: bool  # whether its words show it
    named: bool  # whether several of them together name it and nothing else, as a short form does

    def is_sure(self, least: float, other: PartOnTheme) -> bool:
        """Return whether its theme has at least this chance, or its words and its sense agree and `other` is shown."""
        return self.chance >= least or (self.named and other.shown)

    def is_found_in(self, found: Sequence[FindingInContext]) -> bool:
        """Return whether some of the first findings are on its theme: fewer are enough where its words show it."""
        on_it = sum(self.theme in one.finding.themes for one in found[:FIRST_TEN])
        return on_it >= (2 if self.shown else 3)


def read_two_themes(
    text: str, found: Sequence[FindingInContext], order: FindingOrder, vocabulary: Vocabulary
) -> tuple[PartOnTheme, PartOnTheme] | None:
    """Return the parts of a question that surely speak of two themes; None where it is on one, or that is not sure.

    A theme that a part has only by itself must be that of some of the findings `found` for the whole question.
    """
    whole = order.theme_chances(text)
    if not whole or max(whole.values()) >= ONE_MATTER:
        return None
    ways = _read_ways(text, SURE, order, vocabulary)
    aside = {one for way in ways for one in way if whole.get(one.theme, 0.0) < BORNE_OUT and not one.is_found_in(found)}
    apart = [way for way in ways if way[0].theme != way[1].theme and aside.isdisjoint(way)]

    def likeliest(way: tuple[PartOnTheme, PartOnTheme]) -> tuple[float, float]:
        """Return how far the whole question is on both themes, and how sure the less sure part is, each 0 to 1."""
        return sum(whole.get(one.theme, 0.0) for one in way), min(one.chance for one in way)

    return max(apart, key=likeliest, default=None)


def theme_borne_out(understood: UnderstoodQuestion, order: FindingOrder) -> tuple[str, ...]:
    """Return the one of several themes named by words that the sense of the question bears out; none where none is."""
    read = order.read_theme(order.theme_chances(understood.query.text)) if len(understood.themes) > 1 else ""
    return (read,) if any(read in group for group in understood.themes) else ()


def agreed_theme(text: str, order: FindingOrder, vocabulary: Vocabulary) -> str:
    """Return the theme of which both parts of a question speak, however it is parted; "" where there is none."""
    alike = [one for one, other in _read_ways(text, AGREED, order, vocabulary) if one.theme == other.theme]
    return max(alike, key=lambda one: one.chance).theme if alike else ""


def _read_ways(
    text: str, least: float, order: FindingOrder, vocabulary: Vocabulary
) -> list[tuple[PartOnTheme, PartOnTheme]]:
    """Return the ways to part a question in which each part has a theme with at least this chance."""
    found = []
    ways = ways_to_part(text)
    order.encode_at_once(part for part, _ in ways)
    for part, rest in ways:
        one = _read_part(part, order, vocabulary)
        if one and (one.chance >= least or one.named):  # else the other part need not be encoded
            other = _read_part(rest, order, vocabulary)
            found += [(one, other)] if other and one.is_sure(least, other) and other.is_sure(least, one) else []
    return found


def _read_part(text: str, order: FindingOrder, vocabulary: Vocabulary) -> PartOnTheme | None:
    """Return the theme of a part where that is sure: by its sense, or by its words where its sense tells little.

    One word alone is a part only where it names its theme: "parents" and "moved" stand in questions on anything.
    """
    chances = order.theme_chances(text)
    theme, chance = next(iter(chances.items()), ("", 0.0))
    shown = _shown_themes(text, vocabulary)
    if len(shown) == 1 and shown[0] != theme and (chance < TELLS_LITTLE or not is_unlikely(shown, chances)):
        theme, chance = shown[0], SHOWN
    known = theme in vocabulary.themes and (theme in shown or len(words(text)) > 1)
    named = shown == (theme,) and any(theme in some for some in phrase_themes(text, vocabulary))
    return PartOnTheme(text, theme, chance, theme in shown, named) if known else None


def _is_shown_in_parts(text: str, vocabulary: Vocabulary) -> bool:
    return any(all(_shown_themes(part, vocabulary) for part in way) for way in ways_to_part(text))


def _shown_themes(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    named = [slug for group in named_themes(text, vocabulary) for slug in group]
    return tuple(dict.fromkeys((*named, *theme_words(vocabulary).themes_in(text))))


def answer_on_two(
    query: Query, found: Sequence[FindingInContext], library: FoundOnThemes, order: FindingOrder
) -> ThemeAnswer | None:
    """Return the answer on the two themes as which a question is read: what is on both, then what is on each.

    None where one of the first findings `found` has most of the question in one sentence, and is the answer.
    """
    vocabulary = library.vocabulary
    held = most_in_one_sentence(query, (one.finding.text for one in found[:FIRST]), vocabulary)
    may_be = held < HELD or (held < HELD_BY_WORDS and _is_shown_in_parts(query.text, vocabulary))
    parts = read_two_themes(query.text, found, order, vocabulary) if may_be else None
    if parts is None or (held >= HELD and not all(one.shown for one in parts)):
        return None
    whole = order.theme_chances(query.text)
    likelier = sorted(parts, key=lambda one: -whole.get(one.theme, 0.0))
    covering = tuple(set.intersection(*(set(library.reviews_on(one.theme)) for one in likelier)))
    every = _findings_on(library, " AND ".join(f"theme:{one.theme}" for one in likelier), query)
    both = _first_to_show(query.text, every, (), order, vocabulary)
    told = {one.finding.id for one in both}
    labels = tuple(vocabulary.themes[one.theme].label for one in likelier)
    answered = [ThemeAnswerPart("About both", both)] if both else []
    for one, label in zip(likelier, labels, strict=True):
        on_it = (
            *_findings_on(library, f"theme:{one.theme}", query, covering),
            *_findings_on(library, f"theme:{one.theme}", query),
        )
        others = [known for id_, known in {each.finding.id: each for each in on_it}.items() if id_ not in told]
        first = _first_to_show(one.text, others, covering, order, vocabulary)
        answered += [ThemeAnswerPart(label, first)] if first else []
    if not both and len(answered) < len(likelier):
        return None  # one part of the question has no answer on its theme, and was misread or is not held
    answer = ThemeAnswer("", tuple(answered), read_as=labels, none_on_both=not every)
    themes = [one.theme for one in likelier]
    shown = all(one.shown for one in likelier)
    return answer if shown or not parts_not_borne_out(answer, query.text, themes, vocabulary, order) else None


def _findings_on(
    library: FoundOnThemes, asked: str, query: Query, reviews: Sequence[str] = ()
) -> tuple[FindingInContext, ...]:
    """Return what a question in the language of questions finds in some reviews, or in all."""
    within = {"review": tuple(sorted(reviews))[: limits.VALUES]} if reviews else {}
    wanted = Query(asked, within, query.years, size=MOST_FINDINGS, facets=(), count_reviews=False)
    return library.holdings([hit.id for hit in library.search(wanted).hits])


def _first_to_show(
    text: str,
    found: Sequence[FindingInContext],
    covering: Container[str],
    order: FindingOrder,
    vocabulary: Vocabulary,
) -> tuple[FindingInContext, ...]:
    """Return the first findings: of reviews before inspections, of those `covering` both themes first, the nearest.

    What an inspection says must be near in meaning; a review of a case that has both themes says it of that case.
    """
    services = vocabulary.service_types
    inspections = [one for one in found if one.review.review_type in services]
    near = order.near_to(text, inspections, NEAR)
    kept = [one for one in found if one.review.review_type not in services or one.finding.id in near]
    nearest = order.by_meaning(text, kept)
    ordered = sorted(nearest, key=lambda one: (one.review.review_type in services, one.review.slug not in covering))
    return tuple(ordered[:PER_PART])
