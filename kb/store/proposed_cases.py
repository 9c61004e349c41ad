"""Which reviews may be one case and are therefore counted once, until a person says that they are two.

A document that may belong to a held review, and is not sure to, stands in a review of its own. To count both would say
of one case that its lesson was found again. A person's word on where the document belongs ends the proposal.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from sqlalchemy import Connection, func, select

from kb.core.corrections import REVIEW
from kb.store import corrections
from kb.store import tables as t


def settle(connection: Connection) -> frozenset[str]:
    """Say of each review with which one it is counted; return the slugs of those of which that changed."""
    mine = select(t.reviews.c.slug, t.reviews.c.counted_with).where(t.reviews.c.counted_with != "")
    before = {row.slug: row.counted_with for row in connection.execute(mine)}
    now = _counted_with(connection)
    changed = frozenset(slug for slug in before.keys() | now.keys() if before.get(slug, "") != now.get(slug, ""))
    for slug in sorted(changed):
        told = t.reviews.update().where(t.reviews.c.slug == slug)
        connection.execute(told.values(counted_with=now.get(slug, "")))
    return changed


def _counted_with(connection: Connection) -> Mapping[str, str]:
    """Return for each review that may be of another's case the one that was held first."""
    held = t.documents.c
    decided = select(t.corrections.c.document).where(t.corrections.c.field == REVIEW, t.corrections.c.undone == "")
    proposed = select(held.review, held.may_join).where(held.may_join != "", held.id.not_in(decided))
    stated = [(row.review, row.may_join) for row in connection.execute(proposed)]
    if not stated:
        return {}
    came = select(held.review, func.min(held.number).label("first")).group_by(held.review)
    first = {row.review: row.first for row in connection.execute(came)}
    pairs = ((mine, _held_now(connection, other, first)) for mine, other in stated)
    return count_together([(mine, other) for mine, other in pairs if other and mine != other], first)


def _held_now(connection: Connection, slug: str, held: Container[str]) -> str:
    """Return the slug of a review, or of the one that all its documents were moved to; "" where it is gone."""
    steps = (slug,) if slug in held else corrections.led_to(connection, "review", slug)
    return next((one for one in steps if one in held), "")


def count_together(pairs: Sequence[tuple[str, str]], first: Mapping[str, int]) -> Mapping[str, str]:
    """Return for each review of these pairs, but the first of each case, the first: pairs that share one are one case.

    `first` is the place of each review in the order of their coming.
    """
    cases: list[set[str]] = []
    for pair in pairs:
        touched = [case for case in cases if case & set(pair)]
        cases = [case for case in cases if case not in touched] + [set(pair).union(*touched)]
    leading = {slug: min(case, key=lambda one: first[one]) for case in cases for slug in case}
    return {slug: lead for slug, lead in leading.items() if slug != lead}
