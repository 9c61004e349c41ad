"""Words that a person read on a picture stand in place of those of text recognition, as what stood there."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.layout.corrected_pages import page_as_read, with_corrected_pages, with_pages
from ingest.layout.manuscript import Manuscript
from kb.core.corrections import PageAsRead
from kb.core.document import NEEDS_OCR, READ_BY_OCR, WORDS_CORRECTED, Document, Note, Role, TableCell

NOTES = (
    Note(READ_BY_OCR, "Page 1 is a picture, 90 of 100 sure.", 1),
    Note(READ_BY_OCR, "Page 2 is a picture, 80 of 100 sure.", 2),
)


def make_scan() -> Document:
    paper = Manuscript()
    paper.page(1)
    paper.add("Recommendat1ons", Role.HEADING, level=2, size=14.0, bold=True)
    paper.add("The council should record every", Role.ITEM, level=1, marker="1.", size=10.0)
    paper.add("visit.", Role.PARAGRAPH, size=10.0)
    paper.add("The partnership should ask schools.", Role.ITEM, level=1, marker="2.", size=10.0)
    paper.page(2)
    paper.add("Owner", Role.CELL, cell=TableCell(0, 0, 0, header=True))
    paper.add("Due", Role.CELL, cell=TableCell(0, 0, 1, header=True))
    paper.add("Po1ice", Role.CELL, cell=TableCell(0, 1, 0))
    paper.add("May 2024", Role.CELL, cell=TableCell(0, 1, 1))
    paper.page(3)
    paper.add("The last page has its own words.", Role.PARAGRAPH)
    return Document("scan.pdf", "f" * 64, "pdf", paper.text, tuple(paper.pages), tuple(paper.blocks), NOTES)


def blocks_of(document: Document, number: int) -> list[tuple[Role, str, str]]:
    start = document.pages[number - 1].start
    end = document.pages[number].start if number < len(document.pages) else len(document.text)
    inside = [one for one in document.blocks if start <= one.start < end]
    return [(one.role, one.marker, document.text[one.start : one.end]) for one in inside]


def test_words_put_right_keep_heading_items_and_later_pages() -> None:
    words = "Recommendations\n\n1. The council should record every\nvisit.\n2. The partnership should ask schools."
    made = with_corrected_pages(make_scan(), {1: words})
    assert blocks_of(made, 1) == [
        (Role.HEADING, "", "Recommendations"),
        (Role.ITEM, "1.", "The council should record every\nvisit."),
        (Role.ITEM, "2.", "The partnership should ask schools."),
    ]
    assert blocks_of(made, 2) == blocks_of(make_scan(), 2)
    assert made.page_of(made.text.index("The last page")) == 3
    assert [(one.code, one.page) for one in made.notes] == [(WORDS_CORRECTED, 1), (READ_BY_OCR, 2)]


def test_cells_stay_cells() -> None:
    made = with_corrected_pages(make_scan(), {2: "Owner\nDue\nPolice and health\nMay 2025"})
    assert [one.cell for one in made.blocks if one.cell] == [one.cell for one in make_scan().blocks if one.cell]
    assert [words for _, _, words in blocks_of(made, 2)] == ["Owner", "Due", "Police and health", "May 2025"]


def test_what_was_not_recognised_at_all_is_a_heading_where_it_is_short_and_a_paragraph_else() -> None:
    added = "Good practice\n\nThe nurse saw the child each week, and told the school."
    made = with_corrected_pages(make_scan(), {1: f"{page_as_read(make_scan(), 1).text}\n\n{added}"})
    assert [(role, words) for role, _, words in blocks_of(made, 1)[-2:]] == [
        (Role.HEADING, "Good practice"),
        (Role.PARAGRAPH, "The nurse saw the child each week, and told the school."),
    ]


def test_words_of_a_person_stand_whatever_is_recognised_later() -> None:
    words = "Recommendations\n\n1. The council should record every visit."
    otherwise = with_corrected_pages(make_scan(), {1: "R3commendatlons\n\nl. The counciI should rec0rd every vlsit."})
    nothing = with_pages(make_scan(), {1: page_as_read(Document("", "", "pdf", "", make_scan().pages[:1]), 1)})
    for read in (make_scan(), otherwise, nothing):
        assert page_as_read(with_corrected_pages(read, {1: words}), 1).text == words


def test_words_of_pages_on_which_nothing_was_recognised_keep_apart_from_the_next() -> None:
    before = make_scan()
    unread = with_pages(before, {number: PageAsRead("", (), ()) for number in (1, 2)})
    assert [one.start for one in unread.pages] == [0, 0, 0]
    made = with_corrected_pages(unread, {1: "Recommendations", 2: "Owner"})
    assert made.text == "Recommendations\n\nOwner\n\nThe last page has its own words."
    assert [made.text[one.start : one.end] for one in made.blocks] == made.text.split("\n\n")
    assert [made.page_of(one.start) for one in made.blocks] == [1, 2, 3]
    put_back = with_pages(made, {number: page_as_read(unread, number) for number in (1, 2)})
    assert (put_back.text, put_back.blocks, put_back.pages) == (unread.text, unread.blocks, unread.pages)


def test_a_note_on_the_whole_document_and_pages_that_it_lacks_stay() -> None:
    waiting = Document("scan.pdf", "", "pdf", "", make_scan().pages[:1], notes=(Note(NEEDS_OCR, "All its pages."),))
    assert with_corrected_pages(waiting, {1: "Words.", 7: "More."}).notes[0].code == NEEDS_OCR
    assert with_corrected_pages(waiting, {7: "More."}) == waiting


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.integers(1, 3),
    st.lists(st.sampled_from(["The council", "1. Due", "", "• Police", "visit.", "Owner", "9", "\x0b"]), min_size=1),
)
def test_any_words_give_places_in_the_text_and_what_was_read_can_be_put_back(number: int, lines: list[str]) -> None:
    before = make_scan()
    made = with_corrected_pages(before, {number: "\n".join(lines)})
    starts = [one.start for one in made.pages]
    assert starts == sorted(starts)
    assert all(0 <= one.start < one.end <= len(made.text) for one in made.blocks)
    assert [one.start for one in made.blocks] == sorted(one.start for one in made.blocks)
    assert "".join(made.text.split()).count("Thelastpage") == (number != 3)
    again = with_pages(made, {number: page_as_read(before, number)})
    assert (again.text, again.blocks, again.pages) == (before.text, before.blocks, before.pages)
    assert page_as_read(made, number).text.split() == "\n".join(lines).split()
