"""Echoes: for a finding, the findings of other reviews that say nearly the same, best first, each with its reason.

Likeness is a sum of three: shared words (cosine of TF-IDF over stems with short forms written out), shared themes
(overlap weighted by how rare a theme is; related themes count a little), and a shared named instrument; less where one
says what worked and the other what is needed, and a little for very different lengths. The numbers were chosen
on labelled groups and are recorded in kb/decisions/0050. Nothing is compared with everything: a term leads to the
findings that have it, so that one question costs what its terms have, and adding a document costs one re-sort.
"""

from __future__ import annotations

import heapq
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.model import Certainty, Echo, Finding, Holding, Kind, Tag
from kb.recurrence.instruments import instruments
from kb.recurrence.wording import Wording
from kb.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

THEME = 1.0  # weight of shared themes beside shared words
ALONE = 0.6  # what a theme counts against the overlap where only one side has it (Tversky's alpha and beta)
RELATED = 0.25  # what a related theme counts of a shared one
APART = {"practice": 0.35, "question": 0.3, "need": 0.05, "done": 0.05}  # lost by unlike standing; the larger counts
INSPECTED = 0.15  # lost between a review and an inspection: one speaks of a case, the other of a whole service
CONTEXT = 0.4  # what a theme counts in a document most of whose findings carry it: its subject, not their lesson
SUBJECT = 0.4  # the share of a document's findings from which a theme is its subject ...
FEW = 8  # ... where it has at least so many
FORMULA = 3  # reviews from which the same sentences are a publisher's standing words and no lesson come again
FORMULAIC = 0.3  # what likeness is worth where either side is such a formula
LONG = 0.25  # lost for each e-fold by which the shorter is over MANY words: long paragraphs share themes by chance
MANY = 30
LENGTH = 0.02  # lost for each e-fold by which one is longer
UNSURE = 0.4  # what a theme counts that the tagger was unsure of
WEAK = 0.4  # what a weak theme counts: its words stand everywhere
INSTRUMENT = 0.5  # for the same named instrument
VERBATIM = 0.8  # share of words in common from which a repeat is called word for word
STRONG = 0.75  # likeness from which an echo is shown without being asked for
NEAR = 1.2  # likeness from which two findings say nearly the same, ...
NEAR_WORDS = 0.2  # ... where their words alone are so like: a theme in common is not yet the same lesson


@dataclass(frozen=True, slots=True)
class Said:
    """What one finding says, ready to be compared."""

    id: str
    review: str
    document: str
    text: str
    terms: Mapping[str, float]
    themes: Mapping[str, float]
    names: Mapping[frozenset[str], str]
    standing: str = "need"
    length: int = 1  # words
    inspection: bool = False
    sketch: frozenset[int] = frozenset()  # of its word sequences: near-identical texts share most of it


STANDING = {
    Kind.GOOD_PRACTICE: "practice",
    Kind.ACTION: "done",
    Kind.EVIDENCE: "done",
    Kind.QUESTION: "question",
}  # all others say what is needed


_ORDER = tuple(APART)


class Echoes:
    """All findings of a library, arranged so that those like a given one are found quickly."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._wording = Wording(vocabulary)
        self._said: dict[str, Said] = {}
        self._arrays: _Arrays | None = None

    def __len__(self) -> int:
        return len(self._said)

    def add(self, holdings: Iterable[Holding]) -> None:
        """Add findings, or replace them where their id is known."""
        for held in holdings:
            self._said[held.finding.id] = self.say(
                held.finding,
                held.review.slug,
                held.document.id,
                inspection=held.review.review_type == "inspection",
            )
        self._arrays = None

    def remove(self, ids: Iterable[str]) -> None:
        """Forget findings; unknown ids are passed over."""
        for id_ in ids:
            self._said.pop(id_, None)
        self._arrays = None

    def say(self, finding: Finding, review: str, document: str = "", *, inspection: bool = False) -> Said:
        """Return what a finding says, and whether an inspection said it."""
        heading = finding.heading[-1] if finding.heading else ""
        return Said(
            finding.id,
            review,
            document,
            finding.text,
            self._wording.terms(finding.text, heading),
            self._themes(finding.tags),
            instruments(finding.text),
            STANDING.get(finding.kind, "need"),
            max(len(finding.text.split()), 1),
            inspection,
            _sketch(finding.text),
        )

    def of(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the echoes of a held finding, best first, at most `depth`, none below the likeness `least`."""
        said = self._said.get(id_)
        return self._like(said, depth, least) if said else ()

    def like(self, finding: Finding, review: str = "", depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the held findings most like one that need not be held, such as a draft; none of `review` itself."""
        return self._like(self.say(finding, review), depth, least)

    def _like(self, said: Said, depth: int, least: float) -> tuple[Echo, ...]:
        arrays = self._ready()
        if not arrays.ids:
            return ()
        scores = arrays.likeness(said)
        best = [i for i in _top(scores, depth) if scores[i] > least]
        printed = self._printed(said)
        return tuple(self._echo(said, self._said[arrays.ids[i]], float(scores[i]), printed) for i in best)

    def _echo(self, said: Said, other: Said, score: float, printed: Mapping[str, str]) -> Echo:
        why = self._why(said, other, printed)
        verbatim = _verbatim(said.text, other.text)
        near = verbatim or (score >= NEAR and self._ready().words_like(said, other) >= NEAR_WORDS)
        return Echo(said.id, other.id, round(score, 6), why, verbatim, near)

    def _ready(self) -> _Arrays:
        if self._arrays is None:
            self._arrays = _Arrays(tuple(self._said.values()), self._vocabulary)
        return self._arrays

    def _themes(self, tags: Sequence[Tag]) -> Mapping[str, float]:
        weights: dict[str, float] = {}
        for tag in tags:
            theme = self._vocabulary.theme(tag.theme)
            weight = WEAK if theme is not None and theme.weak else 1.0
            weights[tag.theme] = weight if tag.certainty is Certainty.YES else weight * UNSURE
        return weights

    def _why(self, said: Said, other: Said, printed: Mapping[str, str]) -> str:
        reasons = []
        names = [name for key, name in said.names.items() if key in other.names]
        if names:
            reasons.append("the same named instrument: " + ", ".join(sorted(names)))
        shared = sorted(said.themes.keys() & other.themes.keys(), key=lambda slug: -said.themes[slug])
        if shared:
            labels = [theme.label for slug in shared if (theme := self._vocabulary.theme(slug))]
            reasons.append(("same theme: " if len(labels) == 1 else "same themes: ") + "; ".join(labels))
        words = self._shared_words(said, other, printed)
        if words:
            reasons.append("shared words: " + ", ".join(words))
        if not reasons:
            reasons.append("related themes")
        return " · ".join(reasons)

    def _shared_words(self, said: Said, other: Said, printed: Mapping[str, str], most: int = 6) -> list[str]:
        arrays = self._ready()
        shared = {printed[term] for term in said.terms.keys() & other.terms.keys() if term in printed}
        rarity = {word: max(arrays.rarity(t) for t, w in printed.items() if w == word) for word in shared}
        return sorted(shared, key=lambda word: (-rarity[word], word))[:most]

    def _printed(self, said: Said) -> Mapping[str, str]:
        """Return for each term of `said` the word that stands for it on the page; a phrase's for its concept."""
        printed = {term: term[1:].upper() if term[0] == "@" else term[1:] for term in said.terms if term[0] in "@="}
        for word, stemmed in self._wording.words(said.text):
            printed.setdefault(stemmed, word if word.isupper() else word.lower())
        return printed


class _Arrays:
    """The findings as posting lists: for every term, who has it and how much."""

    def __init__(self, said: tuple[Said, ...], vocabulary: Vocabulary) -> None:
        self.ids = tuple(s.id for s in said)
        self._count = len(said)
        self._related = {slug: frozenset(theme.related) for slug, theme in vocabulary.themes.items()}
        numbers: dict[str, int] = {}
        reviews: dict[str, int] = {}
        self._review_numbers = reviews
        self._reviews = np.fromiter((reviews.setdefault(s.review, len(reviews)) for s in said), np.int32, len(said))
        terms: list[int] = []
        weights: list[float] = []
        sizes: list[int] = []
        for one in said:
            sizes.append(len(one.terms))
            terms.extend(numbers.setdefault(term, len(numbers)) for term in one.terms)
            weights.extend(one.terms.values())
        self._inspections = np.array([s.inspection for s in said])
        self._common = _common_runs(said)
        self._formulas = np.array([_is_formula(one, self._common) for one in said], np.bool_)
        self._standings = np.array([_ORDER.index(s.standing) for s in said], np.int8)
        self._lengths = np.log(np.array([s.length for s in said], np.float64))
        self._numbers = numbers
        self._words = _Postings.of(
            np.array(terms, np.int32), np.array(weights, np.float32), np.array(sizes), len(numbers)
        )
        self._theme_numbers: dict[str, int] = {}
        self._subjects = _subjects(said)
        self._themes = self._theme_postings(said)
        self._names: dict[frozenset[str], list[int]] = {}
        for i, one in enumerate(said):
            for name in one.names:
                self._names.setdefault(name, []).append(i)

    def likeness(self, said: Said) -> npt.NDArray[np.float64]:
        """Return how like `said` each finding is; its own review's findings get minus one."""
        scores = self._word_likeness(said) + THEME * self._theme_likeness(said) - self._apart(said)
        scores[scores < 0] = 0.0
        scores[self._formulas | _is_formula(said, self._common)] *= FORMULAIC
        for name in said.names:
            holders = self._names.get(name)
            if holders:
                scores[holders] += INSTRUMENT
        own = self._review_numbers.get(said.review)
        if own is not None:
            scores[self._reviews == own] = -1.0
        return scores

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term; 0 where nobody has it."""
        number = self._numbers.get(term)
        return float(self._words.idf[number]) if number is not None else 0.0

    def words_like(self, one: Said, other: Said) -> float:
        """Return the cosine of two findings' words alone."""
        a, b = self._weighed(one), self._weighed(other)
        norm = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
        return sum(a[term] * b[term] for term in a.keys() & b.keys()) / norm if norm else 0.0

    def _weighed(self, said: Said) -> Mapping[str, float]:
        return {
            term: ((1 + math.log(w)) if w >= 1 else w)
            * (self.rarity(term) if term in self._numbers else self._words.highest)
            for term, w in said.terms.items()
        }

    def _word_likeness(self, said: Said) -> npt.NDArray[np.float64]:
        known = [(n, w) for term, w in said.terms.items() if (n := self._numbers.get(term)) is not None]
        weights = (
            np.array([(1 + math.log(w)) if w >= 1 else w for _, w in known]) * self._words.idf[[n for n, _ in known]]
        )
        strange = len(said.terms) - len(known)
        norm = math.sqrt(float((weights**2).sum()) + strange * self._words.highest**2) or 1.0
        scores = np.zeros(self._count)
        for (number, _), weight in zip(known, weights / norm, strict=True):
            who, how = self._words.of_term(number)
            scores[who] += weight * how
        return scores

    def _theme_postings(self, said: tuple[Said, ...]) -> _Postings:
        themes = [self._theme_numbers.setdefault(t, len(self._theme_numbers)) for one in said for t in one.themes]
        weights = [w for one in said for w in self._lessons(one).values()]
        sizes = np.array([len(one.themes) for one in said])
        made = _Postings.of(
            np.array(themes, np.int32), np.array(weights, np.float32), sizes, len(self._theme_numbers), flat=True
        )
        self._theme_mass = made.mass
        return made

    def _theme_likeness(self, said: Said) -> npt.NDArray[np.float64]:
        """Return the weighted overlap of themes (Tversky's index); a related theme lends a part of its weight."""
        themes = self._lessons(said)
        own = {n: w for theme, w in themes.items() if (n := self._theme_numbers.get(theme)) is not None}
        shared = np.zeros(self._count)
        near = np.zeros(self._count)
        for number, weight in own.items():
            who, how = self._themes.of_term(number)
            shared[who] += np.minimum(weight * self._themes.idf[number], how)
        for theme, weight in themes.items():
            for other in self._related.get(theme, ()):
                kin = self._theme_numbers.get(other)
                if kin is not None and kin not in own:
                    who, how = self._themes.of_term(kin)
                    near[who] = np.maximum(near[who], RELATED * np.minimum(weight * self._themes.idf[kin], how))
        mass = sum(weight * float(self._themes.idf[number]) for number, weight in own.items())
        alone = (mass - shared) + (self._theme_mass - shared)
        whole = shared + ALONE * alone
        overlap: npt.NDArray[np.float64] = np.divide(shared + near, whole, out=np.zeros(self._count), where=whole > 0)
        return np.minimum(overlap, 1.0)

    def _lessons(self, said: Said) -> Mapping[str, float]:
        """Return a finding's themes with what each counts for its lesson."""
        subjects = self._subjects.get(said.document, frozenset())
        return {theme: w * CONTEXT if theme in subjects else w for theme, w in said.themes.items()}

    def _apart(self, said: Said) -> npt.NDArray[np.float64]:
        """Return what each finding loses for standing, length or origin unlike that of `said`."""
        own = math.log(said.length)
        lost = LENGTH * np.abs(self._lengths - own)
        lost += LONG * np.maximum(np.minimum(self._lengths, own) - math.log(MANY), 0.0)
        lost += np.where(self._inspections == said.inspection, 0.0, INSPECTED)
        unlike = [0.0 if one == said.standing else max(APART[one], APART[said.standing]) for one in _ORDER]
        lost += np.array(unlike)[self._standings]
        return lost


@dataclass(frozen=True, slots=True)
class _Postings:
    """For each term the findings that have it, with weights; `mass` is each finding's sum of weights."""

    starts: npt.NDArray[np.int64]
    who: Ints
    how: Floats
    idf: Floats
    mass: npt.NDArray[np.float64]
    highest: float

    @classmethod
    def of(
        cls, terms: Ints, weights: Floats, sizes: npt.NDArray[np.int64], many: int, *, flat: bool = False
    ) -> _Postings:
        """Sort findings' terms into posting lists: cosine weights, or `flat` ones times idf for an overlap."""
        count = len(sizes)
        owners = np.repeat(np.arange(count, dtype=np.int32), sizes.astype(np.int64))
        df = np.bincount(terms, minlength=many)
        idf = np.log((count + 1) / (df + 0.5)).astype(np.float32)
        grown = weights if flat else np.where(weights >= 1, 1 + np.log(np.maximum(weights, 1)), weights)
        how = (grown * idf[terms]).astype(np.float32) if len(terms) else np.zeros(0, np.float32)
        mass: npt.NDArray[np.float64] = np.bincount(owners, weights=how, minlength=count).astype(np.float64)
        if not flat:
            norms = np.sqrt(np.bincount(owners, weights=how**2, minlength=count))
            how = (how / np.maximum(norms[owners], 1e-9)).astype(np.float32)
        order = np.argsort(terms, kind="stable")
        starts = np.concatenate(([0], np.cumsum(df))).astype(np.int64)
        return cls(starts, owners[order], how[order], idf, mass, float(idf.max()) if many else 0.0)

    def of_term(self, number: int) -> tuple[Ints, Floats]:
        """Return who has a term, and how much."""
        begin, end = self.starts[number], self.starts[number + 1]
        return self.who[begin:end], self.how[begin:end]


def _top(scores: npt.NDArray[np.float64], depth: int) -> list[int]:
    """Return the places of the highest scores, best first, equal ones in order of place."""
    if depth < len(scores):
        candidates = np.argpartition(-scores, depth - 1)[:depth]
        least = scores[candidates].min()
        candidates = np.flatnonzero(scores >= least)
    else:
        candidates = np.arange(len(scores))
    ranked = candidates[np.argsort(-scores[candidates], kind="stable")]
    return [int(i) for i in ranked[:depth]]


def _sketch(text: str, size: int = 8, words: int = 5) -> frozenset[int]:
    """Return the smallest hashes of a text's runs of words (a bottom-k sketch); empty for a text of few words."""
    said = text.lower().split()
    runs = (zlib.crc32(" ".join(said[i : i + words]).encode()) for i in range(len(said) - words + 1))
    return frozenset(heapq.nsmallest(size, runs)) if len(said) >= 2 * words else frozenset()


def _subjects(said: Sequence[Said]) -> Mapping[str, frozenset[str]]:
    """Return for each document the themes that most of its findings carry."""
    findings = Counter(one.document for one in said)
    carried = Counter((one.document, theme) for one in said for theme in one.themes)
    subjects: defaultdict[str, set[str]] = defaultdict(set)
    for (document, theme), count in carried.items():
        if findings[document] >= FEW and count >= SUBJECT * findings[document]:
            subjects[document].add(theme)
    return {document: frozenset(themes) for document, themes in subjects.items()}


def _common_runs(said: Sequence[Said]) -> frozenset[int]:
    """Return the runs of words that stand in so many reviews that they are somebody's standing words."""
    reviews: defaultdict[int, set[str]] = defaultdict(set)
    for one in said:
        for run in one.sketch:
            reviews[run].add(one.review)
    return frozenset(run for run, slugs in reviews.items() if len(slugs) >= FORMULA)


def _is_formula(one: Said, common: frozenset[int]) -> bool:
    return 3 * len(one.sketch & common) >= len(one.sketch) > 0


def _verbatim(one: str, other: str) -> bool:
    a, b = one.lower().split(), other.lower().split()
    common = len(set(a) & set(b))
    return min(len(a), len(b)) >= 6 and 2 * common / (len(set(a)) + len(set(b))) >= VERBATIM
