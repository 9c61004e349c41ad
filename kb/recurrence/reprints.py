"""One recommendation printed in several documents of a review: the report, its summary, its action plan, an addendum.

Each printing is a finding of its own, with its own page. What was answered to one holds for all of them, and a count of
recommendations counts them once. Two printings are joined where they share most of their words, or carry one number and
share many, or stand at one place of two lists that otherwise agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.core.inferred_actions import is_inferred
from kb.core.model import Answer, FindingInContext, Kind
from kb.recurrence.answers_by_score import answers_by_score
from kb.recurrence.meanings import Meanings
from kb.recurrence.named_numbers import (
    NamedNumbers,
    PrintedNumbers,
    is_counted,
    numbers_named,
    numbers_of_steps,
    printed_number,
)
from kb.recurrence.terms import Wording, words
from kb.vocabulary.labels import when

SAME_WORDS_SHARE = 0.6  # share of words in common (Dice) from which two statements are one
RENUMBERED_WORDS_SHARE = 0.9  # the same where their numbers differ
NUMBERED = 0.5  # share of the shorter's words in common from which they are, where the number is one
COUNTED = 0.3  # the same where one is given again as "the third recommendation"
SHORT_FORM_SHARE = 0.75  # share of a short form's words that its full wording holds
FEWEST_SHARED_WORDS = 3  # words that must be shared where no number helps
LABEL_WORDS = 3  # words up to which a recommendation is called by a label: "Full timetable"
LIST_AGREEMENT_SHARE = 0.5  # share of the shorter of two lists that is paired in order, from which order tells the rest
AGREEING_NUMBERS = 3  # numbers of a paper from which they may agree with those of the recommendations
AGREEING_SHARE = 0.6  # share of a paper's numbered actions that share a word with the recommendation of that number
PLAN_SHARE = 0.5  # share of a plan's recommendations that another document makes, from which it is the report

_SHARED = 2  # words of a recommendation that an action under its bare number must share


@dataclass(frozen=True, slots=True)
class _Statement:
    held: FindingInContext
    words: frozenset[str]
    number: str
    counted: bool = False  # given again as "the third recommendation"

    @property
    def id(self) -> str:
        return self.held.finding.id


class Reprints:
    """The recommendations of a library as groups of printings, and the answers that hold for each printing."""

    def __init__(
        self,
        holdings: Iterable[FindingInContext],
        answers: Sequence[Answer],
        wording: Wording | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        """Group the recommendations of each review.

        `wording` tells which words are of one meaning, `meanings`, of a sentence encoder, which statements are close.
        """
        self._wording = wording
        self._meanings = meanings
        self._groups: dict[str, tuple[FindingInContext, ...]] = {}
        reviews: defaultdict[str, list[FindingInContext]] = defaultdict(list)
        for held in holdings:
            if held.finding.kind in (Kind.RECOMMENDATION, Kind.ACTION):
                reviews[held.review.slug].append(held)
        self._answers = {(one.recommendation, one.action): one for one in answers}
        self._told = frozenset(self._answers)
        for found in reviews.values():
            if len({held.document.id for held in found}) > 1:
                self._join(found)
        self._of: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in self._answers.values():
            self._of[answer.recommendation].append(answer)
            self._of[answer.action].append(answer)

    def group(self, finding_id: str) -> tuple[FindingInContext, ...]:
        """Return all printings of a recommendation, the fullest first; () where it is printed once."""
        return self._groups.get(finding_id, ())

    def is_reprint(self, one: str, other: str) -> bool:
        """Return whether two findings are printings of one recommendation."""
        return any(held.finding.id == other for held in self._groups.get(one, ()))

    def answers(self, finding_id: str) -> tuple[Answer, ...]:
        """Return the answers to a recommendation in any of its printings, or those that an action gives."""
        return tuple(self._of.get(finding_id, ()))

    @property
    def all_answers(self) -> tuple[Answer, ...]:
        """Every answer: those told inside a document first, then those that hold for another printing as well."""
        return tuple(self._answers.values())

    def place_of(self, answer: Answer) -> tuple[bool, str, str]:
        """Sort answers told inside a document before those that hold for another printing as well."""
        return (answer.recommendation, answer.action) not in self._told, answer.recommendation, answer.action

    def _join(self, found: Sequence[FindingInContext]) -> None:
        asked = [held for held in found if held.finding.kind is Kind.RECOMMENDATION]
        groups = _group([_statement(held) for held in asked])
        for group in groups:
            ranked = tuple(sorted(group, key=_fullness))
            self._groups |= {held.finding.id: ranked for held in ranked}
        self._answer_by_number(found, asked)
        self._share_among(groups)
        self._answer_by_score(found, asked)
        self._share_among(groups)

    def _share_among(self, groups: Sequence[Sequence[FindingInContext]]) -> None:
        """Let what answers one printing of a recommendation answer the others."""
        by_recommendation: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in self._answers.values():
            by_recommendation[answer.recommendation].append(answer)
        for group in groups:
            self._share([held.finding.id for held in group], by_recommendation)

    def _share(self, ids: Sequence[str], by_recommendation: Mapping[str, Sequence[Answer]]) -> None:
        given = [answer for one in ids for answer in by_recommendation.get(one, ())]
        for one in ids:
            for answer in given:
                why = f"{answer.why}, with the same recommendation in another document of this review"
                self._answers.setdefault((one, answer.action), replace(answer, recommendation=one, why=why))

    def _answer_by_number(self, found: Sequence[FindingInContext], asked: Sequence[FindingInContext]) -> None:
        """Link an action that names "recommendation 3" to the one of that number in another document of the review.

        What an action names goes before what only stands near it in its own document.
        """
        printed = PrintedNumbers(asked)
        actions = [held for held in found if held.finding.kind is Kind.ACTION]
        steps = numbers_of_steps(sorted(actions, key=lambda held: held.finding.span.start), printed.of_document)
        meant = [one for held in actions for one in self._recommendations_named(held, steps, printed)]
        agreeing = _papers_that_agree(meant)
        given: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in self._answers.values():
            given[answer.action].append(answer)
        named_by: defaultdict[str, list[FindingInContext]] = defaultdict(list)
        for told in meant:
            named_by[told.held.finding.id] += told.meant
        for told in meant:
            every = named_by[told.held.finding.id]
            others = [one for one in given[told.held.finding.id] if not any(self._is_meant(one, it) for it in every)]
            agrees = told.held.document.id in agreeing or told.held.finding.id in steps
            self._answer_number(told, others, agrees=agrees)

    def _recommendations_named(
        self, held: FindingInContext, steps: Mapping[str, NamedNumbers], printed: PrintedNumbers
    ) -> Iterator[_NumberedAnswer]:
        """Yield each recommendation whose number an action gives, where only one can be meant."""
        named = steps.get(held.finding.id) or numbers_named(held)
        for number in named.numbers if named else ():
            made = printed.meant_by(number, held.document.id)
            if named and made and all(self._is_one(made[0], other) for other in made[1:]):
                yield _NumberedAnswer(held, named, number, made)

    def _answer_number(self, told: _NumberedAnswer, others: Sequence[Answer], *, agrees: bool) -> None:
        """Link an action to the recommendation whose number it gives, in place of `others`, which it does not name.

        A bare number counts where the numbers of its whole paper agree with the recommendations (`agrees`), or where
        words are shared.
        """
        held, named, meant = told.held, told.named, told.meant
        if any(answer.certain for answer in others) or not (named.spelt or agrees or _shares_words(meant, held)):
            return
        for answer in others:
            self._answers.pop((answer.recommendation, answer.action), None)
        why = f"it {named.how} recommendation {told.number}, which another document of the review makes"
        certain = named.spelt or (len(meant) == 1 and _shares_words(meant, held))
        certain = certain and not is_inferred(held.finding)
        link = Answer(meant[0].finding.id, held.finding.id, why, certain=certain)
        self._answers.setdefault((link.recommendation, link.action), link)

    def _answer_by_score(self, found: Sequence[FindingInContext], asked: Sequence[FindingInContext]) -> None:
        """Link actions that answer nothing yet to what another document of the review asks for in other words.

        What a document asks for stands in the one that asks for most; what is said there of actions is its own matter.
        """
        made, given = asked_and_given(found, asked)
        said = {held.finding.id: held for held in found}
        known = [(one.recommendation, said[one.action]) for one in self._answers.values() if one.action in said]
        for link in answers_by_score(made, given, known, self._wording, self._meanings):
            self._answers.setdefault((link.recommendation, link.action), link)

    def _is_one(self, one: FindingInContext, other: FindingInContext) -> bool:
        return self.is_reprint(one.finding.id, other.finding.id)

    def _is_meant(self, answer: Answer, one: FindingInContext) -> bool:
        return answer.recommendation == one.finding.id or self.is_reprint(answer.recommendation, one.finding.id)


@dataclass(frozen=True, slots=True)
class _NumberedAnswer:
    """An action, the number that it gives, and the printings of the recommendation of that number."""

    held: FindingInContext
    named: NamedNumbers
    number: str
    meant: Sequence[FindingInContext]


def _papers_that_agree(several: Sequence[_NumberedAnswer]) -> frozenset[str]:
    """Return the papers whose bare numbers are those of the recommendations: most of them share a word with theirs."""
    papers: defaultdict[str, list[_NumberedAnswer]] = defaultdict(list)
    for one in several:
        if not one.named.spelt:
            papers[one.held.document.id].append(one)
    return frozenset(
        paper
        for paper, made in papers.items()
        if len({one.number for one in made}) >= AGREEING_NUMBERS
        and sum(_shares_words(one.meant, one.held, 1) for one in made) >= AGREEING_SHARE * len(made)
    )


def asked_and_given(
    found: Sequence[FindingInContext], asked: Sequence[FindingInContext]
) -> tuple[list[FindingInContext], list[FindingInContext]]:
    """Return the recommendations of a review's fullest document, and the actions of its others."""
    report = _fullest_document(asked)
    given = [held for held in found if held.finding.kind is Kind.ACTION and held.document.id != report]
    return [held for held in asked if held.document.id == report], given


def _fullest_document(asked: Sequence[FindingInContext]) -> str:
    """Return the document of a review that makes the most recommendations, the earliest of several.

    A plan gives again what a report asked, and may part it in rows.
    """
    counts = Counter(held.document.id for held in asked)
    day = {held.document.id: when(held) or "9" for held in asked}
    ranked = sorted(counts, key=lambda one: (-counts[one], day[one], one))
    plans = {held.document.id for held in asked if _is_plan(held)}
    reports = (one for one in ranked if one not in plans and counts[one] >= PLAN_SHARE * counts[ranked[0]])
    return next(reports, ranked[0] if ranked else "")


def _is_plan(held: FindingInContext) -> bool:
    stated = held.document.about.document_type
    return stated is not None and stated.value == "action-plan"


def _shares_words(meant: Sequence[FindingInContext], held: FindingInContext, least: int = _SHARED) -> bool:
    own = _statement(held).words
    return any(len(own & _statement(one).words) >= least for one in meant)


def _statement(held: FindingInContext) -> _Statement:
    return _Statement(
        held, frozenset(stemmed for _, stemmed in words(held.finding.text)), printed_number(held), is_counted(held)
    )


def _fullness(held: FindingInContext) -> tuple[int, str, str]:
    """Return what sorts the wording with most words first; of equally full ones the first published."""
    return -len(held.finding.text.split()), when(held) or "9", held.finding.id


def _group(statements: Sequence[_Statement]) -> list[list[FindingInContext]]:
    """Return the groups of two or more printings."""
    documents: defaultdict[str, list[_Statement]] = defaultdict(list)
    for one in statements:
        documents[one.held.document.id].append(one)
    head: dict[str, str] = {one.id: one.id for one in statements}
    lists = [sorted(made, key=lambda one: one.held.finding.span.start) for made in documents.values()]
    for at, first in enumerate(lists):
        for second in lists[at + 1 :]:
            for a, b in _pair(first, second):
                old, new = head[b.id], head[a.id]
                head |= {id_: new for id_, its in head.items() if its == old}
    groups: defaultdict[str, list[FindingInContext]] = defaultdict(list)
    for one in statements:
        groups[head[one.id]].append(one.held)
    return [group for group in groups.values() if len(group) > 1]


def _pair(first: Sequence[_Statement], second: Sequence[_Statement]) -> list[tuple[_Statement, _Statement]]:
    """Pair the statements of two documents, each at most once, the likest first."""
    likely = [
        (likeness, i, j) for i, a in enumerate(first) for j, b in enumerate(second) if (likeness := _likeness(a, b)) > 0
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(likely, key=lambda one: (-one[0], one[1], one[2])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    _pair_labels(first, second, pairs)
    _pair_labels(second, first, pairs, turned=True)
    _pair_between(first, second, pairs)
    return [(first[i], second[j]) for i, j in pairs.items()]


def _pair_labels(
    short: Sequence[_Statement], whole: Sequence[_Statement], pairs: dict[int, int], *, turned: bool = False
) -> None:
    """Pair what a list calls a recommendation in two or three words with the only one that holds them all.

    `pairs` are places in two lists; `turned` where `whole` is the first of these.
    """
    for i, label in enumerate(short):
        if i in (pairs.values() if turned else pairs) or not 2 <= len(label.words) <= LABEL_WORDS:
            continue
        held = [j for j, one in enumerate(whole) if label.words < one.words]
        if len(held) == 1 and held[0] not in (pairs if turned else pairs.values()):
            a, b = (held[0], i) if turned else (i, held[0])
            if not _are_numbered_apart(label, whole[held[0]]):
                pairs[a] = b


def _pair_between(first: Sequence[_Statement], second: Sequence[_Statement], pairs: dict[int, int]) -> None:
    """Pair what alone stands between pairs in two lists that keep one order, where it shares a word."""
    known = sorted(pairs.items())
    ordered = [j for _, j in known] == sorted(j for _, j in known)
    if not ordered or len(known) < max(LIST_AGREEMENT_SHARE * min(len(first), len(second)), 2):
        return
    for (i, j), (end, other) in pairwise([(-1, -1), *known, (len(first), len(second))]):
        if end - i == other - j == 2:
            a, b = first[i + 1], second[j + 1]
            if a.words & b.words and not _are_numbered_apart(a, b):
                pairs[i + 1] = j + 1


def _are_numbered_apart(a: _Statement, b: _Statement) -> bool:
    """Return whether two are numbered, both in figures or both in letters, and not alike."""
    return bool(a.number and b.number and a.number != b.number and a.number[0].isdigit() == b.number[0].isdigit())


def _likeness(a: _Statement, b: _Statement) -> float:
    """Return how surely two statements are one; 0 where they are not."""
    shared = len(a.words & b.words)
    if not shared:
        return 0.0
    dice = 2 * shared / (len(a.words) + len(b.words))
    within = shared / min(len(a.words), len(b.words))
    least = COUNTED if a.counted != b.counted else NUMBERED
    if a.number and a.number == b.number and shared > 1 and within >= least:
        return 1.0 + dice
    if _are_numbered_apart(a, b):
        return dice if dice >= RENUMBERED_WORDS_SHARE and shared >= FEWEST_SHARED_WORDS else 0.0
    return dice if shared >= FEWEST_SHARED_WORDS and (dice >= SAME_WORDS_SHARE or within >= SHORT_FORM_SHARE) else 0.0
