"""Chapters of reviews: named by headings, inherited, and told as a story that is judged while it is told."""

from __future__ import annotations

import pytest

from ingest.findings.compiled_vocabulary import compile_vocabulary
from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.structure.chapters import Chapter, chapter_named, chapters_of
from ingest.structure.paragraphs import DocumentText, pieces_of
from ingest.structure.sections import divide
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
    return tuple(one.text for one in reading_of(read(text.encode(), "review.md"), Metadata(), load()).findings)


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
        ("Term of reference 2: what was asked, and what became of it?", Chapter.ANALYSIS),
        ("What we've started", Chapter.PROGRESS),
        ("Early changes", Chapter.PROGRESS),
        ("What we'd like others to do", Chapter.ASKED),
        ("What the reviewers noticed", Chapter.ANALYSIS),
        ("About Perran and Wenna", Chapter.STORY),
        ("About Theo", Chapter.STORY),
        ("About domestic abuse", None),
        ("Who we are", Chapter.METHOD),
        ("What the Committee is asked to take forward", Chapter.ASKED),
        ("What partners are invited to do", Chapter.ASKED),
        ("Theme B: reasons for not heating", Chapter.ANALYSIS),
        ("What each agency did, and comment", Chapter.ANALYSIS),
        ("The four in brief", Chapter.STORY),
        ("Who Perran was", Chapter.STORY),
        ("What I was asked to do", Chapter.TERMS),
        ("Before you begin", Chapter.METHOD),
        ("Changes that have already been made", Chapter.PROGRESS),
        ("What Saltby is now doing", Chapter.PROGRESS),
        ("Drawing the threads together", Chapter.CONCLUSION),
        ("Reasons for refusing help", None),
        ("The panel examined the following questions", Chapter.TERMS),
    ],
)
def test_ordinary_headings_name_their_chapters(heading: str, chapter: Chapter | None) -> None:
    assert chapter_named(heading) is chapter


@pytest.mark.parametrize(
    ("heading", "chapter"),
    [
        ("What went well", Chapter.ANALYSIS),
        ("What did not go well", Chapter.ANALYSIS),
        ("Proposals", Chapter.ASKED),
        ("What is happening", Chapter.PROGRESS),
    ],
)
def test_what_a_heading_announces_names_its_chapter(heading: str, chapter: Chapter) -> None:
    document = read(f"# Practice review: Perran\n\n## {heading}\n\nThe school rang.\n".encode(), "review.md")
    reader = DocumentText(document)
    compiled = compile_vocabulary(load(), "review")
    parts = divide(pieces_of(reader, compiled.heading_cues.heads), reader, compiled.heading_cues, "review")
    assert chapters_of(parts)[-1] is chapter


def test_of_a_report_on_the_year_such_a_heading_changes_nothing() -> None:
    document = read(b"# Annual report 2022-23\n\n## What went well\n\nThe school rang.\n", "report.md")
    reader = DocumentText(document)
    compiled = compile_vocabulary(load(), "service")
    parts = divide(pieces_of(reader, compiled.heading_cues.heads), reader, compiled.heading_cues, "service")
    assert chapters_of(parts)[-1] is Chapter.PROGRESS


@pytest.mark.parametrize("named", ["Report of a multi-agency audit", "Thematic audit of cases"])
def test_an_audit_by_a_board_is_read_as_a_review_and_other_audits_are_not(named: str) -> None:
    text = "# Saltby Safeguarding Adults Board\n\n# {}\n\n## Closure\n\n{} {}\n"
    judged = "Nobody asked the four people why they had stopped opening their letters."
    told = "Ten files were read by two auditors."
    assert judged in findings_of(text.format(named, told, judged))
    assert judged not in findings_of(text.format("An audit of the accounts", told, judged))


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
