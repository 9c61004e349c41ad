"""Whether an index says what a fresh analysis of the same entries says: its words, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kb.text.stemming import stem
from kb.text.tokens import words
from search.port import Engine, IndexEntry
from search.ranking import FIELDS


def differing_words(entries: Iterable[IndexEntry], engine: Engine) -> dict[str, tuple[str, ...]]:
    """Return the words that the index and these entries disagree on, each with the ids of the entries."""
    spoken: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # stem -> word -> ids
    ids: list[str] = []
    for entry in entries:
        ids.append(entry.id)
        for name in FIELDS:
            for word in words(getattr(entry, name)):
                spoken[stem(word)][word].add(entry.id)
    indexed = engine.indexed_under([*spoken], ids)
    found: dict[str, set[str]] = defaultdict(set)
    for root, forms in spoken.items():
        for word, where in forms.items():
            found[word] |= where - indexed[root]
        # what the index has under a stem that no word of the entry has
        strays = indexed[root].difference(*forms.values())
        found[root] |= strays
    return {word: tuple(sorted(where)) for word, where in sorted(found.items()) if where}


def entries_by_stem(stems: Sequence[str], held: Mapping[str, AbstractSet[str]]) -> dict[str, frozenset[str]]:
    """Return for each of these stems the entries that have it, from the stems of each entry."""
    having: dict[str, set[str]] = {one: set() for one in stems}
    for identity, own in held.items():
        for one in own & having.keys():
            having[one].add(identity)
    return {one: frozenset(where) for one, where in having.items()}
