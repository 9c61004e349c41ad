"""Which words of a text stand on which page of the same file as another program laid it out."""

from __future__ import annotations

import pytest

from kb.text.laid_pages import page_starts

OPENING = "The panel met five times. It heard from the school and from the midwife.\n"
LESSON = "Lesson one. Workers did not ask who else was living in the flat with the baby.\n"
ACTION = "Housing officers will be invited to every core group from the first of June.\n"
CLOSE = "The partnership board will look at progress again after a further nine months."


@pytest.mark.parametrize(
    ("pages", "starts"),
    [
        ((OPENING + LESSON + ACTION + CLOSE,), (0,)),
        ((OPENING, LESSON + ACTION, CLOSE), (0, len(OPENING), len(OPENING + LESSON + ACTION))),
        # headers and page numbers of the drawn page, and a page that holds only a picture
        (
            ("Tarnmouth panel\n" + OPENING + "1", "Figure 1", "Tarnmouth panel\n" + LESSON + ACTION + CLOSE + "\n3"),
            (0, len(OPENING), len(OPENING)),
        ),
        # a paragraph that runs over the end of a page belongs to both; what begins on the first stays there
        ((OPENING + LESSON[:40], LESSON[40:] + ACTION + CLOSE), (0, len(OPENING) + LESSON.index("was"))),
        # an empty page at the end
        ((OPENING + LESSON + ACTION + CLOSE, ""), (0, len(OPENING + LESSON + ACTION + CLOSE))),
    ],
)
def test_a_page_begins_where_its_first_words_stand_in_the_text(pages: tuple[str, ...], starts: tuple[int, ...]) -> None:
    text = OPENING + LESSON + ACTION + CLOSE
    breaks = [0, len(OPENING), len(OPENING + LESSON), len(OPENING + LESSON + ACTION)]
    assert page_starts(text, pages, breaks) == starts


def test_words_that_are_printed_out_of_their_order_move_no_page() -> None:
    text = OPENING + LESSON + ACTION + CLOSE
    pages = (OPENING + CLOSE, LESSON + ACTION)  # the text has the footnote at its end, the page at its foot
    assert page_starts(text, pages, [0, len(OPENING), len(OPENING + LESSON)]) == (0, len(OPENING))


def test_pages_of_other_words_are_not_those_of_the_text() -> None:
    assert page_starts(OPENING + LESSON, (ACTION, CLOSE), [0]) == ()
    assert page_starts("", ("", ""), []) == ()
