"""Echoes: the same lesson in other reviews, with its reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.core.model import Kind
from kb.recurrence import STRONG_LIKENESS, EchoFinder
from kb.recurrence.alike_in_review import MOST_BESIDE, best_places
from kb.recurrence.lesson_columns import LessonColumns
from kb.recurrence.links import LINKED_LEAST, PLAIN_MOST
from kb.recurrence.similarity_index import (
    INSPECTION_PENALTY,
)
from kb.recurrence.terms import Wording
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

CORE_GROUP = make_holding(
    "a", "The right agencies were not invited to core groups", themes=("cp-plans-core-groups", "agency-participation")
)


ATTENDANCE = make_holding(
    "b", "Schools and the GP seldom came to the core group", themes=("cp-plans-core-groups", "agency-participation")
)


LOCUMS = make_holding("c", "Reliance on locum staff", themes=("key-worker-continuity",))


CHANGES = make_holding("d", "Five social workers in a year", themes=("key-worker-continuity",))


HOUSING = make_holding("e", "Damp was never reported to the landlord", themes=("housing-conditions-homelessness",))


def library(*holdings: object) -> EchoFinder:
    echoes = EchoFinder(load())
    echoes.add(holdings)  # type: ignore[arg-type]  # makers give holdings; a tuple of object keeps the tests short
    return echoes


def test_the_same_lesson_in_another_review_comes_first() -> None:
    echoes = library(CORE_GROUP, ATTENDANCE, LOCUMS, CHANGES, HOUSING)
    assert echoes.of("a")[0].echo == "b"


def test_a_lesson_with_no_shared_word_is_found_by_its_theme() -> None:
    echoes = library(CORE_GROUP, ATTENDANCE, LOCUMS, CHANGES, HOUSING)
    best = echoes.of("c")[0]
    assert best.echo == "d"
    assert "same theme" in best.why


def test_other_words_of_one_meaning_bring_two_findings_together() -> None:
    dads = make_holding("m", "The dad was left out of the plan")
    men = make_holding("n", "Nobody knew about the male partner")
    other = make_holding("o", "Nobody knew about the damp")
    best = library(dads, men, other, HOUSING).of("m")[0]
    assert best.echo == "n"
    assert best.why == "similar words: dad / male partner"


def test_one_meaning_counts_once_however_often_it_is_reported() -> None:
    terms = Wording(load()).terms
    assert terms("dad, dads, boyfriend and father")["~father"] == terms("a dad")["~father"]
    assert "~father" not in terms("forefathers")


def test_the_sentence_of_a_long_finding_that_says_what_a_draft_says_is_found() -> None:
    review = "Departments should review how they work with partners."
    register = "There should be a register of the named lead for safeguarding in each department."
    echoes = library(make_holding("m", f"{review} {register}"), HOUSING, LOCUMS, CORE_GROUP)
    draft = make_holding("draft", "Every agency should have a register of named safeguarding leads.").finding
    assert echoes.sentences(draft, [(review, register)]) == [(register, True)]
    assert echoes.sentences(draft, [(review, "The risk register was read.")]) == [
        ("The risk register was read.", False)
    ]
    assert echoes.sentences(draft, [()]) == [("", False)]


def test_a_review_is_never_its_own_echo() -> None:
    twin = make_holding("f", CORE_GROUP.finding.text, review=CORE_GROUP.review.slug, themes=("agency-participation",))
    echoes = library(CORE_GROUP, twin, LOCUMS)
    assert "f" not in [echo.echo for echo in echoes.of("a")]


def test_a_short_form_echoes_its_words_written_out() -> None:
    short = make_holding("s", "Referral to MARAC was late")
    long = make_holding("l", "No one told the multi-agency risk assessment conference")
    other = make_holding("o", "Referral to the dentist was late")
    assert library(short, long, other).of("l")[0].echo == "s"


def test_a_named_instrument_outweighs_other_words() -> None:
    action = make_holding("i", "Introduction of a Priority Rehousing Protocol")
    to_review = make_holding("j", "Districts should revisit how the Priority Housing Protocol serves families")
    decoy = make_holding("k", "Introduction of a newsletter for staff")
    best = library(action, to_review, decoy).of("i")[0]
    assert best.echo == "j"
    assert "names the same tool or procedure" in best.why


def test_a_repeat_word_for_word_is_distinguished() -> None:
    words = "All agencies should review how they record the views of children before each conference"
    one = make_holding("v", words)
    other = make_holding("w", words + ".")
    looser = make_holding("x", "Record what children say before conferences")
    found = {echo.echo: echo.verbatim for echo in library(one, other, looser).of("v")}
    assert found == {"w": True, "x": False}


def test_the_standing_words_of_many_letters_are_no_strong_echo() -> None:
    formula = "The authority should prepare a written statement of what it will do in response to this letter by March"
    letters = [make_holding(f"letter{i}", formula, themes=("leadership-assurance",)) for i in range(5)]
    lesson = make_holding("lesson", "Leaders did not know what the front line saw", themes=("leadership-assurance",))
    other = make_holding("other", "Leaders had no sight of practice", themes=("leadership-assurance",))
    echoes = library(*letters, lesson, other)
    assert echoes.of("lesson")[0].echo == "other"
    assert all(echo.score < STRONG_LIKENESS for echo in echoes.of("letter0"))


def test_what_is_forgotten_is_no_echo_any_more() -> None:
    echoes = library(CORE_GROUP, ATTENDANCE, LOCUMS)
    echoes.remove(["b"])
    assert "b" not in [echo.echo for echo in echoes.of("a")]


def test_a_draft_is_compared_without_being_held() -> None:
    echoes = library(CORE_GROUP, LOCUMS)
    draft = make_holding("draft", "Invite all agencies to core groups", themes=("cp-plans-core-groups",)).finding
    assert echoes.like(draft)[0].echo == "a"
    assert len(echoes) == 2


def test_an_unsure_theme_counts_less_than_a_sure_one() -> None:
    asked = make_holding("q", "One", themes=("neglect",))
    sure = make_holding("y", "Two", themes=("neglect",))
    unsure = make_holding("u", "Three", unsure=("neglect",))
    assert [echo.echo for echo in library(asked, sure, unsure).of("q")] == ["y", "u"]


words = st.text(alphabet="abcdefgh CPMARAC", max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=2, max_size=8))
def test_adding_one_by_one_is_the_same_as_adding_all_at_once(texts: list[str]) -> None:
    holdings = [make_holding(str(i), text) for i, text in enumerate(texts)]
    together, apart = library(*holdings), library()
    for held in holdings:
        apart.add([held])
    for held in holdings:
        one = [(echo.echo, np.float32(echo.score)) for echo in together.of(held.finding.id)]
        assert one == [(echo.echo, np.float32(echo.score)) for echo in apart.of(held.finding.id)]


def test_near_is_distinguished_from_related() -> None:
    near = make_holding("n", "The right agencies were not invited to the core group", themes=CORE_GROUP.finding.themes)
    echoes = library(CORE_GROUP, near, ATTENDANCE, LOCUMS, CHANGES, HOUSING)
    told = {one.echo: one.near for one in echoes.of("a")}
    assert told["n"]
    assert not told["b"]


def test_to_name_the_same_agency_does_not_make_one_lesson() -> None:
    one = make_holding("a", "The lifeboat station lost its keys.")
    here = make_holding("b", "Probation and housing officers forgot umbrellas.")
    there = make_holding("c", "Probation and housing officers admired kestrels.")
    echoes = library(here, there, one, *(make_holding(f"o{n}", f"Something else, number {n}.") for n in range(6)))
    measure = echoes._arrange()
    a, b = echoes._said["b"], echoes._said["c"]
    assert measure.agencies_alike(a, b) > 0.3
    assert measure.agencies_alike(a, echoes._said["a"]) == 0.0
    assert not any(like.score >= STRONG_LIKENESS for like in echoes.rank("b") if like.id == "c")


def test_what_a_finding_was_drawn_from_stands_in_its_own_review() -> None:
    said = make_holding("a", "Nobody from the school went to core groups on plans for disabled babies.", review="one")
    asked = make_holding(
        "b", "Somebody from the school should go to core groups on plans for disabled babies.", review="one"
    )
    other = make_holding("c", "The minibus was sold at auction.", review="one")
    far = make_holding("d", "Nobody from the school went to core groups on plans for disabled babies.", review="two")
    echoes = library(said, asked, other, far, *(make_holding(f"o{n}", f"Nothing of it, number {n}.") for n in range(9)))
    assert echoes.beside("b") == ("a",)
    assert echoes.beside("c") == ()
    assert echoes.beside("nobody") == ()
    echoes.remove(["a"])
    assert echoes.beside("b") == ()


def test_of_a_review_of_a_thousand_findings_all_alike_each_is_linked_with_few_and_always_the_same() -> None:
    many = [
        make_holding(f"f{n}", f"Somebody from team t{n} should go to core groups on plans for babies.", review="one")
        for n in range(3 * MOST_BESIDE)
    ]
    others = [make_holding(f"o{n}", f"Nothing of it, number {n}.") for n in range(30)]
    found, again = (library(*some, *others).beside_in("one") for some in (many, many[::-1]))
    assert {len(alike) for alike in found.values()} == {MOST_BESIDE}
    assert found == again


@pytest.mark.parametrize(("most", "places"), [(9, [0, 1, 3, 4]), (4, [0, 1, 3, 4]), (3, [0, 1, 3]), (2, [1, 0])])
def test_the_best_places_are_those_of_the_highest_scores_and_of_equal_ones_the_first(
    most: int, places: list[int]
) -> None:
    scores = np.array([0.5, 0.75, 0.1, 0.5, 0.5], np.float32)
    assert sorted(best_places(scores, 0.1, most)) == sorted(places)


def test_nearly_the_same_needs_words_in_common_and_not_themes_alone() -> None:
    themes = ("cp-plans-core-groups", "agency-participation", "housing-moves")
    one = make_holding(
        "one",
        "The Priority Rehousing Pathway let tenants wait at each landing while crates stood unopened "
        "beside damp walls, lofts, sheds and broken gates",
        themes=themes,
    )
    other = make_holding(
        "other",
        "Nurses, teachers, constables and magistrates never found who signed any "
        "Priority Rehousing Pathway letter, form, leaflet or poster",
        kind=Kind.RECOMMENDATION,
        themes=themes,
    )
    rest = [make_holding(f"r{n}", f"Lanterns of sort {n} were lit", themes=("neglect",)) for n in range(20)]
    finder = library(one, other, *rest, make_holding("p0", one.finding.text, themes=themes))
    finder._weights = replace(finder._weights, near=1.2)  # by likeness alone they would be near
    told = {like.id: like for like in finder.rank("one")}
    line = STRONG_LIKENESS + finder._weights.near - finder._weights.strong
    assert told["other"].score >= line, "the named instrument and the themes make them very alike"
    assert not told["other"].near
    assert told["p0"].near


def test_two_that_both_find_fault_are_linked_by_words_and_not_by_themes_alone() -> None:
    themes = ("cp-plans-core-groups", "agency-participation", "housing-moves")
    one = make_holding(
        "one", "Tenants waited at each landing while crates stood unopened beside damp walls", themes=themes
    )
    words = make_holding(
        "words", "Tenants waited at a landing while crates stood unopened by the damp stairs", themes=themes
    )
    theme = make_holding(
        "theme",
        "Tenants, nurses and magistrates never found who stacked crates at damp doors of the yard",
        themes=themes,
    )
    rest = [make_holding(f"r{n}", f"Lanterns of sort {n} were lit", themes=("neglect",)) for n in range(20)]
    finder = library(one, words, theme, *rest)
    for least, linked in ((0.0, {"words", "theme"}), (0.35, {"words"})):
        finder._weights = replace(finder._weights, strong=0.7, alike=0.7, alike_words=least)
        assert {like.id for like in finder.rank("one") if like.score >= STRONG_LIKENESS} == linked


def test_what_an_inspection_says_is_less_like_a_review_than_what_a_review_says() -> None:
    words, themes = "Core groups met without housing", ("cp-plans-core-groups",)
    kinds = ("serious-case-review", "inspection")

    def score(one: str, other: str) -> float:
        asked = make_holding("asked", words, themes=themes, review_type=one)
        finder = library(asked, make_holding("other", words, themes=themes, review_type=other), LOCUMS, HOUSING)
        return finder.rank("asked")[0].score

    assert score(*kinds) == score(*reversed(kinds))
    assert score(kinds[0], kinds[0]) == score(kinds[1], kinds[1])
    assert score(kinds[0], kinds[0]) - score(*kinds) == pytest.approx(INSPECTION_PENALTY, abs=1e-4)
    assert INSPECTION_PENALTY >= 0.1, "a case and a whole service are not as alike as two cases"


def test_a_sentence_says_nearly_what_a_draft_says_with_enough_words_in_common() -> None:
    echoes = library(CORE_GROUP, ATTENDANCE, LOCUMS, CHANGES, HOUSING)
    long = CORE_GROUP.finding.text
    draft = make_holding("d", long).finding
    assert echoes.sentences(draft, [["The plan was long.", long, "Housing was damp."]]) == [(long, True)]
    brief = "Agencies invited."
    assert echoes.sentences(make_holding("d", brief).finding, [[brief]]) == [(brief, False)], "two words are too few"
    assert echoes.sentences(draft, [["The weather turned."]]) == [("", False)]


def _short_pair(finder_length: int = 0) -> EchoFinder:
    padding = " ".join(f"word{n}" for n in range(finder_length))
    lesson = "Nobody weighed the boy at the clinic although he was thin"
    asked = f"The clinic should weigh thin children whenever they come {padding}".strip()
    rest = [make_holding(f"r{n}", f"Lanterns of sort {n} were lit", themes=("neglect",)) for n in range(20)]
    found = make_holding("found", lesson, themes=("health-needs",), kind=Kind.CONCERN)
    other = make_holding("asked", asked, themes=("health-needs",), kind=Kind.RECOMMENDATION)
    return library(found, other, *rest)


def test_of_two_short_findings_one_that_asks_is_linked_with_what_is_wanting() -> None:
    finder = _short_pair()
    (match,) = [one for one in finder.scores("found") if one[0] == "asked"]
    finder._weights = replace(finder._weights, strong=match[1] + 0.1, short_asked=match[1] - 0.1, short=40)
    told = {like.id: like for like in finder.rank("found")}
    assert told["asked"].score == pytest.approx(STRONG_LIKENESS + LINKED_LEAST + 0.1, abs=1e-4)
    assert not told["asked"].near


def test_a_longer_finding_is_not_linked_by_the_lines_of_short_ones() -> None:
    finder = _short_pair(60)
    finder._weights = replace(finder._weights, strong=9.0, short_asked=0.0, short=40)
    told = {like.id: like for like in finder.rank("found")}
    assert told["asked"].score < STRONG_LIKENESS


def test_what_is_plainly_one_is_not_said_to_be_nearly_the_same() -> None:
    finder = _short_pair()
    finder._weights = replace(finder._weights, strong=9.0, near=9.2, short_asked=0.0, short=40)
    (told,) = [like for like in finder.rank("found") if like.id == "asked"]
    assert told.score == pytest.approx(STRONG_LIKENESS + LINKED_LEAST + PLAIN_MOST, abs=1e-4)
    assert not told.near


def test_two_short_findings_that_clearly_tell_one_known_lesson_are_linked() -> None:
    one = make_holding("one", "Core groups were held without health or school", themes=("core-groups",))
    other = make_holding("other", "Key agencies did not come to core groups", themes=("core-groups",))
    rest = [make_holding(f"r{n}", f"Lanterns of sort {n} were lit", themes=("neglect",)) for n in range(20)]
    finder = library(one, other, *rest)
    pair = LessonColumns.of([finder._said["other"]]).compare(finder._said["one"], np.array([0]))
    alike = pair.lessons.item(0)
    for line, linked in ((alike - 0.01, True), (alike + 0.01, False)):
        finder._weights = replace(finder._weights, strong=9.0, clear=line, clear_short=30, clear_meaning=0.0, short=0)
        told = {like.id: like for like in finder.rank("one")}
        assert (told["other"].score >= STRONG_LIKENESS) is linked
