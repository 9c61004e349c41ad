"""How well whole reading finds what invented documents tell: `python -m benchmarks.prose [FOLDER] [--errors] [--keep]`.

The folder is benchmarks/labels/statements_held by default, of which nothing is ever trained on. Every document is read
and its findings extracted as for a library; precision, contained recall and kinds are printed a line a document, then
how often each kind is right. `--keep` writes that to kb/vocabulary/kind_quality.json, which the help pages show.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

from benchmarks.statements import CODES, HERE, document_of, plain_words
from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata
from kb.vocabulary import load

HELD = HERE / "labels" / "statements_held"
KEPT = HERE.parent / "kb" / "vocabulary" / "kind_quality.json"
FEW = 5  # findings of a kind under which a share says nothing
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,2}\s+")  # of a paragraph, which is no part of what it says
_INSIDE = 0.8  # share of the smaller text's words that must lie in the larger


def _share(words: Counter[str], others: Counter[str]) -> float:
    return (words & others).total() / max(min(words.total(), others.total()), 1)


def measure(path: Path, *, errors: bool) -> Counter[str]:
    """Count what of one marked document is found, rightly and with its kind."""
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [(line[0], _NUMBER.sub("", line[3:])) for line in lines if line[1:2] == "|"]
    marks = [(Counter(plain_words(text)), CODES[code], text) for code, text in told]
    counts: Counter[str] = Counter()
    met: set[int] = set()
    for finding in reading_of(read(document_of(lines), f"{path.stem}.md"), Metadata(), load()).findings:
        if finding.kind is Kind.OWN_WORDS:  # the labels are older than this kind; own_words.py measures it
            continue
        words = Counter(plain_words(finding.text))
        over = [at for at, mark in enumerate(marks) if _share(mark[0], words) >= _INSIDE]
        kinds = [marks[at][1] for at in over if marks[at][1]]
        counts["found"] += 1
        counts["right"] += bool(kinds)
        counts["kind"] += finding.kind.value in kinds
        counts[f"called {finding.kind.value}"] += 1
        counts[f"rightly {finding.kind.value}"] += finding.kind.value in kinds
        met.update(at for at in over if (marks[at][0] & words).total() >= _INSIDE * marks[at][0].total())
        if errors and finding.kind.value not in kinds:
            print(f"  {'KIND' if kinds else 'EXTRA'} {finding.kind.value} for {kinds} | {finding.text[:150]}")
    for at, (_, kind, text) in enumerate(marks):
        counts["core"] += bool(kind)
        counts["met"] += bool(kind) and at in met
        if errors and kind and at not in met:
            print(f"  MISS {kind} | {text[:150]}")
    return counts


def main() -> None:
    """Print a line a document and one for all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HELD)
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    parser.add_argument("--keep", action="store_true", help="keep how often each kind is right, for the help pages")
    options = parser.parse_args()
    whole: Counter[str] = Counter()
    paths = sorted(options.folder.glob("*.txt"))
    for path in paths:
        counts = measure(path, errors=options.errors)
        whole += counts
        _print(path.stem, counts)
    _print("ALL", whole)
    kinds = {
        kind.value: {"findings": whole[f"called {kind.value}"], "right": whole[f"rightly {kind.value}"]}
        for kind in Kind
        if whole[f"called {kind.value}"]
    }
    for kind, one in kinds.items():
        print(f"  {kind:20} {one['right']:3} of {one['findings']:3} right")
    if options.keep:
        kept = {"measured": date.today().isoformat(), "documents": len(paths), "few": FEW, "kinds": kinds}
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _print(name: str, counts: Counter[str]) -> None:
    right, found = counts["right"], counts["found"]
    print(
        f"{name[:40]:40} core {counts['core']:3} found {found:3} P {right / max(found, 1):.2f} "
        f"R {counts['met'] / max(counts['core'], 1):.2f} kind {counts['kind'] / max(right, 1):.2f}"
    )


if __name__ == "__main__":
    main()
