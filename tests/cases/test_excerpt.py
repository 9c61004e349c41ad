from __future__ import annotations

from dataclasses import replace

import pytest

from kb.cases.case import cases_of, stories, story_of
from kb.cases.excerpt import CUT, shorten_story, weight
from kb.core.case_values import ContentNotice, Passage, Story
from kb.core.document import Span
from kb.core.model import FindingInContext
from kb.exports import Exhibit, Pack
from kb.exports.case_pack import lay_out
from tests.exports.scenes import AGAIN, GOOD, LESSON, SHEET

OPENING = "Ash lived with his mother and two brothers above a shop."
MIDDLE = tuple(
    f"In visit {number} the family was seen at home and nothing was written about the other rooms."
    for number in range(1, 12)
)
EVENT = "Ash died in the spring of a head injury."
AFTER = "His brothers went to live with an aunt."


def test_a_story_with_room_for_it_is_whole() -> None:
    assert shorten_story([[OPENING, EVENT], [AFTER]], 40) == f"{OPENING} {EVENT}\n{AFTER}"


def test_a_cut_story_keeps_the_event_and_marks_every_gap() -> None:
    short = shorten_story([[OPENING], [*MIDDLE, EVENT], [AFTER]], 60)
    assert short.startswith(f"{OPENING}\n{MIDDLE[0]}")
    assert f" {CUT} {EVENT}" in short
    assert short.endswith(CUT)
    assert len(short.replace(CUT, "").split()) <= 60


def test_what_is_kept_stands_word_for_word_in_its_order() -> None:
    lines = [[OPENING, *MIDDLE[:5]], [*MIDDLE[5:], EVENT, AFTER]]
    whole = " ".join(one for line in lines for one in line)
    at = 0
    for part in shorten_story(lines, 70).replace("\n", f" {CUT} ").split(CUT):
        at = whole.index(part.strip(), at)


def test_the_event_is_told_though_there_is_no_room() -> None:
    assert shorten_story([[OPENING], [*MIDDLE], [EVENT]], 5) == f"{OPENING}\n{CUT} {EVENT}"


def test_a_case_study_begins_where_it_tells_of_somebody() -> None:
    short = shorten_story([[*MIDDLE[:4]], [OPENING, EVENT], [*MIDDLE[4:]]], 40, begin=4)
    assert short.startswith(f"{CUT} {OPENING} {EVENT}")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Ash died in May.", "After the death of Ash his mother moved."),
        ("After the death of Ash his mother moved.", "Ash had serious head injuries."),
        ("Ash had a near-fatal injury.", "Ash was removed from home."),
        ("Ash was removed from home.", "Ash liked school; his mother's voice was drowned out."),
    ],
)
def test_a_death_tells_more_than_an_injury_and_that_more_than_a_turn(more: str, less: str) -> None:
    assert weight(more) > weight(less)


def _at(one: FindingInContext, start: int) -> FindingInContext:
    return replace(one, finding=replace(one.finding, span=Span(((start, start + 5),), (1,))))


STUDY = Story("Bryn is nine.", "Case study", 4, LESSON.document, "Bryn is nine.", "Bryn is nine.", (100, 200))
SECOND = replace(STUDY, words="Cai is 14.", short="Cai is 14.", said="Cai is 14.", stretch=(300, 400))
WHOLE = Story("Ash died.", "What happened", 2, LESSON.document, "Ash died.", "Ash died.")


def test_a_finding_belongs_to_the_case_study_in_which_it_stands() -> None:
    told = stories(replace(WHOLE, others=(STUDY, SECOND)))
    inside = [story_of(_at(LESSON, at), told) for at in (100, 199, 300)]
    assert [one.words for one in inside if one] == [STUDY.words, STUDY.words, SECOND.words]
    outside = story_of(_at(LESSON, 250), told)
    assert outside is not None
    assert outside.words == WHOLE.words
    assert story_of(_at(LESSON, 250), (STUDY, SECOND)) is None
    assert story_of(_at(replace(LESSON, document=replace(LESSON.document, id="another")), 100), (STUDY,)) is None


def test_a_plain_passage_is_one_story() -> None:
    (one,) = stories(Passage("Ash died.", "What happened", 2, LESSON.document))
    assert (one.words, one.short, one.said) == ("Ash died.",) * 3
    assert stories(None) == ()


def test_a_pack_tells_the_case_study_of_each_quotation_in_short() -> None:
    inside, other, outside = (
        _at(LESSON, 120),
        _at(replace(LESSON, finding=replace(LESSON.finding, id="b" * 16)), 320),
        _at(GOOD, 5),
    )
    short = replace(STUDY, short=f"Bryn {CUT}", others=(SECOND,))
    cases = {inside.review.slug: cases_of(inside.review, short, (), ContentNotice(), SHEET.vocabulary)}
    laid = lay_out(Pack("A pack", tuple(Exhibit(one) for one in (inside, other, AGAIN)), cases=cases), SHEET)
    assert [case.told for case in laid.cases] == [f"Bryn {CUT}", SECOND.words, ""]
    assert [len(case.quotations) for case in laid.cases] == [1, 1, 1]
    alone = lay_out(Pack("A pack", (Exhibit(replace(outside, review=inside.review)),), cases=cases), SHEET)
    assert [case.told for case in alone.cases] == [""]
