"""A question answered: understood, searched, with what the library does not hold.

The index is asked once, and once more where words may be misspelt, nothing is of the kind that was asked for or few
findings of a named review have the words; a third time where that review has none of the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.metadata.gazetteer import is_listed
from kb.app import wider_search
from kb.app.answer_on_theme import FIRST_RESULTS, ThemeAlone, ThemeAnswer
from kb.app.answer_sources import AnswerSources, FirstSearch
from kb.app.combined_themes import CombinedThemes
from kb.app.explained_terms import without_type_names
from kb.app.finding_order import FEW
from kb.app.found_answer import found_answer_signs, look_for_whole_names
from kb.app.lesson_again import LessonAgain
from kb.app.nearness_signs import CERTAIN, is_unlikely
from kb.app.next_steps import NextSteps, question_theme
from kb.app.parted_words import search_parted
from kb.app.spoken_quotations import SpokenQuotation, asks_for_childrens_words
from kb.app.two_themes import LIKELY, agreed_theme
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Review
from kb.recurrence.wordpieces import is_ordinary_word
from kb.text.formatting import join_words
from kb.text.tokens import STOP_WORDS, stems, tokens
from kb.vocabulary import Vocabulary
from search.facets import YEARS
from search.plan.check import check
from search.plan.compile import plan
from search.port import Query, Results
from search.understanding.answerability import AnswerSigns
from search.understanding.asked_filters import AskedFilter, NarrowedQuestion, asked_places, narrow_question
from search.understanding.correction import put_places_right
from search.understanding.dialect import in_standard_words
from search.understanding.intents import asks_for_a_page, intents
from search.understanding.mentions import QUOTING_WORDS, is_plain_words, without_signs, words_naming_alone
from search.understanding.named_reviews import NamedReviews, in_review, named_reviews, review_told_by_names
from search.understanding.question import NEAREST_FINDINGS, UnderstoodQuestion, understand, with_found
from search.understanding.thesaurus import thesaurus
from search.understanding.unheld_names import places_not_covered

_MUCH = 0.3  # share of a question that no finding has, from which it is told though its words are ordinary ones ...
_OPERATORS = expression(r"\b(?:AND|OR)\b")
_FAR = 0.16  # ... or nearness of texts below which it is (kb/decisions/0161)
_NAMES_ALONE = 0.1  # chance of a theme by the sense of one word, below which that word names it by chance
UNDATED_LEFT_OUT = "Sources without a date are left out, because you asked for some years only."
_NOT_UNDERSTOOD, _NOTHING_FOUND = UnderstoodQuestion("", Query()), Results(0, 0, (), {})
COMMON_WORDS = "These words stand in findings on any subject. Add a word for what you want to know about."


@dataclass(frozen=True, slots=True)
class WantedBeside:
    """What a page wants beside the findings that it lists. `query` is the question as it shows it."""

    query: Query
    nearest: int = 0  # findings at least, though it lists fewer
    combined: int = 0  # findings on all themes that are named, and as many beside them
    spoken: int = 0  # words at most of each quotation, where words of children are asked for
    on_theme: bool = False  # whether the nearest are wanted as an answer on its theme, where it is plain words
    again: bool = False  # whether a lesson is wanted that the first findings tell at two times


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """What was asked as it was understood, what was found, and what it leads to: all that a door needs to show it.

    Of a question that cannot be searched nothing is understood and nothing found.
    """

    understood: UnderstoodQuestion = _NOT_UNDERSTOOD
    results: Results = _NOTHING_FOUND
    findings: tuple[FindingInContext, ...] = ()  # those of the hits, and the nearest after them if more were wanted
    steps: NextSteps | None = None  # where they were wanted
    combined: CombinedThemes | None = None  # where wanted, and several themes are named
    on_theme: ThemeAnswer | None = None  # where wanted, and the question is on one theme alone
    theme_alone: ThemeAlone | None = None  # where the answer on its theme was left out as none to the question
    spoken: tuple[SpokenQuotation, ...] = ()  # what children said, where wanted and asked for
    again: LessonAgain | None = None  # where wanted, and the first findings have one
    looked_at: int = 0  # the best findings, of which those that are short enough were chosen; 0 where none were
    may_ask: bool = True  # whether a page may ask the index once more for what stands beside the results
    error: str = ""  # why it could not be searched


def answer_question(query: Query, sources: AnswerSources) -> AnsweredQuestion:
    """Return the answer to `query`, the same for every page, feed, file and program that asks it.

    What a reader's own filters leave says nothing of the whole library, so then nothing is reported as not held.
    """
    page = _page_of(query)
    first = _search_first(_from_the_first(query, page), sources)
    understood, results = _search_again(_understand(first, sources), first, sources)
    best = _ask_for_best(understood, results, query, sources)
    shown = sources.findings_of(best)
    understood = replace(_described_in(understood, shown), meant=_meant_themes(understood.query, sources.vocabulary))
    understood = _without_names_by_chance(understood, sources)
    understood = replace(understood, read_as=_read_theme(understood, sources))
    told = review_told_by_names(first.query, ((one.review.slug, one.finding.text) for one in shown), sources.vocabulary)
    if sources.narrow and told and not understood.reviews and sources.may_ask:
        within = _within_review(understood, first.query, told, sources.ask)
        return _on_page(replace(within, may_ask=False), page)
    narrowed = any(query.filters.values()) or any(query.years)
    filtered = narrowed or (query.sort != "relevance" and best is results)
    signs = AnswerSigns() if filtered else _answer_signs(understood, results, shown, sources)
    understood, results, signs = _widen_to_any_kind(understood, results, signs, first, sources)
    if not asks_for_a_page(query.text):  # which names no subject that could be missing
        found = _without_words_by_chance(with_found(understood, results, signs), results, signs, shown)
        understood = _without_mistakes(_without_type_names(found, sources.vocabulary))
    if not filtered and sources.narrow:
        not_covered = places_not_covered(query.text, sources.names_covered, is_listed)
        understood = replace(understood, not_covered=not_covered)
    results = _with_notices(understood, _without_undated(understood, results, sources))
    return _on_page(AnsweredQuestion(understood, results, may_ask=sources.may_ask), page)


def _answer_signs(
    understood: UnderstoodQuestion, results: Results, shown: Sequence[FindingInContext], sources: AnswerSources
) -> AnswerSigns:
    """Return how far the best findings answer a question, whole names looked for beyond them."""
    signs = found_answer_signs(understood, results, shown, sources.vocabulary, sources.order)
    if signs.names and signs.names_by_sight and sources.may_ask:
        return look_for_whole_names(signs, without_signs(understood.query.text), sources.ask, sources.vocabulary)
    return signs


def _widen_to_any_kind(
    understood: UnderstoodQuestion, results: Results, signs: AnswerSigns, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results, AnswerSigns]:
    """Return the answer of any kind where what is of the kind that was asked for is on something else."""
    of_sort = any(
        one.facet not in ("area", YEARS) for one in understood.asked
    )  # from a place, what is found is from there
    if of_sort and not first.named.slugs and not signs.is_answer and sources.may_ask:
        wide, found = wider_search.of_any_kind(understood, first, sources)
        of_wide = found_answer_signs(wide, found, sources.findings_of(found), sources.vocabulary, sources.order)
        if of_wide.is_answer:
            return wide, found, of_wide
    return understood, results, signs


def _search_first(query: Query, sources: AnswerSources) -> FirstSearch:
    """Return what is found for a question; once more where the name of an area is misspelt in it."""
    reviews, vocabulary, typed = sources.reviews, sources.vocabulary, query
    query = replace(query, text=in_standard_words(query.text)) if sources.spelling and query.synonyms else query
    named = named_reviews(query, reviews, vocabulary) if sources.narrow else NamedReviews()
    given = _narrow_filters(query, named, reviews, vocabulary) if sources.narrow else NarrowedQuestion(query)
    results = sources.ask(given.query)
    if not results.total and sources.spelling and _OPERATORS.search(query.text):
        query = replace(query, text=_without_operators(query.text))
        given = _narrow_filters(query, named, reviews, vocabulary) if sources.narrow else NarrowedQuestion(query)
        results = sources.ask(given.query)
    placed = _with_places_right(given.query, results, reviews) if sources.spelling else given.query
    if placed is given.query:
        return FirstSearch(typed, named, given, results, query.text if query.text != typed.text else "")
    again = _narrow_filters(placed, named, reviews, vocabulary) if sources.narrow else replace(given, query=placed)
    return FirstSearch(typed, named, again, sources.ask(again.query), placed.text)


def _without_operators(text: str) -> str:
    """Return a question with "AND" and "OR" as the words that they are to most who type them."""
    return _OPERATORS.sub(lambda found: found.group().lower(), text)


def _understand(first: FirstSearch, sources: AnswerSources) -> UnderstoodQuestion:
    """Return what a question means, with near words for those that nothing has, where they may be asked for."""
    typed = first.typed.text
    likely = first.results.did_you_mean if sources.may_ask else ""
    kept = _rightly_spelt(typed) if likely else frozenset()
    understood = understand(
        first.query, sources.reviews, sources.vocabulary, spelling=sources.spelling, likely=likely, kept=kept
    )
    reviews = first.named.slugs or understood.reviews
    return replace(
        understood,
        typed=typed,
        intents=intents(typed),
        asked=first.given.asked,
        reviews=reviews,
        areas=(*asked_places(typed, first.given.asked), *understood.areas),
        years=first.query.years if first.query.years != first.typed.years else understood.years,
    )


def _search_again(
    understood: UnderstoodQuestion, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results]:
    """Return the answer with words put right, or more widely where nothing was found; else that of the first search."""
    if not sources.may_ask:
        return replace(understood, corrected=first.corrected), first.results
    parted = search_parted(first, sources)
    if parted:
        again = replace(first.query, text=parted[0])
        return replace(understood, query=again, corrected=parted[0], suggestion=""), parted[1]
    return _search_more_widely(understood, first, sources)


def _search_more_widely(
    understood: UnderstoodQuestion, first: FirstSearch, sources: AnswerSources
) -> tuple[UnderstoodQuestion, Results]:
    """Return the answer with misspelt words put right, or more widely where little was found."""
    if not sources.may_ask:
        return replace(understood, query=first.query, corrected=first.corrected, suggestion=""), first.results
    nothing = not first.results.total
    if understood.corrected or understood.suggestion:
        return wider_search.correct_spelling(understood, first, sources)
    few = first.results.total < FEW and first.query.text and not first.named.number
    if first.named.slugs and (nothing or few):
        return wider_search.rest_of_review(understood, first, sources)
    found = replace(understood, corrected=first.corrected), first.results
    if sources.holdings and asks_for_childrens_words(first.typed.text):
        found = wider_search.of_children(found[0], first, sources)
    if first.given.asked and not found[1].total:
        return wider_search.of_any_kind(understood, first, sources)
    return found


def _ask_for_best(understood: UnderstoodQuestion, results: Results, query: Query, sources: AnswerSources) -> Results:
    """Return the findings that answer best, which tell whether any answers: not always the first in another order."""
    if query.sort == "relevance" or not sources.may_ask or not sources.holdings:
        return results
    return sources.ask(replace(understood.query, sort="relevance", group="findings", size=NEAREST_FINDINGS))


def _with_notices(understood: UnderstoodQuestion, results: Results) -> Results:
    """Return the results with what the library does not hold reported first; of what only comes near, the first few."""
    results = replace(results, did_you_mean=understood.suggestion)
    if results.total and _has_common_words_alone(understood.query):
        results = replace(results, notices=(COMMON_WORDS, *results.notices))
    if understood.nothing:
        closest = " These are the closest findings." if understood.unanswered and results.total else ""
        results = replace(results, notices=(f"{understood.nothing}{closest}", *results.notices))
    if understood.left_out:
        named = join_words([f"“{one}”" for one in understood.left_out])
        results = replace(results, notices=(*results.notices, f"We searched without {named}."))
    return _first_few(results) if understood.unanswered else results


def _without_undated(understood: UnderstoodQuestion, results: Results, sources: AnswerSources) -> Results:
    """Return the results, with a notice where years are chosen or asked for and some sources have no date."""
    if not any(understood.query.years) or all(one.published for one in sources.reviews):
        return results
    return replace(results, notices=(*results.notices, UNDATED_LEFT_OUT))


def _has_common_words_alone(query: Query) -> bool:
    """Return whether a question has words, and none that tells what it is about: "who are you"."""
    typed = tokens(query.text)
    return bool(typed) and is_plain_words(query.text) and all(one.word in STOP_WORDS for one in typed)


def _with_places_right(query: Query, results: Results, reviews: Iterable[Review]) -> Query:
    """Return a question with the names of held areas put right that are misspelt in it, else the question itself."""
    if not results.missing or not is_plain_words(query.text):
        return query
    unheld = {token.word for part in results.missing for token in tokens(part)} - _rightly_spelt(query.text)
    right = put_places_right(query.text, unheld, {review.area for review in reviews})
    return replace(query, text=right) if right else query


def _without_mistakes(understood: UnderstoodQuestion) -> UnderstoodQuestion:
    """Return a question without telling as missing what its suggestion takes for a mistake."""
    if not understood.suggestion or not understood.missing:
        return understood
    right = {token.word for token in tokens(understood.suggestion)}
    missing = tuple(one for one in understood.missing if all(token.word in right for token in tokens(one)))
    return replace(understood, missing=missing, unanswered=bool(missing))


def _without_words_by_chance(
    understood: UnderstoodQuestion, results: Results, signs: AnswerSigns, shown: Sequence[FindingInContext]
) -> UnderstoodQuestion:
    """Return a question without telling as missing words that may well be said in other words.

    An ordinary word is missing by chance where the theme that all words of a question mean is found ("probation not at
    the table"), or where it is little of the question and a text is near to it. A word that is not ordinary, or a name,
    is always told.
    """
    told = tuple(one for one in understood.missing if not one.isdigit())  # "at 18"
    alike = signs.closeness.of_text
    little = signs.missing < _MUCH and alike is not None and alike >= _FAR
    read = any(understood.read_as in one.finding.themes for one in shown[:FIRST_RESULTS])  # and found so
    on_theme = (signs.theme_alone or read) and (alike is None or alike >= _FAR)
    if understood.in_part and results.total and (on_theme or little):
        told = tuple(one for one in told if one in signs.hangs_on or not is_ordinary_word(one))
    if told == understood.missing:
        return understood
    return replace(understood, missing=told, unanswered=bool(told), in_part=understood.in_part and bool(told))


def _without_type_names(understood: UnderstoodQuestion, vocabulary: Vocabulary) -> UnderstoodQuestion:
    """Return a question without telling as missing short forms of types of review, and words that ask for quotations.

    A source has its type as a fact, and nothing quoted says that it is a quotation.
    """
    named = without_type_names(understood.missing, vocabulary)
    missing = tuple(one for one in named if one.casefold() not in QUOTING_WORDS)
    if named and not missing:
        return replace(understood, missing=(), unanswered=False, in_part=False)
    return replace(understood, missing=missing, in_part=understood.in_part and bool(missing))


def _rightly_spelt(text: str) -> frozenset[str]:
    """Return the words of a question that are no mistakes: ordinary words and the names of places."""
    return frozenset(token.word for token in tokens(text) if is_ordinary_word(token.word) or is_listed(token.word))


def _page_of(query: Query) -> slice:
    """Return where the page that is asked for stands among all findings. Raises BadQuestion past the last."""
    check(query)
    start = (query.page - 1) * query.size
    return slice(start, start + query.size)


def _from_the_first(query: Query, page: slice) -> Query:
    """Return a question for all findings up to a page: so each page is judged by the same best ones."""
    return replace(query, page=1, size=max(page.stop, NEAREST_FINDINGS))


def _on_page(answered: AnsweredQuestion, page: slice) -> AnsweredQuestion:
    query = answered.understood.query
    size = page.stop - page.start
    asked = replace(query, page=page.start // size + 1 if size else 1, size=size)
    results = replace(answered.results, hits=answered.results.hits[page])
    return replace(answered, understood=replace(answered.understood, query=asked), results=results)


def _narrow_filters(
    query: Query, named: NamedReviews, reviews: tuple[Review, ...], vocabulary: Vocabulary
) -> NarrowedQuestion:
    """Return a question with the filters that its words ask for: the reviews that it names, kinds, types and places."""
    areas = [one.area for one in reviews if one.area]
    if not named.slugs:
        return narrow_question(query, vocabulary, areas)
    given = narrow_question(in_review(query, named), vocabulary, areas, in_review=True)
    asked = [AskedFilter("review", slug, named.typed) for slug in named.slugs]
    if named.number and "kind" not in query.filters:
        asked.append(AskedFilter("kind", "recommendation", named.number))
    return replace(given, asked=(*asked, *given.asked))


def _within_review(
    understood: UnderstoodQuestion, query: Query, slug: str, search: Callable[[Query], Results]
) -> AnsweredQuestion:
    """Return the findings of the review that the names of a question tell."""
    inside = replace(query, text="", filters={**query.filters, "review": (slug,)})
    asked = (*understood.asked, AskedFilter("review", slug, query.text))
    return AnsweredQuestion(replace(understood, query=inside, reviews=(slug,), asked=asked), search(inside))


def _meant_themes(query: Query, vocabulary: Vocabulary) -> tuple[str, ...]:
    return plan(replace(query, page=1, size=0), thesaurus(vocabulary)).meant if query.text else ()


def _read_theme(understood: UnderstoodQuestion, sources: AnswerSources) -> str:
    """Return the theme that a question in plain words surely speaks of by its sense; "" where its words show one.

    One that names themes is read as another only where these are doubted and its sense is certain.
    """
    query, order = understood.query, sources.order
    if order is None or not query.synonyms or not is_plain_words(query.text) or understood.reviews:
        return ""
    chances = order.theme_chances(query.text)
    read = order.read_theme(chances)
    shown = question_theme(understood, sources.vocabulary)
    if understood.themes:  # "kids crossing county lines between councils" has the name of a theme by chance
        named = [slug for group in understood.themes for slug in group]
        doubted = read in named and not shown and not understood.combined  # as other words tell of another theme
        doubted = doubted or is_unlikely(named, chances)
        return read if doubted and chances.get(read, 0.0) >= CERTAIN else ""
    if shown and not is_unlikely(shown, chances):
        return ""
    certain = chances.get(read, 0.0) >= LIKELY
    return read if certain else agreed_theme(query.text, order, sources.vocabulary) or read


def _without_names_by_chance(understood: UnderstoodQuestion, sources: AnswerSources) -> UnderstoodQuestion:
    """Return a question without themes that one word of it names whose sense by itself is another: "case lost"."""
    order, vocabulary = sources.order, sources.vocabulary
    if order is None or len(understood.themes) < 2:
        return understood
    alone = words_naming_alone(understood.query.text, vocabulary)
    by_chance = {
        theme
        for theme, word in alone.items()
        if (chances := order.theme_chances(word)) and max(chances.get(slug, 0.0) for slug in theme) < _NAMES_ALONE
    }
    themes = tuple(one for one in understood.themes if one not in by_chance)
    combined = tuple(one for one in understood.combined if one not in by_chance)
    return replace(understood, themes=themes, combined=combined if len(combined) > 1 else ())


def _described_in(understood: UnderstoodQuestion, shown: Sequence[FindingInContext]) -> UnderstoodQuestion:
    """Return a question without the professional names that it describes where nothing found has any of them."""
    names = [set(stems(name)) for name in understood.described]
    texts = [set(stems(one.finding.text)) for one in shown]
    held = any(name <= text for name in names for text in texts)
    return understood if held or not shown else replace(understood, described=())


def _first_few(results: Results) -> Results:
    """Return the first few findings alone: where nothing answers a question, a list of hundreds helps nobody."""
    few = NEAREST_FINDINGS
    return replace(results, hits=results.hits[:few], total=min(results.total, few), reviews=min(results.reviews, few))
