"""A file's own tags are followed, and left where its lists have lost count of their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.layout.marks import LetterRun
from ingest.layout.tagged import Element, Leaf, astray, pieces_of

Marked = Mapping[Leaf, Sequence[LetterRun]]


def run(text: str, x0: float, y: float, mark: int) -> LetterRun:
    return LetterRun(text, x0, x0 + 6 * len(text), y, 12, False, mark, 0)


def item(label: int, *body: int) -> Element:
    spoken = tuple(Leaf(0, mark) for mark in body)
    return Element("LI", (Element("Lbl", (Leaf(0, label),)), Element("LBody", spoken)))


def page(*runs: LetterRun) -> Marked:
    return {Leaf(0, one.mark): [one] for one in runs}


BULLET, WORDS = run("▪ ", 74, 100, 1), run("Visits are made in pairs.", 92, 100, 2)
SECOND, MORE = run("▪ ", 74, 120, 3), run("Most nurses keep notes.", 92, 120, 4)


def make_list(*items: Element) -> Element:
    return Element("Root", (Element("Document", (Element("L", items),)),))


def test_a_list_whose_labels_stand_before_their_items_is_followed() -> None:
    tree, marked = make_list(item(1, 2), item(3, 4)), page(BULLET, WORDS, SECOND, MORE)
    assert astray(tree, marked) == set()
    assert [(piece.marker, piece.text) for piece in pieces_of(tree, marked)] == [
        ("▪", "Visits are made in pairs."),
        ("▪", "Most nurses keep notes."),
    ]


def test_a_label_in_words_before_its_item_is_no_fault() -> None:
    label, words = run("Rec 3", 40, 100, 1), run("Visits are made in pairs.", 92, 100, 2)
    assert astray(make_list(item(1, 2)), page(label, words)) == set()


def test_a_page_is_astray_where_a_label_is_a_word_out_of_its_item() -> None:
    assert astray(make_list(item(2, 1)), page(BULLET, WORDS)) == {0}


def test_a_page_is_astray_where_a_label_is_a_word_of_another_item() -> None:
    assert astray(make_list(item(1, 2), item(2, 3, 4)), page(BULLET, WORDS, SECOND, MORE)) == {0}
