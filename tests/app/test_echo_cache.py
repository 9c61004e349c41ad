"""What was found out of echoes is kept beside the library, and believed only where it is still so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.echo_cache import EchoCache
from kb.core.model import FindingInContext
from kb.recurrence import Like
from tests.recurrence.makers import make_holding

HELD: dict[str, FindingInContext] = {
    id_: make_holding(id_, text, themes=("housing-moves",))
    for id_, text in (("a", "Moved often"), ("b", "Moved again"), ("c", "Moved at night"))
}
LIKES = (Like("b", 1.25, True, True), Like("c", 0.8, False, False))


@pytest.fixture
def kept_cache(tmp_path: Path) -> Path:
    ranks = EchoCache(tmp_path / "echoes.npz", "words")
    ranks.put("a", LIKES)
    ranks.keep(HELD)
    return tmp_path / "echoes.npz"


def load_cache(path: Path, holdings: dict[str, FindingInContext], vocabulary: str = "words") -> EchoCache:
    ranks = EchoCache(path, vocabulary)
    ranks.recall(holdings)
    return ranks


def test_what_was_kept_is_recalled(kept_cache: Path) -> None:
    ranks = load_cache(kept_cache, HELD)
    assert ranks.get("a") == LIKES
    assert ranks.get("b") is None
    assert [path.name for path in kept_cache.parent.iterdir()] == ["echoes.npz"]


def test_no_word_of_a_finding_is_in_the_file(kept_cache: Path) -> None:
    assert b"Moved" not in kept_cache.read_bytes()


@pytest.mark.parametrize(
    "now",
    [
        HELD | {"d": make_holding("d", "Moved once")},
        {id_: held for id_, held in HELD.items() if id_ != "c"},
        HELD | {"b": make_holding("b", "Moved again", themes=("neglect",))},
        HELD | {"b": replace(HELD["b"], review=replace(HELD["b"].review, review_type="inspection"))},
    ],
)
def test_a_library_that_changed_is_found_out_anew(kept_cache: Path, now: dict[str, FindingInContext]) -> None:
    assert len(load_cache(kept_cache, now)) == 0


def test_another_vocabulary_is_found_out_anew(kept_cache: Path) -> None:
    assert len(load_cache(kept_cache, HELD, "other words")) == 0


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not an archive", b"\x93NUMPY"])
def test_a_damaged_file_is_found_out_anew(kept_cache: Path, damage: bytes) -> None:
    kept_cache.write_bytes(damage)
    assert len(load_cache(kept_cache, HELD)) == 0


def test_a_folder_that_cannot_be_written_is_no_harm(tmp_path: Path) -> None:
    ranks = EchoCache(tmp_path / "missing" / "echoes.npz", "words")
    ranks.put("a", LIKES)
    ranks.keep(HELD)
    assert ranks.get("a") == LIKES


def test_in_a_large_library_what_did_not_change_is_believed(tmp_path: Path) -> None:
    many = {f"f{n}": make_holding(f"f{n}", f"Said {n}") for n in range(5_100)}
    ranks = EchoCache(tmp_path / "echoes.npz", "words")
    ranks.put("f1", (Like("f2", 1.0, False, False),))
    ranks.put("f3", (Like("f4", 1.0, False, False),))
    ranks.keep(many)
    now = {id_: held for id_, held in many.items() if id_ != "f4"}
    again = load_cache(tmp_path / "echoes.npz", now)
    assert again.get("f1") == (Like("f2", 1.0, False, False),)
    assert again.get("f3") is None


def test_a_newcomer_is_entered_with_those_whom_it_is_like(tmp_path: Path) -> None:
    ranks = EchoCache(tmp_path / "echoes.npz", "words")
    ranks.put("a", LIKES)
    ranks.enter("new", [Like("a", 1.0, False, False), Like("unasked", 1.0, False, False)])
    found = ranks.get("a")
    assert found is not None
    assert [one.id for one in found] == ["b", "new", "c"]
    assert ranks.get("unasked") is None


def test_who_was_like_a_finding_that_is_gone_is_found_out_anew(tmp_path: Path) -> None:
    ranks = EchoCache(tmp_path / "echoes.npz", "words")
    ranks.put("a", LIKES)
    ranks.put("d", (Like("e", 1.0, False, False),))
    ranks.forget(["c"])
    assert ranks.get("a") is None
    assert ranks.get("d") is not None
