"""The words as written that the entries on the servers have now, asked for as they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.text.tokens import LONGEST_WORD
from search import limits
from search.engines.opensearch.connection import Cluster, Json
from search.understanding.spelling import SpellingLexicon, edit_distance

_REST = f".{{0,{LONGEST_WORD}}}"  # not ".*": of that, OpenSearch 2.19 makes a range that fails where no word begins so
_NEARBY = 20_000  # words with one first letter and about one length, of which the near ones are chosen


class ServerLexicon(SpellingLexicon):
    """The lexicon of the house over a field of the index."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        super().__init__({})
        self._cluster, self._index = cluster, index

    def beginning(self, start: str) -> list[str]:
        """Return the most frequent words that begin so; as many as a star may stand for."""
        query = {"prefix": {"words": start}}
        return [word for word, _ in self._words(query, f"{_escape(start)}{_REST}", limits.EXPANSIONS)]

    def spellings(self, word: str, distance: int) -> list[str]:
        """Return likely intended words: same first letter, within a number of edits."""
        least, most = max(0, len(word) - 1 - distance), len(word) - 1 + distance
        pattern = f"{_escape(word[0])}.{{{least},{most}}}"
        near = [
            (edit_distance(word, other, distance), -held, other)
            for other, held in self._words({"prefix": {"words": word[0]}}, pattern, _NEARBY)
        ]
        return [other for edits, _, other in sorted(near) if edits <= distance][: limits.SPELLINGS]

    def _words(self, query: Json, pattern: str, most: int) -> Iterator[tuple[str, int]]:
        """Yield words of this pattern with their numbers of entries, the most frequent first."""
        terms = {"field": "words", "include": pattern, "size": most, "shard_size": most * 2}
        (told,) = self._cluster.search(self._index, [{"size": 0, "query": query, "aggs": {"words": {"terms": terms}}}])
        for bucket in told["aggregations"]["words"]["buckets"]:
            yield bucket["key"], bucket["doc_count"]


def _escape(word: str) -> str:
    return re.sub(r"([^\w])", r"\\\1", word)
