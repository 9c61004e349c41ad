"""A new document beside one of a held review: the names, places and recommendations in which they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.core.expressions import expression
from kb.core.model import Metadata
from kb.store.case_names import OPENING, SHORT_TYPE, is_whole_name, shared_names
from kb.store.case_signs import FEWEST, PAPER, UNSTATED, CaseSigns, content_words, metadata_value, years_between
from kb.store.names_met import names_met

VERBATIM = 0.8  # share of words in common (Dice) from which two recommendations are one, whoever reprints them
RESTATED = 0.5  # the same where the case is known to be one
SOME = 0.34  # share of the shorter list that must be the same where name and area agree
COVER = 600  # characters from the beginning in which a paper says that it is one
_SHORT_FORM = (2, 5)  # words of the short form of a recommendation
_TITLES_OF_PEOPLE = ("mr", "ms", "mx")
_FIRST_LETTERS = expression(r"(?<![\w’'])\w|(?<=\b\w[’'])\w")  # of each half of "Vaughan-Cole" and of "O’Neill"


@dataclass(frozen=True, slots=True)
class Belonging:
    """A held review to which a document belongs, or may, and why."""

    slug: str
    reasons: str
    certain: bool
    again: bool = False  # the same report in another issue or format
    also: tuple[str, ...] = ()  # reviews made of papers alone that came before their report, which are one with it
    weight: float = 0.0  # of what speaks for it, 0 to 7: the heaviest of several reviews counts


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """A new document beside one of a held review, and how far they agree."""

    slug: str  # of the held review
    new: CaseSigns
    other: CaseSigns
    places: bool | None  # whether both are of one place; None where one of them does not say
    shared: frozenset[str]  # names of the case that both have
    verbatim: int  # recommendations that are the same almost word for word
    restated: int  # the same in these or other words

    @property
    def size(self) -> int:
        """Return how many recommendations the shorter list has."""
        return min(len(self.new.recommendations), len(self.other.recommendations))

    @property
    def are_reports(self) -> bool:
        """Say whether both are reports of a review."""
        return self.new.is_report and self.other.is_report

    @property
    def paper(self) -> CaseSigns:
        """Return the paper about a review; the new document where neither is a report."""
        return self.other if self.new.is_report else self.new

    @property
    def report(self) -> CaseSigns:
        """Return the document that is not the paper."""
        return self.new if self.new.is_report else self.other

    @property
    def years(self) -> float | None:
        """Return the years (0 or more) between their publication; None where one states none."""
        return years_between(self.new.about, self.other.about)

    @property
    def is_contrary(self) -> bool:
        """Say whether both recommend, and hardly the same."""
        stated = metadata_value(self.paper.about, "document_type") not in UNSTATED
        few = FEWEST if stated or PAPER.search(self.paper.text[:COVER]) else 1
        return self.size >= few and self.restated < max(1, SOME * self.size)

    @property
    def reasons(self) -> str:
        """Say in what they agree."""
        reasons = [f"both are about {_printed_name(sorted(self.shared, key=len)[-1])}"] if self.shared else []
        stated = (metadata_value(one.about, name) for one in (self.other, self.new) for name in ("area", "partnership"))
        reasons += [f"both are of {next(filter(None, stated), '')}"] if self.places else []
        if self.verbatim:
            reasons.append(f"{self.verbatim} of {self.size} recommendations are the same almost word for word")
        elif self.restated:
            reasons.append(f"{self.restated} of {self.size} recommendations are the same in other words")
        return ", ".join(reasons)

    def join(self, weight: float, reasons: str = "", *, again: bool = False) -> Belonging:
        """Return that the document surely belongs to the review."""
        return Belonging(self.slug, reasons or self.reasons, certain=True, again=again, weight=weight)

    def propose(self, weight: float = 1.0, reasons: str = "") -> Belonging:
        """Return that the document may belong to the review, for a person to decide."""
        return Belonging(self.slug, reasons or self.reasons, certain=False, weight=weight)


def compare_documents(slug: str, new: CaseSigns, other: CaseSigns) -> DocumentPair | None:
    """Return a new document beside one of a held review; None where their places or the names of their cases differ."""
    places = _places_agree(new, other)
    if places is not False:
        one_place = bool(places)
        new, other = with_names_met(new, other, anywhere=one_place), with_names_met(other, new, anywhere=one_place)
    shared = shared_names(new.names, other.names)
    if places is False and not any(is_whole_name(name) for name in shared):
        return None
    if new.names and other.names and not shared:
        return None
    verbatim, restated = (
        count_same(new.recommendations, other.recommendations, least) for least in (VERBATIM, RESTATED)
    )
    return DocumentPair(slug, new, other, places, frozenset(shared), verbatim, restated)


def with_names_met(paper: CaseSigns, other: CaseSigns, *, anywhere: bool) -> CaseSigns:
    """Return a paper with the names by which it calls the other's review, in its title or also `anywhere` in its text.

    Where no place is stated only a person's whole name is looked for in the text. Of a report the cover is looked
    through alone: its text tells of people who have reviews of their own.
    """
    places = " ".join(metadata_value(paper.about, name) for name in ("area", "partnership"))
    text = paper.text[:COVER] if paper.is_report else paper.text
    title = metadata_value(paper.about, "title")
    met = names_met(other.names, title, text if anywhere else "", places)
    whole = frozenset(name for name in other.names if not anywhere and is_whole_name(name))
    return replace(paper, names=paper.names | met | names_met(whole, title, text, places))


def _places_agree(one: CaseSigns, other: CaseSigns) -> bool | None:
    """Return whether two documents are of one place; None where one of them does not say.

    A place goes before the name of a board, which may be written short.
    """
    for name in ("area", "partnership"):
        first, second = content_words(metadata_value(one.about, name)), content_words(metadata_value(other.about, name))
        if first and second:
            return first <= second or second <= first
    for stated, silent in ((one, other), (other, one)):
        if (place := metadata_value(stated.about, "area")) and re.search(
            rf"\b{re.escape(place)}\b", silent.text[:OPENING]
        ):
            return True
    return None


def title_agrees(one: Metadata, other: Metadata) -> bool:
    """Return whether two documents state the same title."""
    return bool(metadata_value(one, "title")) and content_words(metadata_value(one, "title")) == content_words(
        metadata_value(other, "title")
    )


def count_same(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]], least: float) -> int:
    """Return how many recommendations of the shorter list the other makes as well, each counted once."""
    short, long = sorted((first, second), key=len)
    left, count = list(long), 0
    alike = _dice if least > RESTATED else _restates
    for words in short:
        likest = max(left, key=lambda other: alike(words, other), default=None)
        if likest is not None and alike(words, likest) >= least:
            left.remove(likest)
            count += 1
    return count


def _restates(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how far two recommendations are one; a plan's short form ("Full timetable") may lie in a wording."""
    short, long = sorted((one, other), key=len)
    within = len(short & long) / len(short) if _SHORT_FORM[0] <= len(short) <= _SHORT_FORM[1] else 0.0
    return max(_dice(one, other), within if within >= VERBATIM else 0.0)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _printed_name(name: str) -> str:
    """Return a name in small letters as it is printed: "Child AB", "SAR 03/2021", "Mr Idris Vaughan-Cole"."""
    return " ".join(
        word.upper() if _is_in_capitals(word) else _FIRST_LETTERS.sub(lambda hit: hit[0].upper(), word)
        for word in name.split()
    )


def _is_in_capitals(word: str) -> bool:
    code = len(word) < 3 or any(map(str.isdigit, word)) or bool(re.fullmatch(SHORT_TYPE, word.upper()))
    return code and word not in _TITLES_OF_PEOPLE
