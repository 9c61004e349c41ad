"""Findings on every theme that a question names stand before the list."""

from __future__ import annotations

from pathlib import Path

from kb.app import combined_themes
from kb.app.library import Library
from kb.core.model import Kind, Reading
from search.port import Query
from tests.makers import make_document
from tests.web import shelf
from tests.web.site import make_request, params_of
from tests.web.test_values import looked_for

BOTH = "core groups and housing moves"


def test_findings_on_both_themes_stand_first_and_the_rest_is_counted(library: Library) -> None:
    page = looked_for(
        make_request(library, ("q", "housing moves and moving between boroughs, cross boundary transfer"))
    )
    assert page.split is not None
    (both, *_) = page.split.parts
    assert [card.snippet.text for card in both.cards] == [shelf.MOVES]
    assert both.summary == "In 1 source, 1 area, 2019"
    assert page.split.either.findings == 2
    assert page.heading.startswith("1 finding about both: housing moves")
    assert page.summary == ""
    assert not {card.id for card in both.cards} & {card.id for card in page.cards}
    alone = looked_for(make_request(library, *params_of(both.href)))
    assert [card.snippet.text for card in alone.cards] == [shelf.MOVES]
    assert alone.total == both.count == 1


def test_where_no_finding_has_both_reviews_that_speak_of_both_are_shown(library: Library) -> None:
    page = looked_for(make_request(library, ("q", BOTH)))
    assert page.split is not None
    both, *beside = page.split.parts
    assert (both.count, both.cards) == (0, ())
    assert len(beside) == 2  # of each theme
    assert [part.name.startswith(f"“{part.theme}”, from sources") for part in beside] == [True, True]
    for part in beside:
        assert {card.review.text for card in part.cards} == {"Family Q"}
        assert looked_for(make_request(library, *params_of(part.href))).total == part.count


def test_a_single_word_that_shows_a_theme_never_leads_where_no_finding_has_both(library: Library) -> None:
    loose = "core groups where families were rehoused"
    assert len(combined_themes.groups(Query(loose), library.vocabulary)) == 2
    assert looked_for(make_request(library, ("q", loose))).split is None


def test_a_long_question_that_names_themes_is_still_answered(library: Library) -> None:
    page = looked_for(make_request(library, ("q", f"{BOTH} {'and what they did then ' * 20}".strip())))
    assert len(page.text) > 450
    assert not page.error
    assert page.split is not None
    assert page.total


def test_a_question_in_a_persons_own_sentence_keeps_the_findings_on_both(library: Library) -> None:
    typed = "What was said about housing moves (and moving between boroughs, cross boundary transfer)?"
    page = looked_for(make_request(library, ("q", typed)))
    assert page.split is not None
    assert [card.snippet.text for card in page.split.parts[0].cards] == [shelf.MOVES]


def test_what_is_on_both_is_counted_once_and_what_is_said_of_rows_holds_for_them(tmp_path: Path) -> None:
    readings = (shelf.family_q(), _about_core_groups(), _about_both(), shelf.about_moves(Kind.CONCERN))
    with shelf.fill_library(tmp_path, readings) as held_:
        page = looked_for(make_request(held_, ("q", BOTH)))
        assert page.split is not None
        both, beside = page.split.parts
        assert (both.count, page.heading) == (1, f"1 finding about both: {BOTH}")
        assert beside.count == len(beside.cards) == 2
        assert not {card.id for card in both.cards} & {card.id for card in beside.cards}
        assert looked_for(make_request(held_, *params_of(beside.href))).total == beside.count
        assert beside.summary.startswith(f"In {len({card.review.text for card in beside.cards})} source")


def _about_both() -> Reading:
    """A document of Family Q's with one finding on housing moves and on core groups."""
    document = make_document(("Core groups ended with each housing move.",), "both.pdf")
    one = shelf.finding(document, document.text, Kind.LESSON, ["housing-moves", "cp-plans-core-groups"])
    return Reading(document, shelf.about("both", "Family Q"), (), (one,), ())


def test_of_findings_in_reviews_that_speak_of_both_those_that_tell_what_happened_come_first(tmp_path: Path) -> None:
    kinds = (Kind.ACTION, Kind.CONCERN, Kind.RECOMMENDATION)
    with shelf.fill_library(
        tmp_path, (shelf.family_q(), _about_core_groups(), *map(shelf.about_moves, kinds))
    ) as held_:
        found = (
            combined_themes.both(Query(text=BOTH), (("cp-plans-core-groups",), ("housing-moves",)), held_, 5)
            .beside[0]
            .found
        )
        order = [one.finding.kind for one in held_.holdings([hit.id for hit in found.hits])]
    assert set(order[:2]) == {Kind.MISSED_OPPORTUNITY, Kind.CONCERN}
    assert set(order[2:]) == {Kind.ACTION, Kind.RECOMMENDATION}


def _about_core_groups() -> Reading:
    """A document of another review with so many findings on core groups that housing moves are the rarer theme."""
    sentences = [f"Core groups were missed by agency {number}." for number in range(9)]
    document = make_document(sentences, "core.pdf")
    many = tuple(shelf.finding(document, words, Kind.LESSON, ["cp-plans-core-groups"]) for words in sentences)
    return Reading(document, shelf.about("Core", "Core"), (), many, ())


def test_of_the_closest_findings_no_sources_or_areas_are_counted(library: Library) -> None:
    """They are the first few of many: what is counted of all would not be true of them."""
    page = looked_for(make_request(library, ("q", "walruses in core groups")))
    assert page.heading.startswith("No finding in this library has the word “walruses”")
    assert page.total
    assert page.summary == ""
