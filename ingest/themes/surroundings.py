"""Themes that a finding has from what stands around it: what its whole case is about, and what it answers.

A reader who has the document open takes "The surgery changed her tablets twice" in a review of a domestic homicide to
be about domestic abuse, and "The form was changed in June" to be about what was recommended. Both are given apart from
the finding's own themes, by `Means.CONTEXT`, with the words that lend them, and only where the finding's own words
leave room (MOST_THEMES). Shares of such themes that readers gave too: kb/decisions/0137.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.themes.cue_matches import CueMatcher
from ingest.themes.score import firm
from ingest.themes.tagger import MOST_THEMES
from kb.core.model import Answer, Certainty, Evidence, Finding, Kind, Means, Metadata, Polarity, Tag
from kb.text.cue_words import CueToken, tokens
from kb.vocabulary import Vocabulary

# Of the words of harm in a whole document: how many, how many in a thousand words, and what share must be of one harm.
CASE_WORDS, CASE_DENSITY, CASE_SHARE = 5, 3.0, 0.65
LENT_BY_CASE, LENT_BY_ADVICE = 0.8, 0.65  # chances that a reader gives the theme too, measured on prose
LENT = 2  # themes that a recommendation lends to what answers it, and how few an answer must have to be lent any
# Papers whose every statement is about the case. A briefing parts its lessons by subject: readers gave none of them
# the theme of the case.
_OF_ONE_CASE = frozenset(("overview-report", "executive-summary", "action-plan"))


@dataclass(frozen=True, slots=True)
class CaseMatter:
    """The theme of a whole case, and the words that show it."""

    theme: str
    words: str


def matter_of(about: Metadata, text: str, vocabulary: Vocabulary) -> CaseMatter | None:
    """Return what the case of a document is about, None where it tells of no case or of several harms alike.

    Some types of review are of one harm by their nature, if the document's words speak of no other harm more often: its
    type may be misread. Of others, it is the harm that they speak of most.
    """
    kind = vocabulary.review_types.get(about.review_type.value if about.review_type else "")
    paper = about.document_type.value if about.document_type else ""
    if kind is None or not kind.tells_case or paper not in _OF_ONE_CASE:
        return None
    words = tokens(text)
    said = _words_of_harm(text, words, vocabulary)
    if kind.theme in vocabulary.themes:
        most = max(map(len, said.values()), default=0)
        return CaseMatter(kind.theme, kind.label) if len(said.get(kind.theme, ())) == most else None
    return _harm_spoken_of(said, len(words))


def _words_of_harm(text: str, words: tuple[CueToken, ...], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the firm words of each harm in a text, as printed, in every place where they stand."""
    return {
        theme: [text[words[one.first].start : words[one.after - 1].end] for one in sightings if firm(one)]
        for theme, sightings in _lookout(vocabulary).sightings(words).items()
    }


def _harm_spoken_of(said: Mapping[str, Sequence[str]], length: int) -> CaseMatter | None:
    """Return the harm that a text of `length` words speaks of most, with its commonest words; None of several alike."""
    total = sum(map(len, said.values()))
    if not total:
        return None
    theme = max(said, key=lambda one: len(said[one]))
    count = len(said[theme])
    if count < CASE_WORDS or count < CASE_SHARE * total or 1000 * count < CASE_DENSITY * length:
        return None
    alike = [one.casefold() for one in said[theme]]
    return CaseMatter(theme, max(said[theme], key=lambda one: alike.count(one.casefold())))


@lru_cache(maxsize=4)
def _lookout(vocabulary: Vocabulary) -> CueMatcher:
    """Return what looks for the words of harms, made once for a vocabulary."""
    return CueMatcher({theme.slug: theme for theme in vocabulary.themes.values() if theme.group == "harm"})


def lend(findings: Sequence[Finding], answers: Iterable[Answer], matter: CaseMatter | None) -> tuple[Finding, ...]:
    """Return tagged findings with the themes that their case and the recommendation they answer lend them."""
    by_id = {one.id: one for one in findings}
    asked: dict[str, Finding] = {}
    for link in answers:
        if link.recommendation in by_id:
            asked.setdefault(link.action, by_id[link.recommendation])
    return tuple(_with_lent(one, [*_from_case(one, matter), *_from_advice(one, asked)]) for one in findings)


def _from_case(finding: Finding, matter: CaseMatter | None) -> Iterable[Tag]:
    """Yield the theme of the case, but for praise: counted, it would say that the harm itself was met well."""
    if matter is not None and finding.kind is not Kind.GOOD_PRACTICE and finding.polarity is not Polarity.WORKING_WELL:
        yield _lent_tag(matter.theme, LENT_BY_CASE, Evidence(matter.words, Means.CONTEXT, "case"))


def _from_advice(finding: Finding, asked: Mapping[str, Finding]) -> Iterable[Tag]:
    """Yield the likeliest themes of the recommendation that an action answers, where the action says little itself."""
    advice = asked.get(finding.id)
    if advice is None or finding.kind is not Kind.ACTION or len(finding.themes) >= LENT:
        return
    for tag in [one for one in advice.tags if one.certainty is Certainty.YES][:LENT]:
        words = next((one.words for one in tag.evidence if one.words), "")
        yield _lent_tag(tag.theme, LENT_BY_ADVICE, Evidence(words, Means.CONTEXT, "recommendation"))


def _lent_tag(theme: str, confidence: float, evidence: Evidence) -> Tag:
    return Tag(theme, Certainty.YES, confidence, (evidence,))


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
