"""Themes that a finding has from what stands around it: from the recommendation that it answers, from its heading.

A reader who has the plan open takes "A prompt will be built into the system" to be about what was recommended, and who
reads under "Working with fathers" takes "He was named in eleven documents and spoken to in none" to be about fathers.
Such themes are given apart from a finding's own, by `Means.CONTEXT`, with the words that lend them, and only where its
own words leave room (MOST_THEMES). How often readers gave them too: kb/decisions/0137 and 0141.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.structure.headings import label_of
from ingest.themes.tagger import MOST_THEMES, tagger_of
from kb.core.model import Answer, Certainty, Evidence, Finding, Kind, Means, Tag
from kb.core.processor_limit import within_limit
from kb.text.cue_words import tokens
from kb.text.cues import CueTree
from kb.vocabulary import Vocabulary

CHANCE = 0.65  # that a reader gives a theme lent by a recommendation too, measured on prose
LENT = 2  # themes that a recommendation lends to what answers it, and how few an answer must have to be lent any
HEADING_CHANCE = 0.7  # that a reader gives a theme lent by a heading too, measured on prose
MOST_HEADING_WORDS = 18  # words of a heading that names a topic; a longer one is a sentence
BORNE_OUT = 0.2  # share of the other findings under a heading that must show its theme by their own words

_ANSWERED = ("recommendation", "action")  # labels of headings under which stands an answer, told by `_from_advice`


def lend(findings: Sequence[Finding], answers: Iterable[Answer], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return tagged findings of one document with what the recommendations they answer and their headings lend."""
    by_id = {one.id: one for one in findings}
    asked: dict[str, Finding] = {}
    for link in answers:
        if link.recommendation in by_id:
            asked.setdefault(link.action, by_id[link.recommendation])
    headed = _from_headings(findings, vocabulary)
    return tuple(
        _with_lent(one, (*_from_advice(one, asked), *headed.get(one.id, ()))) for one in within_limit(findings)
    )


def _from_advice(finding: Finding, asked: Mapping[str, Finding]) -> Iterable[Tag]:
    """Yield the likeliest themes of the recommendation that an action answers, where the action says little itself."""
    advice = asked.get(finding.id)
    if advice is None or finding.kind is not Kind.ACTION or len(finding.themes) >= LENT:
        return
    for tag in [one for one in advice.tags if one.certainty is Certainty.YES][:LENT]:
        words = next((one.words for one in tag.evidence if one.words), "")
        yield Tag(tag.theme, Certainty.YES, CHANCE, (Evidence(words, Means.CONTEXT, "recommendation"),))


def _from_headings(findings: Sequence[Finding], vocabulary: Vocabulary) -> dict[str, list[Tag]]:
    """Return, by the id of a finding, the themes that its heading names and the others under it bear out.

    A heading alone proves little: "Children's services" heads what these did, "Neglect and the school" a whole chapter.
    Where a fifth of what else stands under it is on the theme, the rest most often is too.
    """
    under: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        if one.heading:
            under.setdefault(one.heading, []).append(one)
    lent: dict[str, list[Tag]] = {}
    outermost = {path[0] for path in under}
    for path, group in under.items():
        others = len(group) - 1
        is_title = len(path) == 1 == len(outermost)
        if not others or is_title or not _is_topical(path[-1], vocabulary):
            continue
        named = tagger_of(vocabulary).themes_named(path[-1:])
        shown = Counter(theme for one in group for theme in one.own_themes)
        for theme, words in named.items():
            for one in group:
                if theme not in one.themes and shown[theme] >= BORNE_OUT * others:
                    evidence = (Evidence(words, Means.CONTEXT, "heading"),)
                    lent.setdefault(one.id, []).append(Tag(theme, Certainty.YES, HEADING_CHANCE, evidence))
    return lent


def _is_topical(heading: str, vocabulary: Vocabulary) -> bool:
    """Return whether a heading names a topic: no sentence, no recommendation over its answer, no kind of finding.

    "Learning from cases" and "Questions to think about" say what stands under them, not what that is about.
    """
    label = label_of(heading)
    if len(heading.split()) > MOST_HEADING_WORDS or (label is not None and label.kind in _ANSWERED):
        return False
    return not any(_kinds_of(vocabulary).find(tokens(heading)))


@lru_cache(maxsize=4)
def _kinds_of(vocabulary: Vocabulary) -> CueTree[str]:
    """Return what tells the kinds of finding that headings announce, made once for a vocabulary."""
    return CueTree((cue, slug) for slug, kind in vocabulary.kinds.items() for cue in kind.headings)


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
