"""Convert values to columns and back, and hash rows so that `kb doctor` can see a changed one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from kb.core.document import Block, Document, Note, Page, Span
from kb.core.model import (
    Agency,
    Answer,
    Certainty,
    Collection,
    CollectionItem,
    DocumentSummary,
    Evidence,
    Finding,
    Kind,
    Metadata,
    Polarity,
    Review,
    Status,
    Subject,
    Tag,
    Use,
)
from kb.store.tables import storable

ABOUT = TypeAdapter(Metadata)
ANSWERS = TypeAdapter(tuple[Answer, ...])
FINDINGS = TypeAdapter(tuple[Finding, ...])
AGENCIES = TypeAdapter(tuple[Agency, ...])
BLOCKS = TypeAdapter(tuple[Block, ...])
EVIDENCE = TypeAdapter(tuple[Evidence, ...])
REMEMBERED_TAGS = 4_000  # of which the evidence is not read from its JSON again: about two megabytes
REMEMBERED_HEADINGS = 1_000  # paths of headings, likewise
REMEMBERED_DOCUMENTS = 2_000  # of which what is known is some two megabytes
_EMPTY = "[]"
GATHERED = TypeAdapter(tuple[CollectionItem, ...])
NOTES = TypeAdapter(tuple[Note, ...])
PAGES = TypeAdapter(tuple[Page, ...])
PAIRS = TypeAdapter(tuple[tuple[str, str], ...])
SPAN = TypeAdapter(Span)
STRINGS = TypeAdapter(tuple[str, ...])
STRETCH = TypeAdapter(tuple[int, int])
USES = TypeAdapter(tuple[Use, ...])
SUBJECTS = TypeAdapter(tuple[Subject, ...])


def pack(adapter: TypeAdapter[Any], value: object) -> str:
    """Return a value as JSON without the fields that have their defaults."""
    return adapter.dump_json(value, exclude_defaults=True).decode()


def row_hash(row: Mapping[str, object]) -> str:
    """Return the hash of a row's columns, `hash` and `number` left out, and `evidence` where a row has none: rows that
    were hashed before there was that column keep their hash.
    """
    plain = {
        name: storable(value) if isinstance(value, str) else value
        for name, value in row.items()
        if name not in ("hash", "number") and (name != "evidence" or value)
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def text_key(text: str) -> str:
    """Return the hash of a text that stays the same regardless of its line ends and trailing spaces."""
    lines = storable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).strip("\n").encode()).hexdigest()


def document_key(document: Document) -> str:
    """Return what two documents of one text have in common; one without words is only like its own bytes."""
    return text_key(document.text) if document.text.strip() else document.sha256


def finding_row(document: str, place: int, finding: Finding) -> dict[str, object]:
    """Return a finding as a row of `findings`; its tags are rows of their own."""
    row: dict[str, object] = {
        "id": finding.id,
        "document": document,
        "place": place,
        "kind": finding.kind.value,
        "quotation": finding.quotation,
        "text": finding.text,
        "span": pack(SPAN, finding.span),
        "heading": pack(STRINGS, finding.heading),
        "label": finding.label,
        "lead_in": finding.lead_in,
        "why": finding.why,
        "evidence": pack(STRETCH, finding.evidence) if finding.evidence else "",
        "agencies": pack(AGENCIES, finding.agencies),
        "polarity": finding.polarity.value,
        "subjects": pack(SUBJECTS, finding.subjects),
        "status": finding.status.value if finding.status else None,
        "owner": finding.owner,
        "due": finding.due,
    }
    return row | {"hash": row_hash(row)}


def finding_of(row: RowMapping, tags: tuple[Tag, ...]) -> Finding:
    """Return the finding of a row of `findings` and its tags."""
    return Finding(
        id=row["id"],
        kind=Kind(row["kind"]),
        quotation=row["quotation"],
        text=row["text"],
        span=SPAN.validate_json(row["span"]),
        heading=_heading_of(row["heading"]),
        label=row["label"],
        lead_in=row["lead_in"],
        why=row["why"],
        evidence=STRETCH.validate_json(row["evidence"]) if row["evidence"] else None,
        agencies=AGENCIES.validate_json(row["agencies"]) if row["agencies"] != _EMPTY else (),
        tags=tags,
        polarity=Polarity(row["polarity"]),
        subjects=SUBJECTS.validate_json(row["subjects"]) if row["subjects"] != _EMPTY else (),
        status=Status(row["status"]) if row["status"] else None,
        owner=row["owner"],
        due=row["due"],
    )


@lru_cache(maxsize=REMEMBERED_HEADINGS)
def _heading_of(told: str) -> tuple[str, ...]:
    """Return the heading path of a finding: all findings below a heading have the same."""
    return STRINGS.validate_json(told)


def tag_rows(finding: Finding) -> list[dict[str, object]]:
    """Return a finding's tags as rows of `tags`."""
    return [
        {
            "finding": finding.id,
            "theme": tag.theme,
            "place": place,
            "certainty": tag.certainty.value,
            "confidence": tag.confidence,
            "evidence": pack(EVIDENCE, tag.evidence),
        }
        for place, tag in enumerate(finding.tags)
    ]


@lru_cache(maxsize=REMEMBERED_TAGS)
def tag_of(theme: str, certainty: str, confidence: float, evidence: str) -> Tag:
    """Return the tag of these columns of a row of `tags`: the same few words show a theme again and again."""
    return Tag(theme, Certainty(certainty), confidence, EVIDENCE.validate_json(evidence))


def text_row(document_id: str, document: Document) -> dict[str, object]:
    """Return a document's text as a row of `texts`."""
    row: dict[str, object] = {
        "document": document_id,
        "text": document.text,
        "pages": pack(PAGES, document.pages),
        "blocks": pack(BLOCKS, document.blocks),
        "properties": pack(PAIRS, document.properties),
        "engine": document.engine,
    }
    return row | {"hash": row_hash(row)}


def document_of(held: DocumentSummary, row: RowMapping) -> Document:
    """Return the whole document of a row of `texts`."""
    return Document(
        name=held.name,
        sha256=held.sha256,
        format=held.format,
        text=row["text"],
        pages=PAGES.validate_json(row["pages"]),
        blocks=BLOCKS.validate_json(row["blocks"]),
        notes=held.notes,
        properties=PAIRS.validate_json(row["properties"]),
        engine=row["engine"],
    )


@lru_cache(maxsize=REMEMBERED_DOCUMENTS)
def _about_of(told: str) -> Metadata:
    """Return what is known of a document: a page asks for that of the same documents again and again."""
    about: Metadata = ABOUT.validate_json(told)
    return about


def held_of(row: RowMapping) -> DocumentSummary:
    """Return the listing of a row of `documents`."""
    return DocumentSummary(
        id=row["id"],
        review=row["review"],
        name=row["name"],
        format=row["format"],
        sha256=row["sha256"],
        size=row["size"],
        added=row["added"],
        pages=row["page_count"],
        about=_about_of(row["about"]),
        notes=NOTES.validate_json(row["notes"]) if row["notes"] != _EMPTY else (),
        findings=row["finding_count"],
        version=row["version"],
        state=row["state"],
        checked=row["checked"],
        replaced_by=row["replaced_by"],
        may_join=row["may_join"],
    )


def review_of(row: RowMapping) -> Review:
    """Return the review of a row of `reviews`."""
    return Review(**row)


def answer_of(row: RowMapping) -> Answer:
    """Return the answer of a row of `answers`."""
    return Answer(row["recommendation"], row["action"], row["why"], row["certain"])


def collection_of(row: RowMapping, edit_key: str = "") -> Collection:
    """Return the collection of a row of `collections`."""
    return Collection(
        key=row["key"],
        title=row["title"],
        introduction=row["introduction"],
        items=GATHERED.validate_json(row["items"]),
        questions=STRINGS.validate_json(row["questions"]),
        search=row["search"],
        created=row["created"],
        changed=row["changed"],
        edit_key=edit_key,
        uses=USES.validate_json(row["uses"]),
    )


def collection_columns(collection: Collection) -> dict[str, object]:
    """Return the columns of a collection that its editor may change."""
    return {
        "title": collection.title,
        "introduction": collection.introduction,
        "items": pack(GATHERED, collection.items),
        "questions": pack(STRINGS, collection.questions),
        "search": collection.search,
        "changed": collection.changed,
        "uses": pack(USES, collection.uses),
    }
