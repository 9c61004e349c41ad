"""How whole the readers leave what people marked as units: `python benchmarks/reading.py [--misses]`.

For each labelled unit in ../shared/gold it asks whether its words are exactly one block, or one block with those that
continue it, and whether the block's page is the label's. It prints a line a document.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from ingest.readers import read
from kb.core.document import Document, Role
from kb.text.reading_text import reading_text, words_of

SHARED = Path(__file__).resolve().parents[2] / "shared"
NOT_LETTER = re.compile(r"[^a-z0-9]+")


def letters_and_figures(text: str) -> str:
    """Return only the letters and figures of a text."""
    return NOT_LETTER.sub("", text.casefold())


def is_same_text(found: str, wanted: str) -> bool:
    """Return whether two plain texts are equal but for a list letter before them or a page number between two pages."""
    if found == wanted or wanted[1:] == found:
        return True
    extra = len(wanted) - len(found)
    if not 0 < extra <= 2:
        return False
    at = next((i for i, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b), len(found))
    places = range(max(0, at - extra), at + 1)
    return any(wanted[i : i + extra].isdigit() and wanted[:i] + wanted[i + extra :] == found for i in places)


def wholes(document: Document) -> dict[str, int | None]:
    """Return the plain words of each block, with those that continue it, and the page on which it begins."""
    words = words_of(document.text)
    chains: list[tuple[list[str], int | None]] = []
    for block in document.blocks:
        if block.role in (Role.FURNITURE, Role.NOTE):
            continue
        text = f"{document.text[block.start : block.end]}"
        if block.continues and chains:
            chains[-1][0].append(text)
        else:
            chains.append(([text], document.page_of(block.start)))
    return {letters_and_figures(reading_text("\n".join(parts), words)): page for parts, page in chains}


def measure(folder: Path, units: list[dict[str, object]], *, misses: bool) -> Counter[str]:
    """Count whole units and right pages of one document."""
    name = str(units[0]["source"])
    path = next(p for p in (folder / "seeds" / name, folder / "letters" / name) if p.exists())
    found = wholes(read(path.read_bytes(), name))
    counts: Counter[str] = Counter()
    for unit in units:
        if unit["class"] == "noise":  # labelled by its first words alone
            continue
        wanted = letters_and_figures(str(unit["text"]))
        counts["units"] += 1
        wanted = next((text for text in found if is_same_text(text, wanted)), wanted)
        if wanted not in found:
            if misses:
                print("   not whole:", str(unit["id"]), str(unit["text"])[:150])
            continue
        counts["whole"] += 1
        counts["page"] += unit["page"] in (None, found[wanted])
    return counts


def main() -> int:
    """Print the table; exit 0, or 2 where the labels are not there."""
    gold = SHARED / "gold" / "findings.jsonl"
    if not gold.exists():
        print(f"{gold} is not there")
        return 2
    by_source: dict[str, list[dict[str, object]]] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        unit = json.loads(line)
        by_source.setdefault(unit["source"], []).append(unit)
    total: Counter[str] = Counter()
    for source, units in by_source.items():
        counts = measure(SHARED / "corpus", units, misses="--misses" in sys.argv)
        total += counts
        print(f"{source[:60]:60} units {counts['units']:3} whole {counts['whole']:3} right page {counts['page']:3}")
    share = total["whole"] / total["units"]
    print(f"whole {share:.3f}, right page of the whole ones {total['page'] / total['whole']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
