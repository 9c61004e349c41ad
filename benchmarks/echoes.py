"""How long echoes take at 100,000 findings: finding all, counting, threads, adding one document, memory.

    python -m benchmarks.echoes [FINDINGS]

Findings are invented: words of a Zipf-like vocabulary, themes of the real one, 40 a review. The likest of all
are found in two processes, as a machine with two cores can. Nothing here is timed in the test suite.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from kb.core.document import Span
from kb.core.model import Certainty, DocumentSummary, Echo, Finding, FindingInContext, Kind, Metadata, Review, Tag
from kb.recurrence import STRONG_LIKENESS, EchoFinder, Like, Ties, threads
from kb.vocabulary import load

PER_REVIEW = 40
PART = 500  # findings handed to a process at a time
SAMPLE = 2000  # findings of which the reasons are told as well


def make_findings(many: int, seed: int = 1) -> list[FindingInContext]:
    """Return `many` findings whose words follow Zipf's law, so that posting lists have the lengths of real ones."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(3, 10))) for _ in range(60_000)]
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    themes = list(load().themes)
    drawn = iter(chance.choices(words, weights, k=many * 45))
    holdings = []
    for number in range(many):
        text = " ".join(next(drawn) for _ in range(chance.randint(8, 45)))
        tags = tuple(Tag(t, Certainty.YES, 0.9, ()) for t in chance.sample(themes, chance.randint(0, 3)))
        slug = f"review-{number // PER_REVIEW}"
        finding = Finding(f"f{number}", Kind.LESSON, text, text, Span(((0, len(text)),)), tags=tags)
        document = DocumentSummary(f"d{slug}", slug, "x.txt", "txt", "", 0, "", 0, Metadata(), (), 0)
        holdings.append(FindingInContext(finding, document, Review(slug, slug)))
    return holdings


_held: EchoFinder | None = None


def _rank(part: list[str]) -> list[tuple[Like, ...]]:
    assert _held is not None, "made before the processes part"
    return [_held.rank(id_, 20) for id_ in part]


def _tell(part: list[str]) -> int:
    assert _held is not None, "made before the processes part"
    return sum(len(_held.of(id_, 20)) for id_ in part)


def _parts(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + PART] for start in range(0, len(ids), PART)]


def main() -> None:
    """Print the figures."""
    global _held  # inherited by forked processes instead of being copied to them
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    holdings = make_findings(many + 50)
    vocabulary = load()
    start = time.perf_counter()
    _held = EchoFinder(vocabulary)
    _held.add(holdings[:many])
    _held.of("f0")
    arranged = time.perf_counter() - start
    ids = [held.finding.id for held in holdings[:many]]
    start = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        ranked = dict(zip(ids, (likes for part in pool.map(_rank, _parts(ids)) for likes in part), strict=True))
    asked = time.perf_counter() - start
    worked = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime / 2
    start = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(_tell, _parts(ids[:SAMPLE])))
    told = (time.perf_counter() - start) * many / min(many, SAMPLE)
    by_id = {held.finding.id: held for held in holdings}
    start = time.perf_counter()
    again = sum(
        bool({by_id[one.id].review.slug for one in likes if one.score >= STRONG_LIKENESS}) for likes in ranked.values()
    )
    counted = time.perf_counter() - start
    start = time.perf_counter()
    strong = {id_: tuple(one for one in likes if one.score >= STRONG_LIKENESS) for id_, likes in ranked.items()}
    ties = Ties(lambda id_: _explain(id_, strong[id_]), by_id.get, {}, {}, likes=strong.__getitem__)
    made = threads(holdings[:many], ties, vocabulary)
    threaded = time.perf_counter() - start
    start = time.perf_counter()
    _held.add(holdings[many:])
    for held in holdings[many:]:
        _held.of(held.finding.id)
    added = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"findings                                 {many}")
    print(f"arranging all, s                         {arranged:.1f}")
    print(f"the likest of all, two processes, s      {asked:.0f}")
    print(f"  of a processor for each of the two, s  {worked:.0f}  (what it takes where nothing else runs)")
    print(f"the same with reasons, s                 {told:.0f}  (from {min(many, SAMPLE)} of them)")
    print(f"counting what is found again, s          {counted:.1f}  ({again} findings)")
    print(f"threads, s                               {threaded:.1f}  ({len(made)} of them)")
    print(f"adding a document of 50, s               {added:.2f}")
    print(f"peak memory, MB                          {peak:.0f}  (the invented findings themselves included)")


def _explain(id_: str, likes: tuple[Like, ...]) -> tuple[Echo, ...]:
    assert _held is not None, "made before it is asked"
    return _held.explain(id_, likes)


if __name__ == "__main__":
    main()
