"""The list of publishers' pages: read, kept, and refused with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.publishers import Publishers, read_sources
from kb.core.errors import BadQuestion
from kb.core.settings import Settings
from kb.store import ActFilter, Store

LIST = '[[source]]\nname = "Northby"\naddress = "https://northby.example/reviews"\n'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path)
    yield opened
    opened.close()


def test_a_list_is_read_and_a_fault_is_named() -> None:
    (one,) = read_sources(LIST)
    assert (one.name, one.address, one.contains) == ("Northby", "https://northby.example/reviews", "")
    assert read_sources("") == ()
    for text, says in (
        ("[[source]", "not TOML"),
        ('[[source]]\nname = "N"\n', "address"),
        ("[[sauce]]\n", "sauce"),
        (LIST.replace("https:", "file:"), "does not begin with"),
        (LIST.replace("northby.example", "northby.example:abc"), "does not begin with"),
        (LIST.replace("northby.example", "northby.example:99999"), "does not begin with"),
        (LIST.replace("northby.example", "kim:secret@northby.example"), "does not begin with"),
        (LIST.replace("northby.example", "northby.example/a b"), "does not begin with"),
        (LIST.replace("northby.example", "northby.example\\nHost: x"), "does not begin with"),
        (LIST.replace('"Northby"', '"\\u202e"'), "can be seen"),
        (LIST.replace("https://northby.example/reviews", "https:///reviews"), "does not begin with"),
    ):
        with pytest.raises(BadQuestion, match=says):
            read_sources(text)


def test_a_faulty_list_does_not_take_the_place_of_the_one_before(store: Store, tmp_path: Path) -> None:
    publishers = Publishers(Settings(data=tmp_path), store)
    assert publishers.sources() == ()
    publishers.save(LIST, "kim")
    with pytest.raises(BadQuestion):
        publishers.save(LIST + "nonsense", "kim")
    assert publishers.text() == LIST
    assert [(one.act, one.person) for one in store.acts(9, ActFilter())] == [("sources", "kim")]
