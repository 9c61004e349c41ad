"""Corrections, readings and redirects: in and out of their tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from kb.core.corrections import ABOUT, Amendment, Correction
from kb.core.model import Finding
from kb.store import codec
from kb.store import tables as t
from kb.store.amend import MachineReading
from kb.store.among import is_among

_MOST_STEPS = 20  # of redirects that lead on to each other


def correction_of(row: RowMapping) -> Correction:
    """Return the correction of a row."""
    plain = {name: value for name, value in row.items() if name not in ("value", "before")}
    return Correction(**plain, value=json.loads(row["value"]), before=json.loads(row["before"]))


def insert(
    connection: Connection,
    document: str,
    asked: Sequence[tuple[Amendment, object]],
    *,
    at: str,
    person: str,
    reason: str,
    batch: int = 0,
) -> int:
    """Store amendments, each with what had been read before; return the number under which they are undone together,
    with those of `batch` where that is given.
    """
    for one, before in asked:
        row = {
            "at": at,
            "person": person,
            "reason": reason,
            "batch": batch,
            "document": document,
            "subject": one.subject,
            "field": one.field,
            "value": json.dumps(one.value, sort_keys=True),
            "before": json.dumps(before, sort_keys=True),
            "undone": "",
            "undone_by": "",
        }
        number = connection.execute(t.corrections.insert().values(**row).returning(t.corrections.c.number)).scalar_one()
        if not batch:
            batch = number
            mine = t.corrections.c.number == number
            connection.execute(t.corrections.update().where(mine).values(batch=batch))
    return batch


def undo(connection: Connection, batch: int, at: str, person: str) -> tuple[Correction, ...]:
    """Mark corrections as undone; return those that held until now."""
    held = t.corrections.c.batch == batch, t.corrections.c.undone == ""
    found = _select(connection, *held)
    connection.execute(t.corrections.update().where(*held).values(undone=at, undone_by=person))
    return found


def of_document(connection: Connection, document: str) -> tuple[Correction, ...]:
    """Return all corrections of a document and its findings, also undone ones, in their order."""
    return _select(connection, t.corrections.c.document == document)


def of_subject(connection: Connection, subject: str) -> tuple[Correction, ...]:
    """Return all corrections of a finding, document or review, newest first."""
    return tuple(reversed(_select(connection, t.corrections.c.subject == subject)))


def of_review(connection: Connection, slug: str) -> tuple[Correction, ...]:
    """Return what people stated of a review and what holds, in its order."""
    return _select(
        connection, t.corrections.c.document == "", t.corrections.c.subject == slug, t.corrections.c.undone == ""
    )


def of_batch(connection: Connection, batch: int) -> tuple[Correction, ...]:
    """Return the corrections that were made together."""
    return _select(connection, t.corrections.c.batch == batch)


def of_field(connection: Connection, field: str) -> tuple[Correction, ...]:
    """Return the corrections of one field that hold."""
    return _select(connection, t.corrections.c.field == field, t.corrections.c.undone == "")


def last_corrections(connection: Connection, limit: int) -> tuple[Correction, ...]:
    """Return the corrections made last, newest first."""
    rows = connection.execute(select(t.corrections).order_by(t.corrections.c.number.desc()).limit(limit)).mappings()
    return tuple(correction_of(row) for row in rows)


def corrected_documents(connection: Connection) -> tuple[str, ...]:
    """Return the documents of which a reading is kept, since people have corrected them."""
    return tuple(connection.scalars(select(t.readings.c.document).order_by(t.readings.c.document)))


def _select(connection: Connection, *where: ColumnElement[bool]) -> tuple[Correction, ...]:
    rows = connection.execute(select(t.corrections).where(*where).order_by(t.corrections.c.number)).mappings()
    return tuple(correction_of(row) for row in rows)


def adopt(connection: Connection, document: str, findings: Iterable[str]) -> None:
    """Let decisions on these findings, made before their document was known, belong to it."""
    of_these = is_among(t.corrections.c.subject, findings)
    connection.execute(t.corrections.update().where(t.corrections.c.document == "", of_these).values(document=document))


def forget(connection: Connection, document: str) -> None:
    """Remove the corrections of a document: they hold words of it."""
    connection.execute(t.corrections.delete().where(t.corrections.c.document == document))


def reading(connection: Connection, document: str) -> MachineReading | None:
    """Return what the machine read of a corrected document; None where nobody has corrected it."""
    row = connection.execute(select(t.readings).where(t.readings.c.document == document)).mappings().first()
    if row is None:
        return None
    return MachineReading(
        codec.ABOUT.validate_json(row["about"]),
        codec.FINDINGS.validate_json(row["findings"]),
        codec.ANSWERS.validate_json(row["answers"]),
    )


def keep_reading(connection: Connection, document: str, read: MachineReading) -> None:
    """Store what the machine reads of a document."""
    connection.execute(t.readings.delete().where(t.readings.c.document == document))
    connection.execute(
        t.readings.insert().values(
            document=document,
            about=codec.pack(codec.ABOUT, read.about),
            findings=codec.pack(codec.FINDINGS, read.findings),
            answers=codec.pack(codec.ANSWERS, read.answers),
        )
    )


def redirect(connection: Connection, sort: str, old: str, new: str) -> None:
    """Store that what had one address has another now."""
    if old == new:
        return
    mine = (t.redirects.c.sort == sort) & (t.redirects.c.old == old)
    connection.execute(t.redirects.delete().where(mine))
    connection.execute(t.redirects.insert().values(sort=sort, old=old, new=new))


def led_to(connection: Connection, sort: str, old: str) -> tuple[str, ...]:
    """Return where an old address leads, step by step."""
    steps: list[str] = []
    at = old
    while len(steps) < _MOST_STEPS:
        new = connection.scalar(select(t.redirects.c.new).where(t.redirects.c.sort == sort, t.redirects.c.old == at))
        if new is None or new in steps or new == old:
            break
        steps.append(new)
        at = new
    return tuple(steps)


def before_of(read: MachineReading, shown: Sequence[Finding], one: Amendment) -> object:
    """Return what had been read, for comparing it with later readings."""
    if one.field in ABOUT:
        known = getattr(read.about, one.field)
        return known.value if known else ""
    finding = next((held for held in read.findings if held.id == one.subject), None)
    made = finding is None
    finding = finding or next((held for held in shown if held.id == one.subject), None)
    if finding is None:
        return None
    packed = codec.FINDINGS.dump_python((finding,), mode="json", exclude_defaults=True)[0]
    return {"finding": packed, "made": made} if made else {"finding": packed}
