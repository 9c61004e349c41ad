"""What is never a finding wherever it stands, and what only begins with the same words."""

from __future__ import annotations

import pytest

from ingest.structure.boilerplate import announces_only, explains_term, is_boilerplate


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("Slack water: the time at which no tide runs.", "Words used in this report", True),
        ("Mate: a member of the crew who stands in for the skipper.", "Terms", True),
        ("Mate: a member of the crew who stands in for the skipper.", "What we found", False),
        ("The records: a crew that was never asked.", "The words we used of her", False),
    ],
)
def test_what_a_word_means_is_told_below_a_heading_of_words(text: str, heading: str, *, expected: bool) -> None:
    assert explains_term(text, heading) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Final report agreed by the Board on 3 May 2021", True),
        ("Overview report published in June 2020.", True),
        ("Review published in 2019 found that no ward had the form.", False),
        ("Reports agreed in 2019 were lost.", False),
        ("The Committee is asked to note what has been done.", True),
        ("Members are asked to discuss and approve the report.", True),
        ("The Board is recommended to approve one form for bruises.", False),
        ("The Council is asked to discuss with landlords how flats are heated.", False),
    ],
)
def test_imprints_and_the_business_of_meetings_are_boilerplate(text: str, *, expected: bool) -> None:
    assert is_boilerplate(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Submitted to Hollin Safeguarding Adults Board, March 2023", True),
        ("Presented to the Executive on 3 April 2023", True),
        ("This report was prepared for the Partnership by Ann Lowe.", True),
        ("Submitted to the Board without the chronology that it had asked for.", False),
        ("Prepared meals were left at the door.", False),
        ("Presented to team meetings in every ward.", False),
        ("Updated 3 November 2025", True),
        ("Pennant Safeguarding Adults Board, revised 14 May 2024", True),
        ("Hollin Safeguarding Children Partnership", True),
        ("Updated guidance was sent to schools on 3 November 2025", False),
        ("Hollin Safeguarding Children Partnership to write to schools", False),
        ("Tell us what you will do in this short survey.", True),
        ("Watch the film at www.hollin.example", True),
        ("Watch for changes in how a child plays, and ask the family for feedback.", False),
        ("Register each concern and give feedback to whoever raised it.", False),
        ("A ten-minute guide for all who work on boats. April 2023", True),
        ("Learning poster for wards and crews", True),
        ("A guide for crews should be written.", False),
        ("A summary for the family was not made.", False),
    ],
)
def test_whom_a_paper_is_for_whose_it_is_and_when_it_last_changed_are_boilerplate(text: str, *, expected: bool) -> None:
    assert is_boilerplate(text) is expected


@pytest.mark.parametrize(
    "text", ["These were put to the board in May.", "All of the recommendations have been accepted."]
)
def test_what_became_of_all_recommendations_is_none_of_them(text: str) -> None:
    assert announces_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "They were seen by a nurse.",
        "These visits were written down by nobody.",
        "They were sent to the wrong address.",
        "These were discussed at supervision but not written down.",
    ],
)
def test_what_was_done_is_no_announcement(text: str) -> None:
    assert not announces_only(text)
