"""The engine as a whole: what the contract over all engines does not ask of it."""

from __future__ import annotations

import builtins
import errno
import io
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from benchmarks.search_fuzz import junk, race_of_trees
from kb.core.errors import BadQuestion, LibraryUnavailable
from search import Query, limits, open_engine
from search.engines.whoosh_columnar.build.whoosh_codec import segments
from search.engines.whoosh_columnar.engine import Columnar
from search.engines.whoosh_columnar.execute import open as execute_open
from search.engines.whoosh_columnar.execute.match import NodeMatcher
from search.engines.whoosh_columnar.execute.open import LOOK_EVERY
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.understanding.thesaurus import thesaurus
from tests.search.makers import entry, library, vocabulary

VOCABULARY = vocabulary()


def open_at(root: Path, **more: object) -> Columnar:
    return Columnar(root, VOCABULARY, **({"seconds": 60.0} | more))  # type: ignore[arg-type]  # options by name


@pytest.fixture
def engine(tmp_path: Path) -> Columnar:
    made = open_at(tmp_path / "index")
    made.rebuild(library(80), 1)
    return made


def test_a_folder_is_opened_with_this_engine(tmp_path: Path) -> None:
    assert isinstance(open_engine(tmp_path / "index", VOCABULARY), Columnar)


def test_another_engine_on_the_folder_sees_what_was_put(engine: Columnar) -> None:
    other = open_at(engine.generations.root)
    assert other.search(Query("unheard")).total == 0
    engine.put([entry(900, "unheard")], 2)
    time.sleep(LOOK_EVERY * 1.2)
    assert other.search(Query("unheard")).total == 1
    assert other.mark() == 2


def test_opening_again_takes_over_the_segments_that_are_shared(engine: Columnar) -> None:
    before = engine._snapshot().parts[0]
    engine.put([entry(900, "unheard")], 2)
    assert engine._snapshot().parts[0].words is before.words
    engine.put([entry(900, "heard", id="f00003")], 3)
    after = engine._snapshot().parts[0]
    assert after.shelf is before.shelf
    assert after.count == before.count - 1


def test_an_answer_stays_of_its_generation(engine: Columnar) -> None:
    results = engine.search(Query())
    engine.rebuild([entry(1)], 2)
    assert sum(c.findings for c in results.facets["kind"]) == results.total == 80


def test_counts_of_facets_are_a_mapping_like_any_other(engine: Columnar) -> None:
    facets = engine.search(Query("child", facets=("kind", "area"))).facets
    assert list(facets) == ["kind", "area"]
    assert "theme" not in facets
    assert dict(facets) == facets == eval(repr(facets), {"Count": type(facets["kind"][0])})
    with pytest.raises(KeyError):
        facets["theme"]


def test_what_was_found_before_is_found_again_from_memory_or_not(tmp_path: Path) -> None:
    queries = [Query(text) for text in ('"child protection"', "fam*", "abose~2", '"child plan"~5', "family child")]
    answers = []
    for remember in (True, False):
        one = open_at(tmp_path / "index", remember=remember)
        one.rebuild(library(80), 1)
        answers.append([one.search(query) for query in queries for _ in range(2)])
    for one, other in zip(*answers, strict=True):
        assert (one.total, one.hits, dict(one.facets)) == (other.total, other.hits, dict(other.facets))


def test_what_a_phrase_found_is_held_for_the_next_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_at(tmp_path / "index")
    engine.rebuild([entry(1, "The core group met once.")], 1)
    nodes: list[object] = []
    match_words = NodeMatcher.match_words

    def count_matches(self: NodeMatcher, node: Any) -> Any:
        nodes.append(node)
        return match_words(self, node)

    monkeypatch.setattr(NodeMatcher, "match_words", count_matches)
    first = engine.search(Query('"core group"', size=1))
    once = len(nodes)
    assert first.total == 1
    assert once > 0
    assert engine.search(Query('"core group"', size=2)).hits == first.hits
    assert len(nodes) == once


def test_a_cache_without_room_changes_no_answer(tmp_path: Path) -> None:
    engine = open_at(tmp_path / "index", cache_bytes=0)
    engine.rebuild(library(80), 1)
    snapshot = engine._snapshot()
    assert engine.search(Query("family")).total > 0
    assert len(snapshot.cache) == 0


def test_a_search_that_takes_too_long_is_given_up_with_a_sentence(engine: Columnar) -> None:
    slow = open_at(engine.generations.root, seconds=1.0, clock=count(0, 0.6).__next__)
    with pytest.raises(BadQuestion, match="too long"):
        slow.search(Query("child OR family OR plan"))


def test_counts_that_are_looked_at_late_are_not_too_late(engine: Columnar) -> None:
    ticks = [0.0]
    patient = open_at(engine.generations.root, seconds=1.0, clock=lambda: ticks[0])
    results = patient.search(Query("child"))
    ticks[0] = 100.0
    assert results.facets["kind"]


def test_threads_may_search_at_once_and_while_it_is_written(engine: Columnar) -> None:
    texts = ["child", '"core group"', "fam*", "abuse NOT plan", "polcie~1"] * 8

    def ask(text: str) -> tuple[int, int]:
        results = engine.search(Query(text, size=500))
        return results.total, len(results.hits)

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(ask, text) for text in texts]
        for mark in range(2, 6):
            engine.put([entry(900 + mark, "nothing of this")], mark)
        answers = [future.result() for future in futures]
    assert all(total == shown for total, shown in answers)
    assert len(set(answers[0::5])) == 1


def test_words_with_the_number_of_entries_that_have_them(engine: Columnar) -> None:
    engine.rebuild([entry(1, "houses house"), entry(2, "house dog"), entry(3, "housed")], 2)
    engine.put([entry(4, "cat", id="f00002")], 3)
    assert engine.words("hous") == {"house": 1, "housed": 1, "houses": 1}
    assert "dog" not in engine.words()


def test_a_star_stands_for_the_most_frequent_words_when_there_are_too_many(
    engine: Columnar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPANSIONS", 2)
    batch = [entry(1, "famous"), *(entry(n, "family") for n in (2, 3)), *(entry(n, "families") for n in (4, 5, 6))]
    engine.rebuild(batch, 2)
    assert [hit.id for hit in engine.search(Query("fam*")).hits] == [f"f0000{n}" for n in (2, 3, 4, 5, 6)]
    engine.put([replace(batch[1], body="x"), replace(batch[2], body="x")], 3)
    assert [hit.id for hit in engine.search(Query("fam*")).hits] == [f"f0000{n}" for n in (1, 4, 5, 6)]


def test_a_generation_that_goes_while_it_is_opened_is_not_a_fault(
    engine: Columnar, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_at(engine.generations.root)
    real = segments
    marks = count(2)

    def open_late(folder: Path) -> object:
        mark = next(marks)
        if mark < 5:
            engine.rebuild(library(mark), mark)
        return real(folder)

    monkeypatch.setattr(execute_open, "segments", open_late)
    assert isinstance(other._snapshot(), Snapshot)
    assert other.count() == engine.count()


def test_a_generation_that_goes_before_any_of_its_files_is_read_is_not_a_fault(
    engine: Columnar, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = count(2)

    def search_while_it_goes_at(step: int) -> bool:
        """Search from a second engine; publish anew before its read number `step`; return whether it came that far."""
        left = iter(range(step, -1, -1))
        folder = str(engine.generations.current())
        other = open_at(engine.generations.root)

        def watch(real: Callable[..., Any]) -> Callable[..., Any]:
            def read(path: object, *rest: Any, **more: Any) -> Any:
                if str(path).startswith(folder) and next(left, None) == 0:
                    engine.rebuild(library(4), next(marks))
                return real(path, *rest, **more)

            return read

        with monkeypatch.context() as patch:
            patch.setattr(builtins, "open", watch(builtins.open))
            patch.setattr(io, "open", watch(io.open))
            patch.setattr(os, "listdir", watch(os.listdir))
            assert other.count() == 4
        return next(left, None) is None

    engine.rebuild(library(4), next(marks))
    steps = next(step for step in count() if not search_while_it_goes_at(step))
    assert steps > 5


@pytest.mark.parametrize("seed", [3, 4])
def test_random_plans_are_answered_as_in_memory(tmp_path: Path, seed: int) -> None:
    assert race_of_trees(tmp_path / "index", seed, trees=60, size=80) == []


def test_junk_raises_nothing(tmp_path: Path) -> None:
    found = [told for told in junk(tmp_path / "index", seed=5, count=60) if "took" not in told]
    assert found == []


def test_of_equally_near_spellings_the_most_frequent_are_taken_when_there_are_too_many(
    engine: Columnar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SPELLINGS", 1)
    batch = [entry(1, "damp"), *(entry(n, "dump") for n in (2, 3))]
    engine.rebuild(batch, 2)
    assert [hit.id for hit in engine.search(Query("domp~1")).hits] == ["f00002", "f00003"]
    engine.put([replace(one, body="x") for one in batch[1:]], 3)
    assert [hit.id for hit in engine.search(Query("domp~1")).hits] == ["f00001"]


def test_the_vocabulary_is_turned_over_at_the_first_question_and_once(tmp_path: Path) -> None:
    thesaurus.cache_clear()
    engine = Columnar(tmp_path / "index", vocabulary())
    engine.rebuild(library(5), 1)
    assert engine.count() == 5
    assert thesaurus.cache_info().misses == 0, "commands that ask nothing do not wait for it"
    for text in ("child", "home"):
        engine.search(Query(text))
    assert thesaurus.cache_info().misses == 1


def test_with_no_file_descriptor_left_the_generation_before_is_searched_and_the_new_one_opened_later(
    engine: Columnar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, newcomer = open_at(tmp_path / "index"), open_at(tmp_path / "index")
    before = reader.search(Query("")).total
    engine.put([entry(900, body="Quenchwater came up.")], 2)

    def without_descriptors(path: Path) -> None:
        raise OSError(errno.EMFILE, "Too many open files", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(execute_open, "Arrays", without_descriptors)
        assert reader.mark() == 1
        assert reader.search(Query("")).total == before
        with pytest.raises(LibraryUnavailable, match="at the moment"):
            newcomer.search(Query(""))
    assert reader.mark() == 2
    assert reader.search(Query("quenchwater")).total == 1
    assert newcomer.search(Query("quenchwater")).total == 1
