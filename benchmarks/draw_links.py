"""Draw pairs and threads of a linked library at random, to be read strictly: is each one lesson?

    python -m benchmarks.draw_links FOLDER --seed N

Prints 16 pairs that are said to be nearly the same, 16 that are only linked, 8 that stand among the likest of a finding
and are not linked, and 12 threads, each with what its findings say. Pairs that were drawn before
(recurrence/drawn_pairs.jsonl, published_pairs.jsonl, results/likeness-in-place.md) are drawn again only of those nearly
the same, which are few, and are marked. Verdicts are written by hand, by id: the words belong to their publishers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from kb.app.library import Library
from kb.core.model import FindingInContext
from kb.core.settings import Settings

HERE = Path(__file__).parent
READ = (HERE / "recurrence/drawn_pairs.jsonl", HERE / "recurrence/published_pairs.jsonl")
LISTED = HERE / "results/likeness-in-place.md"
NEAR, LINKED, NEITHER, THREADS = 16, 16, 8, 12
SHOWN = 500  # characters of a finding
LOOKED_AT, LIKEST = 100, 20  # findings drawn first, of which as many likest are looked at, to draw those not linked
_ROW = re.compile(r"\| (?:near|linked|neither) \| (\w{16}) (\w{16})")

Pair = tuple[str, str]


def main() -> None:
    """Print the draw."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", type=Path, help="of a library that is linked")
    asked.add_argument("--seed", type=int, required=True)
    told = asked.parse_args()
    chance = random.Random(told.seed)
    before = set(drawn_before())
    with Library.open(Settings(data=told.folder), elsewhere=True) as library:
        held = {one.finding.id: one for one in library.findings()}
        near, linked, neither = pairs_by_claim(library, chance.sample(sorted(held), min(len(held), LOOKED_AT)))
        print(f"{len(near)} pairs nearly the same, {len(linked)} only linked, {len(neither)} among the likest")
        drawn = [("near", one) for one in draw(chance, near, NEAR)]
        drawn += [("linked", one) for one in draw(chance, linked - before, LINKED)]
        drawn += [("neither", one) for one in draw(chance, neither - before, NEITHER)]
        for number, (claim, (one, other)) in enumerate(drawn, 1):
            again = ", drawn before" if (one, other) in before else ""
            print(f"\n{number}. {claim}{again}\n  {describe(held[one])}\n  {describe(held[other])}")
        every = sorted(library.threads(), key=lambda thread: thread.id)  # a seed draws the same again
        print(f"\n{len(every)} threads")
        for thread in chance.sample(every, min(THREADS, len(every))):
            print(f"\nThread {thread.id}: {thread.title}")
            for step in thread.steps:
                print(f"  {step.stage}: {describe(step.holding)}")


def drawn_before() -> Iterator[Pair]:
    """Yield the pairs that were read before, each in the order of its ids."""
    for path in READ:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield pair(row["a"], row["b"])
    for row in _ROW.finditer(LISTED.read_text(encoding="utf-8")):
        yield pair(*row.groups())


def pair(one: str, other: str) -> Pair:
    """Return two ids in their order."""
    return (one, other) if one < other else (other, one)


def pairs_by_claim(library: Library, ids: list[str]) -> tuple[set[Pair], set[Pair], set[Pair]]:
    """Return the pairs nearly the same, those only linked, and those among the likest of `ids` that are not linked.

    They are as a reader sees them: a person's verdict on a pair counts.
    """
    links = [(pair(echo.finding, echo.echo), echo.near) for echo in library.linked_echoes()]
    near = {two for two, is_near in links if is_near}
    linked = {two for two, _ in links}
    likest = {pair(one, echo.echo) for one in ids for echo, _ in library.echoes(one, LIKEST)}
    return near, linked - near, likest - linked


def draw(chance: random.Random, among: set[Pair], many: int) -> list[Pair]:
    """Return so many pairs, all of them where there are fewer."""
    return chance.sample(sorted(among), min(many, len(among)))


def describe(held: FindingInContext) -> str:
    """Return what a finding says, with its id, kind, date and area."""
    said = held.finding
    where = " ".join(one for one in (said.kind.value, held.review.published, held.review.area) if one)
    return f"{said.id} [{where}] ({said.last_heading}) {said.text[:SHOWN]}"


if __name__ == "__main__":
    main()
