"""Random plans against the engine in memory: ten thousand trees and a thousand junk questions, without a difference.

    python -m benchmarks.search_fuzz [--trees 10000] [--junk 1000] [--seed 1]

Each round gives the engine on disk a life of its own: several segments, entries replaced, withdrawn and written anew.
Then random trees of every node are asked of both engines, with filters, years, facets of several choices, every order,
grouped and not, and every page. In every other round a star and a ~ stand for few words, so that the limits on them
are met too. Prints what differs, smallest first, and exits with 1 if anything does.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from kb.core.errors import BadQuestion
from kb.text.stemming import stem
from search import limits
from search.engines.memory import Memory
from search.engines.memory import MemoryAnswer as Expected
from search.engines.whoosh_columnar.engine import Columnar
from search.facets import COUNTED, FACETS
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    EveryEntry,
    FacetMatch,
    Fuzzy,
    Lift,
    LooserPlan,
    NearWords,
    Node,
    Phrase,
    Plan,
    Prefix,
    ThemeMatch,
    Without,
    WordMatch,
    Years,
)
from search.port import IndexEntry, Query, Results
from tests.search.makers import AREAS, KINDS, THEMES, WORDS, library, vocabulary

SECONDS = 600.0
_FIELDS = ("", "", "", "body", "heading", "title")
_VALUES = {
    "theme": THEMES,
    "kind": KINDS,
    "area": (*AREAS, "Nowhere"),
    "agency": ("police", "housing", "school"),
    "year": ("2012", "2015", "2022"),
    "review_type": ("inquiry", "adult-review"),
    "answered": ("yes", "no"),
    "polarity": ("failing", "neutral"),
    "review": ("r1", "r2", "r5"),
    "document": ("d1-0", "d2-1"),
}


class Trees:
    """Random plans from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def word(self, exact: bool) -> str:
        """Return a word as written, or a stem; now and then one that nothing has."""
        word = self.dice.choice((*WORDS, "the", "zebra")).replace("'", "")
        return word if exact else stem(word)

    def words(self, exact: bool) -> tuple[str, ...]:
        """Return two to four words."""
        return tuple(self.word(exact) for _ in range(self.dice.choice((2, 2, 3, 4))))

    def leaf(self) -> Node:
        """Return a node without others in it."""
        dice = self.dice
        where, exact = dice.choice(_FIELDS), dice.random() < 0.4
        kind = dice.choices(range(8), (40, 15, 10, 10, 6, 8, 6, 5))[0]
        match kind:
            case 0:
                return WordMatch(self.word(exact), exact, where)
            case 1:
                return Phrase(self.words(exact), exact, where)
            case 2:
                different = tuple(dict.fromkeys(self.words(exact)))
                near = NearWords(different, dice.randrange(6), exact, where)
                return near if len(different) > 1 else WordMatch(different[0], exact, where)
            case 3:
                return Prefix(self.word(True)[: dice.choice((1, 2, 3, 4))], where)
            case 4:
                return Fuzzy(self.word(True) + dice.choice(("", "x", "s")), dice.choice((1, 2)), where)
            case 5:
                facet = dice.choice(list(_VALUES))
                chosen = dice.sample(_VALUES[facet], dice.choice((1, 2)))
                values = tuple(value.upper() if dice.random() < 0.3 else value for value in chosen)
                return FacetMatch(facet, values, dice.choice((0, 0, 700)))
            case 6:
                return ThemeMatch(dice.choice((*THEMES, "none-such")), dice.choice((0.5, 1.0, 2.0)))
            case _:
                first, last = dice.choice((None, 2012, 2016)), dice.choice((None, 2015, 2020))
                return dice.choice((EveryEntry(), Years(first, last, dice.choice((0, 700)))))

    def node(self, depth: int) -> Node:
        """Return a tree of some depth at most."""
        dice = self.dice
        if depth == 0 or dice.random() < 0.25:
            return self.leaf()
        parts = tuple(self.node(depth - 1) for _ in range(dice.choice((1, 2, 2, 3, 5))))
        match dice.choices(range(6), (35, 15, 12, 13, 15, 15))[0]:
            case 0:
                return AtLeast(dice.randint(1, len(parts)), parts)
            case 1:
                return AtLeast(dice.choice((1, len(parts))), parts)
            case 2:
                return BestOf(tuple((part, dice.choice((100, 80, 70, 33, 0))) for part in parts))
            case 3:
                return Lift(parts[0], parts[-1], dice.choice((100, 50)))
            case 4:
                return Enough(dice.choice((1, 20, 34, 50, 75, 100)), parts)
            case _:
                return Without(parts[0])

    def plan(self) -> Plan:
        """Return a whole plan."""
        dice = self.dice
        chosen = dice.sample(list(_VALUES), dice.choice((0, 0, 1, 2)))
        return Plan(
            node=self.node(dice.choice((0, 1, 2, 2, 3))),
            looser=tuple(
                LooserPlan(self.node(1), f"Looser, {turn}.", dice.choice((1, limits.FEW_RESULTS)))
                for turn in range(dice.choice((0, 0, 0, 1, 3)))
            ),
            filters={name: tuple(dice.sample(_VALUES[name], dice.choice((1, 2)))) for name in chosen},
            nearest=tuple(f"f{dice.randrange(150):05}" for _ in range(dice.choice((0, 0, 3)))),
            years=dice.choice(((None, None), (None, None), (2013, None), (None, 2019), (2013, 2019))),
            facets=dice.choice((COUNTED, COUNTED, ("theme", "area"))),
            reviews=dice.random() < 0.8,
            sort=dice.choice(("relevance", "relevance", "newest", "oldest", "recurring")),
            size=dice.choice((1, 3, 7, 20, 50)),
            group=dice.choice(("findings", "findings", "reviews")),
        )


def live(engines: tuple[Columnar, Memory], seed: int, size: int) -> None:
    """Give both engines the same life."""
    dice = random.Random(seed)
    held: list[IndexEntry] = []
    first = 1
    for mark in range(dice.choice((1, 2, 4, 11))):
        batch = library(dice.choice((1, size // 8, size // 2)), seed=dice.randrange(10**9), first=first)
        first += len(batch)
        dice.shuffle(batch)
        for engine in engines:
            engine.put(batch, mark)
        held += batch
    again = [replace(entry, id=dice.choice(held).id) for entry in library(size // 12, seed=seed, first=first)]
    gone = [entry.id for entry in dice.sample(held, len(held) // 10)] if dice.random() < 0.7 else []
    for engine in engines:
        engine.put(again, 100)
        engine.drop(gone, 101)
    last = library(5, seed=seed + 1, first=first + size)
    for engine in engines:
        engine.put(last, 102)


def differences(engines: tuple[Columnar, Memory], plan: Plan) -> Iterator[str]:
    """Yield what the engines answer differently to a plan, on any of its pages."""
    columnar, memory = engines
    page = 1
    while True:
        asked = replace(plan, page=page)
        got = columnar.answer(asked).results()
        wanted = Expected(asked, memory._index, time.monotonic() + SECONDS, time.monotonic).results()
        yield from _differences(got, wanted, whole=page == 1)
        if not wanted.hits:
            return
        page += 1


def _differences(got: Results, wanted: Results, whole: bool) -> Iterator[str]:
    if (got.total, got.reviews) != (wanted.total, wanted.reviews):
        yield f"totals {got.total}, {got.reviews} instead of {wanted.total}, {wanted.reviews}"
    if got.hits != wanted.hits:
        yield f"hits {got.hits[:5]} instead of {wanted.hits[:5]}"
    if got.notices != wanted.notices:
        yield f"notices {got.notices}"
    if whole and dict(got.facets) != dict(wanted.facets):
        unlike = [name for name in wanted.facets if got.facets[name] != wanted.facets[name]]
        yield f"counts of {', '.join(unlike)}"


def race_of_trees(folder: Path, seed: int, trees: int, size: int = 120) -> list[tuple[Plan, str]]:
    """Give both engines a life, ask random plans of them, and return what differs."""
    words = vocabulary()
    engines = Columnar(folder, words, seconds=SECONDS), Memory(words, seconds=SECONDS)
    live(engines, seed, size)
    dice = Trees(seed)
    found = []
    with tight_limits() if seed % 2 else nullcontext():
        for _ in range(trees):
            plan = dice.plan()
            found += [(plan, told) for told in differences(engines, plan)]
    engines[0].close()
    return found


@contextmanager
def tight_limits() -> Iterator[None]:
    """Let a star stand for five words and a ~ for three."""
    before = limits.EXPANSIONS, limits.SPELLINGS
    limits.EXPANSIONS, limits.SPELLINGS = 5, 3
    try:
        yield
    finally:
        limits.EXPANSIONS, limits.SPELLINGS = before


_SCRAPS = (
    '"', "(", ")", "-", "~", "*", ":", "AND", "OR", "NOT", "title:", "year:", "kind:x", "..", "\\", "\x00", "\u202e",
    "字", "é", "child", "famil*", "abuse~2", '"core group"~3', "the", "2015", "’", "🙂", " ", "\t", "theme:", "{}",
)  # fmt: skip


def junk(folder: Path, seed: int, count: int) -> list[str]:
    """Ask junk of the engine on disk; return what it did not stand."""
    engine = Columnar(folder, vocabulary())
    engine.rebuild(library(300), 1)
    dice = random.Random(seed)
    found = []
    for _ in range(count):
        text = dice.choice(("", " ")).join(dice.choice(_SCRAPS) for _ in range(dice.choice((1, 3, 10, 60))))
        started = time.process_time()  # of the processor, since other work may keep it busy
        try:
            engine.suggest(text)
            dict(engine.search(Query(text)).facets)
        except BadQuestion:
            pass
        except Exception as error:  # whatever it is, it is what we are looking for
            found.append(f"{text!r}: {type(error).__name__}: {error}")
        if time.process_time() - started > 1.0:
            found.append(f"{text!r}: took {time.process_time() - started:.1f} s")
    engine.close()
    return found


def main() -> int:
    """Run it all and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trees", type=int, default=10_000)
    parser.add_argument("--junk", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    unlike: list[tuple[Plan, str]] = []
    rounds = max(told.trees // 250, 1)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            unlike += race_of_trees(Path(folder) / f"life{turn}", told.seed * 1000 + turn, told.trees // rounds)
            print(f"\r{turn + 1} of {rounds} lives, {len(unlike)} differences", end="", file=sys.stderr, flush=True)
        broken = junk(Path(folder) / "junk", told.seed, told.junk)
    print(file=sys.stderr)
    for plan, what in sorted(unlike, key=lambda pair: len(repr(pair[0])))[:5]:
        print(f"differs: {what}\n  {plan}")
    for what in broken[:5]:
        print(f"junk: {what}")
    asked = told.trees // rounds * rounds
    print(f"{asked} random plans: {len(unlike)} differences. {told.junk} junk questions: {len(broken)} not stood.")
    return 1 if unlike or broken else 0


if __name__ == "__main__":
    assert set(_VALUES) <= set(FACETS)
    sys.exit(main())
