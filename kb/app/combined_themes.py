"""Combine several themes: findings that have all of them, and findings of reviews that cover all of them.

Values of one filter widen, so two ticked themes give findings on either. This is the other reading of two themes, asked
in the language of questions, which every engine, feed and download understands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kb.app.answer_on_theme import FIRST_RESULTS, findings_naming_agency
from kb.app.question_parts import most_in_one_sentence
from kb.core.counted_reviews import reviews_first
from kb.core.model import FindingInContext, Kind
from kb.text.tokens import stems
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import theme_label
from search import limits
from search.port import Query, Results
from search.understanding.combined_themes import Groups, every, groups, named_by, order_by_words
from search.understanding.framing import kind_signs, wanting
from search.understanding.mentions import outright_themes
from search.understanding.part_coverage import in_one_sentence, telling_words

__all__ = [
    "PARAM",
    "TELLING",
    "CombinedThemes",
    "Groups",
    "ThemeBeside",
    "both",
    "every",
    "find_on_all_named",
    "groups",
]

PARAM = "together"
_MOST = 0.65  # share of a question in one sentence of the first results, from which that is an answer to it
_ENOUGH = 2  # findings on all themes, from which they lead though none of them is among the first results
_MOST_REVIEWS = limits.VALUES

TELLING = frozenset({Kind.MISSED_OPPORTUNITY, Kind.CONCERN, Kind.EVIDENCE})  # kinds that tell what happened


@dataclass(frozen=True, slots=True)
class ThemeBeside:
    """What is found on one of several themes in reviews that speak of all of them, without what is on all of them."""

    label: str  # of the theme
    found: Results
    query: Query
    first: tuple[FindingInContext, ...] = ()  # to be shown


@dataclass(frozen=True, slots=True)
class CombinedThemes:
    """What is found on several themes: in one finding, in one review, and on any of them."""

    groups: Groups
    labels: tuple[str, ...]  # what each of them is called
    every: Results
    beside: tuple[ThemeBeside, ...]  # of the theme with the fewest findings first; of it alone where some are on all
    either: int
    either_query: Query
    every_first: tuple[FindingInContext, ...] = ()  # the first findings of `every`, to be shown


class ThemedFindings(Protocol):
    """The part of a library that finds findings by their themes."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the themes."""

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several questions at once."""

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order."""

    def theme_kinds(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme how many findings of each kind it has."""

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        """Return the reviews with findings on a theme, and how many each has."""


def find_on_all_named(
    query: Query, wanted: Groups, best: Iterable[FindingInContext], library: ThemedFindings, few: int
) -> CombinedThemes | None:
    """Return what is found on every theme `wanted` together, to be shown before what has only some of the words.

    None past the first page, in another order than the best first, where a theme is chosen, and where something of the
    `best` findings must stand first. The index is asked once.
    """
    leads = query.page == 1 and query.group == "findings" and query.sort == "relevance"
    if not (wanted and few and leads) or query.filters.get("theme"):
        return None
    best = tuple(best)
    found = leading_with_exact(both(query, wanted, library, few), query.text, best, library.vocabulary)
    if found is None:
        return None
    leading = {one.finding.id for one in best[:FIRST_RESULTS]}
    few_on_all = found.every.total < _ENOUGH and leading.isdisjoint(hit.id for hit in found.every.hits)
    if few_on_all and not _names_alone(query.text, wanted, library.vocabulary):
        return None  # what has most of its words, of whichever theme, answers it better than one on both
    texts = (one.finding.text for one in best[:FIRST_RESULTS])
    if not found.every.total and most_in_one_sentence(query, texts, library.vocabulary) >= _MOST:
        return None  # "No finding about both" is not to stand above the very answer
    found = _leading_with_agency(found, query.text, library)
    if wanting(query.text, kind_signs(library.vocabulary)) and _is_praise_alone(found.every, library):
        return None  # "new partners not assessed" is not answered by praise for assessments
    first = [library.holdings([hit.id for hit in one.hits[:few]]) for one in _results_to_show(found)]
    beside = tuple(replace(one, first=shown) for one, shown in zip(found.beside, first[1:], strict=True))
    return replace(found, every_first=first[0], beside=beside)


def _names_alone(question: str, wanted: Groups, vocabulary: Vocabulary) -> bool:
    """Return whether all words that tell what a question is about are in what its themes are called."""
    called = {
        word
        for group in wanted
        for slug in group
        for name in (vocabulary.themes[slug].label, *vocabulary.themes[slug].also_called)
        for word in stems(name)
    }
    return telling_words(question) <= called


def _leading_with_agency(found: CombinedThemes, question: str, library: ThemedFindings) -> CombinedThemes:
    """Return the same with those first that name an agency of the question: of three subjects these have all."""
    held = library.holdings([hit.id for hit in found.every.hits])
    naming = {one.finding.id for one in findings_naming_agency(held, question, library.vocabulary)}
    hits = sorted(found.every.hits, key=lambda hit: hit.id not in naming)
    return replace(found, every=replace(found.every, hits=tuple(hits)))


def _is_praise_alone(found: Results, library: ThemedFindings) -> bool:
    """Return whether some findings are found, and all that are looked at are praise."""
    held = library.holdings([hit.id for hit in found.hits])
    return bool(held) and all(one.finding.kind is Kind.GOOD_PRACTICE for one in held)


def _results_to_show(found: CombinedThemes) -> tuple[Results, ...]:
    return (found.every, *(one.found for one in found.beside))


def both(query: Query, wanted: Groups, library: ThemedFindings, few: int) -> CombinedThemes:
    """Find findings on several themes, asking the index once: of each kind of match two or four times `few` at most."""
    plain = replace(query, page=1, group="findings", sort="relevance")
    any_of = {**query.filters, "theme": tuple(slug for group in wanted for slug in group)}
    either = replace(plain, text="", filters=any_of)
    reviews, themes = _reviews(plain, wanted, library), _rarest_first(wanted, library)
    beside = [_beside(plain, theme, wanted, reviews) for theme in themes] if reviews else []
    queries = [
        replace(every(plain, wanted), size=few * 2, facets=("area", "year")),
        replace(either, size=1, facets=(), count_reviews=False),
        *(replace(ranked, size=few * 4, facets=("area", "year")) for _, ranked in beside),
    ]
    found, count, *near = library.search_each(queries)
    found = _reviews_first(found, library)
    # where enough is on all of them, what is only beside is not shown; where nothing is, each of them tells its part
    shown = 0 if found.total >= few else 1 if found.total else len(near)
    told = tuple(
        ThemeBeside(theme_label(theme[0], library.vocabulary), _told_first(results, library), query)
        for theme, results, (query, _) in list(zip(themes, near, beside, strict=False))[:shown]
    )
    labels = tuple(theme_label(group[0], library.vocabulary) for group in wanted)
    return CombinedThemes(wanted, labels, found, told, count.total, either)


def _beside(query: Query, theme: tuple[str, ...], wanted: Groups, reviews: tuple[str, ...]) -> tuple[Query, Query]:
    """Return the query for findings on one theme in these reviews, as it is shown and as it is put in order."""
    others = f"-({named_by(wanted)})"  # what has them all is counted once, and not beside it again
    beside = replace(query, text=others, filters={**query.filters, "theme": theme, "review": reviews})
    themes = " OR ".join(f"theme:{slug}" for slug in theme)
    room = limits.QUESTION_LENGTH - len(f"{others} AND (() OR ({themes}))")
    return beside, replace(beside, text=f"{others} AND {order_by_words(query, themes, room)}", match="any")


def leading_with_exact(
    found: CombinedThemes, question: str, best: Iterable[FindingInContext], vocabulary: Vocabulary
) -> CombinedThemes | None:
    """Return the same with those first that have all words of a question in one sentence.

    None where nothing is on any of the themes; where nothing is on all of them and one is named by a single word, which
    then stands there by chance ("records get lost when a family moves"); or where one of the `best` findings has all
    the words and is not among them: nothing is to stand above it.
    """
    exact = [one.finding.id for one in best if in_one_sentence(question, one.finding.text)]
    if not found.every.total and not set(found.groups) <= set(outright_themes(question, vocabulary)):
        return None
    if not found.either or not set(exact) <= {hit.id for hit in found.every.hits}:
        return None
    leading = sorted(found.every.hits, key=lambda hit: exact.index(hit.id) if hit.id in exact else len(exact))
    return replace(found, every=replace(found.every, hits=tuple(leading)))


def _rarest_first(wanted: Groups, library: ThemedFindings) -> list[tuple[str, ...]]:
    """Return the named themes, that with the fewest findings first."""
    kinds = library.theme_kinds()
    return sorted(wanted, key=lambda group: sum(sum(kinds.get(slug, {}).values()) for slug in group))


def _reviews_first(found: Results, library: ThemedFindings) -> Results:
    """Put the findings of reviews before those of inspections."""
    held = library.holdings([hit.id for hit in found.hits])
    hits = {hit.id: hit for hit in found.hits}
    ordered = reviews_first(held, library.vocabulary.service_types)
    return replace(found, hits=tuple(hits[one.finding.id] for one in ordered))


def _told_first(found: Results, library: ThemedFindings) -> Results:
    """Put findings of reviews before those of inspections; what happened before what should be done, questions last.

    Of each sort come first one of every review, then a second: so the first few speak for all of the reviews.
    """
    services = library.vocabulary.service_types
    earlier: Counter[tuple[bool, bool, bool, str]] = Counter()
    places: dict[str, tuple[bool, bool, bool, int]] = {}
    for one in library.holdings([hit.id for hit in found.hits]):
        kind = one.finding.kind
        order = kind is Kind.QUESTION, one.review.review_type in services, kind not in TELLING
        sort = (*order, one.review.slug)
        places[one.finding.id] = *order, earlier[sort]
        earlier[sort] += 1
    return replace(found, hits=tuple(sorted(found.hits, key=lambda hit: places[hit.id])))


def _reviews(query: Query, wanted: Groups, library: ThemedFindings) -> tuple[str, ...]:
    """Return the reviews that have every one of these themes, as many as a question can name."""
    having = [{slug for theme in group for slug in library.reviews_on(theme)} for group in wanted]
    chosen = query.filters.get("review", ())
    found = sorted(one for one in set.intersection(*having) if not chosen or one in chosen)
    return tuple(found[:_MOST_REVIEWS])
