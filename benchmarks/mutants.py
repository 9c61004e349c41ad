"""Mutation testing: how many small changes of meaning the tests notice, module by module.

    python -m benchmarks.mutants                  every room of mutants.toml
    python -m benchmarks.mutants masking cards    these rooms
    python -m benchmarks.mutants masking --show   with each surviving change as a diff
    python -m benchmarks.mutants likeness --sample 300 --seed 7   so many changes of a room, drawn at random

Each room is mutated by mutmut in a copy of the working tree, so that a run that is cut off leaves nothing behind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "benchmarks/mutants.toml"
GOAL = 85  # percent killed
PACKAGES = ("kb", "ingest", "search", "web")
SURVIVED, UNTESTED, SKIPPED = (0,), (5, 33), (34,)  # mutmut's exit codes; every other one means that a test noticed


def main() -> int:
    """Mutate the rooms asked for, print killed and total for each module; return 1 where one is below the goal."""
    rooms = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    asked = argparse.ArgumentParser(description="How many small changes of meaning the tests notice.")
    asked.add_argument("rooms", nargs="*", metavar="room", help=f"any of {', '.join(rooms)}; all where none is named")
    asked.add_argument("--show", action="store_true", help="print each change that no test noticed")
    asked.add_argument("--sample", type=int, default=0, metavar="N", help="try N changes of each room, drawn at random")
    asked.add_argument("--seed", type=int, default=1, help="of the draw")
    given = asked.parse_args()
    unknown = [name for name in given.rooms if name not in rooms]
    if unknown:
        asked.error(f"There is no room {unknown[0]} in benchmarks/mutants.toml; there are {', '.join(rooms)}.")
    below = 0
    print("| Module | Killed | Total | Share | Reached by no test |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in given.rooms or rooms:
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            place = Path(folder)
            _copy_tree(place)
            _configure(place, rooms[name])
            chosen = _draw(place, given.sample, given.seed) if given.sample else frozenset()
            _mutate(place, chosen)
            for module, codes in _results(place, chosen):
                below += _print_row(module, codes) < GOAL
            if given.show:
                _show_survivors(place, chosen)
    return 1 if below else 0


def _copy_tree(place: Path) -> None:
    """Copy what git knows of, and what it does not know of yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place / name)


def _configure(place: Path, room: Mapping[str, list[str]]) -> None:
    settings = {
        "source_paths": list(PACKAGES),
        "only_mutate": room["modules"],
        "also_copy": ["benchmarks", "corpus", "README.md", "CHANGELOG.md", "frontend", "Makefile", "constraints.txt"],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:randomly", "-p", "benchmarks.fresh_caches"],
        "pytest_add_cli_args_test_selection": room["tests"],
        "use_git_change_detection": False,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (place / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "\n".join(lines) + "\n")


def _draw(place: Path, number: int, seed: int) -> frozenset[str]:
    """Return the names of so many changes. mutmut makes them all before it says that no change is called like this."""
    _mutmut(place, "run", "--max-children", "1", "no change is called like this")
    names = sorted(key for _, codes in _codes(place) for key in codes)
    return frozenset(random.Random(seed).sample(names, min(number, len(names))))


def _mutate(place: Path, chosen: frozenset[str]) -> None:
    """Try the changes chosen, or all where none is."""
    done = _mutmut(place, "run", "--max-children", "1", *sorted(chosen))
    if not any(place.glob("mutants/**/*.py.meta")) or "failed to collect stats" in done.lower():
        sys.exit(f"mutmut could not run the tests of this room:\n{done[-3000:]}")


def _mutmut(place: Path, *words: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode(errors="replace")


def _codes(place: Path) -> Iterator[tuple[str, dict[str, int | None]]]:
    """Yield each module with the exit code of every change in it, None where it was not tried."""
    for meta in sorted((place / "mutants").glob("**/*.py.meta")):
        module = str(meta.relative_to(place / "mutants")).removesuffix(".meta")
        yield module, json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]


def _results(place: Path, chosen: frozenset[str]) -> Iterator[tuple[str, Counter[int | None]]]:
    for module, codes in _codes(place):
        tried = Counter(code for key, code in codes.items() if not chosen or key in chosen)
        if tried:
            yield module, tried


def _print_row(module: str, codes: Counter[int | None]) -> float:
    """Print a module's row and return the percentage that was killed."""
    total = sum(number for code, number in codes.items() if code not in SKIPPED)
    unreached = sum(codes[code] for code in UNTESTED)
    survived = sum(codes[code] for code in SURVIVED)
    killed = total - survived - unreached - codes[None]
    share = 100 * killed / total if total else 100.0
    print(f"| {module} | {killed} | {total} | {share:.0f} % | {unreached} |", flush=True)
    if codes[None]:
        print(f"{codes[None]} changes of {module} were not tried.", file=sys.stderr)
    return share


def _show_survivors(place: Path, chosen: frozenset[str]) -> None:
    for _, codes in _codes(place):
        for key, code in codes.items():
            if code in (*SURVIVED, *UNTESTED) and (not chosen or key in chosen):
                print(_mutmut(place, "show", key), flush=True)


if __name__ == "__main__":
    sys.exit(main())
