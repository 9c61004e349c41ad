"""Sums over all rows that are counted by theme, kept by whoever linked last, so that nobody waits until they are made.

Each is kept with the number of the last index change that it includes. A change of what is held leaves one with a
higher number, and who links drops them with what they sum: a sum is told only of the state that it was made of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from kb.store import ledger
from kb.store import recurrence_tables as r

MakeSum = Callable[[Connection], Any]  # returns what JSON can tell


def told_sum(connection: Connection, name: str, make: MakeSum) -> Any:
    """Return the sum of this name as it is kept, or made now where none is of this state."""
    kept = kept_sum(connection, name)
    return make(connection) if kept is None else kept


def kept_sum(connection: Connection, name: str) -> Any:
    """Return the sum of this name, None where none is of this state."""
    of_now = r.kept_sums.c.top == ledger.top(connection)
    told = connection.scalar(select(r.kept_sums.c.told).where(r.kept_sums.c.name == name, of_now))
    try:
        return json.loads(told or "null")
    except ValueError:  # damaged by hand: it is made again from what it sums
        return None


def make_sums(connection: Connection, makers: Mapping[str, MakeSum]) -> tuple[int, dict[str, str]]:
    """Return the sums of these makers, and the number of the last index change that they include."""
    top = ledger.top(connection)
    return top, {name: json.dumps(make(connection)) for name, make in makers.items()}


def write_sums(connection: Connection, top: int, told: Mapping[str, str]) -> None:
    """Keep these sums in the place of all others."""
    drop_sums(connection)
    connection.execute(r.kept_sums.insert(), [{"name": name, "top": top, "told": one} for name, one in told.items()])


def drop_sums(connection: Connection) -> None:
    """Keep no sums: what they sum is about to change."""
    connection.execute(r.kept_sums.delete())
