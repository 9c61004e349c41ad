"""How often a single finding is read as its kind: `python -m benchmarks.kinds`.

The sentences of benchmarks/labels/kinds_held.tsv, half of them hard, are never learned from; all
from the 41st on were looked at while the rules of ingest/findings/kind_by_form.py were written. Each stands alone under
"Findings" in a review, so that only its own words tell its kind. A line may have several right kinds.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Metadata
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels" / "kinds_held.tsv"


def lines() -> list[tuple[list[str], str]]:
    """Return the sentences, each after the kinds that it may be."""
    rows = (line.partition("\t") for line in LABELS.read_text(encoding="utf-8").splitlines())
    return [(kinds.split("|"), sentence) for kinds, _, sentence in rows]


def kind_given(sentence: str) -> str:
    """Return the kind that is read, "" for no finding."""
    text = f"# Child safeguarding practice review: Child Q\n\n## Findings\n\n{sentence}\n"
    found = reading_of(read(text.encode(), "review.md"), Metadata(), load()).findings
    return found[0].kind.value if found else ""


def main() -> None:
    """Print how many are right, of all and of each kind."""
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for kinds, sentence in lines():
        judged[kinds[0]] += 1
        right[kinds[0]] += kind_given(sentence) in kinds
    print(f"{right.total()} of {judged.total()} right ({right.total() / judged.total():.3f})")
    for kind, count in judged.items():
        print(f"  {kind:20} {right[kind]:3} of {count:3}")


if __name__ == "__main__":
    main()
