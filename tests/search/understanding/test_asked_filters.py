"""Kinds, types, places and years that a question asks for become filters."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from search import Query
from search.understanding.asked_filters import narrow_question
from search.understanding.asked_types import document_signs, review_signs
from search.understanding.combined_themes import groups
from search.understanding.part_coverage import FoundText, held_parts, in_one_sentence

VOCABULARY = load()
LESSONS_FOR_SCHOOLS = {"kind": ("lesson",), "agency": ("school-or-college",)}
AREAS = ("Eastmere upon Wold", "Northby", "North Northby and Selworth")


@pytest.mark.parametrize(
    ("typed", "text", "filters"),
    [
        ("good examples of seeing fathers", "seeing fathers", {"kind": ("good_practice",)}),
        ("what's worked well asking midwives", "asking midwives", {"kind": ("good_practice",)}),
        ("grandparents included well by schools", "grandparents included by schools", {"kind": ("good_practice",)}),
        ("including grandmothers well, examples", "including grandmothers , examples", {"kind": ("good_practice",)}),
        ("carer inclusive practice examples", "carer", {"kind": ("good_practice",)}),
        ("carers - what helped, best practise", "carers", {"kind": ("good_practice",)}),
        ("carers not included well by schools", "carers not included well by schools", {}),
        ("safe and well check of a lodger", "safe and well check of a lodger", {}),
        ("how well were carers heard", "how well were carers heard", {}),
        ("supporting well-being of lodgers", "supporting well-being of lodgers", {}),
        ("living well with a stroke", "living well with a stroke", {}),
        ("a patient well, and sent home", "a patient well, and sent home", {}),
        ("parent included well by nurseries", "parent included by nurseries", {"kind": ("good_practice",)}),
        ("carers arent included well by schools", "carers arent included well by schools", {}),
        ("inclusive practice in nurseries", "inclusive practice in nurseries", {}),
        ("grandparent support that worked", "grandparent support", {"kind": ("good_practice",)}),
        ("what did the parents say, quotes for slides", "", {"kind": ("own_words",)}),
        ("unexplained bruises 7-minute briefing", "unexplained bruises", {"document_type": ("seven-minute-briefing",)}),
        ("the quality of 7-minute briefings", "the quality of 7-minute briefings", {}),
        ("what goes into a seven minute briefing", "what goes into a seven minute briefing", {}),
        ("quick briefing about bruises", "bruises", {"document_type": ("seven-minute-briefing",)}),
        ("briefing 7 minutes: bruises", "bruises", {"document_type": ("seven-minute-briefing",)}),
        ("what was done about late referrals", "late referrals", {"kind": ("action",)}),
        ("late referrals and what was done about it", "late referrals", {"kind": ("action",)}),
        ("what did partners do afterwards", "", {"kind": ("action",)}),
        ("what did the agencies do about late referrals", "late referrals", {"kind": ("action",)}),
        ("what was done afterwards", "", {"kind": ("action",)}),
        ("what did midwives do about late referrals", "midwives late referrals", {"kind": ("action",)}),
        ("recommendations about hospital discharge", "hospital discharge", {"kind": ("recommendation",)}),
        ("missed opportunities to refer", "refer", {"kind": ("missed_opportunity",)}),
        ("7 minute briefing on bruises", "bruises", {"document_type": ("seven-minute-briefing",)}),
        (
            "seven minute briefing missed appointments",
            "missed appointments",
            {"document_type": ("seven-minute-briefing",)},
        ),
        ("seven-minute briefings bruises", "bruises", {"document_type": ("seven-minute-briefing",)}),
        ("coercion in serious case reviews", "coercion", {"review_type": ("serious-case-review",)}),
        ("DHR on coercion", "coercion", {"review_type": ("domestic-homicide-review",)}),
        ("eastmere", "", {"area": ("Eastmere upon Wold",)}),
        ("recommendations in Selworth", "", {"kind": ("recommendation",), "area": ("North Northby and Selworth",)}),
        ("neglect in eastmere", "neglect", {"area": ("Eastmere upon Wold",)}),
        ("what has Northby said about core groups", "core groups", {"area": ("Northby",)}),
        ("late visits in Northby Road", "late visits in Northby Road", {}),
        ("what Northby Police said about visits", "what Northby Police said about visits", {}),
        ("what do DHRs say about tenancies", "tenancies", {"review_type": ("domestic-homicide-review",)}),
        ("which SARs mention hoarding", "hoarding", {"review_type": ("safeguarding-adult-review",)}),
        ("any rapid reviews where a baby was shaken", "a baby was shaken", {"review_type": ("rapid-review",)}),
        (
            "anything in serious case reviews about ferries",
            "ferries",
            {"review_type": ("serious-case-review",)},
        ),
        ("what did inspectors find about ferries", "ferries", {"review_type": ("inspection",)}),
        ("criteria for a SAR referral", "criteria for a SAR referral", {}),
        ("the inspection of homes was late", "the inspection of homes was late", {}),
        ("learning from serious case reviews reaches staff", "learning from serious case reviews reaches staff", {}),
        ("is there an action plan on ferries", "ferries", {"document_type": ("action-plan",)}),
        (
            "recommendations to schools about ferries",
            "ferries",
            {"kind": ("recommendation",), "agency": ("school-or-college",)},
        ),
        (
            "what must midwives do about late visits",
            "late visits",
            {"kind": ("recommendation",), "agency": ("midwifery",)},
        ),
        ("key learning points about ferries", "ferries", {"kind": ("lesson",)}),
        ("ferry crossings learning points", "ferry crossings", {"kind": ("lesson",)}),
        ("lessons on ferries", "lessons on ferries", {}),  # people call anything that was learned so
        ("lessons that were not learned", "lessons that were not learned", {}),
        ("what did the parents say about ferries", "ferries", {"kind": ("own_words",)}),
        ("children's views not sought", "children's views not sought", {}),
        ("failings in record keeping", "record keeping", {"kind": ("concern",)}),
        ("heart failings in babies", "heart failings in babies", {}),
        ("where were chances missed with twins", "twins", {"kind": ("missed_opportunity",)}),
        ("recommendations not implemented", "recommendations not implemented", {}),
        ("strengths based practice", "strengths based practice", {}),
        ("action plans not followed up", "action plans not followed up", {}),
        ("spot the missed opportunity quiz", "spot the missed opportunity quiz", {}),
    ],
)
def test_what_a_question_asks_for_becomes_a_filter(typed: str, text: str, filters: dict[str, tuple[str, ...]]) -> None:
    query = narrow_question(Query(typed), VOCABULARY, AREAS).query
    assert (query.text, dict(query.filters)) == (text, filters)


def test_a_filter_that_is_chosen_stays_and_quotes_are_left_alone() -> None:
    chosen = narrow_question(Query("good examples on fathers", {"kind": ("lesson",)}), VOCABULARY).query
    assert chosen.filters["kind"] == ("lesson",)
    assert narrow_question(Query('"good examples"'), VOCABULARY).asked == ()


@pytest.mark.parametrize(
    ("typed", "kind", "rest"),
    [
        ("lessons for schools", ("lesson",), "schools"),
        ("the actions still not finished", ("action",), "still not finished"),
        ("concerns", ("concern",), ""),
        ("schools that learned lessons", (), "schools that learned lessons"),
    ],
)
def test_of_a_named_review_a_kind_is_asked_for_by_its_name(typed: str, kind: tuple[str, ...], rest: str) -> None:
    query = narrow_question(Query(typed), VOCABULARY, in_review=True).query
    assert (query.filters.get("kind", ()), query.text) == (kind, rest)
    assert narrow_question(Query(typed), VOCABULARY).query.filters in ({}, LESSONS_FOR_SCHOOLS)


@pytest.mark.parametrize(
    ("typed", "text", "years"),
    [
        ("late visits since 2019", "late visits", (2019, None)),
        ("reviews after 2020 on ferries", "ferries", (2021, None)),
        ("ferries between 2016 and 2018", "ferries", (2016, 2018)),
        ("findings published in 2020", "", (2020, 2020)),
        ("he was born in 2012", "he was born in 2012", (None, None)),
        ("what happened in 2013", "what happened in 2013", (None, None)),
        ("ferries by year since 2019", "ferries by year since 2019", (None, None)),
    ],
)
def test_years_of_which_findings_are_wanted_become_a_filter(
    typed: str, text: str, years: tuple[int | None, int | None]
) -> None:
    query = narrow_question(Query(typed), VOCABULARY).query
    assert (query.text, query.years) == (text, years)
    chosen = Query(typed, years=(2001, 2002))
    assert narrow_question(chosen, VOCABULARY).query.years == (2001, 2002)


@pytest.mark.parametrize(("place", "asked"), [("bath", False), ("Bath", True)])
def test_a_place_that_is_also_a_word_needs_its_capital(place: str, asked: bool) -> None:
    query = narrow_question(Query(f"drowned in {place}"), VOCABULARY, ("Bath",)).query
    assert ("area" in query.filters) is asked


@pytest.mark.parametrize(
    "typed", ["questions to ask my team about ferries", "reflective questions for staff on ferries"]
)
def test_questions_to_put_to_a_team_are_a_kind(typed: str) -> None:
    query = narrow_question(Query(typed), VOCABULARY).query
    assert (query.filters, query.text) == ({"kind": ("question",)}, "ferries")
    assert narrow_question(Query("questions about ferries"), VOCABULARY).asked == ()


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("domestic abuse and housing moves", True),
        ("domestic abuse, rehoused many times", True),
        ("information sharing police welfare check baby", False),
        ("information sharing and welfare checks", False),
        ("7 minute briefing on was not brought", False),
        ("domestic abuse and health visitors", False),
        ("supervision of staff working with trauma", True),  # each a word of a label
        ("records of a child who was moved", False),
    ],
)
def test_a_combination_leads_only_where_sure_names_cover_the_question(text: str, both: bool) -> None:
    assert bool(groups(Query(text), VOCABULARY)) is both


def test_coverage_counts_parts_in_any_way_to_say_them() -> None:
    parts = {"key worker": (("key", "worker"), ("social", "worker")), "fire": (("fire",),)}
    assert held_parts(parts, {}, FoundText("A social worker came.")) == {"key worker"}
    assert held_parts(parts, {"fire": {"home": 1.0}}, FoundText("A social worker came.", ("home",))) == set(parts)
    assert held_parts({}, {}, FoundText("")) == set()
    assert in_one_sentence("baby welfare", "The baby slept. Its welfare was not checked. The baby's welfare was.")
    assert not in_one_sentence("baby welfare", "The baby slept. Its welfare was not checked.")


@pytest.mark.parametrize("typed", ["which 8 recommendations have", "are the 3 recommendations there"])
def test_a_number_of_things_is_no_subject(typed: str) -> None:
    asked = narrow_question(Query(typed), VOCABULARY).query
    assert (asked.text, asked.filters) == ("", {"kind": ("recommendation",)})


def test_recommendations_with_a_subject_keep_it() -> None:
    assert narrow_question(Query("the 3 recommendations on ferries"), VOCABULARY).query.text == "the 3 ferries"


@pytest.mark.parametrize(
    "typed", ["{} on neglect", "the {}s about neglect", "neglect in {}s", "{}", "on neglect and {}"]
)
def test_a_type_is_asked_for_by_each_of_its_names_in_any_letters(typed: str) -> None:
    for facet, signs in (("document_type", document_signs(VOCABULARY)), ("review_type", review_signs(VOCABULARY))):
        for value, named in signs:
            entries = VOCABULARY.document_types if facet == "document_type" else VOCABULARY.review_types
            for name in entries[value].cues:
                for text in (typed.format(name), typed.format(name).upper(), typed.format(name).replace("s", "\u017f")):
                    assert bool(named.search(text)) == bool(named.pattern.search(text)), text


def test_a_question_makes_the_patterns_of_those_types_alone_whose_names_may_stand_in_it() -> None:
    review_signs.cache_clear()
    narrow_question(Query("missed appointments in serious case reviews"), VOCABULARY)
    made = [value for value, named in review_signs(VOCABULARY) if "pattern" in vars(named)]
    assert 0 < len(made) < len(review_signs(VOCABULARY)) / 2


@pytest.mark.parametrize(
    ("question", "words", "kind"),
    [
        ("who else made this recommendation to district councils", "district councils", "recommendation"),
        ("who else has recommended the same for night staff", "night staff", "recommendation"),
        ("good practice on information sharing, not just failures", "information sharing", "good_practice"),
        ("what worked with self-neglect, and not only what went wrong", "self-neglect", "good_practice"),
    ],
)
def test_who_else_recommended_it_and_what_is_wanted_besides(question: str, words: str, kind: str) -> None:
    narrowed = narrow_question(Query(question), VOCABULARY)
    assert (narrowed.query.text, narrowed.query.filters.get("kind")) == (words, (kind,))


def test_how_long_something_is_to_be_is_no_subject_by_itself() -> None:
    given = narrow_question(Query("short quotes from children for a slide"), load())
    assert given.asked
    assert given.query.text == ""
