"""The ids of a document's findings, also of one that says the same words ten thousand times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.core.model import fingerprint


def finding_ids(document: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the ids of a document's findings in their order, as `finding_id` gives them one after another.

    In time that grows with their number: where the same words are said again, it goes on from the last turn.
    `document` is the document's sha256.
    """
    taken: set[str] = set()
    turns: dict[str, int] = {}
    for text in texts:
        first = fingerprint(document, text, "")
        turn = turns.get(first, 0)
        while (given := fingerprint(document, text, str(turn) if turn else "")) in taken:
            turn += 1
        turns[first] = turn + 1
        taken.add(given)
        yield given
