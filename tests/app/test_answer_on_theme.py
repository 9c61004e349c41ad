"""The answer on the theme of a question: what went wrong, was learned, helped and was done."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.answer_on_theme import (
    MOST_OF_ALL,
    NEAR,
    NEAREST_ONES,
    PER_PART,
    ThemeAnswerPart,
    answer_on_several,
    answer_on_theme,
    latest_telling,
)
from kb.core.model import Kind, Polarity
from kb.vocabulary import load
from search.port import Query
from search.understanding.asked_filters import AskedFilter
from search.understanding.question import UnderstoodQuestion

VOCABULARY = load()
ASKED = UnderstoodQuestion("ferries", Query("ferries"))


def held_finding(
    id_: str,
    kind: Kind,
    review: str = "r",
    polarity: Polarity = Polarity.FAILING,
    theme: str = "t",
    text: str = "Ferries were counted.",
    review_type: str = "",
) -> Any:
    return SimpleNamespace(
        finding=SimpleNamespace(
            id=id_, kind=kind, polarity=polarity, themes=(theme,), text=text, chief_sentence="Ferries were counted."
        ),
        review=SimpleNamespace(slug=review, case_slug=review, review_type=review_type),
    )


def ids(part: ThemeAnswerPart) -> tuple[str, ...]:
    """Return the ids of a part's findings."""
    return tuple(one.finding.id for one in part.findings)


NEAREST = (
    held_finding("1", Kind.CONCERN, "a"),
    held_finding("2", Kind.LESSON, "a"),
    held_finding("3", Kind.MISSED_OPPORTUNITY, "b"),
    held_finding("4", Kind.CONCERN, "c"),
    held_finding("5", Kind.CONCERN, "d", theme="other"),
    held_finding("6", Kind.CONCERN, "d", Polarity.WORKING_WELL),
    held_finding("7", Kind.GOOD_PRACTICE, "a", Polarity.WORKING_WELL),
    held_finding("8", Kind.ACTION, "b", Polarity.IMPROVING),
)


def test_parts_hold_what_is_on_the_theme_one_of_each_review_first() -> None:
    answer = answer_on_theme(ASKED, ("t",), NEAREST, VOCABULARY)
    assert answer is not None
    assert [(part.name, ids(part)) for part in answer.parts] == [
        ("What went wrong", ("1", "3", "4")),
        ("What helped", ("7",)),
        ("What was done", ("8",)),
    ]
    assert all(len(part.findings) <= PER_PART for part in answer.parts)


def test_only_among_the_nearest_do_reviews_stand_before_inspections() -> None:
    inspected = [held_finding(f"{n}", Kind.CONCERN, f"{n}", review_type="inspection") for n in range(NEAREST_ONES - 1)]
    near, far = held_finding("near", Kind.CONCERN, "near"), held_finding("far", Kind.CONCERN, "far")
    answer = answer_on_theme(ASKED, ("t",), (*inspected, near, far, NEAREST[6]), VOCABULARY)
    assert answer is not None
    assert ids(answer.parts[0]) == ("near", "0", "1")


def test_an_answer_has_the_label_and_the_questions_of_its_theme() -> None:
    theme = next(one for one in VOCABULARY.themes.values() if one.questions)
    kinds = (Kind.CONCERN, Kind.GOOD_PRACTICE)
    on_it = tuple(held_finding(kind.value, kind, theme=theme.slug) for kind in kinds)
    answer = answer_on_theme(ASKED, (theme.slug,), on_it, VOCABULARY)
    assert answer is not None
    assert (answer.label, answer.questions) == (theme.label, theme.questions)


@pytest.mark.parametrize(
    ("text", "polarity", "done"),
    [
        ("Late ferries continue to be an issue.", Polarity.NEUTRAL, False),
        ("Mooring remains a serious challenge.", Polarity.IMPROVING, False),
        ("Tickets were not checked.", Polarity.FAILING, False),
        ("The board continues to check tickets.", Polarity.IMPROVING, True),
        ("Risk assessments remain in place.", Polarity.NEUTRAL, True),
    ],
)
def test_what_goes_on_being_a_problem_is_nothing_that_was_done(text: str, polarity: Polarity, done: bool) -> None:
    told = held_finding("9", Kind.ACTION, "e", polarity, text=text)
    answer = answer_on_theme(ASKED, ("t",), (*NEAREST[:1], NEAREST[6], told), VOCABULARY)
    assert answer is not None
    assert [part.name for part in answer.parts][2:] == (["What was done"] if done else [])


@pytest.mark.parametrize(
    ("kind", "polarity", "part"),
    [
        (Kind.LESSON, Polarity.NEUTRAL, "What was learned"),  # "Ferries need to be counted"
        (Kind.LESSON, Polarity.IMPROVING, "What was learned"),
        (Kind.LESSON, Polarity.WORKING_WELL, "What was learned"),
        (Kind.LESSON, Polarity.FAILING, "What went wrong"),
        (Kind.CONCERN, Polarity.NEUTRAL, "What went wrong"),
        (Kind.CONCERN, Polarity.IMPROVING, ""),
        (Kind.MISSED_OPPORTUNITY, Polarity.WORKING_WELL, ""),
    ],
)
def test_only_what_was_failing_stands_under_what_went_wrong(kind: Kind, polarity: Polarity, part: str) -> None:
    told = held_finding("9", kind, "e", polarity)
    answer = answer_on_theme(ASKED, ("t",), (told, *NEAREST[6:]), VOCABULARY)
    assert answer is not None
    assert [one.name for one in answer.parts if "9" in ids(one)] == ([part] if part else [])


@pytest.mark.parametrize(("meant", "held"), [(("t",), True), ((), False)])
def test_a_question_of_more_than_its_theme_is_answered_by_what_is_nearest(meant: tuple[str, ...], held: bool) -> None:
    others = [held_finding(f"o{n}", Kind.CONCERN, "o", theme="other") for n in range(NEAR - 2)]
    nearest = (NEAREST[0], NEAREST[6], *others, NEAREST[7])
    asked = replace(ASKED, meant=meant)
    answer = answer_on_theme(asked, ("t",), nearest, VOCABULARY)
    assert answer is not None
    assert ("What was done" in [part.name for part in answer.parts]) == held


@pytest.mark.parametrize(
    "understood",
    [
        replace(ASKED, unanswered=True),
        replace(ASKED, reviews=("a",)),
        replace(ASKED, asked=(AskedFilter("kind", "lesson", "lessons"),)),
        replace(ASKED, none_of_kind="No action is held."),
    ],
)
def test_a_question_for_something_else_has_no_such_answer(understood: UnderstoodQuestion) -> None:
    assert answer_on_theme(understood, ("t",), NEAREST, VOCABULARY) is None


def test_one_part_alone_is_no_answer_and_neither_is_one_without_a_theme() -> None:
    assert answer_on_theme(ASKED, ("t",), NEAREST[:4], VOCABULARY) is None
    assert answer_on_theme(ASKED, (), NEAREST, VOCABULARY) is None


def test_the_part_with_the_nearest_finding_comes_first() -> None:
    answer = answer_on_theme(ASKED, ("t",), (NEAREST[7], NEAREST[0], NEAREST[6]), VOCABULARY)
    assert answer is not None
    assert [part.name for part in answer.parts] == ["What was done", "What went wrong", "What helped"]


def test_what_has_the_rest_of_the_question_in_one_sentence_comes_first() -> None:
    far = held_finding("far", Kind.CONCERN, "a", text="Ferries were late. Nurses were few.")
    apart = held_finding("apart", Kind.CONCERN, "b", text="Ferries were late.")
    near = held_finding("near", Kind.CONCERN, "c", text="Nurses waited at the lighthouse for ferries.")
    asked = UnderstoodQuestion("nurses lighthouse", Query("nurses lighthouse"))
    answer = answer_on_theme(asked, ("t",), (apart, far, near, NEAREST[6]), VOCABULARY)
    assert answer is not None
    assert ids(answer.parts[0]) == ("near", "far")  # beside these, one that only shares the theme is left out


def test_what_is_first_in_the_list_stands_first_where_it_has_some_of_the_rest() -> None:
    first = held_finding("first", Kind.CONCERN, "a", text="Nurses were few. Ferries were late.")
    near = held_finding("near", Kind.CONCERN, "b", text="Nurses waited at the lighthouse for ferries.")
    asked = UnderstoodQuestion("nurses lighthouse", Query("nurses lighthouse"))
    answer = answer_on_theme(asked, ("t",), (first, near, NEAREST[6]), VOCABULARY)
    assert answer is not None
    assert ids(answer.parts[0]) == ("first", "near")


def test_an_agency_is_asked_for_beside_a_theme_that_speaks_of_agencies() -> None:
    theme = "agency-participation"
    others = [
        held_finding(f"{n}", Kind.CONCERN, f"{n}", theme=theme, text="Few came to conferences.") for n in range(4)
    ]
    doctors = held_finding("gp", Kind.CONCERN, "z", theme=theme, text="GP attendance at conferences is at 2%.")
    good = held_finding("good", Kind.GOOD_PRACTICE, "y", theme=theme, text="GP attendance at conferences was good.")
    asked = UnderstoodQuestion("GP contribution to conferences", Query("GP contribution to conferences"))
    answer = answer_on_theme(asked, (theme,), (*others, doctors, good), VOCABULARY)
    assert answer is not None
    assert [ids(part) for part in answer.parts] == [("gp",), ("good",)]


def test_an_answer_is_seen_at_once_and_has_something_of_each_part() -> None:
    kinds = (Kind.CONCERN, Kind.LESSON, Kind.GOOD_PRACTICE, Kind.RECOMMENDATION, Kind.ACTION)
    found = [
        held_finding(
            f"{kind.value}{n}", kind, f"{kind.value}{n}", Polarity.FAILING if kind is Kind.CONCERN else Polarity.NEUTRAL
        )
        for n in range(4)
        for kind in kinds
    ]
    answer = answer_on_theme(ASKED, ("t",), tuple(found), VOCABULARY)
    assert answer is not None
    assert [len(part.findings) for part in answer.parts] == [2, 2, 2, 2, 1]
    assert sum(len(part.findings) for part in answer.parts) == MOST_OF_ALL


@pytest.mark.parametrize(
    ("kinds", "first"),
    [((), "What went wrong"), (("action",), "What was done"), (("recommendation",), "What was recommended")],
)
def test_the_part_that_the_words_ask_for_comes_first(kinds: tuple[str, ...], first: str) -> None:
    told = held_finding("9", Kind.RECOMMENDATION, "e", Polarity.NEUTRAL)
    answer = answer_on_theme(replace(ASKED, kinds=kinds), ("t",), (*NEAREST, told), VOCABULARY)
    assert answer is not None
    assert answer.parts[0].name == first
    assert {part.name for part in answer.parts} >= {"What was recommended", "What was done", "What helped"}


def test_what_reviews_say_stands_before_what_inspections_alone_say() -> None:
    inspected = held_finding("i", Kind.CONCERN, "i", review_type="inspection")
    answer = answer_on_theme(ASKED, ("t",), (inspected, NEAREST[6], NEAREST[7]), VOCABULARY)
    assert answer is not None
    assert [part.name for part in answer.parts] == ["What helped", "What was done", "What went wrong"]


@pytest.mark.parametrize(
    ("near", "shown"),
    [
        (frozenset({"i"}), ["What helped", "What was done", "What went wrong"]),
        (frozenset[str](), ["What helped", "What was done"]),
    ],
)
def test_an_inspection_that_only_shares_the_theme_is_left_out(near: frozenset[str], shown: list[str]) -> None:
    inspected = held_finding("i", Kind.CONCERN, "i", review_type="inspection")
    order: Any = SimpleNamespace(near_to=lambda question, found, least: near)
    of_theme_alone = replace(ASKED, query=Query(""))
    answer = answer_on_theme(of_theme_alone, ("t",), (inspected, NEAREST[6], NEAREST[7]), VOCABULARY, order)
    assert answer is not None
    assert [part.name for part in answer.parts] == shown


def test_where_nothing_near_would_leave_several_parts_all_are_shown() -> None:
    inspected = held_finding("i", Kind.CONCERN, "i", review_type="inspection")
    order: Any = SimpleNamespace(near_to=lambda question, found, least: frozenset())
    answer = answer_on_theme(ASKED, ("t",), (inspected, NEAREST[6]), VOCABULARY, order)
    assert answer is not None
    assert [part.name for part in answer.parts] == ["What helped", "What went wrong"]


def on_both(text: str, id_: str, kind: Kind = Kind.CONCERN) -> Any:
    polarity = Polarity.IMPROVING if kind is Kind.ACTION else Polarity.FAILING
    return held_finding(id_, kind, id_, polarity, text=text)


def test_several_themes_with_an_agency_are_answered_by_what_names_it() -> None:
    asked = UnderstoodQuestion("GP ferries", Query("GP ferries"), combined=(("t",), ("u",)))
    every = [on_both("Ferries were late.", f"{n}") for n in range(4)]
    named = [on_both("GPs missed ferries.", "gp"), on_both("General practitioners waited.", "near", Kind.ACTION)]
    answer = answer_on_several(asked, every + named, VOCABULARY)
    assert answer is not None
    assert [(part.name, ids(part)) for part in answer.parts] == [
        ("What went wrong", ("gp",)),
        ("What was done", ("near",)),
    ]


def test_few_findings_on_several_themes_are_a_list_and_no_answer() -> None:
    asked = UnderstoodQuestion("ferries", Query("ferries"), combined=(("t",), ("u",)))
    assert answer_on_several(asked, NEAREST[:4], VOCABULARY) is None
    assert answer_on_several(asked, (*NEAREST[:4], *NEAREST[6:]), VOCABULARY) is not None


@pytest.mark.parametrize(
    ("question", "places", "dates", "latest"),
    [
        ("late harbour ferries", (0, 1), ("2013", "2017"), "1"),
        ("late harbour ferries", (0, 5), ("2013", "2017"), ""),  # a newer one may come after the nearest
        ("late harbour ferries", (0, 1), ("2013", ""), ""),  # nobody knows which is the newest
        ("late ferries", (0, 1), ("2013", "2017"), ""),  # too few words to say that nothing is later
    ],
)
def test_the_latest_finding_with_all_words_is_told_where_it_is_sure(
    question: str, places: tuple[int, ...], dates: tuple[str, ...], latest: str
) -> None:
    published = dict(zip(places, dates, strict=True))
    nearest = []
    for at in range(6):
        one = held_finding(str(at), Kind.CONCERN, text="The harbour had late ferries." if at in published else "Rain.")
        one.document = SimpleNamespace(about=SimpleNamespace(published=None))
        one.review.published = published.get(at, "")
        nearest.append(one)
    found = latest_telling(nearest, question)
    assert (found.finding.id if found else "") == latest


def test_a_theme_of_which_nothing_has_the_rest_of_the_question_is_no_answer() -> None:
    asked = UnderstoodQuestion("doctors lighthouse", Query("doctors lighthouse"))
    other = held_finding("0", Kind.CONCERN, "z", theme="other")
    assert answer_on_theme(asked, ("t",), (other, *NEAREST), VOCABULARY) is None
    one = held_finding("9", Kind.CONCERN, "e", text="Doctors waited.")
    assert answer_on_theme(asked, ("t",), (other, *NEAREST, one), VOCABULARY) is not None
    assert answer_on_theme(asked, ("t",), NEAREST, VOCABULARY) is not None  # what is nearest of all is on it


@pytest.mark.parametrize(("others", "answered"), [(3, True), (4, False)])
def test_a_theme_is_answered_where_the_first_result_or_half_of_the_first_are_on_it(
    others: int, *, answered: bool
) -> None:
    on_other = [held_finding(f"o{n}", Kind.CONCERN, "o", theme="other") for n in range(others)]
    assert (answer_on_theme(ASKED, ("t",), (*on_other, *NEAREST), VOCABULARY) is not None) == answered
    assert answer_on_theme(ASKED, ("t",), (NEAREST[0], *on_other, *NEAREST[1:]), VOCABULARY) is not None


@pytest.mark.parametrize(
    ("near", "shown"),
    [(frozenset({"1", "2"}), [("1", "2")]), (frozenset({"2"}), [("2",)]), (frozenset(), None)],
)
def test_a_question_read_by_its_sense_is_answered_by_what_is_near_in_meaning_and_says_so(
    near: frozenset[str], shown: list[tuple[str, ...]] | None
) -> None:
    theme = "was-not-brought"
    other = [held_finding(f"o{n}", Kind.CONCERN, theme="other") for n in range(NEAREST_ONES)]
    nearest = (*other, held_finding("1", Kind.CONCERN, theme=theme), held_finding("2", Kind.CONCERN, "s", theme=theme))
    order = cast(Any, SimpleNamespace(near_to=lambda *_: near))
    read = UnderstoodQuestion("ferries", Query("ferries"), read_as=theme)
    answer = answer_on_theme(read, (theme,), nearest, VOCABULARY, order)
    assert ([ids(part) for part in answer.parts] if answer else None) == shown
    assert answer is None or (answer.inferred and answer.label == VOCABULARY.themes[theme].label)
    named = answer_on_theme(ASKED, ("t",), NEAREST, VOCABULARY)
    assert named is not None
    assert not named.inferred


def test_a_word_for_a_failing_is_nothing_that_is_asked_beside_the_theme() -> None:
    nearest = (
        held_finding("1", Kind.CONCERN, "a", text="MARAC was not told, and the plan stayed as it was."),
        held_finding("2", Kind.CONCERN, "b", text="A visit was missed."),
        held_finding("3", Kind.ACTION, "c", Polarity.IMPROVING, text="MARAC is told."),
    )
    asked = UnderstoodQuestion("marac missed", Query("marac missed"), meant=("da-response-marac",))
    on_marac = tuple(replace_theme(one, "da-response-marac") for one in nearest)
    answer = answer_on_theme(asked, ("da-response-marac",), on_marac, VOCABULARY)
    assert answer is not None
    assert ids(answer.parts[0]) == ("1", "2")


def replace_theme(one: Any, theme: str) -> Any:
    one.finding.themes = (theme,)
    return one
