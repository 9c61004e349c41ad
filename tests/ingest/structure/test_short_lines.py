"""Slides, posters and briefings in short lines are told from documents that speak in sentences."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.structure.chapters import Chapter, chapters_of
from ingest.structure.heading_cues import HeadingCues
from ingest.structure.paragraphs import DocumentText, pieces_of
from ingest.structure.sections import SectionPart, divide
from ingest.structure.short_lines import is_of_short_lines
from kb.core.model import Kind
from kb.vocabulary import load
from tests.ingest.reading import findings


def parts_of(text: str) -> tuple[SectionPart, ...]:
    """Return the parts of a briefing in Markdown."""
    reader = DocumentText(read(text.encode(), "deck.md"))
    heading_cues = HeadingCues(load(), "briefing")
    return divide(pieces_of(reader, heading_cues.heads), reader, heading_cues, "briefing")


DECK = """# Nell's story: learning for teams

Tolbeck Safeguarding Adults Board, training team

## Who was Nell?

- Baker, 71
- Lived above the shop

## Housing

- Nine letters, nobody rang
- Rent stopped, door closed

## Health

- Three discharges without a letter
- Nurse who came back on her day off

## Slide 5: Since then

- Letters read out by the team

## Do

- Ring before you write
- Go and see
"""


def test_a_deck_is_of_short_lines_and_a_report_is_not() -> None:
    assert is_of_short_lines(parts_of(DECK), "briefing")
    long = DECK.replace(
        "- Nine letters", "- The housing officer wrote to Nell on nine occasions over two years and " * 2
    )
    long = long.replace(
        "- Three", "- The hospital sent her home three times and each time it was thought that others " * 2
    )
    long = long.replace(
        "- Rent", "- Her rent was then no longer paid, and the officer of that time closed her file and " * 2
    )
    assert not is_of_short_lines(parts_of(long), "briefing")


@pytest.mark.parametrize("genre", ["minutes", "response", "committee", "inspection"])
def test_papers_with_a_form_of_their_own_are_not(genre: str) -> None:
    assert not is_of_short_lines(parts_of(DECK), genre)


def test_three_lines_are_too_few_to_tell() -> None:
    assert not is_of_short_lines(parts_of("# Nell\n\n- Baker\n- Widow\n- Lived above the shop"), "briefing")


def test_what_stands_on_the_cover_is_furniture() -> None:
    parts = parts_of(DECK)
    chapters = dict(zip((part.path[-1] for part in parts), chapters_of(parts), strict=True))
    assert chapters["Nell's story: learning for teams"] is Chapter.FURNITURE
    assert chapters["Housing"] is not Chapter.FURNITURE


def test_sentences_below_the_first_heading_are_no_cover() -> None:
    parts = parts_of(DECK.replace("training team", "looked at what happened. Nobody had rung her."))
    assert chapters_of(parts)[0] is not Chapter.FURNITURE


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Slide 5: Since then", Kind.ACTION),
        ("Minute 6 – Learning", Kind.LESSON),
        ("Panel 2: What went well?", Kind.GOOD_PRACTICE),
        ("Do", Kind.RECOMMENDATION),
        ("Dos and don'ts", Kind.RECOMMENDATION),
        ("Three things to do this week", Kind.RECOMMENDATION),
        ("Actions for practitioners", Kind.RECOMMENDATION),
        ("What the Board is doing", Kind.ACTION),
        ("Our pledge", Kind.ACTION),
        ("Good to see", Kind.GOOD_PRACTICE),
        ("For your next team meeting", Kind.QUESTION),
    ],
)
def test_headings_of_a_word_or_two_speak_to_readers(heading: str, kind: Kind) -> None:
    announced = HeadingCues(load(), "briefing").heading(heading)
    assert announced is not None
    assert announced.kinds == (kind,)


@pytest.mark.parametrize("heading", ["Please note", "Do as I say", "Never heard", "What we did next", "Slide 7"])
def test_words_that_only_begin_like_these_announce_nothing(heading: str) -> None:
    announced = HeadingCues(load(), "briefing").heading(heading)
    assert announced is None or not announced.kinds


def test_lines_under_a_slide_of_their_own_heading_are_of_its_kind() -> None:
    told = {one.text: one.kind for one in findings(DECK, "md")}
    assert told["Letters read out by the team"] is Kind.ACTION
    assert told["Ring before you write"] is Kind.RECOMMENDATION
    assert not any("training team" in text or "Baker" in text for text in told)


def test_short_paragraphs_of_sentences_are_no_short_lines() -> None:
    told = DECK.replace("- ", "").replace(
        "Nine letters, nobody rang", "The officer wrote nine letters to her and never rang."
    )
    told = told.replace("Rent stopped, door closed", "Her rent was no longer paid, and so her file was closed by them.")
    told = told.replace(
        "Three discharges without a letter", "She was sent home three times and no letter went with her."
    )
    assert not is_of_short_lines(parts_of(told), "briefing")
