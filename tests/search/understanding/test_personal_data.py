"""What in a question is formed as a person's details."""

from __future__ import annotations

import pytest

from search.understanding.personal_data import holds_personal_details


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("born 12/03/2011", True),
        ("12 March 2011", True),
        ("2011-03-12", True),
        ("dob of the child", True),
        ("D.O.B", True),
        ("date of birth 2011", True),
        ("943 476 5919", True),
        ("9434765919", True),
        ("943-476-5919", True),
        ("AB1 2CD", True),
        ("ab12cd", True),
        ("sam@northby.example", True),
        ("date of birth not recorded", False),
        ("March 2011", False),
        ("94347659191", False),
        ("section 47 of 1989", False),
        ("neglect in 2019", False),
        ("", False),
    ],
)
def test_details_are_known_by_their_form(text: str, personal: bool) -> None:
    assert holds_personal_details(text) is personal
