"""What is read from a document's first page: date, area, title, type. `python -m benchmarks.covers [--misses]`.

Each line of benchmarks/labels/covers/*.tsv is one invented cover with its right answer, empty for "not stated"; "¶"
parts its paragraphs. The lines were written before the rules that they try, in batches with a number. Those marked
"held" were never looked at while rules were written; their misses are counted and not shown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Metadata
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels" / "covers"
FIELDS = {"dates": "published", "areas": "area", "titles": "title", "types": "document_type"}
_BODY = "\n\n## Recommendations\n\n1. The partnership should review its neglect strategy with schools.\n"


@dataclass(frozen=True, slots=True)
class Cover:
    """An invented cover, what it states, and its batch: "open", or "held" where no rule may be written from it."""

    text: str
    answer: str
    batch: str


def covers(table: str) -> Iterator[Cover]:
    """Yield the covers of a table."""
    for line in (LABELS / f"{table}.tsv").read_text("utf-8").splitlines():
        batch, answer, text = line.split("\t")
        yield Cover(text, answer, batch)


def value_read(cover: Cover, field: str) -> str:
    """Return what the reader takes from a cover for one field of its metadata, or ""."""
    said = re.sub(r"\|\s*¶\s*\|", "|\n|", cover.text).replace("\\|", "|").replace(" ¶ ", "\n\n")
    about = reading_of(read((said + _BODY).encode(), "cover.md"), Metadata(), load()).about
    stated = getattr(about, field)
    return stated.value if stated else ""


def is_right(answer: str, value: str, field: str) -> bool:
    """Return whether a value is the answer; of names and titles neither case nor "&" counts."""
    return value == answer if field in ("published", "document_type") else _plain_words(value) == _plain_words(answer)


def _plain_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("&", " and ").replace("’", "'").casefold()))


def main() -> None:
    """Print of each table how many are right and how many wrong values are given, batch by batch."""
    for table, field in FIELDS.items():
        for batch in dict.fromkeys(cover.batch for cover in covers(table)):
            judged = [(cover, value_read(cover, field)) for cover in covers(table) if cover.batch == batch]
            missed = [(cover, value) for cover, value in judged if not is_right(cover.answer, value, field)]
            wrong = sum(bool(value) for _, value in missed)
            right = len(judged) - len(missed)
            print(f"{table:7} {batch:6} {right:3} of {len(judged)}  {right / len(judged):.2f}   wrong {wrong}")
            if "--misses" in sys.argv and not batch.startswith("held"):
                for cover, value in missed:
                    print(f"    {cover.text[:150]!r}: {value or 'not stated'!r}, not {cover.answer or 'not stated'!r}")


if __name__ == "__main__":
    main()
