"""Good practice on a theme: led by the sentence that says it, and left out where it only falls short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from kb.app.finding_order import FindingOrder
from kb.app.praise_on_theme import asks_for_praise_alone, praise_on_theme
from kb.core.model import Certainty, Evidence, Finding, FindingInContext, Means, Tag
from kb.vocabulary import load
from search.port import Query, Results
from search.understanding.asked_filters import AskedFilter
from tests.makers import make_document, make_finding

THEME = "fathers-hidden-men"


class WordOrder:
    """Stands for an order in which a sentence with the word of the question is near to it, and no other."""

    def by_meaning(self, _: str, found: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(found)

    def likeness(self, one: str, other: str) -> float:
        return 0.9 if one.split()[-1] in other else 0.1

    def praises(self, sentence: str) -> bool:
        return "well" in sentence

    def theme_chances(self, text: str) -> dict[str, float]:
        return {THEME: 0.1 if "caps" in text else 0.7}


class UnknownOrder(WordOrder):
    """Stands for an order without an encoder, which does not know how near texts are."""

    def likeness(self, one: str, other: str) -> Any:
        return None

    def theme_chances(self, text: str) -> dict[str, float]:
        return {}


class PraiseShelf:
    """Stands for a library that holds these texts by kind, each on one theme by its word "fathers"."""

    vocabulary = load()

    def __init__(self, **texts: tuple[str, ...]) -> None:
        self.texts = texts

    def search(self, query: Query) -> Results:
        texts = self.texts.get(query.filters["kind"][0], ())
        return cast(Results, SimpleNamespace(hits=[SimpleNamespace(id=text) for text in texts]))

    def holdings(self, ids: Sequence[str]) -> tuple[Any, ...]:
        return tuple(FindingInContext(_finding(text), cast(Any, None), cast(Any, None)) for text in ids)


def _finding(text: str) -> Finding:
    at = text.find("fathers")
    seen = (Evidence("fathers", Means.CUE, start=at, end=at + 7),) if at >= 0 else ()
    tag = Tag(THEME, Certainty.YES, 0.9, seen)
    return replace(make_finding(make_document((text,)), text), tags=(tag,))


def answer(**texts: tuple[str, ...]) -> Any:
    order = cast(FindingOrder, WordOrder())
    return praise_on_theme(Query("work with fathers"), THEME, PraiseShelf(**texts), order)


def test_the_sentence_on_the_theme_leads_and_one_that_falls_short_is_no_praise() -> None:
    good, short = "Ferries ran. Crews asked fathers along.", "Ferries ran on time. More work is needed with fathers."
    found = answer(good_practice=(short, good), action=("Visits to fathers were begun.",))
    assert [(part.name, [one.finding.evidence_words for one in part.findings]) for part in found.parts] == [
        ("What helped", ["Crews asked fathers along."]),
        ("What was done", ["Visits to fathers were begun."]),
    ]
    assert not found.no_praise


def test_it_is_said_where_no_good_practice_is_on_the_theme() -> None:
    named = "All passengers, fathers too, had caps."
    found = answer(good_practice=("More work is needed with fathers.", named))
    assert found.no_praise
    assert found.parts == ()


def test_nothing_is_said_where_nobody_knows_how_near_texts_are() -> None:
    shelf = PraiseShelf(good_practice=("Crews asked fathers along.",))
    order = cast(FindingOrder, UnknownOrder())
    assert praise_on_theme(Query("work with fathers"), THEME, shelf, order) is None


def test_only_a_question_for_good_practice_and_nothing_else_is_answered_so() -> None:
    good = AskedFilter("kind", "good_practice", "what worked")
    assert asks_for_praise_alone((good,))
    assert not asks_for_praise_alone((good, AskedFilter("area", "Northby", "in Northby")))
    assert not asks_for_praise_alone(())


def test_what_stands_first_in_the_list_follows_where_it_praises_what_is_asked_for() -> None:
    good = "Crews asked fathers along."
    shelf = PraiseShelf(good_practice=(good,))
    first = shelf.holdings(
        ["Ferries ran. Crews worked well with fathers.", "All went well. The fathers were ill.", good]
    )
    found = praise_on_theme(Query("fathers"), THEME, shelf, cast(FindingOrder, WordOrder()), first)
    assert found is not None
    assert [one.finding.evidence_words for one in found.parts[0].findings] == [good, "Crews worked well with fathers."]
