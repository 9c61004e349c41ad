"""A question answered: understood, searched, and told what the library does not hold.

The index is asked once, and once more where words may be misspelt or nothing is of the kind that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.metadata.areas import is_listed
from kb.app.finding_order import FindingOrder, part_weights
from kb.core.model import FindingInContext, Review
from kb.recurrence.wordpieces import is_ordinary_word
from kb.text.formatting import join_words
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, tokens
from kb.vocabulary import Vocabulary
from search.facets import FACETS
from search.plan.check import check
from search.plan.compile import plan
from search.port import Query, Results
from search.understanding.answerability import AnswerSigns, answer_signs
from search.understanding.asked_filters import AskedFilter, NarrowedQuestion, narrow_question
from search.understanding.correction import is_of_field, put_places_right
from search.understanding.framing import FRAMING
from search.understanding.intents import asks_for_a_page, intents, without_intents
from search.understanding.mentions import is_plain_words, without_signs
from search.understanding.named_reviews import NamedReviews, in_review, named_reviews, review_told_by_names
from search.understanding.part_coverage import FoundText, Parts, held_parts
from search.understanding.question import NEAREST_FINDINGS, UnderstoodQuestion, understand, with_found
from search.understanding.thesaurus import thesaurus
from search.understanding.unheld_names import places_not_covered, unheld_names

MOST_ASKS = 2  # of the index for one question


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """What was asked as it was understood, and what was found."""

    understood: UnderstoodQuestion
    results: Results
    may_ask: bool = True  # whether a page may ask the index once more for what stands beside the results


def without_search(query: Query, typed: str) -> AnsweredQuestion:
    """Return the answer to a question that cannot be searched: nothing is understood and nothing found."""
    return AnsweredQuestion(UnderstoodQuestion(typed, query), Results(0, 0, (), {}), may_ask=False)


def answer_question(
    query: Query,
    search: Callable[[Query], Results],
    reviews: tuple[Review, ...],
    vocabulary: Vocabulary,
    *,
    holdings: Callable[[Sequence[str]], Sequence[FindingInContext]] | None = None,
    order: FindingOrder | None = None,
    spelling: bool = True,
    narrow: bool = True,
) -> AnsweredQuestion:
    """Return the answer to `query`, the same for every page, feed, file and program that asks it.

    `holdings` gives the findings of hits, to tell an answer from what has only some of the words; without it, what no
    finding has is told alone. `order` knows how near findings are in meaning. Without `narrow`, kinds that are asked
    for in words stay words.
    """
    named = named_reviews(query, reviews, vocabulary) if narrow else NamedReviews()
    given = _narrow_filters(query, named, reviews, vocabulary) if narrow else NarrowedQuestion(query)
    page = _page_of(query)
    given = replace(given, query=_from_the_first(given.query, page))
    query = _from_the_first(query, page)
    index = _Index(search)
    results = index.ask(given.query)
    placed = _with_places_right(given.query, results, reviews) if spelling else given.query
    if placed is not given.query:
        given = _narrow_filters(placed, named, reviews, vocabulary) if narrow else replace(given, query=placed)
        results = index.ask(given.query)
    likely = results.did_you_mean if index.may_ask else ""
    kept = _rightly_spelt(query.text) if likely else frozenset()
    understood = understand(given.query, reviews, vocabulary, spelling=spelling, likely=likely, kept=kept)
    understood = replace(understood, typed=query.text, intents=intents(query.text), asked=given.asked)
    if named.slugs:
        understood = replace(understood, reviews=named.slugs)
    if not index.may_ask:
        understood = replace(understood, corrected=placed.text)
    elif understood.corrected or understood.suggestion:
        understood, results = _correct_spelling(understood, results, given.query, index.ask, holdings, vocabulary)
    elif named.slugs and not results.total:
        understood, results = _all_of_review(understood, named, given, index.ask, reviews)
    elif given.asked and not results.total:
        understood, results = _of_any_kind(understood, given, query, index.ask, vocabulary)
    best = results
    if query.sort != "relevance" and index.may_ask and holdings:  # what answers best tells whether any answers
        best = index.ask(replace(understood.query, sort="relevance", group="findings", size=NEAREST_FINDINGS))
    shown = holdings([hit.id for hit in best.hits[:NEAREST_FINDINGS]]) if holdings else ()
    understood = replace(_described_in(understood, shown), meant=_meant_themes(understood.query, vocabulary))
    told = review_told_by_names(given.query, ((one.review.slug, one.finding.text) for one in shown), vocabulary)
    if narrow and told and not understood.reviews and index.may_ask:
        within = _within_review(understood, given.query, told, index.ask)
        return _on_page(replace(within, may_ask=False), page)
    # what a reader's own filters leave says nothing of the whole library
    filtered = any(query.filters.values()) or (query.sort != "relevance" and best is results)
    signs = AnswerSigns() if filtered else _answer_signs(understood, results, shown, vocabulary, order)
    if signs.names and signs.names_by_sight and index.may_ask:
        signs = _looked_for_whole(signs, without_signs(understood.query.text), index.ask)
    if not asks_for_a_page(query.text):  # which names no subject that could be missing
        understood = _without_mistakes(with_found(understood, results, signs))
    if not filtered and narrow:
        covered = (f"{one.title} {one.area} {one.partnership} {one.publisher}" for one in reviews)
        understood = replace(understood, not_covered=places_not_covered(query.text, covered, is_listed))
    results = replace(results, did_you_mean=understood.suggestion)
    if understood.nothing:
        closest = " These are the closest findings." if understood.unanswered and results.total else ""
        results = replace(results, notices=(f"{understood.nothing}{closest}", *results.notices))
    if understood.unanswered:
        results = _first_few(results)
    return _on_page(AnsweredQuestion(understood, results, index.may_ask), page)


class _Index:
    """The index, asked at most twice for one question."""

    def __init__(self, search: Callable[[Query], Results]) -> None:
        self._search = search
        self._asked = 0

    @property
    def may_ask(self) -> bool:
        return self._asked < MOST_ASKS

    def ask(self, query: Query) -> Results:
        self._asked += 1
        return self._search(query)


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


def _looked_for_whole(signs: AnswerSigns, question: str, search: Callable[[Query], Results]) -> AnswerSigns:
    """Return the signs where names were only looked for in the best findings: asked for in quotes, as they are typed.

    A name that stands further down is held. A place may be held as well, but with nothing else of the question.
    """
    quoted = " OR ".join(f'"{name.replace(chr(34), " ")}"' for name in signs.names)
    found = search(Query(quoted, size=1, facets=(), count_reviews=False, match="all"))
    if not found.total:
        return signs
    apart = any(map(is_listed, signs.names)) and question not in signs.names
    return replace(signs, names=(question,) if apart else ())


def _narrow_filters(
    query: Query, named: NamedReviews, reviews: tuple[Review, ...], vocabulary: Vocabulary
) -> NarrowedQuestion:
    """Return a question with the filters that its words ask for: the reviews that it names, kinds, types and places."""
    areas = [one.area for one in reviews if one.area]
    if not named.slugs:
        return narrow_question(query, vocabulary, areas)
    given = narrow_question(in_review(query, named), vocabulary, areas)
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


def _all_of_review(
    understood: UnderstoodQuestion,
    named: NamedReviews,
    given: NarrowedQuestion,
    search: Callable[[Query], Results],
    reviews: tuple[Review, ...],
) -> tuple[UnderstoodQuestion, Results]:
    """Return all findings of a named review where none has the other words of the question, and say so."""
    wide = replace(given.query, text="", filters={**given.query.filters, "review": named.slugs, "kind": ()})
    found = search(wide)
    titles = join_words([f"“{one.title}”" for one in reviews if one.slug in named.slugs], "or")
    told = f"Nothing in {titles} is about “{named.rest}”. All its findings are shown."
    asked = tuple(one for one in understood.asked if one.facet == "review")
    return replace(understood, query=wide, asked=asked), replace(found, notices=(told, *found.notices))


def _correct_spelling(
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


def _of_any_kind(
    understood: UnderstoodQuestion,
    given: NarrowedQuestion,
    query: Query,
    search: Callable[[Query], Results],
    vocabulary: Vocabulary,
) -> tuple[UnderstoodQuestion, Results]:
    """Return what is found of any kind where nothing is of the kind that was asked for, and say so."""
    kind = any(one.facet == "kind" for one in given.asked)  # in words it still says what is to come first
    wide = replace(given.query, text=query.text if kind else given.query.text, filters=query.filters)
    found = search(wide)
    labels = [_inside(FACETS[one.facet].label_of(one.value, vocabulary)) for one in given.asked]
    about = f"is about “{given.query.text}”" if given.query.text else "is held"
    told = f"No {join_words(labels, 'or')} in this library {about}. The nearest findings of any kind are shown."
    return replace(understood, query=wide, none_of_kind=told), replace(found, notices=(told, *found.notices))


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence; a short form keeps its capitals."""
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def _answer_signs(
    understood: UnderstoodQuestion,
    results: Results,
    shown: Sequence[FindingInContext],
    vocabulary: Vocabulary,
    order: FindingOrder | None,
) -> AnswerSigns:
    """Return how much of a question the best of what was found holds, and how near it is in meaning.

    A theme that the question names, or that all its words mean and that is found, stands for the words.
    """
    text = understood.query.text
    text = without_intents(text) if understood.intents else text
    if results.total and not shown and not results.missing:
        return AnswerSigns()
    asked = plan(replace(understood.query, text=text, page=1), thesaurus(vocabulary))
    texts = [
        FoundText(
            f"{one.review.title} {one.review.area} {' '.join(one.finding.heading)} {one.finding.text}",
            one.finding.themes,
        )
        for one in shown
    ]
    unheld = unheld_names(text, [one.text for one in texts], vocabulary, is_listed)
    if unheld:
        return AnswerSigns(names=unheld, names_by_sight=True)
    weights = part_weights(asked.parts)
    if any(set(asked.meant) & set(one.themes) for one in texts):
        alone = not _tells_most(asked.parts, weights, texts)
        signs = AnswerSigns(theme_alone=alone, typed=len(stems(text)))
        return replace(signs, closeness=order.closeness(text, shown)) if order and alone else signs
    words: dict[str, dict[str, float]] = {}
    for theme in (vocabulary.themes[slug] for group in understood.themes for slug in group):
        for word in stems(" ".join((theme.label, *theme.also_called))):
            words.setdefault(word, {})[theme.slug] = 1.0
    missing = [part for part in results.missing if part in asked.parts]
    signs = answer_signs(text, asked.parts, missing, texts, words, weights)
    return replace(signs, closeness=order.closeness(text, shown)) if order and signs.is_doubtful else signs


def _tells_most(parts: Parts, weights: Mapping[str, float], found: Iterable[FoundText]) -> bool:
    """Return whether a finding has the most telling part of a question in words, and not by its theme alone."""
    telling = max(parts, key=lambda part: weights.get(part, 1.0), default="")
    return not telling or any(telling in held_parts({telling: parts[telling]}, {}, one) for one in found)


def _meant_themes(query: Query, vocabulary: Vocabulary) -> tuple[str, ...]:
    return plan(replace(query, page=1, size=0), thesaurus(vocabulary)).meant if query.text else ()


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
