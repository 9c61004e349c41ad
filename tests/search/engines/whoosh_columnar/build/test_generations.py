"""A generation is published whole or not at all, and one that was tampered with is never read."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pickle
import random
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from kb.core import disk
from kb.core.errors import LibraryBusy, LibraryUnavailable
from search import Query
from search.engines.whoosh_columnar.build import generations, write
from search.engines.whoosh_columnar.build.generations import CURRENT, Generations
from search.engines.whoosh_columnar.engine import Columnar
from tests.search.makers import entry, library, vocabulary

VOCABULARY = vocabulary()
BATCH = library(60)


def open_at(root: Path) -> Columnar:
    return Columnar(root, VOCABULARY, seconds=60.0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with an index of two segments, some entries deleted."""
    engine = open_at(tmp_path / "index")
    engine.rebuild(BATCH[:40], 1)
    engine.put(BATCH[30:], 2)
    engine.close()
    return tmp_path / "index"


def current(root: Path) -> Path:
    return root / (root / "CURRENT").read_text().strip()


def find_ids(engine: Columnar, text: str) -> list[str]:
    return sorted(hit.id for hit in engine.search(Query(text, size=500)).hits)


# What lies in the folder


def test_nobody_else_may_look_into_the_folder(root: Path) -> None:
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE(current(root).stat().st_mode) == 0o700


def test_an_addition_shares_the_files_that_are_there(root: Path) -> None:
    before = {path.name: path.stat().st_ino for path in current(root).iterdir()}
    open_at(root).put([entry(900, "one more")], 3)
    after = {path.name: path.stat().st_ino for path in current(root).iterdir()}
    shared = [name for name in before if name.endswith((".arr", ".trm"))]
    assert len(shared) == 4
    assert all(after[name] == before[name] for name in shared)


def test_the_generation_before_is_kept_and_older_ones_are_not(root: Path) -> None:
    engine = open_at(root)
    for mark in (3, 4, 5):
        engine.put([entry(900 + mark)], mark)
    assert len([path for path in root.iterdir() if path.name.startswith("gen-")]) == 2


def test_what_a_killed_writer_left_is_cleared_away(root: Path) -> None:
    half = Generations(root).begin()
    (half / "MAIN_x.arr").write_bytes(b"half")
    engine = open_at(root)
    assert engine.mark() == 2
    engine.put([], 3)
    assert not (half / "MAIN_x.arr").exists()
    assert current(root).name > half.name


def test_a_clock_that_was_set_back_keeps_no_older_words(root: Path) -> None:
    left = Generations(root).begin()
    at = time.time() + 300 * 86_400
    os.utime(root / CURRENT, (at, at))
    assert left in Generations(root).leftovers(60.0)


def test_many_small_additions_are_joined(tmp_path: Path) -> None:
    engine = open_at(tmp_path / "index")
    engine.rebuild(BATCH, 0)
    for mark in range(1, 30):
        engine.put([entry(1000 + mark, "addition")], mark)
    assert len(list(current(tmp_path / "index").glob("*.arr"))) <= write.MOST_SEGMENTS + 1
    assert len(find_ids(engine, "addition")) == 29
    assert engine.count() == len(BATCH) + 29


def test_a_large_corpus_is_cut_into_several_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "LARGEST_SEGMENT", 20)
    engine = open_at(tmp_path / "index")
    engine.rebuild([*BATCH, entry(999, "only the last counts", id=BATCH[0].id)], 1)
    assert len(list(current(tmp_path / "index").glob("*.arr"))) >= 3
    assert engine.count() == len(BATCH)
    assert find_ids(engine, '"only the last counts"') == [BATCH[0].id]


# Withdrawal


def bytes_under(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


def test_no_byte_of_what_was_dropped_is_left_on_the_disk(root: Path) -> None:
    engine = open_at(root)
    secret = entry(700, "Young Quillfeather moved", id="secret-id", area="Secretshire", title="Quillfeather case")
    engine.put([secret, entry(701, "dry")], 3)
    engine.put([entry(700, "Rewritten since", id="secret-id")], 4)  # the words are deleted, but still in their segment
    assert b"quillfeath" in bytes_under(root)
    engine.drop(["secret-id"], 5)
    left = bytes_under(root)
    assert [told for told in (b"quillfeath", b"secret-id", b"Secretshire", b"rewritten") if told in left] == []
    assert find_ids(engine, "dry") == ["f00701"]
    assert engine.suggest("quill") == ()


def put_secret(root: Path) -> Columnar:
    engine = open_at(root)
    engine.put([entry(700, "Young Quillfeather moved", id="secret-id")], 3)
    return engine


def test_a_file_that_whoosh_cannot_remove_does_not_keep_what_was_dropped(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: FileStorage, name: str) -> None:
        raise OSError(errno.EIO, "Input/output error", name)

    engine = put_secret(root)
    monkeypatch.setattr(FileStorage, "delete_file", refuse)
    engine.drop(["secret-id"], 4)
    assert b"quillfeath" not in bytes_under(root)


def test_where_no_file_can_be_removed_the_words_are_not_said_to_be_gone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str | Path, **_options: object) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    engine, before = put_secret(root), current(root)
    with monkeypatch.context() as refusing:
        refusing.setattr(os, "unlink", refuse)
        refusing.setattr(os, "remove", refuse)
        with pytest.raises(LibraryUnavailable):
            engine.drop(["secret-id"], 4)
    assert current(root) == before
    engine.drop(["secret-id"], 4)
    assert b"quillfeath" not in bytes_under(root)


def test_after_a_removal_there_is_one_generation(root: Path) -> None:
    open_at(root).drop([BATCH[0].id], 3)
    assert [path.name for path in root.iterdir() if path.name.startswith("gen-")] == [current(root).name]


# Damage


def harm(path: Path, how: str) -> None:
    told = path.read_bytes()
    if how == "flipped":
        path.write_bytes(bytes([told[0] ^ 1]) + told[1:])
    elif how == "cut":
        path.write_bytes(told[:-1])
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "zeroed":
        path.write_bytes(b"\0" * len(told))
    else:
        path.unlink()


@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "zeroed", "removed"])
@pytest.mark.parametrize("ending", [".toc", ".trm", ".arr", "manifest.json", "CURRENT"])
def test_damage_is_noticed_at_opening_and_mended_by_rebuilding(root: Path, ending: str, how: str) -> None:
    folder = root if ending == "CURRENT" else current(root)
    harm(sorted(path for path in folder.iterdir() if path.name.endswith(ending))[-1], how)
    engine = open_at(root)
    assert engine.mark() == -1
    assert engine.count() == 0
    if (root / "CURRENT").exists():
        with pytest.raises(LibraryUnavailable, match="rebuilt"):
            engine.search(Query("damp"))
        with pytest.raises(LibraryUnavailable, match="rebuilt"):
            engine.put([entry(1)], 9)
    engine.rebuild(BATCH, 3)
    assert engine.mark() == 3
    assert engine.count() == len(BATCH)


def test_no_flipped_bit_goes_unnoticed(root: Path) -> None:
    dice = random.Random(11)
    files = sorted(path for path in current(root).iterdir() if path.stat().st_size)
    for _ in range(120):
        path = dice.choice(files)
        told = path.read_bytes()
        place, bit = dice.randrange(len(told)), 1 << dice.randrange(8)
        path.write_bytes(told[:place] + bytes([told[place] ^ bit]) + told[place + 1 :])
        assert open_at(root).mark() == -1, f"bit {bit} of byte {place} of {path.name}"
        path.write_bytes(told)
    assert open_at(root).mark() == 2


class DoctoredIndex:
    """A pickle that leaves a trace when it is opened."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.trace),)


def doctor_contents(toc: bytes, trace: Path) -> bytes:
    """Return a list of segments whose pickle does something else."""
    return toc[: toc.rindex(pickle.PROTO)] + pickle.dumps(DoctoredIndex(trace))


def test_a_doctored_list_of_segments_is_never_unpickled(root: Path, tmp_path: Path) -> None:
    (toc,) = current(root).glob("*.toc")
    toc.write_bytes(doctor_contents(toc.read_bytes(), tmp_path / "trace"))
    assert open_at(root).mark() == -1
    assert not (tmp_path / "trace").exists()


def test_a_newer_list_of_segments_that_the_manifest_does_not_name_is_never_unpickled(
    root: Path, tmp_path: Path
) -> None:
    (toc,) = current(root).glob("*.toc")
    (toc.parent / "_MAIN_99.toc").write_bytes(doctor_contents(toc.read_bytes(), tmp_path / "trace"))
    assert open_at(root).mark() == -1
    assert not (tmp_path / "trace").exists()


def rewrite_manifest(root: Path, **changes: object) -> None:
    """Change a manifest, with a checksum that is right."""
    path = current(root) / "manifest.json"
    told = json.loads(path.read_text().partition("\n")[2]) | changes
    body = json.dumps(told)
    path.write_text(f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}")


def test_an_index_made_by_other_code_is_rebuilt(root: Path) -> None:
    rewrite_manifest(root, recipe="another")
    assert open_at(root).mark() == -1
    with pytest.raises(LibraryUnavailable) as told:
        open_at(root).search(Query(text="core"))
    assert "begins by itself" in str(told.value)  # readers need no more than what happens and what to do meanwhile
    assert "you can read reviews, documents and recurring lessons" in str(told.value)


def test_a_manifest_that_says_too_much_is_not_believed(root: Path) -> None:
    rewrite_manifest(root, surprise=1)
    assert open_at(root).mark() == -1


def test_a_folder_that_others_may_write_to_is_not_trusted(root: Path) -> None:
    current(root).chmod(0o770)
    assert open_at(root).mark() == -1


def test_a_pointer_leads_nowhere_else(root: Path) -> None:
    for name in ("../elsewhere", "/etc", "gen-", "gen-x", "gen-99999999"):
        (root / "CURRENT").write_text(name)
        assert open_at(root).mark() == -1


def test_of_a_large_index_the_rest_is_read_by_verify(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "CHECKED_AT_ONCE", 0)
    engine = open_at(root)
    assert engine.verify() == ""
    path = next(current(root).glob("*.arr"))
    told = path.read_bytes()
    path.write_bytes(told[:100] + bytes([told[100] ^ 4]) + told[101:])
    assert "damaged" in engine.verify()
    assert engine.mark() == -1
    engine.rebuild(BATCH, 5)
    assert engine.verify() == ""
    assert engine.mark() == 5


# A new index, and one that is gone


def test_a_new_index_can_be_added_to(tmp_path: Path) -> None:
    engine = open_at(tmp_path / "index")
    assert engine.mark() == -1
    assert engine.search(Query("damp")).total == 0
    engine.put([entry(1, "damp")], 1)
    assert (engine.mark(), find_ids(engine, "damp")) == (1, ["f00001"])


def test_an_index_removed_under_a_running_engine_is_not_silently_begun_again(root: Path) -> None:
    engine = open_at(root)
    assert engine.mark() == 2
    (root / "CURRENT").unlink()
    assert engine.mark() == -1
    acts: tuple[Callable[[], object], ...] = (
        lambda: engine.put([entry(1)], 3),
        lambda: engine.drop(["f00001"], 3),
    )
    for act in acts:
        with pytest.raises(LibraryUnavailable, match="rebuilt"):
            act()
    engine.rebuild(BATCH, 4)
    assert engine.count() == len(BATCH)


# Writing


def test_a_second_writer_is_told_to_wait(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_at(root)
    monkeypatch.setattr(engine._writer, "patience", 0.0)
    with Generations(root).writing(0.0), pytest.raises(LibraryBusy):
        engine.put([entry(1)], 3)
    engine.put([entry(1)], 3)
    assert engine.mark() == 3


@pytest.fixture
def sync_log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was written through to the disk and of what was renamed, in order."""
    told: list[str] = []
    real_flush, real_replace = disk.flush, Path.replace

    def sync(path: Path) -> None:
        real_flush(path)
        told.append(path.name)

    def replace(path: Path, to: Path) -> Path:
        told.append(f"{path.name} -> {to.name}")
        return real_replace(path, to)

    monkeypatch.setattr(generations, "flush", sync)
    monkeypatch.setattr(Path, "replace", replace)
    return told


def test_all_is_on_the_disk_before_the_pointer_moves_and_the_pointer_after(root: Path, sync_log: list[str]) -> None:
    known = {path.name for path in current(root).iterdir()} - {"manifest.json"}
    open_at(root).put([entry(900)], 3)
    moved = sync_log.index("CURRENT.new -> CURRENT")
    folder = current(root)
    new = {path.name for path in folder.iterdir()} - known
    assert new | {folder.name, "CURRENT.new"} <= set(sync_log[:moved])
    assert sync_log[moved + 1 :] == [root.name]
    assert sync_log.index("manifest.json") < sync_log.index(folder.name)


@pytest.mark.parametrize("step", range(6))
def test_a_full_disk_leaves_the_index_as_it_was(root: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_at(root)
    real, calls = disk.flush, iter(range(100))

    def raise_disk_full(path: Path) -> None:
        if next(calls) == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path)

    with monkeypatch.context() as patched:
        patched.setattr(generations, "flush", raise_disk_full)
        with pytest.raises(LibraryUnavailable, match="No space left"):
            engine.put([entry(900, "unheard")], 3)
    assert engine.mark() == 2
    assert find_ids(engine, "unheard") == []
    engine.put([entry(900, "heard")], 3)
    assert (engine.mark(), find_ids(engine, "heard")) == (3, ["f00900"])
