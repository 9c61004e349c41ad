"""What a question leads to, as values that every door turns into links by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.app.next_steps import HistoryTopic, NextSteps, next_steps, reviews_with_number
from kb.app.question_signs import read_signs
from kb.core.model import FindingInContext, Review
from kb.vocabulary import load
from search.port import Query
from search.understanding.question import understand
from tests.recurrence.makers import make_holding

VOCABULARY = load()
REVIEWS = (
    Review("one", "Ferry landing", area="Exby", published="2014-03-01"),
    Review("two", "Lock house", area="Wyeford", published="2019-03-01"),
)


def steps_of(text: str, query: Query | None = None, reviews: tuple[Review, ...] = REVIEWS) -> NextSteps:
    query = query or Query(text)
    return next_steps(query, understand(query, reviews, VOCABULARY), reviews, VOCABULARY)


def test_an_area_and_years_lead_to_a_search_by_each_and_by_both() -> None:
    found = steps_of("core groups in Exby since 2012").narrower
    assert [(one.query.text, one.areas, one.years) for one in found] == [
        ("core groups since 2012", ("Exby",), None),
        ("core groups in Exby", (), (2012, None)),
        ("core groups", ("Exby",), (2012, None)),
    ]
    assert [one.query.filters.get("area", ()) for one in found] == [("Exby",), (), ("Exby",)]
    assert [one.query.years for one in found] == [(None, None), (2012, None), (2012, None)]


def test_no_search_is_offered_that_no_review_fits() -> None:
    assert [one.areas for one in steps_of("core groups in Exby since 2016").narrower] == [("Exby",), ()]
    assert [one.areas for one in steps_of("core groups in Exby since 2020").narrower] == [("Exby",)]
    assert steps_of("core groups in 2011").narrower == ()


def test_what_is_a_filter_already_is_not_offered_again() -> None:
    query = Query("core groups in Exby since 2012", filters={"area": ("Exby",)}, years=(2012, None))
    assert steps_of("", query).narrower == ()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("core group attendance in Exby", HistoryTopic("core group attendance", "cp-plans-core-groups", "Exby")),
        ("has neglect come up before?", HistoryTopic("neglect", "neglect", "")),
        ("neglect", None),  # neither an area nor whether it came up before
        ("ferries in Exby", None),  # no theme
    ],
)
def test_a_theme_with_an_area_or_asked_after_again_leads_to_its_history(text: str, topic: HistoryTopic | None) -> None:
    assert steps_of(text).history == topic


def test_a_question_for_a_page_keeps_its_subject() -> None:
    steps = steps_of("quiz about neglect in Exby for under 5s")
    assert (steps.intents, steps.subject.theme, steps.subject.area) == (("quiz",), "neglect", "Exby")
    assert steps.subject.age
    assert "quiz" not in steps.subject.words


@pytest.mark.parametrize(
    ("text", "plain", "page", "personal", "quoted"),
    [
        ("short quotes about hope", True, False, False, "hope"),
        ('"core group"', False, False, False, None),
        ("make me a quiz", True, True, False, None),
        ("Jo, born 3 March 2011", True, False, True, None),
        ("damp in flats", True, False, False, None),
    ],
)
def test_words_alone_tell_how_a_question_is_taken(
    text: str, plain: bool, page: bool, personal: bool, quoted: str | None
) -> None:
    signs = read_signs(text)
    assert (signs.is_plain, signs.wants_page, signs.holds_personal_details) == (plain, page, personal)
    assert signs.quoted == quoted


@pytest.mark.parametrize(
    ("text", "also", "agencies", "figures"),
    [
        ("cases about school exclusion and exploitation", ("exploitation-extra-familial",), (), False),
        ("handout on neglect for health visitors", (), ("health-visiting",), False),
        ("20-minute session on domestic abuse for housing officers", (), ("housing-authority",), False),
        ("pack on fathers with data", (), (), True),
        ("case studies of neglect with figures", (), (), True),
        ("cases on neglect for under 5s", (), (), False),
        ("quiz on neglect", (), (), False),
    ],
)
def test_every_theme_those_it_is_for_and_numbers_are_kept_of_what_is_asked_for(
    text: str, also: tuple[str, ...], agencies: tuple[str, ...], figures: bool
) -> None:
    subject = steps_of(text).subject
    assert tuple(slug for slug, _ in subject.also) == also
    assert tuple(slug for slug, _ in subject.agencies) == agencies
    assert subject.figures == figures


def test_figures_that_are_wanted_with_material_are_no_theme_of_it() -> None:
    for asked in ("case studies with figures on exploitation", "pack on exploitation with statistics"):
        assert steps_of(asked).subject.theme == "exploitation-extra-familial"
    assert not steps_of("figures on exploitation").subject.figures  # asks for no material


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("families moving between councils", ("cross-boundary-transfer",)),
        ("she was moving between boroughs, and no nurse knew", ("cross-boundary-transfer",)),
        ("lanterns between the sheds", ()),
    ],
)
def test_a_theme_is_meant_that_what_reviews_say_for_everyday_words_shows(question: str, theme: tuple[str, ...]) -> None:
    assert steps_of(question).theme == theme


@pytest.mark.parametrize(
    ("text", "number"),
    [("what changed after recommendation 4.1", "4.1"), ("rec. no. 3 of the lock house", "3"), ("section 3", "")],
)
def test_the_number_of_a_recommendation_is_part_of_the_subject(text: str, number: str) -> None:
    assert steps_of(text).subject.number == number


def test_a_review_has_a_number_where_a_finding_is_called_by_it_or_stands_below_it() -> None:
    called = replace_finding(make_holding("one", "Share records."), label="Recommendation 3")
    below = replace_finding(make_holding("two", "Records are shared."), heading=("Actions", "Recommendation 3"))
    other = replace_finding(make_holding("three", "Ask again."), label="Recommendation 13")
    assert reviews_with_number("3", (called, below, other)) == (called.review.slug, below.review.slug)
    assert reviews_with_number("3", (called, called)) == (called.review.slug,)


def replace_finding(held: FindingInContext, **values: object) -> FindingInContext:
    return replace(held, finding=replace(held.finding, **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("stepmum strings us along", "engagement-avoidance"),
        ("he promises a visit but never keeps it", "engagement-avoidance"),
        ("probation didn't show up at the panel", "agency-participation"),
        ("frequent changing of addresses", "housing-moves"),
        ("locums covering the case", "key-worker-continuity"),
    ],
)
def test_phrases_of_talk_show_their_theme(question: str, theme: str) -> None:
    assert steps_of(question).theme == (theme,)


@pytest.mark.parametrize("question", ["nurse said he would mend", "their decision to close the file"])
def test_what_anybody_says_or_decides_shows_no_theme(question: str) -> None:
    assert steps_of(question).theme == ()
