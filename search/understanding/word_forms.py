"""One word in all the ways it is written: joined, with a hyphen, apart; with full stops; as a short form of the law.

A compound keeps its small words: "in-house" is these two words next to each other, or "inhouse", and never "house".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb.core.expressions import expression
from kb.core.toml_text import parse_toml
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, tokens, words
from search.understanding.number_forms import in_figures, number_forms, written_out

_COMPOUNDS = Path(__file__).with_name("compounds.toml")
_HYPHENS = frozenset("-\u2010\u2011")
_SECTION = frozenset({"section", "sections", "sec", "s", "ss"})
_NUMBER = expression(r"\d{1,3}[a-z]?")
_SHORT_SECTION = expression(r"ss?(\d{1,3}[a-z]?)")
# Short forms that are also ordinary words in small letters: they count as typed in capitals only, and are not looked
# for when the long form is typed, since the index does not know capitals.
ORDINARY_SHORT_FORMS = frozenset(
    "ace act aim care drive ed hope icon it met pace pip prevent safe send star ten".split()
)
_NOT_SHORT_FORMS = frozenset({"eg", "ie", "am", "pm"})
_OF_SEVERAL = expression(r"([A-Z]+)['’]?s['’]?")
_EMERGENCY = ("a", "e")  # the one short form of two letters that is also typed small
_CALLED_BY_LETTERS = frozenset({"child", "children", "adult", "family", "families"})  # "Child A and E" are two children
_LETTERS_JOINED = 2  # of each half of a short form with "&"
_TAIL_LETTERS = 4  # letters of a word that may follow a beginning
_SHORT_FORM_LETTERS = 6  # of a short form that may be written with full stops


class TypedWord(NamedTuple):
    """A word of a question: as it is printed, as it is looked up, and what stands between it and the one before."""

    printed: str
    word: str
    gap: str = " "


@dataclass(frozen=True, slots=True)
class WordForms:
    """Some words of a question that are one word, and every way to write it; each is a run of words."""

    length: int  # of the words as typed
    written: tuple[tuple[str, ...], ...]  # as typed first
    loose: bool = False  # whether its words also tell something where they stand apart
    section: str = ""  # the number, where it is a section of an Act


@dataclass(frozen=True, slots=True)
class Compounds:
    """The list of compounds.toml, turned over for looking up."""

    apart: frozenset[tuple[str, ...]]
    joined: dict[str, tuple[str, ...]]
    starts: tuple[str, ...]
    some: dict[str, tuple[str, ...]]

    def start(self, first: str, rest: str) -> bool:
        """Return whether `first` is a beginning that may be written joined to `rest` or apart from it."""
        if len(rest) < _TAIL_LETTERS - 1:
            return False
        return (first in self.starts and len(rest) >= _TAIL_LETTERS) or rest.startswith(self.some.get(first, ("\n",)))

    def split_compound(self, word: str) -> tuple[str, ...]:
        """Return the words that a joined word is made of; none where it is not known to be a compound."""
        if word in self.joined:
            return self.joined[word]
        for first in (*self.starts, *self.some):
            if word.startswith(first) and self.start(first, word[len(first) :]):
                return first, word[len(first) :]
        return ()


@lru_cache(maxsize=1)
def compounds() -> Compounds:
    """Return the known compounds; a plural is one as well."""
    lists = parse_toml(_COMPOUNDS.read_text(encoding="utf-8"))
    apart = {tuple(one.split()) for one in lists["compounds"]}
    apart |= {(*run[:-1], f"{run[-1]}s") for run in apart if run[-1] not in STOP_WORDS}
    return Compounds(
        frozenset(apart),
        {"".join(run): run for run in apart},
        tuple(lists["starts"]),
        {first: tuple(rest) for first, rest in lists["some"].items()},
    )


def typed_words(texts: Sequence[str]) -> list[TypedWord]:
    """Return the words of a question; "C.A.M.H.S." is one, and printed "CAMHS", and "14yo" is three."""
    found: list[TypedWord] = []
    for text in texts:
        end = 0
        for token in tokens(text):
            gap = text[end : token.start] if end else " "
            found.append(TypedWord(text[token.start : token.end], token.word, gap or " "))
            end = token.end
    return list(_with_units(list(_without_stops(list(_with_and_written(found))))))


def _with_and_written(found: list[TypedWord]) -> Iterator[TypedWord]:
    """Yield words with the sign for "and" written out, as texts do: "drug & alcohol", not "A&E"."""
    for before, one in zip((None, *found), found, strict=False):
        if before and one.gap.strip() == "&" and max(len(before.word), len(one.word)) > _LETTERS_JOINED:
            yield TypedWord("and", "and", " ")
            yield TypedWord(one.printed, one.word, " ")
        else:
            yield one


def _with_units(found: list[TypedWord]) -> Iterator[TypedWord]:
    """Yield words with short units of time written out: "14yo", "6 wks", "14 y/o"."""
    place = 0
    while place < len(found):
        one, before = found[place], found[place - 1].word if place else ""
        pair = place + 1 < len(found) and found[place + 1].gap == "/" and one.word + found[place + 1].word
        written = written_out(pair, before) if pair else ()
        place += 2 if written else 1
        written = written or written_out(one.word, before)
        yield from [TypedWord(word, word, one.gap if at == 0 else " ") for at, word in enumerate(written)] or [one]


def as_typed(run: Sequence[TypedWord]) -> str:
    """Return some words of a question with what stands between them: "A&E", "non-mobile"."""
    return "".join((run[0].printed, *(f"{' '.join(one.gap.split()) or ' '}{one.printed}" for one in run[1:])))


def _without_stops(found: list[TypedWord]) -> Iterator[TypedWord]:
    place = 0
    while place < len(found):
        end = place + 1
        while end < len(found) and found[end].gap == "." and len(found[end].word) == 1 == len(found[place].word):
            end += 1
        letters = "".join(one.word for one in found[place:end])
        if end - place > 1 and letters.isalpha() and letters not in _NOT_SHORT_FORMS:
            several = end - place > 2 and found[end - 1].printed == "s" and found[place].printed.isupper()
            yield TypedWord(f"{letters[:-1].upper()}s" if several else letters.upper(), letters, found[place].gap)
        else:
            yield from found[place:end]
        place = end


def forms_at(question: Sequence[TypedWord], place: int) -> WordForms | None:
    """Return the word that begins at `place` in all ways it is written; None where it is written in one way."""
    return (
        _section(question, place)
        or _numbers(question, place)
        or _ampersand(question, place)
        or _hyphenated_forms(question, place)
        or _apart(question, place)
    )


def _section(question: Sequence[TypedWord], place: int) -> WordForms | None:
    one = question[place]
    short = _SHORT_SECTION.fullmatch(one.word)
    if short:
        return _numbered_forms(short.group(1), 1)
    after = question[place + 1] if place + 1 < len(question) else None
    if one.word in _SECTION and after and in_figures(after.word) and after.gap.isspace():
        return _numbered_forms(in_figures(after.word), 2)
    if one.word in _SECTION and after and _NUMBER.fullmatch(after.word) and after.gap.strip() in ("", ".", "-"):
        return _numbered_forms(after.word, 2)
    return None


def _numbered_forms(number: str, length: int) -> WordForms:
    written = (("section", number), (f"s{number}",), ("s", number), ("sec", number))
    return WordForms(length, written, section=number)


def _numbers(question: Sequence[TypedWord], place: int) -> WordForms | None:
    """Return a number in figures and in words."""
    following = question[place : place + 3]
    written = number_forms([one.word for one in following], [one.gap for one in following])
    return WordForms(len(written[0]), written) if written else None


def _ampersand(question: Sequence[TypedWord], place: int) -> WordForms | None:
    """Return "A&E" as it is written: "A & E", "A and E"."""
    first, rest = question[place], question[place + 1 : place + 3]
    if len(first.word) > _LETTERS_JOINED or not rest:
        return None
    if rest[0].gap.strip() == "&" and len(rest[0].word) <= _LETTERS_JOINED:
        return WordForms(2, ((first.word, rest[0].word), (first.word, "and", rest[0].word)))
    both = len(rest) == 2 and rest[0].word == "and" and len(rest[1].word) == 1 == len(first.word)
    before = question[place - 1] if place else None
    named = before is not None and (before.printed[:1].isupper() or before.word in _CALLED_BY_LETTERS)
    short = both and ((first.printed + rest[1].printed).isupper() or (first.word, rest[1].word) == _EMERGENCY)
    if short and not named:
        return WordForms(3, ((first.word, "and", rest[1].word), (first.word, rest[1].word)))
    return None


def _hyphenated_forms(question: Sequence[TypedWord], place: int) -> WordForms | None:
    end = place + 1
    while end < len(question) and question[end].gap in _HYPHENS:
        end += 1
    parts = tuple(one.word for one in question[place:end])
    if len(parts) < 2 or all(part.isdigit() for part in parts):
        return None
    return WordForms(len(parts), (parts, ("".join(parts),)), _is_loose(parts))


def _apart(question: Sequence[TypedWord], place: int) -> WordForms | None:
    """Return what is typed apart or joined, where it is known to be written in other ways as well."""
    known = compounds()
    spaced = [one.word for one in question[place : place + 3]]
    gaps = [one.gap.isspace() for one in question[place + 1 : place + 3]]
    for length in (3, 2):
        run = tuple(spaced[:length])
        if len(run) == length and all(gaps[: length - 1]) and (run in known.apart or _starts_compound(run)):
            return WordForms(length, (run, ("".join(run),)), _is_loose(run))
    parted = known.split_compound(spaced[0])
    return WordForms(1, ((spaced[0],), parted)) if parted else None


def _is_loose(run: tuple[str, ...]) -> bool:
    """Return whether the words of a compound tell something each for itself: "trauma-informed", not "follow-up"."""
    return not _starts_compound(run) and not any(word in STOP_WORDS or len(word) < _TAIL_LETTERS - 1 for word in run)


def _starts_compound(run: tuple[str, ...]) -> bool:
    return len(run) == 2 and compounds().start(*run)


def short_form_of_one(printed: str) -> str:
    """Return a short form without the ending of several or of an owner: "IDVAs", "IDVA's"; any other word as it is."""
    found = _OF_SEVERAL.fullmatch(printed)
    return found.group(1) if found and len(found.group(1)) > 1 else printed


def with_stops(printed: str) -> tuple[str, ...]:
    """Return a short form's letters as the words that full stops make of them: "C.A.M.H.S."; none for other words."""
    printed = short_form_of_one(printed)
    letters = words(printed)
    if len(letters) != 1 or not printed.isalpha() or not 1 < len(printed) <= _SHORT_FORM_LETTERS:
        return ()
    return tuple(letters[0])


def printed_compounds(text: str) -> tuple[str, ...]:
    """Return the compounds of a question as they are printed in one piece, in small letters: "stand-in", "standin"."""
    question = typed_words([text])
    found = (forms_at(question, place) for place in range(len(question)))
    runs = (
        run for forms in found if forms and not forms.section for run in forms.written if all(map(str.isalpha, run))
    )
    joined = {mark.join(run) for run in runs if len(run) > 1 for mark in ("-", "")}
    return tuple(sorted(one for one in joined if len(one) > _SHORT_FORM_LETTERS - 1))


def stems_of(run: Sequence[str]) -> tuple[str, ...]:
    """Return the stems of a run of words."""
    return tuple(stem(word) for word in run)
