"""Full texts: a page is found by its words, whether or not it has a finding, until its document is withdrawn."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from kb.core.document import Page
from kb.core.model import Reading
from kb.core.text_matches import TextMatches
from kb.store import Store
from kb.store.full_text import PIECE
from kb.store.schema import config
from tests.makers import make_document, make_reading
from tests.store.test_store import keep

MINUTES = "The ferry to Osterholm was late.\nNobody asked about the family’s boats.\nBoats were sold."


def make_minutes(said: str = MINUTES, name: str = "minutes.txt", pages: tuple[int, ...] = (0, 33)) -> Reading:
    """A document without any finding, its pages beginning at these places."""
    document = replace(
        make_document([said], name), text=said, blocks=(), pages=tuple(Page(at, n) for n, at in enumerate(pages, 1))
    )
    return replace(make_reading([said], name=name), document=document, findings=(), answers=())


def search_texts(store: Store, question: str, first: int = 0, size: int = 10, each: int = 3) -> TextMatches:
    return store.find_texts(question, first, size, each)


def numbers(store: Store, question: str) -> list[int]:
    return [page.page for one in search_texts(store, question).texts for page in one.pages]


def test_a_document_without_findings_is_found_with_its_page(store: Store) -> None:
    held = keep(store, make_minutes())
    one = search_texts(store, "family boat")
    assert one.total == store.count_texts("family boat") == 1
    assert (one.texts[0].document, one.texts[0].pages[0].page) == (held.id, 2)
    assert one.texts[0].pages[0].text == MINUTES[33:]


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("ferries", [1]),
        ("Osterholm boats", []),  # not on one page
        ('"asked about the family"', [2]),
        ('"family asked"', []),
        ("the ferry was late", [1]),
        ("", []),
        ("“”", []),
        ("OR NOT ferry* AND (", [1]),
        ("' ; DROP TABLE texts --", []),
        ("Bäts\x00'\\", []),
    ],
)
def test_all_words_stand_on_one_page_and_quoted_words_side_by_side(
    store: Store, question: str, pages: list[int]
) -> None:
    keep(store, make_minutes())
    assert numbers(store, question) == pages


def test_a_long_text_without_pages_is_found_by_its_pieces(store: Store) -> None:
    said = "Water rose. " * (PIECE // 6) + "Then the lantern went out. " + "Water fell. " * (PIECE // 6)
    keep(store, make_minutes(said, pages=()))
    (one,) = search_texts(store, "lantern").texts
    assert one.pages[0].page == 0
    assert "lantern" in one.pages[0].text
    assert said[one.pages[0].start :].startswith(one.pages[0].text)
    assert len(one.pages[0].text) <= PIECE
    assert search_texts(store, "water").texts[0].count > 3 == len(search_texts(store, "water").texts[0].pages)


def test_pages_of_documents_are_counted_and_cut_by_document(store: Store) -> None:
    for n in range(3):
        keep(store, make_minutes(f"Lantern {n} was lit.\nA second line of {n}.", f"{n}.txt", (0,)))
    every = search_texts(store, "lantern")
    assert every.total == len({one.document for one in every.texts}) == 3
    assert search_texts(store, "lantern", 2, 2).texts == every.texts[2:]


def test_another_reading_is_found_by_its_own_words(store: Store) -> None:
    held = keep(store, make_minutes())
    again = replace(make_minutes().document, text=MINUTES.replace("ferry", "coach"))
    store.reread(held, replace(make_minutes(), document=again))
    assert (numbers(store, "ferry"), numbers(store, "coach")) == ([], [1])


def test_withdrawn_words_leave_the_index_and_its_files(tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path)) as store:
        for n in range(40):  # enough for several lists of the index
            keep(store, make_minutes(f"The harbour of day {n} was shut.", f"{n}.txt", (0,)))
        held = keep(store, make_minutes("Quagmiria and the harbour of Quagmiria.", "gone.txt", (0,)))
        assert search_texts(store, "quagmiria").total == 1
        assert b"quagmiria" in everything(tmp_path)
        store.withdraw(held.id, "asked for by the family")
        store.scrub()
        assert b"quagmiria" not in everything(tmp_path)
        assert (store.count_texts("quagmiria"), store.count_texts("harbour")) == (0, 40)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()


def test_withdrawn_texts_are_found_no_more(store: Store) -> None:
    held = keep(store, make_minutes())
    store.withdraw(held.id, "asked for by the family")
    assert store.count_texts("ferry") == 0
    with store.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM page_stems")).scalar() == 0


def test_texts_of_an_older_library_are_found_after_the_upgrade(store: Store) -> None:
    keep(store, make_minutes())
    with store.database.writing() as connection:
        command.downgrade(config(connection), "0005")
        command.upgrade(config(connection), "head")
    assert numbers(store, "ferry") == [1]


def test_pages_that_were_indexed_by_other_stems_are_indexed_again_by_the_upgrade(store: Store) -> None:
    keep(store, make_minutes())
    with store.database.writing() as connection:
        command.downgrade(config(connection), "0011")
        connection.execute(text("DELETE FROM page_stems"))
        command.upgrade(config(connection), "head")
    assert numbers(store, "ferry") == [1]


def test_the_index_can_be_made_anew(store: Store) -> None:
    keep(store, make_minutes())
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM page_stems"))
    assert numbers(store, "ferry") == []
    store.index_texts()
    assert numbers(store, "ferry") == [1]
