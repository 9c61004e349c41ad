"""Each remedy that the doctor can print is tried by a test, or a table says why none tries it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from kb.app import database_checks, doctor, index_checks

BESIDE = ("test_doctor.py", "test_database_checks.py", "test_index_checks.py")

# What a remedy begins with, and the test that does as it says or, after "none: ", why none does
TRIED = {
    "Install SQLite": "none: of another machine",
    "Run: chmod 700": "test_an_open_folder_is_noted",
    "Move it away": "test_what_has_the_name_of_a_file_or_folder_that_is_needed_is_named_and_can_be_moved_away",
    "Make room": "none: of another machine",
    "Remove files that": "none: of another machine",
    "Move the library to a disk": "none: of another machine",
    "Run the library as the user": "none: of another machine",
    "Add only documents from publishers": "none: of another machine",
    "Install tesseract": "none: what is installed is not the library's",
    "Install LibreOffice": "none: what is installed is not the library's",
    "Stop all `kb` commands": "test_a_row_without_its_parent_is_found",
    "Find out who made": "test_what_acts_in_the_database_and_is_not_the_library_s_is_named_and_can_be_removed",
    "Leave what somebody needs": "test_what_was_added_to_the_database_or_taken_from_it_is_noted",
    "Make them again": "test_what_was_added_to_the_database_or_taken_from_it_is_noted",
    "Set the clock": "none: of another machine",
    "Run `kb reprocess`, which makes reviews": "test_values_that_other_rows_contradict_are_named_and_set_right",
    "Run `kb reprocess`, which sets them right": "test_values_that_other_rows_contradict_are_named_and_set_right",
    "Run `kb reprocess`, which": "test_words_changed_in_the_database_are_found_and_read_again",
    "Put the file back": "test_a_missing_original_is_found",
    "Run `kb rebuild`": "tests/test_lost_rows.py test_a_rebuilding_that_was_cut_off_goes_on",
    "Run `kb reindex`.": "test_a_finding_that_search_cannot_find_is_found_and_reindexed",
    "Run `kb reindex`, which": "test_full_texts_that_are_not_indexed_as_they_are_and_strays_are_found",
    "Check the servers": "none: of another machine",
    "Look with `kb reprocess": "test_a_deep_look_finds_titles_dates_and_themes_that_no_original_gives",
    "Let this user change": "test_the_original_of_a_withdrawn_document_is_found_and_goes_at_the_next_opening",
    "Let other `kb` commands end": "tests/app/test_erasure.py",
    "Open the library once more": "tests/app/test_erasure.py",
    "Find out who changed": "none: it says that nothing mends it",
    "None needed": "test_private_copies_left_behind_are_noted",
    "Remove them once": "none: it is the removal of files by hand",
    "Set KB_MEANING=auto": "tests/app/test_links_of_an_encoder.py test_links_made_with_an_encoder_stay_without_it",
    "See the other faults.": "none: it points to another",
}


def printed_remedies() -> Iterator[str]:
    """Yield how each remedy that the doctor's code can print begins."""
    trees = [
        ast.parse(Path(str(one.__file__)).read_text(encoding="utf-8"))
        for one in (doctor, index_checks, database_checks)
    ]
    for node in chain.from_iterable(map(ast.walk, trees)):
        match node:
            case ast.Call(func=ast.Name(id="Fault"), args=[_, _, _, ast.Constant(value=str(words)), *_]):
                yield words
            case ast.Call(
                func=ast.Name(id="Fault"), args=[_, _, _, ast.JoinedStr(values=[ast.Constant(value=words), *_]), *_]
            ):
                yield str(words)
            case ast.Assign(targets=[ast.Name(id="remedy")], value=ast.Constant(value=str(words))):
                yield words
            case ast.Tuple(elts=[ast.Name(), ast.Constant(), ast.Constant(value=str(words))]):
                yield words


def test_each_remedy_of_the_doctor_is_one_that_a_test_tries_or_says_why_none_does() -> None:
    told = list(printed_remedies())
    assert [one for one in told if not any(one.startswith(begun) for begun in TRIED)] == []
    assert [begun for begun in TRIED if not any(one.startswith(begun) for one in told)] == []
    here = "".join(Path(__file__).with_name(one).read_text(encoding="utf-8") for one in BESIDE)
    root = Path(__file__).resolve().parents[2]
    for test in TRIED.values():
        place, _, name = test.rpartition(" ") if test.startswith("tests/") else ("", "", test)
        if test.startswith("none: "):
            continue
        words = (root / (place or name)).read_text(encoding="utf-8") if test.startswith("tests/") else here
        assert f"def {name}(" in words or test.endswith(".py"), test
