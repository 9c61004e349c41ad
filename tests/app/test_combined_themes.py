"""What is found on several themes together: findings of reviews before those of inspections, what happened first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.combined_themes import both, find_on_all_named
from kb.core.counted_reviews import reviews_first
from kb.core.model import FindingInContext, Kind
from kb.vocabulary import load
from search.port import Hit, Query, Results

VOCABULARY = load()
INSPECTION = next(iter(VOCABULARY.service_types))
NEGLECT, MOVES = ("neglect",), ("housing-moves",)


def held_finding(id_: str, kind: Kind, review: str, review_type: str = "", text: str = "") -> Any:
    return SimpleNamespace(
        finding=SimpleNamespace(id=id_, kind=kind, text=text),
        review=SimpleNamespace(slug=review, review_type=review_type),
    )


HELD = (
    held_finding("inspected", Kind.CONCERN, "a", INSPECTION),
    held_finding("asked", Kind.QUESTION, "b"),
    held_finding("urged", Kind.RECOMMENDATION, "b"),
    held_finding("happened", Kind.CONCERN, "b"),
)


class ThemedShelf:
    """A library in which every search finds the same findings."""

    vocabulary = VOCABULARY

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        found = tuple(Hit(one.finding.id, 1) for one in HELD)
        on_all = Results(0, 0, (), {})
        return (on_all, *(Results(len(found), 2, found, {}) for _ in queries[1:]))

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        return cast(tuple[FindingInContext, ...], tuple(one for one in HELD if one.finding.id in ids))

    def theme_kinds(self) -> Mapping[str, Mapping[str, int]]:
        return {}

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        return {"a": 1, "b": 3}


def test_beside_a_theme_reviews_come_before_inspections_and_questions_last() -> None:
    found = both(Query("neglect and house moves"), (NEGLECT, MOVES), ThemedShelf(), 5)
    assert [hit.id for hit in found.beside[0].found.hits] == ["happened", "urged", "inspected", "asked"]


def test_reviews_come_first_and_else_the_order_stays() -> None:
    ordered = reviews_first(HELD, VOCABULARY.service_types)
    assert [one.finding.id for one in ordered] == ["asked", "urged", "happened", "inspected"]
    assert reviews_first(HELD, ()) == HELD


class SchoolShelf(ThemedShelf):
    """A library in which every search finds two findings, of which the second names a school."""

    held = (
        held_finding("plain", Kind.CONCERN, "a", text="Neglect went on."),
        held_finding("school", Kind.CONCERN, "b", text="The school was not told."),
    )

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        hits = tuple(Hit(one.finding.id, 1) for one in self.held)
        return tuple(Results(len(hits), 2, hits, {}) for _ in queries)

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        by_id = {one.finding.id: one for one in self.held}
        return cast(tuple[FindingInContext, ...], tuple(by_id[id_] for id_ in ids))


@pytest.mark.parametrize(
    ("question", "first"), [("neglect and domestic abuse", "plain"), ("school neglect and domestic abuse", "school")]
)
def test_on_all_themes_what_names_the_agency_of_the_question_comes_first(question: str, first: str) -> None:
    found = find_on_all_named(Query(question), (("neglect",), ("domestic-abuse",)), (), SchoolShelf(), 5)
    assert found is not None
    assert found.every_first[0].finding.id == first


class PraisingShelf(SchoolShelf):
    """A library in which every search finds praise alone."""

    held = (
        held_finding("plain", Kind.GOOD_PRACTICE, "a", text="Neglect is assessed well."),
        held_finding("school", Kind.GOOD_PRACTICE, "b", text="The school was told."),
    )


def test_a_question_after_a_failing_is_not_answered_by_what_is_praised_on_all_themes() -> None:
    named = (("neglect",), ("domestic-abuse",))
    assert find_on_all_named(Query("neglect and domestic abuse not assessed"), named, (), PraisingShelf(), 5) is None
    assert find_on_all_named(Query("neglect and domestic abuse"), named, (), PraisingShelf(), 5) is not None
    assert find_on_all_named(Query("neglect and domestic abuse not assessed"), named, (), SchoolShelf(), 5) is not None


class EmptyShelf(SchoolShelf):
    """A library in which no finding is on all themes."""

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        first, *others = super().search_each(queries)
        return (replace(first, total=0, hits=()), *others)


def test_that_nothing_is_on_all_themes_is_not_said_above_a_sentence_with_most_of_the_words() -> None:
    asked = Query("coercive control and neglect")
    named = (("neglect",), ("domestic-abuse",))
    far, near = (
        cast(FindingInContext, held_finding("one", Kind.CONCERN, "a", text=text))
        for text in ("The form was late.", "Coercive control went on.")
    )
    assert find_on_all_named(asked, named, (far,), EmptyShelf(), 5) is not None
    assert find_on_all_named(asked, named, (far, near), EmptyShelf(), 5) is None


def test_a_question_of_more_than_its_themes_is_not_led_by_nothing_or_by_one_that_is_not_among_the_first() -> None:
    named = (("neglect",), ("domestic-abuse",))
    far = cast(FindingInContext, held_finding("one", Kind.CONCERN, "a", text="The form was late."))
    for more in ("neglect and domestic abuse over boundaries", "domestic abuse, neglect and lighthouses"):
        assert find_on_all_named(Query(more), named, (far,), EmptyShelf(), 5) is None
    assert find_on_all_named(Query("neglect and domestic abuse"), named, (far,), EmptyShelf(), 5) is not None
