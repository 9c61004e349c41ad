"""What people decide about what was read: corrections, and where a later reading disagrees with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.core.document import Block, Note

# of a finding
KIND, STATUS, OWNER, DUE, POLARITY = "kind", "status", "owner", "due", "polarity"
VALUES = (KIND, STATUS, OWNER, DUE, POLARITY)
READ_AS = "read_as"  # the words on the picture, where text recognition misread them; its own stay as the quotation
THEME = "theme:"  # with the theme's slug behind it
DROP, ADD, CUT, JOIN, SPLIT = "drop", "add", "cut", "join", "split"
WITHDRAW = "withdraw"  # it is a finding, and is not to be shown
STRUCTURE = (DROP, ADD, CUT, JOIN, SPLIT, WITHDRAW)
OTHER_WORDS = (CUT, JOIN, SPLIT)  # after which a finding is of other words than before
# of a document
ABOUT = (
    "title",
    "publisher",
    "partnership",
    "area",
    "review_type",
    "document_type",
    "published",
    "period",
    "source",
    "licence",
)
PAGE_WORDS = "page_words:"  # with the page's number behind it: all its words, as a person read them on the picture
REVIEW, REPLACES, CHECKED = "review", "replaces", "checked"
# of a review
REVIEW_ABOUT = ("title", "review_type", "partnership", "area", "publisher", "published", "period")
# of the vocabulary: the text of a theme's file, with the theme's slug behind THEME as its subject
THEME_FILE = "theme_file"
# of a finding or document: a person has seen that a later reading disagrees, and keeps the correction
SETTLE = "settle"
# the source of a value that was not read from the document
MANIFEST = "manifest"  # and the person of corrections that a changed manifest makes
PERSON = "a person"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change that a person asks for. `subject` is a finding's or document's id, or a review's slug.

    `value` is plain JSON: what a field is to be, or for a cut the words and where they begin.
    """

    subject: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Correction:
    """An amendment that was made: by whom, when, why, and what had been read at that time."""

    number: int
    at: str  # ISO time, UTC
    person: str
    reason: str
    batch: int  # number of the first of those that were made together and are undone together
    document: str  # id; "" for a review
    subject: str
    field: str
    value: Any
    before: Any
    undone: str = ""  # when; "" while it holds
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class PageAsRead:
    """One page of a document: what is put back where the correction of its words is undone."""

    text: str
    blocks: tuple[Block, ...]  # their places count from where the page begins
    notes: tuple[Note, ...]  # of this page, on how it was read from its picture


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that a later reading disagrees with; it holds until a person decides. `key` names the two sides."""

    correction: Correction
    sentence: str
    key: str
    findings: tuple[str, ...] = ()  # ids of what is read there now and not shown
