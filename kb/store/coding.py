"""Coding rounds in and out of their tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, func, select

from kb.core.coding_values import Code, CodedFinding, CodingRound, RoundSample
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
    coded = select(codings.c.round, codings.c.coder, func.count()).where(~codings.c.settles)
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
    """Return the findings of a round in their order, with all that was said of each."""
    codes: dict[str, dict[str, Code]] = {}
    settled: dict[str, tuple[str, Code]] = {}
    for row in connection.execute(select(codings).where(codings.c.round == number).order_by(codings.c.coder)):
        if row.settles:
            settled[row.finding] = row.coder, _unpack(row.kind, row.themes)
        else:
            codes.setdefault(row.finding, {})[row.coder] = _unpack(row.kind, row.themes)
    found = connection.execute(
        select(coding_items).where(coding_items.c.round == number).order_by(coding_items.c.place)
    )
    made = []
    for row in found:
        who, settlement = settled.get(row.finding, ("", None))
        machine = _unpack(row.kind, row.themes) if row.kind else None
        made.append(CodedFinding(row.finding, machine, codes.get(row.finding, {}), settlement, who))
    return tuple(made)


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
