from __future__ import annotations

import pytest

from ingest.pipeline import reading_of
from kb.core.document import Block, Document, Role
from kb.core.model import Metadata
from kb.vocabulary import load
from tests.ingest.reading import reading

BODY = "\n\nBackground\n\nThe family had lived in Tarnside for two years.\n"


def title(cover: str) -> str:
    stated = reading(f"{cover}{BODY}").about.title
    return stated.value if stated else ""


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        ("Iris and Col\n\nTarnside Safeguarding Children Partnership\n\nMay 2021", "Iris and Col"),
        ("CHILD RS\n\nTarnside LSCB\n\nSerious case review", "CHILD RS: Serious case review"),
        (
            "Domestic Homicide Review\n\nOverview report\n\ninto the death of Petra",
            "Domestic Homicide Review: Overview report into the death of Petra",
        ),
        (
            "OFFICIAL – SENSITIVE\n\nSafeguarding Adults Review: Mr Oat\n\nAuthor: J Roe",
            "Safeguarding Adults Review: Mr Oat",
        ),
        ("Page 1 of 9\n\nFamily J\n\nRapid review", "Family J: Rapid review"),
        (
            "Minutes of the Tarnside Adults Board held on 4 May 2021\n\nPresent: J Roe",
            "Minutes of the Tarnside Adults Board",
        ),
    ],
)
def test_a_title_is_the_line_of_the_cover_that_names_the_case(cover: str, expected: str) -> None:
    assert title(cover) == expected


def test_a_body_a_marking_and_a_date_are_no_titles() -> None:
    assert title("DRAFT\n\nTarnside Safeguarding Adults Board\n\n4 May 2021") == ""


def test_a_document_without_a_title_is_called_after_whom_it_names_most() -> None:
    text = "Notes\n\nMrs Sedge fell. Mrs Sedge was not seen. The nurse rang Mrs Sedge and her friend Mr Reed.\n"
    stated = reading(text).about.title
    assert stated is not None
    assert (stated.value, stated.where) == ("Mrs Sedge", "the text, 3 times")


def test_the_only_heading_of_the_first_level_is_the_title_whatever_its_words_announce() -> None:
    cover = "# What we missed: a review of one winter\n\nTarnside SAB\n\n## Why we did this review\n"
    stated = reading(f"{cover}{BODY}", "md").about.title
    assert stated is not None
    assert stated.value == "What we missed: a review of one winter"


def test_labels_of_a_paper_are_no_titles_and_what_a_label_names_is_one() -> None:
    assert title("Report of: Director of Housing\n\nTitle: Safeguarding Adults Review: Mr Oat") == (
        "Safeguarding Adults Review: Mr Oat"
    )
    assert title("Child Practice Review\n\nDyffryn Aur Safeguarding Children Board\n\nRe: Child D") == (
        "Child Practice Review: Child D"
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Action plan: Wren", "Action plan: Wren"),
        ("Recommendations and actions from the Wren review", "Recommendations and actions from the Wren review"),
        ("Action plan", ""),  # names nothing
    ],
)
def test_a_line_that_is_set_as_the_title_is_one_although_it_announces_a_section(line: str, expected: str) -> None:
    blocks = (Block(0, len(line), Role.TITLE), Block(len(line) + 1, len(line) + 20, Role.PARAGRAPH))
    text = f"{line}\nThe nurse rang once"
    document = Document(name="plan.docx", format="docx", sha256="", text=text, blocks=blocks)
    stated = reading_of(document, Metadata(), load()).about.title
    assert (stated.value if stated else "") == expected


@pytest.mark.parametrize(
    "cover",
    [
        "Tarnside Council, Directorate of Children and Learning\n\nTitle: Our response to the Wren review",
        "Safeguarding partners of Tarnside\n\nTitle: Our response to the Wren review",
        "Safer Tarnside\n\nSubject: Our response to the Wren review",
    ],
)
def test_a_body_is_no_title_however_it_is_called_and_what_a_paper_says_is_its_title_is(cover: str) -> None:
    assert title(cover) == "Our response to the Wren review"
