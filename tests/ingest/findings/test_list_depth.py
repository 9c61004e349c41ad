"""What the depth of a list tells: letters below numbers, and items that only name those below them."""

from __future__ import annotations

import docx
import pytest

from tests.ingest.readers.papers import save_word
from tests.ingest.reading import findings, reading_of_file

_HEAD = "# Review of Mrs Aster\n\n## Recommendations\n\n"


@pytest.mark.parametrize("name", ["Health agencies", "What the council should do"])
def test_an_item_that_names_those_below_it_is_no_finding(name: str) -> None:
    text = f"{_HEAD}- {name}\n  - Wards should ring the carer.\n  - Advocates should be offered at each visit.\n"
    assert [(one.text, one.lead_in) for one in findings(text, "md")] == [
        ("Wards should ring the carer.", name),
        ("Advocates should be offered at each visit.", name),
    ]


@pytest.mark.parametrize("asked", ["Improve supervision", "Managers should meet staff each month."])
def test_an_item_that_asks_is_a_finding_whatever_stands_below(asked: str) -> None:
    text = f"{_HEAD}- {asked}\n  - Wards should ring the carer.\n"
    assert [one.text for one in findings(text, "md")] == [asked, "Wards should ring the carer."]


def test_a_letter_below_a_number_is_cited_with_it() -> None:
    paper = docx.Document()
    paper.add_heading("Recommendations", 1)
    for style, words in (
        ("List Number", "Wards should ring the carer on the day before."),
        ("List Number", "Homes should weigh each resident monthly."),
    ):
        paper.add_paragraph(words, style=style)
    assert [one.label for one in reading_of_file(save_word(paper), "paper.docx").findings] == ["1", "2"]
    html = "<h1>Review</h1><h2>Recommendations</h2><ol><li>Wards should ring the carer.<ol type='a'>"
    html += "<li>The ward should write down whom it rang.</li><li>The carer should be told.</li></ol></li></ol>"
    assert [one.label for one in findings(html, "html")] == ["1", "1(a)", "1(b)"]


def test_a_letter_typed_by_hand_goes_with_the_number_before_it() -> None:
    text = "Review\n\nRecommendations\n===\n\n1) Wards should ring.\na) The ward should note it.\n2) Homes ask.\n"
    assert [one.label for one in findings(text, "txt")] == ["1", "1(a)", "2"]


def test_what_only_hands_over_to_a_drawing_is_no_finding() -> None:
    text = f"{_HEAD}The Board accepted the recommendations in the drawing.\n\n- Wards should ring the carer.\n"
    assert [one.text for one in findings(text, "md")] == ["Wards should ring the carer."]
