"""A library made by version 0.1.0 opens with this one and keeps its ids, addresses, decisions and collections."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.app import backup as app_backup
from kb.app.library import Library
from kb.core.errors import DocumentWithdrawn
from kb.core.settings import Settings
from search.port import Query
from tests.web import site

ARCHIVE = Path(__file__).with_name("library-0.1.0.tar.xz")


@pytest.fixture(scope="module")
def old_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the old library and what was in it."""
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def old_state(old_folder: Path) -> dict[str, Any]:
    """What the old version said of its library."""
    told: dict[str, Any] = json.loads((old_folder / "expected.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def library(old_folder: Path) -> Iterator[Library]:
    """The old library, opened by this version."""
    with Library.open(Settings(data=old_folder / "data")) as opened:
        yield opened


def test_every_finding_has_its_id_words_kind_and_review(library: Library, old_state: dict[str, Any]) -> None:
    held = {
        one.finding.id: {
            "text": one.finding.text,
            "kind": str(getattr(one.finding.kind, "value", one.finding.kind)),
            "review": one.review.slug,
            "document": one.document.id,
        }
        for one in library.findings()
    }
    assert held == old_state["findings"]


def test_every_finding_can_be_searched_again(library: Library, old_state: dict[str, Any]) -> None:
    assert library.search(Query()).total == len(old_state["findings"])
    assert library.health().ready
    assert library.doctor().well


def test_every_address_that_answered_still_leads_there(library: Library, old_state: dict[str, Any]) -> None:
    with site.client(library) as http:
        ends = {address: http.get(address, follow_redirects=True).status_code for address in old_state["addresses"]}
    assert {address: status for address, status in ends.items() if status != 200} == {}


def test_decisions_about_themes_hold(library: Library, old_state: dict[str, Any]) -> None:
    (given, theme), (refused, other) = old_state["given"], old_state["refused"]
    library.retheme(False)
    assert theme in library.finding(given).finding.themes
    assert other not in library.finding(refused).finding.themes


def test_verdicts_about_pairs_hold(library: Library, old_state: dict[str, Any]) -> None:
    for name, accepted in (("same", True), ("not_same", False)):
        one, other = old_state[name]
        assert {key: verdict.accepted for key, verdict in library.verdicts(one).items()}.get(other) is accepted


def test_a_collection_keeps_its_keys_findings_note_and_use(library: Library, old_state: dict[str, Any]) -> None:
    told = old_state["collection"]
    read = library.collection(told["key"])
    assert (read.title, read.edit_key) == (told["title"], "")
    assert [item.finding for item in read.items] == told["findings"]
    assert read.items[0].note == told["note"]
    assert len(read.uses) == told["uses"]
    assert library.collection(told["edit_key"]).edit_key == told["edit_key"]


def test_what_was_withdrawn_stays_so(library: Library, old_state: dict[str, Any]) -> None:
    with pytest.raises(DocumentWithdrawn):
        library.document(old_state["withdrawn"])
    for finding in old_state["gone"]:
        with pytest.raises(DocumentWithdrawn):
            library.finding(finding)


def test_reading_the_originals_again_loses_no_decision(
    old_folder: Path, library: Library, old_state: dict[str, Any], tmp_path: Path
) -> None:
    made = library.back_up(tmp_path / "backups")
    app_backup.restore(made.folder, tmp_path / "data")
    with Library.open(Settings(data=tmp_path / "data")) as again:
        before = {one.finding.id for one in again.findings()}
        again.reread(False)
        kept = before & {one.finding.id for one in again.findings()}
        assert len(kept) >= 0.9 * len(before)
        given, theme = old_state["given"]
        if given in kept:
            assert theme in again.finding(given).finding.themes
        assert [item.finding for item in again.collection(old_state["collection"]["key"]).items]
