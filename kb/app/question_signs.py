"""What the words of a question alone tell, before anything is searched for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from search.understanding import mentions, personal_data
from search.understanding.framing import wanting
from search.understanding.intents import asks_for_a_page


@dataclass(frozen=True, slots=True)
class QuestionSigns:
    """How a question is to be taken. `quoted` is what short quotations are wanted about, None where none are."""

    is_plain: bool  # words alone, without any sign of the language of questions
    wants_page: bool  # a page does what is asked for, and no subject is named beside it
    holds_personal_details: bool  # formed as a date of birth, a number of a person, an address
    quoted: str | None = None


@lru_cache(maxsize=8)  # a page asks for the same words in several places; a few, since they may be personal
def read_signs(text: str) -> QuestionSigns:
    """Return the signs of a question as it is typed."""
    return QuestionSigns(
        is_plain=mentions.is_plain_words(text),
        wants_page=asks_for_a_page(text),
        holds_personal_details=personal_data.holds_personal_details(text),
        quoted=mentions.without_quotes(text) if mentions.wants_quotes(text) else None,
    )


def tells_of_shortcomings(words: str) -> bool:
    """Return whether words have a sign of something that was wanting, such as "not", "lack" or "late"."""
    return wanting(words, ())
