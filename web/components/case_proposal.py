"""Whether two reviews are one case: what the library proposes, for a person to decide while checking a document."""

from __future__ import annotations

from dataclasses import dataclass

from kb.app.library import Library
from kb.app.proposed_reviews import why_proposed
from kb.core.model import DocumentSummary, Review
from kb.vocabulary import labels
from web import urls
from web.components.cards import readable_title
from web.urls import Link


@dataclass(frozen=True, slots=True)
class CaseProposal:
    """Another review that may be of the same case, and where each answer is sent."""

    other: Link
    reasons: str
    of: str  # title of the document that the reasons are of; "" for the one in hand
    join: str  # address that puts both reviews together
    into: str  # slug of the review that stays
    stays: str  # its title
    apart: str  # address that says that they are two cases
    own: str  # slug of the review of the document that the proposal was made for


def case_proposal(library: Library, held: DocumentSummary) -> CaseProposal | None:
    """Return what is proposed for a document's review, or for another document that may belong to it."""
    for made in (held, *(one for one in library.every_document() if one.may_join == held.review)):
        other = library.proposed_review(made)
        if other is not None:
            return _proposal(library, held, made, other)
    return None


def _proposal(library: Library, held: DocumentSummary, made: DocumentSummary, other: Review) -> CaseProposal:
    own = library.review(made.review)
    stays, goes = (other, own) if _weight(library, other) >= _weight(library, own) else (own, other)
    shown = other if held.review == own.slug else own
    return CaseProposal(
        other=Link(readable_title(shown.title), urls.review(shown.slug)),
        reasons=why_proposed(made),
        of=readable_title(labels.document(made, own)) if made.id != held.id else "",
        join=urls.correct_review(goes.slug),
        into=stays.slug,
        stays=readable_title(stays.title),
        apart=urls.correct_document(made.id),
        own=own.slug,
    )


def _weight(library: Library, review: Review) -> tuple[bool, int]:
    """Return what speaks for a review to stay: one that says of what type it is, else the one of more documents."""
    documents = library.every_document(review.slug)
    return any(one.about.review_type for one in documents), len(documents)
