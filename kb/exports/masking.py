"""Remove contact details from payloads, as pages do.

Forms write what they are given, so that a keeper can have every word as published; doors pass payloads through here
first.
"""

from __future__ import annotations

from dataclasses import replace

from kb.core.case_values import Case
from kb.core.model import Finding, FindingInContext
from kb.core.recurrence_values import FollowUp, ThreadStep
from kb.exports import payloads
from kb.text.masking import contacts, mask


def discreet(payload: payloads.Payload) -> payloads.Payload:
    """Return `payload` without contact details in the words of documents."""
    if isinstance(payload, payloads.Findings):
        return replace(payload, holdings=(mask_finding(one) for one in payload.holdings))
    if isinstance(payload, payloads.FollowedUp):
        return replace(payload, rows=tuple(_mask_follow_up(row) for row in payload.rows))
    if isinstance(payload, payloads.Threads):
        threads = (replace(one, steps=tuple(_step(step) for step in one.steps)) for one in payload.threads)
        return replace(payload, threads=threads)
    if isinstance(payload, payloads.Pack):
        exhibits = tuple(payloads.Exhibit(mask_finding(one.holding), mask(one.note)) for one in payload.exhibits)
        cases = {slug: tuple(_mask_case(case) for case in told) for slug, told in payload.cases.items()}
        return replace(payload, exhibits=exhibits, asked=tuple(mask_finding(one) for one in payload.asked), cases=cases)
    if isinstance(payload, payloads.Quiz):
        return payloads.Quiz(_mask_case(payload.case))
    if isinstance(payload, payloads.Contrast):
        left, right = payload.sides
        return replace(payload, sides=(tuple(map(mask_finding, left)), tuple(map(mask_finding, right))))
    if isinstance(payload, payloads.History):
        return payloads.History(tuple(_event(one) for one in payload.events), mask(payload.said))
    if isinstance(payload, payloads.CheckedDraft):
        return payloads.CheckedDraft(tuple(map(_draft_entry, payload.entries)), tuple(map(mask_finding, payload.asked)))
    return payload


def _mask_case(case: Case) -> Case:
    """Return a case with telephone numbers and addresses masked in its story and findings."""
    story = case.story
    if story is not None:
        story = replace(story, words=mask(story.words), short=mask(story.short), said=mask(story.said))
    return replace(case, story=story, holdings=tuple(map(mask_finding, case.holdings)))


def mask_finding(one: FindingInContext) -> FindingInContext:
    """Return a finding in its context with telephone numbers and addresses masked."""
    found = one.finding
    said = (found.quotation, found.text, found.lead_in, found.label, found.owner, found.due, *found.heading)
    return replace(one, finding=_mask_words(found)) if any(contacts(words) for words in said) else one


def _mask_words(found: Finding) -> Finding:
    tags = tuple(
        replace(tag, evidence=tuple(replace(e, words=mask(e.words), start=None, end=None) for e in tag.evidence))
        for tag in found.tags
    )
    text, shown_by = mask(found.text), mask(found.evidence_words)
    start = text.find(shown_by) if shown_by else -1
    return replace(
        found,
        quotation=mask(found.quotation),
        text=text,
        evidence=(start, start + len(shown_by)) if start >= 0 else None,
        lead_in=mask(found.lead_in),
        label=mask(found.label),
        owner=mask(found.owner),
        due=mask(found.due),
        heading=tuple(mask(part) for part in found.heading),
        tags=tags,
    )


def _step(step: ThreadStep) -> ThreadStep:
    return replace(step, holding=mask_finding(step.holding))


def _draft_entry(one: payloads.DraftEntry) -> payloads.DraftEntry:
    """Return an entry of a draft's check with contact details masked in the library's words, not in the draft's own."""
    matches = tuple(
        replace(each, holding=mask_finding(each.holding), words=mask(each.words), why=mask(each.why))
        for each in one.matches
    )
    return replace(one, matches=matches)


def _event(one: payloads.Event) -> payloads.Event:
    answers, printed = tuple(map(mask_finding, one.answers)), tuple(map(mask_finding, one.printed))
    return replace(one, holding=mask_finding(one.holding), answers=answers, printed=printed)


def _mask_follow_up(row: FollowUp) -> FollowUp:
    return replace(
        row,
        recommendation=mask_finding(row.recommendation),
        answers=tuple((answer, mask_finding(one)) for answer, one in row.answers),
        later=tuple((echo, mask_finding(one)) for echo, one in row.later),
        repeated=tuple(mask_finding(one) for one in row.repeated),
        owner=mask(row.owner),
        due=mask(row.due),
    )
