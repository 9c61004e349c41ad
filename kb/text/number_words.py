"""Small numbers in words, as recommendations, actions and reports of progress are counted."""

from __future__ import annotations

NUMBER_WORDS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
ORDINAL_WORDS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}


def one_of_numbers(first: int = 1, last: int = 10) -> str:
    """Return the pattern of a regular expression for the numbers in words from `first` to `last`, at most twelve."""
    return f"(?:{'|'.join([*NUMBER_WORDS][first : last + 1])})"


def figures_of(number: str) -> str:
    """Return a number given in words, from "zero" to "twelve", in figures; any other text in small letters."""
    low = number.lower()
    return str(NUMBER_WORDS.get(low, low))


_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman_of(number: int) -> str:
    """Return a number from 1 to 399 in small Roman letters."""
    roman = ""
    for value, sign in _ROMAN:
        roman, number = roman + sign * (number // value), number % value
    return roman
