"""Small numbers in words, letters and Roman numerals, as lists, recommendations and reports of progress are counted."""

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
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_IN_LETTERS, _MOST_IN_ROMAN = 780, 399  # a letter stands thirty times at the most


def one_of_numbers(first: int = 1, last: int = 10) -> str:
    """Return the pattern of a regular expression for the numbers in words from `first` to `last`, at most twelve."""
    return f"(?:{'|'.join([*NUMBER_WORDS][first : last + 1])})"


def figures_of(number: str) -> str:
    """Return a number given in words, from "zero" to "twelve", in figures; any other text in small letters."""
    low = number.lower()
    return str(NUMBER_WORDS.get(low, low))


def number_of_item(number: int, form: str) -> str:
    """Return a number as a list prints it: by letters ("a", "A"), by Roman numerals ("i", "I"), else in figures."""
    low = form.lower()
    if low == "a" and 0 < number <= _MOST_IN_LETTERS:
        printed = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif low == "i" and 0 < number <= _MOST_IN_ROMAN:
        printed = _roman(number)
    else:
        return str(number)
    return printed if form == low else printed.upper()


def _roman(number: int) -> str:
    roman = ""
    for value, sign in _ROMAN:
        roman, number = roman + sign * (number // value), number % value
    return roman
