"""A coroner's report: what stands under the concerns is of concern, but for what was only heard in court."""

from __future__ import annotations

import pytest

from ingest.findings.coroners import is_only_heard
from kb.core.model import Kind
from tests.ingest.reading import findings

TOP = "# REGULATION 28 REPORT TO PREVENT FUTURE DEATHS\n\nThis report is being sent to: Ardale Trust\n\n"
END = "\n\n# YOUR RESPONSE\n\nYou are under a duty to respond to this report within 56 days.\n"


def kinds_and_words(concerns: str, heading: str = "# CORONER’S CONCERNS\n\n") -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in findings(TOP + heading + concerns + END, "md")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan was written in March and nobody opened it again, although three nurses visited.",
        "A worry raised by the neighbour was closed by a telephone call to the wrong person.",
        "There is no arrangement by which a nurse who goes on leave hands over her patients.",
    ],
)
def test_whatever_its_words_a_sentence_of_the_concerns_is_a_concern(sentence: str) -> None:
    run = (
        f"{sentence} The bell rang for nineteen minutes before anyone came. No date for training was set. Nobody leads."
    )
    kinds = {kind for kind, _ in kinds_and_words(run)}
    assert kinds == {Kind.CONCERN.value}


def test_concerns_are_read_below_the_names_of_those_to_whom_they_are_put() -> None:
    parted = (
        "## For the Trust:\n\nThe form was never read by the nurse on duty.\n\n"
        "## For the Council:\n\nThere was no system to show that the sensor had not been fitted.\n"
    )
    given = kinds_and_words(parted, "# The MATTERS OF CONCERN are as follows.\n\n")
    assert [kind for kind, _ in given] == ["concern", "concern"]


def test_what_the_court_only_heard_is_no_concern_by_itself() -> None:
    run = (
        "I heard that the home has nineteen residents. The manager told me that a review of training is to take place. "
        "I was told that nobody had been taught what to do if somebody chokes. The list was two months out of date. "
        "It was not read."
    )
    texts = " ".join(text for _, text in kinds_and_words(run))
    assert "nineteen residents" not in texts
    assert "a review of training" not in texts
    assert "nobody had been taught" in texts


def test_concerns_parted_by_whom_they_are_for_are_concerns_whatever_their_words() -> None:
    text = (
        "# REPORT TO PREVENT FUTURE DEATHS\n\nRegulation 28\n\n## CORONER'S CONCERNS\n\nThe matters of concern are as "
        "follows.\n\n# For the attention of the Governor\n\nOn the night in question one officer had charge of 94 men."
        "\n\n"
        "# For the Service\n\nThere is no national instruction about what must follow when a warning form arrives.\n\n"
        "The governor told the jury that she had been in post for a year.\n\n# ACTION SHOULD BE TAKEN\n\nIn my opinion "
        "action should be taken.\n"
    )
    assert [(one.kind.value, one.text[:12]) for one in findings(text, "md")] == [
        ("concern", "On the night"),
        ("concern", "There is no "),
    ]


@pytest.mark.parametrize(
    "told", ["He left at four and was found in the river later that day.", "She waited for nine hours and then went."]
)
def test_the_title_of_the_form_makes_nothing_of_how_somebody_died_a_finding(told: str) -> None:
    text = (
        f"{TOP}# 4 CIRCUMSTANCES OF THE DEATH\n\nMr Vane was brought in on 2 May. {told}\n\n# 5 CORONER'S CONCERNS\n\n"
        "The department had no nurse for those who wait. The form was kept where no nurse could see it." + END
    )
    assert [(one.kind.value, one.text[:12]) for one in findings(text, "md")] == [
        ("concern", "The departme"),
        ("concern", "The form was"),
    ]


@pytest.mark.parametrize(
    "settled",
    [
        "I was told that the rota has been changed, and I make no further comment on that.",
        "I am satisfied that the alarm has now been replaced.",
    ],
)
def test_what_the_coroner_has_done_with_is_no_concern(settled: str) -> None:
    texts = [text for _, text in kinds_and_words(f"Nobody wrote down who had the key. {settled}\n")]
    assert texts == ["Nobody wrote down who had the key."]


@pytest.mark.parametrize(
    "found",
    [
        "I am satisfied that the ward closed its doors at nine and Mr Lem waited outside.",
        "I am satisfied that a national standard should be written.",
    ],
)
def test_what_the_coroner_is_satisfied_happened_or_is_wanted_is_not_settled(found: str) -> None:
    assert not is_only_heard(found)


def test_in_a_form_that_is_one_table_only_its_section_of_concerns_is_read() -> None:
    rows = [
        ("1", "CORONER I am Ada Wren, coroner for Ellerby"),
        ("3", "INVESTIGATION and INQUEST On 6 May 2023 I opened an inquest into the death of Ivo Pell."),
        ("4", "CIRCUMSTANCES OF THE DEATH Mr Pell fell. A neighbour rang for help, which came after 94 minutes."),
        ("5", "CORONER'S CONCERNS The MATTERS OF CONCERN are as follows."),
        ("", "(1) The script does not ask whether a man who has fallen can feel his legs."),
        ("7", "YOUR RESPONSE You are under a duty to respond to this report within 56 days."),
    ]
    table = "".join(f"<tr><td>{number}</td><td>{text}</td></tr>" for number, text in rows)
    page = f"<h1>REGULATION 28 REPORT TO PREVENT FUTURE DEATHS</h1><table>{table}</table>"
    texts = [one.text for one in findings(page, "html")]
    assert not any("neighbour" in text for text in texts)
    assert any("feel his legs" in text for text in texts)
