"""Labelled findings within their documents: each beside what else the document says and what stands around it.

Of inspections and the documents of a second reader only the labelled units are known, in their order; reviews told in
prose are read whole, so that a finding has its headings, its recommendation and its neighbours; statements of
benchmarks/labels/themes_in_prose.jsonl stand under their headings in cases of a type.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from benchmarks.labelled import SHARED, LabelledUnit, prose_labels
from benchmarks.statements import plain_words
from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.themes.case_theme import case_theme
from ingest.themes.score import Around
from ingest.themes.suggest import sense_signs
from ingest.themes.surroundings import surroundings_of
from ingest.themes.tagger import ThemeEvidenceText, tagger_of
from kb.core.document import Span
from kb.core.model import Answer, Finding, Kind, Metadata, StatedValue
from kb.vocabulary import Vocabulary

STATEMENTS = Path(__file__).resolve().parent / "labels" / "themes_in_prose.jsonl"
ALIKE = 0.8  # F1 of words from which a finding and a labelled unit are the same, as the scorer of ../shared has it
NEVER_LEARNED = 10  # the batch of invented statements that is never learned from
UNKNOWN = Metadata()
_SAME_CASE = "renata"  # files of one review in ../shared/cases, which say the same and are left out together


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document with its labels by the number of a finding; `case` is what it is left out of the learning with."""

    case: str
    findings: tuple[Finding, ...]
    labels: dict[int, LabelledUnit]
    answers: tuple[Answer, ...] = ()
    about: Metadata = UNKNOWN
    batch: int = 0
    text: str = ""  # of the whole document; "" where only its labelled findings are known

    @property
    def whole_text(self) -> str:
        """The text of the whole document as far as it is known."""
        title = self.about.title.value if self.about.title else ""
        return self.text or "\n".join((title, *(one.text for one in self.findings)))


@dataclass(frozen=True, slots=True)
class LookedAtUnit:
    """A labelled unit whose cues were looked for once, with what stands around it."""

    unit: LabelledUnit
    case: str
    look: ThemeEvidenceText
    around: Around


def case_of(source: str) -> str:
    """Return what a source is left out of the learning with: itself, or all files of its review."""
    return _SAME_CASE if _SAME_CASE in source.lower() else source


def bare_documents(units: Iterable[LabelledUnit]) -> list[LabelledDocument]:
    """Return documents of which only the labelled units are known."""
    by_source: dict[str, list[LabelledUnit]] = {}
    for one in units:
        by_source.setdefault(one.source, []).append(one)
    return [
        LabelledDocument(case_of(source), tuple(_finding(n, one.text) for n, one in enumerate(of)), dict(enumerate(of)))
        for source, of in by_source.items()
    ]


@cache
def told_documents(vocabulary: Vocabulary) -> tuple[LabelledDocument, ...]:
    """Return the reviews told in prose of ../shared/cases, read whole; units that were not read stand by themselves."""
    by_source: dict[str, list[LabelledUnit]] = {}
    for one in prose_labels():
        by_source.setdefault(one.source, []).append(one)
    files = {path.name: path for path in sorted((SHARED / "cases").glob("narrative*/files/*"))}
    made: list[LabelledDocument] = []
    for source, units in by_source.items():
        reading = reading_of(read(files[source].read_bytes(), source), Metadata(), vocabulary)
        labels = _pair_by_words(reading.findings, units)
        made.append(
            LabelledDocument(
                case_of(source), reading.findings, labels, reading.answers, reading.about, text=reading.document.text
            )
        )
        met = {one.label for one in labels.values()}
        made += bare_documents(one for one in units if one.label not in met)
    return tuple(made)


def stated_documents() -> list[LabelledDocument]:
    """Return the cases of the invented statements, in their order."""
    rows = map(json.loads, STATEMENTS.read_text(encoding="utf-8").splitlines())
    return [_document_of(list(of_case)) for _, of_case in groupby(rows, key=lambda row: (row["batch"], row["case"]))]


def _document_of(rows: Sequence[dict[str, object]]) -> LabelledDocument:
    case, review_type = str(rows[0]["case"]), str(rows[0]["review_type"]).replace(" ", "-")
    about = Metadata(
        title=StatedValue(case, "label"), review_type=StatedValue(review_type, "label") if review_type else None
    )
    findings = tuple(_finding(n, str(row["text"]), str(row["heading"])) for n, row in enumerate(rows))
    labels = {
        n: LabelledUnit(
            case,
            str(row["text"]),
            frozenset(row["themes"]),  # type: ignore[call-overload]  # the file's own list of texts
            frozenset(row["also"]),  # type: ignore[call-overload]
            label=str(row["heading"]),
        )
        for n, row in enumerate(rows)
    }
    return LabelledDocument(f"{rows[0]['batch']}: {case}", findings, labels, (), about, int(str(rows[0]["batch"])))


def look_at(
    documents: Iterable[LabelledDocument], vocabulary: Vocabulary, senses: Mapping[str, Mapping[str, float]]
) -> list[LookedAtUnit]:
    """Look for the cues of every labelled unit, and for what stands around it.

    `senses` holds by text the chances of themes, as learned without it.
    """
    tagger = tagger_of(vocabulary)
    made = []
    for one in documents:
        looks = [tagger.look(found.text, found.heading, found.lead_in) for found in one.findings]
        case = case_theme(one.whole_text, vocabulary)
        around = surroundings_of(one.findings, looks, one.answers, one.about, vocabulary, senses, case)
        made += [LookedAtUnit(unit, one.case, looks[n], around[n]) for n, unit in sorted(one.labels.items())]
    return made


def look_at_texts(
    units: Iterable[LabelledUnit], vocabulary: Vocabulary, senses: Mapping[str, Mapping[str, float]]
) -> list[LookedAtUnit]:
    """Look for the cues of texts that stand in no document. `senses` as for `look_at`."""
    tagger = tagger_of(vocabulary)
    made = []
    for one in units:
        look = tagger.look(one.text)
        made.append(LookedAtUnit(one, one.source, look, Around(sense_signs(senses[one.text], look.seen), {})))
    return made


def _finding(number: int, text: str, heading: str = "") -> Finding:
    path = (heading,) if heading else ()
    return Finding(f"{number:016}", Kind.LESSON, text, text, Span(((0, max(len(text), 1)),)), path)


def _pair_by_words(findings: Sequence[Finding], units: Sequence[LabelledUnit]) -> dict[int, LabelledUnit]:
    """Return which unit each finding is, by its words: the likest pairs first, each once."""
    found = [Counter(plain_words(one.text)) for one in findings]
    wanted = [Counter(plain_words(one.text)) for one in units]
    pairs = sorted(
        (-_likeness(one, other), at, number)
        for at, one in enumerate(found)
        for number, other in enumerate(wanted)
        if _likeness(one, other) >= ALIKE
    )
    made: dict[int, LabelledUnit] = {}
    taken: set[int] = set()
    for _, at, number in pairs:
        if at not in made and number not in taken:
            made[at] = units[number]
            taken.add(number)
    return made


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)
