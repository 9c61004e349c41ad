"""What stands before all results: the answer on a theme (went wrong, learned, helped, done) and quotations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from lxml import html

from kb.app.answer_question import without_search
from kb.app.library import Library
from kb.app.next_steps import question_theme
from kb.core.model import FindingInContext, Kind, Polarity
from kb.core.settings import Settings
from kb.vocabulary import load
from search.port import Query
from search.understanding.asked_filters import AskedFilter
from search.understanding.question import UnderstoodQuestion, understand
from tests.papers import paper
from tests.web import site
from tests.web.site import make_request
from tests.web.test_values import looked_for
from web.components.cards import Card
from web.search.beside_results import NEAR, NEAREST_ONES, PER_PART, answer_block, reviews_first_of_nearest

VOCABULARY = load()
ASKED = without_search(Query("ferries"), "ferries", "")


def held_finding(
    id_: str,
    kind: Kind,
    review: str = "r",
    polarity: Polarity = Polarity.FAILING,
    theme: str = "t",
    text: str = "Ferries were counted.",
    review_type: str = "",
) -> Any:
    return SimpleNamespace(
        finding=SimpleNamespace(id=id_, kind=kind, polarity=polarity, themes=(theme,), text=text),
        review=SimpleNamespace(slug=review, case_slug=review, review_type=review_type),
    )


def make(one: FindingInContext) -> Card:
    return cast(Card, one.finding.id)


NEAREST = (
    held_finding("1", Kind.CONCERN, "a"),
    held_finding("2", Kind.LESSON, "a"),
    held_finding("3", Kind.MISSED_OPPORTUNITY, "b"),
    held_finding("4", Kind.CONCERN, "c"),
    held_finding("5", Kind.CONCERN, "d", theme="other"),
    held_finding("6", Kind.CONCERN, "d", Polarity.WORKING_WELL),
    held_finding("7", Kind.GOOD_PRACTICE, "a", Polarity.WORKING_WELL),
    held_finding("8", Kind.ACTION, "b", Polarity.IMPROVING),
)


def test_parts_hold_what_is_on_the_theme_one_of_each_review_first() -> None:
    block = answer_block(ASKED, ("t",), "Ferries", NEAREST, make)
    assert block is not None
    assert [(part.name, tuple(map(str, part.cards))) for part in block.parts] == [
        ("What went wrong", ("1", "3", "4")),
        ("What helped", ("7",)),
        ("What was done", ("8",)),
    ]
    assert all(len(part.cards) <= PER_PART for part in block.parts)


def test_only_among_the_nearest_do_reviews_stand_before_inspections() -> None:
    inspected = [held_finding(str(n), Kind.CONCERN, review_type="inspection") for n in range(NEAREST_ONES - 1)]
    near, far = held_finding("near", Kind.CONCERN), held_finding("far", Kind.CONCERN)
    ordered = reviews_first_of_nearest((*inspected, near, inspected[0], far), VOCABULARY)
    assert [one.finding.id for one in ordered] == ["near", *map(str, range(NEAREST_ONES - 1)), "0", "far"]


@pytest.mark.parametrize(
    ("text", "polarity", "done"),
    [
        ("Late ferries continue to be an issue.", Polarity.NEUTRAL, False),
        ("Mooring remains a serious challenge.", Polarity.IMPROVING, False),
        ("Tickets were not checked.", Polarity.FAILING, False),
        ("The board continues to check tickets.", Polarity.IMPROVING, True),
        ("Risk assessments remain in place.", Polarity.NEUTRAL, True),
    ],
)
def test_what_goes_on_being_a_problem_is_nothing_that_was_done(text: str, polarity: Polarity, done: bool) -> None:
    told = held_finding("9", Kind.ACTION, "e", polarity, text=text)
    block = answer_block(ASKED, ("t",), "Ferries", (*NEAREST[:1], NEAREST[6], told), make)
    assert block is not None
    assert [part.name for part in block.parts][2:] == (["What was done"] if done else [])


@pytest.mark.parametrize(
    ("kind", "polarity", "part"),
    [
        (Kind.LESSON, Polarity.NEUTRAL, "What was learned"),  # "Ferries need to be counted"
        (Kind.LESSON, Polarity.IMPROVING, "What was learned"),
        (Kind.LESSON, Polarity.WORKING_WELL, "What was learned"),
        (Kind.LESSON, Polarity.FAILING, "What went wrong"),
        (Kind.CONCERN, Polarity.NEUTRAL, "What went wrong"),
        (Kind.CONCERN, Polarity.IMPROVING, ""),
        (Kind.MISSED_OPPORTUNITY, Polarity.WORKING_WELL, ""),
    ],
)
def test_only_what_was_failing_stands_under_what_went_wrong(kind: Kind, polarity: Polarity, part: str) -> None:
    told = held_finding("9", kind, "e", polarity)
    block = answer_block(ASKED, ("t",), "Ferries", (told, *NEAREST[6:]), make)
    assert block is not None
    assert [one.name for one in block.parts if "9" in map(str, one.cards)] == ([part] if part else [])


@pytest.mark.parametrize(("meant", "held"), [(("t",), True), ((), False)])
def test_a_question_of_more_than_its_theme_is_answered_by_what_is_nearest(meant: tuple[str, ...], held: bool) -> None:
    others = (held_finding(f"o{n}", Kind.CONCERN, "o", theme="other") for n in range(NEAR - 2))
    nearest = (NEAREST[0], NEAREST[6], *others, NEAREST[7])
    asked = replace(ASKED, understood=replace(ASKED.understood, meant=meant))
    block = answer_block(asked, ("t",), "Ferries", nearest, make)
    assert block is not None
    assert ("What was done" in [part.name for part in block.parts]) == held


@pytest.mark.parametrize(
    "understood",
    [
        replace(ASKED.understood, unanswered=True),
        replace(ASKED.understood, reviews=("a",)),
        replace(ASKED.understood, asked=(AskedFilter("kind", "lesson", "lessons"),)),
        replace(ASKED.understood, none_of_kind="No action is held."),
    ],
)
def test_a_question_for_something_else_has_no_such_answer(understood: UnderstoodQuestion) -> None:
    assert answer_block(replace(ASKED, understood=understood), ("t",), "Ferries", NEAREST, make) is None


def test_one_part_alone_is_no_answer_and_neither_is_one_without_a_theme() -> None:
    assert answer_block(ASKED, ("t",), "Ferries", NEAREST[:4], make) is None
    assert answer_block(ASKED, (), "", NEAREST, make) is None


def test_the_part_with_the_nearest_finding_comes_first() -> None:
    block = answer_block(ASKED, ("t",), "Ferries", (NEAREST[7], NEAREST[0], NEAREST[6]), make)
    assert block is not None
    assert [part.name for part in block.parts] == ["What was done", "What went wrong", "What helped"]


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("what goes wrong when families move borough", "cross-boundary-transfer"),
        ("families who moved across local authority boundaries", "cross-boundary-transfer"),
        ("core groups", "cp-plans-core-groups"),
        ("the weather last term", ""),
        ("core groups and neglect", ""),
        ("supervision of staff working with trauma", ""),  # trauma tells as much as supervision, and of another
        ("family crossed borough boundary and the network fell apart", ""),  # "fell apart" shows one by chance
        ("neglect of teenagers in gangs", ""),
        ("Gypsy Roma Traveller cultural advice for social workers", "identity-culture"),
        ("new social worker every few months", "key-worker-continuity"),
    ],
)
def test_the_theme_is_one_of_which_the_most_telling_words_of_the_question_speak(question: str, theme: str) -> None:
    understood = understand(Query(question), (), VOCABULARY)
    assert next(iter(question_theme(understood, VOCABULARY)), "") == theme


MIXED = """# Joint targeted area inspection of Exby

Exby Council

Published: 4 March 2021

## Headline findings

In stronger practice in the nurseries, fathers are welcome and are well recorded, and thoughtful attention is given to
how fathers can take part in the meetings that are held for parents. However, social workers do not routinely invite
fathers to conferences, and too often they are not asked for their views.

## Good practice

- The health visitor met fathers at home in the evening, so that they could take part.
"""


def test_each_leads_with_the_sentence_that_made_it_what_it_is(tmp_path: Path) -> None:
    paper(tmp_path / "in", "child-ferry.md", MIXED)
    with Library.open(Settings(data=tmp_path / "library")) as library:
        library.add([tmp_path / "in"])
        with site.client(library) as http:
            page = html.fromstring(http.get("/search?q=fathers").text)
    told = cast(list[html.HtmlElement], page.xpath("//*[@class='app-answer__parts']//li"))
    said = [" ".join(one.text_content().split()) for one in told]
    assert said[0].lstrip("… ").startswith("However, social workers do not routinely")


def test_a_short_form_is_explained_and_a_theme_brings_its_questions(sample: Library) -> None:
    with site.client(sample) as http:
        shown = site.tree(http.get("/search?q=marac+and+moves").text)
        assert "MARAC: multi-agency risk assessment conference." in " ".join(shown.text_content().split())
        named = site.tree(http.get("/search?q=neglect").text)
    (answer,) = named.xpath("//section[@aria-labelledby='answer']")
    said = " ".join(answer.text_content().split())
    assert all(one in said for one in sample.vocabulary.themes["neglect"].questions)
    assert "They are not from a review." in said


def test_short_quotations_that_are_asked_for_stand_before_all_results(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quotes for a slide about core groups")))
    shown = page.beside.quotations
    assert shown is not None
    assert (shown.subject, shown.all.href) == ("core groups", "/search?q=core+groups&short=on")
    assert 1 <= len(shown.cards) <= 3
    assert len({one.review.href for one in shown.cards}) == len(shown.cards)
    assert all(len(one.snippet.text.split()) <= 40 and not one.snippet.after for one in shown.cards)
    assert looked_for(make_request(library, ("q", "core groups"))).beside.quotations is None
