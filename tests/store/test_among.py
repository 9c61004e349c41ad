from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Integer, event, literal, literal_column, select, text, union_all

from kb.store import Store
from kb.store import tables as t
from kb.store.among import is_among


def test_a_condition_of_many_values_has_one_parameter(store: Store) -> None:
    asked: list[object] = []
    event.listen(store.database.engine, "before_cursor_execute", lambda *told: asked.append(told[3]))

    with store.database.reading() as connection:
        asked.clear()
        found = connection.scalars(
            select(t.findings.c.id).where(is_among(t.findings.c.id, (f"{n:016x}" for n in range(300_000))))
        ).all()

    assert found == []
    assert [len(parameters) for parameters in asked] == [1]  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", [("Ash", "O’Dell", 'a "b", c', "ü\\"), ("Ash",), ()])
def test_the_values_that_are_told_are_those_that_are_found(store: Store, wanted: tuple[str, ...]) -> None:
    every = ("Ash", "ash", "O’Dell", 'a "b", c', "ü\\", "")
    names = union_all(*(select(literal(one).label("name")) for one in every)).subquery()

    with store.database.reading() as connection:
        found = connection.scalars(select(names.c.name).where(is_among(names.c.name, wanted))).all()

    assert set(found) == set(wanted)


def test_whole_numbers_are_found_as_texts_are(store: Store) -> None:
    numbers = union_all(*(select(literal(one).label("number")) for one in (1, 2, 30))).subquery()

    with store.database.reading() as connection:
        found = connection.scalars(select(numbers.c.number).where(is_among(numbers.c.number, (2, 30, 4)))).all()

    assert set(found) == {2, 30}


def test_findings_are_looked_up_in_the_index_of_their_ids(tmp_path: Path) -> None:
    chosen = select(literal_column("1", Integer)).where(is_among(t.tags.c.finding, ["0" * 16]))
    held = closing(Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path))  # a server plans by what it holds
    with held as store, store.database.reading() as connection:
        told = str(chosen.compile(connection)).replace("?", "'[]'")
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {told}"))]

    assert any(step.startswith("SEARCH tags USING") and "finding=?" in step for step in plan), plan
