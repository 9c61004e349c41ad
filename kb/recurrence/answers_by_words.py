"""Which action of one document answers which recommendation of another, where neither a number nor a row tells it.

Plans, minutes, letters and reports of progress say a recommendation again in words of their own, split it or join two.
An action is taken to answer the recommendation with which it shares most of what is rare in the review: words of its
own, of its heading and of what it names at its beginning ("The panel: ..."), and themes. It counts where the same
organisation is to act. Between two actions that are linked, those of a list that keeps the order of the recommendations
need less. A link of this kind is never called certain.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from kb.core.expressions import expression
from kb.core.model import Answer, Finding, FindingInContext
from kb.recurrence.terms import Wording, stem, words
from kb.text.title_names import name_words

CLEAR = 0.14  # likeness from which an action answers a recommendation: of 132 such links 125 are known
LEADS = 1.5  # times that it must be the likeness to the next recommendation
IN_ORDER = 0.06  # likeness that is enough where the neighbours in the list say which recommendation is next
HEADING = 0.5  # what a word of the heading counts beside one of the action
ANSWERED = 0.6  # what a word counts that only a known answer to the recommendation says
LEAD_IN = 0.7  # what a word of the sentence counts that leads to the action: "Your report asked ... We have done this."
NAMED_FIRST = 2.0  # what a word counts that the action names at its beginning
THEME = 0.5  # what a shared theme counts beside a shared word
MEANING = 0.85  # what a shared meaning counts: "dad" beside "father"
BETWEEN = 3  # actions between two known answers whose place may tell what they answer
WHO = 0.05  # what it adds to the likeness that the same organisation is meant
BY_PLACE = "it stands between actions that answer the recommendations of another document in their order"
MOST_PAIRS = 40_000  # recommendations times actions of a review that are compared
_FEWEST = 2  # words or themes that must be shared, where what the action names first is not among them
_NAMED_FIRST = expression(
    r"^(?:(?:on|as\s+to|regarding|with\s+regard\s+to)\s+)?(?:the\s+)?(?P<named>[^,.:;–]{3,60}?)\s*[,:–]", re.IGNORECASE
)
_FAINT = frozenset(  # what papers of any matter say
    stem(word)
    for word in """
    agency agencies board council committee meeting group team staff service services report multi plan year month day
    new work use discuss agree consider publish present note meet hold share send ask tell give take hear set write
    given told heard taken written held sent met begun seen shown kept
    reach complete start begin develop provide support need know care health social child children adult family people
    person
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a statement shares with others: its stems and themes by their weight, and who is to act."""

    held: FindingInContext
    bag: Mapping[str, float]
    printed: Mapping[str, str]  # how each is written where a person reads it
    who: frozenset[str]
    named: frozenset[str]  # stems of what it names at its beginning


def answers_by_words(
    asked: Sequence[FindingInContext],
    given: Sequence[FindingInContext],
    known: Mapping[str, Sequence[FindingInContext]] | None = None,
    wording: Wording | None = None,
) -> Iterator[Answer]:
    """Yield an answer for each action of `given` that says one of the recommendations in other words.

    All are of one review: the recommendations of its fullest document, and the actions of others that answer none yet.
    What is known to answer a recommendation (`known`, by its id) lends it words: a letter often says again what the
    plan says will be done. `wording` knows which words are of one meaning.
    """
    if not asked or not given or len(asked) * len(given) > MOST_PAIRS:
        return
    read = partial(_words_of, wording=wording)
    made = [_with_words_of(read(held), map(read, (known or {}).get(held.finding.id, ()))) for held in asked]
    lists: defaultdict[str, list[_Words]] = defaultdict(list)
    for held in sorted(under_the_review(asked[0], given), key=lambda one: one.finding.span.start):
        lists[held.document.id].append(read(held))
    weights = _weights([*made, *(one for several in lists.values() for one in several)])
    for several in lists.values():
        yield from _of_list(made, several, weights)


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


def _of_list(asked: Sequence[_Words], given: Sequence[_Words], weights: Mapping[str, float]) -> Iterator[Answer]:
    rows = [[_likeness(one, other, weights) for other in asked] for one in given]
    found = [_clear(row) for row in rows]
    for place, one in enumerate(given):
        if found[place] is None:
            found[place] = _next_in_order(found, place, [_likeness(one, other, weights, fewest=1) for other in asked])
    placed = _by_place(found)
    for place, (one, best) in enumerate(zip(given, found, strict=True)):
        if best is not None:
            shared = sorted(_shared_words(one, asked[best]), key=lambda word: -weights[word])
            said = ", ".join(list(dict.fromkeys(one.printed[word] for word in shared))[:3])
            why = f"it says a recommendation of another document in other words: {said}"
            yield Answer(asked[best].held.finding.id, one.held.finding.id, why, certain=False)
        elif place in placed:
            yield Answer(asked[placed[place]].held.finding.id, one.held.finding.id, BY_PLACE, certain=False)


def _clear(row: Sequence[float]) -> int | None:
    """Return the place in `row` (cosines, 0 to 1) of the recommendation that an action is clearly like."""
    best, *others = sorted(range(len(row)), key=lambda place: -row[place])
    leads = not others or row[best] >= LEADS * row[others[0]]
    return best if row[best] >= CLEAR and leads else None


def _next_in_order(found: Sequence[int | None], place: int, row: Sequence[float]) -> int | None:
    """Return the likest recommendation between those of the actions before and after, in a list that keeps order."""
    known = [one for one in found if one is not None]
    if len(set(known)) < 2 or known != sorted(known):
        return None
    before = next((one for one in reversed(found[:place]) if one is not None), 0)
    after = next((one for one in found[place + 1 :] if one is not None), len(row) - 1)
    best = max(range(before, after + 1), key=lambda one: row[one])
    return best if row[best] >= IN_ORDER and row[best] >= max(row) / LEADS else None


def _by_place(found: Sequence[int | None]) -> Mapping[int, int]:
    """Return what actions answer that stand between two known ones, as many as recommendations between what these do.

    `found` is for each action of a list the place of its recommendation; only a list that keeps their order tells.
    """
    known = [(place, asked) for place, asked in enumerate(found) if asked is not None]
    if [asked for _, asked in known] != sorted(asked for _, asked in known):
        return {}
    return {
        place: before + place - start
        for (start, before), (end, after) in pairwise(known)
        if end - start == after - before <= BETWEEN + 1
        for place in range(start + 1, end)
    }


def _likeness(one: _Words, other: _Words, weights: Mapping[str, float], fewest: int = _FEWEST) -> float:
    shared = _shared_words(one, other)
    if len(shared) < fewest and not any(word in one.named for word in shared):
        return 0.0
    product = sum(one.bag[word] * other.bag[word] * weights[word] ** 2 for word in shared)
    return product / (_length(one, weights) * _length(other, weights)) + WHO * bool(one.who & other.who)


def _shared_words(one: _Words, other: _Words) -> list[str]:
    return [word for word in one.bag if word in other.bag]


def _length(one: _Words, weights: Mapping[str, float]) -> float:
    return math.sqrt(sum((count * weights[word]) ** 2 for word, count in one.bag.items()))


def _words_of(held: FindingInContext, wording: Wording | None = None) -> _Words:
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
    return _Words(held, bag, printed, who, named & bag.keys())


def _place_words(held: FindingInContext) -> frozenset[str]:
    """Return the stems of the place and the board that a document states: every body there bears them."""
    about = held.document.about
    stated = (one.value for one in (about.area, about.partnership) if one is not None)
    return frozenset(stemmed for value in stated for _, stemmed in words(value))


def _with_words_of(one: _Words, answers: Iterable[_Words]) -> _Words:
    """Return a recommendation with the words of what is known to answer it."""
    bag, printed = dict(one.bag), dict(one.printed)
    for answer in answers:
        for word in answer.bag:
            bag[word] = max(bag.get(word, 0.0), ANSWERED)
            printed.setdefault(word, answer.printed[word])
    return replace(one, bag=bag, printed=printed)


def _named_first(finding: Finding) -> str:
    named = _NAMED_FIRST.match(finding.text)
    return named["named"] if named else ""


def _weights(statements: Sequence[_Words]) -> Mapping[str, float]:
    counts = Counter(word for one in statements for word in one.bag)
    return {word: math.log((1 + len(statements)) / count) for word, count in counts.items()}
