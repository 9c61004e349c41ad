"""Amend held documents by what a manifest says of them now, as corrections that are recorded and can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.core import corrections as c
from kb.core.corrections import Amendment, Correction
from kb.core.model import DocumentSummary, Metadata, squeeze
from kb.store import Store, reviews
from kb.text.formatting import join_words

REASON = "the manifest says so now"


def amend_by_manifest(store: Store, held: DocumentSummary, stated: Metadata) -> str:
    """Amend a held document and its review by what its manifest says now; return what was changed, "" for nothing.

    Only what the manifest says otherwise than it did before is changed, so that adding a folder again overrules no
    correction, and nothing that was undone comes back. What a manifest leaves out stays as it is.
    """
    said_before = store.stated_metadata(held.id)
    asked = list(_changed_values(store.corrections_in(held.id), held, said_before, stated))
    asked += _changed_review(store, held, said_before, stated)
    told = [_describe(held, one) for one in asked]
    numbers = [store.amend(held.id, asked, person=c.MANIFEST, reason=REASON)] if asked else []
    title = _changed_title(store, store.document(held.id).review, said_before, stated)
    if title is not None:
        told.append(f"the title of its review is “{title.value}”")
        numbers.append(store.amend_review(title.subject, [title], person=c.MANIFEST, reason=REASON))
    if not told:
        return ""
    undo = join_words([f"`kb undo {number}`" for number in numbers])
    return f"Amended by its manifest: {join_words(told)}. {undo} {'takes' if len(numbers) == 1 else 'take'} it back."


def _changed_values(
    made: Sequence[Correction], held: DocumentSummary, said_before: Metadata, stated: Metadata
) -> Iterable[Amendment]:
    for field in c.ABOUT:
        said, before, known = (getattr(about, field) for about in (stated, said_before, held.about))
        if said is None:
            continue
        now = squeeze(said.value)
        last = _last(made, field)
        if now != (last.value if last else before and squeeze(before.value)) and now != (known.value if known else ""):
            yield Amendment(held.id, field, now)


def _changed_review(
    store: Store, held: DocumentSummary, said_before: Metadata, stated: Metadata
) -> Iterable[Amendment]:
    if stated.review is None:
        return
    slug = reviews.home(stated, held.name, store.reviews())
    last = _last(store.corrections_in(held.id), c.REVIEW)
    before = said_before.review
    is_new = slug != last.value["slug"] if last else before is None or before.value != stated.review.value
    if is_new and slug != held.review:
        yield Amendment(held.id, c.REVIEW, {"slug": slug, "title": reviews.title_of(stated, held.name)})


def _changed_title(store: Store, slug: str, said_before: Metadata, stated: Metadata) -> Amendment | None:
    """Return the new title of a review, where the manifest names the review that its document is in."""
    if stated.review_title is None or stated.review is None or stated.review.value != slug:
        return None
    now = squeeze(stated.review_title.value)
    last = _last(tuple(reversed(store.corrections_of(slug))), "title")
    before = last.value if last else said_before.review_title and squeeze(said_before.review_title.value)
    return Amendment(slug, "title", now) if now not in (before, store.review(slug).title) else None


def _last(made: Sequence[Correction], field: str) -> Correction | None:
    """Return what the manifest said of a field last, also where it was undone."""
    return next((one for one in reversed(made) if one.field == field and one.person == c.MANIFEST), None)


def _describe(held: DocumentSummary, one: Amendment) -> str:
    if one.field == c.REVIEW:
        return f"it belongs to the review “{one.value['title']}”"
    known = getattr(held.about, one.field)
    was = f" (was “{known.value}”)" if known else ""
    return f"{one.field.replace('_', ' ')} is “{one.value}”{was}"
