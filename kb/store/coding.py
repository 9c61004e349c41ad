"""Coding rounds in and out of their tables.

What was said of a finding before people chose other words for it was said of those words: it does not count any more.
Once a round is closed its results stay as they are; its labels leave out findings whose words were changed later.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from kb.core.coding_values import Code, CodedFinding, CodingRound, RoundSample
from kb.core.corrections import OTHER_WORDS
from kb.store import tables as t
from kb.store.desk_tables import coding_items, coding_rounds, codings


def insert_round(connection: Connection, made: CodingRound, drawn: Sequence[tuple[str, Code | None]]) -> int:
    """Store a round with the findings drawn and what the machine said of them; return its number, from 1."""
    row = coding_rounds.insert().values(
        at=made.at,
        person=made.person,
        title=made.title,
        sample=json.dumps(asdict(made.sample)),
        coders=json.dumps(made.coders),
        closed="",
    )
    number: int = connection.execute(row.returning(coding_rounds.c.number)).scalar_one()
    rows = [
        {"round": number, "finding": finding, "place": place, **_pack(code or Code("", frozenset()))}
        for place, (finding, code) in enumerate(drawn)
    ]
    connection.execute(coding_items.insert(), rows)
    return number


def rounds(connection: Connection) -> tuple[CodingRound, ...]:
    """Return all rounds with how far each coder has come, newest first."""
    coded = select(codings.c.round, codings.c.coder, func.count()).join(coding_rounds).where(~codings.c.settles)
    coded = coded.where(~_has_other_words(codings.c.finding, codings.c.at))
    done: dict[int, dict[str, int]] = {}
    for number, coder, count in connection.execute(coded.group_by(codings.c.round, codings.c.coder)):
        done.setdefault(number, {})[coder] = count
    counted = select(coding_items.c.round, func.count()).group_by(coding_items.c.round)
    sizes = {row[0]: row[1] for row in connection.execute(counted)}
    return tuple(
        CodingRound(
            number=row.number,
            at=row.at,
            person=row.person,
            title=row.title,
            sample=RoundSample(**json.loads(row.sample)),
            coders=tuple(json.loads(row.coders)),
            closed=row.closed,
            done=done.get(row.number, {}),
            size=sizes.get(row.number, 0),
        )
        for row in connection.execute(select(coding_rounds).order_by(coding_rounds.c.number.desc()))
    )


def items(connection: Connection, number: int) -> tuple[CodedFinding, ...]:
    """Return the findings of a round in their order, with all that was said of the words that each has."""
    codes: dict[str, dict[str, Code]] = {}
    settled: dict[str, tuple[str, Code]] = {}
    outdated: dict[str, set[str]] = {}
    said = select(codings, _has_other_words(codings.c.finding, codings.c.at).label("of_other_words"))
    for row in connection.execute(said.join(coding_rounds).where(codings.c.round == number).order_by(codings.c.coder)):
        if row.of_other_words:
            if not row.settles:
                outdated.setdefault(row.finding, set()).add(row.coder)
        elif row.settles:
            settled[row.finding] = row.coder, _unpack(row.kind, row.themes)
        else:
            codes.setdefault(row.finding, {})[row.coder] = _unpack(row.kind, row.themes)
    drawn = select(coding_items, _has_other_words(coding_items.c.finding, coding_rounds.c.at).label("of_other_words"))
    drawn = drawn.join(coding_rounds).where(coding_items.c.round == number).order_by(coding_items.c.place)
    made = []
    for row in connection.execute(drawn):
        who, settlement = settled.get(row.finding, ("", None))
        machine = _unpack(row.kind, row.themes) if row.kind and not row.of_other_words else None
        coded_before = frozenset(outdated.get(row.finding, ()))
        made.append(CodedFinding(row.finding, machine, codes.get(row.finding, {}), settlement, who, coded_before))
    return tuple(made)


def changed_since_closing(connection: Connection, number: int) -> frozenset[str]:
    """Return the findings of a closed round that people gave other words after it was closed."""
    made, closed = t.corrections.c, coding_rounds.c.closed
    changed = (
        select(coding_items.c.finding).join(coding_rounds).join(t.corrections, made.subject == coding_items.c.finding)
    )
    later = or_(made.at > closed, made.undone > closed)
    return frozenset(
        connection.scalars(
            changed.where(coding_items.c.round == number, closed != "", made.field.in_(OTHER_WORDS), later)
        )
    )


def _has_other_words(finding: ColumnElement[str], since: ColumnElement[str]) -> ColumnElement[bool]:
    """Say whether people gave a finding other words, or took them back, since a time and before its round was closed.

    Times are whole seconds: what happened in the same second counts as later, so that nobody is taken at their word
    for words that they may not have seen.
    """
    made, closed = t.corrections.c, coding_rounds.c.closed
    within = (and_(when >= since, or_(closed == "", when <= closed)) for when in (made.at, made.undone))
    return (
        select(made.number)
        .where(made.subject == finding, made.field.in_(OTHER_WORDS), or_(*within))
        .correlate(codings, coding_items, coding_rounds)
        .exists()
    )


def put_code(
    connection: Connection, number: int, finding: str, coder: str, code: Code, at: str, *, settles: bool = False
) -> None:
    """Store what a person says of a finding, in place of what they, or who settled it before, had said."""
    same = (codings.c.round == number) & (codings.c.finding == finding)
    connection.execute(codings.delete().where(same & (codings.c.settles if settles else codings.c.coder == coder)))
    row = {"round": number, "finding": finding, "coder": coder, "settles": settles, "at": at, **_pack(code)}
    connection.execute(codings.insert().values(**row))


def close_round(connection: Connection, number: int, at: str) -> None:
    """Note that a round is closed."""
    connection.execute(coding_rounds.update().where(coding_rounds.c.number == number).values(closed=at))


def _pack(code: Code) -> dict[str, str]:
    return {"kind": code.kind, "themes": json.dumps(sorted(code.themes))}


def _unpack(kind: str, themes: str) -> Code:
    return Code(kind, frozenset(json.loads(themes)))
