"""What people decided, kept apart from what the machine found."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from kb.core.model import Verdict
from kb.store import tables as t


def judge(connection: Connection, one: str, other: str, accepted: bool, at: str, person: str = "") -> None:
    """Store whether two findings say the same; a later verdict replaces an earlier one."""
    finding, echo = sorted((one, other))
    mine = (t.verdicts.c.finding == finding) & (t.verdicts.c.echo == echo)
    connection.execute(t.verdicts.delete().where(mine))
    connection.execute(t.verdicts.insert().values(finding=finding, echo=echo, accepted=accepted, at=at, person=person))


def forget(connection: Connection, one: str, other: str) -> bool:
    """Take a verdict back; return whether there was one."""
    finding, echo = sorted((one, other))
    mine = (t.verdicts.c.finding == finding) & (t.verdicts.c.echo == echo)
    return connection.execute(t.verdicts.delete().where(mine)).rowcount > 0


def of(connection: Connection, finding: str) -> dict[str, Verdict]:
    """Return the verdicts on a finding and others, by the other's id, the newest first."""
    mine = or_(t.verdicts.c.finding == finding, t.verdicts.c.echo == finding)
    rows = connection.execute(select(t.verdicts).where(mine).order_by(t.verdicts.c.at.desc(), t.verdicts.c.echo))
    return {
        row.echo if row.finding == finding else row.finding: Verdict(row.accepted, row.at, row.person) for row in rows
    }


def echoes(connection: Connection) -> dict[tuple[str, str], bool]:
    """Return all verdicts on echoes, by the pair of ids, the smaller first."""
    return {(row.finding, row.echo): row.accepted for row in connection.execute(select(t.verdicts))}
