"""What in a question is formed as a person's details."""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.text.masking import contacts
from search.understanding.mentions import DAY

_PERSONAL = (
    DAY,
    expression(r"\bd\.?o\.?b\b|\bdate of birth\b.*\d", re.IGNORECASE),
    expression(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),  # as an NHS number is written
    expression(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE),  # a whole postcode
)


def holds_personal_details(text: str) -> bool:
    """Return whether a question holds what is formed as a person's details: a date of birth, a number, an address."""
    return bool(contacts(text)) or any(form.search(text) for form in _PERSONAL)
