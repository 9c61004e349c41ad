from __future__ import annotations

import pytest

from ingest.structure.heading_cues import HeadingCues
from ingest.structure.labels import label_of
from kb.core.model import Kind, Status
from kb.vocabulary import load
from tests.ingest.reading import kinds_and_texts, reading


@pytest.mark.parametrize(
    ("heading", "sort"),
    [
        ("Lessons learned", "lesson"),
        ("4. Key areas for learning", "lesson"),
        ("What can we learn?", "lesson"),
        ("Recommendations for the Adults Board", "recommendation"),
        ("MATTERS OF CONCERN", "concern"),
        ("Missed opportunities", "missed_opportunity"),
        ("What went well?", "good_practice"),
        ("Actions to be implemented/ Developments in practice", "action"),
        ("Actions taken to address each recommendation", "responses"),
        ("How to use this briefing:", "how_to_use"),
        ("Background to the review", "background"),
        ("Terms of reference", "terms_of_reference"),
        ("Glossary", "glossary"),
        ("Contents", "contents"),
        ("Questions for your team", "question"),
        ("Child protection planning", ""),
        ("Level of engagement by fathers", ""),
        ("Who was Mr T?", "background"),
        ("Who are the family?", "background"),
    ],
)
def test_a_heading_announces_what_its_words_are_about(heading: str, sort: str) -> None:
    announced = HeadingCues(load()).heading(heading)
    assert (announced.sort if announced else "") == sort


@pytest.mark.parametrize("heading", ["Recommendations one and four are finished", "Recommendations are not complete"])
def test_a_heading_that_tells_what_became_of_recommendations_announces_none(heading: str) -> None:
    assert HeadingCues(load()).heading(heading) is None


@pytest.mark.parametrize(("genre", "sort"), [("inspection", "recommendation"), ("review", "concern"), ("", "concern")])
def test_areas_for_improvement_mean_other_things_in_other_documents(genre: str, sort: str) -> None:
    announced = HeadingCues(load(), genre).heading("Areas for improvement")
    assert announced is not None
    assert announced.sort == sort


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Recommendation 3: Home visits", "recommendation", "3"),
        ("Recommendation R12", "recommendation", "12"),
        ("RECOMMENDATION ONE: look again", "recommendation", "1"),
        ("Lesson 2", "lesson", "2"),
        ("Learning Point 4 - Housing", "learning", "4"),
        ("Finding A", "finding", "a"),
        ("Recommendation IV – Housing", "recommendation", "iv"),
        ("Recommendation 21.10.1 The board", "recommendation", "21.10.1"),
    ],
)
def test_printed_labels_are_read(text: str, kind: str, number: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.kind, label.number) == (kind, number)


@pytest.mark.parametrize(
    "text", ["Findings", "Learning A level history", "Lesson one should never forget", "Actions taken"]
)
def test_words_that_only_look_like_labels_are_not_read(text: str) -> None:
    assert label_of(text) is None


def test_sections_keep_their_path_their_sort_and_all_their_blocks() -> None:
    given = reading(
        "# Review\n\n## Learning\n\n### Housing\n\n- Ask who holds the keys.\n\n## Glossary\n\nGP: doctor\n", "md"
    )
    assert [(section.path, section.sort) for section in given.sections if section.blocks] == [
        (("Review", "Learning", "Housing"), "lesson"),
        (("Review", "Glossary"), "glossary"),
    ]


def test_a_heading_below_findings_that_says_nothing_keeps_their_kind() -> None:
    text = (
        "Recommendations\n\nFor the police\n\n- Review how calls are graded.\n\nFor schools\n\n"
        "- Train two more leads.\n"
    )
    assert kinds_and_texts(text) == [
        ("recommendation", "Review how calls are graded."),
        ("recommendation", "Train two more leads."),
    ]


def test_background_after_findings_gives_none() -> None:
    text = "Recommendations\n\n- Review how calls are graded.\n\nBackground\n\n- The family should have moved in May.\n"
    assert len(kinds_and_texts(text)) == 1


def test_an_address_list_and_a_signature_give_no_findings() -> None:
    text = (
        "Lee Stone, Chief Constable\nJo Moss, Director of Nursing\n\nDear partnership\n\nJoint targeted area "
        "inspection of Eastmere\n\n"
        "Main findings\n\nStaff work well together and know the families.\n\nYours sincerely\n\nA "
        "Lark\n\nNational Director\n"
    )
    assert kinds_and_texts(text) == [("good_practice", "Staff work well together and know the families.")]


def test_a_recommendation_above_a_heading_of_its_action_is_what_was_asked_also_among_responses() -> None:
    read = reading(
        "# Learning review: Child Teal\n\n## Recommendations and responses\n\n### Recommendation 1\n\n"
        "The council should visit each new foster home in its first week.\n\n### Action taken\n\n"
        "Sixty homes were visited in May 2022.\n\n### Status\n\nComplete\n",
        "md",
    )
    assert [one.kind for one in read.findings] == [Kind.RECOMMENDATION, Kind.ACTION]
    assert read.findings[1].status is Status.REPORTED_COMPLETE
    assert [(answer.recommendation, answer.action) for answer in read.answers] == [
        (read.findings[0].id, read.findings[1].id)
    ]


def test_a_chapter_that_begins_below_the_last_recommendation_is_not_of_its_action() -> None:
    read = reading(
        "# Learning review: Child Teal, an addendum\n\n## Action taken on each recommendation\n\n"
        "### Recommendation 1: Homes\n\nSixty homes were visited in May 2022.\n\n"
        "### Recommendation 2: Schools\n\nThe council will bring a plan to the board in June 2022.\n\n"
        "## Further actions\n\n- Wyeford Council will audit ten files each spring.\n",
        "md",
    )
    assert [one.kind for one in read.findings] == [Kind.ACTION] * 3
