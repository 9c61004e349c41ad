"""One word in all the ways it is written."""

from __future__ import annotations

import pytest

from search.understanding.word_forms import (
    WordForms,
    as_typed,
    compounds,
    forms_at,
    printed_compounds,
    stems_of,
    typed_words,
    with_stops,
)


def first_forms(text: str, place: int = 0) -> WordForms | None:
    return forms_at(typed_words([text]), place)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("C.A.M.H.S. wait", ["CAMHS", "wait"]),
        ("the c.p.s. said", ["the", "CPS", "said"]),
        ("e.g. this, i.e. that", ["e", "g", "this", "i", "e", "that"]),
        ("1.2 of it", ["1.2", "of", "it"]),
        ("plan A. B came", ["plan", "A", "B", "came"]),
        ("ab.c", ["ab", "c"]),
        ("I.D.V.A.s came", ["IDVAs", "came"]),
        ("a 14yo girl", ["a", "14", "year", "old", "girl"]),
        ("14 y/o girl", ["14", "year", "old", "girl"]),
        ("six wks late", ["six", "weeks", "late"]),
    ],
)
def test_letters_with_full_stops_are_one_word(text: str, printed: list[str]) -> None:
    assert [one.printed for one in typed_words([text])] == printed


def test_each_text_begins_anew_and_gaps_are_what_stands_between() -> None:
    found = typed_words(["in-house", "care/home"])
    assert [(one.word, one.gap) for one in found] == [("in", " "), ("house", "-"), ("care", " "), ("home", "/")]


@pytest.mark.parametrize(
    ("text", "printed"),
    [("A&E", "A&E"), ("A & E", "A&E"), ("non-mobile", "non-mobile"), ("care  home", "care home"), ("s.47", "s.47")],
)
def test_words_are_told_as_they_were_typed(text: str, printed: str) -> None:
    assert as_typed(typed_words([text])) == printed


SECTION_47 = WordForms(2, (("section", "47"), ("s47",), ("s", "47"), ("sec", "47")), section="47")


@pytest.mark.parametrize("text", ["section 47 enquiry", "s.47 enquiry", "sec 47", "ss-47", "Sections 47"])
def test_a_section_in_two_words_is_known(text: str) -> None:
    assert first_forms(text) == SECTION_47


def test_a_section_in_one_word_is_known_and_other_numbers_are_none() -> None:
    joined = first_forms("s117a aftercare")
    assert joined is not None
    assert (joined.length, joined.section, joined.written[0]) == (1, "117a", ("section", "117a"))
    assert first_forms("section") is None
    assert first_forms("section / 47") is None
    assert first_forms("section 4711") is None
    assert first_forms("stage 2") is None


@pytest.mark.parametrize(
    ("text", "place", "written"),
    [
        ("A&E visits", 0, (("a", "e"), ("a", "and", "e"))),
        ("A and E visits", 0, (("a", "and", "e"), ("a", "e"))),
        ("went to a and e", 2, (("a", "and", "e"), ("a", "e"))),
        ("is R and D here", 1, (("r", "and", "d"), ("r", "d"))),
    ],
)
def test_an_ampersand_may_be_spelt(text: str, place: int, written: tuple[tuple[str, ...], ...]) -> None:
    found = first_forms(text, place)
    assert found is not None
    assert found.written == written
    assert found.length == len(written[0])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Child A and E", 1),  # two children
        ("children a and e", 1),
        ("b and c", 0),
        ("A or E", 0),
        ("mum&dad went", 0),
        ("A and Eve", 0),
        ("go&dad", 0),
        ("dad&go", 0),
        ("A", 0),
    ],
)
def test_other_letters_and_words_joined_are_no_short_form(text: str, place: int) -> None:
    assert first_forms(text, place) is None


def test_a_hyphen_is_kept_or_left_out_and_only_telling_words_may_stand_apart() -> None:
    assert first_forms("trauma-informed care") == WordForms(2, (("trauma", "informed"), ("traumainformed",)), True)
    assert first_forms("in\u2011house audit") == WordForms(2, (("in", "house"), ("inhouse",)), False)
    assert first_forms("day-to-day care") == WordForms(3, (("day", "to", "day"), ("daytoday",)), False)
    assert first_forms("2019-20") is None
    assert first_forms("care/home") is None


def test_known_compounds_are_found_joined_and_apart() -> None:
    run = min(one for one in compounds().apart if len(one) == 2)
    apart, joined = first_forms(" ".join(run)), first_forms("".join(run))
    assert apart is not None
    assert (apart.length, apart.written) == (2, (run, ("".join(run),)))
    assert joined is not None
    assert (joined.length, joined.written) == (1, (("".join(run),), run))
    assert first_forms(f"{run[0]}, {run[1]}") is None
    assert compounds().split_compound("lighthouse") == ()


def test_a_beginning_needs_a_word_after_it() -> None:
    known = compounds()
    first = known.starts[0]
    assert known.start(first, "agency")
    assert known.start(first, "plan")
    assert not known.start(first, "key")
    assert known.split_compound(f"{first}agency") == (first, "agency")
    some, rests = next(iter(known.some.items()))
    assert known.start(some, f"{rests[0]}s")
    assert not known.start(some, "zzzzz")
    assert not known.start("zz", "agency")


@pytest.mark.parametrize(
    ("printed", "letters"),
    [
        ("CAMHS", tuple("camhs")),
        ("GP", ("g", "p")),
        ("IDVAs", tuple("idva")),
        ("MARAC's", tuple("marac")),
        ("a", ()),
        ("school", tuple("school")),
        ("schools", ()),
        ("s47", ()),
    ],
)
def test_a_short_form_may_have_full_stops(printed: str, letters: tuple[str, ...]) -> None:
    assert with_stops(printed) == letters


def test_stems_keep_the_order() -> None:
    assert stems_of(["moving", "houses"]) == ("move", "hous")


def test_compounds_are_printed_with_a_hyphen_or_joined() -> None:
    assert {"follow-up", "followup"} <= set(printed_compounds("a follow up visit"))
    assert "inhouse" in printed_compounds("in-house")
    assert printed_compounds("s47 enquiries") == ()


def test_the_number_of_a_section_may_be_in_words() -> None:
    found = first_forms("section eleven checks")
    assert found is not None
    assert (found.length, found.section) == (2, "11")


@pytest.mark.parametrize(("text", "read"), [("lantern & oil", "lantern and oil"), ("mum&dad went", "mum and dad went")])
def test_the_sign_for_and_is_the_word_between_words_and_a_sign_between_letters(text: str, read: str) -> None:
    assert [one.word for one in typed_words([text])] == read.split()
    assert [one.word for one in typed_words(["A&E visits"])] == ["a", "e", "visits"]
