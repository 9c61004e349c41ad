"""What findings share beside the names of bodies and schemes."""

from __future__ import annotations

from kb.recurrence.shared_matter import shared_matter, telling_stems
from kb.vocabulary import load


def test_what_is_shared_is_counted_without_agencies_and_what_has_a_short_form() -> None:
    vocabulary = load()
    assert (
        shared_matter(["The police were late", "Police saw the MARAC", "Police in multi-agency risk"], vocabulary) == 0
    )
    two = shared_matter(["The category of the plan was wrong", "Its category was neglect"], vocabulary)
    three = ["The category of the plan was wrong", "Its category was neglect", "Nobody came"]
    assert two > 1
    assert shared_matter(three, vocabulary) == two, "two of three are most"
    assert shared_matter([*three, "Nothing was asked"], vocabulary) == 0, "two of four are not"
    assert telling_stems("A MARAC heard the police on a multi-agency risk assessment conference.", vocabulary) == {
        "heard"
    }
