"""Chapters of reviews: named by headings, inherited, and told as a story that is judged while it is told."""

from __future__ import annotations

import pytest

from ingest.pipeline import digest
from ingest.readers import read
from ingest.structure.chapters import Chapter, chapter_named
from kb.core.model import Metadata
from kb.vocabulary import load

STORY = """# Local Child Safeguarding Practice Review: Linnet

## {first}

Linnet moved to the town with two brothers and a cat. {judged}

## {second}

The family went back to the coast after Easter. Linnet liked the new school.

## What we would like to see

Schools should keep a record of the adults in each home.
"""
JUDGED = "Nobody asked who was looking after the brothers, and the referral was closed without a visit."


def findings_of(text: str) -> tuple[str, ...]:
    return tuple(one.text for one in digest(read(text.encode(), "review.md"), Metadata(), load()).findings)


@pytest.mark.parametrize(("first", "second"), [("Year 7", "Year 8"), ("The flat by the harbour", "The winter")])
def test_a_review_told_as_a_story_is_read_for_what_it_judges(first: str, second: str) -> None:
    found = findings_of(STORY.format(first=first, second=second, judged=JUDGED))
    assert JUDGED in found
    assert not any("cat" in text or "liked" in text for text in found)


@pytest.mark.parametrize(
    ("heading", "chapter"),
    [
        ("The way this review was done", Chapter.METHOD),
        ("Looking back", Chapter.CONCLUSION),
        ("What the reviewers make of it", Chapter.CONCLUSION),
        ("Coroner's concerns", Chapter.ANALYSIS),
        ("What we would like to see", Chapter.ASKED),
        ("The winter", None),
    ],
)
def test_ordinary_headings_name_their_chapters(heading: str, chapter: Chapter | None) -> None:
    assert chapter_named(heading) is chapter


@pytest.mark.parametrize(
    "title", ["Annual report 2022-23", "ANNUAL REPORT 2023/24", "Yearly report of the partnership"]
)
def test_a_report_on_the_year_below_its_publisher_is_one_of_progress_throughout(title: str) -> None:
    text = f"""# Saltby Safeguarding Adults Board

# {title}

# Who we are

The Board is made up of three statutory partners and eleven others who meet four times.

# Learning and development

We have trained 310 staff in the law of capacity. Nobody from the care homes came, although each was asked twice.
"""
    assert len([one for one in findings_of(text) if "trained 310" in one or "care homes" in one]) == 2


@pytest.mark.parametrize(
    ("heading", "chapter"), [("Slide 2: Who was Ada?", Chapter.STORY), ("Panel 5 - Recommendations", Chapter.ASKED)]
)
def test_the_number_of_a_slide_says_nothing_of_its_chapter(heading: str, chapter: Chapter) -> None:
    assert chapter_named(heading) is chapter
