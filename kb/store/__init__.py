"""Rows in a database and original files: everything a library stores. The only package that knows SQL."""

from __future__ import annotations

from sqlalchemy import Connection

from kb.store import desk_tables as _desk_tables  # noqa: F401  # its tables belong to the library
from kb.store import recurrence_tables as _recurrence_tables  # noqa: F401  # its tables belong to the library
from kb.store.amendments import Clock
from kb.store.documents import AlreadyHeld
from kb.store.findings import FindingOutline, IndexableFinding
from kb.store.jobs import Job
from kb.store.ledger import DROP, PUT, Act, ActFilter, IndexChange, Withdrawal
from kb.store.linking import LinkedFinding, LinkedReview
from kb.store.locks import only_one
from kb.store.recurrence import LinkingMark
from kb.store.reviews import slugify
from kb.store.server import ServerLimits
from kb.store.store import Store, utc_now
from kb.store.stored_threads import LinkedStep, LinkedThread
from kb.store.theme_sums import UNSURE, CountedColumns
from kb.store.withdrawals import FILE as TAKEDOWNS

__all__ = [
    "DROP",
    "PUT",
    "TAKEDOWNS",
    "UNSURE",
    "Act",
    "ActFilter",
    "AlreadyHeld",
    "Clock",
    "Connection",
    "CountedColumns",
    "FindingOutline",
    "IndexChange",
    "IndexableFinding",
    "Job",
    "LinkedFinding",
    "LinkedReview",
    "LinkedStep",
    "LinkedThread",
    "LinkingMark",
    "ServerLimits",
    "Store",
    "Withdrawal",
    "only_one",
    "slugify",
    "utc_now",
]
