"""The contents of a quiz: the case and questions on one sheet, what the review found on another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.core.case_values import Case
from kb.core.model import Kind
from kb.exports.case_pack import Quotation, case_heading, passage_place, quotation, untold_sentence
from kb.exports.payloads import Exhibit, ExportHead, Quiz
from kb.text.masking import mask
from kb.text.notices import notice_sentence
from kb.vocabulary.labels import kinds_label, noun_of

MOST_ANSWERS = 8  # findings of a kind
QUESTIONS: Mapping[Kind, str] = {
    Kind.MISSED_OPPORTUNITY: "What could people have noticed or done, but did not?",
    Kind.CONCERN: "What was worrying about how people worked?",
    Kind.GOOD_PRACTICE: "What was done well?",
    Kind.LESSON: "What should others learn from it?",
}
LEAD = "Discuss each question before you look at the answer sheet."
_WENT_WRONG = frozenset((Kind.MISSED_OPPORTUNITY, Kind.CONCERN))


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """A question, and the findings that answer it."""

    words: str
    kind: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class QuizSheet:
    """A quiz ready to be set."""

    heading: str
    notice: str
    told: str  # the case in the review's own words; "" where no document tells it
    told_in: str
    untold: str  # why there are no words, as a sentence; "" where there are
    answers: tuple[QuizAnswer, ...]
    answers_head: str  # over the second sheet

    @property
    def lead(self) -> str:
        """What to do with the sheet."""
        return f"Read the case. {LEAD}" if self.told else LEAD


def quiz_title(case: Case) -> str:
    """Return what the quiz of a case is called: after what the room is to find in it."""
    kinds = {one.finding.kind for one in case.holdings}
    if Kind.GOOD_PRACTICE in kinds and not kinds & _WENT_WRONG:
        return "Spot the good practice"
    return "Spot the missed opportunity"


def lay_out(quiz: Quiz, head: ExportHead) -> QuizSheet:
    """Put a quiz together. Contact details are left out throughout."""
    case = quiz.case
    by_kind = {kind: [one for one in case.holdings if one.finding.kind is kind] for kind in QUESTIONS}
    return QuizSheet(
        case_heading(mask(case.review.title), case.review, head.vocabulary, told=case.story is not None),
        notice_sentence(case.notice),
        mask(case.story.words) if case.story else "",
        mask(passage_place(case.story, case.review)) if case.story else "",
        "" if case.story else untold_sentence(case.review, head.vocabulary),
        tuple(
            QuizAnswer(
                words,
                kinds_label(kind, head.vocabulary),
                tuple(quotation(Exhibit(one), head) for one in by_kind[kind][:MOST_ANSWERS]),
            )
            for kind, words in QUESTIONS.items()
            if by_kind[kind]
        ),
        f"Answer sheet: what the {noun_of(case.review, head.vocabulary)} found",
    )
