"""A question of two matters: how it is parted by sense, and what is shown for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.finding_order import FindingOrder
from kb.app.two_themes import agreed_theme, answer_on_two, read_two_themes, theme_borne_out
from kb.core.model import FindingInContext
from kb.vocabulary import load
from search.port import Query, Results
from search.understanding.question import UnderstoodQuestion

VOCABULARY = load()
ASKED = "shunted from flat to flat while her ex hunted for her"
FIRST, SECOND = "shunted from flat", "flat while her ex hunted for her"


class SenseOfParts:
    """Stands for an order that knows the chances of themes for some texts, and finds nothing far in meaning."""

    def __init__(self, **chances: Mapping[str, float]) -> None:
        self.whole = chances.get("whole", {"neglect": 0.3, "housing-moves": 0.1, "domestic-abuse": 0.1})
        self.first = chances.get("first", {"housing-moves": 0.9})
        self.second = chances.get("second", {"domestic-abuse": 0.8})

    def theme_chances(self, text: str) -> Mapping[str, float]:
        return self.whole if text == ASKED else self.first if ASKED.startswith(text) else self.second

    def encode_at_once(self, _: object) -> None:
        pass

    def near_to(self, _: str, found: Sequence[Any], __: float) -> frozenset[str]:
        return frozenset(one.finding.id for one in found)

    def read_theme(self, chances: Mapping[str, float]) -> str:
        return max(chances, key=lambda slug: chances[slug])

    def likeness(self, _: str, __: str) -> float:
        return 1.0

    def by_meaning(self, _: str, found: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(found)


def order(**chances: Mapping[str, float]) -> FindingOrder:
    return cast(FindingOrder, SenseOfParts(**chances))


class ThemeShelf:
    """Stands for a library that holds findings by their themes."""

    vocabulary = VOCABULARY

    def __init__(self, **themes: tuple[str, ...]) -> None:
        self.themes = {id_: tuple(one.replace("_", "-") for one in some) for id_, some in themes.items()}

    def search(self, query: Query) -> Results:
        wanted = [one.removeprefix("theme:") for one in query.text.split() if one != "AND"]
        reviews = query.filters.get("review", ())
        ids = [
            id_ for id_, some in self.themes.items() if set(wanted) <= set(some) and (not reviews or id_[0] in reviews)
        ]
        return cast(Results, SimpleNamespace(hits=[SimpleNamespace(id=id_) for id_ in ids]))

    def holdings(self, ids: Sequence[str]) -> tuple[Any, ...]:
        return tuple(
            SimpleNamespace(
                finding=SimpleNamespace(id=id_, text="Nothing alike.", last_heading=""),
                review=SimpleNamespace(slug=id_[0], review_type=min(VOCABULARY.service_types) if id_[0] == "i" else ""),
            )
            for id_ in ids
        )

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        return {id_[0]: 1 for id_, some in self.themes.items() if theme in some}


def test_each_part_of_a_question_has_its_theme() -> None:
    read = read_two_themes(ASKED, (), order(), VOCABULARY)
    assert read is not None
    assert [one.theme for one in read] == ["housing-moves", "domestic-abuse"]


@pytest.mark.parametrize(
    "chances",
    [
        {"whole": {"domestic-abuse": 0.95}},  # the whole surely is on one
        {"first": {"housing-moves": 0.6}},  # one part is not sure
        {"first": {"domestic-abuse": 0.9}},  # both are on the same
        {"first": {"no-such-theme": 0.9}},  # a keeper took it away
        {"whole": {}},  # nothing is known
    ],
)
def test_what_is_not_surely_on_two_themes_is_not_read_so(chances: dict[str, Mapping[str, float]]) -> None:
    assert read_two_themes(ASKED, (), order(**chances), VOCABULARY) is None


def test_a_theme_of_a_part_alone_must_be_that_of_some_findings() -> None:
    aside = order(whole={"neglect": 0.3, "domestic-abuse": 0.2})
    assert read_two_themes(ASKED, (), aside, VOCABULARY) is None
    moved = SimpleNamespace(finding=SimpleNamespace(themes=("housing-moves",)))
    found = cast(Sequence[FindingInContext], (moved,) * 3)
    assert read_two_themes(ASKED, found[:1], aside, VOCABULARY) is None
    assert read_two_themes(ASKED, found, aside, VOCABULARY) is not None


def test_a_part_that_is_named_by_a_phrase_needs_no_sure_sense_beside_one_whose_words_show_another() -> None:
    class Doubtful(SenseOfParts):
        def theme_chances(self, text: str) -> Mapping[str, float]:
            moves = {"housing-moves": 0.9} if "change of address" in text else {"domestic-abuse": 0.45}
            whole = {"neglect": 0.3, "housing-moves": 0.1, "domestic-abuse": 0.1}
            return whole if "again" in text and "address" in text else moves

    doubtful = cast(FindingOrder, Doubtful())
    read = read_two_themes("coercive control again, change of address", (), doubtful, VOCABULARY)
    assert read is not None
    assert {one.theme for one in read} == {"housing-moves", "domestic-abuse"}
    assert read_two_themes("temper lost again, change of address", (), doubtful, VOCABULARY) is None


def test_a_theme_of_which_both_parts_speak_is_that_of_the_question() -> None:
    alike = order(first={"child-not-seen": 0.6}, second={"child-not-seen": 0.8})
    assert agreed_theme(ASKED, alike, VOCABULARY) == "child-not-seen"
    assert agreed_theme(ASKED, order(), VOCABULARY) == ""


def test_what_is_on_both_comes_first_and_then_each_with_reviews_that_have_both() -> None:
    held = ThemeShelf(
        i1=("domestic_abuse",), b1=("domestic_abuse",), a1=("domestic_abuse",), a2=("housing_moves",),
        a3=("housing_moves", "domestic_abuse"),
    )  # fmt: skip
    answer = answer_on_two(Query(ASKED), (), held, order())
    assert answer is not None
    assert answer.read_as == ("Housing moves and rehousing", "Domestic abuse and coercive control")
    assert [(part.name, [one.finding.id for one in part.findings]) for part in answer.parts] == [
        ("About both", ["a3"]),
        ("Housing moves and rehousing", ["a2"]),
        ("Domestic abuse and coercive control", ["a1", "b1", "i1"]),
    ]
    assert not answer.none_on_both


def test_it_is_said_where_no_finding_is_on_both() -> None:
    answer = answer_on_two(Query(ASKED), (), ThemeShelf(a1=("domestic_abuse",), b2=("housing_moves",)), order())
    assert answer is not None
    assert answer.none_on_both
    assert (
        answer_on_two(Query(ASKED), (), ThemeShelf(a1=("domestic_abuse",)), order()) is None
    )  # one part has no answer


def test_a_library_that_holds_only_what_is_on_both_answers_with_it() -> None:
    answer = answer_on_two(Query(ASKED), (), ThemeShelf(a3=("housing_moves", "domestic_abuse")), order())
    assert answer is not None
    assert [part.name for part in answer.parts] == ["About both"]


def test_nothing_stands_above_a_sentence_that_has_the_words() -> None:
    held = ThemeShelf(a1=("domestic_abuse",), b2=("housing_moves",))
    assert answer_on_two(Query(ASKED), (), held, order()) is not None
    said = cast(Any, (SimpleNamespace(finding=SimpleNamespace(text=f"She was {ASKED}.")),))
    assert answer_on_two(Query(ASKED), said, held, order()) is None


def test_of_several_named_themes_the_one_is_answered_that_the_sense_bears_out() -> None:
    asked = UnderstoodQuestion(ASKED, Query(ASKED), themes=(("neglect",), ("housing-moves",)))
    assert theme_borne_out(asked, order()) == ("neglect",)
    assert theme_borne_out(asked, order(whole={"recording": 0.9})) == ()
