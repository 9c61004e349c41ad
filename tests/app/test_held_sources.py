"""What readers may see of reviews and documents is as the library is now, whoever changed it, and is not read twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.held_sources import HeldSources
from kb.app.library import Library
from kb.core.settings import Settings
from kb.store import Store
from tests.papers import child_z, mr_v


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store over a library that another process, with a store of its own, keeps."""
    with Library.open(Settings(data=tmp_path / "library")) as library:
        library.add([child_z(tmp_path / "in")])
    opened = Store.open(Settings(data=tmp_path / "library").database_url, tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def elsewhere(store: Store, tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library")) as library:
        yield library


def titles_and_ids(sources: HeldSources) -> tuple[list[str], list[str]]:
    reviews, documents = sources.shown_to_readers()
    return [one.title for one in reviews], [one.id for one in documents]


def test_what_does_not_change_is_read_once(store: Store) -> None:
    sources = HeldSources(store)
    assert sources.shown_to_readers() == store.shown_to_readers()
    assert sources.shown_to_readers() is sources.shown_to_readers()


def test_what_another_process_adds_and_withdraws_is_seen_at_once(
    store: Store, elsewhere: Library, tmp_path: Path
) -> None:
    sources = HeldSources(store)
    (only,) = titles_and_ids(sources)[1]
    added = elsewhere.add([mr_v(tmp_path / "in")]).outcomes[0].document_id
    assert titles_and_ids(sources)[1] == [only, added]
    elsewhere.withdraw(only, "a test")
    assert titles_and_ids(sources)[1] == [added]
    assert len(titles_and_ids(sources)[0]) == 1


def test_a_new_title_is_seen_at_once(store: Store, elsewhere: Library) -> None:
    sources = HeldSources(store)
    (review,) = sources.shown_to_readers()[0]
    elsewhere.correcting.describe_review(review.slug, [("title", "Review of Child Quill")], by="a keeper")
    assert titles_and_ids(sources)[0] == ["Review of Child Quill"]
