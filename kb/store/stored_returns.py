"""What came back after a recorded action, as the store keeps it: what it is counted by, and whole where it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, select

from kb.core.model import Echo, Means
from kb.core.recurrence_values import CameBackFacts, CameBackOutline, Confidence
from kb.store import recurrence_tables as r
from kb.store import tables as t
from kb.store.among import is_among
from kb.store.database import Database

_confidence = cache(Confidence)  # a look-up takes a tenth of what making one does


class StoredReturns:
    """The questions about what came back that a store answers; `Recurrences` adds the others."""

    _database: Database

    def came_back(self, area: str = "", since: int = 0, theme: str = "") -> tuple[CameBackOutline, ...]:
        """Return what came back after a recorded action, firmest first, each later finding once."""
        with self._database.reading() as connection:
            rows = connection.execute(_select_outlines(area, since, theme)).all()
        once: dict[str, CameBackOutline] = {}
        for place, later, gap, confidence, elsewhere in rows:
            if later not in once:
                once[later] = CameBackOutline(place, later, gap, _confidence(confidence), bool(elsewhere))
        return tuple(once.values())

    def came_back_facts(self, outlines: Sequence[CameBackOutline]) -> tuple[CameBackFacts, ...]:
        """Return what came back of these outlines, in their order, without what has no longer the place that it had."""
        found: dict[tuple[int, str], CameBackFacts] = {}
        with self._database.reading() as connection:
            chosen = select(r.came_back).where(is_among(r.came_back.c.place, [one.place for one in outlines]))
            for row in connection.execute(chosen):
                echo = Echo(row.finding, row.echo, row.score, row.why, bool(row.verbatim), bool(row.near))
                told = CameBackFacts(row.first, row.action, row.later, echo, row.gap, Confidence(row.confidence))
                found[row.place, row.later] = told
        return tuple(found[at] for one in outlines if (at := (one.place, one.later)) in found)


def _select_outlines(area: str, since: int, theme: str) -> Select[int, str, int | None, str, bool]:
    kept = r.came_back.c
    acted, again = t.findings.alias("acted"), t.findings.alias("again")
    of_acted, of_again = t.documents.alias("of_acted"), t.documents.alias("of_again")
    here, there = t.reviews.alias("here"), t.reviews.alias("there")
    both = (
        r.came_back.join(acted, acted.c.id == kept.action)
        .join(of_acted, of_acted.c.id == acted.c.document)
        .join(here, here.c.slug == of_acted.c.review)
        .join(again, again.c.id == kept.later)
        .join(of_again, of_again.c.id == again.c.document)
        .join(there, there.c.slug == of_again.c.review)
    )
    chosen = select(kept.place, kept.later, kept.gap, kept.confidence, here.c.area != there.c.area).select_from(both)
    if area:
        chosen = chosen.where(here.c.area == area, there.c.area == area)
    if since:
        chosen = chosen.where(kept.since >= since)
    if theme:
        own = t.tags.c.evidence.not_like(f'%"means":"{Means.CONTEXT}"%')  # what is lent has no evidence but that
        shown = select(t.tags.c.finding).where(t.tags.c.theme == theme, t.tags.c.certainty == "yes", own)
        chosen = chosen.where(kept.action.in_(shown))
    return chosen.order_by(kept.place)
