"""Contact details in a text: which are found, which stay, and what stands in their place."""

from __future__ import annotations

import pytest

from kb.text.masking import EMAIL, PHONE, contacts, cut, mask


@pytest.mark.parametrize(
    "number",
    [
        "01632 960123",
        "(01632) 960 123",
        "0207 946 0011",
        "016977 2345",  # ten digits
        "01632 96012",
        "+44 1632 960123",
        "+44 (0)1632 960123",
        "07700-900-123",
        "+441632 960123",
    ],
)
def test_a_telephone_number_is_hidden(number: str) -> None:
    assert mask(f"Ring {number} today.") == f"Ring {PHONE} today."
    assert contacts(f"Ring {number} today.") == ((5, 5 + len(number), PHONE),)


@pytest.mark.parametrize(
    "words",
    [
        "0800 123 4567",
        "0808 800 5000",
        "0 8 0 0 1 2 3 4 5 6 7",
        "£01632960123",
        "reference 12/01632960123",
        "reference 01632960123/4",
        "a share of 0.123456789012",
        "on 12 March 2019",
        "016977 234",  # nine digits
        "016329601234",  # twelve
        "nobody @ home",
    ],
)
def test_what_is_no_private_contact_stays(words: str) -> None:
    assert contacts(words) == ()
    assert mask(words) == words


@pytest.mark.parametrize(
    "address",
    ["jo.bloggs@council.example", "jo+plan@a.b.example", "o'hara_1@exby-council.example", "jo @ exby.example"],
)
def test_an_address_is_hidden(address: str) -> None:
    assert mask(f"Write to {address}, please.") == f"Write to {EMAIL}, please."


def test_contacts_come_in_the_order_of_the_text() -> None:
    text = "Ring 01632 960123 or jo@exby.example or 01632 960124."
    assert [words for _, _, words in contacts(text)] == [PHONE, EMAIL, PHONE]
    assert mask(text) == f"Ring {PHONE} or {EMAIL} or {PHONE}."


def test_an_address_that_begins_with_a_number_is_hidden_whole() -> None:
    text = "Write to 01632960123@exby.example now"
    assert contacts(text) == ((9, len(text) - 4, EMAIL),)
    assert mask(text) == f"Write to {EMAIL} now"
    assert mask("On 01632 960123jo@exby.example now") == f"On {EMAIL} now"


def test_a_number_inside_an_address_is_no_second_contact() -> None:
    assert contacts("jo+01632960123@exby.example") == ((0, 27, EMAIL),)


def test_two_that_touch_are_both_hidden() -> None:
    assert contacts("a@b.example'x@y.example") == ((0, 11, EMAIL), (11, 23, EMAIL))


def test_a_text_is_cut_at_its_marks() -> None:
    assert cut("one two three", [(4, 7)]) == (("one ", False), ("two", True), (" three", False))
    assert cut("one two", [(0, 3)]) == (("one", True), (" two", False))
    assert cut("one two", [(4, 7)]) == (("one ", False), ("two", True))
    assert cut("one two", []) == (("one two", False),)
    assert cut("", []) == ()


def test_marks_that_touch_or_overlap_or_come_twice_are_one_stretch() -> None:
    assert cut("one two three", [(4, 7), (0, 4), (0, 4)]) == (("one two", True), (" three", False))
    assert cut("one two three", [(0, 5), (3, 7)]) == (("one two", True), (" three", False))


def test_a_mark_beyond_the_text_marks_what_there_is() -> None:
    assert cut("one two", [(4, 99)]) == (("one ", False), ("two", True))
    assert cut("one two", [(-5, 3)]) == (("one", True), (" two", False))


def test_a_mark_through_a_number_shows_none_of_it() -> None:
    text = "Ring 01632 960123 today"
    assert cut(text, [(5, 10)]) == (("Ring ", False), (PHONE, True), (" today", False))
    assert cut(text, [(8, 23)]) == (("Ring ", False), (f"{PHONE} today", True))
    assert cut(text, [(0, 5)]) == (("Ring ", True), (f"{PHONE} today", False))
    assert cut(text, [(17, 23)]) == ((f"Ring {PHONE}", False), (" today", True))
