"""An answer on a theme is given only where its findings have what the question is told by."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.answer_bearing import parts_not_borne_out
from kb.app.answer_on_theme import ThemeAnswer, ThemeAnswerPart
from kb.app.finding_order import FindingOrder
from kb.vocabulary import load

VOCABULARY = load()
NEGLECT = ("neglect",)


def not_borne_out(
    question: str, *texts: str, likeness: float | None = 0.5, chance: float = 0.0, heading: str = ""
) -> tuple[str, ...]:
    findings = tuple(SimpleNamespace(finding=SimpleNamespace(text=text, last_heading=heading)) for text in texts)
    answer = ThemeAnswer("Neglect", (ThemeAnswerPart("What went wrong", cast(Any, findings)),))
    order = SimpleNamespace(
        likeness=lambda *_: likeness,
        theme_chances=lambda part: {"neglect": chance if part != question else 1.0},
        encode_at_once=lambda _: None,
    )
    return parts_not_borne_out(answer, question, NEGLECT, VOCABULARY, cast(FindingOrder, order))


@pytest.mark.parametrize(
    ("question", "lost"),
    [("neglect on a lightship", ("lightship",)), ("neglect of cousins in a circus", ("cousins", "circus"))],
)
def test_an_answer_on_the_theme_alone_does_not_bear_out_the_rest_of_a_question(
    question: str, lost: tuple[str, ...]
) -> None:
    assert not_borne_out(question, "Neglect was not named.", "Neglect went on.") == lost


def test_what_one_finding_has_in_any_form_or_under_its_heading_is_borne_out() -> None:
    assert not_borne_out("neglect on a lightship", "Neglect was not named.", "Two lightships were visited.") == ()
    assert not_borne_out("neglect on a lightship", "It went on.", heading="The lightship") == ()
    assert not_borne_out("neglect of babies", "Neglect of a newborn was not named.") == ()


def test_what_speaks_of_the_theme_by_its_sense_is_borne_out_by_what_is_on_it() -> None:
    assert not_borne_out("filthy lightship", "Neglect was not named.", chance=0.9) == ()
    assert not_borne_out("private fostering and neglect", "Neglect was not named.", chance=0.9) == (
        "private fostering",
    )  # a practice with a name is one thing within a theme


def test_a_question_that_means_the_same_without_a_part_and_one_of_which_nobody_knows_are_answered() -> None:
    assert not_borne_out("neglect on a lightship", "Neglect was not named.", likeness=0.9) == ()
    assert not_borne_out("neglect on a lightship", "Neglect was not named.", likeness=None) == ()
    assert not_borne_out("lightship", "Neglect was not named.") == ()  # its sense as a whole is all there is
