"""Findings with the themes that a reader gave them, as the documents print them.

There are two sets of labels: ../shared/gold, and benchmarks/labels/themes.jsonl, which keeps of each unit no word, only
hashes of its first and last few by which to find it. Both are read back from the documents by the library's own
readers, since labels lower-cased and stripped of punctuation would hide what capitals say ("SEND", "MARAC").
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.readers import read
from kb.text.reading_text import reading_text, words_of

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
LABELS = HERE / "labels" / "themes.jsonl"
WRITTEN = HERE.parent / "kb" / "vocabulary" / "training"
_WORD = re.compile(r"[A-Za-z0-9]+(?:[’'][A-Za-z0-9]+)*")
_ENDS = 6  # words at either end by which a unit is found in its document


@dataclass(frozen=True, slots=True)
class LabelledUnit:
    """A unit of a document with the themes it must carry and those it may carry too."""

    source: str
    text: str
    themes: frozenset[str]
    also: frozenset[str]
    core: bool = True  # whether the scorer counts its themes
    label: str = ""


def gold() -> list[LabelledUnit]:
    """Return the units of ../shared/gold that carry theme labels, or none where the folder is absent."""
    path = SHARED / "gold" / "findings.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    return [_gold(row) for row in rows if row["class"] in ("core", "optional")]


def _gold(row: dict[str, object]) -> LabelledUnit:
    source, text = str(row["source"]), str(row["text"])
    said = [found.group() for found in _WORD.finditer(text)]
    printed = (
        text
        if text != text.lower()
        else _between(source, _plain_words(said[:_ENDS]), _plain_words(said[-_ENDS:]), len(said))
    )
    return LabelledUnit(
        source,
        printed or text,
        frozenset(row["themes"]),  # type: ignore[call-overload]  # the file's own list of texts
        frozenset(row["themes_ok"]),  # type: ignore[call-overload]
        row["class"] == "core",
        str(row["id"]),
    )


def prose_labels() -> list[LabelledUnit]:
    """Return the core units of the reviews told in prose in ../shared/cases, or none where the folder is absent."""
    rows = [
        json.loads(line)
        for path in sorted((SHARED / "cases").glob("narrative*/gold/findings.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [
        LabelledUnit(row["source"], row["text"], frozenset(row["themes"]), frozenset(row["themes_ok"]), True, row["id"])
        for row in rows
        if row["class"] == "core"
    ]


def second() -> list[LabelledUnit]:
    """Return the units labelled by a second reader in other documents, where those documents are present."""
    return list(_second()) if (SHARED / "corpus").exists() else []


def _second() -> Iterator[LabelledUnit]:
    for number, line in enumerate(LABELS.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        text = _words_between(row["source"], row["from"], row["to"], tuple(row["ends"]), row["words"])
        if text:
            themes, also = frozenset(row["themes"]), frozenset(row["also"])
            yield LabelledUnit(row["source"], text, themes, also, label=f"second:{number}")


def training_sentences() -> list[LabelledUnit]:
    """Return the invented findings that the vocabulary carries for learning."""
    rows = [
        json.loads(line) for path in sorted(WRITTEN.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return [LabelledUnit("written", row["text"], frozenset(row["themes"]), frozenset(row["also"])) for row in rows]


@cache
def _document(source: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """Return a document's text for reading, and its words in small letters with their places."""
    folders = (SHARED / "corpus" / "seeds", SHARED / "corpus" / "letters")
    path = next(folder / source for folder in folders if (folder / source).exists())
    raw = read(path.read_bytes(), source).text
    text = reading_text(raw, words_of(raw))
    return text, tuple((_lower_first(found.group()), found.start(), found.end()) for found in _WORD.finditer(text))


def _lower_first(word: str) -> str:
    return word.replace("’", "").replace("'", "").lower()


def _plain_words(words: list[str]) -> list[str]:
    return [_lower_first(word) for word in words]


def _mark(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def _words_between(source: str, begin: str, end: str, ends: tuple[int, int], length: int) -> str:
    """Return the words of a document between the runs with these hashes, about `length` in all, or ""."""
    text, words = _document(source)
    plain = [word for word, _, _ in words]
    first, last = ends
    starts = [at for at in range(len(plain) - first + 1) if _mark(plain[at : at + first]) == begin]
    places = [
        (abs(after - at - length), at, after)
        for at in starts
        for after in range(at + max(length - 30, first, last), min(at + length + 80, len(plain)) + 1)
        if _mark(plain[after - last : after]) == end
    ]
    if not places:
        return ""
    _, at, after = min(places)
    return text[words[at][1] : words[after - 1][2]]


def _between(source: str, begin: list[str], end: list[str], length: int) -> str:
    """Return the words of a document from `begin` to `end`, about `length` words in all, or "" where not found.

    Fewer words are asked of either end until the place is found: a label may part or join words as the file does not.
    """
    text, words = _document(source)
    plain = [word for word, _, _ in words]
    for ends in range(min(_ENDS, len(begin), len(end)), 0, -1):
        head, tail = begin[:ends], end[-ends:]
        starts = [at for at in range(len(plain)) if plain[at : at + ends] == head]
        places = [
            (abs(after - at - length), at, after)
            for at in starts
            for after in range(at + max(length - 30, ends), min(at + length + 80, len(plain)) + 1)
            if plain[after - ends : after] == tail
        ]
        if places:
            _, at, after = min(places)
            return text[words[at][1] : words[after - 1][2]]
    return ""
