"""What stands around a finding and speaks of themes: what it answers, its heading, its document, its kind of review.

A reader who has the plan open takes "A prompt will be built into the system" to be about what was recommended, who
reads under "Working with fathers" takes "He was named in eleven documents and spoken to in none" to be about fathers,
and of a domestic homicide review every page is about domestic abuse. These are signs beside those of a finding's own
words, weighed in one sum (`score.py`); kb/decisions/0166 tells how often readers agree. A theme of which the finding
itself shows nothing carries the words that lend it, by `Means.CONTEXT`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingest.structure.labels import label_of
from ingest.themes.case_theme import CaseTheme, case_theme
from ingest.themes.encoded_sense import chances_by_text
from ingest.themes.polarity import polarity_of
from ingest.themes.score import Around, firm
from ingest.themes.subjects import subjects_of
from ingest.themes.suggest import LIKELY, TextSense, sense_signs
from ingest.themes.tagger import Tagger, ThemeEvidenceText, tagger_of
from kb.core.model import CASE, SENSE, Answer, Evidence, Finding, Means, Metadata
from kb.core.processor_limit import within_limit
from kb.text.cue_words import cue_tokens
from kb.text.cues import CueTree
from kb.vocabulary import Vocabulary
from kb.vocabulary.suggestions import suggestion_model

MOST_HEADING_WORDS = 18  # words of a heading that names a topic; a longer one is a sentence
MANY_UNDER = 5  # findings under a heading from which their share counts in full
CASE_SHARE = 0.25  # share of a document's other findings that must show a theme for it to be lent to the rest

_ANSWERED = ("recommendation", "action")  # labels of headings under which stands an answer


def tag_document(
    findings: Sequence[Finding], answers: Iterable[Answer], about: Metadata, vocabulary: Vocabulary, text: str = ""
) -> tuple[Finding, ...]:
    """Return the findings of one document with their themes, which way each points, and of whom it speaks.

    `text` is that of the whole document, of which the case's theme is told.
    """
    tagger = tagger_of(vocabulary)
    looks = [tagger.look(one.text, one.heading, one.lead_in) for one in within_limit(findings)]
    case = case_theme(text, vocabulary) if findings else None
    senses = chances_by_text(findings, [one.own_words for one in looks], vocabulary)
    around = surroundings_of(findings, looks, answers, about, vocabulary, senses, case)
    return tuple(
        replace(
            finding,
            tags=tagger.judge(look, stands),
            polarity=polarity_of(finding, vocabulary),
            subjects=subjects_of(finding, vocabulary),
        )
        for finding, look, stands in zip(findings, looks, around, strict=True)
    )


def surroundings_of(
    findings: Sequence[Finding],
    looks: Sequence[ThemeEvidenceText],
    answers: Iterable[Answer],
    about: Metadata,
    vocabulary: Vocabulary,
    senses: Mapping[str, Mapping[str, float]] | None = None,
    case: CaseTheme | None = None,
) -> tuple[Around, ...]:
    """Return what stands around each finding of one document, of which the cues have been looked for.

    `senses` holds by text the chances of themes where they are known otherwise than by the model supplied. `case` is
    what the document's whole text is about.
    """
    document = _Surroundings(findings, looks, answers, about, vocabulary, senses, case)
    return tuple(map(document.around, within_limit(range(len(findings)))))


@dataclass(slots=True)
class _Gathering:
    """The signs of one finding as they are gathered: theme -> sign -> value, and what lends a theme."""

    signs: dict[str, dict[str, float]] = field(default_factory=dict)
    lent: dict[str, Evidence] = field(default_factory=dict)
    carried: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def say(self, theme: str, sign: str, value: float, words: str = "", where: str = "") -> None:
        """Note a sign; where it can lend the theme by itself, with its words. The first that lends is kept."""
        self.signs.setdefault(theme, {})[sign] = value
        if where:
            self.lent.setdefault(theme, Evidence(words, Means.CONTEXT, where))


class _Surroundings:
    """What stands around each finding of one document."""

    def __init__(
        self,
        findings: Sequence[Finding],
        looks: Sequence[ThemeEvidenceText],
        answers: Iterable[Answer],
        about: Metadata,
        vocabulary: Vocabulary,
        senses: Mapping[str, Mapping[str, float]] | None,
        case: CaseTheme | None,
    ) -> None:
        self._senses = senses
        self._case = case
        self._findings = findings
        self._looks = looks
        self._vocabulary = vocabulary
        self._tagger: Tagger = tagger_of(vocabulary)
        self._shown = [_firm_themes(one) for one in looks]
        self._counts = Counter(theme for shown in self._shown for theme in shown)
        self._asked = self._recommendations(answers)
        self._titled = self._tagger.themes_named((about.title.value,)) if about.title else {}
        self._always = _theme_of_type(about, vocabulary)
        self._under = Counter(one.heading for one in findings)
        self._shown_under: dict[tuple[str, ...], Counter[str]] = {}
        for one, shown in zip(findings, self._shown, strict=True):
            self._shown_under.setdefault(one.heading, Counter()).update(shown)
        self._one_root = len({path[0] for path in self._under if path}) == 1

    def around(self, number: int) -> Around:
        """Return what stands around the finding of this number, counted from 0."""
        gathered = _Gathering()
        if number in self._asked:
            asked = self._asked[number]
            for theme in sorted(self._shown[asked]):
                gathered.say(theme, "answered", 1.0, _words_of(self._looks[asked], theme), "recommendation")
        self._heading(number, gathered)
        self._document(number, gathered)
        self._sense(number, gathered)
        return Around(gathered.signs, gathered.lent, gathered.carried, in_document=True)

    def _recommendations(self, answers: Iterable[Answer]) -> dict[int, int]:
        """Return the number of the recommendation that each answering finding answers first."""
        numbers = {one.id: number for number, one in enumerate(self._findings)}
        made: dict[int, int] = {}
        for link in answers:
            if link.action in numbers and link.recommendation in numbers:
                made.setdefault(numbers[link.action], numbers[link.recommendation])
        return made

    def _heading(self, number: int, gathered: _Gathering) -> None:
        path = self._findings[number].heading
        if not path:
            return
        under = self._under[path]
        others = max(under - 1, 1)
        shown = self._shown_under[path] - Counter(self._shown[number])
        is_title = len(path) == 1 and self._one_root
        named = {} if is_title or not _is_topical(path[-1], self._vocabulary) else self._tagger.themes_named(path[-1:])
        for theme, words in named.items():
            gathered.say(theme, "heading", 1.0, words, "heading")
            gathered.say(theme, "heading_borne_out", shown[theme] / others)
        for theme, count in shown.items():
            gathered.say(theme, "under_heading", count / others * min(under, MANY_UNDER) / MANY_UNDER)
        beside = Counter(theme for other in self._neighbours(number) for theme in self._shown[other])
        for theme, count in beside.items():
            gathered.say(theme, "beside", count / 2)

    def _neighbours(self, number: int) -> Iterator[int]:
        """Yield the numbers of the findings before and after one that stand under its heading."""
        path = self._findings[number].heading
        for other in (number - 1, number + 1):
            if 0 <= other < len(self._findings) and self._findings[other].heading == path:
                yield other

    def _document(self, number: int, gathered: _Gathering) -> None:
        if self._always:
            gathered.say(self._always, "review_type", 1.0, "", CASE)
        for theme, words in self._titled.items():
            gathered.say(theme, "title", 1.0, words, CASE)
        if self._case:
            gathered.say(self._case.theme, "case", 1.0, self._case.words, CASE)
            gathered.say(self._case.theme, "case_share", math.sqrt(self._case.share))
        others = max(len(self._findings) - 1, 1)
        shares = {theme: (count - (theme in self._shown[number])) / others for theme, count in self._counts.items()}
        most = max(shares.values(), default=0.0)
        for theme, share in shares.items():
            if share:
                gathered.say(theme, "document", math.sqrt(share), "", CASE if share >= CASE_SHARE else "")
            if share and share == most:
                gathered.say(theme, "document_most", 1.0)

    def _sense(self, number: int, gathered: _Gathering) -> None:
        """Note how likely the words of the finding as a whole make each theme, the likeliest as lent by them."""
        sense = TextSense(self._looks[number].own_words, suggestion_model())
        if self._senses is not None:
            sense.chances = dict(self._senses.get(self._findings[number].text, {}))
        likeliest = [theme for theme in sense.likeliest(LIKELY) if theme in self._vocabulary.themes]
        signs = sense_signs(sense.chances, {*likeliest, *self._looks[number].seen, *gathered.signs})
        for theme, made in signs.items():
            gathered.signs.setdefault(theme, {}).update(made)
        for theme in likeliest:
            evidence = Evidence(", ".join(sense.telling_words(theme)), Means.CONTEXT, SENSE)
            gathered.lent.setdefault(theme, evidence)
            gathered.carried[theme] = sense.carrying_words(theme)


def _firm_themes(look: ThemeEvidenceText) -> frozenset[str]:
    return frozenset(theme for theme, matches in look.seen.items() if any(map(firm, matches)))


def _words_of(look: ThemeEvidenceText, theme: str) -> str:
    """Return the first words of a text that firmly show a theme, as printed."""
    one = next(match for match in look.seen[theme] if firm(match))
    return " ".join(word.raw for word in look.words[one.first : one.after])


def _theme_of_type(about: Metadata, vocabulary: Vocabulary) -> str:
    """Return the theme that every review of this type is about, "" where there is none or nobody keeps it."""
    listed = vocabulary.review_types.get(about.review_type.value) if about.review_type else None
    theme = vocabulary.theme(listed.theme) if listed and listed.theme else None
    return theme.slug if theme else ""


def _is_topical(heading: str, vocabulary: Vocabulary) -> bool:
    """Return whether a heading names a topic: no sentence, no recommendation over its answer, no kind of finding.

    "Learning from cases" and "Questions to think about" say what stands under them, not what that is about.
    """
    label = label_of(heading)
    if len(heading.split()) > MOST_HEADING_WORDS or (label is not None and label.kind in _ANSWERED):
        return False
    return not any(_kinds_of(vocabulary).find(cue_tokens(heading)))


@lru_cache(maxsize=4)
def _kinds_of(vocabulary: Vocabulary) -> CueTree[str]:
    """Return what tells the kinds of finding that headings announce, made once for a vocabulary."""
    return CueTree((cue, slug) for slug, kind in vocabulary.kinds.items() for cue in kind.headings)
