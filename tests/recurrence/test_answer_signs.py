"""Signs that an action answers a recommendation show beside the others: lead, neighbours, who is to act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from kb.core.model import Agency, FindingInContext, Kind
from kb.recurrence.answer_signs import MEANING_SIGNS, WORD_SIGNS, look_at_meaning, look_at_words
from kb.recurrence.answer_words import words_said
from kb.recurrence.answers_by_score import SIGNS, answer_weights
from tests.recurrence.test_reprints import make_printing

ASKED = (
    "Landlords should test every smoke detector.",
    "Midwives should weigh babies at home.",
    "Bus drivers should greet children who travel alone.",
)


def line(text: str, kind: Kind = Kind.ACTION) -> FindingInContext:
    return make_printing(text[:6], text, "paper", kind=kind)


def signs(told: Sequence[str], known: dict[int, int] | None = None) -> dict[str, np.ndarray]:
    asked = [words_said(line(text, Kind.RECOMMENDATION)) for text in ASKED]
    seen = look_at_words(asked, [words_said(line(text)) for text in told], known or {})
    return {name: seen[..., place] for place, name in enumerate(WORD_SIGNS)}


def test_the_likest_leads_and_the_others_trail_it() -> None:
    seen = signs(["Babies are weighed at home by midwives.", "A newsletter."])
    assert seen["lead"][0, 1] > 0 > seen["lead"][0, 0]
    assert seen["lead"][0, 1] == pytest.approx(-seen["lead"][0, 2])
    assert seen["likest"][0, 1]
    assert not seen["likest"][1].any()
    assert seen["covered"][0, 1] > 0.5
    assert seen["likeness"][1].sum() == 0


def test_what_stands_beside_what_is_clear_fits_the_next_and_not_what_came_before() -> None:
    told = ["Every smoke detector was tested by landlords.", "A newsletter.", "Drivers of a bus greet children."]
    assert signs(told)["neighbours"][1].tolist() == [1, 2, 1]
    assert signs(["A newsletter.", "A poster."], {0: 2})["neighbours"][1].tolist() == [-0.5, -0.5, 1]


def test_another_body_that_is_to_act_is_a_sign_only_where_both_say_one() -> None:
    def with_body(held: FindingInContext, slug: str) -> FindingInContext:
        return replace(held, finding=replace(held.finding, agencies=(Agency(slug, slug, must_act=True),)))

    asked = [words_said(with_body(line(ASKED[0], Kind.RECOMMENDATION), "housing"))]
    told = line("Every smoke detector was tested.")
    given = [words_said(one) for one in (told, with_body(told, "police"), with_body(told, "housing"))]
    seen = look_at_words(asked, given, {})[..., WORD_SIGNS.index("other body")]
    assert seen[:, 0].tolist() == [0, 1, 0]


def test_meaning_leads_by_cosines_and_a_paper_is_as_near_as_its_other_actions() -> None:
    near = np.array([[0.6, 0.1], [0.2, 0.4]], np.float32)
    seen = dict(zip(MEANING_SIGNS, np.moveaxis(look_at_meaning(near), -1, 0), strict=True))
    assert seen["meaning leads"] == pytest.approx(np.array([[0.5, -0.5], [-0.2, 0.2]]), abs=1e-6)
    assert seen["paper by meaning"][:, 0] == pytest.approx([0.4, 0.6])
    assert seen["meaning likest"].tolist() == [[1, 0], [0, 1]]


def test_weights_are_there_for_every_sign_and_more_of_what_speaks_for_an_answer_is_surer() -> None:
    for name, names in SIGNS.items():
        score = answer_weights()[name]
        assert score.weights.shape == (len(names),)
        assert 0.3 <= score.bar < 1
        worth = dict(zip(names, score.weights.tolist(), strict=True))
        assert min(worth["lead"], worth["covered"], worth["neighbours"]) > 0 > worth["other body"]
        assert score.chances(np.zeros(len(names), np.float32)) < score.bar  # what shares nothing answers nothing
