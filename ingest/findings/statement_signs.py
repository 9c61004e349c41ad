"""Signs of a statement: what in a sentence, in its neighbours and in its chapter speaks for a finding of some kind.

Every sign has a name that a reader understands, since `kb trace` and the reason of a finding give it. The signs are
counted alike when their weights are learned (`benchmarks/train_statements.py`) and when they are used. The words of
each sign are in ingest/words/signs.toml; the signs made of several are here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.findings.clauses import main_clause
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.statement_words import word_signs
from ingest.structure.chapters import Chapter
from kb.core.expressions import expression
from kb.core.toml_text import parse_toml

_FILE = Path(__file__).parent.parent / "words" / "signs.toml"
_NAMED_PART = expression(r"\{([a-z]+)\}")
_AGAINST = (
    "nobody did",
    "not done",
    "never",
    "no thing",
    "only",
    "not until",
    "fault",
    "taken on trust",
    "work ended",
    "kept apart",
    "against expectation",
)
_HARD = ("nobody did", "fault", "taken on trust", "kept apart", "opportunity lost", "against expectation", "never")
_NOT_CARE = (*_HARD, "not done")
_IN_PROGRESS = (
    "not done",
    "nobody did",
    "fault",
    "measured",
    "a share",
    "has been done",
    "state of an action",
    "brought in",
    "we",
    "speech",
    "praise",
    "care taken",
    "against expectation",
    "you",
    "law",
    "a rule told",
    "summing up",
    "business of a meeting",
    "your question",
    "reported by somebody",
    "worried aloud",
    "a small figure",
    "better than before",
    "we did",
    "a change made",
    "as a matter of routine",
    "being done",
    "a count or survey speaks",
    "short of what is wanted",
    "still so",
    "the better for it",
    "a result counted",
    "taught us",
    "not taken further",
    "elsewhere",
    "what the author did",
    "how it was made",
    "passive",
)
_ASKING = ("must", "a body should", "asks a body", "recommends", "would like", "an order")
_NAME = expression(r"(?<=[a-z,;] )(?!I\b)[A-Z][a-z]+(?:[’']s)?\b")
# What makes a sentence's neighbours lean: a judgement seldom stands alone, and a story is told in a row.
_JUDGES = (
    "nobody did",
    "not done",
    "never",
    "not until",
    "fault",
    "opportunity",
    "could have been",
    "praise",
    "care taken",
    "must",
    "the review judges",
    "lesson",
    "taken on trust",
)
_TELLS = ("a date first", "biography", "a person acts", "how it was made")
_SHORT, _LONG = 9, 32
# What stands before a sentence's own words: the number of its paragraph, and that it is worth saying.
_AHEAD = expression(
    r"^\W*(?:\d{1,3}(?:\.\d{1,3}){1,3}\.?\s+|\d{1,3}\.\s+)?"
    r"(?:it\s+(?:(?:should|must|may|might|has\s+to)\s+(?:also\s+|perhaps\s+)?be\s+(?:noted|said|remembered|recorded|stressed|"
    r"observed|acknowledged|emphasised)(?:\s+in\s+passing)?|is\s+(?:also\s+)?worth\s+(?:noting|saying|recording)|"
    r"(?:would\s+)?(?:seems?|appears?)),?\s+that\s+)?(?=\S)",
    re.IGNORECASE,
)
_RESPONSES = ("pfd", "response", "minutes", "committee", "service")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign seen: its name, how much of it there is (mostly 1), and the words that show it."""

    name: str
    amount: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class StatementPlace:
    """Where a sentence stands."""

    chapter: Chapter
    genre: str
    number: int  # within its paragraph, from 0
    of: int  # sentences in its paragraph
    is_item: bool = False
    begins: float = 0.0  # how far into the document, from 0 to 1
    short_lines: bool = False  # in a document of slides, a poster, a briefing in short lines
    announced: str = ""  # the one kind that its heading, or the one above, announces
    labelled: bool = False  # its paragraph names at its beginning what it is about: "Landlords. ..."


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the words of each sign; a sign counts once, however often its words stand in a sentence."""
    table = parse_toml(_FILE.read_text(encoding="utf-8"))
    parts: dict[str, str] = table["parts"]
    filled = {
        sign["name"]: "|".join(_NAMED_PART.sub(lambda part: parts[part[1]], pattern) for pattern in sign["patterns"])
        for sign in table["signs"]
    }
    return {name: re.compile(pattern) for name, pattern in filled.items()}


def own_signs(text: str, grammar: SentenceGrammar) -> tuple[Sign, ...]:
    """Return the signs in a sentence's own words."""
    text = _AHEAD.sub("", text, count=1)
    line = " ".join(text.lower().replace("'", "’").split())
    made = [
        Sign(name, 1.0, found.group().strip()[:60])
        for name, pattern in _patterns().items()
        if (found := pattern.search(line))
    ]
    made += _together({sign.name for sign in made}, text)
    lean, for_, against = grammar.scales.sentence(text)
    if lean > 0:
        made.append(Sign("words of praise", min(lean, 2.0) / 2, ", ".join(for_[:2])))
    elif lean < 0:
        made.append(Sign("words of blame", min(-lean, 2.0) / 2, ", ".join(against[:2])))
    length = text.count(" ") + 1
    if length < _SHORT:
        made.append(Sign("very short", 1.0))
    elif length > _LONG:
        made.append(Sign("long", 1.0))
    clause = main_clause(line)
    both = f"{clause.subject}, {clause.tense}"
    made += [Sign(f"subject: {clause.subject}", 1.0), Sign(f"tense: {clause.tense}", 1.0), Sign(f"clause: {both}", 0.7)]
    made += (Sign(name, amount) for name, amount in word_signs(text))
    return tuple(made)


def _together(seen: set[str], text: str) -> list[Sign]:
    """Return the signs that are made of several, or of what is not there."""
    clear = not seen.intersection(_AGAINST)
    case = "of this case" in seen or bool(_NAME.search(text))
    present = "present" in seen and "past" not in seen and "has been done" not in seen
    told = {
        "a deed, and nothing against it": clear and "past" in seen and "a service" in seen,
        "one worker's deed": clear and "one worker acts" in seen and "past" in seen,
        "one worker's care": "one worker acts" in seen and "care taken" in seen and not seen.intersection(_HARD),
        "care, and nothing against it": "care taken" in seen and "past" in seen and not seen.intersection(_NOT_CARE),
        "a general truth": present and not case and "asks a body" not in seen and "how it was made" not in seen,
        "only of the present": present,
        "a rule that binds": bool(seen & {"law", "a rule told"}) and "must" in seen,
        "a rule, and no fault": bool(seen & {"law", "a rule told"}) and clear,
        "a recommendation and its state": bool(seen & {"names a recommendation", "recommends"})
        and bool(seen & {"state of an action", "has been done", "brought in"}),
        "only blame denied": "blame denied" in seen and "against expectation" not in seen,
        "a small figure, measured": "a small figure" in seen and bool(seen & {"measured", "a share", "speech"}),
        "a better figure": "better than before" in seen and bool(seen & {"a share", "a figure"}),
        "a figure against a figure": "a figure" in seen and "more or fewer than before" in seen,
        "the review's own deed, and nothing against it": "the review's own deed" in seen and clear,
        "a thing they had, and nothing against it": "a thing they had" in seen and clear,
        "a measured share": "measured" in seen and bool(seen & {"a share", "a figure"}),
        "a service did not": "a service acts" in seen and bool(seen & {"not done", "never", "fault", "kept apart"}),
        "a person did not": "a person acts" in seen and bool(seen & {"not done", "never"}) and "passive" not in seen,
        "neither for nor against": clear and not seen.intersection(_JUDGES),
        "kept from the story": clear and bool(seen.intersection(_TELLS)) and "a service" not in seen,
    }
    return [Sign(name, 1.0) for name, there in told.items() if there]


def add_place_signs(own: Sequence[tuple[Sign, ...]], places: Sequence[StatementPlace]) -> list[tuple[Sign, ...]]:
    """Return the signs of the sentences of one paragraph, with those of their places and neighbours."""
    names = [{sign.name for sign in signs} for signs in own]
    judges = [sum(name in seen for name in _JUDGES) for seen in names]
    tells = [sum(name in seen for name in _TELLS) for seen in names]
    made = []
    for at, (signs, place) in enumerate(zip(own, places, strict=True)):
        around = [
            Sign(f"in a chapter of {place.chapter.value}", 1.0),
            *_signs_of_neighbours(at, judges, tells),
            *(Sign(name, 1.0) for name in _place_names(place, names[at])),
            *_clause_in_an_answer(place, signs),
        ]
        kept = (sign for sign in signs if not (place.is_item and sign.name == "very short"))  # items mostly are
        made.append((*kept, *(sign for sign in around if sign.amount)))
    return made


def _signs_of_neighbours(at: int, judges: Sequence[int], tells: Sequence[int]) -> Iterator[Sign]:
    """Yield the signs of how many words judge and tell in a sentence and around it, each from 0 to 1."""
    yield Sign("judged before", min(judges[at - 1], 3) / 3 if at else 0.0)
    yield Sign("judged after", min(judges[at + 1], 3) / 3 if at + 1 < len(judges) else 0.0)
    yield Sign("told before and after", min(sum(tells[max(0, at - 1) : at + 2]) - tells[at], 3) / 3)
    yield Sign("amid judgements", (sum(judges) - judges[at]) / (3 * max(len(judges) - 1, 1)))
    yield Sign("strength", min(judges[at], 5) / 5)
    yield Sign("telling", min(tells[at], 3) / 3)


def _clause_in_an_answer(place: StatementPlace, signs: Sequence[Sign]) -> Iterator[Sign]:
    """Yield the signs of who does what in an answer, where a deed is what was done about what was asked."""
    if _is_in_an_answer(place):
        yield from (
            Sign(f"{sign.name} (in an answer)", sign.amount) for sign in signs if sign.name.startswith("clause: ")
        )


def _is_in_an_answer(place: StatementPlace) -> bool:
    return place.chapter is Chapter.PROGRESS or place.genre in ("pfd", "response")


def _place_names(place: StatementPlace, seen: Container[str]) -> Iterator[str]:
    """Yield the names of the signs of a sentence's place, and of its own signs (`seen`) that mean more there."""
    answers = _is_in_an_answer(place)
    if answers:
        yield from (f"{name} (in an answer)" for name in _IN_PROGRESS if name in seen)
    if place.chapter is Chapter.ASKED:
        yield from (f"{name} (in what is asked)" for name in _ASKING if name in seen)
    stands = {
        "says first (in an answer)": answers and place.number == 0,
        "says first under a label (in an answer)": answers and place.number <= 1 and (place.labelled or place.is_item),
        "opens its paragraph": place.number == 0 and place.of > 1,
        "ends its paragraph": place.number == place.of - 1 and place.of > 1,
        "a paragraph of its own": place.of == 1 and not place.is_item,
        "an item of a list": place.is_item,
        f"under a heading of {place.announced}": bool(place.announced),
        "a short line": place.short_lines,
        f"a short line in a chapter of {place.chapter.value}": place.short_lines,
        "in an answer or a paper": place.genre in _RESPONSES,
    }
    yield from (name for name, holds in stands.items() if holds)
