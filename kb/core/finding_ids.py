"""The ids of a document's findings, also of one that says the same words ten thousand times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from kb.core.expressions import expression

_NOT_WORD = expression(r"[^a-z0-9]+")


def fingerprint(*parts: str) -> str:
    """Return 16 hexadecimal digits that depend on the words alone, not on white space.

    Case, punctuation and white space do not count, so a reader that mends a hyphen or a line break keeps the id.
    """
    plain = "\x1f".join(_NOT_WORD.sub("", part.casefold()) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def finding_id(document: str, text: str, earlier: Iterable[str] = ()) -> str:
    """Return the id of a finding from its document's sha256 and its words.

    `earlier` are the ids already given in the document: the same words said twice get different ids.
    """
    taken = set(earlier)
    for turn in range(len(taken) + 1):
        candidate = fingerprint(document, text, str(turn) if turn else "")
        if candidate not in taken:
            return candidate
    raise AssertionError("one turn more than there are ids always gives a free one")


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
