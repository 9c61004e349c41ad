"""How long the full texts take: counting for the tab of a search page, and finding a page of documents.

    python -m benchmarks.full_texts FOLDER [--queries 60]

Asks the library in FOLDER the judged questions of benchmarks/judgements.csv, each once untimed, and prints medians.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.judging import judgements
from kb.app.library import Library
from kb.core.settings import Settings


def milliseconds(act: Callable[[str], object], questions: list[str]) -> list[float]:
    """Return how long an act takes for each question, in order of length."""
    taken = []
    for question in questions:
        act(question)
        start = time.perf_counter()
        act(question)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", type=int, default=60)
    options = parser.parse_args()
    questions = [one.query for one in judgements()][: options.queries]
    with Library.open(Settings(data=options.folder), elsewhere=True) as library:
        documents = len(library.documents())
        acts: dict[str, Callable[[str], object]] = {"count": library.count_texts, "find": library.find_texts}
        print(f"{documents} documents, {len(questions)} questions\n\n| act | median ms | longest ms |\n|---|---|---|")
        for name, act in acts.items():
            taken = milliseconds(act, questions)
            print(f"| {name} | {median(taken):.1f} | {taken[-1]:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
