"""Which sentence of a finding made it one: where its own words did, and no heading announced it."""

from __future__ import annotations

from collections.abc import Sequence

from kb.text.phrases import words_of
from kb.text.sentences import sentences


def evidence_span(text: str, shown_by: Sequence[str] | None) -> tuple[int, int] | None:
    """Return where in `text` the sentence stands that holds most of the words that showed the finding, the first of
    several. None where nothing in it did: `shown_by` is None where a heading, a label or a table announced it.
    """
    if shown_by is None:
        return None
    parts = list(sentences(text))
    if len(parts) < 2:
        return parts[0] if parts else None
    wanted = {f" {' '.join(words_of(words))} " for words in shown_by} - {"  "}
    held = [sum(words in f" {' '.join(words_of(text[start:end]))} " for words in wanted) for start, end in parts]
    return parts[held.index(max(held))] if any(held) else None
