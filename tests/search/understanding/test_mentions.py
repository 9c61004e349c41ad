"""What a question names that the library holds: themes, reviews and areas, each where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Review
from kb.vocabulary import Cues, Theme, load
from search.understanding import mentions
from search.understanding.mentions import Spot
from tests.search.makers import vocabulary

SMALL = vocabulary()
LIVED = replace(
    SMALL,
    themes={
        **SMALL.themes,
        "homes": Theme(
            "homes", "Housing, homelessness and repairs", "circumstances", "Homes.", Cues(strong=("mould", "cold home"))
        ),
        "agency-work": Theme("agency-work", "Working together", "practice", "Work.", Cues(strong=("handover",))),
        "everywhere": Theme("everywhere", "Harm", "harm", "Harm.", Cues(strong=("bruises",)), weak=True),
        "shown-twice": Theme("shown-twice", "Damp", "harm", "Damp.", Cues(strong=("leaks",))),
        "shown-again": Theme("shown-again", "Rain", "harm", "Rain.", Cues(strong=("leaks",))),
    },
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("what did reviews say about neglect (of babies)?", True),
        ("themes: neglect, damp", True),
        ('"core group"', False),
        ("neglect*", False),
        ("theme:neglect", False),
        ("neglect AND damp", False),
        ("neglect -damp", False),
        ("multi-agency", True),
    ],
)
def test_words_alone_are_plain(text: str, *, plain: bool) -> None:
    assert mentions.is_plain_words(text) is plain


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Neglect and domestic abuse", (("neglect",), ("domestic-abuse",))),
        ("MISSED APPOINTMENTS", (("was-not-brought",),)),
        ("unmet needs of a child", (("neglect",),)),
        ("neglect, neglected, unmet needs", (("neglect",),)),
        ("domestic", ()),
        ("the weather", ()),
    ],
)
def test_themes_are_named_by_label_other_name_or_cue_each_once(text: str, named: tuple[tuple[str, ...], ...]) -> None:
    assert mentions.themes(text, SMALL) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("mould", ()),  # a single word that shows a theme names none by itself
        ("neglect and mould", (("neglect",), ("homes",))),
        ("neglect and handover", (("neglect",),)),  # a theme of how agencies work
        ("neglect and bruises", (("neglect",),)),  # a weak theme
        ("neglect and leaks", (("neglect",),)),  # shows two themes
    ],
)
def test_beside_a_named_theme_one_word_names_what_happened_to_a_family(
    text: str, named: tuple[tuple[str, ...], ...]
) -> None:
    assert mentions.themes(text, LIVED) == named


def test_a_part_of_a_label_names_its_theme_where_it_has_two_words() -> None:
    parted = replace(LIVED, themes={"one": Theme("one", "Cold homes, repairs", "harm", "x", Cues())})
    assert mentions.themes("reviews on cold homes", parted) == (("one",),)
    assert mentions.themes("reviews on repairs", parted) == ()


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("neglect and domestic abuse", True),
        ("which reviews have both neglect and domestic abuse in them", True),
        ("neglect and domestic abuse of lodgers", False),  # lodgers tell something else
        ("neglect", False),
        ("neglect and violence", False),
    ],
)
def test_themes_cover_a_question_where_no_other_word_tells_anything(text: str, *, covered: bool) -> None:
    assert bool(mentions.covering_themes(text, SMALL)) is covered


REVIEWS = (
    Review("one", "Child Juniper: serious case review", area="Wexcombe"),
    Review("two", "Family B and Family C", area="Wexcombe"),
    Review("three", "Thematic review of Harbour House, Wexcombe Safeguarding Partnership", area="Wexcombe"),
    Review("four", "Alder and Elm", area="Ilde"),
)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("what did Child Juniper find", ("one",)),
        ("Juniper's mother", ("one",)),
        ("juniper bushes", ()),  # in small letters among other words it names nobody
        ("juniper", ("one",)),
        ("family b", ("two",)),
        ("family", ()),
        ("harbour house fire", ("three",)),
        ("Wexcombe", ()),
        ("alder and elm", ("four",)),
    ],
)
def test_reviews_are_named_by_what_tells_them_from_others(text: str, slugs: tuple[str, ...]) -> None:
    assert tuple(review.slug for review in mentions.reviews(text, REVIEWS, load())) == slugs


def test_a_name_that_many_reviews_share_names_none() -> None:
    shared = [Review(f"r{place}", f"Child Juniper, part {place}") for place in range(4)]
    assert mentions.reviews("Child Juniper", shared[:3], SMALL) == tuple(shared[:3])
    assert mentions.reviews("Child Juniper", shared, SMALL) == ()


def test_areas_are_named_by_their_longest_name_in_the_order_of_the_question() -> None:
    held = ("Tarn", "North Tarn", "Ilde", "")
    assert mentions.areas("neglect in ILDE or north tarn", held) == (
        Spot("Ilde", 11, 15),
        Spot("North Tarn", 19, 29),
    )
    assert mentions.areas("Ildefield and Tarnish", held) == ()
    assert [spot.value for spot in mentions.areas("Tarn and North Tarn", held)] == ["Tarn", "North Tarn"]


@pytest.mark.parametrize(
    ("text", "named", "rest"),
    [
        ("neglect in North Tarn", "North Tarn", "neglect"),
        ("neglect since before North Tarn", "North Tarn", "neglect"),
        ("North Tarn's neglect of babies", "North Tarn", "neglect of babies"),
        ("housing, North Tarn - damp", "North Tarn", "housing, - damp"),
        ("North Tarn, neglect", "North Tarn", "neglect"),
        ("neglect – North Tarn", "North Tarn", "neglect"),
    ],
)
def test_a_name_goes_with_the_little_words_that_lead_to_it(text: str, named: str, rest: str) -> None:
    at = text.index(named)
    assert mentions.without(text, [Spot(named, at, at + len(named))]) == rest


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("has core group attendance come up ?", "core group attendance"),
        ("what reviews say about not being seen", "not being seen"),
        ("which reviews", ""),
        ("damp homes", "damp homes"),
        ("recommendations about damp", "recommendations about damp"),
        ("damp homes examples", "damp homes"),
        ("damp homes mentioned in reports please", "damp homes"),
    ],
)
def test_a_topic_is_a_question_without_what_frames_it(text: str, topic: str) -> None:
    assert mentions.topic(text, load()) == topic


def test_quotations_are_asked_for_by_their_name() -> None:
    assert mentions.wants_quotes("short Quotes on damp")
    assert not mentions.wants_quotes("short breaks")


@pytest.mark.parametrize(
    ("name", "called"), [("family b", True), ("child q2", True), ("family bee", False), ("b", False)]
)
def test_a_pseudonym_is_known_by_its_form(name: str, *, called: bool) -> None:
    assert mentions.is_called(name) is called


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("core groups and a core group", "cp-plans-core-groups"),  # once, though named twice
        ("supervision", "supervision-oversight"),  # a word of a label, where no name stands
        ("the weather", ""),
    ],
)
def test_a_theme_is_named_outright_by_a_name_or_else_by_a_word_of_its_label(question: str, theme: str) -> None:
    assert [slugs[0] for slugs in mentions.outright_themes(question, load())] == ([theme] if theme else [])


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("quotes I can put on a slide about hope", "hope"),
        ("short quotes on the children of the river?", "children of the river"),
        ("children's words as quotations", "children's words"),
        ("hope and fear in brief quotes", "hope fear"),
        ("quotes", ""),
    ],
)
def test_what_quotations_are_to_be_about(question: str, about: str) -> None:
    assert mentions.without_quotes(question) == about


@pytest.mark.parametrize(
    ("question", "again"), [("did it come up before", True), ("Recurring themes", True), ("core groups", False)]
)
def test_a_question_asks_whether_something_came_up_before(question: str, again: bool) -> None:
    assert mentions.asks_again(question) is again


def test_a_cue_of_words_that_only_frame_a_question_names_no_theme() -> None:
    framed = Theme("voice", "Lived experience", "practice", "", Cues(strong=("what was said", "said by the child")))
    known = replace(vocabulary(), themes={"voice": framed})
    assert mentions.themes("what was said about the weather", known) == ()
    assert mentions.themes("what is said by the child", known) == (("voice",),)


def test_what_else_was_not_done_names_no_theme_that_is_called_by_a_not() -> None:
    assert not mentions.covering_themes("domestic abuse not taken to court", load())
    assert mentions.covering_themes("domestic abuse and children not brought to appointments", load())


def test_a_name_that_ends_in_a_small_word_gives_way_to_one_that_goes_on() -> None:
    changing = replace(
        SMALL,
        themes={
            "staff": Theme("staff", "Staff turnover", "practice", "Staff.", Cues(strong=("frequent change of",))),
            "ferry": Theme("ferry", "Ferry moves", "practice", "Ferries.", Cues(strong=("change of ferry",))),
        },
    )
    assert mentions.outright_themes("frequent change of ferry", changing) == (("ferry",),)
    assert mentions.outright_themes("frequent change of crew", changing) == (("staff",),)
