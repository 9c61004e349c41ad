"""How light a PDF's colours are, whatever colour space they are of."""

from __future__ import annotations

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from ingest.readers.pdf.colours import DEVICE, lightness, space_of


def space(*parts: str) -> str:
    named = DictionaryObject({NameObject("/C0"): ArrayObject(NameObject(part) for part in parts)})
    return space_of(DictionaryObject({NameObject("/ColorSpace"): named}), "/C0")


@pytest.mark.parametrize(
    ("parts", "amount", "light"),
    [
        (("/Separation", "/Black"), 1.0, 0.0),
        (("/Separation", "/Gold"), 0.0, 1.0),
        (("/Separation", "/Gold"), 1.0, None),
        (("/Separation",), 1.0, None),  # malformed: which ink is not said
        (("/Indexed",), 1.0, None),
        (("/CalGray",), 0.25, 0.25),
    ],
)
def test_a_colour_is_as_light_as_its_space_says(parts: tuple[str, ...], amount: float, light: float | None) -> None:
    assert lightness(space(*parts), [amount]) == light


def test_a_space_that_is_not_named_is_the_device_s() -> None:
    assert space_of(DictionaryObject(), "/DeviceRGB") == DEVICE
    assert lightness(DEVICE, [1.0, 1.0, 1.0]) == pytest.approx(1.0)
