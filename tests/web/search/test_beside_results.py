"""What stands before all results: the answer on a theme (went wrong, learned, helped, done) and quotations."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from lxml import html

from kb.app.answer_on_theme import ThemeAlone, ThemeAnswer
from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.app.next_steps import question_theme
from kb.core.settings import Settings
from kb.vocabulary import load
from search.port import Query
from search.understanding.question import UnderstoodQuestion, understand
from tests.papers import paper
from tests.web import site
from tests.web.site import make_request
from tests.web.test_values import looked_for
from web.search.beside_results import answer_block, combined_block
from web.templates_env import environment

VOCABULARY = load()
ASKED = AnsweredQuestion(UnderstoodQuestion("ferries", Query("ferries")))


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


MISSED = """# Child Heron: child safeguarding practice review

Exby Safeguarding Children Partnership

Published: 4 March 2021

## Missed opportunities

- The midwife should have referred the mother to MARAC after the second call.

## Lessons

- Staff need to know when to refer to MARAC and who may do so.

## Actions taken

- All health visitors were trained to refer to MARAC.
"""


def test_beside_few_findings_of_the_kind_that_is_asked_for_stands_what_is_on_the_theme(tmp_path: Path) -> None:
    paper(tmp_path / "in", "child-heron.md", MISSED)
    with Library.open(Settings(data=tmp_path / "library")) as library:
        library.add([tmp_path / "in"])
        page = looked_for(make_request(library, ("q", "missed opportunities to refer to MARAC")))
    assert page.total == 1
    assert page.answer is not None
    assert {part.name for part in page.answer.parts} >= {"What went wrong", "What was learned", "What was done"}
    assert not page.answer.inferred


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
    assert (shown.heading, shown.all.href) == ("Short quotations on “core groups”", "/search?q=core+groups&short=on")
    assert 1 <= len(shown.cards) <= 3
    assert len({one.review.href for one in shown.cards}) == len(shown.cards)
    assert all(len(one.snippet.text.split()) <= 40 and not one.snippet.after for one in shown.cards)
    assert looked_for(make_request(library, ("q", "core groups"))).beside.quotations is None


def test_a_type_of_review_that_is_not_held_is_reported_once_and_is_no_missing_word(library: Library) -> None:
    asked_for = looked_for(make_request(library, ("q", "SARs")))
    assert "no safeguarding adult review in this library" in " ".join(asked_for.remarks)
    assert asked_for.beside.types_not_held == ()
    beside_another = looked_for(make_request(library, ("q", "are SAR findings repeated")))
    assert beside_another.beside.types_not_held == ("Safeguarding adult review",)
    assert "is about “SAR”" not in beside_another.heading


def test_few_findings_on_several_themes_are_shown_in_short_with_what_each_is_on() -> None:
    def make_answer(every: tuple[str, ...], beside: tuple[str, ...]) -> Any:
        on_one = SimpleNamespace(label="Housing moves", first=beside)
        combined = SimpleNamespace(groups=(("a",), ("b",)), every_first=every, beside=(on_one,))
        return SimpleNamespace(combined=combined)

    block: Any = combined_block(make_answer(("on both",), ("1", "2", "3", "4")), cast(Any, str))
    assert block is not None
    assert [(part.name, part.cards) for part in block.parts] == [
        ("About both", ("on both",)),
        ("Housing moves", ("1", "2", "3")),
    ]
    assert combined_block(make_answer(("on both",), ()), cast(Any, str)) is None  # the list says as much
    assert combined_block(cast(Any, SimpleNamespace(combined=None)), cast(Any, str)) is None


@pytest.mark.parametrize(("inferred", "heading"), [(True, "In short, read as “Neglect”"), (False, "In short: Neglect")])
def test_an_answer_on_a_theme_that_no_word_of_the_question_shows_says_how_it_was_read(
    inferred: bool, heading: str
) -> None:
    block = answer_block(ThemeAnswer("Neglect", (), inferred=inferred), cast(Any, str))
    macros: Any = environment().get_template("macros/filters.html").module
    (shown,) = site.tree(str(macros.answer(SimpleNamespace(answer=block)))).xpath("//h3[@id='answer']")
    assert shown.text_content() == heading


@pytest.mark.parametrize("none", [True, False])
def test_an_answer_on_two_themes_says_how_it_was_read_and_leads_to_the_words_alone(*, none: bool) -> None:
    answer = ThemeAnswer("", (), read_as=("Neglect", "Housing moves"), none_on_both=none)
    block = answer_block(answer, cast(Any, str), "/search?q=ferries")
    macros: Any = environment().get_template("macros/filters.html").module
    tree = site.tree(str(macros.answer(SimpleNamespace(answer=block))))
    (heading,) = tree.xpath("//h3[@id='answer']")
    assert heading.text_content() == "In short, read as “Neglect” and “Housing moves”"
    assert ("We found nothing that is on both themes." in tree.text_content()) is none
    assert tree.xpath("//a[text()='Search only for my words']/@href") == ["/search?q=ferries"]


@pytest.mark.parametrize(("lacking", "told"), [(("lightship",), "“lightship”"), (("a", "b", "c"), "“a”, “b” or “c”")])
def test_an_answer_that_would_be_none_to_the_question_is_told_to_be_left_out(
    lacking: tuple[str, ...], told: str
) -> None:
    page = SimpleNamespace(answer=None, beside=SimpleNamespace(theme_alone=ThemeAlone("Neglect", lacking)))
    macros: Any = environment().get_template("macros/filters.html").module
    assert (
        f"the findings on “Neglect” nearest to your question do not mention {told}."
        in site.tree(str(macros.answer(page))).text_content()
    )
