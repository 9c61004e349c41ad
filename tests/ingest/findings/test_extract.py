"""What always holds of findings, and what units of text become."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata
from kb.vocabulary import load
from tests.ingest.reading import findings, kinds_and_texts, reading

HEADINGS = [
    "Lessons learned",
    "Recommendations",
    "Background",
    "Main findings",
    "Actions taken",
    "Contents",
    "Key learning:",
    "2. Issues",
    "",
]
LINES = st.sampled_from(
    [
        "- Ask who holds the keys.",
        "1. The board should review how calls are graded.",
        "a) one register; b) one plan; and c) one lead.",
        "Learning: share it early; look again.",
        "Recommendation 4: Look again at the form.",
        "The trust has reviewed its policy and trained 40 staff.",
        "Practitioners should:",
        "This was a missed opportunity, although staff worked well",
        "together and knew the family.",
        "What would you have done?",
        "  - nested and short",
        "| Recommendation | Owner |\n|---|---|\n| Review the form. | Trust |",
        "7",
        "\f",
        "",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(HEADINGS), LINES, st.text(st.characters(exclude_categories=["C"]), max_size=40)),
        max_size=14,
    )
)
def test_a_quotation_is_exactly_the_documents_text_at_its_span(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    if not any(c.isalnum() for c in text):
        return
    document = read(("x\n\n" + text).encode("utf-8", "replace"), "sample.txt")
    given_ = reading_of(document, Metadata(), load())
    for finding in given_.findings:
        assert finding.quotation == document.words(finding.span)
        assert "".join(finding.quotation.split())
    ids = [finding.id for finding in given_.findings]
    assert len(set(ids)) == len(ids)
    assert {answer.recommendation for answer in given_.answers} | {answer.action for answer in given_.answers} <= set(
        ids
    )


def test_no_stretch_of_text_is_in_two_findings() -> None:
    text = (
        "Recommendations\n\nThe trust should:\n\n- review the form;\n- train the staff.\n\n"
        "Recommendation 2: Ask again The board should ask again.\n"
    )
    spans = sorted(stretch for finding in findings(text) for stretch in finding.span.stretches)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_an_id_survives_other_line_breaks_and_other_findings_before_it() -> None:
    first = read(b"Lessons\n\n- Ask who holds the keys to the flat.\n", "a.txt")
    other = read(b"Lessons\n\n- Speak to neighbours.\n\n- Ask who holds the keys\n  to the flat.\n", "a.txt")
    same = [reading_of(d, Metadata(), load()).findings for d in (first, replace(other, sha256=first.sha256))]
    assert same[0][0].id == same[1][1].id


def test_a_reader_learns_why_each_is_a_finding_of_its_kind() -> None:
    (finding,) = findings("Key learning\n\n- Speak to neighbours.\n")
    assert finding.why == 'under "Key learning"'


def test_the_lead_in_travels_with_its_items() -> None:
    found = findings(
        "Recommendations\n\nThe housing association should:\n\n- tell tenants whom to ring\n- mend doors within a day\n"
    )
    assert [f.lead_in for f in found] == ["The housing association should:"] * 2
    assert all(agency.must_act for f in found for agency in f.agencies)


def test_a_title_and_a_body_make_one_recommendation() -> None:
    text = (
        "Recommendations\n\nRecommendation 1\n\nHousing moves\n\n"
        "The council should tell schools of a move.\n\nRecommendation 2\n\nThe trust should do so too.\n"
    )
    assert kinds_and_texts(text) == [
        ("recommendation", "Recommendation 1 Housing moves The council should tell schools of a move."),
        ("recommendation", "Recommendation 2 The trust should do so too."),
    ]


def test_the_same_lesson_in_summary_and_body_is_found_once_and_the_fuller_kept() -> None:
    text = (
        "Summary of learning\n\n- Bruises on babies need a doctor.\n\nLessons learned\n\n"
        "- Bruises on babies need a doctor the same day.\n- Fathers need asking too.\n"
    )
    assert kinds_and_texts(text) == [
        ("lesson", "Bruises on babies need a doctor the same day."),
        ("lesson", "Fathers need asking too."),
    ]


def test_terms_that_are_defined_and_questions_asked_of_the_review_are_not_findings() -> None:
    text = (
        "Lessons learned\n\nThe review sought to answer these questions:\n\n- whether the risk was "
        "known\n\nOther lessons\n\n"
        "- Neglect – where a child's basic needs are not met\n- Ask about debts.\n"
    )
    assert kinds_and_texts(text) == [("lesson", "Ask about debts.")]


def test_what_a_meeting_resolves_about_its_papers_is_no_recommendation() -> None:
    text = (
        "Overview and Scrutiny Committee\n\nPurpose of the report: to inform\n\nRecommendations\n\n"
        "- To note the report.\n- That the service train two more leads.\n"
    )
    assert [words for _, words in kinds_and_texts(text)] == ["That the service train two more leads."]


def test_every_finding_of_a_long_list_is_found() -> None:
    text = "Recommendations\n\n" + "\n".join(f"- The board should review policy {n} with ward {n}." for n in range(300))
    assert len(findings(text)) == 300


def test_text_without_white_space_and_endless_lines_are_read() -> None:
    assert findings("Lessons\n\n" + "x" * 100_000) == ()
    assert reading("Lessons\n\n" + "(" * 20_000 + " Ask (1) first (2) twice").document


def test_kinds_of_the_model_are_all_reachable() -> None:
    text = (
        "Good practice\n\n- The nurse rang daily.\n\nConcerns\n\n- Nobody knew the lodger.\n\nMissed "
        "opportunities\n\n- A call was not followed up.\n\n"
        "Lessons\n\n- Ask about lodgers.\n\nRecommendations\n\n- Review the call form.\n\nActions taken\n\n- The "
        "form was changed.\n\n"
        "Evidence of impact\n\n- Calls followed up rose from 40% to 90%.\n\nQuestions for your team\n\n- Who "
        "lives in the house?\n\nWhat happened\n\nHis mother said that the lodger had never paid any rent.\n"
    )
    assert {finding.kind for finding in findings(text)} == set(Kind)


_LETTER = """
3 May 2023

Focused visit to Eastmere children's services

This letter summarises the findings of the focused visit to Eastmere children's services on 4 and 5 April 2023.

Main findings

{}

Yours sincerely

A Lark
"""


def test_how_a_visit_was_made_is_no_finding() -> None:
    method = (
        "The methodology for this visit followed the usual framework. However, the delivery model was adapted to the "
        "storms. This visit was carried out by telephone. The inspectors used video calls to speak to wardens and "
        "nurses effectively, while two were on site."
    )
    weak = "Plans are not reviewed, and children wait too long to be seen by a nurse who knows them."
    assert kinds_and_texts(_LETTER.format(f"{method}\n\n{weak}")) == [("concern", weak)]


def test_what_an_inspected_body_must_send_is_no_finding() -> None:
    sent = (
        "You should submit an action plan within 70 working days of receiving this letter. It would be helpful to see "
        "a draft of the action plan sooner."
    )
    assert kinds_and_texts(_LETTER.format(sent)) == []


def test_what_a_team_is_made_up_of_is_no_strength() -> None:
    assert (
        kinds_and_texts(
            _LETTER.format("The front desk has two main functions. One team takes calls, another visits homes.")
        )
        == []
    )
    assert (
        kinds_and_texts(
            _LETTER.format("The front desk takes calls. One team takes calls, another visits homes at night.")
        )
        != []
    )


def test_a_title_without_a_verb_is_no_strength() -> None:
    title = "Reaching the right homes in the county, and the extent of effective work between clinics and wardens"
    assert kinds_and_texts(_LETTER.format(title)) == []
    assert kinds_and_texts(_LETTER.format(f"{title} is growing.")) != []


def test_an_inspectors_performance_management_is_weighed() -> None:
    weak = "Wardens do not know how often tenants are seen, and audits are not read by those who lead the service."
    text = f"Main findings\n\nPerformance management\n\n{weak}"
    assert kinds_and_texts(_LETTER.replace("Main findings", "").format(text)) == [("concern", weak)]


def test_a_paragraphs_number_is_no_label() -> None:
    text = (
        "14. Plans are not reviewed, and children wait too long to be seen by a nurse who knows them.\n\n"
        "15. Wardens work closely and effectively with the clinics, and families are well supported."
    )
    given = findings(_LETTER.format(text))
    assert [(one.kind, one.label) for one in given] == [(Kind.CONCERN, ""), (Kind.GOOD_PRACTICE, "")]


def test_a_lists_own_number_is_a_label_and_its_letter_is_none() -> None:
    numbered = "Recommendations\n\n1. The board should review calls.\n\n2. The trust should train wardens."
    assert [one.label for one in findings(numbered)] == ["1", "2"]
    running = "Recommendations\n\n31. The board should review calls.\n\n32. The trust should train wardens."
    assert [one.label for one in findings(running)] == ["", ""]
    lettered = "Lessons learned\n\na) Ask who holds the keys.\n\nb) Share it early with the hostel."
    assert [one.label for one in findings(lettered)] == ["", ""]


def test_a_tables_own_number_is_a_label_under_any_heading() -> None:
    table = (
        "# Progress\n\n| No. | Recommendation | Owner |\n|---|---|---|\n"
        "| 7 | The board should review how calls are graded. | Board |\n"
        "| 8 | The trust should train every warden. | Trust |\n"
    )
    assert [one.label for one in findings(table, "md")] == ["7", "8"]


def test_a_short_lesson_that_stands_whole_in_a_longer_one_is_found_once() -> None:
    text = (
        "Lessons learned\n\n- Every late visit leaves a child unseen.\n\nFurther lessons\n\n"
        "- Every late visit leaves a child unseen for another week.\n"
    )
    assert kinds_and_texts(text) == [("lesson", "Every late visit leaves a child unseen for another week.")]


def test_an_item_below_what_is_different_is_an_action_whatever_its_words_blame() -> None:
    text = (
        "# Learning from Wren: a briefing\n\n## What went wrong\n\n- Complaints went to the person complained about\n"
        "- Nobody rang the nurse\n\n## What is different now\n\n- Managers cannot answer complaints about themselves\n"
        "- No discharge without a call to the nurse\n\n## What still worries us\n\n- Letters are not read\n"
    )
    kinds = {one.text: one.kind for one in findings(text, "md")}
    assert kinds["Managers cannot answer complaints about themselves"] is Kind.ACTION
    assert kinds["Nobody rang the nurse"] is not Kind.ACTION
    assert kinds.get("Letters are not read") is not Kind.ACTION


@pytest.mark.parametrize("lead", ["The review panel recommends that:", "The panel recommends:", "We recommend that:"])
def test_who_recommends_announces_what_is_asked_also_in_the_present_tense(lead: str) -> None:
    text = (
        f"# Review\n\n## Recommendations\n\n{lead}\n\n- Larkmoor Council reviews the rules of its hostels.\n"
        "- The dental team gives practices guidance on injuries.\n"
    )
    assert [one.kind for one in findings(text, "md")] == [Kind.RECOMMENDATION, Kind.RECOMMENDATION]
