"""`Library`, the one class that doors call: each method names a use case of `kb/app/` and passes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Self

from kb.app.accounts import Accounts, provider_of
from kb.app.add import Adding
from kb.app.backup import Backup
from kb.app.cases import Cases
from kb.app.check_draft import Checking
from kb.app.coding import Coding
from kb.app.corrections import Correcting, finisher, namer
from kb.app.doctor import Doctor
from kb.app.draft_likeness import DraftLikeness
from kb.app.erasure import Eraser
from kb.app.export_files import ExportFiles
from kb.app.finding_order import FindingOrder
from kb.app.held_sources import HeldSources
from kb.app.history import find_history
from kb.app.index import Indexer
from kb.app.known_values import refuse_unknown_area, refuse_unknown_choice, refuse_unknown_theme
from kb.app.library_cases import LibraryCases
from kb.app.library_decisions import LibraryDecisions
from kb.app.library_upkeep import LibraryUpkeep
from kb.app.likeness_file import LikenessFile
from kb.app.linking import Linker, linked_by
from kb.app.meaning_cache import MeaningFile
from kb.app.page_images import PAGE_WIDTH, DrawnPages, Pictures
from kb.app.publishers import Publishers
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
    Outcome,
    Progress,
)
from kb.app.reprocess import Renewing
from kb.app.retagging import Retagging
from kb.app.retrain import Retraining
from kb.app.review_cases import ReviewCases
from kb.app.review_light import ReviewLight
from kb.app.rows_and_index import engine_location, open_store
from kb.app.theme_desk import ThemeDesk
from kb.app.timelines import Timelines
from kb.app.topic import Topic
from kb.app.unfinished_copies import remove_unfinished_copy
from kb.app.upkeep import Upkeep
from kb.app.uploads import Uploads
from kb.core.document import Span
from kb.core.errors import BadQuestion
from kb.core.model import (
    Answer,
    Collection,
    CollectionItem,
    Echo,
    FindingInContext,
    Kind,
)
from kb.core.recurrence_values import (
    CameBack,
    CameBackOutline,
    FollowUp,
    TableChoice,
    ThemeTable,
    Thread,
    ToldElsewhere,
)
from kb.core.settings import Settings
from kb.exports import History
from kb.recurrence.theme_table import COLUMNS, by_theme
from kb.store import Act, ActFilter, Clock, Store, utc_now
from kb.text.reading_text import words_of
from kb.vocabulary import Vocabulary, load, state_of
from search import open_engine
from search.port import Engine

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

_ANY = TableChoice()


class Library(LibraryCases, LibraryDecisions, LibraryUpkeep):
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
        self._store = store
        self._engine = engine
        self._elsewhere = elsewhere
        self._vocabulary_state = state_of(settings.vocabulary_folder)
        self._written_words = lru_cache(maxsize=8)(words_of)
        self._pictures = Pictures(settings, store)
        self.export_files = ExportFiles(settings.data)
        self._retagging = Retagging(settings.data)
        store.keeps_back = settings.unchecked == "kept-back"
        self._sources = HeldSources(store)
        self.accounts = Accounts(store)
        self.identity_provider = provider_of(settings)
        self.uploads = Uploads(settings, store, self.add, self.recognise)
        self.publishers = Publishers(settings, store)
        self._assemble(vocabulary)

    def _assemble(self, vocabulary: Vocabulary) -> None:
        """Make what goes by the vocabulary: at the opening, and again where its files have changed."""
        settings, store, engine = self.settings, self._store, self._engine
        meanings = self._meanings = MeaningFile.of(settings.data, vocabulary, wanted=settings.meaning == "auto")
        if meanings.meanings is not None:
            vocabulary = replace(vocabulary, encode=meanings.meanings.sense_vectors)
        self.vocabulary = engine.vocabulary = vocabulary
        self._recurring = Recurring(store, vocabulary)
        self._order = FindingOrder(vocabulary, meanings.meanings)
        self._indexer = Indexer(store, engine, settings.data, self._recurring)
        self._eraser = Eraser(store, engine, self._indexer)
        likeness_file = LikenessFile(settings.data / "likeness.arrays", linked_by(vocabulary, meanings))
        linker = Linker(store, vocabulary, meanings, likeness_file)
        self._upkeep = Upkeep(store, self._indexer, linker, self._eraser, elsewhere=self._elsewhere)
        self._adding = Adding(settings, vocabulary, store)
        self._light = ReviewLight(store, vocabulary)
        likeness = DraftLikeness(store, vocabulary, meanings, likeness_file)
        self._checking = Checking(settings, vocabulary, store, self._adding, self._recurring, likeness)
        self._renewing = Renewing(vocabulary, store, self._adding)
        self._cases = Cases(store, vocabulary)
        self._timelines = Timelines(store, vocabulary)
        self._review_cases = ReviewCases(store, vocabulary, self._cases)
        store.finish = finisher(vocabulary)
        store.theme_now = namer(vocabulary)
        self.correcting = Correcting(store, vocabulary)
        self.theme_desk = ThemeDesk(store, vocabulary, settings.own_vocabulary, self._retagging)
        self.coding = Coding(store, vocabulary, self.accounts)
        self.retraining = Retraining(settings, store, vocabulary, self.coding)
        self._doctor = Doctor(settings, store, engine, self._indexer, self._renewing, linker)

    @classmethod
    def open(cls, settings: Settings, *, clock: Clock = utc_now, anew: bool = False, elsewhere: bool = False) -> Self:
        """Open the library of these settings; create it where there is none, and update its index if possible.

        With `elsewhere` another process keeps the index and what recurs up to date, and this one only reads them.

        Raises LibraryUnavailable where it cannot be opened, BadVocabulary for a faulty vocabulary file. Originals whose
        database is missing or empty are refused, unless a new one is to be made for them (`anew`; `rebuild` fills it).
        """
        vocabulary = load(settings.vocabulary_folder)
        store = open_store(settings, clock, vocabulary, anew=anew)
        engine = open_engine(engine_location(settings), vocabulary, settings.query_seconds)
        library = cls(settings, vocabulary, store, engine, elsewhere=elsewhere)
        store.withdraw_findings_again()  # now that it is known how findings are made
        library._adding.tidy()
        remove_unfinished_copy(settings.data)
        library._upkeep.try_to_catch_up()
        library._light.shed_after_interruption()
        library._eraser.try_to_finish()
        return library

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # adding

    def add(self, paths: Iterable[Path], progress: Progress | None = None) -> AddReport:
        """Read files and folders into the library; say what became of each file. One bad file harms no other."""
        report = self._adding.add(paths, progress, self._upkeep.index)
        later, failed = self._upkeep.tell_of_changes(progress)
        return replace(report, later=later, unindexed=failed)

    # what answers what, and what recurs

    def answers(self, finding_id: str) -> tuple[tuple[Answer, FindingInContext], ...]:
        """Return the actions that answer a recommendation, or the recommendations that an action answers.

        What answers one printing of a recommendation answers its other printings in documents of the same review.
        """
        return self._recurring.answers_of(finding_id)

    def answers_of_each(self, ids: Sequence[str]) -> Mapping[str, tuple[tuple[Answer, FindingInContext], ...]]:
        """Return the same for each of these findings, asked at once."""
        return self._recurring.answers_of_each(ids)

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
        """Yield the best echoes of every finding, however alike they are, for exports."""
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

    def told_of_each(self, holdings: Iterable[FindingInContext]) -> Mapping[str, ToldElsewhere]:
        """Return what other findings tell of each of these, by id."""
        kinds = {one.finding.id: one.finding.kind for one in holdings}
        asked = [one for one, kind in kinds.items() if kind is Kind.RECOMMENDATION]
        answers, again = self._store.recurrences.answers_to(asked), self.found_again(list(kinds))
        return {one: ToldElsewhere(bool(answers.get(one)), again.get(one, 0)) for one in kinds}

    def threads(
        self,
        theme: str | None = None,
        area: str | None = None,
        since: int | None = None,
        *,
        back: bool = False,
        ends: bool = False,
    ) -> Sequence[Thread]:
        """Return lessons through time, strongest first, optionally only those of a theme or an area.

        `since` is the year in which the lesson was first said; one without a stated year is then left out. With `back`
        only those are given that came back after an action; with `ends` steps between the first and the last dated one
        are left out. Raises NotHeld where there are none because the theme or the area is not known.
        """
        found = self._recurring.threads(self.present_theme(theme), area or "", since or 0, back=back, ends=ends)
        return found or self._nothing_of(theme, area)

    def came_back(
        self, area: str | None = None, since: int | None = None, theme: str | None = None
    ) -> tuple[CameBack, ...]:
        """Return lessons on which an action was recorded and which a later review found again, firmest first.

        In an area, both the action and the later finding are of it; `since` is the year in which the lesson was said.
        Raises NotHeld where there are none because the theme or the area is not known.
        """
        return self.came_back_whole(self.came_back_outlines(area, since, theme))

    def came_back_outlines(
        self, area: str | None = None, since: int | None = None, theme: str | None = None
    ) -> Sequence[CameBackOutline]:
        """Return the same without the findings: enough to count and to choose by."""
        return self._recurring.came_back(area or "", since or 0, self.present_theme(theme)) or self._nothing_of(
            theme, area
        )

    def _nothing_of(self, theme: str | None, area: str | None) -> tuple[()]:
        """Return that there is nothing. Raises NotHeld where that is because the theme or the area is not known."""
        refuse_unknown_theme(self.vocabulary, theme or "")
        refuse_unknown_area(self.reviews(), area or "")
        return ()

    def came_back_whole(self, told: Sequence[CameBackOutline]) -> tuple[CameBack, ...]:
        """Return what came back with its findings."""
        return self._recurring.with_findings(told)

    def history(self, topic: Topic) -> History:
        """Return what was said on a topic in the order of time, and in a few sentences what became of it."""
        return find_history(self, topic)

    def is_in_thread(self, finding_id: str) -> bool:
        """Return whether a thread goes through a finding."""
        return bool(self._recurring.thread_of(finding_id))

    def thread(self, thread_id: str) -> Thread:
        """Return one lesson through time."""
        return self._recurring.thread(thread_id)

    def thread_of(self, finding_id: str) -> str:
        """Return the id of the lesson through time in which a finding stands, "" where it stands in none."""
        return self._recurring.thread_of(finding_id)

    def recurrence(
        self, by: str = "year", chosen: TableChoice = _ANY, *, theme: str | None = None, each: str = ""
    ) -> ThemeTable:
        """Return in how many reviews each theme is found, by year, area or review_type.

        Raises BadQuestion, and NotHeld where the table is empty because what was chosen is not known.

        Problems, lessons and recommendations count, with praise as a second figure; of chosen kinds, or of what went
        well or badly, all findings do. With `each` ("review_type") a table of the same columns for each type of review
        stands beside the whole.
        """
        if by not in COLUMNS:
            raise BadQuestion(f"Recurrence can be shown by {', '.join(COLUMNS)}, not by {by!r}.")
        if each not in ("", "review_type") or each == by:
            raise BadQuestion("A table can be told apart by review_type, where its columns are something else.")
        table = self._theme_table(by, chosen, theme)
        if not each:
            return table
        types = sorted({review.review_type for review in self.reviews() if review.review_type})
        parts = {one: self._theme_table(by, replace(chosen, review_type=one), theme) for one in types}
        wanted = chosen.review_type
        return replace(table, parts={one: part for one, part in parts.items() if part.rows and wanted in ("", one)})

    def _theme_table(self, by: str, chosen: TableChoice, theme: str | None) -> ThemeTable:
        if chosen.is_simple:
            kind = chosen.kinds[0] if chosen.kinds else ""
            table = self._recurring.theme_table(by, chosen.area, chosen.review_type, kind)
        else:
            fitting = (held for held in self.each_finding() if chosen.fits(held))
            table = by_theme(fitting, self.vocabulary, by, every=chosen.counts_all)
        wanted = self.present_theme(theme)
        rows = tuple(row for row in table.rows if theme is None or row.theme == wanted)
        if not rows:
            refuse_unknown_theme(self.vocabulary, theme or "")
            refuse_unknown_choice(self.vocabulary, self.reviews(), chosen)
        return replace(table, rows=rows)

    def follow_up(self, review: str) -> tuple[FollowUp, ...]:
        """Return each recommendation of a review with its answers, their status and what was found later.

        One that several documents of the review print stands once, in its fullest wording.
        """
        return self._recurring.follow_up(review)

    def printings(self, finding_id: str) -> tuple[FindingInContext, ...]:
        """Return the other places where the review's documents print a recommendation; () if there are none."""
        return tuple(held for held in self._recurring.printings(finding_id) if held.finding.id != finding_id)

    def all_printings(self, ids: Sequence[str]) -> Mapping[str, tuple[FindingInContext, ...]]:
        """Return the other printings of each of these recommendations that has any, asked at once."""
        found = self._recurring.all_printings(ids)
        return {one: tuple(held for held in group if held.finding.id != one) for one, group in found.items()}

    def follow_ups(self) -> Mapping[str, tuple[int, int]]:
        """Return for each review with recommendations how many it makes, and how many of them have an action."""
        return self._recurring.follow_ups()

    def theme_neighbours(self, theme: str = "") -> Mapping[str, Mapping[str, tuple[int, int]]]:
        """Return for each theme, or one, the other themes of its findings, each with its findings and its reviews."""
        return self._recurring.theme_neighbours(theme)

    def theme_means(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme by what means how many findings were given it; "unsure" where it is only possible."""
        return self._recurring.theme_means()

    def check(self, text: str, depth: int = 5) -> tuple[CheckedFinding, ...]:
        """Compare each finding of a draft with earlier findings. Nothing of it is stored. Raise BadQuestion."""
        return self._checking.text(text, depth)

    def make_checks_ready(self) -> None:
        """Do now what the first check of a draft would otherwise wait for."""
        self._checking.make_ready()

    def check_file(self, data: bytes, name: str, depth: int = 5) -> tuple[CheckedFinding, ...]:
        """Compare a draft given as a file of any readable format. Raise FileRefused."""
        return self._checking.file(data, name, depth)

    def page_picture(self, document_id: str, page: int, width: int = PAGE_WIDTH, outline: Span | None = None) -> bytes:
        """Return a page as PNG, with the words of `outline` marked. Raise NotHeld, FileRefused."""
        return self._pictures.draw(document_id, page, width, outline)

    def draw_beforehand(self, document_id: str) -> None:
        """Draw the page at which the check of a document begins. Raises what `page_picture` raises."""
        self._pictures.draw_beforehand(document_id)

    def drawn_pages(self, document_id: str) -> DrawnPages:
        """Return where the pages begin that are drawn of a document without pages of its own, or why none are."""
        return self._pictures.lay_out(document_id)
