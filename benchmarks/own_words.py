"""How rightly words of children and families are told from those of others.

    python -m benchmarks.own_words            precision and recall over invented paragraphs
    python -m benchmarks.own_words --library  also what is found in the sample library, to be read by a person

Those of labels/own_words.txt were written before the rules, those of labels/own_words_later.txt after.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.findings.own_words import OwnWords
from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels"
PARAGRAPHS = ("own_words.txt", "own_words_later.txt")
LIBRARY = Path(__file__).parent.parent / "corpus" / "library"


def main() -> None:
    """Print the figures, each error, and what is found in the sample library where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--library", action="store_true", help="print what is found in the sample library")
    options = parser.parse_args()
    for name in PARAGRAPHS:
        right, found, true = 0, 0, 0
        for said, text in paragraphs(name):
            heard = bool(hear(text))
            right, found, true = right + (said and heard), found + heard, true + said
            if said != heard:
                print(f"{'missed' if said else 'wrongly found'}: {text}")
        print(
            f"{name}: precision {right / found:.3f} ({right} of {found}), recall {right / true:.3f} ({right} of {true})"
        )
    for path in sorted(LIBRARY.iterdir()) if options.library else ():
        if path.suffix == ".toml":
            continue
        for one in reading_of(read(path.read_bytes(), path.name), Metadata(), load()).findings:
            if one.kind is Kind.OWN_WORDS:
                print(f"{path.name}: {one.quotation!r} ({one.why})")


def paragraphs(name: str) -> tuple[tuple[bool, str], ...]:
    """Return the paragraphs, each with whether a child or relative says something in it."""
    lines = (LABELS / name).read_text(encoding="utf-8").splitlines()
    return tuple((line[0] == "+", line[2:]) for line in lines if line[:2] in ("+ ", "- "))


def hear(text: str) -> list[str]:
    """Return what children and relatives are heard to say in a paragraph that stands by itself."""
    known = OwnWords(load())
    return [text[one.start : one.end] for one in known.find(text, known.names_in(text))]


if __name__ == "__main__":
    main()
