"""Labelled statements: the sentences of running text as the reader parts them, each with what a reader called it.

Three sources: invented documents (benchmarks/labels/statements and statements_hard), the sample library, and, where it
is there, ../shared with documents of other hands. Nothing of ../shared is kept but the weights learned from it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.findings.compiled_vocabulary import compile_vocabulary
from ingest.findings.statement_signs import Sign, own_signs
from ingest.findings.weighed_statements import candidates
from ingest.readers import read
from kb.vocabulary import load

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
OWN = HERE / "labels" / "statements"
HARD = HERE / "labels" / "statements_hard"  # chapters in which every other sentence only tells a story
LIBRARY = HERE.parent / "corpus"
OF_HARD, OF_LIBRARY = 0.35, 5.0  # how much a statement of these counts beside others
SPARED = "SAR Isobel"  # the document that is kept out of sight and out of training
CODES = {
    "c": "concern",
    "l": "lesson",
    "g": "good_practice",
    "m": "missed_opportunity",
    "r": "recommendation",
    "a": "action",
    "e": "evidence",
    "q": "question",
    "-": "",
}
_WORD = re.compile(r"[a-z0-9]+")
_ITEM = re.compile(r"(?:[-•]|\d{1,2}\.|\(\d{1,2}\)|R\d)\s")
_CONTAINED = 0.8


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement with its signs, its right kinds ("" for none at all), and how much it counts."""

    source: str
    text: str
    signs: tuple[Sign, ...]
    kinds: tuple[str, ...]  # the best first; empty for no finding
    optional: bool = False  # right if found, and not missed if not
    stands: bool = True  # in a document, so that it tells also how findings are told from the rest
    counts: float = 1.0  # how much beside others


@dataclass(frozen=True, slots=True)
class CrossValidationMark:
    """What a reader called a run of words."""

    words: Counter[str]
    kinds: tuple[str, ...]
    optional: bool


def statements(data: bytes, name: str) -> Iterator[tuple[str, tuple[Sign, ...]]]:
    """Yield the statements of a document that are weighed by their signs."""
    for unit in candidates(read(data, name), load()):
        yield unit.text, unit.signs


def own() -> Iterator[LabelledStatement]:
    """Yield the statements of the invented documents.

    Those that were written to be hard count about a third: counted whole, they make real findings that are told like a
    story be missed.
    """
    for path in sorted(OWN.glob("*.txt")):
        yield from of_marked(path)
    for path in sorted(HARD.glob("*.txt")):
        yield from (replace(one, counts=OF_HARD) for one in of_marked(path))


def of_marked(path: Path) -> Iterator[LabelledStatement]:
    """Yield the statements of one invented document, of which every line is a heading or a marked sentence.

    A marked finding that is no statement by itself (one of a list under a heading that names its kind, one of a few
    that make a statement together) teaches only kinds.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = {_plain_text(line[3:]): (CODES[line[0]], line[3:]) for line in lines if line[1:2] == "|"}
    grammar = compile_vocabulary(load(), "").grammar
    met = set()
    for text, signs in statements(document_of(lines), f"{path.stem}.md"):
        kind, _ = marks.get(_plain_text(text), (None, ""))
        if kind is not None:
            met.add(_plain_text(text))
            yield LabelledStatement(path.name, text, signs, (kind,) if kind else ())
    for plain, (kind, printed) in marks.items():
        if kind and plain not in met:
            text = _ITEM.sub("", printed, count=1)
            yield LabelledStatement(path.name, text, own_signs(text, grammar), (kind,), stands=False)


def single_findings() -> Iterator[LabelledStatement]:
    """Yield invented findings of every kind that stand in no document: they teach kinds and nothing else."""
    grammar = compile_vocabulary(load(), "").grammar
    for line in (OWN / "kinds-more.tsv").read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition("\t")
        yield LabelledStatement("kinds-more.tsv", text, own_signs(text, grammar), (kind,), stands=False)


def document_of(lines: Iterable[str]) -> bytes:
    """Return the document that the marked lines tell, in Markdown: sentences between two headings in paragraphs, and
    items of lists ("- ...", "2. ...", "(3) ...") and lines without a full stop by themselves.
    """
    made: list[str] = []
    run = 0
    for line in lines:
        if line[1:2] != "|":
            made.append(f"\n\n{line}\n\n")
            run = 0
            continue
        if _ITEM.match(line[3:]) or line[-1:].isalnum():
            made.append(f"\n{line[3:]}\n" if _ITEM.match(line[3:]) else f"\n\n{line[3:]}\n\n")
            run = 0
            continue
        run += 1
        made.append(line[3:] + ("\n\n" if run % 5 == 0 or line.endswith((";", ",")) else " "))
    return "".join(made).encode()


def library() -> Iterator[LabelledStatement]:
    """Yield the statements of the sample library, which count fivefold: they are few and labelled with most care."""
    for path in sorted((LIBRARY / "expected").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(rows, list) and rows and "source" in rows[0]:
            judged = _judged_statements(LIBRARY / "library" / rows[0]["source"], rows)
            yield from (replace(one, counts=OF_LIBRARY) for one in judged)


def shared_statements() -> Iterator[LabelledStatement]:
    """Yield the statements of the labelled documents in ../shared, without the one that is spared."""
    cases = SHARED / "cases"
    folders = [
        (cases / name / "files", cases / name / "gold" / "findings.jsonl") for name in ("narrative", "narrative2")
    ]
    folders += [(cases / "genres" / name, cases / "genres" / name / "expected.jsonl") for name in ("mini", "invented")]
    for folder, labels in folders:
        if not labels.exists():
            continue
        rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
        for source in dict.fromkeys(row["source"] for row in rows):
            if not source.startswith(SPARED) and not source.endswith(".xlsx"):
                yield from _judged_statements(folder / source, [row for row in rows if row["source"] == source])


def _judged_statements(path: Path, rows: list[dict[str, object]]) -> Iterator[LabelledStatement]:
    marks = [
        CrossValidationMark(Counter(plain_words(str(row["text"]))), tuple(row["kinds"]), row["class"] == "optional")  # type: ignore[arg-type]
        for row in rows
        if row["class"] in ("core", "optional")
    ]
    for text, signs in statements(path.read_bytes(), path.name):
        mark = _mark_of(Counter(plain_words(text)), marks)
        if mark is None:
            yield LabelledStatement(path.name, text, signs, ())
        else:
            yield LabelledStatement(path.name, text, signs, mark.kinds, mark.optional)


def _mark_of(words: Counter[str], marks: list[CrossValidationMark]) -> CrossValidationMark | None:
    """Return the mark whose words lie in a statement, or in which a statement lies."""
    whole = sum(words.values())
    for mark in marks:
        shared_words = sum((words & mark.words).values())
        least = min(whole, sum(mark.words.values()))
        if least > 3 and shared_words >= _CONTAINED * least:
            return mark
    return None


def plain_words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _plain_text(text: str) -> str:
    return " ".join(plain_words(text))
