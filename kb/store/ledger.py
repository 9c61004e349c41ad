"""The audit chain, the outbox (changes that the index has not applied yet) and the withdrawals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping, func, or_, select

from kb.store import tables as t

PUT, DROP = "put", "drop"
COUNT = "count"  # findings whose number of reviews changed: nothing for who links, who said so


@dataclass(frozen=True, slots=True)
class IndexChange:
    """A row of the outbox: findings that the index must put, count again or drop."""

    number: int
    act: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document that was taken down: enough to refuse it when it comes again, and nothing of what it said."""

    document: str
    sha256: str
    text_key: str
    review_key: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the audit trail."""

    number: int
    at: str
    act: str
    subject: str
    detail: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class ActFilter:
    """Which rows of the audit trail are wanted; "" is any."""

    person: str = ""
    act: str = ""
    subject: str = ""
    since: str = ""  # a day, ISO
    until: str = ""
    before: int = 0  # rows older than this number; 0 for the newest


def record(connection: Connection, at: str, act: str, subject: str, person: str = "", **detail: object) -> None:
    """Add a row to the audit chain."""
    previous = connection.scalar(select(t.audit.c.hash).order_by(t.audit.c.number.desc()).limit(1)) or ""
    row = {"at": at, "act": act, "subject": t.storable(subject), "detail": json.dumps(detail, sort_keys=True)}
    row |= {"person": t.storable(person)} if person else {}  # rows of before, which had none, keep their hash
    connection.execute(t.audit.insert().values(**row, hash=_chain_hash(previous, row)))


def broken_links(connection: Connection) -> tuple[int, ...]:
    """Return the numbers of audit rows whose hash does not follow from the row and the hash before it."""
    broken, previous = [], ""
    for row in connection.execute(select(t.audit).order_by(t.audit.c.number)).mappings():
        plain = {name: row[name] for name in ("at", "act", "subject", "detail", "person")}
        if not plain["person"]:
            del plain["person"]
        if row["hash"] != _chain_hash(previous, plain):
            broken.append(row["number"])
        previous = row["hash"]
    return tuple(broken)


EVERY_ACT = ActFilter()


def acts(connection: Connection, limit: int, wanted: ActFilter = EVERY_ACT) -> tuple[Act, ...]:
    """Return the newest rows of the audit trail that are wanted, newest first."""
    chosen = select(t.audit).order_by(t.audit.c.number.desc()).limit(limit)
    for column, value in ((t.audit.c.person, wanted.person), (t.audit.c.act, wanted.act)):
        chosen = chosen.where(column == value) if value else chosen
    if wanted.subject:
        chosen = chosen.where(t.audit.c.subject.contains(wanted.subject, autoescape=True))
    if wanted.since:
        chosen = chosen.where(t.audit.c.at >= wanted.since)
    if wanted.until:
        chosen = chosen.where(t.audit.c.at < f"{wanted.until}~")  # the whole of that day
    if wanted.before:
        chosen = chosen.where(t.audit.c.number < wanted.before)
    return tuple(_act_of(row) for row in connection.execute(chosen).mappings())


def people(connection: Connection) -> tuple[str, ...]:
    """Return everybody whom the audit trail names."""
    return tuple(
        name for name in connection.scalars(select(t.audit.c.person).distinct().order_by(t.audit.c.person)) if name
    )


def act_names(connection: Connection) -> tuple[str, ...]:
    """Return every sort of act in the audit trail."""
    return tuple(connection.scalars(select(t.audit.c.act).distinct().order_by(t.audit.c.act)))


def _act_of(row: RowMapping) -> Act:
    return Act(row["number"], row["at"], row["act"], row["subject"], row["detail"], row["person"])


def last_acts(connection: Connection, names: Sequence[str]) -> dict[str, Act]:
    """Return the last act of these names on each subject."""
    rows = connection.execute(select(t.audit).where(t.audit.c.act.in_(names)).order_by(t.audit.c.number)).mappings()
    return {row["subject"]: _act_of(row) for row in rows}


def _chain_hash(previous: str, row: dict[str, str]) -> str:
    return hashlib.sha256((previous + json.dumps(row, sort_keys=True)).encode()).hexdigest()


def send(connection: Connection, act: str, findings: Sequence[str]) -> None:
    """Leave a change for the index; one without findings still moves the mark on."""
    connection.execute(t.outbox.insert().values(act=act, findings=json.dumps(list(findings))))


def top(connection: Connection) -> int:
    """Return the number of the last index change, 0 where there was none."""
    return connection.scalar(select(func.max(t.outbox.c.number))) or 0


def top_of_changes(connection: Connection) -> int:
    """Return the number of the last index change that changed the library itself, 0 where there was none."""
    return connection.scalar(select(func.max(t.outbox.c.number)).where(t.outbox.c.act != COUNT)) or 0


def index_changes(connection: Connection, after: int) -> tuple[IndexChange, ...]:
    """Return the index changes after this mark, in order."""
    rows = connection.execute(select(t.outbox).where(t.outbox.c.number > after).order_by(t.outbox.c.number))
    return tuple(IndexChange(row.number, row.act, tuple(json.loads(row.findings))) for row in rows)


def changed_since(connection: Connection, after: int) -> tuple[str, ...]:
    """Return the findings, each once, that changes of the library itself after this mark name.

    The first linking of a large library names all its findings for the index to count again: they are no change.
    """
    mine = (t.outbox.c.number > after) & (t.outbox.c.act != COUNT)
    told = connection.scalars(select(t.outbox.c.findings).where(mine).order_by(t.outbox.c.number))
    return tuple(dict.fromkeys(one for findings in told for one in json.loads(findings)))


def withdrawal(connection: Connection, sha256: str, text_key: str) -> Withdrawal | None:
    """Return the withdrawal of these bytes or this text, if it was withdrawn."""
    known = or_(t.withdrawals.c.sha256 == sha256, t.withdrawals.c.text_key == text_key)
    row = connection.execute(select(t.withdrawals).where(known)).mappings().first()
    return Withdrawal(**row) if row else None


def withdrawals(connection: Connection) -> tuple[Withdrawal, ...]:
    """Return all withdrawals, oldest first."""
    rows = connection.execute(select(t.withdrawals).order_by(t.withdrawals.c.at)).mappings()
    return tuple(Withdrawal(**row) for row in rows)


def withdraw(connection: Connection, withdrawn: Withdrawal, findings: Iterable[str]) -> None:
    """Remember that a document and its findings were taken down."""
    connection.execute(t.withdrawals.insert().values(**asdict(withdrawn)))
    rows = [{"id": finding, "document": withdrawn.document} for finding in findings]
    if rows:
        connection.execute(t.withdrawn_findings.insert(), rows)


def list_withdrawn_findings(connection: Connection, document: str, findings: Iterable[str]) -> None:
    """Remember which single findings of a held document are withdrawn."""
    connection.execute(t.withdrawn_findings.delete().where(t.withdrawn_findings.c.document == document))
    rows = [{"id": finding, "document": document} for finding in findings]
    if rows:
        connection.execute(t.withdrawn_findings.insert(), rows)


def reinstate(connection: Connection, document: str) -> bool:
    """Forget that a document was withdrawn; return whether it was."""
    connection.execute(t.withdrawn_findings.delete().where(t.withdrawn_findings.c.document == document))
    gone = connection.execute(t.withdrawals.delete().where(t.withdrawals.c.document == document))
    return gone.rowcount > 0


def is_withdrawn(connection: Connection, *, finding: str = "", document: str = "", review_key: str = "") -> bool:
    """Return whether this finding, document or review was taken down."""
    chosen = (
        select(t.withdrawn_findings.c.id).where(t.withdrawn_findings.c.id == finding)
        if finding
        else select(t.withdrawals.c.document).where(
            t.withdrawals.c.document == document if document else t.withdrawals.c.review_key == review_key
        )
    )
    return connection.execute(chosen.limit(1)).first() is not None
