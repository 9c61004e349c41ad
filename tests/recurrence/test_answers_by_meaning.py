"""An action of a paper answers the recommendation that it is close to in meaning, where a sentence encoder tells it."""

from __future__ import annotations

import numpy as np

from kb.core.model import Answer, FindingInContext, Kind
from kb.recurrence import Meanings, Reprints
from kb.recurrence.answer_words import words_said
from kb.recurrence.answers_by_score import answer_weights, signs_of_paper, words_of_recommendations
from kb.recurrence.meanings import Encoder, Floats, Whitening
from tests.recurrence.test_reprints import make_printing

INTERPRETERS = "Professionals should not rely on relatives to translate."
ALARMS = "Landlords should test every smoke detector."
PRESCRIBING = "Surgeries should check repeat prescriptions each quarter."
REPORT = [
    make_printing(f"r{place}", text, "report", place=place * 200)
    for place, text in enumerate((INTERPRETERS, ALARMS, PRESCRIBING))
]
SIZE = 256  # numbers of a vector, as many as the encoder's own have
SIGNS = {"translate": 0, "book": 0, "smoke": 1, "bleepers": 1, "prescriptions": 2, "tablets": 2, "leaflet": 3}


class SignEncoder(Encoder):
    """Tells a text by the first words of SIGNS in it, each along an axis, and what has none of them along its own."""

    def __init__(self) -> None:
        """Start nothing."""
        super().__init__(lambda: None, Whitening(np.zeros(SIZE), np.eye(SIZE)))

    def encode(self, text: str) -> Floats:
        """Return a vector of length one."""
        found = [axis for word, axis in SIGNS.items() if word in text.lower()]
        vector = np.full(SIZE, 0.001, np.float32)
        for axis in found or [3]:
            vector[axis] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


def answers(*told: str, document: str = "letter", known: tuple[Answer, ...] = ()) -> dict[str, Answer]:
    """Return for each action of a paper what it answers, by its id ("a0", ...)."""
    return {one.action: one for one in join_letter(*told, document=document, known=known).all_answers}


def join_letter(*told: str, document: str = "letter", known: tuple[Answer, ...] = (), encoder: bool = True) -> Reprints:
    lines: list[FindingInContext] = [
        make_printing(f"a{place}", text, document, kind=Kind.ACTION, place=place * 200)
        for place, text in enumerate(told)
    ]
    return Reprints([*REPORT, *lines], known, None, Meanings(SignEncoder(), {}) if encoder else None)


def test_an_action_answers_what_it_means_without_a_shared_word() -> None:
    made = answers("Someone independent is now booked.", "New bleepers hang in the hallways.")
    assert {one: link.recommendation for one, link in made.items()} == {"a0": "r0", "a1": "r1"}


def test_such_a_link_is_possible_and_says_that_it_is_close_in_meaning() -> None:
    (link,) = answers("Someone independent is now booked.").values()
    assert not link.certain
    assert "close in meaning" in link.why


def test_without_an_encoder_nothing_is_linked_by_meaning() -> None:
    assert join_letter("Someone independent is now booked.", encoder=False).all_answers == ()


def test_what_is_near_to_none_or_as_near_to_two_answers_nothing() -> None:
    assert answers("The newsletter looks different.") == {}
    assert answers("Somebody booked brings tablets.") == {}


def chance_of_leaflet(*beside: str, known: str = "") -> float:
    """Return the chance that a leaflet on bookings answers what is asked of interpreters, beside other actions."""
    told = [
        make_printing(f"a{place}", text, "letter", kind=Kind.ACTION, place=place * 200)
        for place, text in enumerate((*beside, "A leaflet on bookings is out."))
    ]
    answering = [(known, told[0])] if known else []
    made = words_of_recommendations(REPORT, answering)
    signs = signs_of_paper(made, [words_said(one) for one in told], answering, Meanings(SignEncoder(), {}))
    return float(answer_weights()["meaning"].chances(signs)[-1, 0])


def test_an_action_answers_less_surely_where_another_of_its_paper_is_nearer() -> None:
    nearer = chance_of_leaflet("Someone independent is now booked.")
    assert nearer < chance_of_leaflet("New bleepers hang in the hallways.") < 1


def test_what_answers_already_keeps_its_link() -> None:
    known = (Answer("r2", "a0", "it stands beside it", certain=True),)
    made = answers("Someone independent is now booked.", known=known)
    assert {one: link.recommendation for one, link in made.items()} == {"a0": "r2"}


def test_what_is_known_of_an_action_tells_what_stands_after_it() -> None:
    assert chance_of_leaflet("Someone independent is now booked.", known="r2") < chance_of_leaflet(
        "Someone independent is now booked.", known="r0"
    )


def test_what_the_report_itself_tells_is_not_linked_by_meaning() -> None:
    assert answers("Someone independent is now booked.", document="report") == {}
