"""The second search for a question of which the first found nothing, or with words that may be misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.app.answer_sources import AnswerSources, FirstSearch
from kb.app.nearness_signs import REORDERED
from kb.core.model import FindingInContext, Kind
from kb.text.formatting import join_words, years
from kb.text.spoken_words import is_said_by_child
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, tokens
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import kind_label, kinds_label
from search.facets import FACETS, YEARS
from search.port import Query, Results
from search.understanding.asked_filters import NarrowedQuestion
from search.understanding.correction import is_of_field
from search.understanding.framing import FRAMING
from search.understanding.purposes import without_purpose
from search.understanding.question import UnderstoodQuestion


def rest_of_review(
    understood: UnderstoodQuestion, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results]:
    """Return all findings of a named review of which few have the other words of the question, and say so.

    Where the words ask for a kind, its findings alone, as long as the review has any; a kind that the reader chose
    always stays. What has the words stands first, and the first findings in order of nearness to the question.
    """
    given, results = first.given, first.results
    filters = {**given.query.filters, "review": first.named.slugs}
    wide, asked = replace(given.query, text="", filters=filters), understood.asked
    found = sources.ask(replace(wide, size=max(wide.size, REORDERED)))
    if not found.total and filters.get("kind") and not first.typed.filters.get("kind"):
        wide = replace(wide, filters={**filters, "kind": ()})
        asked = tuple(one for one in asked if one.facet != "kind")
        found = sources.ask(replace(wide, size=max(wide.size, REORDERED)))
    if _is_by_nearness(wide):
        found = sources.arrange(given.query, _with_words_first(found, results))
    told = _told_of_review(first, wide, found, sources)
    return replace(understood, query=wide, asked=asked), replace(found, notices=(told, *found.notices))


def _is_by_nearness(query: Query) -> bool:
    return query.sort == "relevance" and query.group == "findings"


def _with_words_first(found: Results, having_words: Results) -> Results:
    """Return what is found, before all else those hits that have the words of the question, with their points."""
    known = {hit.id for hit in having_words.hits}
    others = (replace(hit, score=0.0) for hit in found.hits if hit.id not in known)
    return replace(found, hits=(*having_words.hits, *others))


def _told_of_review(first: FirstSearch, shown: Query, found: Results, sources: AnswerSources) -> str:
    """Return the sentences that say what is shown of a named review, and what it has not."""
    asked, vocabulary = first.query, sources.vocabulary
    titles = join_words([f"“{one.title}”" for one in sources.reviews if one.slug in first.named.slugs], "or")
    filters = {name for name, values in shown.filters.items() if values} - {"review", "kind"}
    where = f"{titles} within your other filters" if filters or any(shown.years) else titles
    kinds = [Kind(one) for one in asked.filters.get("kind", ())]
    sort = join_words([kind_label(one, vocabulary).lower() for one in kinds], "or") or "finding"
    is_wider = bool(kinds) and not shown.filters.get("kind")
    if not found.total:
        return f"We found no {'finding' if is_wider else sort} in {where}."
    several = join_words([kinds_label(one, vocabulary).lower() for one in kinds], "and")
    told = f"Showing all {several if kinds and not is_wider else 'findings'} of {where}"
    words = asked.text
    if words and _is_by_nearness(shown):
        told = f"{told}, the nearest to “{words}” first"
    if is_wider:
        told = f"We found no {sort} in {where}. {told}"
    elif words and not first.results.total:
        told = f"No {sort} in {where} has the {'words' if ' ' in words else 'word'} “{words}”. {told}"
    return f"{told}."


def correct_spelling(
    understood: UnderstoodQuestion, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results]:
    """Return the answer with words put right, where they make sense beside the others: some finding has both."""
    asked, right = first.query, understood.corrected or understood.suggestion
    found = sources.ask(replace(asked, text=right))
    shown = sources.findings_of(found)
    if sources.holdings and not _makes_sense(asked.text, right, shown, sources.vocabulary):
        return replace(understood, query=asked, corrected="", suggestion=""), first.results
    return understood, found if understood.corrected else first.results


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
    understood: UnderstoodQuestion, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results]:
    """Return what is found of any kind where nothing of the kind that was asked for answers, and say so."""
    given, query = first.given, first.typed
    kind = any(one.facet == "kind" for one in given.asked)  # in words it still says what is to come first
    text = without_purpose(query.text) if kind else given.query.text
    wide = replace(given.query, text=text, filters=query.filters, years=query.years)
    found = sources.ask(wide)
    told = _told_of_none(given, sources.vocabulary)
    if found.total:
        more = [
            name
            for facet, name in (("area", "area"), (YEARS, "year"))
            if any(one.facet == facet for one in given.asked)
        ]
        told += f" The nearest findings of any {join_words(['kind', *more], 'and')} are shown."
    return replace(understood, query=wide, none_of_kind=told), replace(found, notices=(told, *found.notices))


def of_children(
    understood: UnderstoodQuestion, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results]:
    """Return what is found of any kind for a question after what children say, where none of its kind is by a child.

    What parents report is no answer to it, and findings of other kinds quote children.
    """
    said = (is_said_by_child(one.finding.text) for one in sources.findings_of(first.results))
    kinds = {one.value for one in first.given.asked if one.facet == "kind"}
    if kinds != {Kind.OWN_WORDS.value} or any(said):
        return understood, first.results
    filters = {name: values for name, values in first.query.filters.items() if name != "kind"}
    wide = replace(first.query, text=without_purpose(first.typed.text), filters={**filters, **first.typed.filters})
    others = tuple(one for one in understood.asked if one.facet != "kind")
    return replace(understood, query=wide, asked=others), sources.ask(wide)


def _told_of_none(given: NarrowedQuestion, vocabulary: Vocabulary) -> str:
    """Return the sentence that nothing is held of what a question asks for."""
    said: dict[str, list[str]] = {}
    for one in given.asked:
        if one.facet == YEARS:
            said.setdefault(YEARS, []).append(years(*given.query.years))
        else:
            said.setdefault(one.facet, []).append(_name_of_value(one.facet, one.value, vocabulary))
    sort = join_words(
        [name for facet in ("kind", "document_type", "review_type") for name in said.get(facet, ())], "or"
    )
    about = f" on “{given.query.text}”" if given.query.text else ""
    whom = f" that names {join_words(said['agency'], 'or')}" if "agency" in said else ""
    place = f" from {join_words(said['area'], 'or')}" if "area" in said else ""
    when = f" published {said[YEARS][0]}" if YEARS in said else ""
    return f"We found no {sort or 'finding'}{about}{whom}{place}{when} in this library."


def _name_of_value(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """Return what a value is called within a sentence, without an article: "words of a child or family"."""
    kind = vocabulary.kinds.get(value) if facet == "kind" else None
    if kind:
        return re.sub(r"^an? ", "", kind.called)
    return _inside(FACETS[facet].label_of(value, vocabulary)) if facet != "area" else value


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence; a short form keeps its capitals."""
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"
