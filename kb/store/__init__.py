"""Rows in a database and original files: everything a library stores. The only package that knows SQL."""

from __future__ import annotations

from kb.store import recurrence_tables as _recurrence_tables  # noqa: F401  # its tables belong to the library
from kb.store.documents import AlreadyHeld
from kb.store.findings import IndexableFinding
from kb.store.ledger import DROP, PUT, Act, IndexChange, Withdrawal
from kb.store.linking import LinkedFinding, LinkedReview
from kb.store.locks import only_one
from kb.store.recurrence import UNSURE, LinkedThread, LinkingMark
from kb.store.reviews import slugify
from kb.store.store import Clock, Store, utc_now
from kb.store.withdrawals import FILE as TAKEDOWNS

__all__ = [
    "DROP",
    "PUT",
    "TAKEDOWNS",
    "UNSURE",
    "Act",
    "AlreadyHeld",
    "Clock",
    "IndexChange",
    "IndexableFinding",
    "LinkedFinding",
    "LinkedReview",
    "LinkedThread",
    "LinkingMark",
    "Store",
    "Withdrawal",
    "only_one",
    "slugify",
    "utc_now",
]
