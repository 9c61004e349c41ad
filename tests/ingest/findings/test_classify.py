"""Every kind's file carries sentences that its words must match and sentences that they must spare."""

from __future__ import annotations

import pytest

from ingest.findings.grammar import SentenceGrammar
from ingest.structure.boilerplate import is_boilerplate
from kb.core.model import Kind
from kb.vocabulary import load
from tests.ingest.reading import findings

KINDS = load().kinds
BY_GRAMMAR = {slug: entry for slug, entry in KINDS.items() if slug != Kind.OWN_WORDS}  # see test_own_words.py
MATCH = [(slug, sentence) for slug, entry in BY_GRAMMAR.items() for sentence in entry.must_match]
SPARE = [(slug, sentence) for slug, entry in BY_GRAMMAR.items() for sentence in entry.must_spare]


@pytest.fixture(scope="module")
def grammar() -> SentenceGrammar:
    return SentenceGrammar(load())


def test_every_kind_of_the_model_has_a_file_with_both_sorts_of_sentences() -> None:
    assert set(KINDS) == {kind.value for kind in Kind}
    assert {slug for slug, _ in MATCH} == {slug for slug, _ in SPARE} == set(BY_GRAMMAR)


@pytest.mark.parametrize(("kind", "sentence"), MATCH)
def test_a_kind_matches_its_own_sentences(grammar: SentenceGrammar, kind: str, sentence: str) -> None:
    assert kind in grammar.read(sentence).kinds


@pytest.mark.parametrize(("kind", "sentence"), SPARE)
def test_a_kind_spares_what_only_looks_like_it(grammar: SentenceGrammar, kind: str, sentence: str) -> None:
    assert kind not in grammar.read(sentence).kinds or is_boilerplate(sentence)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Ensure that every hostel has a named lead.", True),
        ("To review the discharge policy with the wards.", True),
        ("Work with housing officers on repeat calls.", True),
        ("Review of family history to gain the whole picture", False),
        ("Support for foster carers at weekends", False),
        ("Record keeping on the ward", False),
        ("The board met twice.", False),
    ],
)
def test_an_order_is_distinguished_from_a_noun_that_looks_like_a_verb(
    grammar: SentenceGrammar, text: str, order: bool
) -> None:
    assert grammar.read(text).is_order is order


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("A new pathway for fractures went live in both clinics in May.", "action"),
        ("The partnership should agree who rings the landlord.", "recommendation"),
        ("Of the 40 files that were sampled, 31 held a drawing by the child.", "evidence"),
        ("The school cook noticed that he was hungry and told the head the same day.", "good_practice"),
        ("Nobody asked who else lived in the flat.", "concern"),
        ("A child who is quiet is not necessarily a child who is safe.", "lesson"),
    ],
)
@pytest.mark.parametrize("heading", ["Findings", "What did we find?"])
def test_under_a_heading_that_only_promises_findings_words_tell_the_kind(
    heading: str, sentence: str, kind: str
) -> None:
    text = f"# Child safeguarding practice review: Ines\n\n## {heading}\n\n- {sentence}\n"
    assert [one.kind.value for one in findings(text)] == [kind]


QUESTIONS = """# Local Child Safeguarding Practice Review: Perran

## Questions for your team

When did you last add up the months? You knock and no one comes. Whom do you ring? Thank you for reading.

## Recommendations

1. Managers should ask in supervision, "is there anyone in this home whom you fear?"
2. How do we know that "are you safe?" is asked at every visit?
"""


def test_each_question_of_a_paragraph_is_one_and_keeps_what_leads_to_it() -> None:
    asked = [one.text for one in findings(QUESTIONS) if one.kind is Kind.QUESTION]
    assert asked[:2] == ["When did you last add up the months?", "You knock and no one comes. Whom do you ring?"]


def test_a_recommendation_that_quotes_a_question_is_none() -> None:
    assert [one.kind for one in findings(QUESTIONS) if "in supervision" in one.text] == [Kind.RECOMMENDATION]


def test_inspectors_judge_progress_and_report_no_actions() -> None:
    text = (
        "# Inspection of services for children in need of help and protection\n\nOfsted inspected the authority in "
        "March 2014. Inspectors found that it requires improvement.\n\n## Progress since the last inspection\n\n"
        "- Since 2011 the authority has reduced caseloads from 31 to 18.\n"
        "- Despite this, four of the eleven recommendations of 2011 remain to be met.\n"
    )
    found = [(one.kind.value, one.text[:10]) for one in findings(text, "md")]
    assert found[-2:] == [("good_practice", "Since 2011"), ("concern", "Despite th")]


def test_a_chronicle_in_short_lines_is_no_list_of_findings() -> None:
    text = (
        "# Learning from Jorah\n\n## Four months\n\n- April: discharged from hospital on a Friday\n"
        "- May: three missed clinics\n- 9 July: found dead by a neighbour\n\n"
        "## Lessons\n\n- Ask about the stairs\n- Ask twice\n"
    )
    assert [one.text for one in findings(text, "md")] == ["Ask about the stairs", "Ask twice"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Rec 1: the outreach van has run on Thursdays since June", Kind.ACTION),
        ("Recommendation 2 - not started, no budget yet", Kind.ACTION),
        ("Rec. 3: forms were printed and sent to every hostel", Kind.ACTION),
        ("Recommendation 4: The Trust should review its rota each month", Kind.RECOMMENDATION),
        ("Rec 5: Every hostel to name a lead for discharge", Kind.RECOMMENDATION),
    ],
)
def test_under_a_heading_for_actions_a_numbered_line_is_what_it_says(line: str, kind: Kind) -> None:
    paper = (
        f"# Learning review: Robin\n\n## What has been done so far\n\n- {line}\n- A leaflet was sent to all wards.\n"
    )
    assert next(found.kind for found in findings(paper)) is kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What each agency needs to do", Kind.RECOMMENDATION),
        ("What are we proud of?", Kind.GOOD_PRACTICE),
        ("What makes us proud", Kind.GOOD_PRACTICE),
    ],
)
def test_everyday_headings_say_the_kind_of_their_items(heading: str, kind: Kind) -> None:
    text = f"# Review of Mrs Aster\n\n## {heading}\n\n- Keep a diary of each contact\n- Go back to the door\n"
    assert {one.kind for one in findings(text, "md")} == {kind}


@pytest.mark.parametrize("heading", ["What should governors ask?", "What managers should ask"])
def test_what_people_should_ask_are_questions(heading: str) -> None:
    given = findings(f"# Review of Mrs Aster\n\n## {heading}\n\nHow do we know where each leaver has gone?\n", "md")
    assert [one.kind for one in given] == [Kind.QUESTION]


@pytest.mark.parametrize("said", ["The carer was never offered an assessment.", "He was not given a review."])
def test_what_was_never_done_is_no_good_practice_below_what_we_found(said: str) -> None:
    given = findings(f"# 7 minute briefing: Mrs Aster\n\n## 3 What we found\n\n{said}\n", "md")
    assert [one.kind for one in given if one.kind is Kind.GOOD_PRACTICE] == []
    assert [one.text for one in given] == [said]


def test_a_letter_that_gives_a_concern_again_and_answers_it_in_one_paragraph_has_an_action() -> None:
    text = (
        "Dunholm NHS Trust\n\n3 June 2022\n\nDear Coroner,\n\n## Regulation 28 report: Mr Aster\n\n"
        "Thank you for your report. I set out below what the Trust has done.\n\n"
        "**Concern 1: no nurse checked the alarm at night.** We have put a checklist at each bed, "
        "which the nurse in charge signs at midnight.\n\nYours sincerely\n\nUna Hale, Chief Nurse\n"
    )
    given = [(one.kind, one.text[:28]) for one in findings(text, "md")]
    assert given == [(Kind.ACTION, "We have put a checklist at e")]
