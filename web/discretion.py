"""Contact details left out of what is downloaded, as they are left out of pages.

`kb.exports` writes every word as it is, which a library's own keeper needs; what leaves by this door is read by anyone.
"""

from __future__ import annotations

from dataclasses import replace

from kb.exports import Exhibit, Findings, FollowedUp, Matter, Pack, Threads
from kb.masking import contacts, masked
from kb.model import Finding, Holding
from kb.recurring import FollowUp, Step


def discreet(matter: Matter) -> Matter:
    """Return `matter` without contact details in the words of documents."""
    if isinstance(matter, Findings):
        return replace(matter, holdings=(held(one) for one in matter.holdings))
    if isinstance(matter, FollowedUp):
        return replace(matter, rows=tuple(_followed(row) for row in matter.rows))
    if isinstance(matter, Threads):
        threads = (replace(one, steps=tuple(_step(step) for step in one.steps)) for one in matter.threads)
        return replace(matter, threads=threads)
    if isinstance(matter, Pack):
        exhibits = tuple(Exhibit(held(one.holding), masked(one.note)) for one in matter.exhibits)
        return replace(matter, exhibits=exhibits, asked=tuple(held(one) for one in matter.asked))
    return matter


def held(one: Holding) -> Holding:
    """Return a holding whose finding tells nobody's number or address."""
    found = one.finding
    said = (found.quotation, found.text, found.lead_in, found.owner, found.due, *found.heading)
    return replace(one, finding=_masked(found)) if any(contacts(words) for words in said) else one


def _masked(found: Finding) -> Finding:
    tags = tuple(
        replace(tag, evidence=tuple(replace(e, words=masked(e.words), start=None, end=None) for e in tag.evidence))
        for tag in found.tags
    )
    return replace(
        found,
        quotation=masked(found.quotation),
        text=masked(found.text),
        lead_in=masked(found.lead_in),
        owner=masked(found.owner),
        due=masked(found.due),
        heading=tuple(masked(part) for part in found.heading),
        tags=tags,
    )


def _step(step: Step) -> Step:
    return replace(step, holding=held(step.holding))


def _followed(row: FollowUp) -> FollowUp:
    return replace(
        row,
        recommendation=held(row.recommendation),
        answers=tuple((answer, held(one)) for answer, one in row.answers),
        later=tuple((echo, held(one)) for echo, one in row.later),
    )
