"""Store collections; look one up by the key that reads it or the key that changes it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, func, select

from kb.core.errors import BadQuestion, NotHeld
from kb.core.model import Collection, Use
from kb.store import codec
from kb.store import tables as t

_KEY_BYTES = 12  # 96 bits: nobody guesses a collection's address


def make(connection: Connection, collection: Collection, at: str, most: int = 0) -> Collection:
    """Store a new collection; return it with its keys. Raises BadQuestion where `most` are held; 0 is no limit."""
    held = connection.execute(select(func.count()).select_from(t.collections)).scalar_one()
    if most and held >= most:
        raise BadQuestion(
            f"This library holds {held:,} collections, as many as it may. Delete one that is no longer needed, or ask "
            "whoever keeps the library to run “kb tidy” or to raise KB_COLLECTIONS. What you picked is still picked."
        )
    made = replace(
        collection,
        key=secrets.token_urlsafe(_KEY_BYTES),
        edit_key=secrets.token_urlsafe(2 * _KEY_BYTES),
        created=at,
        changed=at,
    )
    connection.execute(
        t.collections.insert().values(
            key=made.key, edit_hash=_hash_key(made.edit_key), created=at, **codec.collection_columns(made)
        )
    )
    return made


def find(connection: Connection, key: str) -> Collection:
    """Return the collection of a reading or an editing key; with the latter it carries it. Raises NotHeld."""
    for column, value, edit_key in (
        (t.collections.c.key, key, ""),
        (t.collections.c.edit_hash, _hash_key(key), key),
    ):
        row = connection.execute(select(t.collections).where(column == value)).mappings().first()
        if row:
            return codec.collection_of(row, edit_key)
    raise NotHeld("No collection has this address. It may have been mistyped, or deleted.")


def change(connection: Connection, edit_key: str, changed: Callable[[Collection], Collection], at: str) -> Collection:
    """Store what `changed` makes of a collection as it is now, with nobody's change between. Raises NotHeld."""
    mine = t.collections.c.edit_hash == _hash_key(edit_key)
    row = connection.execute(select(t.collections).where(mine).with_for_update()).mappings().first()
    if row is None:
        raise NotHeld("This address shows the collection but cannot change it. Use the address for editing.")
    saved = replace(changed(codec.collection_of(row, edit_key)), changed=at)
    connection.execute(t.collections.update().where(mine).values(**codec.collection_columns(saved)))
    return saved


def delete(connection: Connection, edit_key: str) -> None:
    """Remove the collection of an editing key. Raises NotHeld."""
    mine = t.collections.c.edit_hash == _hash_key(edit_key)
    if not connection.execute(t.collections.delete().where(mine)).rowcount:
        raise NotHeld("No collection can be changed with this address.")


def tidy(connection: Connection, before: str, dry_run: bool) -> int:
    """Remove collections last changed before a time, of which no use was noted; return how many."""
    old = (t.collections.c.changed < before) & (t.collections.c.uses == codec.pack(codec.USES, ()))
    if dry_run:
        return int(connection.execute(select(func.count()).select_from(t.collections).where(old)).scalar_one())
    return connection.execute(t.collections.delete().where(old)).rowcount


def uses(connection: Connection) -> tuple[tuple[Collection, Use], ...]:
    """Return every use of every collection, newest first. The collections carry no editing key."""
    kept = (codec.collection_of(row) for row in connection.execute(select(t.collections)).mappings())
    told = [(one, use) for one in kept for use in one.uses]
    return tuple(sorted(told, key=lambda pair: pair[1].date, reverse=True))


def _hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
