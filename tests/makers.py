"""Makers of values with good defaults, so that a test shows only what matters to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kb.core.document import Document, Note, Page
from kb.core.finding_ids import finding_id
from kb.core.model import Answer, Certainty, Evidence, Finding, Kind, Means, Metadata, Reading, StatedValue, Tag

LESSON = "Practitioners should ask about housing moves at every visit."


def make_about(title: str = "Review of Child Z", *, where: str = "page 1", **others: str) -> Metadata:
    """What is known of a document; further fields by keyword."""
    return Metadata(
        title=StatedValue(title, where), **{name: StatedValue(value, where) for name, value in others.items()}
    )


def make_tag(
    theme: str, words: str = "housing moves", certainty: Certainty = Certainty.YES, means: Means = Means.CUE
) -> Tag:
    return Tag(theme, certainty, 0.9, (Evidence(words, means, "text", 0, len(words)),))


def make_document(
    sentences: Iterable[str] = (LESSON,), name: str = "child-z.pdf", notes: tuple[Note, ...] = (), pages: int = 1
) -> Document:
    """A document of a sentence a line, all on page 1 of `pages`."""
    text = "\n".join(sentences)
    sha256 = hashlib.sha256(f"{name}\n{text}".encode("utf-8", "replace")).hexdigest()
    numbered = tuple(Page(0 if number == 1 else len(text), number) for number in range(1, pages + 1))
    return Document(name, sha256, "pdf", text, numbered, notes=notes, engine="maker 1")


def make_finding(
    document: Document,
    sentence: str = LESSON,
    kind: Kind = Kind.LESSON,
    themes: Iterable[str] = (),
    heading: tuple[str, ...] = ("Learning",),
) -> Finding:
    start = document.text.index(sentence)
    return Finding(
        finding_id(document.sha256, sentence),
        kind,
        sentence,
        sentence,
        document.span((start, start + len(sentence))),
        heading,
        tags=tuple(make_tag(theme) for theme in themes),
        why="it stands under Learning",
    )


def make_reading(
    sentences: Iterable[str] = (LESSON,),
    *,
    name: str = "child-z.pdf",
    about: Metadata | None = None,
    themes: Iterable[str] = ("housing-moves",),
    kinds: Iterable[Kind] = (),
    answers: tuple[Answer, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Reading:
    """A reading in which every sentence is a finding, of the kinds given or lessons."""
    said = tuple(sentences)
    document = make_document(said, name, notes)
    sorts = tuple(kinds) or (Kind.LESSON,) * len(said)
    findings = tuple(make_finding(document, one, kind, themes) for one, kind in zip(said, sorts, strict=True))
    return Reading(document, about or make_about(), (), findings, answers)
