"""A library of national size, made of published findings without reading a file, for benchmarks of pages and likeness.

    python -m benchmarks.national FOLDER            # all that ../shared/inspections holds
    python -m benchmarks.national FOLDER 300000     # so many findings: the documents again, with words of their own
    python -m benchmarks.national FOLDER 50000 link # and index and link them, with the processor's time and the memory

Each document stands as a review of its own, in the area that its name tells. Two in three are inspections, as all of
them truly are; the third stands as a practice review and is dated where it says nothing, so that pages on reviews have
something to show. Actions are linked to the recommendations of their document in turn.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.themes.tagger import tag
from kb.app.library import Library
from kb.core.document import Document, Page
from kb.core.finding_ids import finding_id
from kb.core.model import Answer, Finding, Kind, Metadata, Reading, StatedValue
from kb.core.settings import Settings
from kb.store import Store
from kb.store.documents import AlreadyHeld
from kb.vocabulary import Vocabulary, load

ROOT = Path(__file__).resolve().parents[1]
FINDINGS = ROOT.parent / "shared/inspections/findings.jsonl.gz"
_NAME = re.compile(r"^(?:\d+_)?(?P<area>.+?)__(?P<rest>.*?)(?:_-_(?P<day>\d+)_(?P<month>[a-z]+)_(?P<year>\d{4}))?$")
_MONTHS = "january february march april may june july august september october november december".split()


def documents() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Give each document's name with its findings."""
    with gzip.open(FINDINGS, "rt", encoding="utf-8") as lines:
        told = map(json.loads, lines)
        for name, group in itertools.groupby(told, key=lambda one: str(one["document"])):
            yield name, list(group)


def reading(name: str, said: Sequence[dict[str, str]], number: int, vocabulary: Vocabulary, copy: int = 0) -> Reading:
    """Return what reading this document would have given."""
    texts = [f"{one['text']} (copy {copy})" if copy else one["text"] for one in said]
    text = "\n".join(texts)
    sha256 = hashlib.sha256(f"{name} {copy}\n{text}".encode()).hexdigest()
    # offsets and pages are told by the document itself: fifty lines a page will do
    starts = list(itertools.accumulate((len(one) + 1 for one in texts), initial=0))
    pages = tuple(Page(start, at + 1) for at, start in enumerate(starts[:-1:5]))
    document = Document(f"{name}-{copy}.txt" if copy else f"{name}.txt", sha256, "txt", text, pages, engine="none")
    ids: set[str] = set()
    findings: list[Finding] = []
    for one, words, start in zip(said, texts, starts, strict=False):
        made = finding_id(sha256, words, ids)
        ids.add(made)
        heading = (one["heading"],) if one["heading"] else ()
        span = document.span((start, start + len(words)))
        findings.append(Finding(made, Kind(one["kind"]), words, words, span, heading))
    tagged = tag(tuple(findings), vocabulary)
    return Reading(document, _about(name, said[0]["date"], number, copy), (), tagged, _answers(tagged))


def _about(name: str, date: str, number: int, copy: int) -> Metadata:
    told = _NAME.match(name)
    area = told["area"].replace("_", " ").title() if told else ""
    if told and told["year"]:
        date = f"{told['year']}-{_MONTHS.index(told['month']) + 1:02d}-{int(told['day']):02d}"
    is_inspection = number % 3 > 0
    if not date and not is_inspection:
        date = str(2009 + number % 17)
    title = (
        f"{area or name}: {told['rest'].replace('_', ' ') if told else 'report'} {date} {number} {copy or ''}".strip()
    )

    def value_of(value: str) -> StatedValue | None:
        return StatedValue(value, "benchmark") if value else None

    return Metadata(
        title=value_of(title),
        area=value_of(area),
        review_type=value_of("inspection" if is_inspection else "child-safeguarding-practice-review"),
        published=value_of(date),
        review=value_of(title),
        publisher=value_of("Inspectorate"),
    )


def _answers(findings: Sequence[Finding]) -> tuple[Answer, ...]:
    asked = [one.id for one in findings if one.kind is Kind.RECOMMENDATION]
    done = [one.id for one in findings if one.kind is Kind.ACTION]
    return tuple(Answer(rec, action, "it stands beside it") for rec, action in zip(asked, done, strict=False))


def fill(store: Store, vocabulary: Vocabulary, most: int | None = None) -> int:
    """Keep documents until there are `most` findings, or each once; return how many findings were kept."""
    kept = 0
    every = list(documents())
    with TemporaryDirectory() as folder:
        for copy in itertools.count():
            for number, (name, said) in enumerate(every):
                if most is not None and kept >= most:
                    return kept
                told = reading(name, said, number, vocabulary, copy)
                original = Path(folder, "original")
                original.write_text(told.document.text, encoding="utf-8")
                try:
                    store.keep(told, size=original.stat().st_size, stated=told.about, original=original)
                except AlreadyHeld:
                    continue
                kept += len(told.findings)
            if most is None:
                return kept
    return kept


def make(folder: Path, most: int | None = None, **settings: Any) -> int:
    """Fill a new library in `folder`; return how many findings it has."""
    asked = Settings(data=folder, **settings)
    store = Store.open(asked.database_url, folder)
    try:
        return store.count() or fill(store, load(asked.vocabulary_folder), most)
    finally:
        store.close()


def link(folder: Path) -> None:
    """Index and link a library; say what that took."""
    with Library.open(Settings(data=folder, meaning="off"), elsewhere=True) as library:
        for what, act in (("indexed", library.catch_up_index), ("linked", library.catch_up)):
            clock, processor = time.perf_counter(), time.process_time()
            act()
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            spent = time.process_time() - processor
            print(f"{what} in {spent:.0f} s of processor, {time.perf_counter() - clock:.0f} s; at most {most:.0f} MB")


if __name__ == "__main__":
    begun = time.perf_counter()
    print(make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None), "findings", end=" ")
    print(f"in {time.perf_counter() - begun:.0f} s")
    if sys.argv[3:] == ["link"]:
        link(Path(sys.argv[1]))
