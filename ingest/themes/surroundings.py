"""Themes that an action has from the recommendation that it answers.

A reader who has the plan open takes "A prompt will be built into the system" to be about what was recommended. Such
themes are given apart from the action's own, by `Means.CONTEXT`, with the words that lend them, and only where its own
words leave room (MOST_THEMES). How often readers gave them too: kb/decisions/0137.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.themes.tagger import MOST_THEMES
from kb.core.model import Answer, Certainty, Evidence, Finding, Kind, Means, Tag

CHANCE = 0.65  # that a reader gives a lent theme too, measured on prose
LENT = 2  # themes that a recommendation lends to what answers it, and how few an answer must have to be lent any


def lend(findings: Sequence[Finding], answers: Iterable[Answer]) -> tuple[Finding, ...]:
    """Return tagged findings, actions with the themes that the recommendation they answer lends them."""
    by_id = {one.id: one for one in findings}
    asked: dict[str, Finding] = {}
    for link in answers:
        if link.recommendation in by_id:
            asked.setdefault(link.action, by_id[link.recommendation])
    return tuple(_with_lent(one, _from_advice(one, asked)) for one in findings)


def _from_advice(finding: Finding, asked: Mapping[str, Finding]) -> Iterable[Tag]:
    """Yield the likeliest themes of the recommendation that an action answers, where the action says little itself."""
    advice = asked.get(finding.id)
    if advice is None or finding.kind is not Kind.ACTION or len(finding.themes) >= LENT:
        return
    for tag in [one for one in advice.tags if one.certainty is Certainty.YES][:LENT]:
        words = next((one.words for one in tag.evidence if one.words), "")
        yield Tag(tag.theme, Certainty.YES, CHANCE, (Evidence(words, Means.CONTEXT, "recommendation"),))


def _with_lent(finding: Finding, lent: Iterable[Tag]) -> Finding:
    """Return a finding with what is lent put after its own themes, in place of what its own words leave unsure."""
    own = [one for one in finding.tags if one.certainty is Certainty.YES]
    given = {one.theme for one in own}
    for tag in lent:
        if tag.theme not in given and len(own) < MOST_THEMES:
            own.append(tag)
            given.add(tag.theme)
    unsure = (one for one in finding.tags if one.theme not in given)
    return replace(finding, tags=(*own, *unsure))
