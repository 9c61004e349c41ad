"""What a start takes of processor, and the first visits after it, each in a process of its own.

    python -m benchmarks.start FOLDER [--beside TREE OTHER] [--times 5]    # an older tree and its library

A process is begun as `kb serve` begins one: it imports, opens the library, makes the application, and is then asked for
pages one after the other, without warming, server or clock. Trees take turns, so that both meet the same machine. The
median of each step counts, in milliseconds of processor; "start" is all that comes before the first visit.

Python keeps what it has compiled, in a folder of this run, as it does where the program is installed: the first start
of each tree, which compiles every module, is told by itself and not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess  # nosec B404: a process of this very program is what is measured
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "first page": "/",
    "first search": "/search?q=missed+appointments+and+neglect",
    "next search": "/search?q=hoarding+and+fire",
    "themes": "/themes",
    "threads": "/threads",
    "follow-up": "/follow-up",
    "reviews": "/reviews",
}
_STEPS = """
import gc, json, sys, time
told, before = {}, time.process_time()
def step(name):
    global before
    now = time.process_time()
    told[name] = (now - before) * 1000
    before = now
try:
    from kb.core.loading import loading
except ImportError:  # an older tree
    from contextlib import nullcontext as loading
with loading():
    import kb.cli.serving, web.app
    try:
        import kb.cli.commands
    except ImportError:  # an older tree, in which `kb.cli` has loaded them
        pass
from pathlib import Path
from kb.app.library import Library
from kb.core.settings import Settings
step("import")
with loading():
    library = Library.open(Settings(data=Path(sys.argv[1])), elsewhere=True)
library.documents()
step("open")
from benchmarks.pages_in_process import PagesInProcess
with loading():
    pages = PagesInProcess(library)
gc.freeze()  # as a server does before it serves
step("routes")
for name, address in json.loads(sys.argv[2]).items():
    pages.visit(address)
    step(name)
print(json.dumps(told))
"""


def time_start(tree: Path, folder: Path, compiled: Path) -> dict[str, float]:
    """Return the milliseconds of processor of each step of one start over a library's folder.

    `compiled` is the folder in which Python keeps what it has compiled.
    """
    asked = [sys.executable, "-c", _STEPS, str(folder), json.dumps(PAGES)]
    variables = {**os.environ, "PYTHONPATH": str(tree), "PYTHONPYCACHEPREFIX": str(compiled)}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(asked, cwd=tree, env=variables, check=True, capture_output=True, text=True)  # nosec B603
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {"start": told["import"] + told["open"] + told["routes"], **told}


def medians(starts: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each step over several starts, of which there is at least one."""
    return {name: statistics.median(one[name] for one in starts) for name in starts[0]}


def main() -> None:
    """Print a table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path, help="a library's folder")
    asked.add_argument("--beside", nargs=2, type=Path, metavar=("TREE", "OTHER"), help="an older tree and its library")
    asked.add_argument("--times", type=int, default=5, help="starts of each tree")
    told = asked.parse_args()
    trees = {"now": (ROOT, told.folder.resolve())}
    if told.beside:
        trees["before"] = (told.beside[0].resolve(), told.beside[1].resolve())
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in trees}
    with TemporaryDirectory() as place:
        compiling = {name: time_start(tree, folder, Path(place))["start"] for name, (tree, folder) in trees.items()}
        for _ in range(told.times):
            for name, (tree, folder) in trees.items():
                taken[name].append(time_start(tree, folder, Path(place)))
    found = {name: medians(starts) for name, starts in taken.items()}
    first = ", ".join(f"{taken_:.0f} {name}" for name, taken_ in compiling.items())
    print(f"{told.folder.name}, load {os.getloadavg()[0]:.1f}; the first start after an installation: {first}\n")
    print(f"| step | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    for step in found["now"]:
        print(f"| {step} | {' | '.join(f'{one[step]:.0f}' for one in found.values())} |")


if __name__ == "__main__":
    main()
