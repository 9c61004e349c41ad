"""What the words of a question alone tell, before anything is searched for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kb.core.expressions import expression
from kb.text.tokens import stems
from search.plan.loosen import FEW_CONTAIN, LOOSENED_QUOTES
from search.understanding import mentions, personal_data
from search.understanding.framing import wanting
from search.understanding.intents import asks_for_a_page
from search.understanding.part_coverage import telling_words
from search.understanding.purposes import most_words, without_purpose

_PRAISED = r"(?:commended|praised|recognised|acknowledged|noted|celebrated|congratulated|applauded|credited)"
_STILL_TO_COME = expression(  # what a text says is yet to be done has not been done well
    r"\b(?:(?:more|further) (?:work|needs?|could|should|is|improvement)\b"
    r"|(?:needs?|required?|remains?) to (?:be|do|improve|develop|strengthen|ensure|increase)\b"
    r"|(?:needs?|requires?) (?:further|more|improvement|strengthening|development)\b"
    rf"|(?:should|must) (?!be {_PRAISED})(?:be|do|have|also|ensure|improve|now)\b"
    r"|could (?:do|have|also|ensure|improve)\b|not yet\b|area for improvement)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuestionSigns:
    """How a question is to be taken. `quoted` is what short quotations are wanted about, None where none are.

    `most_words` is how many words of each are wanted at most, 0 where it does not say.
    """

    is_plain: bool  # words alone, without any sign of the language of questions
    wants_page: bool  # a page does what is asked for, and no subject is named beside it
    holds_personal_details: bool  # formed as a date of birth, a number of a person, an address
    quoted: str | None = None
    most_words: int = 0


@lru_cache(maxsize=8)  # a page asks for the same words in several places; a few, since they may be personal
def read_signs(text: str) -> QuestionSigns:
    """Return the signs of a question as it is typed."""
    return QuestionSigns(
        is_plain=mentions.is_plain_words(text),
        wants_page=asks_for_a_page(text),
        holds_personal_details=personal_data.holds_personal_details(text),
        quoted=mentions.without_quotes(without_purpose(text)) if mentions.wants_quotes(text) else None,
        most_words=most_words(text),
    )


def tells_of_shortcomings(words: str) -> bool:
    """Return whether words have a sign of something that was or is wanting: "not", "late", "more work is needed"."""
    return wanting(words, ()) or bool(_STILL_TO_COME.search(words))


def has_most_words(question: str, text: str, of: int = 2) -> bool:
    """Return whether a text has more than half of the words that tell what a question is about, or than one in `of`."""
    telling = telling_words(question)
    return of * len(telling & set(stems(text))) > len(telling)


def has_exact_words_alone(notices: Iterable[str]) -> bool:
    """Return whether what stands in quotation marks was enough to be found, by the notices of an answer."""
    return any(LOOSENED_QUOTES in one for one in notices)


def has_few_exact_words(notices: Iterable[str]) -> bool:
    """Return whether a few of these findings have the other words as well, by the notices of an answer."""
    return any(one.startswith(FEW_CONTAIN) for one in notices)
