"""Names in a question that nothing found bears: a scheme, a section, a condition or a place that is not held.

The words of a name stand everywhere: "Right Care Right Person", "section 42", "fabricated illness". A name is held only
where a finding has it whole, or by another name of the same thing, or where it is on a theme that is called so. The
words of a short form may stand in another order: "child protection review conference".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.core.expressions import expression
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, Token, stems, tokens
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import parts_of_name
from search.understanding.part_coverage import SENTENCE_GAP, FoundText, Parts
from search.understanding.professional_names import professional_names
from search.understanding.thesaurus import part_short_names, thesaurus
from search.understanding.word_forms import forms_at, stems_of, typed_words

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldName:
    """A name as it is typed, every way to say it, and the themes that are called so."""

    printed: str
    ways: tuple[Run, ...]
    themes: frozenset[str] = frozenset()
    part_of: frozenset[str] = frozenset()  # those of them of whose label it is a part: what is on them is on it
    any_order: bool = False  # whether its words may stand side by side in another order
    apart: bool = False  # whether they may stand apart in one sentence: words in small letters, as no scheme's name has


_LONGEST_PLACE = 4  # words
ORDINARY_PLACES = frozenset("bath borders bury reading barking down deal rugby sale ash wells bar hove mole".split())
_WIDE_PLACES = frozenset(  # which have many areas in them
    """yorkshire humberside midlands manchester merseyside tyneside teesside wearside cleveland avon cumbria wales
    scotland ireland england britain london thames valley mersey humber peninsula anglia""".split()
)
_LEADS_TO_PLACE = frozenset("in at near across around from for within".split())
_LINKS = frozenset("of the and for in to on with by from at a an".split())
_BEGINS_NAME = frozenset({"operation", "project"})
_NAMED_SORT = frozenset(  # what a scheme's name stands before: "Caring Dads programme"
    "programme programmes scheme schemes protocol model course courses framework toolkit charter pathway".split()
)
_BETWEEN = 3  # words between the two of a name that is no scheme's
_ROW = expression(r"\b[A-Z][\w’'-]*(?:(?:,?\s+(?:and|or|&)\s+|,\s+|/|\s+)[A-Z][\w’'-]*)+")  # "Roma, Gypsy and Showman"
_PARTED = expression(r",|/|&|\s(?:and|or)\s")
_FOR = frozenset({"for", "of", "on", "about", "against"})
_WORD = expression(r"[A-Za-z]")


def unheld_names(
    question: str, texts: Sequence[FoundText], vocabulary: Vocabulary, is_place: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the names of schemes and places, as typed, that none of the texts found has."""
    found = [(stems(one.text), frozenset(one.themes)) for one in texts]
    sentences = [stems(sentence) for one in texts for sentence in SENTENCE_GAP.split(one.text)]
    typed = tokens(question)
    names = [*_field_names(question, typed, vocabulary), *_names_in_capitals(question, typed)]
    names += [FieldName(place, (tuple(stems(place)),)) for place in _places(question, typed, is_place)]
    unheld = [
        name.printed
        for name in names
        if not (_is_held(name, found) or _is_held_apart(name, sentences) or _has_each_named(name, sentences))
        and not _is_in_row(name, texts)
    ]
    return tuple(dict.fromkeys(one for one in unheld if not any(one != other and one in other for other in unheld)))


def words_of_held_rows(question: str, texts: Sequence[FoundText]) -> frozenset[str]:
    """Return the stems of the names in a row with commas that a sentence found has: none of them is missing."""
    sentences = [stems(sentence) for one in texts for sentence in SENTENCE_GAP.split(one.text)]
    rows = (name for name in _names_in_capitals(question, tokens(question)) if "," in name.printed)
    return frozenset(word for name in rows if _has_each_named(name, sentences) for word in name.ways[0])


def spoken_names(names: Iterable[str]) -> str:
    """Return the names of areas and titles that are held in small letters, in one text to look in."""
    return "\n".join(f" {' '.join(token.word for token in tokens(name))} " for name in names)


def places_not_covered(question: str, covered: str, is_place: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the listed places that a question is led to ("in Northby") and that none of the names `covered` has.

    A finding that only mentions a place, as the hospital of a neighbour, is not from there. `covered` is what
    `spoken_names` makes of the names of areas and titles.
    """
    typed = tokens(question)
    found = []
    for place in _places(question, typed, is_place):
        at = next(n for n, token in enumerate(typed) if question[token.start :].startswith(place))
        words = [token.word for token in tokens(place)]
        led = at > 0 and typed[at - 1].word in _LEADS_TO_PLACE
        if led and not _WIDE_PLACES.intersection(words) and f" {' '.join(words)} " not in covered:
            found.append(place)
    return tuple(found)


def _is_held(name: FieldName, found: Iterable[tuple[list[str], frozenset[str]]]) -> bool:
    spoken = [f" {' '.join(way)} " for way in name.ways]
    for said, themes in found:
        text = f" {' '.join(said)} "
        if name.themes & themes or any(way in text for way in spoken):
            return True
        if name.any_order and any(_stands_together(way, said) for way in name.ways):
            return True
    return False


def _is_held_apart(name: FieldName, sentences: Iterable[Sequence[str]]) -> bool:
    """Return whether two words of what is no scheme's name stand together in one sentence, in either order.

    "Perpetrator programmes" are held where there are "programmes for domestic abuse perpetrators".
    """
    telling = tuple(word for word in name.ways[0] if word not in STOP_WORDS) if name.apart else ()
    return len(telling) == 2 and any(_belong_together(*telling, said) for said in sentences if telling[0] in said)


def _has_each_named(name: FieldName, sentences: Iterable[Sequence[str]]) -> bool:
    """Return whether one sentence has each of those whom commas or "and" join in a name.

    Of a row with commas each last word is enough: for "Irish Traveller" among others, "Traveller".
    """
    each = [" ".join(stems(one)) for one in parts_of_name(name.printed)]
    if "," in name.printed:
        each = [one.rpartition(" ")[2] for one in each]
    return len(each) > 1 and any(
        all(f" {one} " in said for one in each) for said in (f" {' '.join(words)} " for words in sentences)
    )


def _is_in_row(name: FieldName, texts: Iterable[FoundText]) -> bool:
    """Return whether a text has the words of a name in a row of names in capitals, with nothing else between them.

    "Gypsy Traveller" is held where "Gypsy, Roma and Traveller communities" are. Of a name of three or more, one may be
    missing where commas or "and" part the row: "Operation Silver Heron" is one name, and not Operation Silver Otter.
    """
    wanted = {stem(token.word) for token in tokens(name.printed) if name.printed[token.start].isupper()}
    if len(wanted) < 2:
        return False
    rows = (row.group() for text in texts for row in _ROW.finditer(text.text))
    return any(
        len(wanted & set(stems(row))) >= (max(2, len(wanted) - 1) if _PARTED.search(row) else len(wanted))
        for row in rows
    )


def _belong_together(first: str, second: str, said: Sequence[str]) -> bool:
    """Return whether one word follows the other closely, or is what the other is for."""
    for at in (place for place, word in enumerate(said) if word == first):
        if second in said[at + 1 : at + 2 + _BETWEEN]:
            return True
        before = said[max(at - 1 - _BETWEEN, 0) : at]
        if second in before and not _FOR.isdisjoint(before[before.index(second) :]):
            return True
    return False


def _stands_together(way: Run, said: list[str]) -> bool:
    """Return whether the words of a name stand side by side in a text, in any order."""
    wanted = sorted(way)
    return any(sorted(said[at : at + len(way)]) == wanted for at in range(len(said) - len(way) + 1))


def field_names(question: str, vocabulary: Vocabulary) -> tuple[FieldName, ...]:
    """Return the names of the field that a question has, each with every way to say it."""
    return tuple(_field_names(question, tokens(question), vocabulary))


def with_ways(parts: Parts, names: Iterable[FieldName]) -> Parts:
    """Return the parts of a question, those that are one of these names with every way to say it."""
    ways = {name.printed: name.ways for name in names}
    return {part: (*said, *(way for way in ways.get(part, ()) if way not in said)) for part, said in parts.items()}


def _field_names(question: str, typed: list[Token], vocabulary: Vocabulary) -> Iterator[FieldName]:
    known, longest = _known_names(vocabulary)
    called, parts_of_labels = thesaurus(vocabulary).themes, _parts_of_labels(vocabulary)
    run = [stem(token.word) for token in typed]
    place = 0
    while place < len(run):
        sizes = range(min(longest, len(run) - place), 1, -1)
        size = next((n for n in sizes if tuple(run[place : place + n]) in known), 1)
        printed = question[typed[place].start : typed[place + size - 1].end]
        ways: tuple[Run, ...] = ()
        if size > 1:
            ways = known[tuple(run[place : place + size])]
        elif _is_short_form(printed):
            written = [saying.stems for saying in thesaurus(vocabulary).sayings((run[place],), printed)]
            ways = tuple(dict.fromkeys(way for one in written for way in ((run[place],), one, *known.get(one, ()))))
        if ways:
            long = [way for way in ways if len(way) > 1]
            part_of = frozenset(slug for way in long for slug in parts_of_labels.get(way, ()))
            themes = part_of.union(slug for way in long for slug in called.get(way, ()))
            yield FieldName(printed, ways, themes, part_of, any_order=size == 1, apart=size > 1 and printed.islower())
        place += size


@lru_cache(maxsize=4)
def _parts_of_labels(vocabulary: Vocabulary) -> Mapping[Run, tuple[str, ...]]:
    """Return themes by each part of several words of what they are called: "domestic abuse and coercive control"."""
    found: dict[Run, tuple[str, ...]] = {}
    for slug, theme in vocabulary.themes.items():
        for part in parts_of_name(theme.label):
            if " " in part:
                found[tuple(stems(part))] = (*found.get(tuple(stems(part)), ()), slug)
    return found


def _is_short_form(printed: str) -> bool:
    return len(printed) > 1 and any(letter.isupper() for letter in printed[1:])


@lru_cache(maxsize=4)
def _known_names(vocabulary: Vocabulary) -> tuple[Mapping[Run, tuple[Run, ...]], int]:
    """Return the names of several words by their stems, each with all ways to say it, and the most words of one."""
    also = thesaurus(vocabulary).also
    found: dict[Run, dict[Run, None]] = {}
    groups = [entry.names for entry in professional_names().entries]
    groups += [(long, short) for short, long in vocabulary.acronyms.items()]
    for group in groups:
        runs = [tuple(stems(name)) for name in group]
        sections = (stems_of(form) for name in group for form in _section_forms(name))
        ways = [*runs, *sections, *(saying.stems for run in runs for saying in also.get(run, ()))]
        for run in runs:
            if len(run) > 1:
                found.setdefault(run, {}).update(dict.fromkeys(ways))
    for run, sayings in part_short_names(vocabulary.acronyms).items():
        found.setdefault(run, {}).update(dict.fromkeys((run, *(saying.stems for saying in sayings))))
    return {run: tuple(ways) for run, ways in found.items()}, max(map(len, found), default=1)


def _section_forms(name: str) -> tuple[Run, ...]:
    """Return every way to write the section of an Act that a name is: "section 117" is also "Sec. 117"."""
    forms = forms_at(typed_words([name]), 0)
    return forms.written if forms and forms.section and forms.length == len(tokens(name)) else ()


def _names_in_capitals(question: str, typed: list[Token]) -> Iterator[FieldName]:
    """Yield runs of two capitalised words and more; in a heading, which has all words so, capitals say nothing."""
    heading = all(token.word in _LINKS or question[token.start].isupper() for token in typed)
    run: list[Token] = []
    for token in (*typed, None):
        if token and question[token.start].isupper() and not question[token.start : token.end].isupper():
            run.append(token)
            continue
        if token and run and token.word in _LINKS:
            run.append(token)
            continue
        while run and run[-1].word in _LINKS:
            run.pop()
        begins = len(run) > 1 and token is not None and token.word in _NAMED_SORT
        while run and (
            run[0].word in _LINKS or (run[0] is typed[0] and run[0].word not in _BEGINS_NAME and not begins)
        ):
            run.pop(0)
        if len(run) > 1 and (not heading or run[0].word in _BEGINS_NAME):
            yield FieldName(question[run[0].start : run[-1].end], (tuple(stem(one.word) for one in run),))
        run = []


def _places(question: str, typed: list[Token], is_place: Callable[[str], bool]) -> Iterator[str]:
    """Yield the listed places of a question, the longest name first; one that is also a word needs its capital."""
    at = 0
    while at < len(typed):
        sizes = range(min(_LONGEST_PLACE, len(typed) - at), 0, -1)
        size = next((n for n in sizes if _is_named(question, typed, at, n, is_place)), 0)
        if size:
            yield question[typed[at].start : typed[at + size - 1].end]
        at += size or 1


def _is_named(question: str, typed: list[Token], at: int, size: int, is_place: Callable[[str], bool]) -> bool:
    first, last = typed[at], typed[at + size - 1]
    printed = question[first.start : last.end]
    if not _WORD.match(printed) or first.word in STOP_WORDS or not is_place(printed):
        return False
    if size > 1 or first.word not in ORDINARY_PLACES:
        return True
    led = at > 0 and typed[at - 1].word in _LEADS_TO_PLACE
    return printed[0].isupper() and (led or at > 0)
