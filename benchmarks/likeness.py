"""Choose the weights of likeness and measure it, with the group of every query left out; print the report.

    python -m benchmarks.likeness [--unseen] [--write] > benchmarks/results/likeness.md

Sets: the labelled groups of ../shared/gold over the real documents there; those of the reviews told in prose in
../shared/cases, their labelled statements given as findings beside the same documents; and the groups of
labels/likeness.jsonl (a lesson, the same in other words, and what was asked for on it) over the sample library. A
query's own group takes no part in choosing the weights by which it is scored. The objective is the mean of MAP + P@1
/ 2 over all queries of all sets. Pairs of labels/likeness.jsonl marked "later", "last", "further", "compared" and
"kept" take part in nothing but the last tables, and only with --unseen. The lines are chosen by benchmarks/lines.py.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.judged_pairs import PUBLISHED, findings_of_pairs, pair_groups, pairs, read_pairs
from benchmarks.lines import JudgedPair, labelled_pairs, measure_pairs, print_lines
from benchmarks.recurrence.baselines import Ranker, baselines
from benchmarks.told_in_prose import PROSE, SHARED, prose, read_rows
from kb.app.library import Library
from kb.core.model import FindingInContext
from kb.core.settings import Settings
from kb.recurrence import STRONG_LIKENESS, EchoFinder, Meanings, find_encoder
from kb.recurrence.corpus_statistics import LikenessWeights, shipped_weights
from kb.vocabulary import load

ROOT = Path(__file__).resolve().parent.parent
REAL = (SHARED / "corpus/seeds", SHARED / "corpus/letters")
DEPTH = 20  # findings of a ranking that count, whatever they are
QUALITY = ROOT / "kb/recurrence/data/quality.json"
WRITTEN = "judged pairs"
UNSEEN = {
    "unseen": "unseen at first; lines are chosen with them by now",
    "fresh": "fresh at first; lines are chosen with them by now",
    "later": "scored before and after a change; no line is chosen with them",
    "last": "scored once; no line is chosen with them",
    "compared": "looked at while ways of ranking were compared (record 0152); no line is chosen with them",
    "kept": "scored once, after that; no line is chosen with them",
    "further": "of uncommon matters, scored once after 'nearly the same' was raised; no line is chosen with them",
}
GRID = ((0.5,), (0.0, 0.7), (0.2,), (0.0, 0.3, 0.6))  # themes, encoder, field, lessons


@dataclass(frozen=True, slots=True)
class Score:
    """How well one query was answered."""

    first: float
    ten: float
    average: float


@dataclass(frozen=True, slots=True)
class LabelledLibrary:
    """A library with its groups: for each query the findings that state the same lesson, and its group's name."""

    echoes: EchoFinder
    partners: Mapping[str, frozenset[str]]
    group: Mapping[str, str]
    plain: Mapping[str, Ranker]  # the baselines

    def plain_scores(self, name: str) -> dict[str, Score]:
        """Return how well each query is answered by a baseline."""
        return {query: self._judge(query, self.plain[name](query)[:DEPTH]) for query in self.partners}

    def scores(self, weights: LikenessWeights) -> dict[str, Score]:
        """Return how well each query is answered with these weights."""
        measure = self.echoes._arrange()  # the weights are the one thing that is changed
        measure.weights = weights
        return {query: self._score(query) for query in self.partners}

    def _score(self, query: str) -> Score:
        return self._judge(query, [like.id for like in self.echoes.rank(query, DEPTH)])

    def _judge(self, query: str, ranked: Sequence[str]) -> Score:
        partners = self.partners[query]
        hits = [one in partners for one in ranked if one in self.group]
        found = [sum(hits[: at + 1]) / (at + 1) for at, hit in enumerate(hits) if hit]
        return Score(float(bool(hits and hits[0])), sum(hits[:10]) / min(10, len(partners)), sum(found) / len(partners))


@cache
def holdings(places: tuple[Path, ...]) -> tuple[FindingInContext, ...]:
    """Return the findings of documents, read into a library that is thrown away."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Settings(data=Path(folder), search="memory:", meaning="off")) as library,
    ):
        library.add([place for place in places if place.is_dir()])
        return library.findings()


def arrange_findings(held: Iterable[FindingInContext], meanings: Meanings | None) -> EchoFinder:
    """Return the echoes of findings."""
    echoes = EchoFinder(load(), meanings=meanings)
    echoes.add(held)
    return echoes


def label(
    held: Sequence[FindingInContext],
    meanings: Meanings | None,
    partners: Mapping[str, frozenset[str]],
    group: Mapping[str, str],
) -> LabelledLibrary:
    """Return findings with their groups, ready to be asked."""
    return LabelledLibrary(arrange_findings(held, meanings), partners, group, baselines(held, meanings))


def gold_groups(held: Sequence[FindingInContext]) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Return the partners and the group of each labelled finding that was read from the real documents."""
    sys.path.insert(0, str(SHARED / "tools"))
    from score_findings import pair, read  # type: ignore[import-not-found]  # the scorer beside the project

    gold = read(str(SHARED / "gold/findings.jsonl"))
    ids: dict[str, tuple[str, str]] = {}
    for source in {unit["source"] for unit in gold}:
        units = [unit for unit in gold if unit["source"] == source]
        found = [
            {"id": one.finding.id, "text": one.finding.text, "source": source}
            for one in held
            if one.document.name == source
        ]
        for unit, number in pair(units, found)[0].items():
            if units[unit].get("id"):
                ids[units[unit]["id"]] = (found[number]["id"], source)
    partners: dict[str, set[str]] = defaultdict(set)
    group = {id_: "" for id_, _ in ids.values()}  # what is labelled and in no group counts against precision
    for row in read(str(SHARED / "gold/recurs.jsonl")):
        members = [ids[one] for one in row["members"] if one in ids]
        for id_, source in members:
            group[id_] = row["group"]
            partners[id_] |= {other for other, where in members if where != source}
    return {id_: frozenset(others) for id_, others in partners.items() if others}, group


def prose_groups(source: Mapping[str, str]) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Return the partners and the group of each labelled statement of the reviews told in prose."""
    partners: dict[str, set[str]] = defaultdict(set)
    group = dict.fromkeys(source, "")
    for row in read_rows(PROSE[-1] / "recurs_with_narrative.jsonl"):
        members = [one for one in row["members"] if one in source]
        for one in members:
            group[one] = row["group"]
            partners[one] |= {other for other in members if source[other] != source[one]}
    return {id_: frozenset(others) for id_, others in partners.items() if others}, group


def never_one(source: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of statements of which a reader said that they are not the same lesson."""
    rows = read_rows(PROSE[0] / "not_same.jsonl") + read_rows(PROSE[-1] / "not_same_with_narrative.jsonl")
    return [(row["a"], row["b"]) for row in rows if row["a"] in source and row["b"] in source]


def objective(scores: Iterable[Score]) -> float:
    """Return MAP + P@1 / 2."""
    held = list(scores)
    return sum(one.average + one.first / 2 for one in held) / max(len(held), 1)


def grid(*, encoder: bool) -> list[LikenessWeights]:
    """Return the weights that are tried."""
    every = (LikenessWeights(*one) for one in itertools.product(*GRID))
    return [one for one in every if (one.meaning > 0) == encoder]


def choose(
    sets: Sequence[LabelledLibrary], tried: Sequence[LikenessWeights]
) -> tuple[LikenessWeights, list[dict[str, Score]]]:
    """Return the weights that are best over all, and each set's scores with the query's own group left out."""
    scored = {weights: [one.scores(weights) for one in sets] for weights in tried}

    def best_weights(without: tuple[int, str] | None) -> LikenessWeights:
        def value(weights: LikenessWeights) -> float:
            total = 0.0
            for number, scores in enumerate(scored[weights]):
                group = sets[number].group
                total += objective(s for q, s in scores.items() if without is None or without[1] != group[q])
            return total

        return max(tried, key=value)

    left_out: list[dict[str, Score]] = []
    for number, one in enumerate(sets):
        chosen = {name: best_weights((number, name)) for name in {one.group[query] for query in one.partners}}
        left_out.append({query: scored[chosen[one.group[query]]][number][query] for query in one.partners})
    return best_weights(None), left_out


def mean_scores(scores: Mapping[str, Score]) -> dict[str, float]:
    """Return how many queries there are, and the means of what is measured."""
    count = max(len(scores), 1)
    means = {name: sum(getattr(one, name) for one in scores.values()) / count for name in ("first", "ten", "average")}
    return {"queries": len(scores)} | {name: round(mean, 3) for name, mean in means.items()}


def describe_scores(scores: Mapping[str, Score]) -> str:
    """Return the means as a part of a table's row."""
    return f"{len(scores)} | " + " | ".join(f"{mean:.3f}" for mean in list(mean_scores(scores).values())[1:])


def per_class(
    echoes: EchoFinder, rows: Sequence[dict[str, object]], weights: LikenessWeights
) -> list[dict[str, object]]:
    """Print for each class of pairs how many are linked, and how well true ones stand apart; return the classes."""
    echoes._arrange().weights = weights
    found: dict[str, list[tuple[float, int, bool]]] = defaultdict(list)
    for row in rows:
        ranked = echoes.rank(str(row["a_id"]), 5000, -9.0)
        place = next((at for at, like in enumerate(ranked) if like.id == row["b_id"]), None)
        score, near = (ranked[place].score, ranked[place].near) if place is not None else (0.0, False)
        found[f"{row['class']} | {'yes' if row['same'] else 'no'}"].append(
            (score, 9999 if place is None else place + 1, near)
        )
    print("| class | one lesson | pairs | linked | near | partner in first 20 |\n|---|---|---|---|---|---|")
    for name, every in found.items():
        linked = sum(score >= STRONG_LIKENESS for score, _, _ in every)
        close = sum(said_nearly for _, _, said_nearly in every)
        print(f"| {name} | {len(every)} | {linked} | {close} | {sum(rank <= 20 for _, rank, _ in every)} |")
    true = [score for name, every in found.items() if name.endswith("yes") for score, _, _ in every]
    false = [score for name, every in found.items() if name.endswith("no") for score, _, _ in every]
    above = sum((a > b) + (a == b) / 2 for a in true for b in false) / (len(true) * len(false))
    right, wrong = sum(score >= STRONG_LIKENESS for score in true), sum(score >= STRONG_LIKENESS for score in false)
    print(f"\nAUC {above:.3f}; of {right + wrong} linked pairs {right} are one lesson.\n")
    return [
        {
            "name": name.split(" | ")[0],
            "same": name.endswith("yes"),
            "pairs": len(every),
            "linked": sum(score >= STRONG_LIKENESS for score, _, _ in every),
        }
        for name, every in found.items()
    ]


def published_pairs(echoes: EchoFinder) -> list[dict[str, object]]:
    """Print and return how many pairs of published documents are one lesson to a strict reader, by what is claimed."""
    told: dict[str, list[bool]] = {"near": [], "linked": [], "neither": []}
    for row in read_rows(PUBLISHED):
        found = next((like for like in echoes.rank(row["a"], 200) if like.id == row["b"]), None)
        claim = "neither" if found is None or found.score < STRONG_LIKENESS else "near" if found.near else "linked"
        told[claim].append(row["same_lesson"])
    for claim, same in told.items():
        print(f"- {claim}: {sum(same)} of {len(same)} are one lesson")
    print()
    return [{"claim": claim, "pairs": len(same), "same": sum(same)} for claim, same in told.items()]


def linked_with(echoes: EchoFinder, one: str) -> set[str]:
    """Return the findings with which one is linked, as far as its likest tell."""
    return {like.id for like in echoes.rank(one, DEPTH) if like.score >= STRONG_LIKENESS}


class Report:
    """The report without or with the encoder: ranking, linked pairs and judged pairs, printed and kept as figures."""

    def __init__(self, meanings: Meanings | None) -> None:
        self.known = meanings
        self.shipped = shipped_weights(meanings)
        self.figures: dict[str, object] = {}
        self.samples = holdings((ROOT / "corpus/library",))
        self.rows = pairs("seen")
        self.made = findings_of_pairs(self.rows)
        self.source: Mapping[str, str] = {}
        self.sets = [label([*self.samples, *self.made], meanings, *pair_groups(self.rows))]
        self.titles = [WRITTEN]
        if SHARED.is_dir():
            real = holdings(REAL)
            told_in_prose, self.source = prose(load())
            self.sets.append(label([*real, *told_in_prose], meanings, *prose_groups(self.source)))
            self.sets.append(label(real, meanings, *gold_groups(real)))
            self.titles += ["told in prose", "real documents"]

    def print_ranking(self) -> None:
        """Print how well each set is ranked: by weights chosen without the query's group, as shipped, and plainly."""
        best, left_out = choose(self.sets, grid(encoder=self.known is not None))
        name = "With" if self.known else "Without"
        print(f"## {name} the sentence encoder\n\nBest over all: {best}. Shipped: {self.shipped}.\n")
        print("| set | weights | queries | P@1 | R@10 | MAP |\n|---|---|---|---|---|---|")
        ranking: list[dict[str, object]] = []
        for one, scores, title in zip(self.sets, left_out, self.titles, strict=True):
            shipped = one.scores(self.shipped)
            plain = {baseline: one.plain_scores(baseline) for baseline in one.plain}
            print(f"| {title} | own group left out | {describe_scores(scores)} |")
            print(f"| {title} | shipped | {describe_scores(shipped)} |")
            for baseline, found in plain.items():
                print(f"| {title} | {baseline} | {describe_scores(found)} |")
            ways = {"this program": shipped, **plain}
            ranking += [{"set": title, "way": way, **mean_scores(found)} for way, found in ways.items()]
        self.figures["ranking"] = ranking

    def print_linked(self) -> None:
        """Print of the pairs that a rule links how many are one lesson, by reader and kind of pair."""
        print("\nOf the pairs that a rule links, how many are one lesson:\n")
        every: dict[str, list[JudgedPair]] = {}
        for part in ("seen", "unseen", "fresh"):
            written = pairs(part)
            echoes = arrange_findings([*self.samples, *findings_of_pairs(written)], self.known)
            judged = [(str(row["a_id"]), str(row["b_id"]), bool(row["same"]), str(row["topic"])) for row in written]
            every[f"{WRITTEN}, {part}"] = measure_pairs(echoes, judged)
        for one, title in zip(self.sets[1:], self.titles[1:], strict=True):
            every[title] = labelled_pairs(one.echoes, one.partners, one.group)
        if self.source:
            every["published, read strictly"] = measure_pairs(self.sets[-1].echoes, read_pairs())
        print_lines(every, self.shipped)
        if self.source:
            self._print_published()

    def _print_published(self) -> None:
        never, beside = never_one(self.source), self.sets[1].echoes
        linked = [pair for pair in never if pair[1] in linked_with(beside, pair[0])]
        print("Pairs of published documents, drawn by likeness and read strictly:\n")
        self.figures["published"] = published_pairs(self.sets[-1].echoes)
        print(f"Of {len(never)} pairs that are not one lesson by a reader, {len(linked)} are linked.\n")

    def print_judged(self, *, unseen: bool) -> None:
        """Print how judged pairs of each class are linked; `unseen` also those that are kept back."""
        print("Judged pairs, seen:\n")
        per_class(self.sets[0].echoes, self.rows, self.shipped)
        for kept_set, title in UNSEEN.items() if unseen else ():
            kept = pairs(kept_set)
            print(f"Judged pairs, {title}:\n")
            echoes = arrange_findings([*self.samples, *findings_of_pairs(kept)], self.known)
            self.figures["classes"] = per_class(echoes, kept, self.shipped)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--unseen", action="store_true", help="the pairs kept unseen as well")
    parser.add_argument("--write", action="store_true", help="write the figures that the page on quality shows")
    options = parser.parse_args()
    print("# Likeness: weights, rankings and judged pairs\n\nBy `python -m benchmarks.likeness`.\n")
    encoder = find_encoder()
    ways = {"without": None, **({"with": Meanings(encoder, load().acronyms)} if encoder else {})}
    every_figure: dict[str, dict[str, object]] = {}
    for name, meanings in ways.items():
        report = Report(meanings)
        report.print_ranking()
        report.print_linked()
        report.print_judged(unseen=options.unseen)
        every_figure[name] = report.figures
    if encoder is None:
        print("The sentence encoder is not installed.\n")
    if options.write:
        QUALITY.write_text(json.dumps(every_figure, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
