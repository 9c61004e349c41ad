"""The professional name of what a question only describes."""

from __future__ import annotations

from search.understanding.professional_names import ProfessionalName, ProfessionalNames, professional_names

DISCLOSURE, PANEL, CIRCLE = (ProfessionalName((name,), "guidance") for name in ("disclosure", "panel", "circle"))
VALUES = {
    "partner": {0: 2.0},
    "past": {0: 2.0},
    "police": {0: 1.0, 1: 1.0},
    "meet": {1: 1.5, 2: 1.4},
    "risk": {1: 1.5, 2: 1.4},
    "plan": {1: 1.0, 2: 1.0},
}
NAMES = ProfessionalNames((DISCLOSURE, PANEL, CIRCLE), VALUES)


def test_most_telling_words_name_the_entry() -> None:
    assert NAMES.find_described("ask the police about a partner's past") is DISCLOSURE
    assert NAMES.find_described("police and partner") is None  # fewer than three
    assert NAMES.find_described("") is None
    assert NAMES.find_described("lighthouse keepers") is None


def test_words_that_the_entry_lacks_weigh_against_it() -> None:
    assert NAMES.find_described("police partner past ferries") is DISCLOSURE  # three of four
    assert NAMES.find_described("police partner past ferries harbours") is None  # three of five
    assert NAMES.find_described("which reviews say police partner past") is DISCLOSURE  # framing tells nothing


def test_of_two_nearly_alike_neither_is_meant() -> None:
    assert NAMES.find_described("meetings about risk and plans") is None
    assert NAMES.find_described("police meetings about risk and plans") is PANEL


def test_the_glossary_gives_rare_words_more_weight_and_bare_names_none() -> None:
    names = professional_names()
    assert all(one.names and one.source for one in names.entries)
    assert names.find_described("children of the local authority") is None  # words of names that describe nothing
    by_spread = sorted(names.values.values(), key=len)
    rare, common = next(iter(by_spread[0].values())), next(iter(by_spread[-1].values()))
    assert rare > common > 0
