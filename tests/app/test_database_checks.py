"""The doctor finds what was done to the database by hand, and its remedies work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.app.reports import KEPT, KEPT_WITH_NOTES
from kb.core.access import AccountRole
from kb.core.settings import Settings
from tests.app.damage import as_told, by_hand, faults


def test_a_row_without_its_parent_is_found(library: Library, folder: Path) -> None:
    by_hand(folder, "DELETE FROM reviews")
    assert "`kb rebuild`" in faults(library)["database"]
    held = {one.sha256 for one in library.documents()}
    library.close()
    (folder / "library.sqlite3").rename(folder / "aside.sqlite3")
    with Library.open(Settings(data=folder), anew=True) as again:
        assert {one.outcome for one in again.rebuild().outcomes} <= {KEPT, KEPT_WITH_NOTES}
        assert {one.sha256 for one in again.documents()} == held
        assert faults(again) == {}


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TRIGGER swap AFTER INSERT ON findings BEGIN UPDATE findings SET text = 'x'; END",
        '''CREATE TRIGGER "it's ""so""" BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'no'); END''',
        "CREATE UNIQUE INDEX only_one ON findings (kind, document)",
    ],
)
def test_what_acts_in_the_database_and_is_not_the_library_s_is_named_and_can_be_removed(
    made: str, library: Library, folder: Path
) -> None:
    if "UNIQUE" in made:
        by_hand(folder, "UPDATE findings SET kind = 'k' || number")
    by_hand(folder, made)
    told = next(one for one in library.doctor().faults if "can change or refuse" in one.sentence)
    assert told.grave
    as_told(told.remedy)
    library.reread()
    assert faults(library) == {}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE VIEW board AS SELECT title FROM reviews", "not made by the library (view board)"),
        ("CREATE TABLE copy AS SELECT text FROM texts", "not made by the library (table copy)"),
        ("CREATE VIRTUAL TABLE own USING fts5 (words)", "not made by the library (table own)"),
        ("CREATE INDEX mine ON findings (text)", "not made by the library (index mine)"),
        ("DROP INDEX ix_tags_theme", "1 index(es) of the database are missing"),
    ],
)
def test_what_was_added_to_the_database_or_taken_from_it_is_noted(
    made: str, said: str, library: Library, folder: Path
) -> None:
    by_hand(folder, made)
    told = next(one for one in library.doctor().faults if said in one.sentence)
    assert not told.grave
    as_told(told.remedy)
    assert "database" not in faults(library) | faults(library, grave=False)


@pytest.mark.parametrize("value", ["", "soon", "2026-13-45T00:00:00+00:00", "2026-03-02T09:00:00", "99999999"])
def test_a_time_in_a_row_that_is_none_is_named_and_set_right(value: str, library: Library, folder: Path) -> None:
    before = library.documents()
    by_hand(folder, f"UPDATE documents SET added = '{value}' WHERE number = 1")
    assert "kb reprocess" in faults(library)["database"]
    library.reread()
    assert faults(library) == {}
    assert library.documents() == before


def test_the_time_of_a_decision_that_is_none_is_set_to_that_of_the_one_before(library: Library, folder: Path) -> None:
    library.new_collection("Training", [], "", [])
    library.new_collection("More", [], "", [])
    by_hand(folder, "UPDATE collections SET created = 'never', changed = 'x' WHERE title = 'More'")
    assert "2 time(s)" in next(one.sentence for one in library.doctor().faults if one.check == "database")
    library.reread()
    assert faults(library) == {}


def test_times_to_come_are_noted_and_nothing_is_changed(library: Library, folder: Path) -> None:
    by_hand(folder, "UPDATE documents SET added = '2999-01-01T00:00:00+00:00' WHERE number = 1")
    assert "clock" in faults(library, grave=False)["database"]
    assert faults(library) == {}


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE documents SET state = 'lost', checked = '2026-03-02T09:00:00+00:00' WHERE number = 1",
        "UPDATE documents SET replaced_by = 'ffffffffffffffff' WHERE number = 1",
        "UPDATE documents SET replaced_by = id WHERE number = 1",
        "UPDATE documents SET may_join = 'no-such-review' WHERE number = 1",
        "UPDATE documents SET page_count = -4 WHERE number = 1",
        "UPDATE documents SET text_key = '00' WHERE number = 1",
        "UPDATE reviews SET counted_with = 'no-such-review'",
        "INSERT INTO outbox (act, findings) VALUES ('put', '[1,')",
        "INSERT INTO outbox (act, findings) VALUES ('zap', '[]')",
        "UPDATE reviews SET title = 'Another child', area = 'Nowhere'",
        "UPDATE reviews SET published = '1066'",
    ],
)
def test_values_that_other_rows_contradict_are_named_and_set_right(harm: str, library: Library, folder: Path) -> None:
    before = [replace(one, checked="") for one in library.documents()], library.reviews()
    by_hand(folder, harm)
    told = faults(library, grave="title" not in harm and "published" not in harm)["database"]
    assert "kb reprocess" in told
    library.reread()
    library.reindex()
    assert "database" not in faults(library) | faults(library, grave=False)
    assert ([replace(one, checked="") for one in library.documents()], library.reviews()) == before


def test_a_document_whose_state_was_lost_is_kept_back_until_somebody_checks_it(library: Library, folder: Path) -> None:
    by_hand(folder, "UPDATE documents SET state = 'lost'")
    library.reread()
    assert faults(library) == {}
    assert library.is_kept_back([one.id for one in library.every_document()])


def test_a_role_and_a_collection_that_cannot_be_read_stop_nothing_once_the_remedy_was_tried(
    library: Library, folder: Path
) -> None:
    made = library.new_collection("Training", [], "For Monday.", [])
    library.accounts.add("anna", AccountRole.KEEPER, "purple ladder onions", "a test")
    by_hand(folder, "UPDATE accounts SET role = 'god'")
    by_hand(folder, "UPDATE collections SET items = '[1,{', uses = '5'")
    assert "3 value(s)" in next(one.sentence for one in library.doctor().faults if one.check == "database")
    library.reread()
    assert faults(library) == {}
    assert [one.role for one in library.accounts.listing()] == [AccountRole.READER]
    library.accounts.set_role("anna", AccountRole.KEEPER, "a test")
    assert library.collection(made.key).introduction == "For Monday."


@pytest.mark.parametrize("column", ["documents.name", "reviews.title", "texts.engine", "findings.owner"])
def test_bytes_in_the_place_of_words_are_named_and_made_words(column: str, library: Library, folder: Path) -> None:
    table, _, name = column.partition(".")
    by_hand(folder, f"UPDATE {table} SET {name} = x'4e6f727468fffe' WHERE rowid = 1")
    told = {one.sentence for one in library.doctor(deep=True).faults if one.grave}
    assert any(f"{name} is “North" in sentence for sentence in told)
    library.reread()
    library.reindex()
    assert [one.sentence for one in library.doctor(deep=True).faults if one.grave] == []
    assert library.reviews()
    assert all(isinstance(one.name, str) for one in library.documents())
