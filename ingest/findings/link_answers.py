"""Answers: which action answers which recommendation, and why we say so.

Linked by a number, by a table's row, by standing under a response that follows the recommendation, or, where a section
says that it responds to recommendations and nothing else links them, by closeness of words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.findings.found import ExtractedFinding
from ingest.structure.chapters import Chapter, chapters_of
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Answer, Kind
from kb.text.phrases import words_of

_MATTERS = (Kind.CONCERN, Kind.MISSED_OPPORTUNITY, Kind.LESSON)
_GIVEN_BACK = expression(  # how a reply gives back what it answers
    r"^(?:on\s+the\s+\w+\s+(?:point|matter|concern)|(?:first|second|third|last)ly,?\s+)?(?:you|your)\b|"
    r"\byour?\s+(?:\w+\s+)?(?:report|letter|findings?|concerns?)\b|"
    r"^(?:the\s+)?(?:coroner|report|review|inquest)\s+(?:\w+\s+)?(?:found|heard|says?|said|was|records?|recorded)\b",
    re.IGNORECASE,
)
_FOLLOWS = ("accepted action", "response", "agency response", "our response", "agreed action", "action", "action taken")
_COUNTED = expression(r"\(?(?P<number>\d{1,2})[.):]?")  # the number of a list's item
_BRIEF = 12  # words that may stand between a recommendation and its response: "Do you accept it?" "Accepted"
_NEAR = 0.18  # cosine from which words are thought to be of one matter
_SURE = 0.45
_COMMON = frozenset(
    "the a an of in on for from to and or that this with by as at is are was were be been it its their "
    "they will has have had which who not all any should must review ensure recommendation action".split()
)


def answer(found: Sequence[ExtractedFinding], parts: Sequence[SectionPart]) -> tuple[Answer, ...]:
    """Return the links from recommendations to the actions that answer them."""
    links: dict[tuple[str, str], Answer] = {}
    for link in (
        *_by_row(found),
        *_by_number(found),
        *_by_place(found, parts),
        *_by_telling(found, parts),
        *_by_reply(found, parts),
    ):
        links.setdefault((link.recommendation, link.action), link)
    answering = {action for _, action in links}
    for link in _by_words(found, parts, answering):
        links.setdefault((link.recommendation, link.action), link)
    return tuple(links.values())


def _by_row(found: Sequence[ExtractedFinding]) -> Iterator[Answer]:
    asked: dict[tuple[int, int], str] = {}
    for one in found:
        if one.finding.kind is Kind.RECOMMENDATION:
            asked |= dict.fromkeys((*one.rows_again, *([one.row] if one.row else [])), one.finding.id)
    for one in found:
        if one.row in asked and one.finding.kind is Kind.ACTION:
            yield Answer(asked[one.row], one.finding.id, "both are in one row of a table")


def _by_number(found: Sequence[ExtractedFinding]) -> Iterator[Answer]:
    """An action under "Recommendation 3" of the responses answers the recommendation so numbered; numbers printed
    twice tell nothing by themselves, so the one given again above the answers is taken, else the only one.
    """
    asked = _by_label(found)
    for one in found:
        if one.finding.kind is not Kind.ACTION or not one.answers:
            continue
        held = asked.get(one.answers, [])
        if held:
            sure = len(held) == 1
            why = f"it is under {one.answers}" + ("" if sure else ", a number that appears more than once")
            yield Answer(held[-1], one.finding.id, why, certain=sure)


def _by_label(found: Sequence[ExtractedFinding]) -> dict[str, list[str]]:
    """Return the recommendations under their printed labels. Where none is labelled, a list's own numbers count:
    "2." is then recommendation 2.
    """
    asked: dict[str, list[str]] = {}
    listed: dict[str, list[str]] = {}
    for one in found:
        if one.finding.kind is not Kind.RECOMMENDATION:
            continue
        if one.number:
            asked.setdefault(one.number, []).append(one.finding.id)
        elif counted := _COUNTED.fullmatch(one.finding.label):
            listed.setdefault(f"recommendation {counted['number']}", []).append(one.finding.id)
    return asked or listed


def _by_place(found: Sequence[ExtractedFinding], parts: Sequence[SectionPart]) -> Iterator[Answer]:
    """A response printed at once after a recommendation answers it: "Accepted action: ..."."""
    last: ExtractedFinding | None = None
    for one in found:
        if one.finding.kind is Kind.RECOMMENDATION:
            last = one
        elif one.finding.kind is Kind.ACTION and last is not None and not one.answers and one.row is None:
            told = _words_of_a_response(parts[one.part])
            if told and _is_next(last, one, found, parts):
                yield Answer(last.finding.id, one.finding.id, f'it follows the recommendation under "{told}"')


def _by_telling(found: Sequence[ExtractedFinding], parts: Sequence[SectionPart]) -> Iterator[Answer]:
    """Link what a report of progress tells of a recommendation, in the paragraphs below it, to the recommendation.

    A chapter of an annual report gives the recommendation again and tells in the same section what became of it.
    """
    chapters = chapters_of(parts)
    last: ExtractedFinding | None = None
    for one in found:
        if last is not None and one.part != last.part:
            last = None
        if one.finding.kind is Kind.RECOMMENDATION and one.row is None:
            last = one
        elif one.finding.kind is not Kind.ACTION or last is None or one.answers or one.row is not None:
            continue
        elif chapters[one.part] is Chapter.PROGRESS:
            why = "it comes after the recommendation in the same section"
            yield Answer(last.finding.id, one.finding.id, why, certain=False)


def _by_reply(found: Sequence[ExtractedFinding], parts: Sequence[SectionPart]) -> Iterator[Answer]:
    """Link what a letter says was done to the matter that it gives back before: "You heard that ...".

    A reply to a coroner or to a board has no recommendations of its own: it answers concerns.
    """
    if any(one.finding.kind is Kind.RECOMMENDATION for one in found):
        return
    chapters = chapters_of(parts)
    matter: ExtractedFinding | None = None
    for one in found:
        if chapters[one.part] is not Chapter.PROGRESS or one.row is not None:
            matter = None
        elif one.finding.kind in _MATTERS and _GIVEN_BACK.search(one.finding.text):
            matter = one
        elif one.finding.kind is Kind.ACTION and matter is not None:
            why = "it comes after the matter that the letter gives back"
            yield Answer(matter.finding.id, one.finding.id, why, certain=False)


def _words_of_a_response(part: SectionPart) -> str:
    """Return the heading of what is done about the recommendation before it: "accepted action"; "" for any other."""
    told = part.announced
    return told.words if told is not None and told.words in _FOLLOWS else ""


def _is_next(
    recommendation: ExtractedFinding,
    action: ExtractedFinding,
    found: Sequence[ExtractedFinding],
    parts: Sequence[SectionPart],
) -> bool:
    """Return whether one recommendation alone stands in its section, and nothing but responses from there on.

    What minutes say below one "Action:" that somebody should do is not answered below the next.
    """
    alone = sum(1 for one in found if one.part == recommendation.part and one.finding.kind is Kind.RECOMMENDATION)
    between = parts[recommendation.part + 1 : action.part]
    follows = all(
        _words_of_a_response(part) or sum(piece.length for piece in part.pieces) <= _BRIEF for part in between
    )
    asks = not _words_of_a_response(parts[recommendation.part])
    return alone == 1 and action.part != recommendation.part and asks and follows


def _by_words(found: Sequence[ExtractedFinding], parts: Sequence[SectionPart], answering: set[str]) -> Iterator[Answer]:
    """Link what is told as done to the recommendation that shares most of its rarer words.

    So it is in a section of responses, and possibly in a chapter of what has changed since, which tells of more.
    """
    chapters = chapters_of(parts)
    asked = [one for one in found if one.finding.kind is Kind.RECOMMENDATION]
    given = [
        one
        for one in found
        if one.finding.kind is Kind.ACTION
        and one.finding.id not in answering
        and not one.answers
        and (chapters[one.part] is Chapter.PROGRESS or _responds(parts[one.part]))
    ]
    if not asked or not given or len(asked) * len(given) > 40_000:
        return
    bags = [_bag(one) for one in asked]
    rarity = _rarity([*bags, *(_bag(one) for one in given)])
    for one in given:
        own = _bag(one)
        scores = [_cosine(own, bag, rarity) for bag in bags]
        best = max(range(len(scores)), key=scores.__getitem__)
        if scores[best] >= _NEAR:
            shared = sorted(set(own) & set(bags[best]), key=lambda word: (-rarity[word], word))[:3]
            printed = {_stem(word): word for word in words_of(one.finding.text)}
            why = f"it has the most similar words: {', '.join(printed[word] for word in shared)}"
            sure = scores[best] >= _SURE and _responds(parts[one.part])
            yield Answer(asked[best].finding.id, one.finding.id, why, certain=sure)


def _responds(part: SectionPart) -> bool:
    return part.announced is not None and part.announced.sort == "responses"


def _bag(one: ExtractedFinding) -> Counter[str]:
    return Counter(_stem(word) for word in words_of(one.finding.text) if word not in _COMMON and len(word) > 2)


def _stem(word: str) -> str:
    """Leave off the endings that part a recommendation's words from those of its answer: "visit", "visited"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _rarity(bags: Sequence[Counter[str]]) -> dict[str, float]:
    counts = Counter(word for bag in bags for word in bag)
    return {word: math.log((1 + len(bags)) / count) for word, count in counts.items()}


def _cosine(a: Counter[str], b: Counter[str], rarity: dict[str, float]) -> float:
    shared = sum(a[word] * b[word] * rarity[word] ** 2 for word in a.keys() & b.keys())
    if not shared:
        return 0.0
    norm = math.sqrt(sum((n * rarity[w]) ** 2 for w, n in a.items()) * sum((n * rarity[w]) ** 2 for w, n in b.items()))
    return shared / norm
