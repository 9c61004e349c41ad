"""A small invented library for exports: three reviews, an answered recommendation, a later echo, and hostile texts."""

from __future__ import annotations

from dataclasses import replace

from kb.core.case_values import Case, ContentNotice, Story
from kb.core.document import Note, Span
from kb.core.model import (
    Answer,
    DocumentSummary,
    Echo,
    Finding,
    FindingInContext,
    Kind,
    Metadata,
    Polarity,
    Review,
    StatedValue,
    Status,
    Use,
)
from kb.core.recurrence_values import FollowUp, ThemeCountsRow, ThemeTable, Thread, ThreadStage, ThreadStep
from kb.exports import (
    Contrast,
    Event,
    Exhibit,
    ExportHead,
    Findings,
    FollowedUp,
    History,
    Pack,
    Quiz,
    RecurrenceTable,
)
from kb.vocabulary import load
from tests.makers import make_tag

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "  =1+1",
    "\ufeff@SUM(1)",
    "\u00a0+44 is how it begins",
    "＝HYPERLINK(1)",
    "\n=1+1",
    "\t-2",
    "\r@x",
    "'=quoted already",
    "<script>alert(1)</script> & <b>bold</b>",
    "{{ 7 * 7 }} {% raw %}",
    "bell \x07, null \x00, escape \x1b[31m and vertical \x0b tabs",
    "a lone surrogate \ud800 here",
    "one\u2028two\u2029three\x85four",
    "👩‍👧 emoji 🏠 and العربية עברית right to left \u202e turned",
    "word " * 8000,
    "x" * 40_000,
    "]]> <!-- --> &amp; &#0; %s {0}",
)
CONTACT = "Ring Jo Bloggs on 01632 960 123 or write to jo.bloggs@council.example for the plan."

SHEET = ExportHead(
    "Learning library",
    "Core groups and housing moves",
    "2026-11-22",
    load(),
    (("Search", "core groups"), ("Theme", "Housing moves and rehousing")),
    "https://library.example",
)


def review(slug: str, title: str, published: str, area: str = "Northmoor") -> Review:
    return Review(
        slug,
        title,
        "child-safeguarding-practice-review",
        f"{area} Partnership",
        area,
        f"{area} Partnership",
        published,
        "2019 to 2021",
    )


FIRST = review("child-a", "Review of Child A", "2016-05")
SECOND = review("family-k", "Learning from Family K", "2019-11-04")
THIRD = review("adult-m", "Safeguarding Adult Review: Adult M", "2023", "Southvale")


def make_document(of: Review, name: str = "", findings: int = 3) -> DocumentSummary:
    name = name or f"{of.slug}.pdf"
    about = Metadata(
        title=StatedValue(of.title, "page 1"),
        publisher=StatedValue(of.publisher, "page 1"),
        published=StatedValue(of.published, "page 1"),
        document_type=StatedValue("full-report", "page 1"),
        source=StatedValue(f"https://reviews.example/{of.slug}", "manifest"),
    )
    return DocumentSummary(
        f"doc-{of.slug}",
        of.slug,
        name,
        "pdf",
        "ab" * 32,
        120_000,
        "2026-11-01T10:00:00Z",
        14,
        about,
        (Note("needs_ocr", "Page 3 has no text."),),
        findings,
    )


def holding(
    key: str, words: str, of: Review = FIRST, kind: Kind = Kind.LESSON, page: int = 3, **more: object
) -> FindingInContext:
    values = {
        "heading": ("Learning", "Core groups"),
        "tags": (make_tag("cp-plans-core-groups", words[:10]), make_tag("housing-moves", words[:10])),
    }
    found = Finding(key, kind, words, words, Span(((0, max(len(words), 1)),), (page,)), **(values | more))  # type: ignore[arg-type]  # any field
    return FindingInContext(found, make_document(of), of)


LESSON = holding(
    "a1" * 8, "Core groups met without housing, so nobody planned for the third move in a year and MARAC was not told."
)
ASKED = holding(
    "b2" * 8,
    "The partnership should make sure that housing officers are invited to each core group, "
    "and should report after six months.",
    SECOND,
    Kind.RECOMMENDATION,
    9,
    label="Recommendation 3",
    owner="Head of Safeguarding",
    due="March 2020",
    lead_in="The review recommends that:",
)
UNANSWERED = holding("c3" * 8, "Review training on writing chronologies.", SECOND, Kind.RECOMMENDATION, 10, label="4")
DONE = holding(
    "d4" * 8,
    "Housing officers have been invited to all core groups since January 2020.",
    SECOND,
    Kind.ACTION,
    12,
    status=Status.REPORTED_COMPLETE,
    owner="Housing",
)
AGAIN = holding(
    "e5" * 8, "Housing was not at the core group in the months before the death.", THIRD, Kind.MISSED_OPPORTUNITY, 21
)
GOOD = holding(
    "f6" * 8,
    "The health visitor asked who lived in the home at every visit. " * 6,
    THIRD,
    Kind.GOOD_PRACTICE,
    30,
    polarity=Polarity.WORKING_WELL,
)
QUESTION = holding("07" * 8, "How do you find out who has moved in?", FIRST, Kind.QUESTION, 14, tags=())
CALL = holding("18" * 8, CONTACT, THIRD, Kind.ACTION, 31)

ANSWER = Answer(ASKED.finding.id, DONE.finding.id, "stands under the recommendation", True)
ECHO = Echo(ASKED.finding.id, AGAIN.finding.id, 3.25, "both speak of housing and core groups")
FOLLOWED = FollowedUp(
    SECOND,
    (
        FollowUp(
            ASKED,
            ((ANSWER, DONE),),
            Status.REPORTED_COMPLETE,
            ((ECHO, AGAIN),),
            owner="Head of Safeguarding",
            due="March 2020",
        ),
        FollowUp(UNANSWERED, (), Status.NO_EVIDENCE, ()),
    ),
)
ALL = (LESSON, ASKED, UNANSWERED, DONE, AGAIN, GOOD, CALL)
FOUND = Findings(ALL, (ANSWER,))
TABLE = ThemeTable(
    "year",
    tuple(str(year) for year in range(2014, 2025)),
    (
        ThemeCountsRow("housing-moves", {"2016": 1, "2019": 1, "2023": 1}, {"2016": 2, "2019": 1, "2023": 4}, 3, 7, 3),
        ThemeCountsRow("multi-agency-working", {"2016": 1}, {"2016": 9}, 1, 9, 1, weak=True),
    ),
    {"2016": 1, "2019": 1, "2023": 1},
    3,
    undated=1,
)
RECURS = RecurrenceTable(TABLE)
TOLD = "Child A lived at four addresses in a year. Nobody who knew the family knew of all four."
TELLING = Case(
    FIRST,
    Story(TOLD, "What happened", 2, make_document(FIRST), short=TOLD, said=TOLD),
    (),
    1,
    1,
    notice=ContentNotice("serious harm to a child", ("neglect",)),
)
PACK = Pack(
    "Housing and core groups: a session for housing officers",
    (
        Exhibit(LESSON, "Ask who would have known about the move."),
        Exhibit(AGAIN),
        Exhibit(GOOD, CONTACT),
        Exhibit(CALL),
    ),
    "For housing officers new to core groups.\n\nIt takes 40 minutes.",
    ("Who invites you to a core group?",),
    (QUESTION,),
    {"child-a": (TELLING,)},
    (Use("2026-10-05", "Twelve housing officers; Jo took the notes."),),
)
QUIZ = Quiz(replace(TELLING, holdings=(LESSON, GOOD, CALL)))
CONTRAST = Contrast(
    "Core groups: two reviews", ("Child A, 2016", "Adult M, 2023"), ((LESSON,), (AGAIN, GOOD)), "On core groups."
)
HISTORY = History(
    (
        Event(ThreadStage.SAID, LESSON),
        Event(ThreadStage.RECOMMENDED, ASKED, Status.REPORTED_COMPLETE, actions=1),
        Event(ThreadStage.ACTED, DONE, Status.REPORTED_COMPLETE, (ASKED,), under=True),
        Event(ThreadStage.RECOMMENDED, UNANSWERED),
        Event(ThreadStage.FOUND_AGAIN, AGAIN),
        Event(ThreadStage.ACTED, CALL),
    ),
    "“Housing” was first said in 2016.",
)
THREAD = Thread(
    "t1",
    "Housing at core groups",
    (
        ThreadStep(ThreadStage.SAID, LESSON, "the first"),
        ThreadStep(ThreadStage.ACTED, DONE, "answers it", Status.REPORTED_COMPLETE),
        ThreadStep(ThreadStage.FOUND_AGAIN, AGAIN, "shared words", accepted=True),
    ),
    ("housing-moves",),
    ("Northmoor", "Southvale"),
    ("child-safeguarding-practice-review",),
    3,
    2016,
    2023,
    "Found again.",
    came_back=True,
)


def hostile_findings() -> Findings:
    """Every hostile text as the words, heading, label, owner and review title of a finding."""
    made = []
    for number, words in enumerate(HOSTILE):
        strange = review(f"strange-{number}", words[:3000], "2020", words[:200])
        made.append(
            holding(
                f"{number:016x}",
                words,
                strange,
                label=words[:60],
                owner=words[:300],
                heading=(words[:300],),
                lead_in=words[:300],
            )
        )
    return Findings(tuple(made))
