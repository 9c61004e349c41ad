"""Which themes a finding is about, shown by its own words: cues looked for, signs weighed, three answers given.

A theme is given (yes), shown as unsure, or left out. At most MOST_THEMES are given to one finding, those that its own
words show before those that are inferred. Each tag carries the words that showed it, with their place in
`Finding.text`; words of a heading or lead-in have no place there.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.structure.labels import label_of
from ingest.themes.cue_matches import CueMatch, CueMatcher, Level
from ingest.themes.polarity import polarity_of
from ingest.themes.score import Around, Seen, firm, weigh
from ingest.themes.subjects import subjects_of
from ingest.themes.suggest import TextSense, sense_signs
from ingest.themes.theme_lexicon import ThemeLexicon
from kb.core.model import CASE, SENSE, Certainty, Evidence, Finding, Means, Tag
from kb.core.processor_limit import within_limit
from kb.text.cue_words import CueToken, cue_tokens
from kb.vocabulary import Vocabulary, Weights
from kb.vocabulary.suggestions import suggestion_model

MOST_THEMES = 4  # themes given to one finding
SHOWN_CUES = 6  # pieces of evidence kept for a theme
INFERRED = 0.5  # chance from which a theme that no word shows is told as inferred: from .5 to .6, 15 of 22 were right
BORNE_OUT = 0.2  # chance by sense from which words bear out what the case lends; below it 3 of 6 such themes were right
ITEM = 8  # words under which an item of a list leans on its lead-in


def tag(findings: Iterable[Finding], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return the findings with their themes, which way each points, and of whom it speaks."""
    tagger = tagger_of(vocabulary)
    return tuple(
        replace(
            finding,
            tags=tagger.tags(finding.text, finding.heading, finding.lead_in),
            polarity=polarity_of(finding, vocabulary),
            subjects=subjects_of(finding, vocabulary),
        )
        for finding in within_limit(findings)
    )


@lru_cache(maxsize=4)
def tagger_of(vocabulary: Vocabulary) -> Tagger:
    """Return the tagger of a vocabulary, made once."""
    return Tagger(vocabulary)


@dataclass(frozen=True, slots=True)
class ThemeEvidenceText:
    """What was seen of a finding: the words read, how many of them stand before its text, and the themes' sightings."""

    text: str
    words: tuple[CueToken, ...]
    before: int  # words of the lead-in that stand before the finding's own
    seen: Seen
    heading: dict[str, str]  # theme -> the words of the heading that lifted it

    @property
    def own_words(self) -> tuple[CueToken, ...]:
        """The words that are the finding's own and not its lead-in's."""
        return self.words[self.before :]


class Tagger:
    """Gives themes to texts by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lookout = CueMatcher(vocabulary.themes)
        self.lexicon = ThemeLexicon(vocabulary.themes)

    def with_weights(self, weights: Weights) -> Tagger:
        """Return a tagger that looks for the same cues and weighs them otherwise."""
        made = copy(self)
        made._vocabulary = replace(self._vocabulary, weights=weights)
        return made

    def tags(self, text: str, heading: tuple[str, ...] = (), lead_in: str = "") -> tuple[Tag, ...]:
        """Return the themes of a text by itself, the likeliest first, each with what showed it."""
        look = self.look(text, heading, lead_in)
        return self.judge(look, self.sense_around(look))

    def sense_around(self, look: ThemeEvidenceText) -> Around:
        """Return what bears on the themes seen in a text that stands in no document: its words as a whole."""
        return Around(sense_signs(TextSense(look.own_words, suggestion_model()).chances, look.seen), {})

    def judge(self, look: ThemeEvidenceText, around: Around) -> tuple[Tag, ...]:
        """Return the themes of a text that was looked at, the likeliest first, by it and what stands around it.

        A theme that only its surroundings lend is given or left out, never unsure; one that only the whole case lends,
        or the sense of words of which none can be shown, is inferred.
        """
        weights = self._vocabulary.weights
        chances = weigh(look.seen, look.words, self.lexicon, weights, around)
        likely = sorted((-chance, theme) for theme, chance in chances.items())
        inferred = {theme for theme in chances if _is_inferred(theme, look, around)}
        first = [(-minus, theme) for minus, theme in likely if theme not in inferred]
        sure = [
            theme for (chance, theme), bound in zip(first, _bounds(weights, around), strict=False) if chance >= bound
        ]
        sure += [theme for minus, theme in likely if theme in inferred and -minus >= INFERRED]
        given = frozenset(sure[:MOST_THEMES])
        made: list[Tag] = []
        for minus, theme in likely:
            if _is_shown(theme, look) and (theme in given or -minus >= weights.unsure):
                certainty = Certainty.YES if theme in given else Certainty.UNSURE
                made.append(Tag(theme, certainty, round(-minus, 3), _evidence(theme, look)))
            elif theme in given:
                certainty = Certainty.INFERRED if theme in inferred else Certainty.YES
                made.append(Tag(theme, certainty, round(-minus, 3), _lending_evidence(theme, look, around)))
        return tuple(made)

    def look(self, text: str, heading: tuple[str, ...] = (), lead_in: str = "") -> ThemeEvidenceText:
        """Look for cues in a text and, where it hardly speaks for itself ("the new partner;"), around it.

        An item of a few words, or one with no firm cue of any theme, is read with the lead-in that goes on into it.
        Where there is still no firm cue, a weak one counts as strong if the innermost heading names its theme.
        """
        words = _own(text)
        seen = self._lookout.sightings(words)
        lead: tuple[CueToken, ...] = ()
        if lead_in.strip() and lead_in.rstrip()[-1] not in ".!?" and (len(words) < ITEM or not _speaks(seen)):
            lead = cue_tokens(lead_in)
            words = _join_tokens(lead, words)
            seen = self._lookout.sightings(words)
        if _speaks(seen):
            return ThemeEvidenceText(text, words, len(lead), seen, {})
        named = self.themes_named(heading[-1:])
        lifting = {theme: said for theme, said in named.items() if theme in seen and not any(map(firm, seen[theme]))}
        return ThemeEvidenceText(
            text, words, len(lead), {**seen, **{theme: _lift_first(seen[theme]) for theme in lifting}}, lifting
        )

    def themes_named(self, texts: tuple[str, ...]) -> dict[str, str]:
        """Return the themes that short texts name by a firm cue, with the words."""
        named: dict[str, str] = {}
        for text in texts:
            words = cue_tokens(text)
            for theme, sightings in self._lookout.sightings(words).items():
                for one in sightings:
                    if firm(one):
                        named.setdefault(theme, text[words[one.first].start : words[one.after - 1].end])
        return named


def _own(text: str) -> tuple[CueToken, ...]:
    """Return the words of a text without its printed label: "Learning point 2:" does not speak of learning."""
    label = label_of(text)
    words = cue_tokens(text)
    return words if label is None else tuple(word for word in words if word.start >= label.ends)


def _is_shown(theme: str, look: ThemeEvidenceText) -> bool:
    """Return whether a text shows a theme by more than one weak cue."""
    cues = {one.key for one in look.seen.get(theme, ())}
    return len(cues) > 1 or any(one.level is not Level.WEAK for one in cues)


def _bounds(weights: Weights, around: Around) -> tuple[float, ...]:
    """Return the chances from which the likeliest themes of a finding are given, the first one first.

    A reader gives a statement in a document one or two themes and hardly ever none; of a text by itself nobody can say.
    """
    places = weights.places if around.in_document and weights.places else (weights.yes,)
    return (*places, *[places[-1]] * (MOST_THEMES - len(places)))


def _is_inferred(theme: str, look: ThemeEvidenceText, around: Around) -> bool:
    """Return whether only the whole case lends a theme, or the sense of words of which none can be shown."""
    if _is_shown(theme, look) or around.lent[theme].where not in (SENSE, CASE):
        return False
    return theme not in look.seen and not _carrying(theme, around)


def _carrying(theme: str, around: Around) -> tuple[tuple[int, int], ...]:
    """Return where the words stand that carry a theme by their sense; none where it is less likely than BORNE_OUT."""
    likely = around.signs.get(theme, {}).get("sense", 0.0) >= BORNE_OUT
    return around.carried.get(theme, ()) if likely else ()


def _lending_evidence(theme: str, look: ThemeEvidenceText, around: Around) -> tuple[Evidence, ...]:
    """Return what lends a theme: of one that the case lends its words there, then weak cues and words that carry it."""
    lent = around.lent[theme]
    if lent.where not in (CASE, SENSE):
        return (lent,)
    carrying = _carrying(theme, around)
    said = tuple(Evidence(look.text[start:end], Means.CONTEXT, SENSE, start, end) for start, end in carrying)
    weak = _evidence(theme, look) if theme in look.seen else ()
    return (*(() if said and lent.where == SENSE else (lent,)), *weak, *said)


def _speaks(seen: Seen) -> bool:
    return any(firm(one) for sightings in seen.values() for one in sightings)


def _join_tokens(lead: tuple[CueToken, ...], words: tuple[CueToken, ...]) -> tuple[CueToken, ...]:
    """Return the words of a lead-in and of a text as one run; the text's words keep their places in it.

    The text's first sentence goes on from the lead-in's last: "Staff were not told of:", "the new partner;".
    """
    first = lead[-1].sentence if lead else 0
    return lead + tuple(word._replace(sentence=word.sentence + first) for word in words)


def _lift_first(sightings: list[CueMatch]) -> list[CueMatch]:
    """Return the sightings with the first one made strong."""
    one, *others = sightings
    return [one._replace(key=replace(one.key, level=Level.STRONG)), *others]


def _evidence(theme: str, look: ThemeEvidenceText) -> tuple[Evidence, ...]:
    """Return the words that show a theme: firm ones before weak, and the heading's first where it lifted them."""
    sightings = look.seen[theme]
    strong = [one for one in sightings if firm(one)]
    means = Means.CUE if strong else Means.MODEL
    chosen = [*strong, *(one for one in sightings if not firm(one))][:SHOWN_CUES]
    made = []
    if theme in look.heading:
        made.append(Evidence(look.heading[theme], Means.CUE, "heading"))
    for one in sorted(chosen, key=lambda sighting: sighting.first):
        made.extend(_piece(one, look, means))
    return tuple(dict.fromkeys(made))


def _piece(one: CueMatch, look: ThemeEvidenceText, means: Means) -> Iterable[Evidence]:
    inside = look.words[max(one.first, look.before) : one.after]
    if one.first < look.before:
        yield Evidence(" ".join(word.raw for word in look.words[one.first : one.after]), means, "heading")
    elif inside:
        start, end = inside[0].start, inside[-1].end
        yield Evidence(look.text[start:end], means, "text", start, end)
