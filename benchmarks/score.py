"""Score the pipeline against labels made by hand, and hold its floors.

    python -m benchmarks.score               the figures beside their floors; exit status 1 where one has sunk
    python -m benchmarks.score --errors 30   also the first 30 errors of each set
    python -m benchmarks.score --raise       lift the floors in corpus/floors.json to what was reached

Two sets are scored with the scorer in ../shared/tools: the labelled real documents there, and the sample library.
Floors only rise. Without ../shared there is no scorer, and it says so.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata, Reading
from kb.vocabulary import load

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
FLOORS = PROJECT / "corpus" / "floors.json"
_HELD = (
    "finding_precision",
    "finding_recall",
    "kind_acceptable",
    "kind_best",
    "page_accuracy",
    "link_f1",
    "theme_f1",
)  # the figures that have floors


@dataclass(frozen=True, slots=True)
class Labels:
    """A set of labelled documents."""

    name: str
    units: tuple[dict[str, object], ...]
    links: Path
    folders: tuple[Path, ...]

    def sources(self) -> tuple[Path, ...]:
        """Return where the labelled documents lie."""
        names = dict.fromkeys(str(unit["source"]) for unit in self.units)
        return tuple(next(folder / name for folder in self.folders if (folder / name).exists()) for name in names)


def main() -> int:
    """Read the arguments, score, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", type=int, default=0, help="print up to N errors of each set")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was reached")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print("Nothing scored: the scorer and the labelled documents are looked for in ../shared, which is not here.")
        return 0
    figures = {labels.name: score_set(labels, options.errors) for labels in (real_labels(), samples())}
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    sunk = [name for name in figures if print_figures(name, figures[name], floors.get(name, {}))]
    if options.lift:
        FLOORS.write_text(json.dumps(raise_floors(floors, figures), indent=1) + "\n", encoding="utf-8")
    return 1 if sunk else 0


def real_labels() -> Labels:
    """Return the labelled real documents."""
    gold = SHARED / "gold"
    return Labels(
        "real documents",
        tuple(_lines(gold / "findings.jsonl")),
        gold / "answers.jsonl",
        (SHARED / "corpus" / "seeds", SHARED / "corpus" / "letters"),
    )


def samples() -> Labels:
    """Return the sample library with its labels."""
    expected = PROJECT / "corpus" / "expected"
    units = (unit for path in sorted(expected.glob("*.json")) for unit in json.loads(path.read_text(encoding="utf-8")))
    return Labels("sample library", tuple(units), expected / "answers.jsonl", (PROJECT / "corpus" / "library",))


def _lines(path: Path) -> Iterable[dict[str, object]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def export_rows(path: Path) -> list[dict[str, object]]:
    """Read one document to its findings, in the scorer's form.

    The labels are older than the kind of families' own words, which benchmarks/own_words.py measures.
    """
    reading = reading_of(read(path.read_bytes(), path.name), Metadata(), load())
    labelled = [number for number, one in enumerate(reading.findings) if one.kind is not Kind.OWN_WORDS]
    return [row(path.name, reading, number) for number in labelled]


def row(source: str, reading: Reading, number: int) -> dict[str, object]:
    """Return one finding in the scorer's form."""
    finding = reading.findings[number]
    return {
        "id": finding.id,
        "source": source,
        "text": finding.text,
        "kind": finding.kind.value,
        "themes": list(finding.themes),
        "page": finding.span.page,
        "answers": [answer.recommendation for answer in reading.answers if answer.action == finding.id],
    }


def score_set(labels: Labels, errors: int) -> dict[str, float]:
    """Run the scorer over a set; print its errors; return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        gold, found = Path(folder) / "gold.jsonl", Path(folder) / "findings.jsonl"
        gold.write_text(_jsonl(labels.units), encoding="utf-8")
        found.write_text(_jsonl(unit for path in labels.sources() for unit in export_rows(path)), encoding="utf-8")
        tool = SHARED / "tools" / "score_findings.py"
        command = [sys.executable, str(tool), str(gold), str(found), "--links", str(labels.links)]
        if errors:
            print(f"{labels.name}: errors")
            said = _run([*command, "--errors", str(errors)]).splitlines()
            print("\n".join(line for line in said if line[:8].strip() in _FAULTS))
        figures: dict[str, float] = json.loads(_run([*command, "--json"]))
    return figures


_FAULTS = ("missed", "context", "noise", "extra", "twice", "kind", "theme +", "theme -")


def _jsonl(rows: Iterable[dict[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def print_figures(name: str, figures: dict[str, float], floors: dict[str, float]) -> bool:
    """Print a set's figures beside their floors; return whether one has sunk."""
    print(name)
    sunk = False
    for figure, value in figures.items():
        floor = floors.get(figure)
        below = floor is not None and value < floor - 1e-9
        sunk = sunk or below
        beside = "" if floor is None else f"   floor {floor:.3f}{'   BELOW' if below else ''}"
        print(f"  {figure:18} {value:8.3f}{beside}")
    return sunk


def raise_floors(
    floors: dict[str, dict[str, float]], figures: dict[str, dict[str, float]]
) -> dict[str, dict[str, float]]:
    """Return the floors, each as high as it was or as what was reached, rounded down to three places."""
    done = {name: dict(held) for name, held in floors.items()}
    for name, reached in figures.items():
        held = done.setdefault(name, {})
        for figure in _HELD:
            if figure in reached:
                held[figure] = max(held.get(figure, 0.0), math.floor(reached[figure] * 1000) / 1000)
    return done


if __name__ == "__main__":
    raise SystemExit(main())
