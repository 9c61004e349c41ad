"""From a question to a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.vocabulary import load
from search import Query
from search.plan.compile import plan
from search.plan.nodes import (
    AtLeast,
    EveryEntry,
    FacetMatch,
    Lift,
    NearWords,
    Node,
    Prefix,
    Without,
    WordMatch,
    Years,
)
from search.ranking import RANKING
from search.understanding.thesaurus import thesaurus
from tests.search.plan.plans import CORE_GROUP, make_plan, quoted_words, term, words_known


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", EveryEntry()),
        ("lamp", term("lamp")),
        ("the lamp of walls", AtLeast(2, (term("lamp"), term("wall")))),
        ("the of", AtLeast(2, (term("the"), term("of")))),
        ("lamp walls moulder rot", AtLeast(3, tuple(map(term, ("lamp", "wall", "moulder", "rot"))))),
        ("lamp lamp", term("lamp")),
        ('"lamp"', WordMatch("lamp", exact=True)),
        ('"the walls"', quoted_words("the walls", "the wall")),
        ('"lamp policy"', quoted_words("lamp policy", "lamp policies")),
        ('"lamp boxes"', quoted_words("lamp boxes", "lamp box")),
        ('"lamp glass"', quoted_words("lamp glass", "lamp glasses")),
        ('"lamp of"', quoted_words("lamp of")),
        ('-"core groups"', Without(quoted_words("core groups"))),
        ('"walls falling"~4', NearWords(("wall", "fall"), 4)),
        ('"wall walls"~4', term("wall")),
        ("wall*", Prefix("wall")),
        ("title:walls", WordMatch("wall", field="title")),
        ("-lamp", Without(term("lamp"))),
        ("kind:lesson", FacetMatch("kind", ("lesson",))),
        ("theme:'neglect'", FacetMatch("theme", ("neglect",))),
        ("theme:Domestic-Abuse", FacetMatch("theme", ("domestic-abuse",))),
        ("area:nowhere", FacetMatch("area", ("nowhere",))),
        ("year:2015..", Years(2015, None)),
        (
            'lamp "core group" walls',
            AtLeast(2, (CORE_GROUP, AtLeast(2, (term("lamp"), term("wall"))))),
        ),
    ],
)
def test_nodes(text: str, node: Node) -> None:
    assert make_plan(text).node == node


def test_words_that_frame_a_question_add_points_and_need_not_be_there() -> None:
    framed = Lift(AtLeast(2, (term("lamp"), term("wall"))), term("peopl"), RANKING.framing)
    assert make_plan("which people say lamp and walls").node == framed
    assert make_plan("which people say").node == term("peopl"), "alone they are what is asked for"
    assert make_plan("people lamp", match="any").node == AtLeast(1, (term("peopl"), term("lamp")))
    assert make_plan("people lamp walls", match="all").node == AtLeast(3, tuple(map(term, ("peopl", "lamp", "wall"))))


def test_how_gently_something_is_to_be_told_is_no_subject() -> None:
    assert make_plan("graphic lamp").node == Lift(term("lamp"), term("graphic"), RANKING.framing)


@pytest.mark.parametrize("word", ["cant", "wont", "isnt", "didnt"])
def test_a_refusal_without_its_apostrophe_is_no_subject(word: str) -> None:
    assert set(make_plan(f"lamps that {word} burn").parts) == {"lamps", "burn"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("good practice with lamps", "good_practice"),
        ("lamps where it went well", "good_practice"),
        ("recommendations about lamps", "recommendation"),
        ("missed chances with lamps", "missed_opportunity"),
        ("what was done about lamps", "action"),
    ],
)
def test_a_kind_asked_for_in_words_comes_first_and_nothing_is_filtered(text: str, kind: str) -> None:
    assert f"FacetMatch(facet='kind', values={(kind,)!r}, points={RANKING.kind})" in repr(make_plan(text).node)


@pytest.mark.parametrize(
    "text",
    [
        "lamps were not lit",
        "why don't lamps work",
        "what goes wrong with lamps",
        "missed lamps",
        "too many lamps",
        "no lamps",
    ],
)
def test_a_question_worded_as_a_failing_puts_what_was_wanting_first(text: str) -> None:
    node = make_plan(text).node
    assert isinstance(node, Lift)
    assert FacetMatch("polarity", ("failing",), RANKING.wanting) in (node.bonus, getattr(node.node, "bonus", 0))


@pytest.mark.parametrize(
    "text", ["lamps", "no recourse to lamps", "missing lamps", "good practice when lamps fail", "body:not lamps"]
)
def test_other_questions_put_nothing_first_for_the_way_it_points(text: str) -> None:
    assert "polarity" not in repr(make_plan(text).node)


@pytest.mark.parametrize(
    ("text", "years", "sign"),
    [
        ("lamps since 2012", (2012, None), "year:2012.."),
        ("lamps between 2012 and 2015", (2012, 2015), "year:2012..2015"),
        ("lamps before 2012", (None, 2011), "year:..2011"),
        ("lamps in 2012", (2012, 2012), "year:2012 "),
    ],
)
def test_years_in_words_come_first_and_a_filter_is_offered(
    text: str, years: tuple[int | None, int | None], sign: str
) -> None:
    asked = make_plan(text)
    assert isinstance(asked.node, Lift)
    assert asked.node.bonus == Years(*years, RANKING.years)
    assert [notice for notice in asked.notices if sign in notice]
    assert make_plan(f"lamps {sign}").notices == (), "what is offered is understood"


def test_a_value_that_there_is_not_is_searched_as_words_with_a_notice() -> None:
    asked = make_plan("theme:colours")
    assert asked.node == term("colour")
    assert asked.notices == ("There is no theme called “colours”, so we searched for it as words.",)


def test_a_notice_from_inside_a_refusal_is_reported() -> None:
    assert len(make_plan("lamp -theme:colours").notices) == 1


def test_highlights_are_what_was_typed_and_meant_but_not_what_was_refused() -> None:
    asked = make_plan('mum "was not" wall* -lamp')
    assert set(asked.highlights) == {"mum", "mother", '"was not', "wall*"}
    assert set(make_plan('"core group"').highlights) == {'"core group', '"core groups'}


def test_the_frame_is_passed_on() -> None:
    query = Query("lamp", filters={"kind": ("lesson", "lesson"), "area": ()}, years=(2012, None), sort="newest", page=2)
    asked = plan(replace(query, facets=("kind",), group="reviews", size=5), words_known())
    assert asked.filters == {"kind": ("lesson",)}
    assert (asked.years, asked.sort, asked.page, asked.size, asked.group) == ((2012, None), "newest", 2, 5, "reviews")
    assert asked.facets == ("kind",)
    assert asked.typed == {"lamp": ""}


def test_how_long_quotations_are_to_be_is_no_subject_but_a_short_lamp_is() -> None:
    for asked in ("short quotes about lamp walls", "brief quotations lamp walls"):
        node = make_plan(asked).node
        assert isinstance(node, Lift)
        assert node.node == AtLeast(2, (term("lamp"), term("wall")))
    assert make_plan("short lamp walls").node == AtLeast(2, (term("short"), term("lamp"), term("wall")))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("supervision of staff", ("supervision-oversight",)),
        ("supervision of staff working with trauma", ()),
        ("professional curiosity about men", ()),
        ("thresholds for older people", ()),
        ("private fostering", ("family-network-carers",)),
        ("lack of refuge places", ("service-access",)),
        ("fire risk", ()),
        ("domestic abuse and housing moves", ()),
        ("too many social workers", ("key-worker-continuity",)),
        ("school attendance", ("education-attendance",)),
    ],
)
def test_a_theme_is_meant_where_all_words_speak_of_it_and_none_far_more_of_another(
    question: str, meant: tuple[str, ...]
) -> None:
    assert plan(Query(question), thesaurus(load())).meant == meant


def test_of_the_same_words_each_query_has_its_own_filters_order_and_page() -> None:
    known = words_known()
    wide = plan(Query("core group lamps"), known)
    asked = Query(
        "core group lamps", {"kind": ("lesson",)}, (2019, None), page=2, size=5, sort="newest", nearest=("7",)
    )
    narrow = plan(asked, known)
    assert (narrow.node, narrow.parts, narrow.looser) == (wide.node, wide.parts, wide.looser)
    assert (narrow.filters, narrow.years, narrow.nearest) == ({"kind": ("lesson",)}, (2019, None), ("7",))
    assert (narrow.page, narrow.size, narrow.sort) == (2, 5, "newest")
    assert (wide.filters, wide.years, wide.nearest, wide.page) == ({}, (None, None), (), 1)
    assert plan(replace(asked, synonyms=False), known).parts != narrow.parts
