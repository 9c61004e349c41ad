"""Lists under headings that were not understood, and that no list under a known heading is lost in silence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.findings.unnamed_lists import unnamed_lists
from ingest.readers import read
from kb.vocabulary import load
from tests.ingest.reading import reading

TEXT = """# Child Smew

## Rumours of the quarry

- The lorry was green and stood by the gate
- The gate was painted twice in one summer
- The keeper of the yard had a brown dog

## Recommendations

- The Board should ask each agency how it records a child's voice.
"""
HEADINGS = ("Recommendations", "Lessons learned", "Good practice", "Missed opportunities", "Concerns", "Actions taken")
ITEMS = (
    "The lorry was green and stood by the gate",
    "Visits were made on the same day of the week",
    "Letters went to an address that the family had left",
    "A named worker kept in touch through the summer",
    "Records of the two clinics are kept apart",
)


def test_a_list_under_a_heading_that_says_nothing_known_is_told_with_its_items() -> None:
    document = read(TEXT.encode(), "smew.md")
    (found,) = unnamed_lists(document, load())
    assert found.heading[-1] == "Rumours of the quarry"
    assert [words for words, _ in found.items] == [
        "The lorry was green and stood by the gate",
        "The gate was painted twice in one summer",
        "The keeper of the yard had a brown dog",
    ]
    assert all(document.text[start : start + len(words)] == words for words, start in found.items)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(HEADINGS),
    st.lists(st.sampled_from(ITEMS), min_size=2, max_size=4, unique=True),
    st.sampled_from(("## {}\n\n", "**{}**\n\n", "# {}\n\n")),
    st.sampled_from(("- ", "1. ", "* ")),
)
def test_items_under_a_heading_of_a_known_kind_are_findings_or_noted(
    heading: str, items: list[str], style: str, marker: str
) -> None:
    text = "# Child Smew: a review\n\n" + style.format(heading) + "".join(f"{marker}{item}.\n" for item in items)
    given = reading(text, "md")
    assert given.findings or {note.code for note in given.document.notes} & {"no_findings", "headings_not_understood"}
