"""Our search beside others on one invented corpus: the first 20 and five facets over all matches.

    python -m benchmarks.search [--sizes 10000 100000 300000] [--entrants NAME ...] [--rounds 3]

Everything is measured in one run, in turns, each in a process of its own; read the ratios, not the milliseconds, and
run it on a machine that does nothing else. A million findings only on request (`--sizes 1000000`). PostgreSQL takes
part where KB_TEST_POSTGRES names a server, OpenSearch where KB_TEST_OPENSEARCH names some. Nobody remembers from one
repetition to the next what a question found: ours keeps words that it has read, the others leave that to the system's
cache of files. Those that take long over a question have one round. Writes benchmarks/results/search-<size>.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.race.corpus import make
from benchmarks.race.entrants import NAMES, SHARED, SLOW, absent, folder_name
from benchmarks.race.report import Measurement, table

SIZES = (10_000, 100_000, 300_000)
RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parent.parent


class Race:
    """One corpus, and all who take part."""

    def __init__(self, size: int, names: list[str], folder: Path, told: argparse.Namespace, console: Console) -> None:
        self.size, self.names, self.folder, self.told, self.console = size, names, folder, told, console
        self.corpus = folder / f"corpus-{size}.tsv"
        self.measured = {name: Measurement(name) for name in names}

    def run(self) -> str:
        """Build, search and work; return the report."""
        if not self.corpus.exists():
            with self.console.status(f"Making {self.size:,} findings"):
                make(self.size, self.corpus)
        for name in self.names:
            if name not in SHARED:
                self.build(name)
        for turn in range(self.told.rounds):
            for name in self.names:
                if turn and name in SLOW:
                    continue
                self.say(f"{name}: round {turn + 1} of {self.told.rounds}")
                found = self.child("search", name, "--seconds", str(self.told.seconds))
                self.measured[name].rounds.append(found)
        for name in self.names:
            self.say(f"{name}: two processes")
            self.measured[name].per_second = sum(self.run_together(name, 2))
        return table(self.size, self.measured)

    def index(self, name: str) -> Path:
        """Return the folder of an entrant's index."""
        return self.folder / f"{folder_name(name)}-{self.size}"

    def build(self, name: str) -> None:
        """Build an entrant's index."""
        folder = self.index(name)
        if self.told.keep and folder.exists():
            return
        self.say(f"{name}: building")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.measured[name].built = self.child("build", name, "--corpus", str(self.corpus))

    def child(self, what: str, name: str, *more: str) -> dict[str, Any]:
        """Measure one thing in a process of its own."""
        done = subprocess.run(self.command(what, name, *more), cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{name} could not {what}:\n{done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def run_together(self, name: str, count: int) -> list[float]:
        """Let several processes work at once; return the questions per second of each."""
        running = [
            subprocess.Popen(
                self.command("work", name, "--seconds", str(self.told.seconds)),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(count)
        ]
        for one in running:
            assert one.stdout is not None
            one.stdout.readline()
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        return [json.loads(one.communicate()[0].splitlines()[-1])["per_second"] for one in running]

    def command(self, what: str, name: str, *more: str) -> list[str]:
        """Return the command that measures one thing."""
        return [sys.executable, "-m", "benchmarks.race.measure", what, name, str(self.index(name)), *more]

    def say(self, what: str) -> None:
        """Say what is going on."""
        self.console.print(f"  {what}", highlight=False)


def main() -> int:
    """Run the race at each size and write its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--entrants", nargs="+", choices=NAMES, default=None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each round of each entrant")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "search-race")
    parser.add_argument("--keep", action="store_true", help="use indexes that are there already")
    told = parser.parse_args()
    console = Console()
    RESULTS.mkdir(exist_ok=True)
    told.folder.mkdir(parents=True, exist_ok=True)
    for size in told.sizes:
        console.rule(f"{size:,} findings")
        names = []
        for name in told.entrants or NAMES:
            why = absent(name)
            if why:
                console.print(f"  {name} does not take part: {why}", highlight=False)
            else:
                names.append(name)
        report = Race(size, names, told.folder, told, console).run()
        (RESULTS / f"search-{size}.md").write_text(report)
        console.print(report, markup=False, highlight=False, soft_wrap=True)
    console.print(f"Written to {os.path.relpath(RESULTS)}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
