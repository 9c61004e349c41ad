"""Contact details left out of pages; the rule is kept where exports can use it as well."""

from __future__ import annotations

from kb.masking import EMAIL, PHONE, contacts, cut, masked

__all__ = ["EMAIL", "PHONE", "contacts", "cut", "masked"]
