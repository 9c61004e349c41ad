"""What a library holds, and what a search of it finds: the part of `Library` that only reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kb.app.answer_as_asked import near_the_question, words_tell_otherwise
from kb.app.answer_bearing import parts_not_borne_out
from kb.app.answer_on_theme import (
    PER_PART,
    ThemeAlone,
    ThemeAnswer,
    answer_on_several,
    answer_on_theme,
    latest_telling,
)
from kb.app.answer_question import AnsweredQuestion, WantedBeside, answer_question
from kb.app.answer_sources import AnswerSources
from kb.app.combined_themes import find_on_all_named
from kb.app.finding_order import FindingOrder
from kb.app.held_sources import HeldSources
from kb.app.known_values import refuse_unknown_kinds, refuse_unknown_theme
from kb.app.lesson_again import lesson_again
from kb.app.meaning_cache import MeaningFile
from kb.app.nearness_signs import is_unlikely
from kb.app.next_steps import next_steps
from kb.app.offered_originals import gone_if_withdrawn
from kb.app.praise_on_theme import asks_for_praise_alone, praise_on_theme
from kb.app.proposed_reviews import as_decided
from kb.app.question_signs import read_signs
from kb.app.recurrence import Recurring
from kb.app.remembered_findings import RememberedFindings
from kb.app.spoken_quotations import asks_for_childrens_words, childrens_words
from kb.app.two_themes import answer_on_two, theme_borne_out
from kb.app.upkeep import Upkeep
from kb.core.document import Document
from kb.core.errors import KbError, LibraryUnavailable
from kb.core.expressions import expression
from kb.core.model import (
    DocumentSummary,
    FindingInContext,
    Kind,
    Review,
)
from kb.core.text_matches import TextMatches
from kb.store import Store
from kb.vocabulary import Vocabulary
from search.port import AFTER_UPDATE, Count, Engine, KnowsItsMaker, Query, Results

_DIGITS = expression(r"\d+(?:\.\d+)*")
PAGES_OF_EACH = 3  # pages of one document, where its full text was searched
_LEADING = 3  # first findings, of which one is on a theme that words show
_ON_THEME = 200  # findings on a theme at most, of which the nearest answer a question that is read as one on it
_NO_INDEX = (
    "There is no search index yet, so nothing can be searched; what is held can be read. Try again in a minute. Where "
    "this stays, `kb doctor` says what is wrong."
)


def _why_no_index(engine: Engine) -> str:
    """Return the sentence for readers where no index can be used: after an update it is only being made anew."""
    updated = isinstance(engine, KnowsItsMaker) and engine.is_of_other_version()
    return AFTER_UPDATE if updated else _NO_INDEX


def _present(results: Results, held: Collection[str], later: str) -> Results:
    """Return results without findings that the store no longer has, and with what there is to say about the index."""
    hits = tuple(hit for hit in results.hits if hit.id in held)
    notices = (*results.notices, later) if later else results.notices
    return replace(results, hits=hits, total=results.total - (len(results.hits) - len(hits)), notices=notices)


class LibraryContents:
    """Answers what is held and what is found. `Library` is made of it."""

    _store: Store
    _engine: Engine
    _upkeep: Upkeep
    _order: FindingOrder
    _sources: HeldSources
    _recurring: Recurring
    vocabulary: Vocabulary
    _written_words: Callable[[str], frozenset[str]]
    _meanings: MeaningFile

    def search(self, query: Query) -> Results:
        """Answer a question from the index, each hit checked against the store. Raises BadQuestion past a limit."""
        return self.search_each((query,))[0]

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several questions at once, from one state of the index.

        Raises BadQuestion past a limit, and LibraryUnavailable where there is no index: nothing found would be read as
        nothing held.
        """
        later = self._upkeep.index()
        if later and self._engine.mark() < 0 and self._store.count():
            raise LibraryUnavailable(_why_no_index(self._engine))
        answers = self._engine.search_each(queries)
        held = self._store.present([hit.id for results in answers for hit in results.hits])
        return tuple(_present(results, held, later) for results in answers)

    def ask(
        self,
        query: Query,
        *,
        spelling: bool = True,
        narrow: bool = True,
        beside: WantedBeside | None = None,
    ) -> AnsweredQuestion:
        """Answer a question as it is understood: words put right, and what the library does not hold reported first.

        Every page, feed, file, program and command asks so, and gives the same findings in the same order. What is
        wanted `beside` them belongs to a first page.
        """
        self._meanings.recall()
        size = max(query.size, beside.nearest) if beside else query.size
        order, holdings = self._order.for_one_answer(), RememberedFindings(self.holdings)
        sources = AnswerSources(
            lambda asked: order.search(asked, self.search, holdings),
            self.reviews(),
            self.vocabulary,
            holdings,
            order,
            spelling=spelling,
            narrow=narrow,
        )
        answered = answer_question(replace(query, size=size), sources)
        results = answered.results
        findings = holdings([hit.id for hit in results.hits])
        listed = replace(answered, results=replace(results, hits=results.hits[: query.size]), findings=findings)
        return self._with_beside(listed, beside, order) if beside else listed

    def _with_beside(self, answered: AnsweredQuestion, wanted: WantedBeside, order: FindingOrder) -> AnsweredQuestion:
        """Return an answer with what the question leads to, and with what is found on all themes that it names."""
        understood, query = answered.understood, answered.understood.as_searched(wanted.query)
        few = wanted.combined if (answered.may_ask or understood.combined) and not understood.unanswered else 0
        quoted = wanted.spoken and asks_for_childrens_words(understood.corrected or understood.typed)
        chosen = wanted.query.filters.get("kind", ())  # findings of any kind may quote a child
        spoken = replace(query, filters={**query.filters, "kind": chosen})
        steps = next_steps(query, understood, self.reviews(), self.vocabulary)
        combined = find_on_all_named(query, understood.combined, answered.findings[: query.size], self, few)
        worded = wanted.on_theme and read_signs(query.text).is_plain
        plain = worded and not query.filters
        if combined is not None:
            on_all = self.holdings([hit.id for hit in combined.every.hits]) if plain else ()
            on_theme = answer_on_several(understood, on_all, self.vocabulary)
        else:
            two = self._answer_on_two(answered, query, order) if plain else None
            theme = steps.theme or theme_borne_out(understood, order)
            on_theme = two or (self._answer_on_theme(answered, theme, query, order) if plain else None)
            if worded and not wanted.query.filters and steps.theme and answered.may_ask and not understood.none_of_kind:
                on_theme = self._answer_of_kind(answered, steps.theme, query, order) or on_theme
        again = wanted.again and not understood.unanswered and not quoted
        lacking: tuple[str, ...] = ()
        if on_theme and combined is None and plain and not on_theme.read_as:
            lacking = parts_not_borne_out(on_theme, query.text, theme, self.vocabulary, order)
        alone = ThemeAlone(on_theme.label, lacking) if on_theme and lacking else None
        on_theme = None if alone else on_theme
        if on_theme and understood.query.text and not understood.asked:
            on_theme = near_the_question(on_theme, query, answered.findings, order, self.vocabulary)
        return replace(
            answered,
            steps=steps,
            combined=combined,
            on_theme=replace(on_theme, latest=latest_telling(answered.findings, query.text)) if on_theme else None,
            theme_alone=alone,
            spoken=childrens_words(self, spoken, answered.findings, wanted.spoken) if quoted else (),
            again=lesson_again(understood.query.text, combined, answered.findings, self._recurring) if again else None,
        )

    def _answer_of_kind(
        self, answered: AnsweredQuestion, theme: tuple[str, ...], query: Query, order: FindingOrder
    ) -> ThemeAnswer | None:
        """Return the answer on a theme where one kind is asked for in words: good practice, or one with few findings.

        Beside few findings of the kind stands what is on the theme, of any kind.
        """
        understood = answered.understood
        if asks_for_praise_alone(understood.asked):
            return praise_on_theme(query, theme[0], self, order, answered.findings[:PER_PART])
        if {one.facet for one in understood.asked} != {"kind"} or answered.results.total >= PER_PART:
            return None
        kinds = tuple(one.value for one in understood.asked)
        asked = replace(understood, asked=(), read_as=theme[0], kinds=kinds)
        nearest = self._nearest_on_theme(theme[0], query, order)
        answer = answer_on_theme(asked, theme[:1], nearest, self.vocabulary, order)
        return replace(answer, inferred=False) if answer else None

    def _answer_on_two(self, answered: AnsweredQuestion, query: Query, order: FindingOrder) -> ThemeAnswer | None:
        """Return the answer on two themes as which the parts of a question are read, where it asks for no kind."""
        understood = answered.understood
        of_sort = understood.asked or understood.reviews or understood.none_of_kind
        if not answered.may_ask or of_sort or understood.unanswered or not query.synonyms:
            return None
        return answer_on_two(understood.query, answered.findings, self, order)

    def _answer_on_theme(
        self, answered: AnsweredQuestion, theme: tuple[str, ...], query: Query, order: FindingOrder
    ) -> ThemeAnswer | None:
        """Return the answer on the theme of a question from what was found, or from all on the theme by its sense.

        The latter where the question is read as one on it, or where its words show it, its sense surely is the same,
        and what was found first is on something else.
        """
        understood = answered.understood
        if not understood.read_as:
            found = answer_on_theme(understood, theme, answered.findings, self.vocabulary, order)
            read = "" if found or not theme else self._theme_by_sense(theme, answered.findings, query, order)
            if read not in theme:
                return found
            sure = replace(understood, read_as=read)
            answer = answer_on_theme(sure, (read,), self._nearest_on_theme(read, query, order), self.vocabulary, order)
            return replace(answer, inferred=False) if answer else None
        if words_tell_otherwise(understood.read_as, query, answered.findings[:_LEADING], self.vocabulary):
            return None
        nearest = self._nearest_on_theme(understood.read_as, query, order) if answered.may_ask else answered.findings
        return answer_on_theme(understood, theme, nearest, self.vocabulary, order)

    def _theme_by_sense(
        self, theme: tuple[str, ...], findings: Sequence[FindingInContext], query: Query, order: FindingOrder
    ) -> str:
        """Return the theme that the sense of a question surely is.

        Where its sense does not speak against the theme that its words show, and that is among what is found first,
        it is this.
        """
        chances = order.theme_chances(query.text)
        leading = any(theme[0] in one.finding.own_themes for one in findings[:_LEADING])
        likely = chances and not is_unlikely(theme, chances)
        return theme[0] if leading and likely else order.read_theme(chances)

    def _nearest_on_theme(self, theme: str, query: Query, order: FindingOrder) -> tuple[FindingInContext, ...]:
        """Return findings on a theme, the nearest to a question in meaning first: its words need not lead to them."""
        wanted = Query(f"theme:{theme}", years=query.years, size=_ON_THEME, facets=(), count_reviews=False)
        held = self.holdings([hit.id for hit in self.search(wanted).hits])
        return order.by_meaning(query.text, held)

    def count_texts(self, question: str) -> int:
        """Return how many documents have a page with all the words of a question."""
        return self._store.count_texts(question)

    def find_texts(self, question: str, page: int = 1, size: int = 10) -> TextMatches:
        """Return the documents that have all the words of a question on one page, the best first, and those pages."""
        return self._store.find_texts(question, (page - 1) * size, size, PAGES_OF_EACH)

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete what someone types, from words in the library."""
        return self._engine.suggest(text, limit)

    def recommendations_numbered(self, number: str, review: str) -> tuple[FindingInContext, ...]:
        """Return the recommendations of a review that bear this number, by the first number of their labels."""
        asked = self.findings(review=review, kind=Kind.RECOMMENDATION.value) if number else ()
        return tuple(one for one in asked if _DIGITS.findall(one.finding.label)[:1] == [number])

    # what is counted

    def count_each(self, queries: Sequence[Query]) -> tuple[int, ...]:
        """Return how many findings each of several questions finds, asking the index once. Raises BadQuestion."""
        asked = [replace(query, size=1, facets=(), count_reviews=False) for query in queries]
        return tuple(found.total for found in self.search_each(asked)) if asked else ()

    def themes_found(self) -> Mapping[str, Count]:
        """Return the counts of every theme that was found, from the index: much quicker than from the store."""
        found = self.search(Query(size=1, facets=("theme",)))
        return {count.value: count for count in found.facets["theme"] if count.findings}

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        """Return the reviews with findings on a theme, or with any, and how many each has."""
        return self._store.recurrences.reviews_on(theme)

    def counted_findings(self) -> int:
        """Return how many findings the counts by theme are of."""
        return self._recurring.counted_findings()

    def theme_kinds(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme how many findings of each kind it has."""
        return self._recurring.theme_kinds()

    # what is held

    def reviews(self) -> tuple[Review, ...]:
        """Return all reviews that readers may see, newest first."""
        return self._sources.shown_to_readers()[0]

    def every_review(self) -> tuple[Review, ...]:
        """Return all reviews, also those of documents that are kept back."""
        return self._store.reviews()

    def review(self, slug: str) -> Review:
        """Return one review."""
        return self._store.review(slug)

    def documents(self, review: str | None = None) -> tuple[DocumentSummary, ...]:
        """Return all documents that readers may see, or those of one review, in the order in which they were added."""
        if review is None:
            return self._sources.shown_to_readers()[1]
        return tuple(one for one in self.every_document(review) if not one.is_kept_back)

    def every_document(self, review: str | None = None) -> tuple[DocumentSummary, ...]:
        """Return all documents, or those of one review, also those that are kept back from readers."""
        return tuple(as_decided(self._store, one) for one in self._store.documents(review))

    def older_versions(self, going: Collection[str]) -> tuple[DocumentSummary, ...]:
        """Return the documents that these replace and that readers would see again without them."""
        return tuple(one for one in self.every_document() if one.replaced_by in going and one.id not in going)

    def documents_by_id(self, ids: Iterable[str]) -> dict[str, DocumentSummary]:
        """Return those of these documents that are held, by id, also those that are kept back from readers."""
        found = self._store.documents_by_id(tuple(dict.fromkeys(ids)))
        return {key: as_decided(self._store, one) for key, one in found.items()}

    def is_kept_back(self, ids: Iterable[str]) -> bool:
        """Return whether any of these documents, findings or reviews is kept back from readers until it is checked."""
        if not self._store.has_kept_back():
            return False
        every = self._store.documents()
        shown = {one.review for one in every if not one.is_kept_back}
        back = {one.id for one in every if one.is_kept_back} | {one.review for one in every} - shown
        return any(one in back or self._is_of_kept_back(one) for one in ids)

    def _is_of_kept_back(self, finding: str) -> bool:
        try:
            return self._store.finding(finding).document.is_kept_back
        except KbError:
            return False

    def withdrawn_documents(self) -> int:
        """Return how many documents are withdrawn."""
        return len(self._store.withdrawals())

    def document(self, document_id: str) -> DocumentSummary:
        """Return one document without its text."""
        return as_decided(self._store, self._store.document(document_id))

    def text(self, document_id: str) -> Document:
        """Return one document with its text, pages and blocks."""
        return self._store.text(document_id)

    def written_words(self, document: Document) -> frozenset[str]:
        """Return the words that a document writes within its lines, as parted words are joined by."""
        return self._written_words(document.text)

    def original(self, document_id: str) -> bytes:
        """Return the original file. Raise LibraryUnavailable where it has changed on disk."""
        with gone_if_withdrawn(self._store, document_id):
            return self._store.originals.read(self._store.document(document_id).sha256)

    def finding(self, finding_id: str) -> FindingInContext:
        """Return one finding with its document and review."""
        return self._store.finding(finding_id)

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order; leave out those that are not, or no longer, in the library."""
        return self._store.holdings(ids)

    def findings(
        self,
        review: str | None = None,
        document: str | None = None,
        theme: str | None = None,
        kind: str | None = None,
    ) -> tuple[FindingInContext, ...]:
        """Return the findings that match all arguments given, ordered by document and place.

        Raises NotHeld where there are none because a value that is given is not known.
        """
        known = self.vocabulary.theme(theme) if theme else None
        found = self._store.findings(review, document, known.slug if known else theme, kind)
        if not found:
            refuse_unknown_theme(self.vocabulary, theme or "")
            refuse_unknown_kinds(self.vocabulary, (kind,) if kind else ())
            if review is not None:
                self.review(review)
            if document is not None:
                self.document(document)
        return found

    def each_finding(self) -> Iterator[FindingInContext]:
        """Yield every finding, ordered by document and place; those of one document at a time are in memory."""
        for document in self.documents():
            yield from self._store.findings(document=document.id)

    def words_with_themes(self, themes: Iterable[str], least: int, area: str = "") -> Mapping[str, str]:
        """Return by id what the findings with at least so many of these themes say, in one area or all.

        That is the last heading, what leads into the finding, and its text.
        """
        return self._store.words_with_themes(themes, least, area)

    def kinds_with_themes(self, themes: Sequence[str]) -> frozenset[Kind]:
        """Return the kinds of the findings that have all of these themes."""
        return self._store.kinds_with_themes(themes)

    def theme_counts(self) -> Mapping[str, tuple[int, int]]:
        """Return, for each theme of the vocabulary, its number of findings and of reviews."""
        counted = self._store.theme_counts()
        return {slug: counted.get(slug, (0, 0)) for slug in self.vocabulary.themes}
