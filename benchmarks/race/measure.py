"""What is measured of one entrant, each in a process of its own (`python -m benchmarks.race.measure WHAT NAME FOLDER`).

Times are of the wall clock. A question's warm time is the median of its repetitions, in which the questions take turns.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.race.entrant import Entrant, EntrantAnswer
from benchmarks.race.entrants import entrant
from benchmarks.race.questions import questions


def build(name: str, corpus: Path, folder: Path) -> dict[str, Any]:
    """Build an index."""
    one = entrant(name)
    started = time.perf_counter()
    one.build(corpus, folder)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak, "size_mb": one.size(folder) / 1e6}


def search(name: str, folder: Path, seconds: float) -> dict[str, Any]:
    """Ask every question once, then again and again for so many seconds."""
    one = entrant(name)
    started = time.perf_counter()
    one.open(folder)
    opened = time.perf_counter() - started
    asked = questions()
    prepared = [one.prepare(question) for question in asked]
    first, answers = [], []
    for ready in prepared:
        taken, answer = _time_answer(one, ready)
        first.append(taken)
        answers.append(answer)
    times: list[list[float]] = [[] for _ in asked]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or not times[0]:
        for place, ready in enumerate(prepared):
            times[place].append(_time_answer(one, ready)[0])
            if time.perf_counter() > end and times[-1]:
                break
    return {
        "open_ms": opened * 1000,
        "first_ms": first,
        "warm_ms": [statistics.median(taken) for taken in times],
        "repeated": len(times[0]),
        "private_mb": private_mb(),
        "totals": [answer.total for answer in answers],
        "counts": [_digest(answer) for answer in answers] if one.faceted else [],
        "first": [answer.first for answer in answers],
        "sorts": [question.sort for question in asked],
    }


def work(name: str, folder: Path, seconds: float) -> dict[str, Any]:
    """Ask questions as fast as they are answered, for so many seconds, after one warm round."""
    one = entrant(name)
    one.open(folder)
    prepared = [one.prepare(question) for question in questions()][:-1]
    for ready in prepared:
        one.answer(ready)
    print("ready", flush=True)
    sys.stdin.readline()
    answered, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        one.answer(prepared[answered % len(prepared)])
        answered += 1
    return {"per_second": answered / (time.perf_counter() - started)}


def _time_answer(one: Entrant, ready: Any) -> tuple[float, EntrantAnswer]:
    started = time.perf_counter()
    answer = one.answer(ready)
    return (time.perf_counter() - started) * 1000, answer


def _digest(answer: EntrantAnswer) -> str:
    told = {name: sorted((value, n) for value, n in counts.items() if n) for name, counts in answer.counts.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def private_mb() -> float:
    """Return the memory that only this process has; mapped files are shared with others."""
    told = Path("/proc/self/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Private_Dirty")) / 1024


def percentile(times: list[float], share: float) -> float:
    """Return the time below which so large a share lies."""
    return sorted(times)[max(math.ceil(share * len(times)) - 1, 0)]


def main() -> None:
    """Measure one thing and print it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("build", "search", "work"))
    parser.add_argument("name")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    told = parser.parse_args()
    if told.what == "build":
        found = build(told.name, told.corpus, told.folder)
    else:
        found = (search if told.what == "search" else work)(told.name, told.folder, told.seconds)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
