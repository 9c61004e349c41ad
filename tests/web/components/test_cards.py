"""The badges of a finding that its own words and document give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.document import Note
from kb.core.inferred_actions import MARK
from kb.core.model import (
    Certainty,
    DocumentSummary,
    Evidence,
    Finding,
    FindingInContext,
    Kind,
    Means,
    Metadata,
    Review,
    Tag,
)
from kb.core.recurrence_values import ThreadStage, ToldElsewhere
from kb.vocabulary import load
from kb.vocabulary.labels import finding_labels
from tests.makers import make_document, make_finding, make_tag
from tests.recurrence.makers import make_holding
from web import urls
from web.components.cards import (
    STAGE_TONES,
    Badge,
    badges_of_others,
    card,
    end_of_lead_in,
    opening,
    own_badges,
    title,
)

READ = Note("read_by_ocr", "Page 1 is a picture and was read by text recognition (OCR), 84 of 100 sure; check it.", 1)
ELSEWHERE = Note("read_by_ocr", "Page 2 is a picture and was read by text recognition (OCR), 84 of 100 sure.", 2)
RECOMMENDED = make_holding("asked", "Housing should be invited.", kind=Kind.RECOMMENDATION)
LESSON = make_holding("lesson", "Housing was not invited.")


def badges(note: Note) -> list[str]:
    document = make_document(notes=(note,), pages=2)
    held = DocumentSummary(
        document.sha256[:16], "child-z", document.name, "pdf", document.sha256, 1, "", 2, Metadata(), document.notes, 1
    )
    holding = FindingInContext(make_finding(document), held, Review("child-z", "Child Z"))
    return [one.text for one in own_badges(holding, finding_labels(holding, load()))]


def test_a_finding_read_from_a_picture_says_how_sure_that_was() -> None:
    assert badges(READ) == ["Read from a picture, 84 of 100 sure"]


def test_a_finding_on_another_page_does_not() -> None:
    assert badges(ELSEWHERE) == []


@pytest.mark.parametrize(
    ("why", "kind"),
    [(f"{MARK}says “supervision”", "Action (inferred)"), ("tells what was done: “has started”", "Action")],
)
def test_an_action_that_only_its_review_makes_one_is_called_inferred(why: str, kind: str) -> None:
    acted = holding_of(replace(make_finding(make_document()), kind=Kind.ACTION, why=why))
    assert finding_labels(acted, load()).kind == kind
    assert card(acted, load()).sort == kind


@pytest.mark.parametrize(
    ("lead_in", "shown"),
    [
        ("The ferries were looked at. Two reasons were found:", "… Two reasons were found:"),
        ("Staff should:", "Staff should:"),
        ("", ""),
    ],
)
def test_a_result_shows_the_last_sentence_of_what_leads_to_it(lead_in: str, shown: str) -> None:
    assert end_of_lead_in(lead_in) == shown


FIRST = "The plan had been written in the spring, after two meetings to which nobody from the nursery had been asked."
CHIEF = "Health visitors were not told of the plan."
LONG = f"{FIRST} {FIRST} {FIRST} {CHIEF} {FIRST}"


def holding_of(finding: Finding) -> FindingInContext:
    document = make_document((LONG,))
    held = DocumentSummary(
        document.sha256[:16], "child-z", document.name, "pdf", document.sha256, 1, "", 1, Metadata(), (), 1
    )
    return FindingInContext(finding, held, Review("child-z", "Child Z"))


def test_a_card_leads_with_the_sentence_that_made_a_long_quotation_a_finding() -> None:
    found = make_finding(make_document((LONG,)), LONG)
    shown = replace(found, evidence=(LONG.index(CHIEF), LONG.index(CHIEF) + len(CHIEF)))
    assert opening(holding_of(shown))[0].startswith(CHIEF)
    assert title(holding_of(shown)).startswith(CHIEF[:30])
    made = card(holding_of(shown), load())
    assert made.snippet.text.startswith(CHIEF)
    assert made.snippet.before
    searched = card(holding_of(shown), load(), ["nursery"])
    assert searched.snippet.text.startswith("The plan had been written")  # what was searched for comes first
    assert card(holding_of(found), load()).snippet.text.startswith("The plan had been written")


@pytest.mark.parametrize(
    ("highlights", "of_kind", "led"),
    [
        (("nursery", "plan"), False, False),  # as many of the words stand in the first sentence
        (("nursery", "plan"), True, True),
        (("nursery", "spring"), True, False),  # what made it a finding has none of the words
    ],
)
def test_a_finding_of_a_kind_that_is_asked_for_begins_with_what_made_it_one(
    highlights: tuple[str, ...], of_kind: bool, led: bool
) -> None:
    start = LONG.index(CHIEF)
    finding = replace(make_finding(make_document((LONG,)), LONG), evidence=(start, start + len(CHIEF)))
    shown = card(holding_of(finding), load(), highlights, of_kind=of_kind).snippet
    assert shown.text.startswith(CHIEF) == led


SHORT_OF = "Two of the files did not say what the visit changed for the child."
DONE_WELL = "Visits to the children were frequent, planned with them and written up."


@pytest.mark.parametrize(("kind", "led"), [(Kind.GOOD_PRACTICE, True), (Kind.CONCERN, False)])
def test_good_practice_that_is_asked_for_is_not_shown_by_what_fell_short(kind: Kind, led: bool) -> None:
    text = f"{DONE_WELL} {FIRST} {FIRST} {FIRST} {SHORT_OF} {FIRST} {FIRST}"
    finding = replace(make_finding(make_document((text,)), text), kind=kind, evidence=(0, len(DONE_WELL)))
    shown = card(holding_of(finding), load(), ("file",), of_kind=True).snippet
    assert shown.text.startswith(DONE_WELL) == led


@pytest.mark.parametrize("where", ["recommendation", "heading"])
def test_a_theme_that_only_surrounds_a_finding_says_where_it_is_from(where: str) -> None:
    lent = Tag("domestic-abuse", Certainty.YES, 0.8, (Evidence("violence at home", Means.CONTEXT, where),))
    found = replace(make_finding(make_document()), tags=(make_tag("neglect"), lent))
    own, other = (load().themes[slug].label for slug in ("neglect", "domestic-abuse"))
    assert [one.text for one in card(holding_of(found), load()).themes] == [own, f"{other} (from its {where})"]


def test_a_theme_of_the_case_says_so_also_where_weak_words_of_the_finding_bear_it_out() -> None:
    shown_by = (Evidence("hoard", Means.CONTEXT, "case"), Evidence("clutter", Means.MODEL, "text", 0, 7))
    found = replace(make_finding(make_document()), tags=(Tag("self-neglect", Certainty.YES, 0.8, shown_by),))
    label = load().themes["self-neglect"].label
    assert [one.text for one in card(holding_of(found), load()).themes] == [f"{label} (from its case)"]


@pytest.mark.parametrize(
    ("holding", "told", "shown"),
    [
        (RECOMMENDED, ToldElsewhere(answered=True), (Badge("Action or response recorded", "blue"),)),
        (RECOMMENDED, ToldElsewhere(), (Badge("No action recorded in this library", "grey"),)),
        (LESSON, ToldElsewhere(), ()),
        (LESSON, ToldElsewhere(again=1), (Badge("Similar in 1 other source", "orange", urls.elsewhere(LESSON)),)),
        (
            RECOMMENDED,
            ToldElsewhere(answered=True, again=3),
            (
                Badge("Action or response recorded", "blue"),
                Badge("Similar in 3 other sources", "orange", urls.elsewhere(RECOMMENDED)),
            ),
        ),
    ],
)
def test_badges_tell_of_answers_and_of_where_it_was_found_again(
    holding: FindingInContext, told: ToldElsewhere, shown: tuple[Badge, ...]
) -> None:
    assert tuple(badges_of_others(holding, told)) == shown
    assert card(holding, load(), told=told).signs == shown


def test_a_card_without_what_others_tell_says_nothing_of_it() -> None:
    assert card(RECOMMENDED, load()).signs == ()


def test_every_stage_of_a_thread_has_a_tone() -> None:
    assert set(STAGE_TONES) == set(ThreadStage)
