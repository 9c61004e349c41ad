"""What a sentence of running text expressly calls itself, in any chapter of a review."""

from __future__ import annotations

import pytest

from ingest.findings.express_wordings import denies_fault, says_who_is_to_act
from kb.core.model import Kind, Status
from tests.ingest.reading import findings


def kind_of(sentence: str) -> str:
    told = findings(f"# Safeguarding review of Pia\n\n## Analysis\n\n{sentence}\n")
    return told[0].kind.value if told else ""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Make sure that grandparents are sent the minutes as well.", "recommendation"),
        ("Introduce a card that carers can show to the ward.", "recommendation"),
        ("The reviewer would urge both trusts to meet before the summer.", "recommendation"),
        ("The department is invited to consider whether a register is needed.", "recommendation"),
        ("The last two years have taught us that a full diary hides an empty one.", "lesson"),
        ("What this review shows is that a good file can hide a poor visit.", "lesson"),
        ("How would your team have heard about the second call?", "question"),
        ("We shall publish a short guide for parents in the autumn.", "action"),
        ("From the spring, we will hold the panel in the island's own hall.", "action"),
        ("Of the fifty files that were opened, forty-one held a drawing by the child.", "evidence"),
        ("In 91 % of the enquiries the person was asked first what they wanted.", "evidence"),
    ],
)
def test_a_sentence_that_says_what_it_is_is_that(sentence: str, kind: str) -> None:
    assert kind_of(sentence) == kind


@pytest.mark.parametrize(
    ("sentence", "not_kind"),
    [
        ("We will set out the chronology in the next chapter of this report.", "action"),
        ("We will not repeat here what the inquest heard from the family.", "action"),
        ("Review meetings took place in the school hall on most Thursdays.", "recommendation"),
        ("Did the health visitor share what the grandmother had said?", "question"),
        ("Of the nine visits to the flat, only two were written down.", "evidence"),
        ("Of the six referrals that were made, none led to a meeting.", "evidence"),
    ],
)
def test_what_only_begins_like_it_is_not(sentence: str, not_kind: str) -> None:
    assert kind_of(sentence) != not_kind


MINUTES = """# Penholt Safeguarding Adults Board

# Minutes of the meeting of 4 May 2023

## Present

Chair; head of adult care; representative of carers

## Apologies

None.

## 1. Action log

{log}

## 2. Review of Mrs Tarn

{told}

## 3. Date of next meeting

6 September
"""


@pytest.mark.parametrize(
    "log",
    [
        "23/09: JK to ask the trust for its figures. Carried forward.",
        "Action 4: Mrs Olds to meet the carers. Done on 2 April.",
        "Action 7: Police to name a deputy. Insp. Reed confirmed.",
    ],
)
def test_an_entry_of_a_log_is_one_action_with_how_far_it_came(log: str) -> None:
    found = findings(MINUTES.format(log=log, told="The report was taken as read."))
    assert [(one.kind.value, one.text) for one in found] == [("action", log)]


@pytest.mark.parametrize(
    "told",
    [
        "On recommendation 4 the trust had finished its talks with families, and a paper was attached.",
        "As to the second recommendation, a form is with the printers.",
        "With regard to rec 3 the homes were all visited before Easter.",
    ],
)
def test_what_begins_with_a_recommendation_reports_on_it(told: str) -> None:
    found = findings(MINUTES.format(log="Nothing was outstanding.", told=told))
    assert ("action", told) in [(one.kind.value, one.text) for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no suggestion that the ward neglected her or that anyone was unkind.",
        "The review does not suggest that what happened was foreseeable.",
        "The panel does not find that the officers acted otherwise than in good faith.",
    ],
)
def test_denied_fault_is_no_finding(sentence: str) -> None:
    assert kind_of(sentence) == ""


def test_fault_that_is_denied_and_then_found_is_a_finding() -> None:
    assert kind_of("There is no evidence that the ward ignored her, but nobody rang her family for nine days.") != ""


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no evidence that the team asked why the two earlier plans had failed.",
        "There was no indication that the nurse was told that the referral had been overlooked.",
        "There is no evidence that neglect was considered at any of the five visits.",
    ],
)
def test_no_evidence_that_something_was_done_denies_no_fault(sentence: str) -> None:
    assert not denies_fault(sentence)


def test_a_failing_that_is_denied_is_none_whatever_was_to_be_done() -> None:
    assert denies_fault("There is no suggestion that the nurse failed to recognise the risk.")


@pytest.mark.parametrize("told", ["3.1 Attention to detail was poor.", "4.2 Access to services is slow."])
def test_a_numbered_sentence_of_minutes_is_no_entry_of_a_log(told: str) -> None:
    found = findings(MINUTES.format(log=told, told="The report was taken as read."))
    assert [one for one in found if one.kind.value == "action"] == []


def test_a_quotation_is_not_parted() -> None:
    said = "The panel was told by a nurse that she was “too busy to look. Nobody looked. Nobody had time to ask.”"
    found = findings(f"# Safeguarding review of Pia\n\n## Analysis\n\n{said}\n")
    assert not [one for one in found if one.text.startswith("Nobody")]


def test_what_a_panel_noted_is_a_finding_and_no_business() -> None:
    told = "The Panel noted that Ada was seen eleven times and that at none of these visits was she asked about home."
    assert kind_of(told) == "concern"


WANTING = (
    "The review found that nurses had no supervision.",
    "The panel heard that two of the wards still have no lead.",
    "Inspectors saw little sign that plans had changed.",
    "The author remains unconvinced that the new form is used.",
    "However, the report finds that visits are too short to be of use.",
)
DONE = (
    "The review’s recommendations have been put into a plan with dates.",
    "The panel heard that all wards now have a lead.",
    "No nurse now works without supervision.",
    "The audit was repeated in May and covered all of the wards.",
)


@pytest.mark.parametrize("shape", ["{}", "- {}\n- A new lead was appointed in May."], ids=["a paragraph", "an item"])
@pytest.mark.parametrize(
    ("told", "kind"), [*((one, Kind.CONCERN) for one in WANTING), *((one, Kind.ACTION) for one in DONE)]
)
def test_a_judgement_under_a_heading_of_doings_is_no_action(told: str, kind: Kind, shape: str) -> None:
    text = f"# Safeguarding Adult Review: Mr Q\n\n## What has happened since\n\n{shape.format(told)}\n"
    assert [one.kind for one in findings(text, "md") if told[:25] in one.text] == [kind]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("R4. The Trust to see that wounds are measured within a day of a move.", True),
        ("Recommendation 2: Schools and nurseries to ring home where a child does not come.", True),
        ("All agencies to ask who else lives in the house.", True),
        ("Letters now go to schools each week.", False),
        ("The panel met to hear what had been done.", False),
        ("She was able to reach the ward by telephone.", False),
        ("Two nurses moved to the ward in June.", False),
    ],
)
def test_a_line_says_who_is_to_act_where_no_verb_stands_before(line: str, says: bool) -> None:
    assert says_who_is_to_act(line) is says


@pytest.mark.parametrize(
    ("line", "kind", "status"),
    [
        ("Recommendation 1: The Trust to tell each nurse on the day when a patient has moved.", "recommendation", None),
        ("Recommendation 1: Agencies to record who was told, once a plan has been agreed.", "recommendation", None),
        (
            "Recommendation 1: Training to recognise grooming has been given.",
            "action",
            Status.REPORTED_COMPLETE,
        ),
        ("Recommendation 1: The Board to seek a report. This has been done.", "action", Status.REPORTED_COMPLETE),
    ],
)
def test_of_whom_and_when_something_is_asked_reports_nothing(line: str, kind: str, status: Status | None) -> None:
    (told,) = findings(f"# Review of Pia\n\n## Recommendations\n\n{line}\n")
    assert (told.kind.value, told.status) == (kind, status)


def test_what_is_asked_of_bodies_under_their_names_is_recommended_line_by_line() -> None:
    told = findings(
        "# Review of Pia\n\n## Recommendations\n\nTarnmouth Council\n\n"
        "R1. The Council to give one officer the duty of opening every notice.\n"
        "R2. The Council to name a deputy for that officer.\n\nTarnmouth Trust\n\n"
        "R3. The Trust to see that wounds are photographed and measured within a day of a move.\n",
        "md",
    )
    assert [(one.kind, one.label) for one in told] == [(Kind.RECOMMENDATION, f"R{number}") for number in (1, 2, 3)]
