"""What findings say is kept as numbers: a process that begins reads no words again, and is told the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.app.draft_likeness import DraftLikeness
from kb.app.likeness_file import LikenessFile
from kb.app.linking import linked_by
from kb.app.meaning_cache import MeaningFile
from kb.core.model import Echo
from kb.recurrence.features import FeatureExtractor
from kb.recurrence.roles import AGENCIES
from kb.store import Store
from kb.store.ledger import COUNT
from kb.vocabulary import load
from tests.app.test_linking import add, make_linker, make_paper
from tests.recurrence.makers import make_holding

DRAFT = make_holding(
    "draft", "Missed appointments were not told to the dentist by schools.", themes=("neglect",)
).finding


def file_of(store: Store) -> LikenessFile:
    vocabulary = load()
    made_by = linked_by(vocabulary, MeaningFile(Path("none"), None, vocabulary.fingerprint))
    return LikenessFile(store.originals.folder.parent / "likeness.arrays", made_by)


def path_of(store: Store) -> Path:
    return store.originals.folder.parent / "likeness.arrays"


def likest(store: Store) -> tuple[Echo, ...]:
    """What a process that has just begun says of a draft."""
    meanings = MeaningFile(Path("none"), None, load().fingerprint)
    drafts = DraftLikeness(store, load(), meanings, file_of(store))
    ranked = drafts.rank(DRAFT, 20)
    return drafts.explain(ranked, ranked.likest)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}", tmp_path / "library")
    chance = random.Random(4)
    for number in range(12):
        add(opened, make_paper(chance, number))
    make_linker(opened, 0).catch_up()
    return opened


@pytest.fixture
def ids_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the findings whose words are read."""
    read: list[str] = []
    extract: Callable[..., object] = FeatureExtractor.extract

    def noting(self: FeatureExtractor, finding: object, *args: object, **options: object) -> object:
        read.append(finding.id)  # type: ignore[attr-defined]  # a finding
        return extract(self, finding, *args, **options)

    monkeypatch.setattr(FeatureExtractor, "extract", noting)
    return read


def test_a_linker_that_begins_reads_the_words_of_what_came_alone(store: Store, ids_read: list[str]) -> None:
    with closing(store):
        held = store.ids()
        add(store, make_paper(random.Random(99), 40))
        make_linker(store, 0).catch_up()
        assert ids_read
        assert held.isdisjoint(ids_read)


def test_a_draft_is_compared_without_reading_the_library(store: Store, ids_read: list[str]) -> None:
    with closing(store):
        told = likest(store)
        assert told
        assert ids_read == ["draft"]
        path_of(store).unlink()
        assert likest(store) == told
        assert store.ids() < set(ids_read)
        assert path_of(store).is_file(), "whoever made it anew keeps it"


def test_what_came_and_went_since_the_file_was_written_counts(store: Store) -> None:
    with closing(store):
        gone = likest(store)[0].echo
        store.withdraw(store.finding(gone).document.id, "")
        add(store, make_paper(random.Random(98), 41))
        since = {echo.echo: echo.why for echo in likest(store)}
        assert gone not in since
        assert since.keys() <= store.ids()
        path_of(store).unlink()
        assert since == {echo.echo: echo.why for echo in likest(store)}


def test_only_what_was_linked_is_filed(store: Store) -> None:
    """A server that begins does not read a whole library for a draft that nobody has asked about yet."""
    with closing(store):
        drafts = DraftLikeness(store, load(), MeaningFile(Path("none"), None, load().fingerprint), file_of(store))
        assert drafts.is_filed()
        path_of(store).unlink()
        assert not drafts.is_filed()


def test_reasons_are_given_in_the_words_of_the_draft_though_all_was_arranged_anew_meanwhile(store: Store) -> None:
    with closing(store):
        drafts = DraftLikeness(store, load(), MeaningFile(Path("none"), None, load().fingerprint), file_of(store))
        ranked = drafts.rank(DRAFT, 20)
        told = drafts.explain(ranked, ranked.likest)
        assert any(echo.why for echo in told)
        store.withdraw(store.findings()[0].document.id, "")
        path_of(store).unlink()
        drafts._at = store.top_of_changes() + 1  # as after a backup of an earlier day was put back
        again = drafts.rank(DRAFT, 20)
        assert again.said.terms.tolist() != ranked.said.terms.tolist(), "words have other numbers by now"
        assert drafts.explain(ranked, again.likest) == drafts.explain(again, again.likest)


def test_after_a_withdrawal_a_draft_goes_on_with_the_file(store: Store, ids_read: list[str]) -> None:
    """Though the linking that wrote it had all its findings counted again, which the index alone hears."""
    with closing(store):
        assert [one.act for one in store.index_changes(0)][-1] == COUNT
        gone = likest(store)[0].echo
        held = store.finding(gone)
        beside = {one.finding.id for one in store.findings(review=held.review.slug)}
        ids_read.clear()
        store.withdraw(held.document.id, "")
        told = likest(store)
        assert gone not in {echo.echo for echo in told}
        assert {*ids_read} - {"draft"} <= beside, "only what the review has left is read again"
        assert store.ids() - beside


def test_after_its_first_linking_a_linker_reads_what_came_alone(store: Store, ids_read: list[str]) -> None:
    with closing(store):
        linker = make_linker(store, 0)
        add(store, make_paper(random.Random(97), 42))
        linker.catch_up()
        held = store.ids()
        ids_read.clear()
        add(store, make_paper(random.Random(96), 43))
        assert store.ids() > held
        linker.catch_up()
        assert ids_read
        assert held.isdisjoint(ids_read)


def test_a_file_of_another_library_is_not_believed(store: Store, tmp_path: Path) -> None:
    with (
        closing(store),
        closing(Store.open(f"sqlite:///{tmp_path / 'other.sqlite3'}", tmp_path / "other" / "library")) as other,
    ):
        for number in range(20, 32):
            add(other, make_paper(random.Random(number), number))
        path_of(other).write_bytes(path_of(store).read_bytes())
        assert {echo.echo for echo in likest(other)} <= other.ids()
        assert likest(other)


@pytest.mark.parametrize("damage", [b"", b"kbarray1", b"not at all arrays" * 99])
def test_a_damaged_file_is_made_anew(store: Store, damage: bytes) -> None:
    with closing(store):
        told = likest(store)
        path_of(store).write_bytes(damage)
        assert likest(store) == told
        assert path_of(store).read_bytes() != damage


def test_the_file_holds_no_words_of_findings(store: Store) -> None:
    with closing(store):
        kept = path_of(store).read_bytes().lower()
        words = {word for held in store.findings() for word in held.finding.text.lower().split() if len(word) > 5}
        assert "appointments" in words
        controlled = {one for name, _ in AGENCIES for one in name.split()}  # by which all findings name their doers
        controlled.add("weight")  # the name of a column
        assert [word for word in sorted(words - controlled) if word.encode() in kept] == []


def test_the_file_forgets_what_was_withdrawn(store: Store) -> None:
    with closing(store):
        linker = make_linker(store, 0)
        document = store.documents()[0]
        gone = [held.finding.id for held in store.findings(document=document.id)]
        store.withdraw(document.id, "")
        linker.catch_up()
        kept = path_of(store).read_bytes()
        assert [one for one in gone if one.encode() in kept] == []
        assert next(iter(store.ids())).encode() in kept
