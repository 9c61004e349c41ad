"""One part of a question at a time: words as they are typed, or whatever else the vocabulary calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from kb.text.cues import GAP
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, fold, stems, words
from search.plan.nodes import BestOf, FacetMatch, Fuzzy, NearWords, Node, Phrase, Prefix, WordMatch, all_of, any_of
from search.query import ast
from search.ranking import Ranking
from search.understanding import framing
from search.understanding.thesaurus import Expansion, Saying, Thesaurus
from search.understanding.word_forms import (
    TypedWord,
    WordForms,
    as_typed,
    forms_at,
    short_form_of_one,
    stems_of,
    typed_words,
    with_stops,
)

_SHORTEST = 4  # letters of a word that has a plural of its own to look for
_IN_A_LIST = frozenset(("or", "a", "an", "any", "the", "by", "their", "at"))  # words between the agencies of a list
_WHERE = frozenset(("in", "across", "within", "around", "from", "near"))


@dataclass(slots=True)
class _AgencyList:
    """Agencies that follow each other in the words `typed`, up to the word at `end`."""

    typed: list[tuple[str, str]]
    parts: list[Node] = field(default_factory=list)
    end: int = 0

    def join(self, found: list[Node], start: int, end: int) -> None:
        """Take in the last part found, an agency from word `start` to `end`; a list with "or" becomes one part."""
        between = {word for _, word in self.typed[self.end : start]}
        self.parts = [*self.parts, found[-1]] if between <= _IN_A_LIST else found[-1:]
        self.end = end
        if "or" in between and len(self.parts) > 1:
            found[-len(self.parts) :] = [BestOf(tuple((one, 100) for one in self.parts))]
            self.parts = found[-1:]


@dataclass(slots=True)
class ConceptPlanner:
    """Plans the words of a question part by part, collecting what to show and what to mark."""

    thesaurus: Thesaurus
    ranking: Ranking
    match: str
    where: str = ""  # the one field that is looked in
    named_whole: bool = False  # whether a part has several words
    also: dict[str, None] = field(default_factory=dict)
    highlights: dict[str, None] = field(default_factory=dict)
    asked: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    def plan_exact_words(self, tree: ast.QuotedWords | ast.Beginning | ast.Spelling) -> Node:
        """Return quotes, beginnings and spellings, which ask for words as written."""
        match tree:
            case ast.QuotedWords(text, near):
                return self.plan_quotation(tuple(words(text)), near)
            case ast.Beginning(text):
                self.highlights[f"{fold(text)}*"] = None
                return Prefix(fold(text), self.where)
            case ast.Spelling(text, distance):
                self.highlights[f'"{fold(text)}'] = None
                return Fuzzy(fold(text), distance, self.where)

    def plan_quotation(self, quoted: tuple[str, ...], near: int | None) -> Node:
        """Return words in quotes: as written next to each other, or in any form near each other."""
        if near is not None:
            different = tuple(dict.fromkeys(map(stem, quoted)))
            self.highlights.update(dict.fromkeys(different))
            return (
                NearWords(different, near, False, self.where)
                if len(different) > 1
                else WordMatch(different[0], False, self.where)
            )
        if len(quoted) == 1:
            self.highlights[f'"{quoted[0]}'] = None
            return WordMatch(quoted[0], True, self.where)
        forms = (quoted, *((*quoted[:-1], other) for other in self.numbers(quoted[-1])))
        self.highlights.update(dict.fromkeys(f'"{" ".join(form)}' for form in forms))
        phrases = tuple((Phrase(form, True, self.where), 100) for form in forms)
        return BestOf(phrases) if len(phrases) > 1 else phrases[0][0]

    def numbers(self, word: str) -> tuple[str, ...]:
        """Return the plural of a word, or its singular: a quoted word may end in either."""
        if not self.thesaurus.labels or not word.isalpha() or len(word) < _SHORTEST or word in STOP_WORDS:
            return ()
        return tuple(other for other in _numbers(word) if stem(other) == stem(word))

    def concepts(self, plain: list[ast.QueryWord]) -> tuple[list[Node], dict[str, int]]:
        """Return the parts that words make with the vocabulary's help, and themes with how sure each is in percent.

        Agencies of a list with "or" are one part: "not seen by a midwife or a nursery" is answered by either.
        """
        question = self.without_ages(typed_words([word.text for word in plain]))
        typed = [(one.printed, one.word) for one in question]
        only_stops = all(word in STOP_WORDS for _, word in typed)
        found: list[Node] = []
        named: dict[str, int] = {}
        place = 0
        agencies = _AgencyList(typed)
        while place < len(typed):
            area = self.area_at(typed, place)
            if area:
                found.append(self.area(area))
                place += len(area)
                continue
            length = self.run_at(typed, place)
            room, spread = self.thesaurus.spread_at(stem(word) for _, word in typed[place:])
            if spread and room > length:
                found.append(self.spread(spread, typed[place : place + room]))
                place += room
                continue
            forms = forms_at(question, place)
            if forms and forms.length >= length and (self.thesaurus.labels or not forms.loose):
                run = typed[place : place + forms.length]
                found.append(self.compound(run, forms, as_typed(question[place : place + forms.length])))
                place += forms.length
                named.update(self.themes_named(run))
                continue
            run = typed[place : place + length]
            place += length
            if length == 1 and run[0][1] in STOP_WORDS and not only_stops and not self.is_known(run):
                continue
            found.append(self.concept(run))
            named.update(self.themes_named(run))
            if self.is_agency(run):
                agencies.join(found, place - length, place)
        return list(dict.fromkeys(found)), named

    def without_ages(self, question: list[TypedWord]) -> list[TypedWord]:
        """Return the words of a question without ages ("two year old"), unless it has no others that tell anything.

        Their words stand everywhere, and no finding has to have them.
        """
        kept: list[TypedWord] = []
        place = 0
        while place < len(question):
            if framing.is_age([one.word for one in question[place : place + 3]]):
                place += 3
                continue
            kept.append(question[place])
            place += 1
        telling = any(one.word not in STOP_WORDS and stem(one.word) not in framing.FRAMING for one in kept)
        return kept if self.thesaurus.labels and telling else question

    def is_agency(self, run: list[tuple[str, str]]) -> bool:
        """Return whether words name an agency or who works for it."""
        return tuple(stem(word) for _, word in run) in self.thesaurus.agencies

    def area_at(self, typed: list[tuple[str, str]], place: int) -> list[tuple[str, str]]:
        """Return the capitalised words at `place` that name a place: "in Surrey", "across West Sussex"."""
        if self.where or not place or typed[place - 1][1] not in _WHERE or not self.thesaurus.labels:
            return []
        if all(printed[0].isupper() for printed, word in typed if word not in STOP_WORDS):
            return []  # a heading, or all in capitals: then they say nothing
        area = list(takewhile(lambda pair: pair[0][0].isupper() and not pair[0][1:].isupper(), typed[place:]))
        return [] if any(self.is_known(area[: end + 1]) for end in range(len(area))) else area

    def area(self, typed: list[tuple[str, str]]) -> Node:
        """Return a place: the words themselves, or findings of the area that is called so."""
        telling = [word for _, word in typed]
        self.note(telling)
        self.ask_for(_printed_words(typed), [stems_of(telling)])
        self.highlights.update(dict.fromkeys(map(stem, telling)))
        return BestOf(
            ((self.own(telling), 100), (FacetMatch("area", (_printed_words(typed),), self.ranking.area), 100))
        )

    def themes_named(self, run: list[tuple[str, str]]) -> dict[str, int]:
        """Return the themes that these words name outright, each with the per cent of its points that it brings."""
        key, labels = tuple(stem(word) for _, word in run), self.thesaurus.labels
        themes = () if self.where else self.thesaurus.themes_of(key, _printed_words(run))
        self.also.update(dict.fromkeys(labels[theme] for theme in themes))
        return {
            theme: 100 if set(key) & set(stems(labels[theme])) == set(key) else self.ranking.wider for theme in themes
        }

    def run_at(self, typed: list[tuple[str, str]], place: int) -> int:
        """Return the length of the longest run of words at `place` that the vocabulary knows; 1 if it knows none."""
        longest = min(self.thesaurus.longest, len(typed) - place)
        return next((n for n in range(longest, 1, -1) if self.is_known(typed[place : place + n])), 1)

    def is_known(self, run: list[tuple[str, str]]) -> bool:
        """Return whether the vocabulary knows these words."""
        key = tuple(stem(word) for _, word in run)
        return bool(self.thesaurus.sayings(key, _printed_words(run)) or self.thesaurus.themes.get(key))

    def concept(self, run: list[tuple[str, str]]) -> Node:
        """Return one part: the words themselves, or whatever else they may be called."""
        key = tuple(stem(word) for _, word in run)
        telling = [word for _, word in run if word not in STOP_WORDS] or [word for _, word in run]
        self.note(telling)
        self.highlights.update(dict.fromkeys(map(stem, telling)))
        # Where neither a theme nor its name is found, a word of the name tells nothing of it: "forced marriage".
        self.named_whole = self.named_whole or (len(telling) > 1 and key not in self.thesaurus.themes)
        sayings, stopped = self.thesaurus.sayings(key, _printed_words(run)), self.with_full_stops(run)
        if not (len(run) == 1 and key[0] in framing.FRAMING):
            self.ask_for(_printed_words(run), [stems_of(telling), *(saying.stems for saying in (*sayings, *stopped))])
        return self.otherwise(self.name(telling), sayings, stopped)

    def ask_for(self, printed: str, ways: Iterable[tuple[str, ...]]) -> None:
        """Keep what is asked for, with the stems of each way to say it: a part that no entry has is reported."""
        if self.thesaurus.labels and not self.where:
            self.asked[printed] = tuple(dict.fromkeys(ways))

    def compound(self, run: list[tuple[str, str]], forms: WordForms, printed: str) -> Node:
        """Return one part that is one word however it is written: its small words count, its parts alone do not.

        `printed` is how it was typed, and how it is reported where no entry has it.
        """
        key = tuple(stem(word) for _, word in run)
        if forms.section:
            key = ("section", forms.section)
        different = list(dict.fromkeys(stems_of(one) for one in forms.written))
        written = different if self.thesaurus.labels else different[:1]
        self.highlights.update(dict.fromkeys(" ".join(one) for one in written))
        own: list[tuple[Node, int]] = [(self.saying(Saying(one, "")), 100) for one in written]
        if forms.section and self.thesaurus.labels:  # "sections 17 and 47"
            own.append((NearWords(("section", forms.section), 2, field=self.where), 100))
        if forms.loose:
            own.append((self.own([word for _, word in run]), self.ranking.apart))
        sayings = self.thesaurus.sayings(key, _printed_words(run))
        self.ask_for(printed, [*written, *(saying.stems for saying in sayings)])
        return self.otherwise(tuple(own), sayings)

    def with_full_stops(self, run: list[tuple[str, str]]) -> tuple[Saying, ...]:
        """Return a short form as it is written with full stops."""
        printed = run[0][0]
        short = self.thesaurus.short_form(printed) or short_form_of_one(printed)
        known = short.isupper() or short in self.thesaurus.acronyms
        letters = with_stops(short) if known and len(run) == 1 else ()
        return (Saying(letters, "."),) if letters else ()

    def otherwise(
        self, own: tuple[tuple[Node, int], ...], sayings: tuple[Saying, ...], spelt: tuple[Saying, ...] = ()
    ) -> Node:
        """Return a part with its alternative words and spellings."""
        others = [(self.saying(saying), self.ranking.synonym) for saying in (*sayings, *spelt)]
        self.also.update(dict.fromkeys(saying.text for saying in sayings))
        self.highlights.update(dict.fromkeys(" ".join(saying.stems) for saying in (*sayings, *spelt)))
        return BestOf((*own, *others)) if len(own) + len(others) > 1 else own[0][0]

    def spread(self, spread: Expansion, run: list[tuple[str, str]]) -> Node:
        """Return one part for a saying with room in it: its own words close together, or what reviews say instead."""
        self.note([word for _, word in run if word not in STOP_WORDS])
        own = NearWords(tuple(dict.fromkeys(spread.stems)), GAP, field=self.where)
        return self.otherwise(((own, 100),), spread.sayings)

    def note(self, telling: Iterable[str]) -> None:
        """Keep words that may be misspelt, each with the nearest that the vocabulary has."""
        new = [word for word in telling if stem(word) not in self.thesaurus.stems and word not in self.typed]
        self.typed.update((word, self.thesaurus.words.nearest_word(word) if len(word) > 3 else "") for word in new)

    def name(self, telling: list[str]) -> tuple[tuple[Node, int], ...]:
        """Return the words of a part, each with its worth in percent: less where those of a name stand far apart."""
        own, different = self.own(telling), tuple(dict.fromkeys(map(stem, telling)))
        if self.match == "any" or len(different) < 2 or not self.thesaurus.labels or self.ranking.apart == 100:
            return ((own, 100),)
        return ((NearWords(different, self.ranking.name_by, field=self.where), 100), (own, self.ranking.apart))

    def own(self, telling: list[str]) -> Node:
        """Return the words of a part themselves, however they lie in the text."""
        terms: list[Node] = list(dict.fromkeys(WordMatch(stem(word), field=self.where) for word in telling))
        return any_of(terms) if self.match == "any" else all_of(terms)

    def saying(self, saying: Saying) -> Node:
        """Return an alternative wording; a phrase stays a phrase."""
        if len(saying.stems) == 1:
            return WordMatch(saying.stems[0], field=self.where)
        return Phrase(saying.stems, field=self.where)


def _numbers(word: str) -> Iterator[str]:
    """Yield what may be the plural or the singular of a word."""
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith(("ses", "xes", "ches", "shes")):
        yield word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    elif word.endswith("y") and word[-2] not in "aeiou":
        yield f"{word[:-1]}ies"
    else:
        yield f"{word}es" if word.endswith(("ss", "x", "ch", "sh")) else f"{word}s"


def _printed_words(run: list[tuple[str, str]]) -> str:
    return " ".join(printed for printed, _ in run)
