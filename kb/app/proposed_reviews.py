"""The review to which a document may belong, for as long as no person has decided where it does."""

from __future__ import annotations

from dataclasses import replace

from kb.core.corrections import REVIEW
from kb.core.errors import NotHeld
from kb.core.model import DocumentSummary, Review
from kb.store import Store
from kb.store.joining import PROPOSED


def proposed_review(store: Store, held: DocumentSummary) -> Review | None:
    """Return the review to which a document may belong, None where nothing is proposed or a person has decided."""
    decided = (one.field == REVIEW and not one.undone for one in store.corrections_in(held.id))
    if not held.may_join or any(decided):
        return None
    try:
        mine, other = store.review(held.review), store.review(held.may_join)
    except NotHeld:  # the other was withdrawn
        return None
    return other if mine.slug != other.slug and mine.case_slug == other.case_slug else None


def why_proposed(held: DocumentSummary) -> str:
    """Return the note that says to which review a document may belong, and why; "" where there is none."""
    return next((one.sentence for one in held.notes if one.code == PROPOSED), "")


def as_decided(store: Store, held: DocumentSummary) -> DocumentSummary:
    """Return a document without the note of a proposal that holds no longer."""
    if all(one.code != PROPOSED for one in held.notes) or proposed_review(store, held):
        return held
    return replace(held, notes=tuple(one for one in held.notes if one.code != PROPOSED))
