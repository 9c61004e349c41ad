"""Accounts, sessions and failed tries to sign in: in and out of their tables. Passwords come here as hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from kb.core.access import Account, AccountRole
from kb.store.desk_tables import accounts, sessions, sign_in_tries


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account with the hash of its password."""

    account: Account
    password: str


def _account(row: Row[Any], sessions: int = 0) -> Account:
    return Account(row.name, AccountRole(row.role), row.added, row.closed, sessions, row.outside)


def find(connection: Connection, name: str) -> StoredAccount | None:
    """Return the account of this name, also a closed one."""
    row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
    if row is None:
        return None
    return StoredAccount(_account(row), row.password)


def of_outside(connection: Connection, outside: str) -> Account | None:
    """Return the account of somebody who signs in at a provider."""
    row = connection.execute(select(accounts).where(accounts.c.outside == outside)).first()
    return _account(row) if row else None


def listing(connection: Connection) -> tuple[Account, ...]:
    """Return all accounts by name, each with the number of its sessions."""
    counted = select(func.count()).where(sessions.c.account == accounts.c.name).scalar_subquery()
    rows = connection.execute(select(accounts, counted.label("open")).order_by(accounts.c.name))
    return tuple(_account(row, row.open) for row in rows)


def count(connection: Connection) -> int:
    """Return how many accounts there are, closed ones too: a library that once had accounts is no open one."""
    return connection.scalar(select(func.count()).select_from(accounts)) or 0


def insert(connection: Connection, name: str, role: AccountRole, password: str, at: str, outside: str = "") -> None:
    """Store a new account."""
    connection.execute(
        accounts.insert().values(name=name, role=role.value, password=password, added=at, closed="", outside=outside)
    )


def change(connection: Connection, name: str, **values: str) -> bool:
    """Change columns of an account; return whether there is one of this name."""
    return connection.execute(accounts.update().where(accounts.c.name == name).values(**values)).rowcount > 0


def begin_session(connection: Connection, key: str, account: str, began: str, seen: str) -> None:
    """Store a new session."""
    connection.execute(sessions.insert().values(key=key, account=account, began=began, seen=seen))


def session(connection: Connection, key: str) -> tuple[Account, str, str] | None:
    """Return the account of a session, when it began and when it was last seen."""
    row = connection.execute(
        select(accounts, sessions.c.began, sessions.c.seen).join(sessions).where(sessions.c.key == key)
    ).first()
    if row is None:
        return None
    return _account(row), row.began, row.seen


def sessions_of(connection: Connection, account: str) -> tuple[tuple[str, str, str], ...]:
    """Return the sessions of an account, the one used last first: key, when it began and when it was last seen."""
    chosen = select(sessions.c.key, sessions.c.began, sessions.c.seen).where(sessions.c.account == account)
    rows = connection.execute(chosen.order_by(sessions.c.seen.desc(), sessions.c.key))
    return tuple((row.key, row.began, row.seen) for row in rows)


def see_session(connection: Connection, key: str, at: str) -> None:
    """Note that a session is in use."""
    connection.execute(sessions.update().where(sessions.c.key == key).values(seen=at))


def end_session(connection: Connection, key: str) -> None:
    """Remove a session."""
    connection.execute(sessions.delete().where(sessions.c.key == key))


def end_sessions(connection: Connection, account: str) -> int:
    """Remove all sessions of an account; return how many."""
    return connection.execute(sessions.delete().where(sessions.c.account == account)).rowcount


def end_old_sessions(connection: Connection, began_before: str, seen_before: str, latest: str) -> None:
    """Remove the sessions that nobody can use any more, and those of a time to come, beyond `latest`."""
    began, seen = sessions.c.began, sessions.c.seen
    old = (began < began_before) | (seen < seen_before)
    connection.execute(sessions.delete().where(old | (began > latest) | (seen > latest)))


def count_tries(connection: Connection, since: str, until: str, account_key: str, client_key: str) -> tuple[int, int]:
    """Return how many tries failed between two moments: of an account, and of a client."""
    recent = select(func.count()).where(sign_in_tries.c.at.between(since, until))
    return (
        connection.scalar(recent.where(sign_in_tries.c.account_key == account_key)) or 0,
        connection.scalar(recent.where(sign_in_tries.c.client_key == client_key)) or 0,
    )


def note_try(connection: Connection, at: str, account_key: str, client_key: str) -> None:
    """Store that a try failed."""
    connection.execute(sign_in_tries.insert().values(at=at, account_key=account_key, client_key=client_key))


def forget_tries(connection: Connection, before: str, account_key: str) -> None:
    """Remove the tries of an account that has signed in, and all old ones."""
    connection.execute(
        sign_in_tries.delete().where((sign_in_tries.c.at < before) | (sign_in_tries.c.account_key == account_key))
    )
