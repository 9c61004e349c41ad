from __future__ import annotations

import pytest

from kb.core.model import Answer, Kind, Status
from tests.ingest.reading import reading, starting


def test_an_action_answers_the_recommendation_under_whose_number_it_stands() -> None:
    given = reading(
        "Recommendations\n\nRecommendation 1: Review the form.\n\nRecommendation 2: Train the staff on wards.\n\n"
        "Actions taken to address each recommendation\n\nRecommendation 2\n\nForty staff have been trained.\n"
    )
    (answer,) = given.answers
    assert answer.recommendation == starting(given, "Recommendation 2").id
    assert answer.why == "it is under recommendation 2"
    assert answer.certain


def test_a_number_printed_twice_is_not_certain() -> None:
    given = reading(
        "Police\n\nRecommendations\n\nRecommendation 1: Review how calls are graded.\n\nHousing\n\nRecommendations\n\n"
        "Recommendation 1: Mend doors within one day.\n\nProgress on recommendations\n\nRecommendation "
        "1\n\nDoors are now being mended.\n"
    )
    assert [answer.certain for answer in given.answers] == [False]


def test_without_numbers_the_closest_words_link_a_response() -> None:
    given = reading(
        "Recommendations\n\n- The hospital should tell the surgery when a patient with dementia leaves.\n"
        "- The fire service should visit every smoker on oxygen.\n\nResponse to recommendations\n\n"
        "- Smokers on oxygen have been visited by the fire service since May.\n"
    )
    (answer,) = given.answers
    assert answer.recommendation == starting(given, "The fire service").id
    said, _, shared = answer.why.partition(": ")
    assert said == "it has the most similar words"
    assert set(shared.split(", ")) <= {"smokers", "oxygen", "visited", "fire", "service"}  # as printed, and no roots


def test_actions_that_respond_to_nothing_are_left_alone() -> None:
    assert (
        reading("Recommendations\n\n- Review the form.\n\nActions taken\n\n- A helpline for carers opened.\n").answers
        == ()
    )


def test_the_words_of_an_action_say_how_far_it_has_come() -> None:
    given = reading(
        "Actions taken\n\n- The trust has opened a helpline.\n- Work is under way on a leaflet.\n- A second "
        "nurse will be appointed in May.\n- Helpline for carers\n"
    )
    assert [finding.status for finding in given.findings] == [
        Status.REPORTED_COMPLETE,
        Status.IN_PROGRESS,
        Status.PLANNED,
        Status.UNCLEAR,
    ]


def test_closeness_of_words_is_certain_only_where_most_of_them_are_shared() -> None:
    asked = "The fire service should visit every smoker on oxygen within one month of a referral by the surgery."
    loose = link_one(asked, "Smokers on oxygen have been visited by the fire service since May.")
    close = link_one(
        asked, "Every smoker on oxygen has been visited by the fire service within one month of referral since May."
    )
    assert (loose.certain, close.certain) == (False, True)
    assert "most similar words" in loose.why
    assert "most similar words" in close.why


def link_one(asked: str, done: str) -> Answer:
    (answer,) = reading(
        f"Recommendations\n\n- {asked}\n- The hospital should tell carers when a patient leaves.\n\n"
        f"Response to recommendations\n\n- {done}\n"
    ).answers
    return answer


def test_a_recommendation_that_a_table_prints_again_is_answered_by_its_row() -> None:
    text = """# Learning review

## Recommendations

1. The council should agree how moves of families are told to schools.
2. The hospital should record who brings a child to each appointment.

## Action plan

| Recommendation | Action | Status |
|---|---|---|
| The council should agree how moves of families are told to schools. | A form has been written. | Complete |
| The hospital should record who brings a child to each appointment. | Two fields will be added. | Not started |
"""
    given = reading(text, "md")
    asked = {one.id: one.text for one in given.findings if one.kind is Kind.RECOMMENDATION}
    done = {one.id: one.text for one in given.findings if one.kind is Kind.ACTION}
    assert len(asked) == 2
    assert {(asked[one.recommendation][:12], done[one.action]) for one in given.answers} == {
        ("The council ", "A form has been written."),
        ("The hospital", "Two fields will be added."),
    }


MINUTES = """# Minutes of the meeting of the Hollin Safeguarding Board held on 3 May 2023

# Present

Chair; head of adult care; superintendent

# Apologies

None.

# SAR {name}: action plan

Recommendation 1: the head of adult care said that home visits were being offered, but not yet at weekends.

On recommendation 3 the superintendent reported that the form had been changed in March.
"""


@pytest.mark.parametrize("name", ["Orla", "Mr Pym"])
def test_what_minutes_report_under_a_number_is_an_action_on_that_recommendation(name: str) -> None:
    given = reading(MINUTES.format(name=name))
    assert [(one.kind, one.status) for one in given.findings] == [
        (Kind.ACTION, Status.PARTLY_MET),
        (Kind.ACTION, Status.REPORTED_COMPLETE),
    ]
    assert not given.answers  # recommendations 1 and 3 are in the review


def test_a_reply_answers_the_matters_that_it_gives_back() -> None:
    given = reading(
        "# Response to a report to prevent future deaths\n\nYou found that no one had told the family who was in "
        "charge of the ward. Each ward now has a named nurse in charge, and families have been given a card with the "
        "name since June. You also heard that calls from relatives were not recorded. Calls have been recorded in the "
        "notes since May.\n\nYours faithfully,\n"
    )
    answered = {starting(given, "You found").id, starting(given, "You also heard").id}
    assert {answer.recommendation for answer in given.answers} == answered
    assert not any(answer.certain for answer in given.answers)


def test_what_a_report_tells_after_a_recommendation_may_answer_it_and_is_not_certain() -> None:
    given = reading(
        "# Ash Vale Safeguarding Adults Board: annual report 2021\n\n## Progress on the review of Adult Quill\n\n"
        "### Handovers\n\nThe review recommended that the Trust should give every ward a written handover sheet.\n\n"
        "Written sheets have been introduced on all six wards and the Trust has trained 40 nurses.\n",
        "md",
    )
    (answer,) = given.answers
    assert answer.recommendation == starting(given, "The review recommended").id
    assert answer.action == starting(given, "Written sheets").id
    assert not answer.certain


def test_what_a_report_tells_as_changed_since_possibly_answers_what_it_asks_for_in_like_words() -> None:
    given = reading(
        "What has changed since\n\nThe surgery has put a flag on the record of every patient with dementia. "
        "The bus shelter at the hospital was painted in 2023.\n\nRecommendations\n\n"
        "1. The surgery to flag the record of a patient with dementia and to ring the carer.\n"
        "2. The fire service to visit every smoker on oxygen.\n"
    )
    (answer,) = given.answers
    assert answer.recommendation == starting(given, "The surgery to flag").id
    assert answer.action == starting(given, "The surgery has put a flag").id
    assert not answer.certain
