"""Contact details left out of what is taken away, as they are left out of pages.

Forms write what they are given, so that a keeper can have every word as published; doors pass matter through here
first.
"""

from __future__ import annotations

from dataclasses import replace

from kb.exports.values import Contrast, Event, Exhibit, Findings, FollowedUp, History, Matter, Pack, Threads
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
        cases = {slug: replace(told, words=masked(told.words)) for slug, told in matter.cases.items()}
        return replace(matter, exhibits=exhibits, asked=tuple(held(one) for one in matter.asked), cases=cases)
    if isinstance(matter, Contrast):
        left, right = matter.sides
        return replace(matter, sides=(tuple(map(held, left)), tuple(map(held, right))))
    if isinstance(matter, History):
        return History(tuple(_event(one) for one in matter.events), masked(matter.said))
    return matter


def held(one: Holding) -> Holding:
    """Return a holding whose finding tells nobody's number or address."""
    found = one.finding
    said = (found.quotation, found.text, found.lead_in, found.label, found.owner, found.due, *found.heading)
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
        label=masked(found.label),
        owner=masked(found.owner),
        due=masked(found.due),
        heading=tuple(masked(part) for part in found.heading),
        tags=tags,
    )


def _step(step: Step) -> Step:
    return replace(step, holding=held(step.holding))


def _event(one: Event) -> Event:
    answers, printed = tuple(map(held, one.answers)), tuple(map(held, one.printed))
    return replace(one, holding=held(one.holding), answers=answers, printed=printed)


def _followed(row: FollowUp) -> FollowUp:
    return replace(
        row,
        recommendation=held(row.recommendation),
        answers=tuple((answer, held(one)) for answer, one in row.answers),
        later=tuple((echo, held(one)) for echo, one in row.later),
        repeated=tuple(held(one) for one in row.repeated),
        owner=masked(row.owner),
        due=masked(row.due),
    )
