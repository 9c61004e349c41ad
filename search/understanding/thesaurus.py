"""Everyday words to the field's words: synonyms, acronyms and the names of themes, looked up by runs of stems.

Made once from the vocabulary. Nothing of it is in an index, so the lists can be edited without indexing anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

from kb.core.expressions import expression
from kb.core.loading import loading
from kb.core.toml_text import parse_toml
from kb.text.cue_words import plain_tokens
from kb.text.cues import CueTree
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, words
from kb.vocabulary import Vocabulary
from search.facets import FACETS, fold
from search.understanding.asking_words import asking_words
from search.understanding.framing import KindSigns, kind_signs
from search.understanding.implied_themes import Names, theme_words
from search.understanding.spelling import SpellingLexicon
from search.understanding.word_forms import ORDINARY_SHORT_FORMS, short_form_of_one, with_stops

_EVERYDAY = Path(__file__).with_name("everyday.toml")
_GAP = ".."
_SMALL_SHORT_FORM = 3  # letters: in small letters what is longer may be a short form of several
_BETWEEN = expression(r"[\s|]+")
_NAMED, _SURELY, _ALSO = 3, 2, 1  # how surely a word is the field's: of a name or a cue by itself, in a cue, explaining


@dataclass(frozen=True, slots=True)
class Saying:
    """A way to say something: its stems, and the words to show."""

    stems: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A saying with room for words of the reader's own, as "not let .. in": its own stems, and what reviews say."""

    stems: tuple[str, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, eq=False)  # one is made of each vocabulary, so that it is told by what it is
class Thesaurus:
    """What a run of words may also be called, and which themes it names."""

    also: Mapping[tuple[str, ...], tuple[Saying, ...]] = field(default_factory=dict)
    acronyms: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)  # as printed, and in small letters
    themes: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # run of stems -> slugs
    labels: Mapping[str, str] = field(default_factory=dict)  # theme slug -> label
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # facet -> slug or label, folded -> slug
    names: Names = field(default_factory=lambda: Names({}))
    spreads: CueTree[Expansion] = field(default_factory=lambda: CueTree(()))
    words: SpellingLexicon = field(
        default_factory=lambda: SpellingLexicon({})
    )  # as written, those that are surely the field's first
    stems: frozenset[str] = frozenset()  # of these words
    longest: int = 1  # words of the longest run
    agencies: frozenset[tuple[str, ...]] = frozenset()  # runs of stems that name one
    kind_signs: KindSigns = ()

    def without_synonyms(self) -> Thesaurus:
        """Return it without synonyms and themes: words are only what they are."""
        return Thesaurus(values=self.values)

    def value(self, facet: str, wanted: str) -> str | None:
        """Return the slug for a facet's value as typed; None where the facet has a list and this is not on it."""
        known = self.values.get(facet)
        return known.get(fold(wanted)) if known else wanted

    def sayings(self, run: tuple[str, ...], printed: str) -> tuple[Saying, ...]:
        """Return other ways to say a run of stems, printed so. A short form is known by its capitals, or in small
        letters where these are no ordinary word.
        """
        found = [*self.also.get(run, ()), *self._written_out(printed)]
        return tuple({saying.stems: saying for saying in found if saying.stems != run}.values())

    def themes_of(self, run: tuple[str, ...], printed: str) -> tuple[str, ...]:
        """Return the themes that a run of stems, printed so, names by itself or as a short form of their name."""
        named = self.themes.get(run, ())
        if named or len(run) > 1:
            return named
        written = (self.themes.get(saying.stems, ()) for saying in self._written_out(printed))
        return tuple(dict.fromkeys(slug for slugs in written for slug in slugs))

    def spread_at(self, run: Iterable[str]) -> tuple[int, Expansion | None]:
        """Return the longest saying with room in it that a run of stems begins with, after its length in stems or 0."""
        hits = self.spreads.find_nearest(plain_tokens(run))
        return (hits[0].after, hits[0].key) if hits and hits[0].first == 0 else (0, None)

    def _written_out(self, printed: str) -> tuple[Saying, ...]:
        return self.acronyms.get(self.short_form(printed), ())

    def short_form(self, printed: str) -> str:
        """Return the known short form that a word is, also of several or of an owner: "GPs", "idva's"; else ""."""
        small = fold(printed)
        of_one = small.removesuffix("s") if len(small) > _SMALL_SHORT_FORM else small
        forms = (printed, short_form_of_one(printed), small, of_one)
        return next((one for one in forms if one in self.acronyms), "")


def asked_thesaurus(text: str, vocabulary: Vocabulary) -> Thesaurus:
    """Return what the words of a question may mean: nothing where it has none, as a page's counts have not.

    Turning over the whole vocabulary is a good part of what a process needs before its first answer.
    """
    return thesaurus(vocabulary) if text else _NOTHING_ASKED


@lru_cache(maxsize=4)
def thesaurus(vocabulary: Vocabulary) -> Thesaurus:
    """Return the vocabulary turned over for looking up."""
    with loading():  # tens of thousands of small things that all stay
        return _turned_over(vocabulary)


def _turned_over(vocabulary: Vocabulary) -> Thesaurus:
    groups = [tuple(_saying(phrase) for phrase in group) for group in vocabulary.synonyms]
    written = {acronym: _saying(meaning) for acronym, meaning in vocabulary.acronyms.items()}
    part_short = part_short_names(vocabulary.acronyms)
    everyday = everyday_sayings()
    also: dict[tuple[str, ...], list[Saying]] = {}
    for said, meant in everyday.items():  # "surgery" and "surgeries" are one: each has what is said of either
        if _GAP not in said:
            known = also.setdefault(tuple(stems(said)), [])
            known.extend(saying for saying in meant if all(saying.stems != one.stems for one in known))
    field_words = words_of(vocabulary)
    for group in groups:
        for saying in group:
            also.setdefault(saying.stems, []).extend(other for other in group if other.stems != saying.stems)
    for run, sayings in part_short.items():
        also.setdefault(run, []).extend(sayings)
    acronyms = {acronym: (long, *also.get(long.stems, ())) for acronym, long in written.items()}
    small = {short.casefold(): sayings for short, sayings in acronyms.items() if not _is_ordinary_word(short)}
    shorts = _shorts(written)
    for run in {*also, *shorts}:
        members = (run, *(saying.stems for saying in also.get(run, ())))
        also.setdefault(run, []).extend(saying for member in members for saying in shorts.get(member, ()))
    themes = _themes(vocabulary)
    return Thesaurus(
        also={run: tuple(sayings) for run, sayings in also.items()},
        acronyms={**small, **acronyms},
        themes=themes,
        labels={slug: theme.label for slug, theme in vocabulary.themes.items()},
        values={name: _values(facet.labels(vocabulary), facet.earlier(vocabulary)) for name, facet in FACETS.items()},
        names=theme_words(vocabulary),
        spreads=CueTree(
            ((said, Expansion(tuple(stems(said)), sayings)) for said, sayings in everyday.items() if _GAP in said),
            form=lambda word: "".join(stems(word)),
        ),
        words=SpellingLexicon(field_words),
        stems=frozenset(map(stem, field_words)),
        longest=max((len(run) for run in (*also, *themes)), default=1),
        agencies=_agencies(vocabulary),
        kind_signs=kind_signs(vocabulary),
    )


_NOTHING_ASKED = Thesaurus()


@lru_cache(maxsize=4)
def words_of(vocabulary: Vocabulary) -> dict[str, int]:
    """Return the words of the vocabulary and of everyday.toml, each with how surely it is the field's: 1 to 3."""
    surely: list[str] = [phrase for group in vocabulary.synonyms for phrase in group]
    told: list[str] = []
    for theme in vocabulary.themes.values():
        surely += theme.cues.strong
        told += [theme.definition, *theme.cues.weak, *(cue for near in theme.cues.near for cue in near)]
    surely += vocabulary.acronyms.values()
    for said, sayings in everyday_sayings().items():
        told.append(said)
        surely += [saying.text for saying in sayings]
    named = [name for theme in vocabulary.themes.values() for name in (theme.label, *theme.also_called)]
    named += [phrase for phrase in surely if phrase.isalpha()]
    levels = ((told, _ALSO), (surely, _SURELY), (named, _NAMED))
    return {word: level for phrases, level in levels for word in _whole_words(phrases)}


@lru_cache(maxsize=1)
def words_said_otherwise() -> frozenset[str]:
    """Return the stems of everyday words for which reviews have others: that none has them tells nothing."""
    runs = (stems(said) for said in everyday_sayings())
    return frozenset(word for run in runs for word in run) - {_GAP}


def _whole_words(phrases: Iterable[str]) -> Iterator[str]:
    """Yield the words of phrases that are written out: a beginning with a star is none."""
    for phrase in phrases:
        yield from words(phrase if "*" not in phrase else _without_beginnings(phrase))


def _without_beginnings(phrase: str) -> str:
    return " ".join(part for part in _BETWEEN.split(phrase) if "*" not in part)


@lru_cache(maxsize=1)
def everyday_sayings() -> dict[str, tuple[Saying, ...]]:
    """Return what reviews say for everyday words, from everyday.toml; "a|b" on the left stands for either."""
    lists = parse_toml(_EVERYDAY.read_text(encoding="utf-8"))
    pairs = ((said, tuple(map(_saying, meant))) for entries in lists.values() for said, meant in entries.items())
    found: dict[str, dict[Saying, None]] = {}
    for said, meant in pairs:
        for one in _alternatives(said):
            found.setdefault(one, {}).update(dict.fromkeys(meant))
    return {one: tuple(meant) for one, meant in found.items()}


def _alternatives(said: str) -> Iterator[str]:
    return (" ".join(chosen) for chosen in product(*(word.split("|") for word in said.split())))


def _values(labels: Mapping[str, str], earlier: Mapping[str, str]) -> dict[str, str]:
    """Return slugs by how they, their labels and slugs of before may be typed; a slug goes before another's label."""
    before = {fold(old): slug for old, slug in earlier.items()}
    return before | {fold(label): slug for slug, label in labels.items()} | {fold(slug): slug for slug in labels}


def _agencies(vocabulary: Vocabulary) -> frozenset[tuple[str, ...]]:
    names = (name for entry in vocabulary.agencies.values() for name in (entry.label, *entry.cues))
    return frozenset(tuple(stems(name)) for name in (*names, *asking_words().agencies))


def _saying(phrase: str) -> Saying:
    return Saying(tuple(stems(phrase)), phrase)


def _is_ordinary_word(short: str) -> bool:
    return short.casefold() in ORDINARY_SHORT_FORMS or short.casefold() in STOP_WORDS


def _shorts(written: Mapping[str, Saying]) -> dict[tuple[str, ...], list[Saying]]:
    """Return the short forms by the stems of their long forms, also as they are written with full stops."""
    found: dict[tuple[str, ...], list[Saying]] = {}
    for acronym, long in written.items():
        if not _is_ordinary_word(acronym):
            letters = with_stops(acronym)
            dotted = [Saying(letters, acronym)] if letters else []
            found.setdefault(long.stems, []).extend((_saying(acronym), *dotted))
    return found


def part_short_names(acronyms: Mapping[str, str]) -> dict[tuple[str, ...], list[Saying]]:
    """Return names of which the beginning has a short form of its own, as "EHC plan", with the whole in both forms."""
    written = {acronym: _saying(meaning) for acronym, meaning in acronyms.items()}
    found: dict[tuple[str, ...], list[Saying]] = {}
    for short, beginning in written.items():
        size = len(beginning.stems)
        if _is_ordinary_word(short) or size < 2:
            continue
        for acronym, whole in written.items():
            if len(whole.stems) > size and whole.stems[:size] == beginning.stems:
                part = (stem(short.casefold()), *whole.stems[size:])
                found.setdefault(part, []).extend((_saying(acronym), whole))
    return found


def _themes(vocabulary: Vocabulary) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return which themes are named by which runs: their labels and other names, and what is another word for one."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for slug, theme in vocabulary.themes.items():
        if theme.weak:
            continue  # its words stand everywhere
        for phrase in (theme.label, *theme.also_called):
            run = tuple(stems(phrase))
            if run and any(word not in STOP_WORDS for word in words(phrase)):
                found.setdefault(run, {})[slug] = None
    for group in vocabulary.synonyms:
        runs = [tuple(stems(phrase)) for phrase in group]
        slugs = dict.fromkeys(slug for run in runs for slug in found.get(run, ()))
        for run in runs:
            if len(run) > 1:  # a word alone says too much
                found.setdefault(run, {}).update(slugs)
    return {run: tuple(slugs) for run, slugs in found.items()}
