"""No document with a known heading over items is read in silence: it gives findings, or it says that it gave none."""

from __future__ import annotations

from itertools import product

import pytest

from kb.core.model import Reading
from tests.ingest.reading import reading

HEADINGS = (
    "Recommendations", "Findings", "Lessons learned", "Good practice", "Matters of concern", "Areas for improvement",
    "Missed opportunities", "What we have done", "Key messages for practice", "Questions for your team",
    "Argymhellion", "Points for the Committee to act on", "What got in the way?",
)  # fmt: skip
ITEMS = (
    ("Ring the school before the visit.", "The door was shut.", "A list of names"),
    ("None identified.", "Not applicable."),
    ("Sut mae hyn yn wahanol?", "Dylai pob ysgol wybod."),
)
SHAPES = {
    "bullets": lambda items: "\n".join(f"- {item}" for item in items),
    "numbers": lambda items: "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1)),
    "letters": lambda items: "\n".join(f"({letter}) {item}" for letter, item in zip("abc", items, strict=False)),
    "paragraphs": lambda items: "\n\n".join(items),
    "table": lambda items: (
        "| No | Item |\n|---|---|\n" + "\n".join(f"| {n} | {item} |" for n, item in enumerate(items))
    ),
}
GENRES = ("Serious Case Review: Child Q", "Minutes of the Board", "Regulation 28 report")


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_known_heading_over_items_gives_findings_or_a_note(heading: str) -> None:
    silent = [
        (genre, shape, items[0])
        for genre, (shape, write), items in product(GENRES, SHAPES.items(), ITEMS)
        if _is_silent(reading(f"# {genre}\n\n## {heading}\n\n{write(items)}\n", "md"))
    ]
    assert not silent


LISTS = ("bullets", "numbers", "letters")
PLAIN = ("The door was shut.", "A list of names was kept in the hall.")


@pytest.mark.parametrize("heading", HEADINGS)
def test_items_of_one_list_are_not_lost_because_another_gave_findings(heading: str) -> None:
    other = "## Recommendations for housing\n\n- Housing officers should ring the school.\n\n"
    lost = []
    for shape in LISTS:
        given = reading(f"# Serious Case Review: Child Q\n\n{other}## {heading}\n\n{SHAPES[shape](PLAIN)}\n", "md")
        taken = any(item in finding.text for finding in given.findings for item in PLAIN)
        if not taken and "headings_not_understood" not in {note.code for note in given.document.notes}:
            lost.append(shape)
    assert not lost


def _is_silent(given: Reading) -> bool:
    return not given.findings and not given.document.notes
