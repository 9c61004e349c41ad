"""Which review a document belongs to, and what a review's row says, given its documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, select

from kb.core.corrections import MANIFEST, PERSON, REVIEW
from kb.core.finding_ids import fingerprint
from kb.core.model import KEPT_BACK, Metadata, Review, StatedValue
from kb.store import codec, corrections, proposed_cases
from kb.store import tables as t
from kb.text.case_titles import known_title

_LONGEST_SLUG = 80
_FAR = {"overview-report": 0, "": 1, "unknown": 1, "executive-summary": 2}
_TRUST = {PERSON: 0, MANIFEST: 1}  # before whatever was read
_FIELDS = ("review_type", "partnership", "area", "publisher", "period")


def slugify(title: str) -> str:
    """Return a title as it stands in an address: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rsplit("-", 1)[0]
    return slug or "review"


def title_of(about: Metadata, name: str) -> str:
    """Return the title of a document's review: the one stated, else the document's own title."""
    stated = about.review_title or about.review or about.title
    return stated.value if stated else _fallback_title(about) or PurePath(name).stem


def _fallback_title(about: Metadata) -> str:
    """Return what to call a document that states no title, by what it is and where; "" where it states neither."""
    sort = about.document_type or about.review_type
    named = [sort.value.replace("-", " ")] if sort else []
    named += [about.area.value] if about.area else []
    return f"Untitled {', '.join(named)}" if sort else ""


def home(about: Metadata, name: str, held: Sequence[Review]) -> str:
    """Return the slug of the review that a document joins, or of a new one.

    It joins a held review only when it says so (a manifest or its own words name the review) and the two do not
    state different partnerships.
    """
    wanted = slugify(about.review.value if about.review else title_of(about, name))
    if about.review:
        names = {wanted, slugify(title_of(about, name))}
        same = [one for one in held if one.slug == wanted] + [one for one in held if slugify(one.title) in names]
        for review in same:
            if _agree(about.partnership, review.partnership):
                return review.slug
    return _free_slug(wanted, {review.slug for review in held})


def _agree(stated: StatedValue | None, partnership: str) -> bool:
    return not stated or not partnership or fingerprint(stated.value) == fingerprint(partnership)


def _free_slug(wanted: str, taken: Set[str]) -> str:
    slug, turn = wanted, 2
    while slug in taken:
        slug, turn = f"{wanted}-{turn}", turn + 1
    return slug


def compose_review(slug: str, documents: Sequence[tuple[Metadata, str]]) -> Review:
    """Return a review as its documents (about and name, in the order of their coming) tell it.

    What a manifest says goes before what was read, what the report says before what papers about it say; the date is
    the earliest of any document.
    """
    documents = sorted(documents, key=lambda one: _rank(one[0]))
    abouts = [about for about, _ in documents]
    named = _first(about.review_title or about.review for about in abouts)
    dates = sorted(about.published.value for about in abouts if about.published)
    return Review(
        slug=slug,
        title=named or known_title(title_of(*documents[0])),
        published=dates[0] if dates else "",
        **{field: _first(getattr(about, field) for about in abouts) for field in _FIELDS},
    )


def _rank(about: Metadata) -> int:
    """Return how far a document is from being its review's report."""
    return _FAR.get(about.document_type.value if about.document_type else "", 3)


def _first(values: Iterable[StatedValue | None]) -> str:
    stated = [value for value in values if value and value.value]
    stated.sort(key=lambda value: _TRUST.get(value.where, len(_TRUST)))
    return stated[0].value if stated else ""


def select_reviews(connection: Connection) -> tuple[Review, ...]:
    """Return all reviews, newest first, undated last."""
    rows = connection.execute(select(t.reviews)).mappings()
    held = sorted((codec.review_of(row) for row in rows), key=lambda review: review.title)
    return tuple(sorted(held, key=lambda review: review.published, reverse=True))


def select_review(connection: Connection, slug: str) -> Review | None:
    """Return one review, or None where none has this slug."""
    row = connection.execute(select(t.reviews).where(t.reviews.c.slug == slug)).mappings().one_or_none()
    return codec.review_of(row) if row else None


def refresh(connection: Connection, slug: str) -> frozenset[str]:
    """Make a review's row again from its documents; without documents it goes.

    Return the slugs of all reviews of which something changed: which are counted together may change with it.
    """
    _compose_again(connection, slug)
    return proposed_cases.settle(connection) | {slug}


def _compose_again(connection: Connection, slug: str) -> None:
    columns = compose(connection, slug)
    if columns is None:
        connection.execute(t.reviews.delete().where(t.reviews.c.slug == slug))
    else:
        connection.execute(t.reviews.update().where(t.reviews.c.slug == slug).values(**columns))


def compose(connection: Connection, slug: str) -> dict[str, str] | None:
    """Return the columns of a review as its documents and people's corrections give them; None without documents."""
    rows = connection.execute(
        select(t.documents.c.about, t.documents.c.name, t.documents.c.id, t.documents.c.state)
        .where(t.documents.c.review == slug)
        .order_by(t.documents.c.number)
    ).all()
    if not rows:
        return None
    shown = [one for one in rows if one.state != KEPT_BACK] or rows  # what is kept back tells readers nothing
    review = compose_review(slug, [(codec.ABOUT.validate_json(one.about), one.name) for one in shown])
    given = _given_title(connection, slug, [one.id for one in rows])
    stated = {"title": given} if given else {}
    stated |= {one.field: str(one.value or "") for one in corrections.of_review(connection, slug)}
    review = replace(review, **stated)
    composed = [column.name for column in t.reviews.columns if column.name != "counted_with"]
    return {name: getattr(review, name) for name in composed}


def _given_title(connection: Connection, slug: str, ids: Sequence[str]) -> str:
    """Return the title that people gave a review which they made by moving all its documents there; "" for others."""
    moves: dict[str, Any] = {one.document: one.value for one in corrections.of_field(connection, REVIEW)}
    if any(one not in moves or moves[one]["slug"] != slug for one in ids):
        return ""
    return str(moves[ids[0]]["title"])


def make(connection: Connection, slug: str, title: str) -> None:
    """Make a review's row, unless it is there."""
    if connection.execute(select(t.reviews.c.slug).where(t.reviews.c.slug == slug)).first() is None:
        connection.execute(t.reviews.insert().values(slug=slug, title=title))
