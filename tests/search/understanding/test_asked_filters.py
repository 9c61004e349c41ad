"""Kinds, types and places that a question asks for become filters; answers apart, corrections and combinations."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.answer_question import AnsweredQuestion, answer_question
from kb.app.answer_sources import AnswerSources
from kb.app.finding_order import FindingOrder
from kb.core.model import FindingInContext, Review
from kb.vocabulary import load
from search import IndexEntry, Query
from search.engines.memory import Memory
from search.understanding.answerability import Closeness
from search.understanding.asked_filters import narrow_question
from search.understanding.asked_types import document_signs, review_signs
from search.understanding.combined_themes import groups
from search.understanding.part_coverage import FoundText, held_parts, in_one_sentence

VOCABULARY = load()
LESSONS_FOR_SCHOOLS = {"kind": ("lesson",), "agency": ("school-or-college",)}
AREAS = ("Eastmere upon Wold", "Northby", "North Northby and Selworth")


class Shelf:
    """Findings of a small library: the index, and the texts behind it."""

    def __init__(self, *entries: IndexEntry) -> None:
        self.engine = Memory(VOCABULARY)
        self.engine.rebuild(entries, 0)
        self.entries = {one.id: one for one in entries}
        self.asked: list[Query] = []

    def search(self, query: Query) -> Any:
        self.asked.append(query)
        return self.engine.search(query)

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        found = []
        for one in map(self.entries.__getitem__, ids):
            finding = SimpleNamespace(id=one.id, text=one.body, heading=(), themes=one.themes)
            found.append(
                SimpleNamespace(
                    finding=finding, review=SimpleNamespace(title=one.title, area=one.area, slug=one.review)
                )
            )
        return cast(tuple[FindingInContext, ...], tuple(found))

    def answer(self, text: str, *, narrow: bool = True, **filters: tuple[str, ...]) -> AnsweredQuestion:
        return answer_question(
            Query(text, filters=filters),
            AnswerSources(self.search, (), VOCABULARY, holdings=self.holdings, narrow=narrow),
        )


def entry(number: int, body: str, kind: str = "concern", themes: tuple[str, ...] = ()) -> IndexEntry:
    return IndexEntry(number, str(number), "d", "r", body, kind=kind, themes=themes)


@pytest.mark.parametrize(
    ("typed", "text", "filters"),
    [
        ("good examples of seeing fathers", "seeing fathers", {"kind": ("good_practice",)}),
        ("what was done about late referrals", "late referrals", {"kind": ("action",)}),
        ("late referrals and what was done about it", "late referrals", {"kind": ("action",)}),
        ("what did partners do afterwards", "", {"kind": ("action",)}),
        ("what did the agencies do about late referrals", "late referrals", {"kind": ("action",)}),
        ("what was done afterwards", "", {"kind": ("action",)}),
        ("what did midwives do about late referrals", "midwives late referrals", {"kind": ("action",)}),
        ("recommendations about hospital discharge", "hospital discharge", {"kind": ("recommendation",)}),
        ("missed opportunities to refer", "refer", {"kind": ("missed_opportunity",)}),
        ("7 minute briefing on bruises", "bruises", {"document_type": ("seven-minute-briefing",)}),
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


def test_the_answer_is_of_the_kind_or_says_that_there_is_none() -> None:
    praised = entry(2, "Midwives asked fathers to every visit.", "good_practice")
    shelf = Shelf(entry(1, "Fathers were not asked to visits."), praised)
    answered = shelf.answer("good examples of asking fathers")
    assert [hit.id for hit in answered.results.hits] == ["2"]
    assert [one.value for one in answered.understood.asked] == ["good_practice"]
    assert "1" in [hit.id for hit in shelf.answer("good examples of asking fathers", narrow=False).results.hits]
    none = Shelf(entry(1, "Fathers were not asked to visits.")).answer("good examples of asking fathers")
    assert [hit.id for hit in none.results.hits] == ["1"]
    assert none.results.notices[0].startswith("We found no good practice on “asking fathers” in this library.")


def test_an_area_of_which_nothing_is_of_the_kind_is_told_as_an_area() -> None:
    held = (Review("r", "Mr T", "", "Northby Board", "Northby", "Northby Board"),)
    told = {}
    for body in ("Recommendations were late in Northby.", "The bell rang."):
        shelf = Shelf(entry(1, body))
        asked = Query("recommendations in Northby")
        told[body] = answer_question(
            asked, AnswerSources(shelf.search, held, VOCABULARY, holdings=shelf.holdings)
        ).results.notices
    first, second = told.values()
    none = "We found no recommendation from Northby in this library."
    assert f"{none} The nearest findings of any kind and area are shown." in first
    assert none in second


def test_a_kind_that_answers_nothing_gives_way_to_what_answers() -> None:
    late = entry(1, "Lanterns for the ferry were lent late.")
    shelf = Shelf(late, entry(2, "A school bell was mended.", "action"), entry(3, "A lantern was bought.", "action"))
    answered = shelf.answer("what was done about ferry lanterns lent late")
    assert [hit.id for hit in answered.results.hits][:1] == ["1"]
    assert answered.results.notices[0].startswith("We found no action on “ferry")
    assert answered.understood.nothing == ""
    nothing = Shelf(*list(shelf.entries.values())[1:]).answer("what was done about ferry lanterns lent late")
    assert nothing.understood.nothing  # of no kind
    assert [hit.id for hit in nothing.results.hits] == ["3"]


def test_a_word_of_talk_is_told_as_a_word_and_a_subject_as_missing() -> None:
    shelf = Shelf(entry(1, "Lanterns were lent to the twins."), entry(2, "The ferry was late."))
    told = shelf.answer("dazzling lanterns bamboozle").understood
    assert told.nothing == "No finding in this library has the words “dazzling” or “bamboozle”."
    assert shelf.answer("dazzling").understood.nothing == "Nothing in this library is about “dazzling”."
    assert shelf.answer("polite").understood.nothing == "No finding in this library has the word “polite”."
    assert shelf.answer("Selworth lanterns bamboozle Grimby").understood.nothing.startswith("Nothing in this library")


def test_words_that_are_all_held_are_never_told_as_missing() -> None:
    """No finding has all of most long questions, those that are answered among them (kb/decisions/0161)."""
    shelf = Shelf(
        entry(1, "The lighthouse visits were planned with the family."),
        entry(2, "Umbrellas were handed to the school."),
        entry(3, "A lighthouse near an umbrella shop stood in the story."),
    )
    apart = Shelf(*list(shelf.entries.values())[:2]).answer("lighthouse umbrellas")
    assert not apart.understood.nothing
    assert {hit.id for hit in apart.results.hits} == {"1", "2"}
    assert not shelf.answer("lighthouse umbrellas").understood.unanswered


def test_what_a_filter_leaves_says_nothing_of_the_whole_library() -> None:
    shelf = Shelf(
        entry(1, "The lighthouse stood near an umbrella shop.", kind="concern"),
        entry(2, "The lighthouse keeper shared what he knew.", kind="lesson"),
        entry(3, "Umbrellas were handed to the school.", kind="lesson"),
    )
    answer = shelf.answer("lighthouse umbrella shop", kind=("lesson",))
    assert not answer.understood.unanswered
    assert not any("Nothing in this library" in one for one in answer.results.notices)


def test_every_page_tells_the_same_total() -> None:
    shelf = Shelf(*(entry(n, f"Lanterns were lent to twin {n}, in the right care of a person.") for n in range(1, 36)))
    for text, total in (("lanterns lent", 35), ("lanterns lent in Right Care Right Person", 10)):
        answers = [
            answer_question(
                Query(text, page=page, size=10), AnswerSources(shelf.search, (), VOCABULARY, holdings=shelf.holdings)
            )
            for page in (1, 2, 4)
        ]
        assert [one.results.total for one in answers] == [total] * 3
        assert [len(one.results.hits) for one in answers] == ([10, 10, 5] if total == 35 else [10, 0, 0])
        assert [one.understood.query.page for one in answers] == [1, 2, 4]


def test_a_name_that_stands_further_down_is_no_missing_name() -> None:
    beside = [entry(n, "Lanterns were lent by the Lantern Wardens.") for n in range(1, 15)]
    shelf = Shelf(*beside, entry(20, "The Kite Menders wrote of the matter at length and of much else beside it."))
    answered = shelf.answer("did lantern wardens lend lanterns as Kite Menders would")
    assert not answered.understood.unanswered
    assert Shelf(*beside).answer("did lantern wardens lend lanterns as Kite Menders would").understood.unanswered


def test_a_place_that_is_held_with_nothing_else_of_the_question_is_told_with_it() -> None:
    beside = [entry(n, "Lanterns were lent by the wardens.") for n in range(1, 15)]
    shelf = Shelf(*beside, entry(20, "The wardens visited a school in Nottingham."))
    told = shelf.answer("lanterns lent Nottingham").understood
    assert told.nothing == "Nothing in this library is about “lanterns lent Nottingham”."
    assert not shelf.answer("school Nottingham").understood.unanswered
    assert Shelf(*beside).answer("lanterns lent in Nottingham").understood.missing == ("Nottingham",)


def test_a_place_further_down_in_a_named_review_is_not_reported_as_missing() -> None:
    beside = [entry(n, "Lanterns were lent by the wardens.") for n in range(1, 15)]
    shelf = Shelf(*beside, entry(20, "The wardens visited a school in Nottingham."))
    held = (Review("r", "Family Q", "", "Nottingham Board", "", ""),)
    asked = Query("Family Q lanterns lent Nottingham")
    answered = answer_question(asked, AnswerSources(shelf.search, held, VOCABULARY, holdings=shelf.holdings))
    assert answered.understood.reviews == ("r",)
    assert answered.understood.nothing == ""


def test_a_correction_must_make_sense_beside_the_other_words() -> None:
    shelf = Shelf(entry(1, "The neglect of the twins was seen."), entry(2, "Lanterns were lent to carers."))
    assert shelf.answer("neglekt of the twins").understood.corrected == "neglect of the twins"
    assert shelf.answer("neglekt of lanterns").understood.corrected == ""


def test_the_index_is_asked_at_most_twice() -> None:
    shelf = Shelf(entry(1, "The neglect of the twins was seen."))
    for text in (
        "neglekt",
        "good examples of sailing",
        "neglect",
        "good examples of neglekt",
        "Right Care Right Person",
    ):
        shelf.asked.clear()
        shelf.answer(text)
        assert len(shelf.asked) <= 2, text


@pytest.mark.parametrize("word", ["Leeds", "leeds", "casual", "quiz", "contrast", "timeline", "kites"])
def test_places_ordinary_words_and_words_of_the_product_are_no_mistakes(word: str) -> None:
    shelf = Shelf(
        *(entry(n, f"Neglect {near} was seen.") for n, near in enumerate("leads causal quit contract".split(), 1))
    )
    answered = shelf.answer(f"neglect {word}")
    assert (answered.understood.corrected, answered.understood.suggestion, answered.results.did_you_mean) == (
        "",
        "",
        "",
    )


def test_a_word_that_is_no_word_is_put_right_beside_ordinary_ones() -> None:
    shelf = Shelf(entry(1, "The causal chain of neglect was seen by lanterns."))
    assert shelf.answer("causal neglekt").understood.corrected == "causal neglect"


def test_an_everyday_phrase_for_a_theme_finds_all_of_the_theme_words_first() -> None:
    shelf = Shelf(
        entry(1, "Nobody asked who Mr Z was.", themes=("fathers-hidden-men",)),
        entry(2, "Her new boyfriend was not known.", themes=("fathers-hidden-men",)),
        entry(3, "Records were kept late.", themes=("recording",)),
    )
    assert [hit.id for hit in shelf.engine.search(Query("new boyfriend we didn't know about")).hits] == ["2", "1"]


def test_words_in_one_sentence_come_before_words_far_apart() -> None:
    filler = "and the plan went on for some weeks while others came and went without any note " * 2
    shelf = Shelf(
        entry(1, f"Lanterns lanterns {filler} ferry ferry."),
        entry(2, f"It was found that a lantern on that old ferry went out {filler} {filler}."),
    )
    assert [hit.id for hit in shelf.engine.search(Query("lantern ferry")).hits][:1] == ["2"]


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


class FarOrder:
    """Stands for an order by meaning in which the nearest finding is so near to every question."""

    def __init__(self, of_text: float) -> None:
        self.near = Closeness(0.1, of_text)

    def closeness(self, *_: object) -> Closeness:
        return self.near


def test_a_theme_is_no_answer_where_no_finding_has_the_most_telling_words() -> None:
    themes = ("housing-conditions-homelessness",)
    shelf = Shelf(entry(1, "Tenancies of care leavers were kept.", themes=themes))
    words = Shelf(entry(1, "There was damp and mould in council homes.", themes=themes))
    for held, of_text, told in ((shelf, 0.1, True), (shelf, 0.5, False), (words, 0.1, False)):
        order = cast(FindingOrder, FarOrder(of_text))
        query = Query("damp conditions and homelessness")
        found = answer_question(query, AnswerSources(held.search, (), VOCABULARY, holdings=held.holdings, order=order))
        assert found.results.total == 1
        assert bool(found.understood.nothing) is told


def test_a_single_word_is_never_taken_for_one_that_is_not_of_the_field() -> None:
    shelf = Shelf(entry(1, "Practice is varying."), entry(2, "Neglect was seen."))
    assert not shelf.answer("vaping").results.did_you_mean
    assert shelf.answer("neglekt").understood.corrected == "neglect"


@pytest.mark.parametrize("asked", ["hoarding", "Hoarders?", "about hoarding"])
def test_of_one_matter_that_nothing_has_no_part_is_said_to_be_held(asked: str) -> None:
    """Another name of it has words that stand apart in what is held: "self" and "neglect"."""
    shelf = Shelf(entry(1, "She cut her self free."), entry(2, "The neglect of the twins was told late."))
    assert shelf.answer(asked).understood.nothing.startswith("Nothing in this library is about “")


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
