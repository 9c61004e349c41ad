"""What a question means: words in every form, professional names, what is missing, what the person is after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from kb.app.answer_question import UNDATED_LEFT_OUT, AnsweredQuestion, answer_question
from kb.app.answer_sources import AnswerSources
from kb.core.model import Review
from kb.vocabulary import load
from search import IndexEntry, Query
from search.engines.memory import Memory
from search.port import Results
from search.understanding.answerability import AnswerSigns
from search.understanding.correction import put_places_right, put_right
from search.understanding.intents import intents
from search.understanding.professional_names import professional_names
from search.understanding.question import NEAREST_FINDINGS, UnderstoodQuestion, understand, with_found
from search.understanding.word_forms import forms_at, typed_words

VOCABULARY = load()


def library(*bodies: str) -> Memory:
    engine = Memory(VOCABULARY)
    numbers = count(1)
    engine.rebuild(
        [
            IndexEntry(number=n, id=str(n), document="d", review="r", body=b)
            for n, b in zip(numbers, bodies, strict=False)
        ],
        0,
    )
    return engine


def find_ids(engine: Memory, text: str) -> list[str]:
    return [hit.id for hit in engine.search(Query(text)).hits]


def answer_text(engine: Memory, text: str, reviews: Iterable[Review] = ()) -> AnsweredQuestion:
    return answer_question(Query(text), AnswerSources(engine.search, tuple(reviews), VOCABULARY))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Staff need a drop-in clinic.", ("drop-in", "dropin", "drop in")),
        ("The handover was poor.", ("hand-over", "handover", "hand over")),
        ("She was re-referred twice.", ("rereferred", "re-referred", "re referred")),
        ("Partners work in a multi agency way.", ("multi-agency", "multiagency")),
        ("A section 17 assessment was closed.", ("s17", "s.17", "S17", "S.17", "s 17", "section 17", "sec 17")),
        ("An s117 meeting was held.", ("section 117", "s.117", "S117")),
        ("Enquiries under sections 17 and 47 ended.", ("s47", "s17")),
        ("He was seen in A & E that night.", ("A&E", "A and E", "accident and emergency")),
        ("The M.A.R.A.C. heard the case.", ("MARAC", "marac", "M.A.R.A.C.")),
        ("Nurses in A&E asked about home.", ("a and e", "a & e")),
        ("The S.A.R. was published late.", ("safeguarding adult review", "SAR")),
        ("The I.C.P.C. was put off.", ("initial child protection conference",)),
        ("The MASH took the call.", ("M.A.S.H.", "multi-agency safeguarding hub")),
        ("The significant case review said so.", ("SCR",)),
        ("The serious case review said so.", ("SCR", "S.C.R.")),
        ("Adult support and protection duties were unclear.", ("ASP",)),
        ("Understanding the needs of children in Northern Ireland forms were late.", ("UNOCINI",)),
    ],
)
def test_one_word_is_found_however_it_is_written(text: str, asked: tuple[str, ...]) -> None:
    engine = library("Nothing of the sort is told here.", text, "Managers drop visits in winter and go over it again.")
    for question in asked:
        assert find_ids(engine, question)[:1] == ["2"], question


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("drop-in", "Visits were dropped."),
        ("A&E", "Child E and a nurse met."),
        ("follow-up", "They followed the protocol."),
        ("s47", "Page 47 of the report."),
        ("well-being", "The plan works well."),
    ],
)
def test_a_compound_is_not_its_parts(asked: str, text: str) -> None:
    assert find_ids(library(text), asked) == []


def test_a_range_of_years_or_two_children_are_no_compound() -> None:
    assert forms_at(typed_words(["2015-2019"]), 0) is None
    assert forms_at(typed_words(["Child", "A", "and", "E"]), 1) is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("can she ask the police whether her boyfriend was violent before", "domestic violence disclosure scheme"),
        ("child filmed by a specially trained officer for court", "achieving best evidence interview"),
        ("meeting held in two parts so parents are apart", "split conference"),
        ("drug dealers taking over a vulnerable person's flat", "cuckooing"),
        ("grandparents and relatives meet to make a plan together", "family group conference"),
    ],
)
def test_an_everyday_description_reaches_the_professional_name(question: str, name: str) -> None:
    entry = professional_names().find_described(question)
    assert entry is not None
    assert entry.names[0] == name
    assert entry.source
    engine = library("The weather was fine.", f"Workers should know of the {name}.")
    assert find_ids(engine, question)[:1] == ["2"]


@pytest.mark.parametrize("question", ["neglect", "housing moves", "the weather in spring", "police and school"])
def test_what_describes_nothing_reaches_no_name(question: str) -> None:
    assert professional_names().find_described(question) is None


def test_what_the_library_does_not_hold_is_said_first_and_no_list_of_hundreds_follows() -> None:
    engine = library(
        *[f"{who} in family {n} were safe." for n in range(40) for who in ("Children", "Dogs")], "Neglect was missed."
    )
    answer = answer_text(engine, "children in Atlantis")
    assert answer.results.notices[0].startswith("Nothing in this library is about “Atlantis”.")
    assert answer.understood.unanswered
    assert 0 < answer.results.total <= NEAREST_FINDINGS
    assert len(answer.results.hits) == answer.results.total
    assert answer_text(engine, "neglect").understood.nothing == ""
    assert answer_text(engine, "children in families").understood.nothing == ""


def test_a_named_review_is_not_told_as_apart_from_its_place() -> None:
    engine = library("Actions of the ferry were late.", "The lantern was lent in Selworth Vale.")
    held = (Review("r", "Family Q", "", "Selworth Vale Board", "Selworth Vale", "Selworth Vale Board"),)
    assert answer_text(engine, "Family Q actions unfinished in Selworth Vale", held).understood.nothing == ""


def test_a_long_word_with_one_letter_wrong_is_asked_about_among_many_words() -> None:
    engine = library("The audit of supervision found a list of tasks.", "A supervisor was ill.")
    answer = answer_text(engine, "supervison was only ever a list of tasks")
    assert answer.understood.suggestion.startswith("supervis")
    assert answer.understood.nothing == ""


def test_the_area_of_a_review_is_held_whatever_its_findings_say() -> None:
    engine = library("Fire safety equipment was fitted.", "The ferry was late.")
    held = (Review("r", "Mr T", "", "Selworth Vale Board", "Selworth Vale", "Selworth Vale Board"),)
    assert answer_text(engine, "fire safety in Selworth Vale").understood.missing == ("Selworth Vale",)
    assert answer_text(engine, "fire safety in Selworth Vale", held).understood.nothing == ""


def test_a_place_that_findings_only_mention_is_told_as_one_that_no_document_is_from() -> None:
    engine = library("Neglect was seen at the clinic, which lies in Nottingham.", "Neglect was not named.")
    answer = answer_text(engine, "neglect in Nottingham")
    assert answer.understood.nothing == "No document in this library is from “Nottingham”."
    assert answer.results.notices[0] == answer.understood.nothing
    assert not answer.understood.unanswered
    assert answer_text(engine, "neglect at Nottingham clinic").results.total


def test_a_word_of_the_product_or_of_a_held_title_is_never_put_right() -> None:
    for word, near in (("quiz", "quit"), ("contrast", "contract"), ("timeline", "timelines")):
        assert put_right(word, near, VOCABULARY) == ("", False)
    assert put_right("negligence", "neglects", VOCABULARY, frozenset({"negligence"})) == ("", False)
    assert put_right("Petral", "petrol", VOCABULARY)[0] == "petrol"
    assert put_right("Petral", "petrol", VOCABULARY, frozenset({"petral"})) == ("", False)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("quiz on neglect", "quiz"),
        ("timeline of Rowan's case", "timeline"),
        ("contrast housing and health", "contrast"),
        ("has core group attendance come up before", "history"),
        ("actions that came back", "came_back"),
        ("check our draft recommendation", "check"),
        ("case pack on fathers", "case_pack"),
        ("three short cases on professional curiosity", "cases"),
        ("who was told to act on core groups", "told_to_act"),
    ],
)
def test_what_a_person_is_after_is_noticed(question: str, intent: str) -> None:
    assert intent in intents(question)
    assert intent in understand(Query(question), (), VOCABULARY).intents


def test_a_plain_subject_asks_for_nothing_but_findings() -> None:
    for question in ("neglect", "housing moves", "social workers who leave", "child protection plans"):
        assert intents(question) == (), question


@pytest.mark.parametrize(
    ("asked", "first", "never"),
    [
        ("cooperation", "1", ""),
        ("s47", "2", ""),
        ("section 47", "2", ""),
        ("in-house", "4", "3"),
        ("follow-up", "5", "6"),
        ("well-being", "7", "8"),
        ("wellbeing", "7", "8"),
        ("A&E", "10", "9"),
        ("CAMHS", "11", "7"),
    ],
)
def test_real_ways_of_writing_are_found(asked: str, first: str, never: str, shared_folder: Path) -> None:
    paper = (shared_folder / "cases/reading/q01_search_zoo.md").read_text(encoding="utf-8")
    found = find_ids(library(*re.findall(r"^\d+\. (.*)$", paper, re.MULTILINE)), asked)
    assert found[:1] == [first]
    assert never not in found


def test_the_misspelt_name_of_a_held_area_is_put_right_and_no_other_word_is_made_one() -> None:
    assert put_places_right("neglect in Wexcmbe", {"wexcmbe"}, ["Wexcombe", "Ilde"]) == "neglect in Wexcombe"
    assert put_places_right("selworht", {"selworht"}, ["North Northby and Selworth"]) == "Selworth"
    assert put_places_right("Wexcmbe", set(), ["Wexcombe"]) == ""  # a finding has it
    assert put_places_right("Ilda", {"ilda"}, ["Ilde"]) == ""  # too brief to be sure
    assert put_places_right("Welcombe", {"welcombe"}, ["Wexcombe", "Wescombe"]) == ""  # either may be meant


def test_what_may_be_misspelt_is_asked_about_and_not_reported_as_missing() -> None:
    engine = library("School exclusions were many.", "Exclusions rose.")
    answer = answer_text(engine, "schol exclusions")
    assert answer.results.did_you_mean == "school exclusions"
    assert answer.understood.nothing == ""


def test_a_question_with_signs_names_nothing_by_its_words() -> None:
    assert understand(Query("core groups"), (), VOCABULARY).themes
    assert understand(Query('"core groups" AND hope'), (), VOCABULARY).themes == ()


def test_themes_that_are_ticked_or_named_together_are_told_as_groups() -> None:
    slugs = tuple(VOCABULARY.themes)[:2]
    ticked = Query("hope", filters={"theme": slugs})
    assert {slug for group in understand(ticked, (), VOCABULARY).combined for slug in group} == set(slugs)


def test_only_a_question_that_was_changed_is_searched_in_other_words() -> None:
    typed, searched = Query("hoem", page=2), Query("home", filters={"kind": ("lesson",)})
    assert UnderstoodQuestion("hoem", searched).as_searched(typed) is typed
    changed = UnderstoodQuestion("hoem", searched, corrected="home").as_searched(typed)
    assert (changed.text, changed.filters, changed.page) == ("home", {"kind": ("lesson",)}, 2)
    purpose = Query("core groups, suitable for training", page=2)
    without = UnderstoodQuestion(purpose.text, Query("core groups")).as_searched(purpose)
    assert (without.text, without.page) == ("core groups", 2)


def test_the_years_that_a_question_names_are_understood() -> None:
    assert understand(Query("core groups between 2012 and 2015"), (), VOCABULARY).years == (2012, 2015)
    assert understand(Query("core groups"), (), VOCABULARY).years == (None, None)


@pytest.mark.parametrize("query", [Query("lanterns", synonyms=False), Query('"lanterns"')])
def test_what_is_asked_for_exactly_is_never_unanswered(query: Query) -> None:
    understood = UnderstoodQuestion(query.text, query)
    nothing = Results(0, 0, (), {}, missing=("lanterns",))
    assert with_found(understood, nothing, AnswerSigns()) == understood


@pytest.mark.parametrize(("also", "described"), [(("child protection conference",), True), ((), False)])
def test_a_description_stays_where_what_it_describes_was_searched(also: tuple[str, ...], described: bool) -> None:
    asked = replace(
        UnderstoodQuestion("lanterns", Query("lanterns")), described=("child protection conference", "a meeting")
    )
    answered = with_found(asked, Results(1, 1, (), {}, also=also), AnswerSigns())
    assert bool(answered.described) is described


@pytest.mark.parametrize("typed", ["A&E", "non-mobile"])
def test_what_no_finding_has_is_told_as_it_was_typed(typed: str) -> None:
    answer = answer_text(library("Neglect was missed."), f"neglect {typed}")
    assert answer.understood.missing == (typed,)


DATED, UNDATED = Review("fen", "Fen", published="2019-03"), Review("weir", "Weir")


@pytest.mark.parametrize(
    ("years", "reviews", "told"),
    [
        ((2018, None), (DATED, UNDATED), True),
        ((None, 2020), (DATED, UNDATED), True),
        ((2018, None), (DATED,), False),
        ((None, None), (DATED, UNDATED), False),
    ],
)
def test_a_choice_of_years_says_that_it_leaves_out_what_has_no_date(
    years: tuple[int | None, int | None], reviews: tuple[Review, ...], *, told: bool
) -> None:
    sources = AnswerSources(library("Neglect was missed.").search, reviews, VOCABULARY)
    notices = answer_question(Query("neglect", years=years), sources).results.notices
    assert (UNDATED_LEFT_OUT in notices) is told


def test_years_that_a_question_asks_for_leave_out_what_has_no_date() -> None:
    engine = Memory(VOCABULARY)
    engine.rebuild([IndexEntry(number=1, id="1", document="d", review="fen", body="Neglect was missed.", year=2019)], 0)
    answer = answer_text(engine, "neglect since 2018", (DATED, UNDATED))
    assert answer.understood.query.years == (2018, None)
    assert UNDATED_LEFT_OUT in answer.results.notices


def test_a_sure_mistake_is_understood_as_what_was_meant_on_the_page_and_filters_asked_for() -> None:
    typed = Query("neglekt", page=2, filters={"kind": ("lesson",)})
    found = understand(typed, (), VOCABULARY, spelling=True, likely="neglect")
    assert (found.corrected, found.query.text, found.query.page) == ("neglect", "neglect", 2)
    assert found.query.filters == {"kind": ("lesson",)}
    off = understand(typed, (), VOCABULARY, spelling=False, likely="neglect")
    assert (off.corrected, off.suggestion, off.query) == ("", "neglect", typed)
