"""What leaves by a door names nobody's number or address, in whatever is exported."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import pytest

from kb.core.model import Certainty, Evidence, Means, Tag, Use
from kb.core.recurrence_values import FollowUp
from kb.exports import (
    CheckedDraft,
    Contrast,
    DraftEntry,
    DraftMatch,
    Event,
    Exhibit,
    Findings,
    FollowedUp,
    History,
    Pack,
    Payload,
    Quiz,
    RecurrenceTable,
    Threads,
)
from kb.exports.masking import discreet, mask_finding
from kb.text.masking import EMAIL, PHONE
from tests.exports.scenes import (
    AGAIN,
    ANSWER,
    ASKED,
    CONTACT,
    DONE,
    ECHO,
    FOLLOWED,
    LESSON,
    PACK,
    RECURS,
    SECOND,
    TELLING,
    THREAD,
    holding,
)

HIDDEN = f"Ring Jo Bloggs on {PHONE} or write to {EMAIL} for the plan."
TAG = Tag("housing-moves", Certainty.YES, 0.9, (Evidence(CONTACT, Means.CUE, "text", 0, len(CONTACT)),))
EXPOSED = holding(
    "c0" * 8,
    CONTACT,
    lead_in=CONTACT,
    label=CONTACT,
    owner=CONTACT,
    due=CONTACT,
    heading=("Learning", CONTACT),
    tags=(TAG,),
)
assert TELLING.story is not None
STORY = replace(TELLING.story, words=CONTACT, short=CONTACT, said=CONTACT)
WORDS = ("quotation", "text", "lead_in", "label", "owner", "due")


def payload_text(value: Any) -> list[str]:
    """Every text anywhere in a value; what is lazily given is read."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [words for one in fields(value) for words in payload_text(getattr(value, one.name))]
    if isinstance(value, dict):
        return [words for one in value.values() for words in payload_text(one)]
    return [words for one in value for words in payload_text(one)] if hasattr(value, "__iter__") else []


@pytest.mark.parametrize("name", WORDS)
def test_a_contact_in_one_field_alone_is_hidden(name: str) -> None:
    said: dict[str, Any] = {name: CONTACT}
    hidden: dict[str, Any] = {name: HIDDEN}
    masked = mask_finding(replace(LESSON, finding=replace(LESSON.finding, **said))).finding
    assert getattr(masked, name) == HIDDEN
    assert masked == replace(LESSON.finding, **hidden, tags=masked.tags)


def test_a_contact_in_a_heading_alone_is_hidden() -> None:
    bare = replace(LESSON, finding=replace(LESSON.finding, heading=("Learning", CONTACT)))
    assert mask_finding(bare).finding.heading == ("Learning", HIDDEN)


def test_a_finding_without_contacts_stays_the_very_same() -> None:
    assert mask_finding(LESSON) is LESSON


def test_the_words_that_made_it_a_finding_are_found_again_in_what_is_left() -> None:
    text = f"Ring {CONTACT} first. Nobody rang {CONTACT}. Later it was quiet."
    start = text.index("Nobody")
    found = replace(LESSON.finding, text=text, evidence=(start, text.index(" Later")))
    left = mask_finding(replace(LESSON, finding=found)).finding
    assert left.evidence_words.startswith("Nobody rang")
    assert left.evidence_words.endswith(".")
    assert CONTACT not in left.evidence_words


def test_what_shows_a_theme_is_hidden_and_stands_at_no_place_any_more() -> None:
    (tag,) = mask_finding(EXPOSED).finding.tags
    assert tag == replace(TAG, evidence=(Evidence(HIDDEN, Means.CUE, "text", None, None),))


FOLLOWED_UP = FollowedUp(
    SECOND,
    (
        FollowUp(
            EXPOSED, ((ANSWER, EXPOSED),), FOLLOWED.rows[0].status, ((ECHO, EXPOSED),), (EXPOSED,), CONTACT, CONTACT
        ),
    ),
)
STEP = replace(THREAD.steps[0], holding=EXPOSED)
EVENT = replace(Event(STEP.stage, EXPOSED), answers=(EXPOSED,), printed=(EXPOSED,))
CHECKED = CheckedDraft(
    (
        DraftEntry("Lesson", "Write to the lead for the plan.", "Not found before"),
        DraftEntry(
            "Recommendation",
            "The board should write the plan.",
            "Nearly the same in 1 review",
            matches=(
                DraftMatch("Related", EXPOSED, CONTACT, CONTACT, "In progress"),
                DraftMatch("Related", LESSON, "", ""),
            ),
        ),
    ),
    (EXPOSED, LESSON),
)
MATTERS: tuple[Payload, ...] = (
    Findings((EXPOSED,), (ANSWER,)),
    FOLLOWED_UP,
    Threads((replace(THREAD, steps=(STEP, STEP)),)),
    Contrast("Two", ("One", "Other"), ((EXPOSED,), (LESSON, EXPOSED)), "On it."),
    History((EVENT,), CONTACT),
    Quiz(replace(TELLING, story=STORY, holdings=(LESSON, EXPOSED))),
    Quiz(replace(TELLING, story=None, holdings=(EXPOSED,))),
    CHECKED,
)


@pytest.mark.parametrize("payload", MATTERS, ids=lambda payload: type(payload).__name__)
def test_no_contact_leaves_in_any_payload(payload: Payload) -> None:
    assert CONTACT in payload_text(payload)
    words = payload_text(discreet(payload))
    assert not [one for one in words if "960 123" in one or "jo.bloggs" in one]
    assert HIDDEN in words


def test_every_payload_that_quotes_findings_is_among_those_tried() -> None:
    quoting = {one for one in get_args(Payload) if "FindingInContext" in str(get_type_hints(one))}
    quoting |= {Threads, FollowedUp, History, Quiz, CheckedDraft, Pack}  # they quote through values of their own
    assert quoting - {Pack} == {type(payload) for payload in MATTERS}


def test_a_checked_draft_hides_contacts_in_what_the_library_says_and_nothing_else_changes() -> None:
    given = discreet(CHECKED)
    assert isinstance(given, CheckedDraft)
    first, second = given.entries
    assert first == CHECKED.entries[0]
    hidden, untouched = second.matches
    assert (hidden.measure, hidden.status) == ("Related", "In progress")
    assert (hidden.words, hidden.why, hidden.holding.finding.text) == (HIDDEN, HIDDEN, HIDDEN)
    assert untouched == CHECKED.entries[1].matches[1]
    assert replace(second, matches=CHECKED.entries[1].matches) == CHECKED.entries[1]
    assert [one.finding.text for one in given.asked] == [HIDDEN, LESSON.finding.text]


def test_a_quiz_hides_contacts_in_its_story_and_in_the_answers() -> None:
    given = discreet(MATTERS[5])
    assert isinstance(given, Quiz)
    assert given.case.story is not None
    assert (given.case.story.words, given.case.story.short, given.case.story.said) == (HIDDEN, HIDDEN, HIDDEN)
    assert [one.finding.text for one in given.case.holdings] == [LESSON.finding.text, HIDDEN]
    assert given.case.review == TELLING.review


def test_the_follow_up_export_hides_contacts_in_every_place() -> None:
    given = discreet(FOLLOWED_UP)
    assert isinstance(given, FollowedUp)
    (row,) = given.rows
    quoted = (row.recommendation, row.answers[0][1], row.later[0][1], row.repeated[0])
    assert [one.finding.text for one in quoted] == [HIDDEN] * 4
    assert (row.owner, row.due) == (HIDDEN, HIDDEN)
    assert (row.answers[0][0], row.later[0][0], row.status) == (ANSWER, ECHO, FOLLOWED.rows[0].status)
    assert given.review == SECOND


def test_a_follow_up_without_contacts_is_not_changed() -> None:
    assert discreet(FOLLOWED) == FOLLOWED


def test_a_pack_hides_contacts_but_keeps_what_its_maker_wrote() -> None:
    pack = replace(
        PACK,
        exhibits=(Exhibit(EXPOSED, CONTACT), Exhibit(LESSON, "As it is.")),
        asked=(EXPOSED,),
        cases={"child-a": (replace(TELLING, story=STORY), replace(TELLING, story=None))},
        used=(Use("2026-10-05", "Twelve housing officers."),),
    )
    given = discreet(pack)
    assert isinstance(given, Pack)
    assert [(one.holding.finding.text, one.note) for one in given.exhibits] == [
        (HIDDEN, HIDDEN),
        (LESSON.finding.text, "As it is."),
    ]
    assert [one.finding.text for one in given.asked] == [HIDDEN]
    told, untold = given.cases["child-a"]
    assert told.story is not None
    assert (told.story.words, told.story.short, told.story.said) == (HIDDEN,) * 3
    assert untold == replace(TELLING, story=None)
    rest: dict[str, Any] = {"exhibits": pack.exhibits, "asked": pack.asked, "cases": pack.cases}
    assert replace(given, **rest) == pack


def test_threads_histories_and_contrasts_keep_their_order() -> None:
    threads = discreet(Threads((THREAD, replace(THREAD, id="t2"))))
    assert isinstance(threads, Threads)
    assert list(threads.threads) == [THREAD, replace(THREAD, id="t2")]
    history = History((Event(STEP.stage, AGAIN), Event(STEP.stage, DONE)), "“Housing” was first said in 2016.")
    assert discreet(history) == history
    contrast = Contrast("Two", ("One", "Other"), ((LESSON, ASKED), (AGAIN,)), "On it.")
    assert discreet(contrast) == contrast


def test_counts_alone_pass_as_they_are() -> None:
    assert isinstance(RECURS, RecurrenceTable)
    assert discreet(RECURS) is RECURS
