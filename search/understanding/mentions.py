"""What a question names that the library holds: themes, a review and areas.

A name is recognised by its words alone, so a question in any order and case will do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.core.expressions import expression
from kb.core.model import Review
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, tokens, words
from kb.vocabulary import Theme, Vocabulary
from kb.vocabulary.labels import parts_of_name
from search.understanding.framing import FRAMING, kind_signs, kinds
from search.understanding.implied_themes import theme_words
from search.understanding.word_forms import ORDINARY_SHORT_FORMS

# A bracket or a colon is no sign by itself: people put afterthoughts in brackets and lists after colons.
_SIGNS = expression(r'["“”*~]|\b[A-Za-z_]{2,}:(?=[^\s:/)])|\b(?:AND|OR|NOT)\b|(?<!\S)-\S')
_SPACED = expression(r"\s+([?.,;:!])")
_POSSESSIVE = expression(r"['’]s\b")
_ONE_WORD = expression(r"[a-z]{4,}")
_PLAIN_CUE = expression(r"[\w' -]+")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = expression(
    rf"(?<!\d)(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\s+\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_KEPT = frozenset({"no", "not", "never", "nobody", "nothing", "none", "without"})  # turn round what they stand by
_LEADING = frozenset(
    {"in", "during", "of", "for", "from", "at", "by", "since", "before", "until", "till", "after", "to", "between"}
)
QUOTING_WORDS = frozenset(
    "quote quotes quoted quotable quotation quotations verbatim extracts snippets slide slides powerpoint ppt".split()
)
LENGTHS = frozenset({"short", "brief", "quick"})  # of quotations
_AGAIN = frozenset("before again recur recurs recurred recurring repeated repeatedly come came back still".split())
_CALLED = expression(
    r"\b(?:Family|Child|Children|Adult|Baby|Case|Mr|Mrs|Ms|Miss|Young Person)\s+(?:[A-Z]{1,2}\d{0,3}|\d{1,3})\b"
)
_CALLED_SO = expression(
    r"(?:family|child|children|adult|baby|case|mr|mrs|ms|miss|young person) (?:[a-z]{1,2}\d{0,3}|\d{1,3})"
)
_NAMED = expression(r"\b(?:Family|Child|Adult|Baby|Young Person)\s+(?P<name>[A-Z][a-z]{2,})\b")
_ALWAYS_GENERAL = frozenset(
    """untitled child children family families adult adults baby unit committee council borough county city partnership
    addendum annex appendix part executive full final published local national london royal metropolitan
    focused joint area inspection conference service services safeguarding protection""".split()
)

_LIVED = frozenset({"harm", "circumstances"})  # groups of themes that a word alone can name: what happened to a family

_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS) - frozenset({"no", "not"})
_NEGATIONS = frozenset({"no", "not"})  # "was not brought" is not named by its "not": much else was not done
_SAYS_MUCH = 4.0  # least weight for its theme at which a word of a label names it beside another: "child" has less
_REVIEWS_OF_ONE_NAME = 3  # reviews that may share a name before it names none of them

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a question, and where it stands in it."""

    value: str
    start: int
    end: int


def is_plain_words(text: str) -> bool:
    """Return whether a question is words alone, without any sign of the language of questions."""
    return not _SIGNS.search(text)


def without_signs(text: str) -> str:
    """Return a question as it can be quoted in a sentence."""
    return text.strip(' ?.!"“”')


def themes(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Return the themes that a question names, in its order; one name may stand for several themes.

    Beside a theme that is named outright, a single word that shows a theme of harm or of how a family lives names it as
    well: "domestic abuse, rehoused many times". So do two words that are a label or a part of one by themselves:
    "supervision of staff working with trauma".
    """
    stemmed = stems(text)
    names, longest = _theme_names(vocabulary)
    found = _without_repeats(_runs(stemmed, names, longest))
    single = _label_words(vocabulary)
    if found:
        single = {**single, **_theme_words(vocabulary)}
    more = _without_repeats(_runs(stemmed, {**single, **names}, longest))
    return more if len(more) > 1 else found


def _without_repeats(found: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return named themes without those that were named before."""
    return tuple(one for at, one in enumerate(found) if not any(set(one) & set(before) for before in found[:at]))


def outright_themes(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Return the themes that a question names by a name or a phrase, and not by a single word that shows them.

    Where it has no such name, words of labels are names.
    """
    found = phrase_themes(text, vocabulary) or _runs(stems(text), _label_words(vocabulary), 1)
    return tuple(dict.fromkeys(found))


def phrase_themes(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Return the themes that a question names by several words together, or by a short form."""
    names, longest = _theme_names(vocabulary)
    return tuple(dict.fromkeys(_runs(stems(text), names, longest)))


def words_naming_alone(text: str, vocabulary: Vocabulary) -> dict[tuple[str, ...], str]:
    """Return the themes that only one word of a question shows, each with that word as it is typed."""
    outright = set(outright_themes(text, vocabulary))
    single = {**_label_words(vocabulary), **_theme_words(vocabulary)}
    found = {single[run]: token.word for token in tokens(text) if (run := (stem(token.word),)) in single}
    return {theme: word for theme, word in found.items() if theme not in outright}


def covering_themes(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Return the themes that a question surely names where nothing else in it tells what it is about, else none.

    A cue names a theme surely where it has a word of what the theme is called: "health visitor" shows findings on
    babies, and names no theme.
    """
    found = themes(text, vocabulary)
    if len(found) < 2:
        return ()
    stemmed = stems(text)
    called, longest = _theme_names(vocabulary)
    words = {**_label_words(vocabulary), **_theme_words(vocabulary), **called}
    place = 0
    while place < len(stemmed):
        runs = (tuple(stemmed[place : place + n]) for n in range(min(longest, len(stemmed) - place), 0, -1))
        run = next((one for one in runs if one in words), None)
        if run and not all(_called_so(run, vocabulary.themes[slug]) for slug in words[run]):
            return ()
        if not run and not _frames_stem(stemmed[place]) and not _spoken_by(stemmed[place], found, vocabulary):
            return ()
        place += len(run) if run else 1
    return found


def _called_so(run: Run, theme: Theme) -> bool:
    """Return whether words share one that tells something with what a theme is called."""
    called = {word for name in (theme.label, *theme.also_called) for word in stems(name)}
    return len(run) == 1 or any(word in called and word not in _STOP_STEMS | _NEGATIONS for word in run)


def _spoken_by(word: str, found: Iterable[tuple[str, ...]], vocabulary: Vocabulary) -> bool:
    """Return whether a word is one of those that tell of these themes."""
    having = theme_words(vocabulary).values.get(word, {})
    return any(slug in having for group in found for slug in group)


def _frames_stem(stemmed: str) -> bool:
    return stemmed in _STOP_STEMS or stemmed in FRAMING


def _runs(stemmed: list[str], names: Mapping[Run, tuple[str, ...]], longest: int) -> list[tuple[str, ...]]:
    """Return what the longest runs of words name, in their order.

    A run that ends in a small word gives way to one that begins within it and goes on: in "frequent change of address"
    it is the address that changes, though "frequent change of" shows a theme as well.
    """
    found: list[tuple[str, ...]] = []
    place = 0
    while place < len(stemmed):
        run = _run_at(place, stemmed, names, longest)
        if run and run[-1] in _STOP_STEMS:
            later = (_run_at(at, stemmed, names, longest) for at in range(place + 1, place + len(run)))
            ends = [at + len(one) for at, one in enumerate(later, place + 1) if one]
            if max(ends, default=0) > place + len(run):
                place += 1
                continue
        if run:
            found.append(names[run])
        place += len(run) if run else 1
    return found


def _run_at(place: int, stemmed: list[str], names: Mapping[Run, tuple[str, ...]], longest: int) -> Run:
    """Return the longest run of words at a place that is a name, empty where none is."""
    runs = (tuple(stemmed[place : place + n]) for n in range(min(longest, len(stemmed) - place), 0, -1))
    return next((one for one in runs if one in names), ())


@lru_cache(maxsize=4)
def _theme_words(vocabulary: Vocabulary) -> dict[Run, tuple[str, ...]]:
    """Return the themes of harm and circumstances by the single words that show no other theme."""
    showing: defaultdict[Run, set[str]] = defaultdict(set)
    for theme in vocabulary.themes.values():
        for cue in theme.cues.strong:
            if _ONE_WORD.fullmatch(cue):
                showing[(stem(cue),)].add(theme.slug)
    lived = {theme.slug for theme in vocabulary.themes.values() if theme.group in _LIVED and not theme.weak}
    return {run: tuple(slugs) for run, slugs in showing.items() if len(slugs) == 1 and slugs <= lived}


@lru_cache(maxsize=4)
def _label_words(vocabulary: Vocabulary) -> dict[Run, tuple[str, ...]]:
    """Return themes by single words that are a part of their labels and count much, and most, for that theme."""
    values = theme_words(vocabulary).values
    found: dict[Run, tuple[str, ...]] = {}
    for theme in vocabulary.themes.values():
        for part in () if theme.weak else parts_of_name(theme.label):
            run = tuple(stems(part))
            told = values.get(run[0], {}) if len(run) == 1 else {}
            if told and _SAYS_MUCH <= told.get(theme.slug, 0.0) == max(told.values()):
                found[run] = (theme.slug,)
    return found


@lru_cache(maxsize=4)
def _theme_names(vocabulary: Vocabulary) -> tuple[dict[Run, tuple[str, ...]], int]:
    """Return the themes by the stems of what they are called: a label goes before a part of one, that before a cue.

    A cue of nothing but small words and words that frame a question names none: "what was said about" asks.
    """
    found: dict[Run, tuple[str, ...]] = {}
    for named in (_labels, _parts, _cues):
        level: dict[Run, dict[str, None]] = {}
        for theme in vocabulary.themes.values():
            for name in named(theme):
                run = tuple(stems(name))
                frames = _frames_stem if named is _cues else STOP_WORDS.__contains__
                if run and not all(map(frames, run)):
                    level.setdefault(run, {})[theme.slug] = None
        for run, slugs in level.items():
            found.setdefault(run, tuple(slugs))
    return found, max(map(len, found), default=1)


def _labels(theme: Theme) -> Iterator[str]:
    yield theme.label
    yield from (name for name in theme.also_called if " " in name)  # one word alone names too much: "attendance"


def _parts(theme: Theme) -> Iterator[str]:
    yield from (part for part in parts_of_name(theme.label) if " " in part)


def _cues(theme: Theme) -> Iterator[str]:
    yield from (cue for cue in theme.cues.strong if (" " in cue or _is_short_form(cue)) and _PLAIN_CUE.fullmatch(cue))


def _is_short_form(cue: str) -> bool:
    """Return whether a cue is a short form that is no word in small letters: "DV", and not "SEND"."""
    return cue.isupper() and len(cue) > 1 and cue.casefold() not in ORDINARY_SHORT_FORMS


def reviews(text: str, held: Iterable[Review], vocabulary: Vocabulary) -> tuple[Review, ...]:
    """Return the reviews that a question names: by their title, or by what tells it from other titles."""
    asked = folded_words(text)
    own = f" {' '.join(asked)} "
    plain = _POSSESSIVE.sub("", text)
    printed = {token.word for token in tokens(plain) if plain[token.start].isupper()}
    found: dict[str, Review] = {}
    for name, reviews_ in reviews_by_name(tuple(held), vocabulary).items():
        if f" {name} " in own and (" " in name or name in printed or len(asked) == 1):
            found |= {review.slug: review for review in reviews_}
    return tuple(found.values())


@lru_cache(maxsize=2)
def reviews_by_name(held: tuple[Review, ...], vocabulary: Vocabulary) -> dict[str, tuple[Review, ...]]:
    """Return reviews by their names in small letters, without names that many share."""
    called: defaultdict[str, dict[str, Review]] = defaultdict(dict)
    for review in held:
        for name in _names(review, vocabulary):
            called[" ".join(folded_words(name))][review.slug] = review
    return {name: tuple(some.values()) for name, some in called.items() if name and len(some) <= _REVIEWS_OF_ONE_NAME}


def is_called(name: str) -> bool:
    """Return whether a name in small letters is a pseudonym by its form: "family b", "child q"."""
    return bool(_CALLED_SO.fullmatch(name))


def folded_words(text: str) -> list[str]:
    """Return the words of a name or a question as they are compared."""
    return words(_POSSESSIVE.sub("", text))


def _names(review: Review, vocabulary: Vocabulary) -> Iterator[str]:
    title = review.title.replace("_", " ")
    yield title
    yield from (match.group() for match in _CALLED.finditer(title))
    known = theme_words(vocabulary).values
    yield from (hit.group() for hit in _NAMED.finditer(title) if stem(hit["name"].casefold()) not in known)
    general = _general_words(vocabulary) | set(folded_words(f"{review.area} {review.partnership} {review.publisher}"))
    run: list[str] = []
    for token in tokens(_POSSESSIVE.sub("", title)):
        if token.word not in general and title[token.start].isupper():
            run.append(token.word)
        elif not (token.word == "and" and run):
            yield from _name_runs(run)
            run = []
    yield from _name_runs(run)


def _name_runs(run: list[str]) -> Iterator[str]:
    """Yield the names of a run of names; a single letter by itself names nothing."""
    yield from (word for word in run if len(word) > 2)
    if len(run) > 1:
        yield from (" ".join(run), " and ".join(run))


@lru_cache(maxsize=4)
def _general_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Words of titles that say what a document is, and not whom it is about."""
    lists = (vocabulary.review_types, vocabulary.document_types, vocabulary.agencies, vocabulary.themes)
    labels = (entry.label for entries in lists for entry in entries.values())
    return frozenset(word for label in labels for word in folded_words(label)) | _ALWAYS_GENERAL | STOP_WORDS


def areas(text: str, held: Iterable[str]) -> tuple[Spot, ...]:
    """Return the areas that a question names, the longest name where one holds another."""
    found: list[Spot] = []
    for area in sorted({one for one in held if one}, key=lambda one: (-len(one), one)):
        for match in re.finditer(rf"(?<!\w){re.escape(area)}(?!\w)", text, re.IGNORECASE):
            if not any(spot.start < match.end() and match.start() < spot.end for spot in found):
                found.append(Spot(area, match.start(), match.end()))
    return tuple(sorted(found, key=lambda spot: spot.start))


def without(text: str, spots: Iterable[Spot]) -> str:
    """Return a question without these names and the little words that lead to them: "in Surrey", "since 2012"."""
    for spot in sorted(spots, key=lambda one: -one.start):
        head = text[: spot.start].rstrip()
        while head and head.split()[-1].casefold() in _LEADING:
            head = head[: len(head) - len(head.split()[-1])].rstrip()
        text = (
            f"{head} "
            f"{_POSSESSIVE.sub('', text[spot.end :], count=1) if _is_possessive(text, spot) else text[spot.end :]}"
        )
    return " ".join(text.split()).strip(" ,-–")


def topic(text: str, vocabulary: Vocabulary) -> str:
    """Return a question without the words at its ends that only frame it: "has core group attendance come up ?"."""
    signs = kind_signs(vocabulary)
    said, held = (kinds(text, signs), themes(text, vocabulary)), tokens(text)
    first, last = 0, len(held)
    while first < last and _frames(held[first].word):
        if (kinds(rest := text[held[first].end :], signs), themes(rest, vocabulary)) != said:
            break
        first += 1
    telling = next((token.word for token in reversed(held[first:]) if not _frames(token.word)), "")
    while telling not in _KEPT and first < last and _frames(held[last - 1].word):
        if (kinds(rest := text[: held[last - 1].start], signs), themes(rest, vocabulary)) != said:
            break
        last -= 1
    if first == last:
        return ""
    return _SPACED.sub(r"\1", text[held[first].start : held[last - 1].end])


def _frames(word: str) -> bool:
    return word not in _KEPT and (word in STOP_WORDS or stem(word) in FRAMING)


def _is_possessive(text: str, spot: Spot) -> bool:
    return bool(_POSSESSIVE.match(text, spot.end))


def wants_quotes(text: str) -> bool:
    """Return whether a question asks for quotations, as for a slide."""
    return any(token.word in QUOTING_WORDS for token in tokens(text))


def without_quotes(text: str) -> str:
    """Return what the quotations are to be about: "quotes I can put on a slide about hope" gives "hope"."""
    held = tokens(text)
    last = max((at for at, token in enumerate(held) if token.word in QUOTING_WORDS), default=-1)
    after = held[last + 1 :]
    while after and after[0].word in STOP_WORDS:
        after = after[1:]
    framing = QUOTING_WORDS | LENGTHS | STOP_WORDS
    before = [token for token in held[: max(last, 0)] if token.word not in framing]
    if after:
        return text[after[0].start :].strip(" ?.")
    return " ".join(text[token.start : token.end] for token in before)


def asks_again(text: str) -> bool:
    """Return whether a question asks if something came up before."""
    return any(token.word in _AGAIN for token in tokens(text))
