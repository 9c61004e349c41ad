"""Items of one list tell things of one sort: what the others say speaks for each, and where most are findings, one that
is nearly a finding is one too.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.findings.statement_signs import Sign
from ingest.findings.statements import reckon, weights_of

_FEWEST = 2  # items
_LEANINGS = {  # what the items of a list may do on the whole, and the signs of it
    "praise": frozenset(["praise", "words of praise", "care taken", "one worker's care"]),
    "blame": frozenset(["words of blame", "nobody did", "not done", "never", "fault", "taken on trust", "kept apart"]),
    "ask": frozenset(["must", "an order", "a body should", "asks a body", "recommends"]),
    "teach": frozenset(["lesson", "what is true of people", "not the same", "a general truth"]),
    "report": frozenset(["has been done", "being done", "brought in", "state of an action", "we did", "a change made"]),
    "question": frozenset(["asks"]),
    "tell": frozenset(["biography", "a date first", "kept from the story"]),
}
_MOSTLY = 0.55  # the mean chance of a list's items from which they are findings on the whole


def with_company_signs(items: Sequence[tuple[Sign, ...]]) -> tuple[tuple[Sign, ...], ...]:
    """Return the signs of each item of a list, with the share of the other items that praise, blame, ask and so on."""
    names = [{sign.name for sign in signs} for signs in items]
    leans = {leaning: [bool(seen & signs) for seen in names] for leaning, signs in _LEANINGS.items()}
    others = max(len(items) - 1, 1)
    return tuple(
        (
            *signs,
            *(
                Sign(f"other items {leaning}", (sum(told) - told[at]) / others)
                for leaning, told in leans.items()
                if sum(told) > told[at]
            ),
        )
        for at, signs in enumerate(items)
    )


def in_company(items: Sequence[tuple[Sign, ...]]) -> tuple[bool, ...]:
    """Return for each item of a list, by its signs, whether it just misses the bar and the list is mostly findings."""
    weights = weights_of()
    chances = [reckon(signs, weights).chance for signs in items]
    mostly = len(items) >= _FEWEST and sum(chances) / len(chances) >= _MOSTLY
    return tuple(mostly and weights.near <= chance < weights.bar for chance in chances)
