"""Words of a page that a person read on its picture: kept with what was decided, read anew, undone and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.layout.manuscript import Manuscript
from kb.app.corrections import Correcting, finisher
from kb.app.page_words import PageWords, read_words_anew
from kb.core.document import READ_BY_OCR, WORDS_CORRECTED, Document, Note, Role
from kb.core.errors import BadQuestion, LibraryBusy
from kb.core.model import DocumentSummary, Finding, Metadata, Reading
from kb.store import Store
from kb.store.tables import FULL_TEXT, metadata
from kb.vocabulary import load
from tests.store.conftest import at_noon, clear
from tests.store.test_store import keep

MISREAD = "The counciI should make sure that every horne visit is recorded within two days."
RIGHT = "The council should make sure that every home visit is recorded within two days."
SCHOOL = "Tarnmouth schools should te11 the partnership when a child is not seen."
NURSE = "Nobody asked the health visitor what she had seen at home."
PAGES = {1: f"Recommendations\n\n1. {RIGHT}\n2. {SCHOOL}", 2: f"What we learned\n\n{NURSE}\n\nNobody asked the father."}


def scan() -> Document:
    """Two pages as text recognition reads them, and one that the file has as text."""
    paper = Manuscript()
    paper.page(1)
    paper.add("Recommendations", Role.HEADING, level=2)
    paper.add(MISREAD, Role.ITEM, level=1, marker="1.")
    paper.add(SCHOOL, Role.ITEM, level=1, marker="2.")
    paper.page(2)
    paper.add("What we learned", Role.HEADING, level=2)
    paper.add(NURSE, Role.PARAGRAPH)
    paper.page(3)
    paper.add("Practitioners did not share what they knew of the home.", Role.PARAGRAPH)
    notes = tuple(Note(READ_BY_OCR, f"Page {number} is a picture, 90 of 100 sure.", number) for number in (1, 2))
    return Document("scan.pdf", "a" * 64, "pdf", paper.text, tuple(paper.pages), tuple(paper.blocks), notes, engine="m")


@cache
def as_read() -> Reading:
    return read_words_anew(scan(), Metadata(), load())


@pytest.fixture
def single_store(tmp_path: Path) -> Iterator[Store]:
    """A store in a file, where both databases would do the same."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path / "library", clock=at_noon)) as store:
        yield store


def desk_of(store: Store) -> Correcting:
    store.finish = finisher(load())
    return Correcting(store, load())


def findings_in(store: Store, held: DocumentSummary) -> list[Finding]:
    return [one.finding for one in store.findings(document=held.id)]


def id_of(store: Store, held: DocumentSummary, words: str) -> str:
    return next(one.id for one in findings_in(store, held) if " ".join(one.quotation.split()) == words)


def read_original(store: Store, held: DocumentSummary) -> None:
    """Read the file again as reprocessing does."""
    reading = PageWords(store, load()).understand(store.document(held.id), scan(), Metadata())
    store.reread(store.document(held.id), reading)


def test_findings_are_found_anew_and_keep_address_and_decisions(store: Store) -> None:
    held, desk = keep(store, as_read()), desk_of(store)
    key = id_of(store, held, MISREAD)
    desk.set_values(key, [("owner", "The council")], "anna")
    batch = desk.pages.correct_page(held.id, 1, PAGES[1], "anna", "read on the picture")
    assert id_of(store, held, RIGHT) == key
    assert store.finding(key).finding.owner == "The council"
    assert RIGHT in store.text(held.id).text
    assert [(one.code, one.page) for one in store.document(held.id).notes] == [(WORDS_CORRECTED, 1), (READ_BY_OCR, 2)]
    (made,) = [one for one in store.corrections_in(held.id) if one.batch == batch]
    assert (made.person, made.reason, made.undone) == ("anna", "read on the picture", "")
    before = findings_in(store, held)
    read_original(store, held)
    assert findings_in(store, held) == before
    desk.undo(batch, "berta")
    assert id_of(store, held, MISREAD) == key
    assert store.text(held.id) == as_read().document
    assert store.finding(key).finding.owner == "The council"


def test_a_new_statement_on_the_page_is_a_finding_and_goes_with_the_undo(single_store: Store) -> None:
    held, desk = keep(single_store, as_read()), desk_of(single_store)
    batch = desk.pages.correct_page(held.id, 2, PAGES[2], "anna")
    added = id_of(single_store, held, "Nobody asked the father.")
    desk.undo(batch, "anna")
    assert added not in {one.id for one in findings_in(single_store, held)}


def test_words_chosen_before_the_page_was_corrected_are_found_in_it(store: Store) -> None:
    held, desk = keep(store, as_read()), desk_of(store)
    key = id_of(store, held, MISREAD)
    desk.cut(key, "every horne visit is recorded within two days", "anna")
    desk.pages.correct_page(held.id, 1, PAGES[1], "anna")
    assert store.finding(key).finding.quotation == "every home visit is recorded within two days"
    assert not desk.conflicts(held.id)


def test_words_that_are_no_longer_on_the_page_are_told(single_store: Store) -> None:
    held, desk = keep(single_store, as_read()), desk_of(single_store)
    desk.add(held.id, "when a child is not seen", "lesson", "anna")
    desk.pages.correct_page(held.id, 1, f"Recommendations\n\n1. {RIGHT}", "anna")
    assert any("no longer read" in one.sentence for one in desk.conflicts(held.id))


def test_of_two_corrections_of_a_page_the_last_holds_and_each_is_undone_by_itself(single_store: Store) -> None:
    held, desk = keep(single_store, as_read()), desk_of(single_store)
    first = desk.pages.correct_page(held.id, 1, PAGES[1], "anna")
    second = desk.pages.correct_page(held.id, 1, PAGES[1].replace("te11", "tell"), "anna")
    desk.undo(first, "anna")
    assert "should tell the partnership" in single_store.text(held.id).text
    desk.undo(second, "anna")
    assert single_store.text(held.id) == as_read().document


def test_what_is_refused_is_told_and_changes_nothing(single_store: Store) -> None:
    held, desk = keep(single_store, as_read()), desk_of(single_store)
    unchanged = f"Recommendations\n\n1. {MISREAD}\n2. {SCHOOL}\n"
    for page, words, told in (
        (3, "Other words.", "did not read this page"),
        (9, "Other words.", "did not read this page"),
        (1, " \n ", "Enter the words"),
        (1, "word " * 20_000, "at most"),
        (1, unchanged, "Nothing was changed"),
    ):
        with pytest.raises(BadQuestion, match=told):
            desk.pages.correct_page(held.id, page, words, "anna")
    assert not single_store.corrections_in(held.id)


def test_a_page_with_a_withdrawn_finding_shows_its_words_in_no_other_cut(single_store: Store) -> None:
    held, desk = keep(single_store, as_read()), desk_of(single_store)
    earlier = desk.pages.correct_page(held.id, 2, PAGES[2], "anna")
    desk.withdraw(id_of(single_store, held, NURSE), "anna")
    with pytest.raises(BadQuestion, match="was withdrawn"):
        desk.pages.correct_page(held.id, 2, f"{NURSE} Nobody did.", "anna")
    with pytest.raises(BadQuestion, match="withdrawn since"):
        desk.undo(earlier, "anna")


def test_a_document_that_was_read_again_meanwhile_is_not_overwritten(
    single_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, desk = keep(single_store, as_read()), desk_of(single_store)
    read_original(single_store, held)
    monkeypatch.setattr(type(single_store), "document", lambda *_: held)
    with pytest.raises(LibraryBusy, match="read again meanwhile"):
        desk.pages.correct_page(held.id, 1, PAGES[1], "anna")


def test_withdrawing_the_document_takes_its_corrected_words_away(store: Store) -> None:
    held, desk = keep(store, as_read()), desk_of(store)
    desk.pages.correct_page(held.id, 1, PAGES[1], "anna")
    store.withdraw(held.id, "")
    with store.database.reading() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]
    assert not [row for row in rows if "home visit" in row or "horne visit" in row]


STEP = st.tuples(st.sampled_from(("page", "owner", "drop", "cut", "undo", "reread")), st.integers(0, 9))


@pytest.mark.parametrize("examples", [2, pytest.param(60, marks=pytest.mark.nightly)])
def test_any_sequence_ends_as_it_began_once_all_is_undone(
    url: str, tmp_path_factory: pytest.TempPathFactory, examples: int
) -> None:
    @given(st.lists(STEP, min_size=2, max_size=7))
    @settings(max_examples=examples, deadline=None, derandomize=examples < 10)  # the nightly ones are new each time
    def ends_as_it_began(steps: list[tuple[str, int]]) -> None:
        folder = tmp_path_factory.mktemp("pages")
        address = f"sqlite:///{folder / 'library.sqlite3'}" if url.startswith("sqlite") else url
        if address == url:
            clear(url, [f"TRUNCATE {', '.join((*metadata.tables, FULL_TEXT))} RESTART IDENTITY"])
        with closing(Store.open(address, folder / "library", clock=at_noon)) as store:
            _walk(store, steps)

    ends_as_it_began()


def _walk(store: Store, steps: list[tuple[str, int]]) -> None:
    held, batches = keep(store, as_read()), list[int]()
    for step, turn in steps:
        with suppress(BadQuestion):  # anything else fails the test
            _STEPS[step](store, held, turn, batches)
        document = store.text(held.id)
        for each in findings_in(store, held):
            assert document.words(each.span) == each.quotation
    for batch in reversed(batches):
        desk_of(store).undo(batch, "anna")
    assert store.text(held.id) == as_read().document
    assert findings_in(store, held) == list(as_read().findings)


def _correct_page(store: Store, held: DocumentSummary, turn: int, batches: list[int]) -> None:
    words = PAGES[1 + turn % 2].replace("every", "each") if turn > 4 else PAGES[1 + turn % 2]
    batches.append(desk_of(store).pages.correct_page(held.id, 1 + turn % 2, words, "anna"))


def _read_again(store: Store, held: DocumentSummary, _: int, __: list[int]) -> None:
    before = findings_in(store, held)
    read_original(store, held)
    assert findings_in(store, held) == before


def _undo(store: Store, _: DocumentSummary, turn: int, batches: list[int]) -> None:
    if batches:
        desk_of(store).undo(batches.pop(turn % len(batches)), "anna")


def _give_owner(store: Store, held: DocumentSummary, turn: int, batches: list[int]) -> None:
    for one in _one_finding(store, held, turn):
        batches.append(desk_of(store).set_values(one.id, [("owner", f"Owner {turn}")], "anna"))


def _drop(store: Store, held: DocumentSummary, turn: int, batches: list[int]) -> None:
    for one in _one_finding(store, held, turn):
        batches.append(desk_of(store).drop(one.id, "anna"))


def _cut(store: Store, held: DocumentSummary, turn: int, batches: list[int]) -> None:
    for one in _one_finding(store, held, turn):
        batches.append(desk_of(store).cut(one.id, " ".join(one.quotation.split()[:5]), "anna"))


def _one_finding(store: Store, held: DocumentSummary, turn: int) -> list[Finding]:
    """Return one of the document's findings, or none where it has none."""
    found = findings_in(store, held)
    return [found[turn % len(found)]] if found else []


_STEPS: dict[str, Callable[[Store, DocumentSummary, int, list[int]], None]] = {
    "page": _correct_page,
    "reread": _read_again,
    "undo": _undo,
    "owner": _give_owner,
    "drop": _drop,
    "cut": _cut,
}
