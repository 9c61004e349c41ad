"""Which weights of the signs of nearness pay, with question sets left out.

    python -m benchmarks.order_weights FOLDER [FOLDER ...] [--sets tenth,eleventh]

Asks the library of each folder the judged questions of these sets (all of them without `--sets`) as every page does,
and keeps what is found first with its signs of nearness. Each weight of finding_order.py is then tried with other
values, one at a time, the others as they are shipped. The best value is chosen on all sets but one, and taken only
where it gains GAIN there; the set that was left out is scored with it. A weight is worth changing where the sets left
out gain.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from benchmarks.answers import grades_of
from benchmarks.judging import judgements
from benchmarks.ranking import interval, ndcg
from kb.app.answer_question import answer_question
from kb.app.answer_sources import AnswerSources
from kb.app.finding_order import FindingOrder
from kb.app.library import Library
from kb.app.meaning_cache import MeaningFile
from kb.app.nearness_signs import NearnessSigns, OrderWeights, worth_of
from kb.core.model import FindingInContext
from kb.core.settings import Settings
from kb.recurrence.meanings import text_keys
from kb.recurrence.word_vectors import Floats
from search.port import Hit, Query

TRIED = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.3)
GAIN = 0.002  # nDCG@10 over the sets that are chosen on


@dataclass(frozen=True, slots=True)
class JudgedOrder:
    """What was found first for a judged question: hits in the engine's order, their signs, and what they are worth."""

    set: str
    hits: tuple[Hit, ...]
    signs: Mapping[str, NearnessSigns]
    grades: Mapping[str, int]

    def score(self, weights: OrderWeights) -> float:
        """Return the nDCG@10 of these hits in the order of some weights, from 0 to 1."""
        worth = worth_of(self.hits, self.signs, weights)
        return ndcg(sorted(worth, key=lambda id_: -worth[id_]), self.grades)


class KeptOrder(FindingOrder):
    """An order that keeps what it put in order last."""

    last: tuple[tuple[Hit, ...], Mapping[str, NearnessSigns]] = ((), {})

    def signs(
        self, query: Query, held: Mapping[str, FindingInContext], asked: Floats | None
    ) -> dict[str, NearnessSigns]:
        """Return the signs of nearness of each finding, and keep them."""
        found = super().signs(query, held, asked)
        self.last = (), found
        return found

    def order(
        self, query: Query, hits: Iterable[Hit], held: Mapping[str, FindingInContext], asked: Floats | None = None
    ) -> tuple[Hit, ...]:
        """Return hits in order of nearness, and keep them as they came."""
        first = tuple(hit for hit in hits if hit.id in held)
        ordered = super().order(query, first, held, asked)
        self.last = first, self.last[1]
        return ordered


def judged_orders(folder: Path, sets: frozenset[str]) -> list[JudgedOrder]:
    """Return what a library finds first for the judged questions that it answers."""
    found = []
    with Library.open(Settings(data=folder)) as library:
        held = library.findings()
        kept = MeaningFile.of(folder, library.vocabulary, wanted=True)
        kept.recall()
        if kept.meanings is not None:
            keys = text_keys((one.finding.id, one.finding.text, one.finding.last_heading) for one in held)
            kept.meanings.hold(keys, keys.keys())
        order = KeptOrder(library.vocabulary, kept.meanings)
        for judged in judgements():
            grades = grades_of(judged, held) if not sets or judged.set in sets else {}
            if not grades:
                continue
            order.last = (), {}
            answer_question(
                Query(judged.query),
                AnswerSources(
                    lambda asked: order.search(asked, library.search, library.holdings),
                    library.reviews(),
                    library.vocabulary,
                    holdings=library.holdings,
                    order=order,
                ),
            )
            found.append(JudgedOrder(judged.set, *order.last, grades))
    return found


class TriedWeight:
    """One weight with each value that is tried: the nDCG@10 of every question."""

    def __init__(self, name: str, shipped: OrderWeights, found: Sequence[JudgedOrder]) -> None:
        self.name = name
        self.own = float(getattr(shipped, name))
        self._sets = [one.set for one in found]
        self._scores = {
            value: [one.score(replace(shipped, **{name: value})) for one in found] for value in {self.own, *TRIED}
        }

    def choose(self, without: str = "") -> float:
        """Return the best value on all sets but one, from 0 to 1.3; the shipped one where no other gains enough."""
        some = [at for at, name in enumerate(self._sets) if name != without]
        means = {value: sum(scores[at] for at in some) / len(some) for value, scores in self._scores.items()}
        best = max(means, key=lambda value: (means[value], -abs(value - self.own)))
        return best if means[best] - means[self.own] >= GAIN else self.own

    def gains(self) -> list[float]:
        """Return for each question what the value chosen without its set gains, in nDCG@10, from -1 to 1."""
        chosen = {name: self.choose(without=name) for name in set(self._sets)}
        return [self._scores[chosen[name]][at] - self._scores[self.own][at] for at, name in enumerate(self._sets)]


def main() -> None:
    """Print for each weight what is chosen, and what is gained on the sets that are left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sets", default="", help="with commas between them")
    options = parser.parse_args()
    sets = frozenset(one for one in options.sets.split(",") if one)
    found = tuple(one for folder in options.folders for one in judged_orders(folder, sets))
    shipped = OrderWeights()
    mean = sum(one.score(shipped) for one in found) / len(found)
    print(f"{len(found)} questions, nDCG@10 {mean:.4f} with the weights as they are\n")
    print("| weight | shipped | chosen on all | gain on sets left out [95 %] |\n|---|---|---|---|")
    for one in fields(OrderWeights):
        tried = TriedWeight(one.name, shipped, found)
        gains = tried.gains()
        low, high = interval(gains)
        gain = sum(gains) / len(gains)
        print(f"| {one.name} | {tried.own} | {tried.choose()} | {gain:+.4f} [{low:+.4f}, {high:+.4f}] |", flush=True)


if __name__ == "__main__":
    main()
