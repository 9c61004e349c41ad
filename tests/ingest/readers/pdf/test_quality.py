"""What tells that the letters of a page are not those that its reader sees."""

from __future__ import annotations

import pytest

from ingest.readers.pdf.quality import has_wrong_letters

PROSE = "The health visitor knew of the debts, and the school knew that the family would have to move again in winter. "
WELSH = (
    "Nid oedd yr ymwelydd iechyd yn gwybod am y dyledion a oedd gan y teulu, ac nid oedd yr ysgol wedi gofyn iddynt. "
)


def shift_letters(text: str, by: int) -> str:
    """Return the text as a font gives it that numbers its letters otherwise."""
    return "".join(chr((ord(c.lower()) - 97 + by) % 26 + 97) if "a" <= c.lower() <= "z" else c for c in text)


@pytest.mark.parametrize(
    "text",
    [
        shift_letters(PROSE * 5, 3),
        shift_letters(PROSE * 5, 3).upper(),
        shift_letters(PROSE * 5, 10),
        shift_letters(WELSH * 5, 3),
    ],
)
def test_letters_that_spell_no_words_are_noticed(text: str) -> None:
    assert has_wrong_letters([text])


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        PROSE.upper() * 3,
        WELSH * 3,
        "Exby Council, Tarnshire Police, NHS Exby, Harbour Trust, Probation Service, Ash Lane Surgery, Exby Academy, "
        "Mill Housing, Children's Services, Tarnshire Ambulance, Early Help, Youth Justice, Adult Social Care",
        shift_letters("too few words to say", 3),
        "",
    ],
)
def test_prose_names_and_short_pages_are_left_alone(text: str) -> None:
    assert not has_wrong_letters([text])
