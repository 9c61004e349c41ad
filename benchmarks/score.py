"""Score the pipeline against hand-made labels and hold the floors.

    make score                 the labelled documents in ../shared, scored with ../shared/tools, and the table printed
    ... --errors 30            also the first 30 errors
    ... --raise                write the figures reached into corpus/floors.json where they are above the floor

Without ../shared there is nothing to score and it says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
FLOORS = PROJECT / "corpus" / "floors.json"
sys.path.insert(0, str(PROJECT))

from ingest.pipeline import digest  # noqa: E402  (the project is found beside this file)
from ingest.readers import read  # noqa: E402
from kb.model import About, Reading  # noqa: E402
from kb.vocabulary import load  # noqa: E402


def main() -> int:
    """Read the arguments, score, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    options = parser.parse_args()
    if not options.gold.is_dir():
        print(f"Nothing to score: there is no {options.gold}.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "findings.jsonl"
        export.write_text("".join(json.dumps(row) + "\n" for row in rows(options.gold)), encoding="utf-8")
        figures = scored(options.gold, export, options.errors)
    return held(figures, lift=options.lift)


def rows(gold: Path) -> list[dict[str, object]]:
    """Return the findings of every labelled document in the scorer's form."""
    names = dict.fromkeys(json.loads(line)["source"] for line in (gold / "findings.jsonl").open(encoding="utf-8"))
    return [row for name in names for row in exported(name, reading_of(place_of(name)))]


def place_of(name: str) -> Path:
    """Return where a labelled document lies."""
    return next(path for path in (SHARED / "corpus").glob("*/*") if path.name == name)


def reading_of(path: Path) -> Reading:
    """Read one file to its findings."""
    return digest(read(path.read_bytes(), path.name), About(), load())


def exported(name: str, reading: Reading) -> list[dict[str, object]]:
    """Return a reading's findings in the scorer's form."""
    answers: dict[str, list[str]] = {}
    for link in reading.answers:
        answers.setdefault(link.action, []).append(link.recommendation)
    return [
        {
            "id": finding.id,
            "source": name,
            "text": finding.text,
            "kind": finding.kind.value,
            "themes": list(finding.themes),
            "page": finding.span.page,
            "answers": answers.get(finding.id, []),
        }
        for finding in reading.findings
    ]


def scored(gold: Path, export: Path, errors: int) -> dict[str, float]:
    """Run the scorer on the export; print its errors; return its figures."""
    command = [sys.executable, str(SHARED / "tools" / "score_findings.py"), str(gold / "findings.jsonl"), str(export)]
    command += ["--links", str(gold / "answers.jsonl")]
    if errors:
        said = subprocess.run([*command, "--errors", str(errors)], check=True, capture_output=True, text=True).stdout
        print("\n".join(said.splitlines()[-errors:]))
    out = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(out)
    return figures


def held(figures: dict[str, float], *, lift: bool) -> int:
    """Print the figures beside their floors; return 1 where one has sunk below."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    own = floors.get("finder", {})
    sunk = 0
    for name, value in figures.items():
        floor = own.get(name)
        below = floor is not None and value < floor - 1e-9
        sunk += below
        print(
            f"{name:18} {value:8.3f}"
            + (f"   floor {floor:.3f}{'   BELOW' if below else ''}" if floor is not None else "")
        )
    return 1 if sunk else 0


if __name__ == "__main__":
    raise SystemExit(main())
