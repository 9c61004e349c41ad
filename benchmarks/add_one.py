"""What one more document takes of processor in a large library: to be kept, to be found by searching, to be linked.

    python -m benchmarks.add_one FOLDER    # a library made by benchmarks.national, linked by this tree

Once in a process that has just begun to keep the index and the links up to date, and once more in the same, as while a
server runs. Reading in processes of their own counts as well. The documents are withdrawn at the end, and may be added
again; their links go with the next linking.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.pages import PAPER
from kb.app.library import Library
from kb.core.settings import Settings

WORDS = (("the first after a start", "quillwort"), ("the next", "bogbean"))


def time_step(step: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of processor, children's with them, and those of the clock that a step takes."""
    begun, clock = _processor_seconds(), time.perf_counter()
    step()
    return _processor_seconds() - begun, time.perf_counter() - clock


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def time_adding(folder: Path) -> None:
    """Print a table; end with a sentence where the library is not linked, since all would be linked first."""
    asked = Settings(data=folder, meaning="off")
    with (
        Library.open(asked, elsewhere=True) as adding,
        Library.open(asked, elsewhere=True) as keeping,
        TemporaryDirectory() as place,
    ):
        if keeping.behind():
            sys.exit("This library is not linked by this tree: `python -m benchmarks.national FOLDER link` does it.")
        load = os.getloadavg()[0]
        print(f"{keeping.health().findings} findings, load {load:.1f}; seconds of processor (of the clock)\n")
        print("| one more document | kept | in search | linked |\n|---|---|---|---|")
        added: list[str] = []
        for when, word in WORDS:
            paper = Path(place, f"{word}.md")
            paper.write_text(PAPER.format(word=word), encoding="utf-8")
            steps = (
                lambda paper=paper: added.append(adding.add([paper]).outcomes[0].document_id),
                keeping.catch_up_index,
                keeping.catch_up,
            )
            cells = [f"{processor:.2f} ({clock:.1f})" for processor, clock in map(time_step, steps)]
            print(f"| {when} | {' | '.join(cells)} |", flush=True)
        for one in added:
            adding.withdraw(one, "was added by a benchmark")
            adding.reinstate(one)


if __name__ == "__main__":
    time_adding(Path(sys.argv[1]))
