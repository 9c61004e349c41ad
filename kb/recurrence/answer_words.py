"""What an action and a recommendation share as words: their own, those of their headings, meanings and themes.

Plans, minutes, letters and reports of progress say a recommendation again in words of their own. What counts is how
rare a word is in the review and the paper, where it stands, and whether the action names it at its beginning ("The
panel: ..."). What papers of any matter say, and the name of the place and the board, count for nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.core.expressions import expression
from kb.core.model import Finding, FindingInContext
from kb.recurrence.terms import Wording, words
from kb.text.stemming import english_stem
from kb.text.title_names import name_words

HEADING = 0.5  # what a word of the heading counts beside one of the action
ANSWERED = 0.6  # what a word counts that only a known answer to the recommendation says
LEAD_IN = 0.7  # what a word of the sentence counts that leads to the action: "Your report asked ... We have done this."
NAMED_FIRST = 2.0  # what a word counts that the action names at its beginning
THEME = 0.5  # what a shared theme counts beside a shared word
MEANING = 0.85  # what a shared meaning counts: "dad" beside "father"
_LONGEST_LABEL = 5  # words: a longer lead-in is a sentence
UNSAID = 13  # statements beyond those that are told, among which a word is counted as rare
_NAMED_FIRST = expression(
    r"^(?:(?:on|as\s+to|regarding|with\s+regard\s+to)\s+)?(?:the\s+)?(?P<named>[^,.:;–]{3,60}?)\s*[,:–]", re.IGNORECASE
)
_FAINT = frozenset(  # what papers of any matter say
    english_stem(word)
    for word in """
    agency agencies board council committee meeting group team staff service services report multi plan year month day
    new work use discuss agree consider publish present note meet hold share send ask tell give take hear set write
    given told heard taken written held sent met begun seen shown kept
    reach complete start begin develop provide support need know care health social child children adult family people
    person
    """.split()
)


@dataclass(frozen=True, slots=True)
class SaidWords:
    """What a statement shares with others: its stems and themes by their weight, and who is to act."""

    held: FindingInContext
    bag: Mapping[str, float]
    printed: Mapping[str, str]  # how each is written where a person reads it
    who: frozenset[str]
    named: frozenset[str]  # stems of what it names at its beginning


def under_the_review(report: FindingInContext, given: Sequence[FindingInContext]) -> Iterator[FindingInContext]:
    """Yield the actions of papers, and of a paper that heads some with the review's name, these alone.

    Minutes and reports on a year tell of much besides.
    """
    about = report.document.about
    stated = (one.value for one in (about.area, about.partnership) if one is not None)
    places = {word for value in stated for word in value.lower().split()}
    names = name_words(about.title.value if about.title else "", places)
    headed = {held.finding.id for held in given if names & _heading_words(held)}
    heading = {held.document.id for held in given if held.finding.id in headed}
    yield from (held for held in given if held.finding.id in headed or held.document.id not in heading)


def _heading_words(held: FindingInContext) -> frozenset[str]:
    return frozenset(word.lower() for part in held.finding.heading for word, _ in words(part))


def shared_words(one: SaidWords, other: SaidWords) -> list[str]:
    """Return the stems, meanings and themes that two statements share."""
    return [word for word in one.bag if word in other.bag]


def length_of(one: SaidWords, weights: Mapping[str, float]) -> float:
    """Return the length of a statement's bag of words, from 0, each word by its rarity."""
    return math.sqrt(sum((count * weights[word]) ** 2 for word, count in one.bag.items()))


def words_said(held: FindingInContext, wording: Wording | None = None) -> SaidWords:
    """Return what a finding shares with others; `wording` knows which words are of one meaning."""
    finding = held.finding
    places = _place_words(held)
    bag: dict[str, float] = {}
    printed: dict[str, str] = {}
    said = ((finding.text, 1.0), (finding.lead_in, LEAD_IN), (finding.last_heading, HEADING))
    for text, weight in (*said, (_named_first(finding), NAMED_FIRST)):
        for word, stemmed in words(text):
            if stemmed not in _FAINT and stemmed not in places:
                bag[stemmed] = max(bag.get(stemmed, 0.0), weight)
                printed.setdefault(stemmed, word)
        for meaning, told in wording.meanings(text).items() if wording else ():
            bag[meaning] = max(bag.get(meaning, 0.0), MEANING * weight)
            printed.setdefault(meaning, min(told))
    for theme in finding.own_themes:
        bag[f"theme:{theme}"] = THEME
        printed[f"theme:{theme}"] = theme.replace("-", " ")
    named = frozenset(stemmed for _, stemmed in words(_named_first(finding)))
    who = frozenset(one.slug for one in finding.agencies if one.must_act)
    return SaidWords(held, bag, printed, who, named & bag.keys())


def _place_words(held: FindingInContext) -> frozenset[str]:
    """Return the stems of the place and the board that a document states: every body there bears them."""
    about = held.document.about
    stated = (one.value for one in (about.area, about.partnership) if one is not None)
    return frozenset(stemmed for value in stated for _, stemmed in words(value))


def with_words_of(one: SaidWords, answers: Iterable[SaidWords]) -> SaidWords:
    """Return a recommendation with the words of what is known to answer it: a letter often says the plan again."""
    bag, printed = dict(one.bag), dict(one.printed)
    for answer in answers:
        for word in answer.bag:
            bag[word] = max(bag.get(word, 0.0), ANSWERED)
            printed.setdefault(word, answer.printed[word])
    return replace(one, bag=bag, printed=printed)


def _named_first(finding: Finding) -> str:
    """Return what an action names at its beginning, or its paragraph does: "Landlords. A letter went to them."."""
    named = _NAMED_FIRST.match(finding.text)
    label = finding.lead_in if len(finding.lead_in.split()) <= _LONGEST_LABEL else ""
    return named["named"] if named else label


def weights_of(statements: Sequence[SaidWords]) -> Mapping[str, float]:
    """Return how rare each word is among statements, from 0; of a few, one more or less changes little."""
    counts = Counter(word for one in statements for word in one.bag)
    return {word: math.log((len(statements) + UNSAID) / count) for word, count in counts.items()}
