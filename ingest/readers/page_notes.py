"""What is noted of pages and slides that gave no words."""

from __future__ import annotations

from collections.abc import Sequence

from kb.core.document import Note
from kb.text.formatting import join_words

_NAMED = 12  # pages that a note names one by one


def name_pages(numbers: Sequence[int], noun: str = "page") -> str:
    """Return "page 3", "pages 2, 4 and 5", or with many the first of them and how many more."""
    named = [str(number) for number in numbers[:_NAMED]]
    if more := len(numbers) - len(named):
        named.append(f"{more:,} more")
    return f"{noun}{'s' if len(numbers) > 1 else ''} {join_words(named)}"


def pages_without_text(numbers: Sequence[int], noun: str = "page") -> Note:
    """Return the note on pages (or slides) from which no word was read, in the order of `numbers`."""
    many = len(numbers) > 1
    called = name_pages(numbers, noun)
    state = f"{'They are' if many else 'It is'} blank, or {'their' if many else 'its'} words are drawn as shapes"
    return Note("pages_without_text", f"No words were read on {called}. {state}.", numbers[0])
