"""Deciding whether a unit is a finding, of which kind, and why: heading, grammar and the document's genre together."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.boilerplate import (
    announces_only,
    is_boilerplate,
    is_definition,
    is_list_of_labels,
    is_meeting_business,
    opens_no_findings,
)
from ingest.moods import Grammar, Moods
from ingest.sections import Part
from ingest.sentences import said
from ingest.units import Unit, speaks_for
from kb.model import Kind

_NAMES = {
    Kind.LESSON: "a lesson",
    Kind.RECOMMENDATION: "a recommendation",
    Kind.ACTION: "an action",
    Kind.GOOD_PRACTICE: "good practice",
    Kind.CONCERN: "a concern",
    Kind.MISSED_OPPORTUNITY: "a missed opportunity",
    Kind.EVIDENCE: "evidence",
    Kind.QUESTION: "a question",
}
_PAPERS = ("committee", "service")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a finding, and why."""

    kind: Kind
    why: str


class Judge:
    """Decides on the units of one document."""

    def __init__(self, grammar: Grammar, genre: str) -> None:
        self._grammar = grammar
        self._genre = genre

    def of(self, unit: Unit, part: Part) -> Verdict | None:
        """Return the verdict on a unit of a section, or None where it is no finding."""
        if self._is_nothing(unit, part):
            return None
        text = unit.text
        if unit.opens_list:
            text = " ".join(said(text)[:-1])
            if len(text.split()) < 8:
                return None
        moods = self._grammar.read(text, unit.piece.words if text is unit.text else None)
        labelled = speaks_for(unit) if part.announced is None or part.announced.holds_findings else None
        if unit.number == "next steps":
            return Verdict(Kind.RECOMMENDATION, "next steps that an inspection asks for") if moods.should or moods.asks else None
        if labelled:
            return Verdict(labelled, f'printed as "{unit.label}"')
        if part.answers:
            return Verdict(Kind.ACTION, f"what is said in answer to {part.answers}")
        announced = unit.announced or part.announced
        if announced is not None and announced.kinds:
            return self._announced(unit, part, moods)
        if announced is not None and announced.sort not in ("narrative", "responses"):
            return self._reader_question(unit, part, moods)
        return self._told(unit, part, moods)

    def _is_nothing(self, unit: Unit, part: Part) -> bool:
        text = unit.text
        if unit.piece.length < 2 or (len(text) < 20 and sum(c.isalpha() for c in text) < 6):
            return True
        if is_boilerplate(text, unit.piece.words) or is_list_of_labels(text) or announces_only(text):
            return True
        if unit.lead_in and opens_no_findings(said(unit.lead_in)[-1]):
            return True
        if self._genre in ("committee", "minutes", "service") and is_meeting_business(text):
            return True
        return unit.is_item and is_definition(text)

    def _reader_question(self, unit: Unit, part: Part, moods: Moods) -> Verdict | None:
        """A briefing's own questions to its readers are kept also where they stand under "How to use this"."""
        if part.sort == "how_to_use" and moods.is_question:
            return Verdict(Kind.QUESTION, "a question that the briefing puts to its readers")
        return None

    def _announced(self, unit: Unit, part: Part, moods: Moods) -> Verdict | None:
        announced = unit.announced or part.announced
        assert announced is not None
        by = f'under "{part.path[-1]}"' if unit.announced is None and part.path else f'after "{announced.words}"'
        kind = announced.kinds[0]
        if not unit.is_item and not self._holds(unit, part, moods, kind):
            return None
        if moods.is_question:
            return Verdict(Kind.QUESTION, f"a question {by}")
        if kind is Kind.QUESTION:
            return Verdict(Kind.RECOMMENDATION, f"an order {by}") if moods.is_order or moods.asks else None
        if len(announced.kinds) > 1:
            chosen = self._among(announced.kinds, moods)
            return Verdict(chosen, f"{by}, and it reads as {_NAMES[chosen]}")
        other = self._against(kind, unit, part, moods)
        if other is not None:
            return Verdict(other[0], f"{other[1]}, {by}")
        return Verdict(kind, by)

    def _holds(self, unit: Unit, part: Part, moods: Moods, kind: Kind) -> bool:
        """Whether a paragraph under a heading of findings is one, and not its preamble."""
        if unit.piece.length < 4:
            return False
        if part.inherited and part.heading is not None and not part.heading.label:
            return bool(moods.asks or moods.teaches or moods.acts or moods.missed or moods.judged.judges or moods.is_order)
        return True

    def _among(self, kinds: tuple[Kind, ...], moods: Moods) -> Kind:
        if Kind.RECOMMENDATION in kinds and (moods.asks or moods.is_order):
            return Kind.RECOMMENDATION
        if Kind.ACTION in kinds and moods.acts:
            return Kind.ACTION
        if Kind.MISSED_OPPORTUNITY in kinds and moods.missed:
            return Kind.MISSED_OPPORTUNITY
        praise = moods.judged.praise > moods.judged.blame
        if Kind.GOOD_PRACTICE in kinds:
            others = [kind for kind in kinds if kind is not Kind.GOOD_PRACTICE]
            return Kind.GOOD_PRACTICE if praise and not moods.lesson_shaped else others[0]
        return kinds[0]

    def _against(self, kind: Kind, unit: Unit, part: Part, moods: Moods) -> tuple[Kind, str] | None:
        """Return another kind where the words speak against what the heading announces."""
        judged = moods.judged
        box = part.announced is not None and part.announced.box
        if box and kind is not Kind.GOOD_PRACTICE:
            return Kind.CONCERN, "told in a case study"
        if box:
            return None
        if kind is Kind.ACTION:
            if moods.lesson_shaped and not moods.acts:
                return Kind.LESSON, "it states a need"
            if judged.blame > judged.praise and not moods.acts and not moods.is_order and not unit.text.startswith(("In ", "To ")):
                return Kind.CONCERN, "it tells of a weakness"
        if kind is Kind.RECOMMENDATION and self._genre == "inspection" and "improve" in (part.announced.words if part.announced else ""):
            return self._improvement(unit, moods)
        if kind is Kind.CONCERN and part.sort == Kind.CONCERN and self._genre in _PAPERS and judged.praise > judged.blame and moods.acts:
            return Kind.ACTION, "it tells what was done"
        return None

    def _improvement(self, unit: Unit, moods: Moods) -> tuple[Kind, str] | None:
        """An area for improvement asks for it in a phrase or an order; told at length it is the concern itself."""
        sentences = said(unit.text)
        firm = sum(1 for sentence in sentences if self._asks(sentence))
        if firm * 2 >= len(sentences) or (len(sentences) == 1 and not _has_verb(moods)):
            return None
        return (Kind.CONCERN, "it tells what is weak") if moods.judged.blame > 0 else None

    def _asks(self, sentence: str) -> bool:
        moods = self._grammar.read(sentence)
        return bool(moods.asks or moods.is_order or "must" in moods.should or "should" in moods.should)

    def _leaning(self, moods: Moods) -> Kind:
        """Return good practice or concern, by what a text weighs and how it ends."""
        judged = moods.judged
        blame = judged.blame
        if judged.ends < 0 and judged.sentences <= 4:
            blame += 0.34
        return Kind.CONCERN if blame > judged.praise * 0.8 else Kind.GOOD_PRACTICE

    def _told(self, unit: Unit, part: Part, moods: Moods) -> Verdict | None:
        """Decide on running text under a heading that names no kind."""
        if self._genre == "inspection":
            return self._inspected(unit, part, moods)
        if self._genre in _PAPERS:
            return self._reported(unit, part, moods)
        return self._reviewed(unit, part, moods)

    def _inspected(self, unit: Unit, part: Part, moods: Moods) -> Verdict | None:
        judged = moods.judged
        if unit.piece.length < 8 or (unit.piece.length < 14 and not unit.text.endswith(".")):
            return None
        if part.announced is None and not (judged.praise + judged.blame >= 0.5 and unit.piece.length >= 15):
            return None
        if not judged.judges:
            return Verdict(Kind.GOOD_PRACTICE, f'told under "{part.path[-1]}", and nothing is held against it') if part.path else None
        kind = self._leaning(moods)
        words = judged.for_words if kind is Kind.GOOD_PRACTICE else judged.against_words
        return Verdict(kind, f"the inspectors' words weigh as {_NAMES[kind]}: {_quoted(words)}")

    def _reported(self, unit: Unit, part: Part, moods: Moods) -> Verdict | None:
        judged = moods.judged
        if unit.piece.length < 6 or _describes(unit.text):
            return None
        if moods.asks or (moods.is_order and unit.is_item):
            kind = Kind.RECOMMENDATION if moods.asks else Kind.ACTION
            return Verdict(kind, f"it asks for something: {_quoted(moods.asks) or unit.text.split()[0]}")
        if moods.acts and judged.blame <= judged.praise:
            return Verdict(Kind.ACTION, f"it tells what was done or will be: {_quoted(moods.acts)}")
        if moods.measures or moods.figures:
            return Verdict(Kind.EVIDENCE if judged.blame <= judged.praise else Kind.CONCERN, f"it gives a measure: {_quoted(moods.measures) or 'a figure'}")
        if not judged.judges:
            return None
        kind = self._leaning(moods)
        return Verdict(kind, f"its words weigh as {_NAMES[kind]}")

    def _reviewed(self, unit: Unit, part: Part, moods: Moods) -> Verdict | None:
        judged = moods.judged
        if unit.piece.length < 7 or unit.opens_list:
            return None
        if moods.missed:
            return Verdict(Kind.MISSED_OPPORTUNITY, f"it says so: {_quoted(moods.missed)}")
        return None


def _describes(text: str) -> bool:
    return False


def _has_verb(moods: Moods) -> bool:
    return any(word in ("is", "are", "was", "were", "has", "have", "do", "does", "did", "cannot", "need", "needs", "wait", "lacks") for word in moods.words)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in dict.fromkeys(words[:4]))
