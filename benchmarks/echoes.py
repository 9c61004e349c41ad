"""How long echoes take at 100,000 findings: building all, adding one document, memory.

    python -m benchmarks.echoes [FINDINGS]

Findings are invented: words of a Zipf-like vocabulary, themes of the real one, 40 a review. All echoes are asked for in
two processes, as `kb export echoes` does on a machine with two cores. Nothing here is timed in the test suite.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from kb.model import About, Certainty, Finding, HeldDocument, Holding, Kind, Review, Span, Tag
from kb.recurrence import Echoes
from kb.vocabulary import load

PER_REVIEW = 40
SAMPLE = 2000  # findings asked for in the slow part where all would take too long to wait for


def invented(many: int, seed: int = 1) -> list[Holding]:
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
        document = HeldDocument(f"d{slug}", slug, "x.txt", "txt", "", 0, "", 0, About(), (), 0)
        holdings.append(Holding(finding, document, Review(slug, slug)))
    return holdings


_held: Echoes | None = None


def _ask(part: list[str]) -> int:
    assert _held is not None, "made before the processes part"
    return sum(len(_held.of(id_, 20)) for id_ in part)


def main() -> None:
    """Print the figures."""
    global _held  # inherited by forked processes instead of being copied to them
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    holdings = invented(many + 50)
    start = time.perf_counter()
    _held = Echoes(load())
    _held.add(holdings[:many])
    _held.of("f0")
    arranged = time.perf_counter() - start
    ids = [held.finding.id for held in holdings[: min(many, SAMPLE)]]
    start = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(_ask, [ids[::2], ids[1::2]]))
    asked = (time.perf_counter() - start) * many / len(ids)
    start = time.perf_counter()
    _held.add(holdings[many:])
    for held in holdings[many:]:
        _held.of(held.finding.id)
    added = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"findings                      {many}")
    print(f"arranging all, s              {arranged:.1f}")
    print(f"all echoes, two processes, s  {asked:.0f}  (from {len(ids)} of them)")
    print(f"adding a document of 50, s    {added:.2f}")
    print(f"peak memory, MB               {peak:.0f}  (the invented findings themselves included)")


if __name__ == "__main__":
    main()
