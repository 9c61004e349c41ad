"""The second search for a question of which the first found nothing, or with words that may be misspelt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kb.app.finding_order import REORDERED
from kb.core.model import FindingInContext, Kind, Review
from kb.text.formatting import join_words
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, tokens
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import kind_label, kinds_label
from search.facets import FACETS
from search.port import Query, Results
from search.understanding.asked_filters import NarrowedQuestion
from search.understanding.correction import is_of_field
from search.understanding.framing import FRAMING
from search.understanding.named_reviews import NamedReviews
from search.understanding.question import NEAREST_FINDINGS, UnderstoodQuestion


def rest_of_review(
    understood: UnderstoodQuestion,
    results: Results,
    named: NamedReviews,
    given: NarrowedQuestion,
    search: Callable[[Query], Results],
    arrange: Callable[[Query, Results], Results],
    reviews: tuple[Review, ...],
    vocabulary: Vocabulary,
) -> tuple[UnderstoodQuestion, Results]:
    """Return all findings of a named review of which few have the other words of the question, and say so.

    Where findings of a kind are asked for, these alone, as long as the review has any. `arrange` puts them in order of
    nearness to the question.
    """
    filters = {**given.query.filters, "review": named.slugs}
    wide = replace(given.query, text="", filters=filters)
    found = search(replace(wide, size=max(wide.size, REORDERED)))
    asked = understood.asked
    if not found.total and filters.get("kind"):
        wide = replace(wide, filters={**filters, "kind": ()})
        asked = tuple(one for one in asked if one.facet == "review")
        found = search(replace(wide, size=max(wide.size, REORDERED)))
    points = {hit.id: hit.score for hit in results.hits}
    hits = tuple(replace(hit, score=points.get(hit.id, 0.0)) for hit in found.hits)
    found = arrange(given.query, replace(found, hits=hits))
    titles = join_words([f"“{one.title}”" for one in reviews if one.slug in named.slugs], "or")
    if any(filters[name] for name in filters.keys() - {"review", "kind"}) or any(wide.years):
        titles += " within your other filters"
    asked_for = [Kind(one) for one in filters.get("kind", ())]
    shown = join_words([kinds_label(one, vocabulary).lower() for one in asked_for], "and")
    sort = join_words([kind_label(one, vocabulary).lower() for one in asked_for], "or") or "finding"
    words = given.query.text
    told = f"Showing all {shown if wide.filters.get('kind') and shown else 'findings'} of {titles}"
    if words and wide.sort == "relevance":
        told = f"{told}, the nearest to “{words}” first"
    if asked_for and not wide.filters.get("kind"):
        told = f"We found no {sort} in {titles}. {told}"
    elif words and not results.total:
        told = f"No {sort} in {titles} has the {'words' if ' ' in words else 'word'} “{words}”. {told}"
    return replace(understood, query=wide, asked=asked), replace(found, notices=(f"{told}.", *found.notices))


def correct_spelling(
    understood: UnderstoodQuestion,
    results: Results,
    asked: Query,
    search: Callable[[Query], Results],
    holdings: Callable[[Sequence[str]], Sequence[FindingInContext]] | None,
    vocabulary: Vocabulary,
) -> tuple[UnderstoodQuestion, Results]:
    """Return the answer with words put right, where they make sense beside the others: some finding has both."""
    right = understood.corrected or understood.suggestion
    found = search(replace(asked, text=right))
    shown = holdings([hit.id for hit in found.hits[:NEAREST_FINDINGS]]) if holdings else ()
    if holdings and not _makes_sense(asked.text, right, shown, vocabulary):
        return replace(understood, query=asked, corrected="", suggestion=""), results
    return understood, found if understood.corrected else results


def _makes_sense(typed: str, right: str, found: Iterable[FindingInContext], vocabulary: Vocabulary) -> bool:
    """Return whether a finding has a word that was put right near another word of the question.

    Where there is no other word, it must be one of the vocabulary's: "vaping" is no misspelt "varying".
    """
    kept = {token.word for token in tokens(typed)}
    telling = {stem(token.word) for token in tokens(right) if token.word not in STOP_WORDS} - FRAMING
    new = {stem(token.word) for token in tokens(right) if token.word not in kept}
    beside = telling - new
    if not beside:
        return all(is_of_field(token.word, vocabulary) for token in tokens(right) if token.word not in kept)
    if not new:
        return True
    texts = (set(stems(f"{' '.join(one.finding.heading)} {one.finding.text}")) for one in found)
    return any(text & new and text & beside for text in texts)


def of_any_kind(
    understood: UnderstoodQuestion,
    given: NarrowedQuestion,
    query: Query,
    search: Callable[[Query], Results],
    vocabulary: Vocabulary,
) -> tuple[UnderstoodQuestion, Results]:
    """Return what is found of any kind where nothing of the kind that was asked for answers, and say so."""
    kind = any(one.facet == "kind" for one in given.asked)  # in words it still says what is to come first
    wide = replace(given.query, text=query.text if kind else given.query.text, filters=query.filters)
    found = search(wide)
    labels = [(one.facet, FACETS[one.facet].label_of(one.value, vocabulary)) for one in given.asked]
    sort = join_words([_inside(label) for facet, label in labels if facet != "area"], "or") or "finding"
    place = "".join(f" from {label}" for facet, label in labels if facet == "area")
    about = f" on “{given.query.text}”" if given.query.text else ""
    told = f"We found no {sort}{about}{place} in this library."
    if found.total:
        told += f" The nearest findings of any kind{' and area' if place else ''} are shown."
    return replace(understood, query=wide, none_of_kind=told), replace(found, notices=(told, *found.notices))


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence; a short form keeps its capitals."""
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"
