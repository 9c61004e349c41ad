"""From a question to a plan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kb.vocabulary import load
from search import Query
from search.plan.compile import plan
from search.plan.loosen import FEW_WITH_QUOTES, STEPS
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    EveryEntry,
    FacetMatch,
    Lift,
    NearWords,
    Node,
    Phrase,
    Plan,
    Prefix,
    ThemeMatch,
    Without,
    WordMatch,
    Years,
)
from search.ranking import RANKING, Ranking
from search.understanding.implied_themes import theme_words
from search.understanding.thesaurus import Thesaurus, thesaurus
from tests.search.makers import vocabulary


def quoted_words(*texts: str) -> Node:
    """Words in quotes, with each number that the last of them may have."""
    phrases = tuple(Phrase(tuple(text.split()), exact=True) for text in texts)
    return BestOf(tuple((phrase, 100) for phrase in phrases)) if len(phrases) > 1 else phrases[0]


CORE_GROUP = quoted_words("core group", "core groups")


@cache
def words_known() -> Thesaurus:
    return thesaurus(replace(vocabulary(), kinds=load().kinds))


def make_plan(text: str, **choices: object) -> Plan:
    query = Query(text, **choices)  # type: ignore[arg-type]  # the test names fields of Query
    return plan(query, words_known(), Ranking(close=0, sentence=0))


def term(word: str) -> WordMatch:
    return WordMatch(word)


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


def test_most_words_are_more_than_half_and_looser_steps_are_ready_for_when_few_match() -> None:
    asked = make_plan("lamp walls moulder")
    words = tuple(map(term, ("lamp", "wall", "moulder")))
    assert asked.node == AtLeast(2, words)
    assert [step.node for step in asked.looser] == [Enough(percent, words) for percent, _, _ in STEPS]
    assert asked.looser[-1].below == 1, "single words are only for questions that nothing else answers"
    assert make_plan("lamp walls moulder", match="all").node == AtLeast(3, words)
    assert make_plan("lamp walls moulder", match="any").node == AtLeast(1, words)
    assert make_plan("lamp walls moulder", match="all").looser == ()
    assert make_plan("lamp").looser == ()


def test_a_name_of_several_words_is_loosened_to_any_of_them_where_nothing_has_all() -> None:
    (step,) = make_plan("child protection plan").looser
    assert step.below == 1
    assert isinstance(step.node, BestOf)
    assert step.node.parts[0][0] == AtLeast(1, tuple(map(term, ("child", "protect", "plan"))))


def test_the_name_of_a_theme_is_never_loosened_to_one_of_its_words() -> None:
    assert make_plan("violence at home").looser == ()


def test_a_theme_stands_for_the_words_that_speak_of_it_when_loosened() -> None:
    asked = plan(Query("coercive lamp walls"), words_known(), Ranking(close=0, sentence=0, about_floor=1.0))
    loosened = asked.looser[0].node
    assert isinstance(loosened, Lift)
    assert isinstance(loosened.node, Enough)
    assert loosened.node.parts[0] == BestOf(((term("coerc"), 100), (ThemeMatch("domestic-abuse"), 0)))
    assert loosened.node.parts[1:] == (term("lamp"), term("wall"))


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


def test_a_place_is_looked_for_among_areas_as_well() -> None:
    words = AtLeast(2, (term("west"), term("sussex")))
    place = BestOf(((words, 100), (FacetMatch("area", ("West Sussex",), RANKING.area), 100)))
    assert make_plan("lamps in West Sussex").node == AtLeast(2, (term("lamp"), place))
    assert make_plan("lamps in west sussex").node == AtLeast(2, tuple(map(term, ("lamp", "west", "sussex"))))
    assert "area" not in repr(make_plan("Lamps In Sussex").node), "a heading says nothing by its capitals"


def test_a_compound_is_found_parted_and_joined() -> None:
    parted = Phrase(("multi", "lamp"))
    assert make_plan("multilamp").node == BestOf(((term("multilamp"), 100), (parted, 100)))
    for text in ("multi-lamps", "multi lamps"):
        assert make_plan(text).node == BestOf(((parted, 100), (term("multilamp"), 100)))
    assert make_plan("multi-lamps", synonyms=False).node == parted


def test_a_compound_is_one_word_whose_parts_alone_are_not_meant() -> None:
    asked = make_plan("self-lamp")
    assert asked.looser == ()
    assert term("self") not in getattr(make_plan("self-lamp", match="any").node, "parts", ())
    assert asked.highlights[0] == "self lamp"
    small = Phrase(("over", "lamp"))
    assert make_plan("over-lamp").node == BestOf(((small, 100), (term("overlamp"), 100))), (
        "a compound keeps its small words"
    )


def test_the_words_of_a_name_are_worth_less_where_they_stand_apart() -> None:
    node = make_plan("child protection plan").node
    assert isinstance(node, BestOf)
    stemmed = ("child", "protect", "plan")
    assert node.parts[0] == (NearWords(stemmed, RANKING.name_by), 100)
    assert node.parts[1] == (AtLeast(3, tuple(map(term, stemmed))), RANKING.apart)


def test_a_theme_named_by_another_of_its_names_brings_less_than_by_its_own() -> None:
    assert make_plan("domestic abuse").node.parts[1] == ThemeMatch("domestic-abuse")  # type: ignore[union-attr]
    wider = BestOf(((ThemeMatch("domestic-abuse"), RANKING.wider),))
    assert wider in make_plan("violence at home").node.parts  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["they would not let me in", "she won't let the lamp lighter in", "never let us in"])
def test_everyday_words_may_have_others_between_them(text: str) -> None:
    asked = make_plan(text)
    assert "refused access" in asked.also
    assert (Phrase(("refus", "access")), RANKING.synonym) in getattr(asked.node, "parts", ()) + getattr(
        getattr(asked.node, "node", None), "parts", ()
    )
    assert "refused access" not in make_plan("let us hold a meeting about lamps in").also
    assert "refused access" not in make_plan("not let us hold a long meeting in").also, "no more than three words"


def test_agencies_of_a_list_with_or_are_one_part_and_others_are_several() -> None:
    known = replace(words_known(), agencies=frozenset({("warden",), ("pilot",), ("keeper",)}))

    def parts(text: str) -> Node:
        return plan(Query(text), known, Ranking(close=0, sentence=0)).node

    lamp, warden, pilot, keeper = map(term, ("lamp", "warden", "pilot", "keeper"))
    either = BestOf(((warden, 100), (pilot, 100)))
    assert parts("lamp warden or pilot") == AtLeast(2, (lamp, either))
    assert parts("lamp by a warden, pilot or a keeper") == AtLeast(
        2, (lamp, BestOf(((warden, 100), (pilot, 100), (keeper, 100))))
    )
    assert parts("lamp warden and pilot") == AtLeast(2, (lamp, warden, pilot))
    assert parts("warden or lamp") == AtLeast(2, (warden, lamp))


@pytest.mark.parametrize("text", ["two year old lamp", "lamp of a six-month-old"])
def test_an_age_is_not_looked_for_beside_other_words(text: str) -> None:
    assert make_plan(text).node == term("lamp")


def test_an_age_alone_is_looked_for() -> None:
    assert make_plan("two year old").node != EveryEntry()


def test_quotes_stay_firm_until_nothing_has_them_and_then_it_is_reported() -> None:
    asked = make_plan('lamp walls "core group"')
    firm, (alone, few), words = (
        asked.looser[: len(STEPS)],
        asked.looser[len(STEPS) : len(STEPS) + 2],
        asked.looser[len(STEPS) + 2 :],
    )
    assert all(isinstance(step.node, AtLeast) and CORE_GROUP in step.node.parts for step in firm)
    assert isinstance(alone.node, Lift)
    assert alone.node.node == CORE_GROUP
    assert (few.node, few.below) == (alone.node, FEW_WITH_QUOTES), "those with the other words too stand first"
    assert {step.told for step in words} == {
        "No results contain the exact words “core group”. We searched for the words separately."
    }
    assert {step.below for step in (alone, *words)} == {1}, "what has the exact words is never put aside"
    assert all("exact=True" not in repr(step.node) for step in words)
    assert make_plan('lamp "core group"', match="all").looser == ()
    assert len(make_plan('lamp walls "core group"~4').looser) == len(STEPS)


def test_a_word_that_the_vocabulary_has_not_is_noted_with_the_nearest_that_it_has() -> None:
    assert make_plan("coercve lamp control").typed == {"coercve": "coercive", "lamp": ""}


def test_words_typed_next_to_each_other_add_points_where_they_stand_close() -> None:
    node = plan(Query("lamp walls"), words_known(), Ranking(close=20, close_by=3, sentence=0)).node
    assert node == Lift(AtLeast(2, (term("lamp"), term("wall"))), NearWords(("lamp", "wall"), 3), 20)
    assert plan(Query("lamp lamp"), words_known()).node == term("lamp")


def test_filters_and_refusals_stay_firm_when_words_are_loosened() -> None:
    asked = make_plan("lamp walls kind:lesson -mould")
    for step in asked.looser:
        assert isinstance(step.node, AtLeast)
        assert step.node.count == len(step.node.parts) == 3
        assert Without(term("mould")) in step.node.parts
        assert FacetMatch("kind", ("lesson",)) in step.node.parts


def test_a_run_that_the_vocabulary_knows_is_one_part_with_alternatives() -> None:
    node = make_plan("mum lamp").node
    assert node == AtLeast(2, (BestOf(((term("mum"), 100), (term("mother"), 100))), term("lamp")))


def test_a_phrase_stays_a_phrase_and_brings_its_short_form() -> None:
    asked = make_plan("child protection plan")
    assert isinstance(asked.node, BestOf)
    assert (term("cpp"), RANKING.synonym) in asked.node.parts
    assert asked.also == ("CPP",)
    back = make_plan("CPP").node
    assert isinstance(back, BestOf)
    assert (Phrase(("child", "protect", "plan")), RANKING.synonym) in back.parts


def test_a_short_form_that_is_an_ordinary_word_counts_in_capitals_only() -> None:
    assert make_plan("send").node == term("send")
    assert isinstance(make_plan("SEND").node, BestOf)
    assert "SEND" not in make_plan("special educational needs and disabilities").also


def test_words_that_name_a_theme_are_answered_by_its_tags_too() -> None:
    asked = make_plan("violence at home")
    assert isinstance(asked.node, AtLeast)
    assert asked.node.count == 1
    assert "theme='domestic-abuse'" in repr(asked.node.parts[1])
    assert "Domestic abuse" in asked.also
    strict = make_plan("violence at home", match="all").node
    assert isinstance(strict, Lift), "its findings may come first, but a theme alone does not match"
    assert "ThemeMatch" not in repr(strict.node)
    assert make_plan("violence at home", synonyms=False).also == ()


def test_a_theme_is_spoken_of_where_its_cues_are() -> None:
    found = theme_words(vocabulary()).themes(["coerciv", "control"], floor=1.0, margin=0.75)
    assert list(found) == ["domestic-abuse"]
    assert theme_words(vocabulary()).themes(["zebra"], floor=1.0, margin=0.75) == {}


def test_a_theme_is_shown_by_its_cues_the_longest_first() -> None:
    themes = theme_words(vocabulary())
    assert themes.themes_in("coercive control at home and unmet needs, or a DARA form") == ["domestic-abuse", "neglect"]
    assert themes.themes_in("a zebra") == []


@pytest.mark.parametrize(
    "common", ["information", "abuse", "parents", "control of it", "in charge", "section", "meeting"]
)
def test_everyday_words_that_share_a_stem_with_others_do_not_widen_them(common: str) -> None:
    assert not [
        told for told in make_plan(f"lamp {common}").also if told in ("informed", "perpetrator", "parenting skills")
    ]


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
