"""A small invented library for the pages: real rooms over an engine in memory, filled with readings made as values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.app.library import Library
from kb.core.document import READ_BY_OCR, Document, Note, Page
from kb.core.model import Agency, Answer, Finding, Kind, Metadata, Polarity, Reading, StatedValue, Status
from kb.core.settings import Settings
from tests.ingest.readers import papers
from tests.makers import make_document, make_finding

CORE_GROUPS = "Partner agencies did not attend core groups, so the child protection plan drifted for a year."
CORE_GROUPS_AGAIN = "Agencies did not attend core groups and the child protection plan drifted without challenge."
ASK_FOR_REPORTS = "The Partnership should require every agency that misses a core group to send a written report."
REPORTS_SENT = "A template for written reports to core groups was introduced in May 2014 and is now in place."
MOVES = "The family moved four times between boroughs and each housing move broke the professional network."
MUSIC = "The school noticed that music calmed the child and told every practitioner who visited."
QUESTION = "What would help you to notice when a family avoids a visit?"
CONTACT = "Questions about this report go to Jo Bloggs on 01632 960 001 or jo.bloggs@northby.example today."
HOSTILE = "<script>alert('x')</script> {{7*7}} ${7*7} \"><img src=x onerror=alert(1)> should show as text."


def stated_value(words: str, where: str = "page 1") -> StatedValue:
    return StatedValue(words, where)


def about(title: str, review: str, **others: str) -> Metadata:
    """What is known of a document, as its pages would say it."""
    stated = {name: stated_value(value) for name, value in others.items()}
    return Metadata(title=stated_value(title), review=stated_value(review, "manifest"), **stated)


def finding(
    document: Document,
    sentence: str,
    kind: Kind = Kind.LESSON,
    themes: Iterable[str] = (),
    heading: str = "Learning",
    **others: Any,
) -> Finding:
    return replace(make_finding(document, sentence, kind, themes, (heading,)), **others)


def child_a() -> Reading:
    """A review of 2013 with a recommendation and what was done."""
    sentences = (CORE_GROUPS, ASK_FOR_REPORTS, REPORTS_SENT, CONTACT)
    document = make_document(sentences, "child-a-overview.pdf", notes=(Note("needs_ocr", "Page 3 has no text.", 3),))
    half = document.text.index(REPORTS_SENT)
    document = replace(document, pages=(Page(0, 1), Page(half, 2)))
    lesson = finding(document, CORE_GROUPS, Kind.LESSON, ["cp-plans-core-groups", "agency-participation"])
    asked = finding(
        document,
        ASK_FOR_REPORTS,
        Kind.RECOMMENDATION,
        ["cp-plans-core-groups"],
        "Membership of core groups",
        label="Recommendation 1",
        agencies=(Agency("childrens-social-care", "Partnership", must_act=True),),
    )
    done = finding(
        document, REPORTS_SENT, Kind.ACTION, ["cp-plans-core-groups"], status=Status.REPORTED_COMPLETE, owner="Chair"
    )
    spoken = finding(document, CONTACT, Kind.CONCERN)
    answer = Answer(asked.id, done.id, "it stands in the same row of the table")
    stated = about(
        "Child A: overview report",
        "Child A",
        publisher="Northby Safeguarding Board",
        area="Northby",
        review_type="serious-case-review",
        document_type="overview-report",
        published="2013-05",
        source="https://northby.example/child-a.pdf",
    )
    return Reading(document, stated, (), (lesson, asked, done, spoken), (answer,))


def family_q() -> Reading:
    """A review of 2019 in the same area that says nearly the same, among other things."""
    document = make_document((CORE_GROUPS_AGAIN, MOVES, MUSIC, QUESTION), "family-q-briefing.pdf")
    said = (
        finding(document, CORE_GROUPS_AGAIN, Kind.LESSON, ["cp-plans-core-groups", "agency-participation"]),
        finding(document, MOVES, Kind.MISSED_OPPORTUNITY, ["housing-moves", "cross-boundary-transfer"]),
        finding(document, MUSIC, Kind.GOOD_PRACTICE, ["voice-lived-experience"], polarity=Polarity.WORKING_WELL),
        finding(document, QUESTION, Kind.QUESTION, ["engagement-avoidance"]),
    )
    stated = about(
        "Family Q: seven-minute briefing",
        "Family Q",
        publisher="Northby Safeguarding Partnership",
        area="Northby",
        review_type="child-safeguarding-practice-review",
        document_type="seven-minute-briefing",
        published="2019-11-20",
    )
    return Reading(document, stated, (), said, ())


def sam() -> Reading:
    """A review of another area, as a file without pages."""
    sentence = "Housing moves between boroughs were not shared with the school, and nobody told the health visitor."
    document = replace(make_document((sentence,), "sam.md"), format="md", pages=())
    stated = about("Sam", "Sam", area="Eastby", review_type="child-safeguarding-practice-review", published="2022")
    return Reading(document, stated, (), (finding(document, sentence, Kind.LESSON, ["housing-moves"]),), ())


def hostile_reading() -> Reading:
    """A document whose every word tries to be more than text."""
    document = make_document((HOSTILE,), "hostile<svg onload=alert(2)>.pdf")
    one = finding(
        document,
        HOSTILE,
        Kind.LESSON,
        ["housing-moves"],
        "</title><script>alert(3)</script>",
        label="<b>Lesson</b> 1",
        lead_in="<iframe src=//evil.example></iframe>",
        why="<i>why</i>",
        owner="<u>owner</u>",
        due="{{config}}",
    )
    stated = about(
        "</title><script>alert(4)</script> {{7*7}}",
        "<script>alert(5)</script> review {{7*7}}",
        publisher="<script>alert(6)</script>",
        area="<script>alert(7)</script>",
        published="2021-01",
        source="javascript:alert(8)",
        licence="<script>alert(9)</script>",
    )
    return Reading(document, stated, (), (one,), ())


def fill_library(folder: Path, readings: Iterable[Reading]) -> Library:
    """Open a library in `folder` that holds these readings. Their originals are invented bytes."""
    library = Library.open(Settings(data=folder, search="memory:"))
    for at, reading in enumerate(readings):
        original = folder / f"original-{at}"
        original.write_bytes(f"{reading.document.name}\n{reading.document.text}".encode())  # what its hash is of
        library._store.keep(reading, size=1, stated=Metadata(), original=original)
    library.reindex()
    return library


def small_library(folder: Path) -> Library:
    """The invented library that most tests look at."""
    return fill_library(folder, (child_a(), family_q(), sam()))


def keep_scan(library: Library, folder: Path) -> None:
    """Put a page that is a picture into a library, as text recognition would have read it."""
    data = papers.scan_pdf()
    read = make_document((MOVES,), "scan-2011.pdf", notes=(Note(READ_BY_OCR, "Page 1 is a picture, 90 sure.", 1),))
    document = replace(read, sha256=hashlib.sha256(data).hexdigest())
    reading = Reading(document, about("A scan of 2011", "Scan"), (), (finding(document, MOVES),), ())
    original = folder / "scan"
    original.write_bytes(data)
    library._store.keep(reading, size=len(data), stated=Metadata(), original=original)


def about_moves(kind: Kind) -> Reading:
    """A document of Family Q's with one finding of this kind on housing moves."""
    document = make_document((f"Housing moves, {kind.value}: moves.",), f"{kind.value}.pdf")
    one = finding(document, document.text, kind, ["housing-moves"])
    return Reading(document, about(kind.value, "Family Q"), (), (one,), ())
