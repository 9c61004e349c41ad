"""What recurs is linked on a server as it is in a file, by one machine at a time."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from kb.core.corrections import Amendment
from kb.core.errors import LibraryBusy
from kb.core.model import Means
from kb.store import CountedColumns, Store, kept_sums
from kb.store import recurrence_tables as r
from kb.store import tables as t
from tests.app.test_linking import add, assert_likest_anew, change, make_linker, make_paper, rows
from tests.makers import make_tag

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("seed", [4, pytest.param(5, marks=pytest.mark.nightly)])
def test_a_server_holds_what_a_file_holds_after_the_same_changes(store: Store, tmp_path: Path, seed: int) -> None:
    if store.database.dialect == "sqlite":
        return  # is what the server is held to
    with closing(Store.open(f"sqlite:///{tmp_path / 'file.sqlite3'}", tmp_path / "beside")) as file:
        told = []
        for one in (file, store):
            chance, linker = random.Random(seed), make_linker(one, 5000)
            for number in range(20):
                add(one, make_paper(chance, number))
            linker.catch_up()
            for number in range(20, 32):
                change(one, chance, number)
                if number % 3 == 0:
                    linker.catch_up()
            linker.catch_up()
            told.append(rows(one))
        assert told[0]["pairs"]
        assert told[1] == told[0]
    assert_likest_anew(store)


def test_two_machines_do_not_link_at_once(url: str, tmp_path: Path, store: Store) -> None:
    chance = random.Random(6)
    for number in range(4):
        add(store, make_paper(chance, number))
    folder = tmp_path / "library" if store.database.dialect == "sqlite" else tmp_path / "other machine"
    with closing(Store.open(url, folder)) as other:
        with store.linking_tables.lock(0), pytest.raises(LibraryBusy, match="linking"):
            make_linker(other, 5000).catch_up(wait=0.2)
        make_linker(other, 5000).catch_up(wait=0.2)
        assert not make_linker(store, 5000).behind()


def test_what_came_back_on_a_theme_leaves_out_an_action_to_which_its_case_lends_it(store: Store) -> None:
    own, lent, later = (make_paper(random.Random(seed), seed) for seed in (7, 8, 9))
    shown = make_tag("neglect", '"means":"context"')  # whatever its words
    for paper, tags in ((own, (shown,)), (lent, (make_tag("neglect", means=Means.CONTEXT),)), (later, ())):
        add(store, replace(paper, findings=tuple(replace(found, tags=tags) for found in paper.findings)))
    row = {"first": None, "score": 0.9, "why": "alike", "verbatim": False, "near": True}
    with store.database.writing() as connection:
        for place, one in enumerate((own, lent)):
            acted, again = one.findings[0].id, later.findings[place].id
            made = {
                "place": place,
                "action": acted,
                "finding": acted,
                "later": again,
                "echo": again,
                "gap": 1,
                "confidence": "strong",
                "since": 0,
            }
            connection.execute(insert(r.came_back), row | made)
    both, of_theme = store.recurrences.came_back(), store.recurrences.came_back(theme="neglect")
    assert len(both) == 2
    assert [one.action for one in store.recurrences.came_back_facts(of_theme)] == [own.findings[0].id]
    backwards = (both[1], both[0])
    assert [one.later for one in store.recurrences.came_back_facts(backwards)] == [one.later for one in backwards]
    assert store.recurrences.came_back_facts([both[0]._replace(later=both[1].later)]) == ()  # linked anew meanwhile


def test_what_stands_beside_a_theme_counts_reviews_that_may_be_one_case_once(store: Store) -> None:
    papers = [make_paper(random.Random(seed), seed) for seed in (7, 8, 9)]
    for paper in papers:
        add(store, paper)
    slugs = sorted(one.slug for one in store.reviews())
    many = len(slugs)
    assert many > 1
    kept = [{"review": slug, "theme": "neglect", "other": "housing-moves", "findings": 2} for slug in slugs]
    with store.database.writing() as connection:
        connection.execute(insert(r.theme_neighbours), [*kept, {**kept[0], "other": "thresholds"}])
    asked = store.recurrences
    assert asked.theme_neighbours("neglect") == {"neglect": {"housing-moves": (2 * many, many), "thresholds": (2, 1)}}
    with store.database.writing() as connection:
        joined = t.reviews.update().where(t.reviews.c.slug == slugs[1])
        connection.execute(joined.values(counted_with=slugs[0]))
    assert asked.theme_neighbours() == {"neglect": {"housing-moves": (2 * many, many - 1), "thresholds": (2, 1)}}
    assert asked.theme_neighbours("thresholds") == {}


def told_sums(store: Store) -> list[object]:
    """Return all that is told of sums which may be kept."""
    asked = store.recurrences
    tables = [
        asked.theme_columns(CountedColumns(by, inspections=("inspection",))) for by in ("area", "review_type", "year")
    ]
    each = [asked.theme_neighbours(theme) for theme in ("", "neglect", "no such theme")]
    return [*tables, *each, asked.theme_kinds(), asked.theme_means(), asked.follow_ups()]


def test_sums_are_told_as_they_were_kept_and_made_again_where_something_has_changed(store: Store) -> None:
    chance, linker = random.Random(11), make_linker(store, 5000)
    for number in range(8):
        add(store, make_paper(chance, number))
    linker.catch_up()
    store.linking_tables.keep_sums(("area", "review_type", "year"), ("inspection",))
    kept = told_sums(store)
    with store.database.writing() as connection:
        names = set(connection.scalars(select(r.kept_sums.c.name)))
        connection.execute(r.kept_sums.update().values(told="{}"))
    assert {"columns area inspection", "kinds", "means", "neighbours", "follow-ups"} <= names
    assert store.recurrences.theme_kinds() == store.recurrences.theme_means() == {} != kept[-3]
    with store.database.writing() as connection:
        connection.execute(r.kept_sums.update().values(told="{"))  # damaged
    assert told_sums(store) == kept
    linker.catch_up()
    for number in range(8, 16):
        change(store, chance, number)
        made_now = told_sums(store)
        with store.database.writing() as connection:
            connection.execute(r.kept_sums.delete())
        assert told_sums(store) == made_now, "what was kept of another state is not told"
        linker.catch_up()
        as_kept = told_sums(store)
        with store.database.writing() as connection:
            connection.execute(r.kept_sums.delete())
        assert told_sums(store) == as_kept


def test_sums_of_what_has_changed_meanwhile_are_not_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, made = random.Random(13), kept_sums.make_sums
    for number in range(4):
        add(store, make_paper(chance, number))
    make_linker(store, 5000).catch_up()

    def make_late(connection: Connection, makers: Mapping[str, kept_sums.MakeSum]) -> tuple[int, dict[str, str]]:
        told = made(connection, makers)
        add(store, make_paper(chance, 4))
        return told

    with store.database.writing() as connection:
        kept_sums.drop_sums(connection)
    monkeypatch.setattr(kept_sums, "make_sums", make_late)
    store.linking_tables.keep_sums(("year",), ())
    with store.database.reading() as connection:
        assert connection.scalars(select(r.kept_sums.c.name)).all() == []


def test_findings_are_told_with_documents_and_reviews_as_they_are_now(store: Store, url: str, tmp_path: Path) -> None:
    chance = random.Random(12)
    for number in range(6):
        add(store, make_paper(chance, number))
    folder = tmp_path / "library" if store.database.dialect == "sqlite" else tmp_path / "other machine"
    for number in range(6, 26):
        ids = sorted(store.ids())
        store.holdings(ids)  # so that this process knows the documents
        change(store, chance, number)
        one = chance.choice(store.documents())
        store.amend(
            one.id, [Amendment(one.id, "title", f"Review {number}"), Amendment(one.id, "area", f"Area {number}")]
        )
        with closing(Store.open(url, folder)) as other:
            assert store.holdings(ids) == other.holdings(ids)
            assert store.findings() == other.findings()
            assert {held.document for held in store.findings()} <= set(other.documents())
