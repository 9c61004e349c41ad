"""What is told in passing is no finding: feelings, wishes to the review, how a paper was made, blame refused."""

from __future__ import annotations

import pytest

from ingest.findings.asides import tells_how_it_was_made, tells_in_passing
from ingest.findings.express_wordings import denies_fault
from kb.core.model import Kind
from tests.ingest.reading import findings


@pytest.mark.parametrize(
    "sentence",
    [
        "Her sister has asked us to say that she was loved.",
        "His parents asked us not to print his name.",
        "Gran wept when we read it to her.",
        "Her uncle told the reviewer that she had always loved the sea.",
        "The night staff still think of her often.",
        "The panel was divided on whether a second visit would have helped.",
        "Her cousin moved out that week.",
        "His wife lost her job in the spring.",
        "He was discharged two days later.",
        "His sister said: “She was the one who made us laugh.”",
        "Her uncle said that the baby screamed for hours.",
        "Her mother, Ada, answered our questions by letter.",
        "His brother chose not to take part.",
        "A second check is due within two days of every alarm.",
        "No one doubts that a flood is a serious thing.",
        "It is not hard to see how this came about.",
        "Views among the members were split as to what the ward could have known.",
    ],
)
def test_what_is_felt_wished_or_undecided_is_told_in_passing(sentence: str) -> None:
    assert tells_in_passing(sentence)
    found = findings(f"# Safeguarding review of Pia\n\n## Analysis\n\n{sentence}\n")
    assert [one for one in found if one.kind is not Kind.OWN_WORDS] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Her sister asked the hospital to ring her and nobody did.",
        "His parents asked us why no one had told them of the first fall.",
        "The school asked for a meeting three times.",
        "She told the reviewer that the carers had never once sat down.",
        "The panel was divided into two groups, neither of which saw the file.",
        "His wife lost her job because the council moved her twice.",
        "A second check is due within two days but came after nine.",
        "Nobody disputes that the alarm was never tested.",
        "Staff think of a missed visit as a note in the diary.",
        "Schools wanted to see the report before the meeting and were refused it.",
        "Housing asked to keep the first letter and lost it.",
    ],
)
def test_what_is_told_of_practice_is_not(sentence: str) -> None:
    assert not tells_in_passing(sentence)


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("Between March and June we visited nine homes and read 40 records.", True),
        ("The reviewers met twelve practitioners in two groups.", True),
        ("The auditors read sixty files and found a chronology in nine.", False),
        ("We spoke with thirty carers, of whom six had been offered a break.", False),
        ("Inspectors saw that two doors were locked.", False),
        ("We spoke with sixty-four people.", True),
        ("The reviewers looked at safety plans and none was signed.", False),
        ("The panel examined quality records with gaps in them.", False),
    ],
)
def test_how_many_were_seen_is_no_finding_without_what_was_seen(sentence: str, made: bool) -> None:
    assert tells_how_it_was_made(sentence) is made


@pytest.mark.parametrize(
    ("sentence", "refused"),
    [
        ("It would be wrong to say that nobody worried about her.", True),
        ("It is unfair to suggest that the night team sat on its hands.", True),
        ("Nor do I find that the surgery turned him away.", True),
        ("There is nothing to suggest that anyone wished him harm.", True),
        ("None of this is to criticise the nurse.", True),
        ("No single visit would have prevented what happened.", True),
        ("The desk filed each call and did nothing more, which was in line with local thresholds at the time.", True),
        ("Sending her home was within the guidance then in force.", True),
        ("The visit was in line with the protocol, which nobody had looked at since 2009.", False),
        ("It would be wrong to conclude that the plan kept her safe.", False),
        ("It would be wrong to say that nobody cared, but nobody acted.", False),
        ("Nothing in the file suggests how the decision was made.", False),
        ("No single agency knew of all five calls.", False),
    ],
)
def test_blame_that_is_refused_is_no_concern(sentence: str, refused: bool) -> None:
    assert denies_fault(sentence) is refused
