"""Before you recommend: who, by when, how shown."""

from __future__ import annotations

import pytest

from kb.recurrence import asks, find_vagueness


@pytest.mark.parametrize(
    "text",
    [
        "The Police should report to the Board by March 2025 on the share of incidents shared with schools.",
        "Within six months the Integrated Care Board must audit attendance of GPs at conferences.",
        "By the end of the financial year the Head of Early Help should review all step-down decisions and report the "
        "share that were agreed with partners to the Partnership.",
        "Eastmere Homes should ensure by 1 June 2026 that at least nine in ten moves have a written support plan.",
        "A handover procedure, led by the Named Nurse, to be in use within ten working days of publication, shown by "
        "a dip sample.",
    ],
)
def test_a_full_recommendation_leaves_nothing_open(text: str) -> None:
    found = find_vagueness(text)
    assert (found.owner, found.date, found.measure) == (False, False, False)
    assert found.notes == ()
    assert found.weak == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("All agencies should raise awareness of neglect.", {"owner", "date", "measure"}),
        ("The Board should review its training on neglect.", {"date", "measure"}),
        ("By June 2025 everyone should know the policy, shown by audit.", {"owner"}),
        ("review training on neglect", {"owner", "date", "measure"}),
        ("Review training on neglect for schools and the police", {"owner", "date", "measure"}),
        ("Ensure professional curiosity", {"owner", "date", "measure"}),
    ],
)
def test_what_is_missing_is_named(text: str, missing: set[str]) -> None:
    found = find_vagueness(text)
    assert {name for name in ("owner", "date", "measure") if getattr(found, name)} == missing
    assert len(found.notes) >= len(missing)


NO_OWNER = "It does not say who must act."
NO_DATE = "It does not say by when."
NO_MEASURE = "It does not say how you will know that it was done and made a difference."


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("By June 2025 write a protocol, shown by audit.", (NO_OWNER,)),
        ("The Board should publish the audit.", (NO_DATE,)),
        ("By June 2025 the Board should publish a protocol.", (NO_MEASURE,)),
        ("Write a protocol.", (NO_OWNER, NO_DATE, NO_MEASURE)),
        (
            "All agencies should write a protocol by June 2025 and audit it.",
            ("It does not say who must act: “All agencies” could mean anyone.",),
        ),
        (
            "The Board should consider a protocol by June 2025.",
            (NO_MEASURE, "“consider” can be done without anything changing."),
        ),
        (
            "The Board should hold workshops by June 2025.",
            (NO_MEASURE, "It asks for training but does not say how you will see a change in practice."),
        ),
        ("The Board should hold workshops and survey those who came.", (NO_DATE,)),
    ],
)
def test_each_note_says_what_is_open_and_nothing_else(text: str, notes: tuple[str, ...]) -> None:
    assert find_vagueness(text).notes == notes


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("Taken forward by the Named Nurse for Ash Vale.", True),
        ("A leaflet for schools must be written.", True),
        ("Leaflets must be written for schools.", False),
        ("Ash Vale Homes must write a leaflet.", True),
        ("Leaflets, letters and posters for schools", False),
    ],
)
def test_an_owner_stands_before_the_verb_or_as_the_one_by_whom(text: str, *, owned: bool) -> None:
    assert find_vagueness(text).owner is not owned


def test_training_alone_is_remarked_on() -> None:
    assert any(
        "It asks for training" in note for note in find_vagueness("The Board should review training on neglect.").notes
    )


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("review training on neglect", "review"),
        ("The Board should consider the use of chronologies.", "consider"),
        ("Ensure professional curiosity", "Ensure"),
        ("The Board should publish a neglect strategy.", ""),
    ],
)
def test_a_verb_that_asks_for_little_is_quoted(text: str, verb: str) -> None:
    assert find_vagueness(text).weak == verb
    assert any(verb in note for note in find_vagueness(text).notes) or not verb


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("review training on neglect", True),
        ("Recommendation 2: Develop a protocol", True),
        ("The Trust should write to families.", True),
        ("Training on neglect was reviewed too late.", False),
        ("Reviewing officers did not challenge the plan.", False),
    ],
)
def test_a_request_is_distinguished_from_an_observation(text: str, asking: bool) -> None:
    assert asks(text) is asking


def test_a_weak_verb_is_named_where_the_owner_alone_is_missing() -> None:
    found = find_vagueness("By June 2025 explore the protocol, shown by audit.")
    assert (found.owner, found.date, found.measure, found.weak) == (True, False, False, "explore")


def test_capitals_say_as_much_and_a_longer_word_says_nothing() -> None:
    found = find_vagueness("BY JUNE 2025 THE BOARD SHOULD AUDIT ALL MOVES.")
    assert (found.owner, found.date, found.measure) == (False, False, False)
    assert find_vagueness("By June 2025 the Board should meet the auditorium's owner.").measure
    assert find_vagueness("The Board should audit the Junebug by its nearby shed.").date
