"""The values that a correction may give to a field of a finding or a document."""

from __future__ import annotations

from kb.core import corrections as c
from kb.core.errors import BadQuestion
from kb.core.expressions import expression
from kb.core.model import Polarity, Status
from kb.text.dates import date_alone
from kb.text.plain_line import plain_line
from kb.vocabulary import Vocabulary

LONGEST_VALUE = 500  # characters of a title, an owner or another value
_YEAR = expression(r"(?:19|20)\d\d")


class CorrectedValues:
    """Checks what a person enters, by the lists of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of_finding(self, field: str, value: str) -> str | None:
        """Return what a field of a finding is to be, None for no status. Raises BadQuestion."""
        known: dict[str, tuple[str, ...]] = {
            c.KIND: tuple(self._vocabulary.kinds),
            c.STATUS: ("", *Status),
            c.POLARITY: tuple(Polarity),
        }
        if field not in c.VALUES:
            raise BadQuestion(f"A finding has no {field!r} to correct. Choose {', '.join(c.VALUES)}.")
        value = plain_line(value)
        if field in known and value not in known[field]:
            raise BadQuestion(f"{value!r} is no {field}. Choose one of {', '.join(filter(None, known[field]))}.")
        if len(value) > LONGEST_VALUE:
            raise BadQuestion(f"The {field} is longer than {LONGEST_VALUE} characters.")
        return value or None if field == c.STATUS else value

    def of_document(self, field: str, value: str) -> str:
        """Return what a field of a document is to be, dates as ISO. Raises BadQuestion."""
        plain = plain_line(value)
        listed = {"review_type": self._vocabulary.review_types, "document_type": self._vocabulary.document_types}
        if field not in c.ABOUT:
            raise BadQuestion(f"There is no {field!r} to correct. Choose {', '.join(c.ABOUT)}.")
        if plain and field in listed and plain not in listed[field]:
            raise BadQuestion(f"{value!r} is no {field.replace('_', ' ')}. Choose one of {', '.join(listed[field])}.")
        if plain and field == "published" and not _YEAR.fullmatch(plain):
            plain = date_alone(plain)
            if not plain:
                raise BadQuestion("Enter a year, a month or a day, such as 2022, January 2022 or 31 January 2022.")
        if len(plain) > LONGEST_VALUE:
            raise BadQuestion(f"The {field.replace('_', ' ')} is longer than {LONGEST_VALUE} characters.")
        if field == "title" and not plain:
            raise BadQuestion("Enter a title.")
        return plain
