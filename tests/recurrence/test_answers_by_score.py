"""An action of one document answers the recommendation of another that it says in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kb.core.model import Answer, FindingInContext, Kind, StatedValue
from kb.recurrence import Meanings, Reprints
from kb.recurrence.answer_words import words_said
from kb.recurrence.answers_by_score import (
    LEFT,
    answer_weights,
    join_what_is_left,
    signs_of_paper,
    words_of_recommendations,
)
from kb.recurrence.terms import Wording
from kb.vocabulary import load
from tests.recurrence.sign_encoder import ALARMS, INTERPRETERS, PRESCRIBING, SignEncoder
from tests.recurrence.test_reprints import make_printing

ASKED = [
    "The Board should write guidance on when mental capacity is assessed where somebody neglects himself.",
    "The Board should make the hoarding panel known to frontline workers and publish how cases are referred.",
    "Carrowby Community Health should make sure that district nurses discuss patients who decline care in supervision.",
    "The council should review the use of its emergency beds in winter.",
]
CAPACITY, NURSES = "The guidance on capacity is out.", "District nurses talk of patients who decline."
REPORT = [make_printing(f"r{place}", text, "report", place=place * 200) for place, text in enumerate(ASKED)]


def link(*told: str, heading: tuple[str, ...] = (), document: str = "minutes") -> list[str]:
    """Return for each line of a paper which recommendation it answers, "" for none."""
    lines = [
        make_printing(f"a{place}", text, document, kind=Kind.ACTION, place=place * 200, heading=heading)
        for place, text in enumerate(told)
    ]
    joined = Reprints([*REPORT, *lines], [])
    return [next((one.recommendation for one in joined.answers(line.finding.id)), "") for line in lines]


def test_rare_words_tell_the_recommendation() -> None:
    assert link("District nurses bring patients who refuse care to a monthly supervision session.") == ["r2"]


def test_what_is_named_first_tells_it_with_one_word() -> None:
    assert link("On the capacity guidance, a draft is out for comment.", "The panel: posters went to teams.") == [
        "r0",
        "r1",
    ]


def test_a_topical_heading_counts() -> None:
    assert link("Work has not begun, because the officer left.", heading=("Emergency beds in winter",)) == ["r3"]


def test_the_order_of_a_list_helps_where_words_are_few() -> None:
    first = "Guidance on mental capacity for people who neglect themselves was assessed and issued."
    last = "District nurses discuss in supervision patients who decline care."
    between = "Frontline teams have had a film and a leaflet on hoarding, with a telephone line and a rota of visits."
    assert link(first, between, last) == ["r0", "r1", "r2"]


def test_nothing_is_said_of_what_fits_none_or_two() -> None:
    assert link("The newsletter was redesigned.") == [""]
    assert link("The Board discussed how cases and care are published.") == [""]


def test_what_the_report_itself_says_was_done_is_its_own_matter() -> None:
    assert link("District nurses now discuss in supervision patients who decline care.", document="report") == [""]


def test_such_a_link_is_never_certain_and_says_its_words() -> None:
    line = make_printing("a", "District nurses now discuss in supervision.", "letter", kind=Kind.ACTION)
    (told,) = Reprints([*REPORT, line], []).answers("a")
    assert not told.certain
    assert told.why.endswith("in other words: District, nurses, supervision")


def chance(
    told: Sequence[FindingInContext],
    place: int,
    report: Sequence[FindingInContext] = REPORT,
    known: Sequence[tuple[str, FindingInContext]] = (),
    wording: Wording | None = None,
) -> float:
    """Return the chance that the last action of a paper answers the recommendation at a place of a report."""
    made = words_of_recommendations(report, known, wording)
    signs = signs_of_paper(made, [words_said(one, wording) for one in told], known)
    return float(answer_weights()["words"].chances(signs)[-1, place])


def test_one_word_is_surer_in_a_list_that_keeps_the_order() -> None:
    told = (
        "Guidance on mental capacity for people who neglect themselves was assessed and issued.",
        "The hoarding panel is known to frontline workers and how cases are referred is published.",
        "Somebody now watches the beds.",
    )
    lines = [make_printing(f"a{at}", text, "minutes", kind=Kind.ACTION, place=at * 200) for at, text in enumerate(told)]
    assert link(*told) == ["r0", "r1", "r3"]
    assert chance(lines, 3) > chance(lines[2:], 3) + 0.2
    assert chance([lines[1], lines[0], lines[2]], 2) < chance(lines, 3)


def test_the_sentence_that_leads_to_an_action_tells_what_it_answers() -> None:
    line = make_printing("a", "We have added a page for this.", "letter", kind=Kind.ACTION)
    told = replace(line.finding, lead_in="Your report asked us to discuss in supervision patients who decline care.")
    led = replace(line, finding=told)
    assert not Reprints([*REPORT, line], []).answers("a")
    assert [one.recommendation for one in Reprints([*REPORT, led], []).answers("a")] == ["r2"]


def test_what_is_known_to_answer_lends_its_words() -> None:
    plan = make_printing("p", "Post a film and a leaflet to every team by courier.", "plan", kind=Kind.ACTION)
    letter = make_printing("a", "The film and the leaflet went by courier in May.", "letter", kind=Kind.ACTION)
    assert chance([letter], 1, known=[("r1", plan)]) > 5 * chance([letter], 1)


def test_the_title_of_a_paper_is_not_lent_to_what_an_action_of_it_answers() -> None:
    told = make_printing("a", "Post a film to every team.", "plan", kind=Kind.ACTION, heading=("Osric: action plan",))
    lent = words_of_recommendations(REPORT, [("r1", told)])[1].bag
    assert "film" in lent
    assert not any(word.startswith("osric") for word in lent)


def with_title(held: FindingInContext, title: str, area: str = "") -> FindingInContext:
    about = replace(
        held.document.about,
        title=StatedValue(title, "page 1"),
        area=StatedValue(area, "page 1") if area else None,
    )
    return replace(held, document=replace(held.document, about=about))


def test_of_a_paper_that_heads_some_of_it_with_the_reviews_name_only_these_answer() -> None:
    report = [with_title(one, "Safeguarding Adults Review: Osric") for one in REPORT]
    told = "District nurses bring patients who refuse care to a monthly supervision session."
    under = [
        make_printing(f"a{at}", told, "minutes", kind=Kind.ACTION, place=at * 200, heading=("Minutes", heading))
        for at, heading in enumerate(["4. Osric", "5. Winter plan"])
    ]
    joined = Reprints([*report, *under], [])
    assert [bool(joined.answers(one.finding.id)) for one in under] == [True, False]
    assert [bool(Reprints([*REPORT, *under], []).answers(one.finding.id)) for one in under] == [True, True]


def test_the_name_of_the_place_is_no_shared_word() -> None:
    line = make_printing(
        "a", "Carrowby homes were inspected by Carrowby Community wardens.", "minutes", kind=Kind.ACTION
    )
    placed = [with_title(one, "Report", "Carrowby") for one in REPORT]
    assert chance([with_title(line, "Minutes", "Carrowby")], 2, placed) < chance([line], 2) * 0.6


def test_words_of_one_meaning_tell_it() -> None:
    asked = make_printing("dads", "Midwives should note where fathers sleep once a baby is home.", "report", place=900)
    told = make_printing("told", "Who is dad, and where does the newborn sleep?", "plan", kind=Kind.ACTION)
    report = [*REPORT, asked]
    assert chance([told], 4, report, wording=Wording(load())) > chance([told], 4, report) + 0.1
    (link,) = Reprints([*report, told], [], Wording(load())).answers("told")
    assert (link.recommendation, link.certain) == ("dads", False)
    assert "dad" in link.why


# by a sentence encoder

SHORT_REPORT = [
    make_printing(f"r{place}", text, "report", place=place * 200)
    for place, text in enumerate((INTERPRETERS, ALARMS, PRESCRIBING))
]


def answers_in_letter(*told: str, document: str = "letter", known: tuple[Answer, ...] = ()) -> dict[str, Answer]:
    """Return for each action of a paper what it answers, by its id ("a0", ...)."""
    return {one.action: one for one in join_letter(*told, document=document, known=known).all_answers}


def join_letter(*told: str, document: str = "letter", known: tuple[Answer, ...] = (), encoder: bool = True) -> Reprints:
    lines: list[FindingInContext] = [
        make_printing(f"a{place}", text, document, kind=Kind.ACTION, place=place * 200)
        for place, text in enumerate(told)
    ]
    return Reprints([*SHORT_REPORT, *lines], known, None, Meanings(SignEncoder(), {}) if encoder else None)


def test_an_action_answers_what_it_means_without_a_shared_word() -> None:
    made = answers_in_letter("Someone independent is now booked.", "New bleepers hang in the hallways.")
    assert {one: link.recommendation for one, link in made.items()} == {"a0": "r0", "a1": "r1"}


def test_such_a_link_is_possible_and_says_that_it_is_close_in_meaning() -> None:
    (link,) = answers_in_letter("Someone independent is now booked.").values()
    assert not link.certain
    assert "close in meaning" in link.why


def test_without_an_encoder_nothing_is_linked_by_meaning() -> None:
    assert join_letter("Someone independent is now booked.", encoder=False).all_answers == ()


def test_what_is_near_to_none_or_as_near_to_two_answers_nothing() -> None:
    assert answers_in_letter("The newsletter looks different.") == {}
    assert answers_in_letter("Somebody booked brings tablets.") == {}


def chance_of_leaflet(*beside: str, known: str = "") -> float:
    """Return the chance that a leaflet on bookings answers what is asked of interpreters, beside other actions."""
    told = [
        make_printing(f"a{place}", text, "letter", kind=Kind.ACTION, place=place * 200)
        for place, text in enumerate((*beside, "A leaflet on bookings is out."))
    ]
    answering = [(known, told[0])] if known else []
    made = words_of_recommendations(SHORT_REPORT, answering)
    signs = signs_of_paper(made, [words_said(one) for one in told], answering, Meanings(SignEncoder(), {}))
    return float(answer_weights()["meaning"].chances(signs)[-1, 0])


def test_an_action_answers_less_surely_where_another_of_its_paper_is_nearer() -> None:
    nearer = chance_of_leaflet("Someone independent is now booked.")
    assert nearer < chance_of_leaflet("New bleepers hang in the hallways.") < 1


def test_what_answers_already_keeps_its_link() -> None:
    known = (Answer("r2", "a0", "it stands beside it", certain=True),)
    made = answers_in_letter("Someone independent is now booked.", known=known)
    assert {one: link.recommendation for one, link in made.items()} == {"a0": "r2"}


def test_what_is_known_of_an_action_tells_what_stands_after_it() -> None:
    assert chance_of_leaflet("Someone independent is now booked.", known="r2") < chance_of_leaflet(
        "Someone independent is now booked.", known="r0"
    )


def test_what_the_report_itself_tells_is_not_linked_by_meaning() -> None:
    assert answers_in_letter("Someone independent is now booked.", document="report") == {}


def test_what_is_left_over_of_a_paper_on_the_review_needs_less() -> None:
    chances = np.array([[0.9, 0.0, 0.0], [0.0, 0.8, 0.0], [0.3, 0.0, LEFT + 0.01]], np.float32)
    assert join_what_is_left(chances, {0: 0, 1: 1}, [False, False, False], frozenset()) == {2: 2}
    assert join_what_is_left(chances, {0: 0}, [False, True, False], frozenset({1})) == {2: 2}


def test_of_a_paper_that_tells_of_other_things_it_needs_as_much() -> None:
    chances = np.array([[0.9, 0.0, 0.0], *[[0.0, 0.0, 0.3]] * 4], np.float32)
    assert join_what_is_left(chances, {0: 0}, [False] * 5, frozenset()) == {}
    assert join_what_is_left(chances, {0: 0}, [False] * 5, frozenset({1})) == {}


def test_nothing_is_left_over_where_something_answers_already_or_the_chance_is_slight() -> None:
    chances = np.array([[0.9, 0.0], [0.0, 0.8], [0.3, 0.3]], np.float32)
    assert join_what_is_left(chances, {0: 0, 1: 1}, [False] * 3, frozenset()) == {}
    slight = np.array([[0.9, 0.0, 0.0], [0.0, 0.8, 0.0], [0.0, 0.0, LEFT - 0.01]], np.float32)
    assert join_what_is_left(slight, {0: 0, 1: 1}, [False] * 3, frozenset()) == {}
