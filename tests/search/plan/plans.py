"""Plans of the small vocabulary, as the tests of this folder ask for them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kb.vocabulary import load
from search import Query
from search.plan.compile import plan
from search.plan.nodes import (
    BestOf,
    Node,
    Phrase,
    Plan,
    WordMatch,
)
from search.ranking import Ranking
from search.understanding.thesaurus import Thesaurus, thesaurus
from tests.search.makers import vocabulary


def quoted_words(*texts: str) -> Node:
    """Words in quotes, with each number that the last of them may have."""
    phrases = tuple(Phrase(tuple(text.split()), exact=True) for text in texts)
    return BestOf(tuple((phrase, 100) for phrase in phrases)) if len(phrases) > 1 else phrases[0]


CORE_GROUP = quoted_words("core group", "core groups")


@cache
def words_known() -> Thesaurus:
    return thesaurus(replace(vocabulary(), kinds=load().kinds))


def make_plan(text: str, **choices: object) -> Plan:
    query = Query(text, **choices)  # type: ignore[arg-type]  # the test names fields of Query
    return plan(query, words_known(), Ranking(close=0, sentence=0))


def term(word: str) -> WordMatch:
    return WordMatch(word)
