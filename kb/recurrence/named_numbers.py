"""Find the recommendation that an action says it answers: by label, in words, in a list of numbers, or by heading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.core.model import FindingInContext
from kb.text.number_words import ORDINAL_WORDS, figures_of, one_of_numbers
from kb.text.request_names import REQUEST_NAMES

_BY_ORDINAL = rf"(?P<ordinal>{'|'.join(ORDINAL_WORDS)})\s+recommendation"
_LETTER = (  # none within a word ("RECOMMENDATIONS"), nor "a recommendation I was given"
    r"(?<!\w)(?-i:[B-HJ-Z](?![\w’'.-]\w)|[AI](?=\W*$|[:;.,)]|\s+(?:is|has|asks)\b)|A(?=\s+(?:was|had|asked)\b))(?![\w’'])"
)
_NUMBER = rf"(?:{_LETTER}|\d+(?:\.\d+)*|{one_of_numbers(last=12)}(?=\W|$))"
_BY_NUMBER = rf"rec(?:ommendation|s?\b\.?)\s*(?:no\.?\s*|number\s+)?(?P<number>{_NUMBER})"
_NAMED = expression(rf"\b(?:{_BY_NUMBER}|{_BY_ORDINAL})\b", re.IGNORECASE)
_SEVERAL = expression(  # "Recommendations one and four", "recs 2, 3 and 5"
    rf"\brec(?:ommendation)?s\.?\s+(?:nos?\.?\s*|numbers\s+)?(?P<numbers>{_NUMBER}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_NUMBER})+)",
    re.IGNORECASE,
)
_RESTATED = expression(rf"(?:(?:on|as\s+to)\s+)?(?:the\s+)?(?:{_BY_NUMBER}|{_BY_ORDINAL})\b", re.IGNORECASE)
_UNDER = expression(rf"^\W*recommendation\s+(?:no\.?\s*)?(\d+(?:\.\d+)*\b|{_LETTER})", re.IGNORECASE)
_LABELLED = expression(
    r"\W*r(?:(?:ec(?:ommendation)?\.?)?\s*(?:no\.?\s*)?(?P<number>\d+(?:\.\d+)*)|ec(?:ommendation)?\.?\s+(?P<letter>[A-Z]))\W*$",
    re.IGNORECASE,
)
_AS_ASKED = expression(  # what a board may call its recommendations: "Strategy 2", over or before what it tells of it
    rf"^\W*(?:{REQUEST_NAMES})\s+(?:no\.?\s*)?(?P<number>\d{{1,2}}\b|[A-Z](?=\W*$|[).:]))",
    re.IGNORECASE,
)
_PRINTED = expression(r"(\d+(?:\.\d+)*)\W*$|(?:^|\s)\W*([A-Za-z])\W*$")
_STEP = expression(r"(?P<number>\d{1,2})(?:\.(?P<place>\d{1,2})|\s?\(?(?P<letter>[a-h])\)?)")  # "4.2", "4b", "4 (b)"
STEPS_SHARE = 0.8  # share of a plan's actions that must be numbered as steps
FEWEST_PARTED = 3  # recommendations that a plan parts in steps, from which its numbers are theirs


@dataclass(frozen=True, slots=True)
class NamedNumbers:
    """The numbers of the recommendations that an action answers, and how the action gives them.

    `spelt` where a number is said to be a recommendation's; a bare number may count the actions themselves.
    """

    numbers: tuple[str, ...]
    how: str
    spelt: bool = True


def numbers_named(held: FindingInContext) -> NamedNumbers | None:
    """Return the numbers of the recommendations that an action names: in its label, its own words or its heading.

    Two numbers both count where they are listed; neither counts where each is discussed separately.
    """
    finding = held.finding
    if label := _LABELLED.match(finding.label):
        return NamedNumbers(((label["number"] or label["letter"]).lower(),), "is labelled as the answer to")
    for said in (finding.text, finding.lead_in):
        told = _numbers_said(said)
        if len(told) == 1:
            return NamedNumbers(next(iter(told)), "names")
        if told:
            return None
    under = next((m.group(1).lower() for part in reversed(finding.heading) if (m := _UNDER.match(part))), "")
    if under:
        return NamedNumbers((under,), "is under")
    bare = _PRINTED.fullmatch(finding.label.strip("(). "))
    bare = bare or next((hit for said in (finding.label, finding.last_heading) if (hit := _AS_ASKED.match(said))), None)
    return NamedNumbers((_first_of(bare),), "carries the number of", spelt=False) if bare else None


def numbers_of_steps(
    given: Iterable[FindingInContext], asked: Mapping[str, Collection[str]]
) -> Mapping[str, NamedNumbers]:
    """Return for the actions of plans that part recommendations in steps, by id, the recommendation of each.

    "4.1" and "4.2" are steps for recommendation 4 where nearly all actions of a paper are so numbered, in order, and
    they count through all recommendations of another document of the review, whose numbers `asked` gives by its id. The
    themes of a plan are seldom as many.
    """
    papers: defaultdict[str, list[FindingInContext]] = defaultdict(list)
    for held in given:
        papers[held.document.id].append(held)
    told: dict[str, NamedNumbers] = {}
    for paper, several in papers.items():
        steps = {
            held.finding.id: step for held in several if (step := _STEP.fullmatch(held.finding.label.strip(" .)")))
        }
        numbers = [step["number"] for step in steps.values()]
        is_plan = len(set(numbers)) >= FEWEST_PARTED and len(steps) >= STEPS_SHARE * len(several)
        reports = (set(made) for document, made in asked.items() if document != paper)
        if is_plan and sorted(numbers, key=int) == numbers and any(made == set(numbers) for made in reports):
            told |= {one: NamedNumbers((step["number"],), "is a step for", spelt=False) for one, step in steps.items()}
    return told


def printed_number(held: FindingInContext) -> str:
    """Return the number that a recommendation's label ends with, or by which it is given again; "" for none."""
    printed = _PRINTED.search(held.finding.label)
    if printed:
        return _first_of(printed)
    named = _RESTATED.match(held.finding.text)
    return _number(named) if named else ""


class PrintedNumbers:
    """Which recommendations of a review bear which number, and which numbers each of its documents gives."""

    def __init__(self, asked: Iterable[FindingInContext]) -> None:
        self._recommendations: defaultdict[str, list[FindingInContext]] = defaultdict(list)
        self.of_document: defaultdict[str, set[str]] = defaultdict(set)
        for held in asked:
            if number := printed_number(held):
                self._recommendations[number].append(held)
                self.of_document[held.document.id].add(number)

    def meant_by(self, number: str, own: str) -> list[FindingInContext]:
        """Return those of this number in the document that numbers the most, other than the action's own (`own`).

        A paper that tells of two of nine recommendations speaks of them and does not make them.
        """
        told_of = self.of_document.get(own, set())
        others = [
            one
            for one in self._recommendations.get(number, ())
            if one.document.id != own and told_of <= self.of_document[one.document.id]
        ]
        fullest = max((len(self.of_document[one.document.id]) for one in others), default=0)
        return [one for one in others if len(self.of_document[one.document.id]) == fullest]


def is_counted(held: FindingInContext) -> bool:
    """Return whether a recommendation is given again as "the third recommendation"."""
    named = _RESTATED.match(held.finding.text)
    return bool(named and named["ordinal"])


def _numbers_said(text: str) -> set[tuple[str, ...]]:
    """Return the numbers that a text names, those of a list together."""
    listed = {
        tuple(map(figures_of, re.findall(_NUMBER, hit["numbers"], re.IGNORECASE))) for hit in _SEVERAL.finditer(text)
    }
    alone = {(_number(hit),) for hit in _NAMED.finditer(_SEVERAL.sub(" ", text))}
    return listed | alone


def _first_of(hit: re.Match[str]) -> str:
    return next(group for group in hit.groups() if group).lower()


def _number(hit: re.Match[str]) -> str:
    return figures_of(hit["number"]) if hit["number"] else str(ORDINAL_WORDS[hit["ordinal"].lower()])
