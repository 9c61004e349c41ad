"""The answer on a theme stands before all results: what went wrong, what helped, what was done, reviews in turn."""

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
from web.components.cards import Card
from web.search.answer_block import PER_PART, answer_block

VOCABULARY = load()
ASKED = without_search(Query("ferries"), "ferries")


def held_finding(
    id_: str,
    kind: Kind,
    review: str = "r",
    polarity: Polarity = Polarity.FAILING,
    theme: str = "t",
    text: str = "Ferries were counted.",
) -> Any:
    return SimpleNamespace(
        finding=SimpleNamespace(id=id_, kind=kind, polarity=polarity, themes=(theme,), text=text),
        review=SimpleNamespace(slug=review),
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


@pytest.mark.parametrize(
    ("question", "outstanding", "theme"),
    [
        ("what goes wrong when families move borough", ["housing-moves"], "cross-boundary-transfer"),
        ("families who moved across local authority boundaries", ["housing-moves"], "cross-boundary-transfer"),
        ("core groups", ["housing-moves"], "cp-plans-core-groups"),
        ("the weather last term", ["key-worker-continuity"], ""),  # of which the question has no word
        ("core groups and neglect", ["neglect"], ""),
    ],
)
def test_the_theme_is_one_that_the_question_has_words_of(question: str, outstanding: list[str], theme: str) -> None:
    understood = understand(Query(question), (), VOCABULARY)
    assert next(iter(question_theme(understood, outstanding, VOCABULARY)), "") == theme


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
