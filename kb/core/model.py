"""Values of the field: reviews, documents, findings and the links between them.

Everything here is frozen. The text of a document and the places in it are in document.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.core.document import Document, Note, Section, Span


class Kind(StrEnum):
    """What a finding is: one of these, of which rules speak by name, or a kind that a vocabulary's file adds."""

    LESSON = "lesson"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    GOOD_PRACTICE = "good_practice"
    CONCERN = "concern"
    MISSED_OPPORTUNITY = "missed_opportunity"
    EVIDENCE = "evidence"
    QUESTION = "question"
    OWN_WORDS = "own_words"

    @classmethod
    def _missing_(cls, value: object) -> Kind | None:
        """Return the kind of a slug that only a vocabulary knows; the same one each time. None for any other value."""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", value):
            return None
        added = str.__new__(cls, value)
        added._name_, added._value_ = value.upper(), value
        kept = cls._value2member_map_.setdefault(value, added)
        assert isinstance(kept, Kind)
        return kept


class Polarity(StrEnum):
    """Which way a finding points."""

    FAILING = "failing"
    IMPROVING = "improving"
    WORKING_WELL = "working_well"
    NEUTRAL = "neutral"


class Subject(StrEnum):
    """Whom a finding is about."""

    CHILD = "child"
    PARENT = "parent"
    PERPETRATOR = "perpetrator"
    ADULT = "adult"
    PRACTITIONER = "practitioner"
    ORGANISATION = "organisation"


class Status(StrEnum):
    """How far an action has come, in the document's own words.

    `PLANNED` and `NO_EVIDENCE` are what two of them were called before there were twelve.
    """

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REPORTED_COMPLETE = "reported_complete"
    COMPLETE_WITH_EVIDENCE = "complete_with_evidence"
    PARTLY_MET = "partly_met"
    ALREADY_IN_PLACE = "already_in_place"
    NOT_MET = "not_met"
    NOT_ACCEPTED = "not_accepted"
    SUPERSEDED = "superseded"
    NO_RESPONSE = "no_response"
    OVERDUE = "overdue"
    UNCLEAR = "unclear"
    PLANNED = "not_started"
    NO_EVIDENCE = "no_response"

    @property
    def is_reached(self) -> bool:
        """Return whether what was to be done is said to be done, by evidence or without."""
        return self in (Status.REPORTED_COMPLETE, Status.COMPLETE_WITH_EVIDENCE, Status.ALREADY_IN_PLACE)

    @property
    def is_under_way(self) -> bool:
        """Return whether something is said to have been done and something to be left."""
        return self in (Status.IN_PROGRESS, Status.PARTLY_MET)

    @classmethod
    def _missing_(cls, value: object) -> Status | None:
        """Read a status as it was kept before."""
        return {"planned": cls.NOT_STARTED, "no_evidence": cls.NO_RESPONSE}.get(str(value))


class Means(StrEnum):
    """By what means a theme was shown."""

    CUE = "cue"
    MODEL = "model"
    PERSON = "person"
    CONTEXT = "context"  # what it answers, its heading, its case, its sense as a whole: kb/decisions/0166


class Certainty(StrEnum):
    """Tells whether a theme is given, only inferred, or possible. A theme that is none of these is not tagged at all.

    A theme is inferred where the finding shows no words of it and only the whole case, or only its sense as a whole,
    speaks for it. Where the case does and the finding's words bear that out, it is given (kb/decisions/0194).
    Its page and its row in a download name it as inferred; searches, counts, links and likeness leave it out
    (kb/decisions/0166).
    """

    YES = "yes"
    INFERRED = "inferred"
    UNSURE = "unsure"


CASE = "case"  # `Evidence.where` of a theme that the whole case lends
SENSE = "sense"  # `Evidence.where` of a theme that the words of a finding as a whole make likely, with no cue of it


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that show a theme.

    `start` and `end` are offsets into `Finding.text`, or None for words of a heading or where a person or model saw the
    whole.
    """

    words: str
    means: Means
    where: str = "text"  # "text", "heading", "recommendation", "case" or "sense"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme given to a finding, with what showed it. `confidence` is a calibrated chance from 0 to 1."""

    theme: str
    certainty: Certainty
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def is_given(self) -> bool:
        """Return whether the theme is given or inferred."""
        return self.certainty is not Certainty.UNSURE

    @property
    def is_lent(self) -> bool:
        """Return whether no cue in the finding shows it: only what it answers, its heading, its case or its sense."""
        for one in self.evidence:  # plainly, since a page asks this of thousands
            if one.means is not Means.CONTEXT:
                return False
        return bool(self.evidence)


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of the controlled list that a finding names, and whether it must act or is only mentioned."""

    slug: str
    words: str
    must_act: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One lesson, recommendation, action, ...: its exact words and their place in the document."""

    id: str
    kind: Kind
    quotation: str  # exactly Document.words(span)
    text: str  # the same words for reading: one line, hyphens at line ends joined, spaces mended
    span: Span
    heading: tuple[str, ...] = ()  # the heading path, outermost first
    label: str = ""  # as printed: "Recommendation 3", "4.2", "b)"
    lead_in: str = ""  # the sentence before a list that carries its verb
    why: str = ""  # why it is a finding of this kind, in words
    evidence: tuple[int, int] | None = None  # where in `text` its own words made it one; None: it was announced
    agencies: tuple[Agency, ...] = ()
    tags: tuple[Tag, ...] = ()
    polarity: Polarity = Polarity.NEUTRAL
    subjects: tuple[Subject, ...] = ()
    status: Status | None = None  # of an action, or of a table row
    owner: str = ""  # who must act, as printed
    due: str = ""  # by when, as printed

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes given with certainty."""
        return tuple(tag.theme for tag in self.tags if tag.certainty is Certainty.YES)

    @property
    def given_themes(self) -> tuple[str, ...]:
        """The themes given with certainty and those inferred."""
        return tuple(tag.theme for tag in self.tags if tag.is_given)

    @property
    def own_themes(self) -> tuple[str, ...]:
        """The themes given with certainty that its own words, its heading or a person show: none that are only lent."""
        return tuple([tag.theme for tag in self.tags if tag.certainty is Certainty.YES and not tag.is_lent])

    @property
    def last_heading(self) -> str:
        """The heading that it stands under, "" where there is none."""
        return self.heading[-1] if self.heading else ""

    @property
    def evidence_words(self) -> str:
        """The words that made it a finding, "" where it was announced by a heading, a label or a table."""
        return self.text[slice(*self.evidence)] if self.evidence else ""

    @property
    def chief_sentence(self) -> str:
        """Of several sentences the one that made it a finding; "" where there is one, or where it was announced."""
        words = self.evidence_words.strip()
        return words if words != self.text.strip() else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An action that answers a recommendation, and the reason for the link."""

    recommendation: str  # finding ids
    action: str
    why: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A piece of metadata and where it was read: "manifest", "page 1", "file properties", ..."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document. None means "not stated". Dates are ISO: 2022, 2022-01 or 2022-01-31."""

    title: StatedValue | None = None
    publisher: StatedValue | None = None
    partnership: StatedValue | None = None
    area: StatedValue | None = None
    review_type: StatedValue | None = None  # slug of the controlled list
    document_type: StatedValue | None = None  # slug of the controlled list
    published: StatedValue | None = None
    period: StatedValue | None = None  # the time under review, as printed
    source: StatedValue | None = None  # address
    licence: StatedValue | None = None
    review: StatedValue | None = None  # title or slug of the review it belongs to
    review_title: StatedValue | None = None  # its title, where `review` is a slug


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one document yields: the value that the pipeline hands to the store."""

    document: Document
    about: Metadata
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What recurrence counts: one case, inquiry or report, with its documents."""

    slug: str
    title: str
    review_type: str = ""  # slugs of the controlled lists; "" where not stated
    partnership: str = ""
    area: str = ""
    publisher: str = ""
    published: str = ""  # ISO, of its earliest dated document
    period: str = ""
    counted_with: str = ""  # slug of the review whose case it may be, until a person says whether it is

    @property
    def case_slug(self) -> str:
        """The slug under which recurrence counts it: reviews that may be one case are counted once."""
        return self.counted_with or self.slug

    @property
    def year(self) -> int | None:
        """The year of publication in four digits, or None where not stated."""
        return int(self.published[:4]) if self.published[:4].isdigit() else None


KEPT_BACK = "kept_back"


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as the library lists it, without its text."""

    id: str
    review: str  # slug
    name: str
    format: str
    sha256: str
    size: int  # bytes
    added: str  # ISO time, UTC
    pages: int
    about: Metadata
    notes: tuple[Note, ...]
    findings: int
    state: str = "held"  # "held", or "kept_back" from readers until somebody has checked it
    version: int = 1  # of the reader that read it
    checked: str = ""  # ISO time when a person checked what was read; "" where nobody has
    replaced_by: str = ""  # id of the newer version that readers see instead
    may_join: str = ""  # slug of a held review to which it may belong; "" where nothing is proposed

    @property
    def is_kept_back(self) -> bool:
        """Return whether readers do not see it until somebody has checked it."""
        return self.state == KEPT_BACK


@dataclass(frozen=True, slots=True)
class FindingInContext:
    """A finding with the document and review that hold it: what pages and exports show."""

    finding: Finding
    document: DocumentSummary
    review: Review


@dataclass(frozen=True, slots=True)
class Echo:
    """Two findings of different reviews that say nearly the same. `score` only ranks; it is not a percentage."""

    finding: str  # ids
    echo: str
    score: float
    why: str  # in words: shared themes, shared words, the same named instrument
    verbatim: bool = False  # a near word-for-word repeat
    near: bool = False  # by the strict measure they say nearly the same; else they are only related


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's decision on whether two findings say the same, and when it was made."""

    accepted: bool
    at: str  # ISO time, UTC
    person: str = ""  # who made it, where that is known


@dataclass(frozen=True, slots=True)
class CollectionItem:
    """One finding of a collection, with the reader's own note."""

    finding: str  # id
    note: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One session in which a collection was used, as the person who led it wrote it down."""

    date: str  # ISO
    told: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a trainer or a panel gathers: findings in an order with notes, discussion questions, or a saved search.

    `key` reads it. `edit_key` changes it, and is given only to those who made it or came with it; "" otherwise.
    """

    key: str
    title: str
    introduction: str = ""
    items: tuple[CollectionItem, ...] = ()
    questions: tuple[str, ...] = ()
    search: str = ""  # a saved question, as the parameters of its address
    created: str = ""  # ISO time, UTC
    changed: str = ""
    edit_key: str = ""
    uses: tuple[Use, ...] = ()  # newest first


def squeeze(text: str) -> str:
    """Return `text` with each run of white space as one space, and none at either end."""
    return " ".join(text.split())
