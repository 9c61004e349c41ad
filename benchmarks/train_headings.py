"""Learn what the words of a heading are worth: `python -m benchmarks.train_headings [--check]`.

Learns from benchmarks/labels/headings.tsv but its part held back, from the headings of the vocabulary's kinds and from
those of ingest/words/sections.toml that announce no findings, and writes ingest/words/heading_weights.json. Needs
scikit-learn (the extra "train"), which the library itself does not. With "--check" it writes nothing and counts, with
an eighth of the judged headings left out at a time, how many are told by their words alone.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from benchmarks.headings import NEAR, lines
from benchmarks.learn_weights import LabelledSigns, write_weights
from ingest.structure.heading_weights import LIKELY, WEIGHTS, heading_signs
from ingest.words import wordlist
from ingest.words.learned import SignGroup, weigh_signs
from kb.core.model import Kind
from kb.vocabulary import load

STRENGTH = 40  # scikit-learn's C
PARTS = 8  # of which one is left out
_JUDGEMENTS = ("narrative", "responses")  # sorts of sections that hold findings of any kind


def main() -> None:
    """Learn and write, or check."""
    judged = lines("open")
    if "--check" in sys.argv:
        _check(judged)
        return
    rows = [*judged, *_vocabulary_headings()]
    print(f"{WEIGHTS.name}: {_learn(rows, WEIGHTS)} signs learned from {len(rows)} headings")


def _learn(rows: list[tuple[str, str]], file: Path) -> int:
    return write_weights(
        [LabelledSigns((SignGroup(tuple(heading_signs(text))),), NEAR.get(kind, kind)) for text, kind in rows],
        STRENGTH,
        file,
    )


def _vocabulary_headings() -> list[tuple[str, str]]:
    """Return the headings of the vocabulary with their kinds, and those that announce no findings with ""."""
    made: list[tuple[str, str]] = []
    for slug, kind in load().kinds.items():
        if slug != Kind.EVIDENCE.value:
            more = (*kind.more.get("headings_in_reviews", ()), *kind.more.get("headings_mixed", ()))
            made += [(_phrase_words(phrase), slug) for phrase in (*kind.headings, *more)]
    for sort, phrases in wordlist("sections").items():
        made += [(_phrase_words(phrase), "") for phrase in phrases if sort not in _JUDGEMENTS]
    return made


def _phrase_words(phrase: str) -> str:
    return re.sub(r"\s*\.\.\s*", " the ", phrase.replace("*", "")).strip()


def _check(judged: list[tuple[str, str]]) -> None:
    right = other = false = 0
    with tempfile.TemporaryDirectory() as folder:
        for part in range(PARTS):
            out = judged[part::PARTS]
            same = {text.lower().strip("?") for text, _ in out}
            rows = [row for place, row in enumerate(judged) if place % PARTS != part]
            file = Path(folder) / f"{part}.json"
            _learn([*rows, *(row for row in _vocabulary_headings() if row[0].lower() not in same)], file)
            for text, kind in out:
                told = weigh_signs(file, (SignGroup(tuple(heading_signs(text))),))
                best = max(told, key=lambda answer: told[answer])
                best = best if told[best] >= LIKELY else ""
                right += best == NEAR.get(kind, kind) != ""
                other += "" not in (best, kind) and best != NEAR.get(kind, kind)
                false += bool(best) and not kind
    known = sum(bool(kind) for _, kind in judged)
    print(
        f"{right} of {known} by words alone, {other} of another kind; {false} of {len(judged) - known} others taken to"
    )


if __name__ == "__main__":
    main()
