"""What other processes do in tests of concurrency and of crashes: `python -m
tests.search.engines.whoosh_columnar.processes`."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.core import disk
from search import Query
from search.engines.whoosh_columnar.build import generations
from search.engines.whoosh_columnar.engine import Columnar
from tests.search.makers import entry, library, vocabulary


def open_at(root: Path) -> Columnar:
    """Return an engine with patience."""
    return Columnar(root, vocabulary(), seconds=60.0)


def read(root: Path) -> None:
    """Search until a file called `stop` appears; tell what was seen, and by files that it began and has seen enough."""
    engine = open_at(root)
    engine.search(Query("fixed"))
    (root.parent / f"reading-{os.getpid()}").touch()
    totals: set[int] = set()
    generations_seen: set[int] = set()
    searches = 0
    while not (root.parent / "stop").exists():
        results = engine.search(Query("fixed OR extra", match="any", size=200))
        kinds = sum(count.findings for count in results.facets["kind"])
        assert kinds == results.total == len(results.hits), "one answer is of one generation"
        totals.add(results.total)
        generations_seen.add(results.generation)
        searches += 1
        if searches > 10 and len(generations_seen) > 1:
            (root.parent / f"seen-enough-{os.getpid()}").touch()
        time.sleep(0.001)
    print(json.dumps({"totals": sorted(totals)}))


STRIDE = 4  # every fourth step, so that the test stays short; 1 tries all of them


def dying_at(step: int) -> None:
    """Have this process killed just before its nth change to the disk."""
    left = iter(range(step, -1, -1))

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*told: Any, **more: Any) -> Any:
            if next(left, 0) == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*told, **more)

        return act

    vars(generations)["flush"] = deadly(disk.flush)
    for name in ("link", "mkdir", "unlink", "rename", "replace", "rmdir"):
        setattr(os, name, deadly(getattr(os, name)))


def crash(root: Path) -> None:
    """Add, remove and rebuild in children that are killed at one step after the other; tell what each left."""
    acts: dict[str, Callable[[Columnar, int], None]] = {
        "put": lambda engine, mark: engine.put([entry(900, f"extra {mark}")], mark),
        "drop": lambda engine, mark: engine.drop(["f00003", "f00900"], mark),
        "rebuild": lambda engine, mark: engine.rebuild(library(30), mark),
    }
    told = []
    for name, act in acts.items():
        step, finished = 0, False
        while not finished:
            before = open_at(root)
            mark, count = before.mark(), before.count()
            child = os.fork()
            if child == 0:
                engine = open_at(root)
                engine.mark()
                dying_at(step)
                act(engine, mark + 1)
                os._exit(0)
            finished = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            after = open_at(root)
            told.append(
                {
                    "act": name,
                    "step": step,
                    "finished": finished,
                    "moved": after.mark() - mark,
                    "counts": [count, after.count(), after.search(Query()).total],
                    "fault": after.verify(),
                }
            )
            step += STRIDE
    print(json.dumps(told))


if __name__ == "__main__":
    {"read": read, "crash": crash}[sys.argv[1]](Path(sys.argv[2]))
