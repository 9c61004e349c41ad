"""The words of the vocabulary as values: themes, kinds and the entries of the controlled lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kb.vocabulary.weights import Weights


@dataclass(frozen=True, slots=True)
class Cues:
    """The words that speak for a theme. How a cue is written is explained in the README beside the theme files."""

    strong: tuple[str, ...] = ()  # enough by itself
    weak: tuple[str, ...] = ()  # counts with another cue, a heading, or the learned weights
    near: tuple[tuple[str, ...], ...] = ()  # each enough by itself where its parts stand close together
    spare: tuple[str, ...] = ()  # words inside one of these never count for this theme


@dataclass(frozen=True, slots=True)
class Theme:
    """What a finding can be about, as practitioners would say it, and the words by which to know it."""

    slug: str
    label: str
    group: str  # slug in Vocabulary.groups
    definition: str
    cues: Cues
    also_called: tuple[str, ...] = ()
    related: tuple[str, ...] = ()  # slugs
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # scheme slug -> codes
    weak: bool = False  # kept only where the finding is about it, since its words stand everywhere
    harm: bool = False  # "no evidence of ..." denies it; for other themes an absence is the finding itself
    replaces: tuple[str, ...] = ()  # slugs it was called by before, or that were merged into it
    must_match: tuple[str, ...] = ()
    must_spare: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # for a training room
    notice: str = ""  # what the content notice says that a case speaks of; "" where none is needed
    notice_words: tuple[str, ...] = ()  # cues of a text that speaks of it
    described_words: tuple[str, ...] = ()  # cues of a text that describes it; () where no difference is known


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A kind of finding: its label, the headings and cues that announce it, and its own check sentences.

    `more` holds any other list of the file by its dotted name, so that a kind can carry what its recogniser needs.
    """

    slug: str
    label: str
    definition: str = ""
    plural: str = ""
    called: str = ""  # within a sentence: "a lesson"
    rank: int = 100  # of two announcements as long as each other, that of the smaller rank counts
    labels: tuple[str, ...] = ()  # words printed before a number that name it: "Recommendation 3"
    heading_labels: tuple[str, ...] = ()  # words of a heading with a number that announce it: "Priority 2"
    asked_for: tuple[str, ...] = ()  # regular expressions by which a question asks for this kind alone
    wanted: tuple[str, ...] = ()  # regular expressions by which a question says that this kind is to come first
    polarity: str = ""  # slug of the way it points where a finding's words say nothing
    tone: str = "grey"  # colour of its badge, one that the design system has
    headings: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    must_match: tuple[str, ...] = ()
    must_spare: tuple[str, ...] = ()
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """One entry of a controlled list. Words inside `spare` phrases do not count.

    `cues` and `spare` of polarities and subjects are written like theme cues; those of other lists are plain phrases.

    `genres` are the sorts of writing (ingest/words/genres.toml) that are of this entry where a document says no other.
    """

    slug: str
    label: str
    definition: str = ""
    group: str = ""
    cues: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewType(VocabularyEntry):
    """A type of review: whom it concerns ("children", "adults" or ""), whether it tells a case, and what it follows.

    `follows` is "death" where such a review is only ever held after a death, "harm" where after a death or serious
    harm, and "" where neither is certain. One that `judges_service` speaks of a whole service, so that its findings
    are less like those of a case. `counted_as` is what such documents are called where reviews are counted by type,
    and `noun` what one is called where sources are counted. `joins` says with documents of which types one can be of
    one review: the "same", "any" or "none". One that is `unspecific` says less than the type of its document.
    A "report into a death" is of this type where the name of the body behind it has the words `into_deaths_by`.
    `theme` is the slug of the theme that every review of this type is about, or "".
    """

    concerns: str = ""
    tells_case: bool = True
    follows: str = ""
    judges_service: bool = False
    counted_as: str = ""
    noun: str = "review"
    joins: Literal["same", "any", "none"] = "same"
    unspecific: bool = False
    into_deaths_by: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All that a practitioner may change without a programmer. Every mapping keeps the order of its file.

    One is equal to itself alone, so that what is made of it can be kept by it; `fingerprint` compares content.
    """

    themes: Mapping[str, Theme]
    groups: Mapping[str, VocabularyEntry]  # of themes
    kinds: Mapping[str, KindEntry]
    acronyms: Mapping[str, str]  # "MARAC" -> "multi-agency risk assessment conference"
    synonyms: tuple[tuple[str, ...], ...]  # phrases of one group mean the same in search
    review_types: Mapping[str, ReviewType]
    document_types: Mapping[str, VocabularyEntry]
    agencies: Mapping[str, VocabularyEntry]
    statuses: Mapping[str, VocabularyEntry]
    polarities: Mapping[str, VocabularyEntry]
    subjects: Mapping[str, VocabularyEntry]
    schemes: Mapping[str, VocabularyEntry]  # whose codes the themes' crosswalk gives
    lists: Mapping[str, Mapping[str, VocabularyEntry]]  # every controlled list by its file's name, those above included
    weights: Weights = field(default_factory=Weights)  # what was learned from labelled findings
    alike: tuple[tuple[str, ...], ...] = ()  # words of one group say the same where lessons are compared
    fingerprint: str = ""  # changes when any word of it changes
    retired: Mapping[str, Theme] = field(default_factory=dict)  # themes no longer given; another may replace one
    # vectors of findings, of each its text and last heading, where a sentence encoder is there
    encode: Callable[[Iterable[tuple[str, str]]], Any] | None = None

    @property
    def service_types(self) -> frozenset[str]:
        """The slugs of the review types that judge a whole service: inspections."""
        return frozenset(slug for slug, listed in self.review_types.items() if listed.judges_service)

    def theme(self, slug: str) -> Theme | None:
        """Return the theme now known by `slug`, following renames and merges, or None."""
        found = self.themes.get(slug)
        if found is not None:
            return found
        return next((theme for theme in self.themes.values() if slug in theme.replaces), None)
