"""`Library`, the one class that doors call: each method names a use case of `kb/app/` and passes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from ingest.findings.weighed_statements import under_bar
from kb.app.accounts import Accounts
from kb.app.add import Adding
from kb.app.answer_question import AnsweredQuestion, answer_question
from kb.app.backup import Backup, back_up, tidy
from kb.app.cases import Cases
from kb.app.check_draft import Checking
from kb.app.corrections import Correcting, finisher
from kb.app.doctor import Doctor
from kb.app.draft_likeness import DraftLikeness
from kb.app.erasure import Eraser
from kb.app.finding_order import FindingOrder
from kb.app.history import find_history
from kb.app.index import Indexer
from kb.app.linking import Linker
from kb.app.meaning_cache import MeaningFile
from kb.app.page_images import Pictures
from kb.app.recurrence import Recurring
from kb.app.reports import (
    AddReport,
    Change,
    ChangeReport,
    CheckedFinding,
    Diagnosis,
    EarlierFinding,
    Fault,
    Health,
    NearMiss,
    Outcome,
    Progress,
)
from kb.app.reprocess import Renewing
from kb.app.review_cases import ReviewCases, notice_subjects
from kb.app.timelines import Timelines
from kb.app.topic import Topic
from kb.app.upkeep import Upkeep
from kb.app.uploads import Uploads
from kb.cases.choice import choose
from kb.cases.detail import DESCRIBED
from kb.cases.people import people_in
from kb.core.case_values import Case, CasesOnTheme, ContentNotice, DatedEvent, Passage, PersonInCase
from kb.core.corrections import Correction
from kb.core.document import Document, Span
from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable
from kb.core.model import (
    Answer,
    Collection,
    CollectionItem,
    DocumentSummary,
    Echo,
    FindingInContext,
    Reading,
    Review,
    Use,
    Verdict,
    squeeze,
)
from kb.core.recurrence_values import CameBack, CameBackFacts, FollowUp, ThemeTable, Thread
from kb.core.settings import Settings
from kb.exports import History
from kb.exports.case_pack import PACK_FINDINGS
from kb.recurrence.theme_table import COLUMNS
from kb.store import Act, ActFilter, Clock, Store, utc_now
from kb.text.reading_text import words_of
from kb.vocabulary import Vocabulary, load
from search import open_engine
from search.port import Engine, Query, Results

__all__ = [
    "Act",
    "ActFilter",
    "AddReport",
    "Backup",
    "Change",
    "ChangeReport",
    "CheckedFinding",
    "Collection",
    "CollectionItem",
    "Diagnosis",
    "EarlierFinding",
    "Fault",
    "Health",
    "Library",
    "Outcome",
    "Progress",
]

T = TypeVar("T")


class Library:
    """A library of learning reviews, opened with `Library.open(settings)` and closed after use.

    What is asked is answered from the store as it is now, also when another process has just added to it. Methods that
    name one thing raise NotHeld, or Withdrawn where it was taken down; methods that change something raise LibraryBusy
    while
    another process is writing.
    """

    def __init__(
        self, settings: Settings, vocabulary: Vocabulary, store: Store, engine: Engine, *, elsewhere: bool = False
    ) -> None:
        """Assemble the use cases. Use `Library.open`, which also opens store and engine."""
        self.settings = settings
        self.vocabulary = vocabulary
        self._store = store
        self._engine = engine
        meanings = self._meanings = MeaningFile.of(settings.data, vocabulary, wanted=settings.meaning == "auto")
        self._recurring = Recurring(store, vocabulary)
        self._order = FindingOrder(vocabulary, meanings.meanings)
        self._indexer = Indexer(store, engine, settings.data, self._recurring)
        self._upkeep = Upkeep(store, self._indexer, Linker(store, vocabulary, meanings), elsewhere=elsewhere)
        self._adding = Adding(settings, vocabulary, store)
        likeness = DraftLikeness(store, vocabulary, meanings)
        self._checking = Checking(settings, vocabulary, store, self._adding, self._recurring, likeness)
        self._renewing = Renewing(vocabulary, store, self._adding)
        self._pictures = Pictures(settings, store)
        self._cases = Cases(store, vocabulary)
        self._written_words = lru_cache(maxsize=8)(words_of)
        self._timelines = Timelines(store, vocabulary)
        self._review_cases = ReviewCases(store, vocabulary, self._cases)
        store.finish = finisher(vocabulary)
        self.correcting = Correcting(store, vocabulary)
        self.accounts = Accounts(store)
        self.uploads = Uploads(settings, store, self.add)
        self._eraser = Eraser(store, engine, self._indexer)
        self._doctor = Doctor(settings, store, engine, self._indexer)

    @classmethod
    def open(cls, settings: Settings, *, clock: Clock = utc_now, anew: bool = False, elsewhere: bool = False) -> Self:
        """Open the library of these settings; create it where there is none, and update its index if possible.

        With `elsewhere` another process keeps the index and what recurs up to date, and this one only reads them.

        Raises LibraryUnavailable where it cannot be opened, BadVocabulary for a faulty vocabulary file. Originals whose
        database is
        missing or empty are refused, unless a new one is to be made for them (`anew`), to be filled by `rebuild`.
        """
        vocabulary = load(settings.vocabulary)
        store = Store.open(settings.database_url, settings.data, clock, anew=anew)
        engine = open_engine(_location(settings), vocabulary, settings.query_seconds)
        library = cls(settings, vocabulary, store, engine, elsewhere=elsewhere)
        library._adding.tidy()
        tidy(settings.data)
        library._upkeep.try_to_catch_up()
        library._eraser.try_to_finish()
        return library

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # adding

    def add(self, paths: Iterable[Path], progress: Progress | None = None) -> AddReport:
        """Read files and folders into the library; say what became of each file. One bad file harms no other."""
        report = self._adding.add(paths, progress, self._upkeep.index)
        later, failed = self._upkeep.tell_of_changes()
        return replace(report, later=later, unindexed=failed)

    # searching

    def search(self, query: Query) -> Results:
        """Answer a question from the index, each hit checked against the store. Raises BadQuestion past a limit."""
        later = self._upkeep.index()
        results = self._engine.search(query)
        held = self._store.present([hit.id for hit in results.hits])
        hits = tuple(hit for hit in results.hits if hit.id in held)
        notices = (*results.notices, later) if later else results.notices
        total = results.total - (len(results.hits) - len(hits))
        return replace(results, hits=hits, total=total, notices=notices)

    def ask(self, query: Query, *, spelling: bool = True, narrow: bool = True) -> AnsweredQuestion:
        """Answer a question as it is understood: words put right, and what the library does not hold told first.

        Every page, feed, file, program and command asks so, and gives the same findings in the same order.
        """
        self._meanings.recall()
        return answer_question(
            query,
            lambda asked: self._order.search(asked, self.search, self.holdings),
            self.reviews(),
            self.vocabulary,
            holdings=self.holdings,
            order=self._order,
            spelling=spelling,
            narrow=narrow,
        )

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete what someone types, from words in the library."""
        return self._engine.suggest(text, limit)

    # what is held

    def reviews(self) -> tuple[Review, ...]:
        """Return all reviews, newest first."""
        return self._store.reviews()

    def review(self, slug: str) -> Review:
        """Return one review."""
        return self._store.review(slug)

    def documents(self, review: str | None = None) -> tuple[DocumentSummary, ...]:
        """Return all documents, or those of one review, in the order in which they were added."""
        return self._store.documents(review)

    def document(self, document_id: str) -> DocumentSummary:
        """Return one document without its text."""
        return self._store.document(document_id)

    def text(self, document_id: str) -> Document:
        """Return one document with its text, pages and blocks."""
        return self._store.text(document_id)

    def written_words(self, document: Document) -> frozenset[str]:
        """Return the words that a document writes within its lines, as parted words are joined by."""
        return self._written_words(document.text)

    def original(self, document_id: str) -> bytes:
        """Return the original file. Raise LibraryUnavailable where it has changed on disk."""
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
        """Return the findings that match all arguments given, ordered by document and place."""
        return self._store.findings(review, document, theme, kind)

    def findings_with_themes(self, themes: Iterable[str], least: int) -> tuple[FindingInContext, ...]:
        """Return the findings that have at least so many of these themes, ordered by document and place."""
        return self._store.findings_with_themes(themes, least)

    def theme_counts(self) -> Mapping[str, tuple[int, int]]:
        """Return, for each theme of the vocabulary, its number of findings and of reviews."""
        counted = self._store.theme_counts()
        return {slug: counted.get(slug, (0, 0)) for slug in self.vocabulary.themes}

    # what answers what, and what recurs

    def answers(self, finding_id: str) -> tuple[tuple[Answer, FindingInContext], ...]:
        """Return the actions that answer a recommendation, or the recommendations that an action answers.

        What answers one printing of a recommendation answers its other printings in documents of the same review.
        """
        return self._recurring.answers_of(finding_id)

    def all_answers(self) -> tuple[Answer, ...]:
        """Return every answer in the library, including answers to other printings of the same recommendation."""
        return self._store.recurrences.all_answers()

    def echoes(self, finding_id: str, depth: int = 10) -> tuple[tuple[Echo, FindingInContext], ...]:
        """Return the findings of other reviews that say nearly the same, best first, each with its reason."""
        self._store.finding(finding_id)
        return self._with_holdings(self._recurring.of(finding_id, depth))

    def findings_like(self, ids: Iterable[str], least: float) -> tuple[FindingInContext, ...]:
        """Return the findings that have these as echoes, with a likeness of `least` or more; without reasons."""
        return self.holdings(self._recurring.partners(ids, least))

    def all_echoes(self, depth: int = 20) -> Iterator[Echo]:
        """Yield the best echoes of every finding, whatever their likeness, for exports."""
        for one in sorted(self._store.ids()):
            yield from self._recurring.of(one, depth)

    def _with_holdings(self, echoes: Sequence[Echo]) -> tuple[tuple[Echo, FindingInContext], ...]:
        held = {holding.finding.id: holding for holding in self._store.holdings([echo.echo for echo in echoes])}
        return tuple((echo, held[echo.echo]) for echo in echoes if echo.echo in held)

    def found_again(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return, for each of these findings, in how many other reviews it is linked, as the search facet counts it."""
        return self._recurring.counts(ids)

    def linked_echoes(self) -> Iterator[Echo]:
        """Yield the echoes with which findings are linked, for exports."""
        yield from self._recurring.strong_echoes(sorted(self._store.ids()))

    def linked_pairs(self, ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """Return the pairs of these findings that are linked: by likeness or a person, and not refused."""
        return self._recurring.linked_pairs(ids)

    def answered_of(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these recommendations that have an answer, to them or to another printing of them."""
        return frozenset(one for one, answers in self._store.recurrences.answers_to(ids).items() if answers)

    def threads(
        self, theme: str | None = None, area: str | None = None, since: int | None = None, *, back: bool = False
    ) -> Sequence[Thread]:
        """Return lessons through time, strongest first, optionally only those of a theme or an area.

        `since` is the year in which the lesson was first said; one without a stated year is then left out. With `back`
        only those are given that came back after an action.
        """
        return self._recurring.threads(theme or "", area or "", since or 0, back)

    def came_back(
        self, area: str | None = None, since: int | None = None, theme: str | None = None
    ) -> tuple[CameBack, ...]:
        """Return lessons on which an action was recorded and which a later review found again, firmest first.

        In an area, both the action and the later finding are of it; `since` is the year in which the lesson was said.
        """
        return self.came_back_whole(self.came_back_facts(area, since, theme))

    def came_back_facts(
        self, area: str | None = None, since: int | None = None, theme: str | None = None
    ) -> Sequence[CameBackFacts]:
        """Return the same without the findings: enough to count and to choose by."""
        return self._recurring.came_back(area or "", since or 0, theme or "")

    def came_back_whole(self, told: Sequence[CameBackFacts]) -> tuple[CameBack, ...]:
        """Return what came back with its findings."""
        return self._recurring.with_findings(told)

    def history(self, topic: Topic) -> History:
        """Return what was said on a topic in the order of time, and in a few sentences what became of it."""
        return find_history(self, topic)

    def is_in_thread(self, finding_id: str) -> bool:
        """Whether a thread goes through a finding."""
        return self._store.recurrences.is_in_thread(finding_id)

    def thread(self, thread_id: str) -> Thread:
        """Return one lesson through time."""
        return self._recurring.thread(thread_id)

    def thread_of(self, finding_id: str) -> str:
        """Return the id of the lesson through time in which a finding stands, "" where it stands in none."""
        return self._recurring.thread_of(finding_id)

    def recurrence(
        self,
        by: str = "year",
        *,
        theme: str | None = None,
        area: str | None = None,
        review_type: str | None = None,
        kind: str | None = None,
    ) -> ThemeTable:
        """Return in how many reviews each theme is found, by year, area or review_type. Raises BadQuestion.

        Problems, lessons and recommendations count, with praise as a second figure; of one `kind`, its findings do.
        """
        if by not in COLUMNS:
            raise BadQuestion(f"Recurrence can be shown by {', '.join(COLUMNS)}, not by {by!r}.")
        table = self._recurring.theme_table(by, area or "", review_type or "", kind or "")
        return replace(table, rows=tuple(row for row in table.rows if theme is None or row.theme == theme))

    def follow_up(self, review: str) -> tuple[FollowUp, ...]:
        """Return each recommendation of a review with its answers, their status and what was found later.

        One that several documents of the review print stands once, in its fullest wording.
        """
        return self._recurring.follow_up(review)

    def printings(self, finding_id: str) -> tuple[FindingInContext, ...]:
        """Return the other places where the review's documents print a recommendation; () if there are none."""
        return tuple(held for held in self._recurring.printings(finding_id) if held.finding.id != finding_id)

    def follow_ups(self) -> Mapping[str, tuple[int, int]]:
        """Return for each review with recommendations how many it makes, and on how many an action is recorded."""
        return self._store.recurrences.follow_ups()

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        """Return the reviews with findings on a theme, or with any, and how many each has."""
        return self._store.recurrences.reviews_on(theme)

    def theme_kinds(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme how many findings of each kind it has."""
        return self._store.recurrences.theme_kinds()

    def theme_neighbours(self, theme: str = "") -> Mapping[str, Mapping[str, tuple[int, int]]]:
        """Return for each theme, or one, the other themes of its findings: in how many findings and reviews."""
        return self._store.recurrences.theme_neighbours(theme)

    def theme_means(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme by what means how many findings were given it; "unsure" where it is only possible."""
        return self._store.recurrences.theme_means()

    def check(self, text: str, depth: int = 5) -> tuple[CheckedFinding, ...]:
        """Compare each finding of a draft with earlier findings. Nothing of it is stored. Raise BadQuestion."""
        return self._checking.text(text, depth)

    def check_file(self, data: bytes, name: str, depth: int = 5) -> tuple[CheckedFinding, ...]:
        """Compare a draft given as a file of any readable format. Raise FileRefused."""
        return self._checking.file(data, name, depth)

    def page_picture(self, document_id: str, page: int, width: int = 900, outline: Span | None = None) -> bytes:
        """Return a page of a PDF as PNG, with the words of `outline` marked. Raise NotHeld, FileRefused."""
        return self._pictures.draw(document_id, page, width, outline)

    # what people decide

    def make_correction(self, change: Callable[[Correcting], T]) -> T:
        """Make a correction and bring the index up to date; later readings do not overrule it.

        `library.make_correction(lambda desk: desk.drop(finding, by))` returns what the method of `Correcting` returns.
        """
        done = change(self.correcting)
        self._upkeep.tell_of_changes()  # it is kept, whatever becomes of the index
        return done

    def decide_theme(self, finding_id: str, theme: str, accepted: bool, by: str = "") -> None:
        """Store that a person gave or refused a finding this theme; later tagging does not overrule it."""
        self.make_correction(lambda desk: desk.decide_theme(finding_id, theme, accepted, by))

    def audit(self, wanted: ActFilter, limit: int = 100) -> tuple[Act, ...]:
        """Return the newest rows of the record of changes that are wanted."""
        return self._store.acts(limit, wanted)

    def actors(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return everybody whom the record of changes names, and every sort of change in it."""
        return self._store.actors()

    def correction_batch(self, batch: int) -> tuple[Correction, ...]:
        """Return the corrections that were made together."""
        return self._store.correction_batch(batch)

    def last_corrections(self, limit: int) -> tuple[Correction, ...]:
        """Return the corrections made last, newest first."""
        return self._store.newest_corrections(limit)

    def missed_statements(self, document_id: str) -> tuple[NearMiss, ...]:
        """Return statements of a held document that came near to being findings, the likeliest first."""
        shown = {squeeze(one.finding.quotation) for one in self.findings(document=document_id)}
        near = under_bar(self.text(document_id), self.vocabulary)
        return tuple(NearMiss(text, told.kind, told.why) for text, told in near if squeeze(text) not in shown)

    def corrections_of(self, subject: str) -> tuple[Correction, ...]:
        """Return the corrections of a finding, document or review, newest first, also undone ones."""
        return self._store.corrections_of(subject)

    def corrections_in(self, document_id: str) -> tuple[Correction, ...]:
        """Return the corrections of a document and its findings in their order, also undone ones."""
        return self._store.corrections_in(document_id)

    def judge_echo(self, one: str, other: str, accepted: bool, by: str = "") -> None:
        """Store a person's verdict on whether two findings say the same."""
        self._store.finding(one)
        self._store.finding(other)
        self._store.judge_echo(one, other, accepted, by)
        self._upkeep.tell_of_changes()  # it is kept, whatever becomes of the index

    def forget_echo(self, one: str, other: str, by: str = "") -> None:
        """Remove a person's verdict on two findings, so that the machine's suggestion stands again."""
        self._store.forget_verdict(one, other, by)
        self._upkeep.tell_of_changes()  # it is kept, whatever becomes of the index

    def verdicts(self, finding_id: str) -> Mapping[str, Verdict]:
        """Return people's verdicts on a finding and others, by the other's id, newest first."""
        return self._store.verdicts_of(finding_id)

    # what people gather

    def story(self, review: str) -> Passage | None:
        """Return the passage in which a review's own documents tell its case; None if there is none."""
        held = self._store.review(review)
        return self._cases.story_of(self._store.documents(held.slug), held.review_type)

    def cases(self, review: str) -> tuple[Case, ...]:
        """Return the cases that a review tells, each with its findings, ages and notice; then findings of no case."""
        return self._review_cases.of(self._store.review(review).slug)

    def timeline(self, review: str) -> tuple[DatedEvent, ...]:
        """Return the events of its case that a review's documents date, in the order of time, in their own words."""
        held = self._store.review(review)
        known = self.vocabulary.review_types.get(held.review_type)
        if known is not None and not known.tells_case:
            return ()
        return self._timelines.of(self._store.documents(held.slug))

    def people(self, review: str) -> tuple[PersonInCase, ...]:
        """Return who stands in the cases that a review tells, by role."""
        return people_in(case.story.said for case in self.cases(review) if case.story)

    def pack_choice(self, review: str) -> tuple[FindingInContext, ...]:
        """Return the findings of a review with which a case pack of it begins."""
        return choose(self._store.findings(self._store.review(review).slug), PACK_FINDINGS)

    def content_notice(self, review: str) -> ContentNotice:
        """Return what a reader is told beforehand of a whole review: a death or serious harm, and hard subjects."""
        return self._review_cases.notice(self._store.review(review).slug)

    def cases_on_theme(self, theme: str, age: str = "", without: str = "", praise: bool = False) -> CasesOnTheme:
        """Return the cases on a theme, those that fit best first. Raises BadQuestion.

        `age` is one of `AGE_SPANS`; `without` one of `notice_subjects`; `praise` asks for what went well.
        """
        wanted = self.vocabulary.theme(theme)
        if wanted is None:
            raise BadQuestion(f"There is no theme {theme!r}. `kb themes list` shows them all.")
        slug = without.removesuffix(DESCRIBED)
        hard = self.vocabulary.theme(slug) if slug else None
        if without and not (hard and f"{hard.slug}{without[len(slug) :]}" in notice_subjects(self.vocabulary)):
            subjects = ", ".join(notice_subjects(self.vocabulary))
            raise BadQuestion(f"Cases can be left out for {subjects}; not for {without!r}.")
        holdings = self.findings(theme=wanted.slug)
        mentioned = slug != without
        return self._review_cases.on_theme(wanted, age, hard, holdings, mentioned=mentioned, praise=praise)

    def session_uses(self, reviews: Iterable[str]) -> Mapping[str, tuple[tuple[str, Use], ...]]:
        """Return for each review the sessions in which it was used, newest first, each with its collection's key."""
        wanted = dict.fromkeys(reviews)
        found: dict[str, list[tuple[str, Use]]] = {slug: [] for slug in wanted}
        for collection, use in self._store.uses():
            held = self._store.holdings([item.finding for item in collection.items])
            for slug in dict.fromkeys(one.review.slug for one in held if one.review.slug in wanted):
                found[slug].append((collection.key, use))
        return {slug: tuple(uses) for slug, uses in found.items()}

    def collection(self, key: str) -> Collection:
        """Return the collection of a reading key or an editing key; only with an editing key can it be saved."""
        return self._store.collection(key)

    def new_collection(
        self,
        title: str,
        items: Iterable[CollectionItem] = (),
        introduction: str = "",
        questions: Iterable[str] = (),
        search: str = "",
    ) -> Collection:
        """Store a new collection and return it with its reading key and its editing key. Raises BadQuestion."""
        made = Collection("", title, introduction, tuple(items), tuple(questions), search)
        return self._store.new_collection(made, self.settings.collections)

    def tidy_collections(self, days: int, dry_run: bool = False) -> int:
        """Remove collections unchanged for `days` and without a noted use; return how many."""
        return self._store.tidy_collections(days, dry_run)

    def save_collection(self, collection: Collection) -> Collection:
        """Store a changed collection. Raise NotHeld where its `edit_key` is wrong."""
        return self._store.save_collection(collection)

    def delete_collection(self, edit_key: str) -> None:
        """Remove the collection of an editing key."""
        self._store.delete_collection(edit_key)

    # keeping house

    def withdraw(self, document_id: str, reason: str = "", by: str = "") -> None:
        """Take a document down: hide it everywhere, erase its words from the files, and refuse it if it is added again.

        Raises LibraryBusy or LibraryUnavailable where it is down but words are still in a file; that is finished at the
        next opening.
        """
        self._store.withdraw(document_id, reason, by)
        try:
            self._eraser.finish()
            self._upkeep.tell_of_changes()
        except (LibraryBusy, LibraryUnavailable) as error:
            raise type(error)(
                f"{document_id} is withdrawn and shows nowhere, but its words are not yet gone from the library's "
                f"files: {str(error).rstrip('.')}. The next `kb` command that opens the library finishes it; "
                "`kb doctor` says whether anything is left."
            ) from error

    def reinstate(self, document_id: str, by: str = "") -> None:
        """Allow a withdrawn document to be added again."""
        self._store.reinstate(document_id, by)

    def trace(self, path: Path) -> Reading:
        """Return what each step of reading sees in a file, without storing anything. Raise FileRefused."""
        return self._adding.read(path)

    def near_misses(self, reading: Reading) -> tuple[NearMiss, ...]:
        """Return the statements of a file that came near to being findings, the likeliest first, each with why not."""
        near = under_bar(reading.document, self.vocabulary)
        return tuple(NearMiss(text, told.kind, told.why) for text, told in near)

    def retheme(self, dry_run: bool = False) -> ChangeReport:
        """Give every finding its themes anew by the vocabulary as it is; what people decided stays."""
        report = self._renewing.retheme(dry_run)
        self._upkeep.tell_of_changes()  # it is kept, whatever becomes of the index
        return report

    def reread(self, dry_run: bool = False) -> ChangeReport:
        """Read every original again; findings whose words did not change keep their ids."""
        report = self._renewing.reread(dry_run)
        self._upkeep.tell_of_changes()  # it is kept, whatever becomes of the index
        return report

    def rebuild(self, progress: Progress | None = None) -> AddReport:
        """Read every original file that has no document into the library; names and manifests are not known."""
        report = self._adding.rebuild(progress, self._upkeep.index)
        self._upkeep.catch_up()
        return report

    def doctor(self) -> Diagnosis:
        """Check the library; each fault comes with its remedy."""
        return self._doctor.diagnose()

    def back_up(self, to: Path) -> Backup:
        """Make a backup in a new folder under `to`. Raises BadQuestion, LibraryUnavailable."""
        return back_up(self._store, self.settings, to)

    def reindex(self) -> int:
        """Rebuild the search index from the store; return how many findings it has."""
        self._indexer.rebuild()
        self._upkeep.catch_up()
        return self._engine.count()

    def behind(self) -> bool:
        """Whether the search index or what recurs lacks changes of the library."""
        return self._upkeep.behind()

    def catch_up(self) -> None:
        """Bring the search index and what recurs up to date. Raises LibraryBusy, LibraryUnavailable."""
        self._upkeep.catch_up()

    def health(self) -> Health:
        """Return whether the library can answer now, and its counts."""
        reviews, documents = self._store.reviews(), self._store.documents()
        top, mark = self._store.top(), self._engine.mark()
        ready = mark == top
        sentence = "Ready." if ready else "The search index is being brought up to date."
        return Health(ready, sentence, len(reviews), len(documents), self._store.count(), top, mark)


def _location(settings: Settings) -> str | Path:
    """Return the location of the engine, as `open_engine` takes it."""
    if settings.search == "whoosh":
        return settings.data / "index"
    if settings.search == "postgres":
        return settings.database_url
    return settings.search
