"""Check the search index: whether it has every finding and page that is held, with the words that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from kb.app.database_checks import MOST_EXAMPLES
from kb.app.index import Indexer
from kb.app.reports import Fault
from kb.core.errors import LibraryUnavailable
from kb.store import Store
from search.comparing import differing_words
from search.port import Engine, Query

_NAMED_FINDINGS = 3  # findings named beside a word
_CHECKED_FINDINGS = 2_000  # findings at most whose words are held to the index
_PAGE = 100  # hits asked for at once
_DEEPEST_MATCH = 10_000  # matches that a search will page through


class IndexChecks:
    """The checks of one library's search index and of its index of full texts."""

    def __init__(self, store: Store, engine: Engine, indexer: Indexer) -> None:
        self._store = store
        self._engine = engine
        self._indexer = indexer

    def index(self, most: int = _CHECKED_FINDINGS) -> Iterator[Fault]:
        """Yield faults where the search index lacks what the store has; the words of `most` findings are compared."""
        remedy = "Run `kb reindex`."
        try:
            mark = self._engine.mark()
        except LibraryUnavailable as error:
            yield Fault("index", True, str(error), "Check the servers that KB_SEARCH_HOSTS names.")
            return
        if mark < 0:
            yield Fault("index", True, "There is no search index that can be used.", remedy)
            return
        if self._indexer.behind():
            yield Fault("index", True, "The search index has not heard of all that is held.", remedy)
        found, held = set(self._indexed_ids()), self._store.ids()
        lacking = held - found if len(held) < _DEEPEST_MATCH else set()
        for ids, sentence in (
            (lacking, "finding(s) are held but cannot be found by search."),
            (found - held, "finding(s) are in the search index but not held."),
        ):
            if ids:
                yield Fault(
                    "index", True, f"{len(ids)} {sentence}", remedy, len(ids), tuple(sorted(ids)[:MOST_EXAMPLES])
                )
        if not self._indexer.behind():
            yield from self._words_of_index(sorted(held & found), remedy, most)

    def full_texts(self) -> Iterator[Fault]:
        """Yield faults where texts of documents are not indexed page by page, or anything else is."""
        wrong, strays = self._store.text_differences()
        remedy = "Run `kb reindex`, which makes this index anew."
        if wrong:
            said = f"The texts of {len(wrong)} document(s) are not indexed page by page as they are."
            yield Fault("full_texts", False, said, remedy, len(wrong), wrong[:MOST_EXAMPLES])
        if strays:
            said = f"{strays} page(s) of no held document are still indexed, as of one that was withdrawn."
            yield Fault("full_texts", True, said, remedy, strays)

    def _words_of_index(self, ids: Sequence[str], remedy: str, most: int) -> Iterator[Fault]:
        """Hold the words of the index to those of the findings: of all, or in a large library of a spread sample."""
        chosen = ids[:: max(1, -(-len(ids) // most))]
        wrong = differing_words(self._indexer.entries_of(chosen), self._engine)
        if wrong:
            findings = len(set().union(*wrong.values()))
            looked = "all" if len(chosen) == len(ids) else f"a sample of {len(chosen):,}"
            yield Fault(
                "index",
                True,
                f"{len(wrong)} word(s) of {findings} finding(s) are in the search index otherwise than the findings "
                f"say, so that searching for them goes wrong ({looked} of {len(ids):,} findings were compared).",
                remedy,
                len(wrong),
                tuple(_word_and_findings(word, where) for word, where in islice(_worst_first(wrong), MOST_EXAMPLES)),
            )

    def _indexed_ids(self) -> Iterator[str]:
        for page in range(1, _DEEPEST_MATCH // _PAGE + 1):
            hits = self._engine.search(Query(sort="oldest", page=page, size=_PAGE)).hits
            yield from (hit.id for hit in hits)
            if len(hits) < _PAGE:
                return


def _worst_first(wrong: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    return sorted(wrong.items(), key=lambda one: (-len(one[1]), one[0]))


def _word_and_findings(word: str, where: Sequence[str]) -> str:
    more = f" and {len(where) - _NAMED_FINDINGS} more" if len(where) > _NAMED_FINDINGS else ""
    return f"{word}: {', '.join(where[:_NAMED_FINDINGS])}{more}"
