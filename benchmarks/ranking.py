"""How good the order is: nDCG@10, MRR and recall@20 over judged queries, for plain BM25 and for each choice.

    python -m benchmarks.ranking [--all] [--floor 0.12] [--hosts http://127.0.0.1:9200,...]

Reads corpus/library and, where they are there, ../shared/corpus/seeds and letters into a library that is thrown away.
Differences are given with a 95 % bootstrap interval over queries; how the sets were written and used stands in
judging.py. `--all` also runs each choice changed or left out; `--hosts` runs ours on these OpenSearch servers too.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import log2
from pathlib import Path

from benchmarks.judging import JudgedQuery, judgements, text_of
from kb.app.finding_order import FindingOrder
from kb.app.index import indexed_heading
from kb.app.library import Library
from kb.core.model import FindingInContext
from kb.core.settings import Settings
from kb.recurrence import Meanings, find_encoder
from kb.recurrence.meanings import text_keys
from kb.vocabulary import Vocabulary, load
from search import Engine, IndexEntry, Query, SearchServers, open_engine
from search.engines.memory import Memory
from search.port import Results
from search.ranking import RANKING, Ranking

ROOT = Path(__file__).resolve().parent.parent
PLACES = (ROOT / "corpus/library", ROOT.parent / "shared/corpus/seeds", ROOT.parent / "shared/corpus/letters")
SETS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "tenth", "eleventh")


@dataclass(frozen=True, slots=True)
class RankingScore:
    """How well one query was answered."""

    ndcg: float
    mrr: float
    recall: float


@dataclass(frozen=True, slots=True)
class RankingMethod:
    """One way to rank."""

    name: str
    ranking: Ranking = RANKING
    match: str = "most"
    synonyms: bool = True
    reordered: bool = False  # whether the first findings are put in order of nearness, as pages and API do


def _even(share: float) -> Mapping[str, float]:
    return {"body": share, "heading": share, "title": share}


PLAIN = RankingMethod(
    "plain BM25: stems of the body, any word",
    Ranking(weights={"body": 1.0, "heading": 0.0, "title": 0.0}, evening=_even(0.75), about=0, close=0),
    "any",
    synonyms=False,
)
OURS = RankingMethod("ours", reordered=True)
OTHERS = (
    RankingMethod("ours, as the engine orders"),
    RankingMethod("ours, any word", match="any"),
    RankingMethod("ours, all words", match="all"),
    RankingMethod("ours, only the words typed", synonyms=False),
    RankingMethod("ours, no themes spoken of", Ranking(about=0)),
    RankingMethod("ours, no points for standing close", Ranking(close=0)),
    RankingMethod("ours, synonyms at 80 %", Ranking(synonym=80)),
    RankingMethod("ours, b = 0.75", Ranking(evening=_even(0.75))),
    RankingMethod("ours, b = 0.3", Ranking(evening=_even(0.3))),
    RankingMethod("ours, k1 = 0.9", Ranking(saturation=0.9)),
    RankingMethod("ours, words that frame a question count as others do", Ranking(framing=100)),
    RankingMethod("ours, no kinds asked for in words", Ranking(kind=0)),
    RankingMethod("ours, no themes by their cues", Ranking(shown_most=0)),
    RankingMethod("ours, words of a name worth as much where they stand apart", Ranking(apart=100)),
    RankingMethod("ours, themes by other names worth as much", Ranking(wider=100)),
    RankingMethod("ours, nothing first for questions worded as a failing", Ranking(wanting=0)),
    RankingMethod("ours, heading 2", Ranking(weights={"body": 1.0, "heading": 2.0, "title": 0.5})),
    RankingMethod("ours, no title", Ranking(weights={"body": 1.0, "heading": 1.0, "title": 0.0})),
)

ON_SERVERS = RankingMethod("ours on OpenSearch", reordered=True)


def findings(places: Iterable[Path]) -> tuple[FindingInContext, ...]:
    """Return the findings of real documents."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Settings(data=Path(folder), search="memory:")) as library,
    ):
        library.add([place for place in places if place.is_dir()])
        return library.findings()


def entries(held: Iterable[FindingInContext]) -> list[IndexEntry]:
    """Return findings as the index gets them."""
    return [
        IndexEntry(
            number=number,
            id=h.finding.id,
            document=h.document.id,
            review=h.review.slug,
            body=h.finding.text,
            heading=indexed_heading(h.finding),
            title=h.review.title,
            kind=h.finding.kind.value,
            themes=h.finding.themes,
            polarity=h.finding.polarity.value,
        )
        for number, h in enumerate(held, 1)
    ]


def finding_order(vocabulary: Vocabulary, held: Iterable[FindingInContext]) -> FindingOrder:
    """Return the order of nearness, with the encoder's vectors of all findings where it is installed."""
    encoder = find_encoder()
    meanings = Meanings(encoder, vocabulary.acronyms) if encoder else None
    if meanings is not None:  # one that knows nothing yet counts as false
        found = [(one.finding.id, one.finding.text, one.finding.last_heading) for one in held]
        for _, text, heading in found:
            meanings.vector(text, heading)
        keys = text_keys(found)
        meanings.hold(keys, keys.keys())
    return FindingOrder(vocabulary, meanings)


def ndcg(ids: list[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the discounted gain of the first `depth`, as part of the best that could be."""
    best = sorted(grades.values(), reverse=True)[:depth]
    return _gain(grades.get(id_, 0) for id_ in ids[:depth]) / _gain(best)


def _gain(grades: Iterable[int]) -> float:
    return sum(((1 << grade) - 1) / log2(place + 2) for place, grade in enumerate(grades))


def score(
    search: Callable[[Query], Results], way: RankingMethod, judged: JudgedQuery, grades: Mapping[str, int]
) -> RankingScore:
    """Return how well one query is answered in one way."""
    query = Query(judged.query, size=20, facets=(), count_reviews=False, match=way.match, synonyms=way.synonyms)
    ids = [hit.id for hit in search(query).hits]
    first = next((1 / place for place, id_ in enumerate(ids, 1) if grades.get(id_) == max(grades.values())), 0.0)
    return RankingScore(ndcg(ids, grades), first, sum(id_ in grades for id_ in ids) / min(20, len(grades)))


def interval(differences: list[float], times: int = 2000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean."""
    dice = random.Random(1)
    means = sorted(sum(dice.choices(differences, k=len(differences))) / len(differences) for _ in range(times))
    return means[int(times * 0.025)], means[int(times * 0.975)]


def engine_for(way: RankingMethod, vocabulary: Vocabulary, held: list[IndexEntry]) -> Engine:
    """Return an engine that ranks in one way. Plain BM25 knows no vocabulary."""
    known = replace(vocabulary, themes={}, acronyms={}, synonyms=()) if way is PLAIN else vocabulary
    engine = Memory(known, way.ranking, seconds=600)
    engine.rebuild(held, 0)
    return engine


def engine_on(hosts: tuple[str, ...], vocabulary: Vocabulary, held: list[IndexEntry]) -> Engine:
    """Return our engine on OpenSearch servers."""
    engine = open_engine(SearchServers(hosts, index="ranking"), vocabulary, seconds=600)
    engine.rebuild(held, 0)
    return engine


def row(way: RankingMethod, name: str, scores: list[RankingScore], plain: list[RankingScore]) -> tuple[str, float]:
    """Return a line of the table, and the gain in nDCG over plain BM25."""
    gains = [mine.ndcg - theirs.ndcg for mine, theirs in zip(scores, plain, strict=True)]
    low, high = interval(gains)
    means = [sum(getattr(s, part) for s in scores) / len(scores) for part in ("ndcg", "mrr", "recall")]
    gain = sum(gains) / len(gains)
    figures = " | ".join(f"{mean:.3f}" for mean in means)
    return f"| {way.name} | {name} ({len(scores)}) | {figures} | {gain:+.3f} [{low:+.3f}, {high:+.3f}] |", gain


def main() -> int:
    """Print the table; return 1 where the gain over all sets is under the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="each choice changed, too")
    parser.add_argument("--hosts", default="", help="addresses of OpenSearch servers, with commas between them")
    parser.add_argument("--floor", type=float, default=-1.0, help="least gain in nDCG over plain BM25")
    options = parser.parse_args()
    found = findings(PLACES)
    held = entries(found)
    by_id = {one.finding.id: one for one in found}
    texts = {entry.id: text_of(entry.heading, entry.body) for entry in held}
    graded = []
    for judged in (one for one in judgements() if one.set in SETS):
        grades = {id_: grade for id_, text in texts.items() if (grade := judged.grade(text))}
        if grades:
            graded.append((judged, grades))
    print(f"{len(held)} findings, {len(graded)} judged queries with an answer among them\n")
    print("| way | queries | nDCG@10 | MRR | recall@20 | nDCG over plain [95 %] |\n|---|---|---|---|---|---|")
    vocabulary = load()
    order = finding_order(vocabulary, found)
    plain: list[RankingScore] = []
    gain = 0.0
    ways = (PLAIN, OURS, *((ON_SERVERS,) if options.hosts else ()), *(OTHERS if options.all else ()))
    for way in ways:
        if way is ON_SERVERS:
            engine = engine_on(tuple(options.hosts.split(",")), vocabulary, held)
        else:
            engine = engine_for(way, vocabulary, held)
        search = engine.search
        if way.reordered:
            search = partial(order.search, search=engine.search, holdings=lambda ids: [by_id[one] for one in ids])
        scores = [score(search, way, judged, grades) for judged, grades in graded]
        plain = plain or scores
        for name in (*SETS, "all"):
            chosen = [n for n, (judged, _) in enumerate(graded) if name in (judged.set, "all")]
            if chosen:
                line, over = row(way, name, [scores[n] for n in chosen], [plain[n] for n in chosen])
                print(line, flush=True)
                if way is OURS and name == "all":
                    gain = over
    return int(gain < options.floor)


if __name__ == "__main__":
    sys.exit(main())
