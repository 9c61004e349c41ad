"""A question that names a review is asked within it; a recommendation that it numbers leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.app.answer_question import AnsweredQuestion, answer_question
from kb.app.answer_sources import AnswerSources
from kb.app.index import indexed_heading
from kb.core.model import Review
from kb.vocabulary import load
from search import IndexEntry, Query
from search.engines.memory import Memory
from search.understanding.named_reviews import named_reviews, review_told_by_names
from tests.makers import make_document, make_finding

VOCABULARY = load()
HELD = (
    Review("child-petrel", "Child Petrel: learning review"),
    Review("family-x", "Family X, addendum"),
    Review("odile-and-bram", "Odile and Bram"),
    Review("child-a", "Serious case review: Child A"),
    Review("neglect", "Neglect and core groups"),
)


def ask(*entries: IndexEntry, text: str, narrow: bool = True) -> AnsweredQuestion:
    engine = Memory(VOCABULARY)
    engine.rebuild(entries, 0)
    return answer_question(Query(text), AnswerSources(engine.search, HELD, VOCABULARY, narrow=narrow))


def recommendation(number: int, review: str, told: str) -> IndexEntry:
    return IndexEntry(
        number,
        f"{review}-{number}",
        "d",
        review,
        told,
        f"Recommendations > Recommendation {number}",
        "",
        "recommendation",
    )


ENTRIES = (
    *(recommendation(n, "child-petrel", f"Boards should meet {n} times a year.") for n in (1, 2, 3)),
    *(recommendation(n, "family-x", "Nurses should weigh the child.") for n in (13, 3)),
)


@pytest.mark.parametrize(
    ("text", "slugs", "rest"),
    [
        ("Odile and Bram", ("odile-and-bram",), ""),
        ("what happened to Bram", ("odile-and-bram",), ""),
        ("timeline of Odile's case", ("odile-and-bram",), ""),
        ("family x", ("family-x",), ""),
        ("Family X school attendance", ("family-x",), "school attendance"),
        ("child petrel weekend visits", ("child-petrel",), "weekend visits"),
        ("Child A", ("child-a",), ""),
        ("is a child a priority", (), ""),  # no name
        ("neglect and core groups", (), ""),  # a title that is only words of the field
        ("a bram stoker novel", (), ""),
        ("neglect", (), ""),
    ],
)
def test_a_name_is_taken_out_of_the_question(text: str, slugs: tuple[str, ...], rest: str) -> None:
    named = named_reviews(Query(text), HELD, VOCABULARY)
    assert (named.slugs, named.rest) == (slugs, rest)


def test_a_name_leads_to_the_findings_of_its_review_until_the_filter_is_removed() -> None:
    named = ask(*ENTRIES, text="Family X")
    assert {hit.id for hit in named.results.hits} == {"family-x-13", "family-x-3"}
    assert [(one.facet, one.value, one.typed) for one in named.understood.asked] == [("review", "family-x", "Family X")]
    assert named.understood.reviews == ("family-x",)
    assert ask(*ENTRIES, text="Family X", narrow=False).understood.asked == ()


@pytest.mark.parametrize("text", ["recommendation 3 child petrel", "Child Petrel rec 3", "rec. no. 3 in Child Petrel"])
def test_a_numbered_recommendation_of_a_named_review_leads(text: str) -> None:
    assert next(hit.id for hit in ask(*ENTRIES, text=text).results.hits) == "child-petrel-3"


def test_what_a_review_does_not_say_is_told_and_all_its_findings_follow() -> None:
    answered = ask(*ENTRIES, text="Family X trampolines")
    assert answered.results.notices[0].startswith("No finding in “Family X, addendum” has the word “trampolines”.")
    assert answered.results.total == 2


def test_where_few_findings_of_a_named_review_have_the_words_its_others_follow() -> None:
    ringing = recommendation(14, "family-x", "Schools should ring home.")
    answered = ask(*ENTRIES, ringing, text="Family X ringing home from school")
    assert {hit.id for hit in answered.results.hits} == {"family-x-13", "family-x-3", "family-x-14"}
    assert answered.results.notices[0].startswith("Showing all findings of “Family X, addendum”, the nearest to")


def test_of_a_named_review_only_the_kind_that_is_asked_for_follows() -> None:
    answered = ask(*ENTRIES, text="recommendations about trampolines in Family X")
    assert [(one.facet, one.value) for one in answered.understood.asked] == [
        ("review", "family-x"),
        ("kind", "recommendation"),
    ]
    assert answered.results.notices[0].startswith(
        "No recommendation in “Family X, addendum” has the word “trampolines”. Showing all recommendations of"
    )  # another finding may have it


def test_a_kind_that_a_named_review_has_not_is_told_and_says_nothing_of_the_words() -> None:
    told = ask(*ENTRIES, text="actions about weighing in Family X").results.notices[0]
    assert told.startswith("We found no action in “Family X, addendum”. Showing all findings of")


def test_what_is_shown_of_a_named_review_is_told_to_be_within_the_filters_that_are_chosen() -> None:
    engine = Memory(VOCABULARY)
    engine.rebuild([replace(one, polarity="failing") for one in ENTRIES], 0)
    query = Query("Family X trampolines", {"polarity": ("failing",)})
    told = answer_question(query, AnswerSources(engine.search, HELD, VOCABULARY)).results.notices[0]
    assert told.startswith("No finding in “Family X, addendum” within your other filters has the word “trampolines”.")


def test_what_has_the_words_leads_however_long_the_review_is() -> None:
    many = [recommendation(n, "family-x", f"Boards should meet {n} times a year.") for n in range(20, 100)]
    ringing = recommendation(100, "family-x", "Schools should ring home.")
    answered = ask(*ENTRIES, *many, ringing, text="Family X ringing home from school")
    assert answered.results.hits[0].id == ringing.id
    ids = [hit.id for hit in answered.results.hits]
    assert (answered.results.total, len(ids), len(set(ids))) == (83, 10, 10)


def test_a_kind_that_the_reader_chose_stays_where_a_named_review_has_none_of_it() -> None:
    engine = Memory(VOCABULARY)
    engine.rebuild(ENTRIES, 0)
    query = Query("Family X trampolines", {"kind": ("lesson",)})
    answered = answer_question(query, AnswerSources(engine.search, HELD, VOCABULARY))
    assert answered.results.total == 0
    assert answered.results.notices[0] == "We found no lesson in “Family X, addendum”."
    assert answered.understood.query.filters["kind"] == ("lesson",)


def test_nothing_is_said_to_be_shown_where_other_filters_leave_nothing() -> None:
    engine = Memory(VOCABULARY)
    engine.rebuild(ENTRIES, 0)
    told = answer_question(
        Query("Family X trampolines", {"area": ("Fenmere",)}), AnswerSources(engine.search, HELD, VOCABULARY)
    )
    assert told.results.notices[0] == "We found no finding in “Family X, addendum” within your other filters."
    by_words = Query("lessons about trampolines in Family X", {"area": ("Fenmere",)})
    told = answer_question(by_words, AnswerSources(engine.search, HELD, VOCABULARY))
    assert told.results.notices[0] == "We found no finding in “Family X, addendum” within your other filters."


def test_a_printed_number_is_indexed_and_a_letter_is_not() -> None:
    found = make_finding(make_document(), heading=("Recommendations",))
    assert indexed_heading(replace(found, label="3.")) == "Recommendations > 3."
    assert indexed_heading(replace(found, label="b)")) == "Recommendations"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Otis and Wren", "r2"),
        ("Mark and Olwen", "r3"),  # "mark" is a word of the field as well
        ("Wren", ""),  # two reviews speak of one
        ("otis and wren", ""),  # no names
        ("Otis and Wren school", ""),
        ("Neglect", ""),
    ],
)
def test_names_that_stand_together_in_one_review_tell_it(text: str, slug: str) -> None:
    found = (
        ("r3", "Mark & Olwen moved."),
        ("r1", "Wren was well. Neglect was seen."),
        ("r2", "Otis & Wren were not seen."),
        ("r2", "Otis was ill."),
    )
    assert review_told_by_names(Query(text), found, VOCABULARY) == slug


def test_names_name_no_review_where_the_reader_chose_one() -> None:
    found = [("r2", "Otis and Wren were not seen.")]
    assert review_told_by_names(Query("Otis and Wren"), found, VOCABULARY) == "r2"
    assert review_told_by_names(Query("Otis and Wren", filters={"review": ("r1",)}), found, VOCABULARY) == ""


def test_a_name_is_taken_as_a_whole_where_a_word_of_it_is_a_name_too() -> None:
    found = named_reviews(Query("Mr Vane"), [Review("mr-v", "Mr Vane")], VOCABULARY)
    assert (found.slugs, found.typed, found.rest) == (("mr-v",), "Mr Vane", "")


@pytest.mark.parametrize("text", ["R&D", "T and G", "B & B"])
def test_letters_alone_name_nobody(text: str) -> None:
    found = [("r2", "Child R was seen, and so were T and G. The R&D team saw B and B.")]
    assert review_told_by_names(Query(text), found, VOCABULARY) == ""
